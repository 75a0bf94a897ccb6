"""`throughline check-proof FILE --state-key KEY`: the separate checker, which also runs alone."""

import argparse
from pathlib import Path

from throughline import check_proof as checker


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to check, and by whose key."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a proof file")
    parser.add_argument(
        "--state-key", metavar="KEY", action="append", required=True,
        help="the state's key, as its page of issuers shows it (z6Mk...); may be given several times",
    )  # fmt: skip
    parser.add_argument("--as-of", metavar="INSTANT", help="at which moment, such as 2027-06-01T00:00:00Z")


def run(arguments: argparse.Namespace) -> int:
    """0: it is believed, 1: it is not."""
    words = [str(arguments.file)]
    for key in arguments.state_key:
        words += ["--state-key", key]
    return checker.main([*words, "--as-of", arguments.as_of] if arguments.as_of else words)
