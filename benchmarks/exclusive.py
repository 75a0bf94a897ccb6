"""Credit that serves once: how often first-fit calls learners unfinished who are not, and what the exact answer costs.

Run: `python -m benchmarks.exclusive [learners]` (2,000 unless told). Each made learner has exactly the items that a choice
with 6, 8 or 12 overlapping requirements asks for (the language takes no more), planted so that all fit. First-fit, as most
audits do it, gives each item in turn to the first requirement that still wants it. Ours must call everybody finished.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from time import process_time

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.catalogue.state_profile import StateProfile
from throughline.core.progress.population.encoding import encoded
from throughline.core.progress.population.facts import facts_of
from throughline.core.progress.population.program import Root, compiled
from throughline.core.progress.population.results import answered
from throughline.core.progress.program import Program
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import Choose, Node, Selector, Total

DAY = date(2030, 6, 1)
SIZES = (6, 8, 12)
IN_BULK = 8
"""So many requirements at most are read for everyone at once by the exact bound; more, learner by learner."""


def rule(requirements: int, dice: Random) -> tuple[Choose, list[int]]:
    """Requirements that ask for 2 to 4 courses with a tag each."""
    wanted = [dice.randint(2, 4) for _ in range(requirements)]
    parts: list[Node] = [
        Total(
            id=f"r{n}", measure="count", unit="", min=Decimal(many),
            select=Selector(kind="course", tags=(f"area:{n}",)),
        )
        for n, many in enumerate(wanted)
    ]  # fmt: skip
    return Choose(id="award", of=tuple(parts), exclusive=True), wanted


def items(wanted: Sequence[int], dice: Random) -> list[frozenset[int]]:
    """Just enough courses, in any order: each made for one requirement, and fitting one or two others as well."""
    areas = range(len(wanted))
    meant = [area for area in areas for _ in range(wanted[area])]
    made = [frozenset({area, *dice.sample(areas, dice.randint(1, 2))}) for area in meant]
    dice.shuffle(made)
    return made


def first_fit(wanted: Sequence[int], given: Sequence[frozenset[int]]) -> bool:
    """Whether all is met where each item goes to the first requirement that still wants one."""
    left = list(wanted)
    for item in given:
        place = next((n for n in sorted(item) if left[n]), None)
        if place is not None:
            left[place] -= 1
    return not any(left)


def record(given: Sequence[frozenset[int]]) -> Record:
    """The items as facts."""
    facts = (
        Fact(id=f"c{n:03}", what=f"course:c{n:03}", when=DAY, tags=frozenset(f"area:{area}" for area in each))
        for n, each in enumerate(given)
    )
    return Record(tuple(facts))


def measured(requirements: int, learners: int) -> tuple[float, float, float]:
    """The share that first-fit calls unfinished, the share that ours does, and our milliseconds a learner."""
    dice = Random(requirements)
    node, wanted = rule(requirements, dice)
    every = [items(wanted, dice) for _ in range(learners)]
    wrong = sum(not first_fit(wanted, each) for each in every) / learners
    empty = Catalogue(
        StateProfile(id="made", title={"en": "made"}, languages=("en",), complete_languages=("en",))
    )
    book, records = RuleBook(empty), [record(each) for each in every]
    begun = process_time()
    missed = _in_bulk(book, node, records) if requirements <= IN_BULK else _one_by_one(book, node, records)
    return wrong, missed / learners, (process_time() - begun) / learners * 1000


def _in_bulk(book: RuleBook, node: Choose, records: Sequence[Record]) -> int:
    program = compiled(book, [Root("award", "rule:award", node)])
    columns = encoded(program, facts_of((f"l{n:06}", each) for n, each in enumerate(records)), DAY)
    return int((answered(program, columns).remaining[:, 0] > 0).sum())


def _one_by_one(book: RuleBook, node: Choose, records: Sequence[Record]) -> int:
    program = Program(book)
    program.include(node, "rule:award")
    # As they came, and turned round: the answer must be the same.
    return sum(
        Standing(replace(each, facts=each.facts[::-1]), program, DAY).remaining(node, "rule:award") > 0
        for each in records
    )


def main(learners: int) -> list[str]:
    """Prints a line for each size, and gives them."""
    print("| requirements | first-fit calls unfinished | ours | ours, ms CPU a learner |\n|---|---|---|---|")
    lines = []
    for size in SIZES:
        wrong, missed, spent = measured(size, learners)
        lines.append(f"| {size} | {wrong:.0%} | {missed:.0%} | {spent:.2f} |")
        print(lines[-1])
    return lines


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
