"""Facts made into answers: for all learners at once, sixteen thousand at a time.

Whether a shape of fact suits a question is asked of the functions that read one learner; days, sums, caps and sets of
items are worked out in columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from throughline.core.progress.population.answers import Answers, Columns, Entries, Numbers, joined, packed
from throughline.core.progress.population.decided import Sorted, next_day, sorted_out
from throughline.core.progress.population.facts import NEVER, Facts
from throughline.core.progress.population.in_pools import Pools
from throughline.core.progress.population.in_totals import Totals
from throughline.core.progress.population.live import Live, unread_shapes, with_unread
from throughline.core.progress.population.matching import Hits, Hitting, Shapes, Spans, latest_fresh
from throughline.core.progress.record import Fact
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


def encoded(program: "PopulationProgram", facts: Facts, as_of: date) -> Columns:
    """Everyone's answers on a day."""
    return Encoder(program, facts.shapes, as_of).columns(facts)


def _any_day(node: object) -> bool:
    """Whether the shape of a fact alone says if it meets a `have` of one day."""
    return isinstance(node, Have) and node.attempt == "best" and node.fresh is None


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
        decided = sorted_out(self.program, facts, self.as_of)
        ends = [min(at + AT_ONCE, len(facts)) for at in range(0, len(facts), AT_ONCE)]
        blocks = [self._block(facts, at * AT_ONCE, end, decided) for at, end in enumerate(ends)]
        none = np.zeros(0, np.int64)
        changes = np.concatenate([none.astype(np.int32), *(block.changes for block in blocks)])
        for learner, theirs in facts.decisions.items():
            changes[learner] = min(changes[learner], *(next_day(each, self.as_of) for each in theirs))
        return Columns(
            self.program.keys, self.most, self.as_of, joined([block.sure for block in blocks]),
            np.concatenate([none, *(block.unsure for block in blocks)]), joined([block.hoped for block in blocks]),
            decided.alone, changes,
        )  # fmt: skip

    def _haves(self, numbers: Sequence[int]) -> Hits:
        hitting = Hitting(self.shapes, self.spans)
        for number in numbers:
            question = self.questions[number]
            if isinstance(question.node, Have):
                hitting.have(number, question.node, question.steps, question.tags)
        return hitting.done()

    def _block(self, facts: Facts, first: int, last: int, decided: Sorted) -> _Block:
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
        mine, question = decided.of(first, last)
        theirs = np.isin(mine, unsure)
        hoped = (np.searchsorted(unsure, mine[theirs]), question[theirs])
        return _Block(
            self._answers(live.where(live.confirmed), more.where(more.confirmed), (mine, question)), unsure + first,
            self._answers(live.only(unsure), more.only(unsure), hoped), self._changes(more, learner, part),
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

    def _answers(self, live: Live, more: Live, decided: tuple[Numbers, Numbers]) -> Answers:
        """more: the facts of which more is asked than their shape. decided: learners, and what is decided of them."""
        fact, hit = self.shown.over(live.shape)
        entries: Entries = [(live.learner.take(fact), self.shown.target.take(hit), 0), (*decided, 0)]
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
