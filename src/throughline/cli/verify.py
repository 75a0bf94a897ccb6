"""`throughline verify FILE|URL|-`: needs no database, and with `--offline` no network."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.core.credentials.verifying.answers import Verification
    from throughline.core.credentials.verifying.case import Logged
    from throughline.core.credentials.verifying.reaching import Registry, Resolver

LARGEST = 32 * 1024 * 1024
SECONDS = 10.0
"""How long one credential may go on asking others."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to check, and how."""
    parser.add_argument(
        "things", nargs="+", metavar="FILE|URL|-", help="a file, an https link, or - for what is piped in"
    )
    parser.add_argument(
        "--offline", action="store_true", help="never touch the network; what is unknown stays unknown"
    )
    parser.add_argument("--closed", action="store_true", help="ask only known issuers for their keys")
    parser.add_argument("--json", action="store_true", help="for programs: one JSON value a line")
    parser.add_argument(
        "--as-of", type=_instant, metavar="DATE", help="as of which day or instant, e.g. 2027-06-01"
    )
    parser.add_argument("--issuers", type=Path, metavar="FILE", help="the list of known issuers (JSON)")
    parser.add_argument(
        "--log-proof", type=Path, metavar="FILE", help="the proof of the public log that came with it"
    )
    parser.add_argument("--log-key", metavar="KEY", action="append", default=[],
                        help="a key of the public log, as its operator publishes it")  # fmt: skip
    parser.add_argument("--evidence", type=Path, metavar="FILE", action="append", default=[],
                        help="a file that may be evidence of it; may be given several times")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Checks each thing by itself; 0 all verified, 1 one is not, 2 one cannot be told."""
    registry = _registry(arguments.issuers)
    evidence = {file.name: _bytes(str(file)) for file in arguments.evidence}
    beside = Beside(registry, evidence, _logged(arguments))
    codes = [_check(thing, arguments, beside) for thing in arguments.things]
    return 1 if 1 in codes else max(codes)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is at hand for every check of one call."""

    registry: Registry
    evidence: dict[str, bytes]
    logged: Logged | None


def _check(thing: str, arguments: argparse.Namespace, beside: Beside) -> int:
    from throughline.core.credentials.verifying.report import EXIT, as_json, as_text
    from throughline.core.credentials.verifying.verify import verify

    try:
        given = thing if _is_link(thing) else _bytes(thing)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    found: Verification = verify(
        given, resolver=_resolver(arguments.offline), registry=beside.registry, now=datetime.now(UTC),
        as_of=arguments.as_of, closed=arguments.closed, files=beside.evidence, logged=beside.logged,
    )  # fmt: skip
    print(json.dumps({"of": thing, **as_json(found)}) if arguments.json else as_text(found, thing))
    return EXIT[found.answer]


def _logged(arguments: argparse.Namespace) -> Logged | None:
    if arguments.log_proof is None:
        return None
    from throughline.core.credentials.strict_json import Unreadable, read
    from throughline.core.credentials.verifying.logged import LogEvidence
    from throughline.core.log_proof import read_log_proof
    from throughline.core.signed_notes import BadNote, read_note_key

    try:
        proof = read_log_proof(read(_bytes(str(arguments.log_proof))))
        return LogEvidence(proof, tuple(map(read_note_key, arguments.log_key)))
    except (BadNote, Unreadable) as error:
        raise Problem(
            "The proof of the public log was not read.", where=str(arguments.log_proof), why=str(error),
            next_step="Give the proof as it came with the credential, and the log's own key.",
        ) from None  # fmt: skip


def _resolver(offline: bool) -> Resolver | None:
    if offline:
        return None
    from throughline.apps.records.fetching import Fetcher, within

    return within(Fetcher(), SECONDS)


def _is_link(thing: str) -> bool:
    return thing.lower().startswith(("https://", "http://"))


def _bytes(thing: str) -> bytes:
    try:
        if thing == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(thing).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Problem(
            "This was not checked.", where=thing, why=error.strerror or str(error), next_step="Check the name of the file."
        ) from None  # fmt: skip


def _registry(file: Path | None) -> Registry:
    if file is None:
        return {}
    from throughline.core.credentials.strict_json import Unreadable
    from throughline.core.credentials.verifying.registry_file import read_registry

    try:
        return read_registry(_bytes(str(file)))
    except Unreadable as error:
        raise Problem(
            "The list of known issuers was not read.", where=str(file), why=f"{error.what} {error.why}", next_step=error.fix
        ) from None  # fmt: skip


def _instant(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(12), UTC)
    except ValueError:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
