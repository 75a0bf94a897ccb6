"""`throughline match FILE`: a round's public file run again, by anyone, offline; or a round that is not matched yet."""

import argparse
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.core.matching.round_file import Checked

WHAT = "The round was not run."


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whose reasons are asked for."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a round's public file")
    parser.add_argument(
        "--code", metavar="CODE", help="tell the reasons of one learner, by their code in the file"
    )
    parser.add_argument(
        "--json", action="store_true", help="print the result as JSON: opening by code, sorted"
    )


def run(arguments: argparse.Namespace) -> int:
    """0: the file is what its rule gives; 1: it is not, a sentence for each difference."""
    from throughline.core.matching.ranking import WrongRound
    from throughline.core.matching.round_file import checked

    text = arguments.file.read_bytes().decode()
    try:
        found = checked(text)
    except (ValueError, WrongRound) as wrong:
        raise Problem(
            WHAT, where=str(arguments.file), why=f"{wrong}.", next_step="Fetch the file again."
        ) from None
    if arguments.code and arguments.code not in found.result.places:
        raise Problem(
            WHAT,
            where=arguments.code,
            why="nobody ranked under this code.",
            next_step="Look at your own page.",
        )
    if arguments.json:
        print(json.dumps(found.result.places, sort_keys=True, indent=1))
        return 1 if found.wrong else 0
    places = found.result.places
    print(
        f"{found.round.told.get('title', '')}: {len(places)} learners ranked {len(found.round.openings)} openings."
    )
    print(
        f"{sum(map(bool, places.values()))} have a place. SHA-256 of the file: {sha256(text.encode()).hexdigest()}"
    )
    for sentence in found.wrong:
        print(f"WRONG: {sentence}")
    if not found.wrong:
        print(
            "Run again, the rule gives this result, and no learner and opening would rather have each other."
        )
    for line in _reasons(found, arguments.code) if arguments.code else ():
        print(line)
    return 1 if found.wrong else 0


def _reasons(found: "Checked", code: str) -> Iterator[str]:
    from throughline.core.matching.explaining import reasons

    yield f"{code}: {found.result.places[code] or 'no place'}"
    for each in reasons(found.result, code):
        yield f"  not {each.opening}, by {each.by}: band {each.band}, tier {each.tier}, ticket {each.ticket[:16]}"
        for cut in each.cuts:
            kept = f"kept for {cut.group}" if cut.group else "open to everyone"
            yield f"    {cut.seats} seats {kept}, the last: band {cut.band}, tier {cut.tier}, ticket {cut.ticket[:16]}"
