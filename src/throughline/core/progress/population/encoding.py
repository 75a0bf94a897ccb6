"""Facts made into answers: for all learners at once, sixteen thousand at a time.

Whether a shape of fact suits a question is asked of the functions that read one learner; days, sums, caps and sets of
items are worked out in columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from throughline.core.progress.population.answers import Answers, Columns, Entries, Numbers, joined, packed
from throughline.core.progress.population.facts import NEVER, Facts, ranges, starts
from throughline.core.progress.population.in_pools import Pools
from throughline.core.progress.population.in_totals import Totals
from throughline.core.progress.population.matching import Hits, Hitting, Shapes, Spans, latest_fresh
from throughline.core.progress.record import Fact, RuleException
from throughline.core.requirements.nodes import Have

if TYPE_CHECKING:
    from throughline.core.progress.population.program import PopulationProgram

AT_ONCE = 16_384
DAY_BITS = 22
"""An ordinal day is less than 2**22."""


class UnknownTag(ValueError):
    """A fact carries a value of a family that the program was not compiled for."""

    def __init__(self, tags: Sequence[str]) -> None:
        super().__init__(
            f"facts carry {', '.join(tags)}, which the program does not know. Compile it anew with "
            "`families_of` these facts."
        )
        self.tags = tuple(tags)


@dataclass(frozen=True)
class Live:
    """The facts that count in one reading. learner: counted from the first of the block. row: in `facts`. shape,
    when: of each."""

    facts: Facts
    learners: int
    learner: Numbers
    row: Numbers
    shape: npt.NDArray[np.int32]
    when: npt.NDArray[np.int32]

    @property
    def confirmed(self) -> npt.NDArray[np.bool_]:
        """Whether somebody confirmed it, of each."""
        found: npt.NDArray[np.bool_] = self.facts.confirmed[self.row]
        return found

    def only(self, learners: Numbers) -> "Live":
        """Only the facts of these learners, who are numbered anew."""
        number = np.full(self.learners, -1, np.int64)
        number[learners] = np.arange(len(learners))
        theirs = self.where(number[self.learner] >= 0)
        return replace(theirs, learners=len(learners), learner=number[theirs.learner])

    def where(self, keep: npt.NDArray[np.bool_]) -> "Live":
        """Only some of them."""
        rows = np.flatnonzero(keep)
        if len(rows) == len(keep):
            return self
        return Live(
            self.facts, self.learners, self.learner.take(rows), self.row.take(rows), self.shape.take(rows),
            self.when.take(rows),
        )  # fmt: skip


def encoded(program: "PopulationProgram", facts: Facts, as_of: date) -> Columns:
    """Everyone's answers on a day."""
    return Encoder(program, facts.shapes, as_of).columns(facts)


def _any_day(node: object) -> bool:
    """Whether the shape of a fact alone says if it meets a `have` of one day."""
    return isinstance(node, Have) and node.attempt == "best" and node.fresh is None


def _in_force(decision: RuleException, as_of: date) -> bool:
    return decision.when <= as_of and (decision.until is None or as_of <= decision.until)


def _next_day(decision: RuleException, as_of: date) -> int:
    """The first later day on which a decision begins or ends."""
    if decision.when > as_of:
        return decision.when.toordinal()
    ends = decision.until is not None and decision.until >= as_of
    return decision.until.toordinal() + 1 if ends and decision.until is not None else NEVER


def families_of(shapes: Sequence[Fact], families: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The tags that shapes of facts carry of each family."""
    tags = {tag for shape in shapes for tag in shape.tags}
    return {
        name: tuple(sorted(tag for tag in tags if tag.startswith(f"{name}:"))) for name in sorted(families)
    }


def _refuse_unknown_tags(program: "PopulationProgram", shapes: Sequence[Fact]) -> None:
    for name, found in families_of(shapes, sorted(program.families)).items():
        unknown = sorted(set(found) - set(program.families[name]) - {f"{name}:"})
        if unknown:
            raise UnknownTag(unknown)


def with_unread(facts: Facts, names: Sequence[str], as_of: date) -> Facts:
    """With what rules ask for and nobody can read, as a fact of everyone that nobody could confirm."""
    if not names or not len(facts):
        return facts
    many = len(names)
    counts = np.diff(facts.start) + many
    old = ranges(starts(counts)[:-1], np.diff(facts.start))
    new = np.setdiff1d(np.arange(counts.sum()), old, assume_unique=True)

    def widened(column: npt.NDArray[Any], given: object) -> npt.NDArray[Any]:
        whole = np.empty(int(counts.sum()), column.dtype)
        whole[old], whole[new] = column, given
        return whole

    numbers = np.tile(np.arange(len(facts.shapes), len(facts.shapes) + many), len(facts))
    return replace(
        facts, start=starts(counts), shape=widened(facts.shape, numbers), when=widened(facts.when, as_of.toordinal()),
        until=widened(facts.until, NEVER), revoked=widened(facts.revoked, NEVER),
        confirmed=widened(facts.confirmed, False), shapes=[*facts.shapes, *unread_shapes(names)],
    )  # fmt: skip


def unread_shapes(names: Sequence[str]) -> list[Fact]:
    """What nobody can read, as shapes."""
    return [Fact(id="", what=name, when=date.min) for name in names]


@dataclass(frozen=True)
class _Block:
    sure: Answers
    unsure: Numbers
    hoped: Answers
    changes: npt.NDArray[np.int32]


class Encoder:
    """Answers a program's questions from facts of known shapes, for a day. Making one holds every shape against every
    question; it then serves any number of learners."""

    def __init__(self, program: "PopulationProgram", shapes: Sequence[Fact], as_of: date) -> None:
        _refuse_unknown_tags(program, shapes)
        self.program, self.as_of = program, as_of
        self.questions = program.questions
        self.shapes = Shapes([*shapes, *unread_shapes(sorted(program.single.unread))])
        self.known = len(shapes)
        self.day = as_of.toordinal()
        self.spans = Spans(as_of)
        shown = [question.kind == "shown" and _any_day(question.node) for question in self.questions]
        self.shown = self._haves([number for number, simple in enumerate(shown) if simple])
        self.haves = self._haves([number for number, simple in enumerate(shown) if not simple])
        self.totals = Totals(self.questions, program.single, self.shapes, self.spans)
        self.pools = Pools(self.questions, program.single, self.shapes, self.spans)
        self.bears = np.logical_or.reduce(
            [hits.bears for hits in (self.haves, self.totals.hits, *self.pools.hits)]
        )
        nodes = [question.node for question in self.questions]
        self.most = np.array([question.most for question in self.questions], np.int64)
        self.in_days = np.array([q.kind == "days" for q in self.questions], bool)
        self.tries = np.array([isinstance(n, Have) and n.attempt != "best" for n in nodes], bool)
        self.first = np.array([isinstance(n, Have) and n.attempt == "first" for n in nodes], bool)

    def columns(self, facts: Facts) -> Columns:
        """Everyone's answers. The facts' shapes are those it was made with."""
        if len(facts.shapes) != self.known:
            raise ValueError(
                f"the encoder was made for {self.known} shapes of fact, and there are {len(facts.shapes)}: "
                "make it anew with theirs"
            )
        facts = with_unread(facts, sorted(self.program.single.unread), self.as_of)
        blocks = [
            self._block(facts, at, min(at + AT_ONCE, len(facts))) for at in range(0, len(facts), AT_ONCE)
        ]
        decided = facts.decisions.items()
        alone = sorted(n for n, theirs in decided if any(_in_force(each, self.as_of) for each in theirs))
        none = np.zeros(0, np.int64)
        changes = np.concatenate([none.astype(np.int32), *(block.changes for block in blocks)])
        for learner, theirs in decided:
            changes[learner] = min(changes[learner], *(_next_day(each, self.as_of) for each in theirs))
        return Columns(
            self.program.keys, self.most, self.as_of, joined([block.sure for block in blocks]),
            np.concatenate([none, *(block.unsure for block in blocks)]), joined([block.hoped for block in blocks]),
            np.array(alone, np.int64), changes,
        )  # fmt: skip

    def _haves(self, numbers: Sequence[int]) -> Hits:
        hitting = Hitting(self.shapes, self.spans)
        for number in numbers:
            question = self.questions[number]
            if isinstance(question.node, Have):
                hitting.have(number, question.node, question.steps, question.tags)
        return hitting.done()

    def _block(self, facts: Facts, first: int, last: int) -> _Block:
        begin, end = int(facts.start[first]), int(facts.start[last])
        counts = np.diff(facts.start[first : last + 1])
        learner = np.repeat(np.arange(last - first), counts)
        part = slice(begin, end)
        counting = (facts.when[part] <= self.day) & (facts.revoked[part] > self.day)
        counting &= facts.until[part] >= self.day
        live = Live(
            facts, last - first, learner, np.arange(begin, end), facts.shape[part], facts.when[part]
        ).where(counting)
        more = live.where(self.bears[live.shape])
        unsure = np.unique(live.learner[~live.confirmed])
        return _Block(
            self._answers(live.where(live.confirmed), more.where(more.confirmed)), unsure + first,
            self._answers(live.only(unsure), more.only(unsure)), self._changes(more, learner, part),
        )  # fmt: skip

    def _changes(self, live: Live, learner: Numbers, part: slice) -> npt.NDArray[np.int32]:
        """The first later day on which a fact of each learner begins or ends to count."""
        facts = live.facts
        when, until, revoked = facts.when[part], facts.until[part], facts.revoked[part]
        day = np.where(revoked > self.day, revoked, NEVER)
        day = np.minimum(day, np.where(when > self.day, when, NEVER))
        day = np.minimum(day, np.where((until >= self.day) & (until < NEVER), until + 1, NEVER)).astype(
            np.int32
        )
        found = np.full(live.learners, NEVER, np.int32)
        soon = day < NEVER
        np.minimum.at(found, learner[soon], day[soon])
        self._stale(live, self.haves, found)
        for hits in self.pools.hits:
            self._stale(live, hits, found)
        return found

    def _stale(self, live: Live, hits: Hits, found: npt.NDArray[np.int32]) -> None:
        if not self.spans.every or not (hits.fresh >= 0).any():
            return
        fact, hit = hits.over(live.shape)
        for number, fresh in enumerate(self.spans.every):
            keep = (hits.fresh[hit] == number) & (live.when[fact] >= hits.from_day[hit])
            last = latest_fresh(live.when[fact[keep]], fresh)
            np.minimum.at(
                found, live.learner[fact[keep]], np.where(last < NEVER, last + 1, NEVER).astype(np.int32)
            )

    def _answers(self, live: Live, more: Live) -> Answers:
        """more: the facts of which more is asked than their shape."""
        fact, hit = self.shown.over(live.shape)
        entries: Entries = [(live.learner.take(fact), self.shown.target.take(hit), 0)]
        entries += [*self._have_entries(more), *self.totals.entries(more), *self.pools.entries(more)]
        return packed(live.learners, entries, len(self.questions))

    def _have_entries(self, live: Live) -> Entries:
        fact, hit = self.haves.over(live.shape)
        target = self.haves.target.take(hit).astype(np.int64)
        learner, when = live.learner.take(fact), live.when.take(fact)
        keep = self.haves.suits[hit] & (when >= self.haves.from_day[hit])
        if self.tries.any():
            keep &= self._on_the_try(learner, target, when)
        learner, target, when = learner[keep], target[keep], when[keep]
        many = self.in_days[target]
        entries: Entries = [(learner[~many], target[~many], 0)]
        if many.any():
            entries.append(self._days(learner[many], target[many], when[many]))
        return entries

    def _on_the_try(
        self, learner: Numbers, target: Numbers, when: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.bool_]:
        """Whether each is on the day of the try that counts: the first, or the latest."""
        right = np.ones(len(target), bool)
        rows = np.flatnonzero(self.tries[target])
        sign = np.where(self.first[target[rows]], 1, -1)
        day = when[rows].astype(np.int64) * sign
        key, at = np.unique(learner[rows] * len(self.questions) + target[rows], return_inverse=True)
        best = np.full(len(key), np.iinfo(np.int64).max)
        np.minimum.at(best, at, day)
        right[rows] = day == best[at]
        return right

    def _days(
        self, learner: Numbers, target: Numbers, when: npt.NDArray[np.int32]
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Of each learner and question, the days still asked."""
        different = np.unique(((learner * len(self.questions) + target) << DAY_BITS) + when)
        every, days = np.unique(different >> DAY_BITS, return_counts=True)
        question = every % len(self.questions)
        return every // len(self.questions), question, np.maximum(self.most[question] - days, 0)
