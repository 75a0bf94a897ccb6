"""`throughline check-proof FILE --state-key KEY --log-key KEY`: the separate checker, which also runs alone."""

import argparse
from pathlib import Path

from throughline import check_proof as checker


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to check, and by whose keys."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a proof file")
    parser.add_argument(
        "--state-key", metavar="KEY", action="append", default=[],
        help="the state's key, as its page of issuers shows it (z6Mk...); may be given several times",
    )  # fmt: skip
    parser.add_argument(
        "--log-key", metavar="KEY", action="append", default=[],
        help="the public log's key, as /log/key shows it (NAME+ID+KEY); may be given several times",
    )  # fmt: skip
    parser.add_argument(
        "--log", type=Path, metavar="LOG", help="the whole log, saved: was a promise replaced since?"
    )
    parser.add_argument("--as-of", metavar="INSTANT", help="at which moment, such as 2027-06-01T00:00:00Z")


def run(arguments: argparse.Namespace) -> int:
    """0: it is believed, 1: it is not."""
    words = [str(arguments.file)]
    for name, keys in (("--state-key", arguments.state_key), ("--log-key", arguments.log_key)):
        for key in keys:
            words += [name, key]
    words += ["--log", str(arguments.log)] if arguments.log else []
    return checker.main([*words, "--as-of", arguments.as_of] if arguments.as_of else words)
