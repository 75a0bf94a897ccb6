"""Where a condition's words and its numbers disagree: mistakes that a reader can see without knowing the programme."""

import re
from collections.abc import Iterator, Sequence

from throughline.core.formats.ctdl.constraints import Constraint
from throughline.core.formats.ctdl.graph import GraphNode
from throughline.core.formats.packages import Note

OUT_OF = re.compile(r"(\d+) (?:out )?of (\d+) (courses|items|components)", re.I)
COURSES = re.compile(r"courseNum\s*=\s*(\d+)")
DONE = "read as the numbers say"


def disagreements(
    node: GraphNode, targets: Sequence[str], constraints: Sequence[Constraint], number: int | None
) -> Iterator[Note]:
    """What the description says, where the targets, the required number or the sum say otherwise."""
    said = node.text("description")
    if (match := OUT_OF.search(said)) and targets:
        asked, of = int(match[1]), int(match[2])
        if (number is not None and asked != number) or of != len(targets):
            what = f"its words say {asked} of {of}, its numbers {number or asked} of {len(targets)}"
            yield Note(node.key, what, DONE)
    if match := COURSES.search(said):
        yield from _courses(node, int(match[1]), constraints, number)


def _courses(
    node: GraphNode, asked: int, constraints: Sequence[Constraint], number: int | None
) -> Iterator[Note]:
    sums = [each for each in constraints if each.left_action == "Sum"]
    if number is None and sums:
        what = f"its words say {asked} courses, its constraint {' '.join(sums[0].words.values())}"
        yield Note(node.key, what, DONE)
    elif number is not None and number != asked:
        yield Note(node.key, f"its words say {asked} courses, its number {number}", DONE)
