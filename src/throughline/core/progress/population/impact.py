"""What a change of the rules would do to everyone: held against the rules before and after it, and counted.

The steps to the end of a pathway are those of `progress.whole_way`, learner by learner; a test holds them to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.audit import audit, stage_ref
from throughline.core.progress.population.answers import Numbers
from throughline.core.progress.population.compiling import Root
from throughline.core.progress.population.encoding import encoded, families_of
from throughline.core.progress.population.facts import Facts
from throughline.core.progress.population.program import (
    PopulationProgram,
    compiled,
    families_in,
    roots_of,
)
from throughline.core.progress.population.results import Results, answered
from throughline.core.progress.population.running import Runner, with_numpy
from throughline.core.progress.program import Program
from throughline.core.progress.standing import Standing
from throughline.core.progress.whole_way import steps_to_the_end
from throughline.core.requirements.nodes import Choose, Fresh, Have

FOREVER = Fresh(years=9999)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a change does to learners. gain: how many would need fewer steps; met: of these, how many would have all that is
    asked; more: by the number of steps, how many would need so many more; lost: of all these, how many had all that was
    asked."""

    learners: int = 0
    gain: int = 0
    met: int = 0
    more: Mapping[int, int] | None = None
    lost: int = 0

    @property
    def by_steps(self) -> Mapping[int, int]:
        """By the number of steps more how many would need them, fewest first."""
        return dict(sorted((self.more or {}).items()))

    @property
    def need_more(self) -> int:
        """How many would need more steps."""
        return sum((self.more or {}).values())

    @property
    def same(self) -> int:
        """For how many nothing changes."""
        return self.learners - self.gain - self.need_more

    def with_those(self, others: "Tally") -> "Tally":
        """Together with other learners."""
        steps = self.by_steps.keys() | others.by_steps.keys()
        more = {n: self.by_steps.get(n, 0) + others.by_steps.get(n, 0) for n in sorted(steps)}
        return Tally(
            self.learners + others.learners, self.gain + others.gain, self.met + others.met, more,
            self.lost + others.lost,
        )  # fmt: skip


def tally(before: Numbers, after: Numbers) -> Tally:
    """The steps that remain before a change and after it, one number a learner, counted."""
    difference = after.astype(np.int64) - before
    steps, learners = np.unique(difference[difference > 0], return_counts=True)
    return Tally(
        len(difference), int((difference < 0).sum()), int(((difference < 0) & (after == 0)).sum()),
        dict(zip(steps.tolist(), learners.tolist(), strict=True)), int(((difference > 0) & (before == 0)).sum()),
    )  # fmt: skip


def by_group(before: Numbers, after: Numbers, group: Numbers, groups: int) -> list[Tally]:
    """The same for each of so many groups. group: the number of each learner's; -1: of none."""
    return [tally(before[group == each], after[group == each]) for each in range(groups)]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule that a change touches. ref: as in `roots_of`. is_new, goes: it is not there before, or not after: then
    nothing is counted."""

    ref: str
    tally: Tally
    is_new: bool = False
    goes: bool = False


def changed_rules(
    before: RuleBook, after: RuleBook, facts: Facts, as_of: date, pathways: Iterable[str] | None = None,
    agreements: Iterable[str] | None = None, runner: Runner = with_numpy,
) -> list[RuleChange]:  # fmt: skip
    """Every gate, destination and agreement that the change gives another answer for anyone, or brings or takes away, by
    reference. pathways, agreements: only these, by id (None: all)."""
    old, new = (_only(book, pathways, agreements) for book in (before, after))
    held = answers_of(before, old, facts, as_of, runner)
    then = answers_of(after, new, facts, as_of, runner)
    found = [RuleChange(ref, Tally(), is_new=True) for ref in set(then.refs) - set(held.refs)]
    found += [RuleChange(ref, Tally(), goes=True) for ref in set(held.refs) - set(then.refs)]
    for ref in sorted(set(held.refs) & set(then.refs)):
        counted = tally(held.steps(ref).astype(np.int64), then.steps(ref).astype(np.int64))
        if counted.same != counted.learners:
            found.append(RuleChange(ref, counted))
    return sorted(found, key=lambda each: each.ref)


def _only(book: RuleBook, pathways: Iterable[str] | None, agreements: Iterable[str] | None) -> list[Root]:
    """The rules of these pathways and agreements, as far as the book has them."""
    names = None if pathways is None else {f"pathway:{name}" for name in pathways}
    kept = None if agreements is None else {f"agreement:{name}" for name in agreements}
    return [
        root for root in roots_of(book)
        if (wanted := kept if root.ref.startswith("agreement:") else names) is None
        or root.owner.partition("#")[0] in wanted
    ]  # fmt: skip


def answers_of(
    book: RuleBook, roots: Sequence[Root], facts: Facts, as_of: date, runner: Runner = with_numpy
) -> Results:
    """Everyone's answers to these rules, worked out from facts."""
    program = _compiled(book, roots, facts)
    columns = encoded(program, facts, as_of)
    return answered(program, columns, facts.of(columns.alone), runner)


def _compiled(book: RuleBook, roots: Sequence[Root], facts: Facts) -> PopulationProgram:
    return compiled(book, roots, families_of(facts.shapes, families_in(book)))


def steps_left(
    book: RuleBook, pathway: str, facts: Facts, as_of: date, runner: Runner = with_numpy
) -> Numbers:
    """By learner the steps from their record to the end of a pathway (by id), as `whole_way.steps_to_the_end` counts
    them."""
    way = _Way(book, pathway)
    program = _compiled(book, way.roots, facts)
    columns = encoded(program, replace(facts, decisions={}), as_of)
    found = way.steps(answered(program, columns, None, runner))
    # A decision can waive a part of a milestone, or all of it, in ways that a number of steps does not tell.
    for learner in facts.decisions:
        standing = Standing(facts.record(learner), program.single, as_of)
        found[learner] = steps_to_the_end(audit(pathway, standing))
    return found


class _Way:
    """The rules from which the steps to the end of a pathway are worked out: each gate, whether what its stage awards is
    held already, each milestone that a gate names, and that milestone's own rule."""

    def __init__(self, book: RuleBook, pathway: str) -> None:
        single = Program(book, [pathway])
        self.roots: list[Root] = []
        self.gates: list[tuple[str, str]] = []
        milestones: dict[str, None] = {}
        for stage in book.pathway(pathway).stages:
            ref = stage_ref(pathway, stage.id)
            self.gates.append((ref, self._held(ref, stage.awards)))
            self.roots.append(Root(ref, ref, stage.gate))
            milestones.update(dict.fromkeys(single.milestones_in(stage.gate)))
        self.milestones: list[tuple[str, str]] = []
        for name in milestones:
            unit = single.units.get(f"milestone:{name}")
            if unit is not None:
                counts, rule = f"{unit.ref} counts", f"{unit.ref} rule"
                self.milestones.append((counts, rule))
                self.roots.append(Root(counts, counts, Have(f"milestone-{name}", unit.ref)))
                self.roots.append(Root(rule, unit.ref, unit.node))

    def _held(self, ref: str, awards: Sequence[str]) -> str:
        """A rule met by whoever holds all that a stage awards, as facts of their own; empty where it awards nothing."""
        if not awards:
            return ""
        names = [f"credential:{each.removeprefix('credential:')}" for each in awards]
        leaves = tuple(Have(f"{n}", name, fresh=FOREVER, via="exact") for n, name in enumerate(names))
        self.roots.append(Root(f"{ref} held", f"{ref} held", Choose("held", leaves)))
        return f"{ref} held"

    def steps(self, results: Results) -> Numbers:
        """The steps of each learner, from the answers to these rules."""
        found = np.zeros(len(results), np.int64)
        for gate, held in self.gates:
            left = results.steps(gate).astype(np.int64)
            found += np.where(results.steps(held) == 0, 0, left) if held else left
        for counts, rule in self.milestones:
            inside = np.maximum(results.steps(rule).astype(np.int64) - 1, 0)
            found += np.where(results.steps(counts) == 0, 0, inside)
        return found


def shared_out(group_of: Sequence[str], groups: Sequence[str]) -> npt.NDArray[np.int64]:
    """The number of each learner's group among these; -1 where it is none of them."""
    number = {group: n for n, group in enumerate(groups)}
    return np.array([number.get(each, -1) for each in group_of], np.int64)
