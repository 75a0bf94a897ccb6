"""Everyone's answers beside those of one learner at a time."""

from collections.abc import Sequence

from tests.core.progress.strategies import DAY
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.population.decided import decided_in
from throughline.core.progress.population.encoding import encoded, families_of
from throughline.core.progress.population.facts import Facts, facts_of
from throughline.core.progress.population.program import (
    PopulationProgram,
    Root,
    compiled,
    families_of_rules,
    roots_of,
)
from throughline.core.progress.population.results import Results, answered
from throughline.core.progress.population.running import Runner, with_numpy
from throughline.core.progress.program import Program
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import Node

OWNER = "rule:top"


def roots(book: RuleBook, node: Node | None) -> list[Root]:
    """The rule, the milestones and the gates of a small state."""
    found = [
        Root(f"milestone:{name}", f"milestone:{name}", each.rule)
        for name, each in book.catalogue.milestones.items()
    ]
    return [*found, *roots_of(book), *([Root("top", OWNER, node)] if node is not None else [])]


def program_for(book: RuleBook, node: Node | None, facts: Facts) -> PopulationProgram:
    """Compiled with the tags that the facts carry, and what is decided of learners."""
    every = roots(book, node)
    rules = [root.node for root in every]
    rules += [edition.root for rule in book.catalogue.rules.values() for edition in rule.editions]
    decided = decided_in(facts.decisions.values())
    return compiled(book, every, families_of(facts.shapes, families_of_rules(rules)), decided)


def facts_from(records: Sequence[Record]) -> Facts:
    """The facts of so many learners."""
    return facts_of((f"l{number}", record) for number, record in enumerate(records))


def together(program: PopulationProgram, facts: Facts, runner: Runner = with_numpy) -> Results:
    """Everyone at once."""
    columns = encoded(program, facts, DAY)
    return answered(program, columns, facts.of(columns.alone), runner)


def apart(book: RuleBook, node: Node | None, records: Sequence[Record]) -> list[list[tuple[int, str]]]:
    """Each learner alone, by the single-learner program: the steps that remain and the answer, by rule."""
    every = sorted(roots(book, node), key=lambda root: root.ref)
    single = Program(book)
    for root in every:
        single.include(root.node, root.owner)
    standings = [Standing(record, single, DAY) for record in records]
    return [
        [(one.remaining(root.node, root.owner), one.status(root.node, root.owner)) for root in every]
        for one in standings
    ]


def said(results: Results) -> list[list[tuple[int, str]]]:
    """Results in the same form."""
    return [
        [(int(results.remaining[n, c]), results.status(n, ref)) for c, ref in enumerate(results.refs)]
        for n in range(len(results))
    ]
