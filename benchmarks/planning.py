"""How long a plan takes: one pathway, three jointly, one laid into eight terms; over offers as many as a state has.

Run: `python -m benchmarks.planning [learners]` (40 unless told). The state is `made_state`; its offers are made here: so
many that each milestone has 2.5 ways on average (3,923 in all, as far as the pathways ask for milestones), each leading
to one to three milestones of one domain, a tenth of them after another; hours and credits by courses and placements.
Goals at the 95th percentile: 100, 300 and 1,000 milliseconds, every plan proved or with its gap.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from statistics import median, quantiles
from time import process_time

from benchmarks.made_state import DAY, catalogue, learners
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.planning.offers import Offer, Offered
from throughline.core.progress.planning.plans import Answer, Goal, plan
from throughline.core.progress.planning.search import Choices, Limits
from throughline.core.progress.program import Program
from throughline.core.progress.record import Fact
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import Have, walk

OFFERS, WAYS = 3_923, 2.5
NOTHING = Choices()


@dataclass(frozen=True, slots=True)
class Question:
    """What is timed: a name, so many pathways, within what, and the goal in milliseconds."""

    name: str
    pathways: int
    limits: Limits
    goal: int


QUESTIONS = (
    Question("one pathway", 1, Limits(plans=1), 100),
    Question("three pathways jointly", 3, Limits(plans=1), 300),
    Question("one pathway in 8 terms", 1, Limits(plans=1, terms=8, hours=Decimal(45)), 1000),
)


def asked_for(state: Catalogue) -> list[str]:
    """The milestones that some pathway asks for, in order of name."""
    gates = [stage.gate for each in state.pathways.values() for stage in each.stages]
    haves = [node for gate in gates for node in walk(gate) if isinstance(node, Have)]
    return sorted({node.what for node in haves if node.kind == "milestone"})


def offers(state: Catalogue, seed: int = 5) -> Offered:
    """Made offers: modules that lead to milestones, courses with credit, placements with hours, each pathway's exam."""
    dice, names = Random(seed), asked_for(state)
    others = [*_amounts(dice), *(_exam(name) for name in state.pathways)]
    modules = OFFERS - len(others)
    each = WAYS * len(names) / modules
    return Offered((*others, *(_module(n, names, each, dice) for n in range(modules))))


def _module(number: int, names: Sequence[str], each: float, dice: Random) -> Offer:
    name = f"m{number:05}"
    first = number if number < len(names) else dice.randrange(len(names))  # every milestone has a way
    many = int(each) + (dice.random() < each - int(each))
    given = [names[(first + step) % len(names)] for step in range(many)] or [names[first]]
    needs = (names[(first + 7) % len(names)],) if dice.random() < 0.1 else ()
    facts = tuple(Fact(f"{name}#{n}", what, DAY) for n, what in enumerate(given))
    hours = Decimal(dice.randrange(10, 90))
    return Offer(
        name,
        facts,
        needs,
        hours,
        cost=Decimal(dice.choice((0, 0, 0, 50))),
        weeks=Decimal(15),
        hours=hours / 15,
    )


def _amounts(dice: Random) -> list[Offer]:
    found = []
    for field in range(8):
        for n in range(6):
            hours, credits = Decimal(dice.choice((80, 120, 160))), Decimal(dice.choice((3, 4, 6)))
            placed, course = f"experience:o{field}-{n}", f"course:o{field}-{n}"
            work = Fact(f"{placed}#", placed, DAY, amounts={"h": hours}, tags=frozenset({f"field:{field}"}))
            study = Fact(
                f"{course}#", course, DAY, amounts={"cr": credits}, tags=frozenset({f"subject:{field}"})
            )
            found += [
                Offer(placed, (work,), effort=hours, weeks=Decimal(15), hours=hours / 15),
                Offer(course, (study,), effort=credits * 45, weeks=Decimal(15), hours=credits * 3),
            ]
    return found


def _exam(pathway: str) -> Offer:
    return Offer(f"exam-{pathway}", (Fact(f"{pathway}#", f"assessment:{pathway}", DAY),), effort=Decimal(3))


def main(count: int) -> list[str]:
    """Prints a line for each question, and gives them."""
    state = catalogue()
    given, program = offers(state), Program(RuleBook(state), sorted(state.pathways))
    standings = [Standing(record, program, DAY) for record in learners(state, count)]
    for standing in standings[:3]:  # what is read and loaded once
        plan(standing, given, [Goal(name) for name in state.pathways], limits=Limits(plans=1, seconds=0.1))
    print(
        f"{len(given.offers):,} offers, {len(asked_for(state)):,} milestones asked for; load {os.getloadavg()[0]:.1f}\n"
    )
    print("| what | median ms | p95 ms | goal ms | proved | most gap | none |\n|---|---|---|---|---|---|---|")
    lines = []
    for question in QUESTIONS:
        lines.append(_line(question, standings, given, sorted(state.pathways)))
        print(lines[-1])
    return lines


def _line(question: Question, standings: Sequence[Standing], given: Offered, names: list[str]) -> str:
    dice, times, answers = Random(3), list[float](), list[Answer]()
    for standing in standings:
        goals = [Goal(name) for name in dice.sample(names, question.pathways)]
        start = process_time()
        answers.append(plan(standing, given, goals, NOTHING, question.limits))
        times.append((process_time() - start) * 1000)
    plans = [each.plans[0] for each in answers if each.plans]
    proved, gap = sum(each.proved for each in plans), max((each.gap for each in plans), default=0.0)
    return (
        f"| {question.name} | {median(times):.0f} | {quantiles(times, n=20)[-1]:.0f} | {question.goal} | "
        f"{proved} of {len(plans)} | {gap:.1%} | {len(answers) - len(plans)} |"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
