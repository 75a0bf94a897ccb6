"""`throughline export`"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from throughline.cli import installation
from throughline.project.problem import Problem

FORMATS = ("case-1.1", "case-1.0", "ctdl", "ctdl-ttl", "asn", "csv", "xlsx")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the document, its format, where it goes, and which version."""
    parser.add_argument(
        "document",
        metavar="DOCUMENT",
        help="its identifier, or a reference of the state's own: pathway:ironworking",
    )
    parser.add_argument("--format", choices=FORMATS, default="case-1.1", help="default: case-1.1")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where it goes (default: standard output)")
    parser.add_argument("--version", type=int, metavar="N", help="a version of it (default: the newest)")


def run(arguments: argparse.Namespace) -> int:
    """Writes a document; what the format has no place for is told on standard error."""
    installation.begin()
    from throughline.apps.directory.actor import HOUSE, Refused
    from throughline.apps.interop.exporting import export

    now = datetime.now(UTC)
    try:
        found = export(HOUSE, arguments.document, arguments.format, now=now, number=arguments.version)
        if arguments.out is None:
            for piece in found.pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        else:
            with arguments.out.open("wb") as out:
                out.writelines(found.pieces)
    except Refused as refused:
        raise Problem(
            "Nothing was written.", where=arguments.document, why=f"{refused.what}: {refused.why}",
            next_step=refused.fix,
        ) from None  # fmt: skip
    for note in found.losses:
        print(f"{note.where}: {note.what} {note.done}", file=sys.stderr)
    return 0
