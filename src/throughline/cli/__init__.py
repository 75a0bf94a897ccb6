"""The command line: `throughline COMMAND`.

One module a command, loaded only when it is called, so that `--help` and commands without a database start
at once. A command's module offers `arguments(parser)` and `run(arguments)`, which gives the exit code.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from throughline import __version__
from throughline.project.problem import Problem

COMMANDS: Final = {
    "demo": "start the fictional demo state on this machine, all included",
    "serve": "serve an installation over HTTP",
    "worker": "run the jobs that wait in the database",
    "migrate": "bring the database to this version",
    "check": "check folders of states: rules, certification, their own cases",
    "load": "publish a state from its folder",
    "verify": "check credentials that people bring: files, links, or what is piped in",
    "prove": "write the proof of what a pathway promises, or of a learner's guarantees",
    "check-proof": "check a proof file by the separate checker, offline",
    "log": "check, save, watch or witness a public log",
    "import": "bring in what others hold: documents in the field's formats, labor data, a learner's record",
    "export": "write a document of the registry in one of the field's formats",
    "registry": "the registry's documents and imports: list, show, undo, bundle",
    "audit": "hold a learner's record against pathways, explained",
    "agreement": "hold a learner's record against agreements: what counts for what",
    "population": "hold everyone in a file of facts against all rules, without a database",
    "impact": "try a draft of new rules on everyone: who would gain, who would need more",
    "night": "work everyone's rows out anew, compare, mend, and say what came of it",
    "match": "run a round of places again from its public file",
    "headline": "count the share of learners on a clear path, and write the events to count it again",
    "issue": "issue credentials from a file, looked at first",
    "revoke": "revoke credentials from a file, looked at first",
    "keys": "the keys that issuers sign with: list, rotate, retire, report as stolen",
    "evidence": "check the stored files of evidence: which were changed, which are gone",
    "django": "run one of Django's own commands on this installation's database",
}
INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code: 0 done, 1 found wanting, 2 could not run."""
    words = list(sys.argv[1:] if argv is None else argv)
    signal.signal(signal.SIGTERM, _leave)
    try:
        name, arguments = _parsed(words)
        code: int = _module(name).run(arguments)
        return code
    except Problem as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _explain(error)
    except Exception as error:
        if not type(error).__module__.startswith(("django.db", "psycopg")):
            raise
        return _explain(error)


def _parsed(words: list[str]) -> tuple[str, argparse.Namespace]:
    parser = argparse.ArgumentParser(
        prog="throughline",
        description="A state's learning-to-career pathways, as rules that run.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="commands:\n" + "\n".join(f"  {name:11} {text}" for name, text in COMMANDS.items()),
    )
    parser.add_argument("--version", action="version", version=f"throughline {__version__}")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of the commands below")
    name: str = parser.parse_args(words[:1]).command
    command = argparse.ArgumentParser(
        prog=f"throughline {name}", description=f"{COMMANDS[name].capitalize()}."
    )
    _module(name).arguments(command)
    return name, command.parse_args(words[1:])


def _module(name: str) -> Any:
    return import_module(f"throughline.cli.{name.replace('-', '_')}")


def _leave(number: int, frame: object) -> None:
    # Leaving the ordinary way lets the embedded database stop cleanly.
    sys.exit(128 + number)


def _explain(error: Exception) -> int:
    from throughline.project.database import explained

    problem = explained(error)
    if problem is None:
        raise error
    print(problem, file=sys.stderr)
    return problem.exit_code
