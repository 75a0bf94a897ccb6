"""The exclusive choices of many learners, answered from their facts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from throughline.core.progress.population.answers import Entries, Numbers
from throughline.core.progress.population.asked import Question
from throughline.core.progress.population.matching import Hits, Hitting, Shapes, Spans
from throughline.core.progress.population.pools import (
    Pool,
    children_of,
    demands_of,
    masks_of_taken,
    missing_of,
    pool_of,
    remaining,
    situation,
)
from throughline.core.progress.program import Program
from throughline.core.requirements.nodes import Choose, Have

if TYPE_CHECKING:
    from throughline.core.progress.population.live import Live


@dataclass(frozen=True, slots=True)
class _Asked:
    """One exclusive choice read with some tags. asked: (names that follow, the question's number, its most)."""

    node: Choose
    tags: tuple[str, ...]
    pool: Pool | None
    asked: tuple[tuple[tuple[str, ...], int, int], ...]


class Pools:
    """Answers all questions of exclusive choices."""

    def __init__(self, questions: Sequence[Question], program: Program, shapes: Shapes, spans: Spans) -> None:
        self.program, self.shapes, self.spans = program, shapes, spans
        self.every = _together(questions)
        self.hits = [self._hits(each) for each in self.every]
        self.what = np.unique([shape.what for shape in shapes.facts] or [""], return_inverse=True)[1].astype(
            np.int64
        )
        self._placed: dict[tuple[int, tuple[object, ...]], int] = {}

    def _hits(self, each: _Asked) -> Hits:
        hitting = Hitting(self.shapes, self.spans)
        for child, leaf in enumerate(children_of(each.node)):
            if isinstance(leaf, Have):
                hitting.have(child, leaf, self.program.steps(leaf.what, leaf.via), each.tags)
            else:
                hitting.total(child, leaf, self.program.total_steps(leaf), each.tags, {})
        return hitting.done()

    def entries(self, live: "Live") -> Entries:
        """What remains of each choice, for the learners whose facts bear on it."""
        found: Entries = []
        for each, hits in zip(self.every, self.hits, strict=True):
            fact, hit = hits.over(live.shape)
            if len(fact):
                found += self._answered(each, hits, live, fact, hit)
        return found

    def _answered(self, each: _Asked, hits: Hits, live: "Live", fact: Numbers, hit: Numbers) -> Entries:
        if each.pool is None:
            return self._one_by_one(each, live, np.unique(live.learner[fact]), np.unique(fact))
        keep = live.when[fact] >= hits.from_day[hit]
        mask = np.bincount(fact[keep], weights=1 << hits.target[hit[keep]], minlength=len(live.shape)).astype(
            np.int64
        )
        item = np.flatnonzero(mask)
        crowded = self._crowded(each.pool, live, item, mask[item])
        found = self._one_by_one(each, live, crowded, np.unique(fact)) if len(crowded) else []
        item = item[~np.isin(live.learner[item], crowded)] if len(crowded) else item
        return found + self._by_sets(each, each.pool, live, item, mask[item])

    def _by_sets(self, each: _Asked, pool: Pool, live: "Live", item: Numbers, mask: Numbers) -> Entries:
        found: Entries = []
        sets = 1 << pool.size
        counts = np.bincount(live.learner[item] * sets + mask, minlength=live.learners * sets)
        counts = counts.reshape(-1, sets).astype(np.int64)
        every = np.flatnonzero(counts.any(axis=1))
        counts = counts[every]
        for taken, question, most in each.asked:
            more = counts.copy()
            for name_mask in masks_of_taken(each.node, taken, self.program).values():
                more[:, name_mask] += 1
            more[:, 0] = 0
            left = np.minimum(remaining(pool, more), most)
            keep = left < most
            found.append((every[keep], question, left[keep]))
        return found

    def _crowded(self, pool: Pool, live: "Live", item: Numbers, mask: Numbers) -> Numbers:
        """Learners with two items that fill the same place of a child."""
        found = [np.zeros(0, np.int64)]
        for child, (leaf, crowded) in enumerate(zip(children_of(pool.node), pool.crowded, strict=True)):
            if not crowded:
                continue
            mine = item[mask >> child & 1 == 1]
            place = (
                live.when[mine].astype(np.int64) if isinstance(leaf, Have) else self.what[live.shape[mine]]
            )
            pairs, times = np.unique(np.stack([live.learner[mine], place]), axis=1, return_counts=True)
            found.append(pairs[0][times > 1])
        return np.unique(np.concatenate(found))

    def _one_by_one(self, each: _Asked, live: "Live", learners: Numbers, facts: Numbers) -> Entries:
        rows: dict[int, list[int]] = defaultdict(list)
        wanted = set(learners.tolist())
        for fact in facts:
            if int(live.learner[fact]) in wanted:
                rows[int(live.learner[fact])].append(int(live.row[fact]))
        found: list[tuple[int, int, int]] = []
        for learner, theirs in rows.items():
            found += [(learner, question, left) for question, left in self._lefts(each, live, theirs)]
        columns = np.array(found, np.int64).reshape(-1, 3)
        return [(columns[:, 0], columns[:, 1], columns[:, 2])]

    def _lefts(self, each: _Asked, live: "Live", rows: Sequence[int]) -> list[tuple[int, int]]:
        facts = [live.facts.fact(row) for row in rows]
        found = []
        for taken, question, most in each.asked:
            demands = demands_of(each.node, taken, facts, self.spans.as_of, each.tags, self.program)
            key = (question, situation(demands))
            if key not in self._placed:
                self._placed[key] = missing_of(each.node, demands)
            if self._placed[key] < most:
                found.append((question, self._placed[key]))
        return found


def _together(questions: Sequence[Question]) -> list[_Asked]:
    groups: dict[str, list[tuple[tuple[str, ...], int, int]]] = defaultdict(list)
    first: dict[str, Question] = {}
    for number, question in enumerate(questions):
        if isinstance(question.node, Choose):
            key = f"{question.tags} {id(question.node)}"
            first.setdefault(key, question)
            groups[key].append((question.taken, number, question.most))
    return [
        _Asked(first[key].node, first[key].tags, pool_of(first[key].node), tuple(asked))  # type: ignore[arg-type]
        for key, asked in groups.items()
    ]
