"""Totals for many learners: filtered sums with caps, counts, and different things."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from throughline.core.progress.population.answers import Entries, Numbers
from throughline.core.progress.population.asked import Question, said
from throughline.core.progress.population.matching import Hitting, Shapes, Spans
from throughline.core.progress.program import Program
from throughline.core.progress.totals import steps_left, total_of
from throughline.core.requirements.nodes import Total

if TYPE_CHECKING:
    from throughline.core.progress.population.live import Live

LARGEST = 2**50


@dataclass(frozen=True, slots=True)
class _Sum:
    """One sum and the questions that hold it against a number: (number asked, question, the most that remains)."""

    node: Total
    asked: tuple[tuple[Decimal, int, int], ...]


class TooLarge(ValueError):
    """Amounts that cannot be summed exactly in columns."""

    def __init__(self, node: Total) -> None:
        super().__init__(f"total '{node.id}': its facts add amounts too large or too fine to sum exactly")


class Totals:
    """Answers all `total` questions; those that sum the same are summed once."""

    def __init__(self, questions: Sequence[Question], program: Program, shapes: Shapes, spans: Spans) -> None:
        self.sums = _sums(questions, program)
        self.groups: dict[tuple[int, str], int] = {}
        self.shapes = shapes
        hitting = Hitting(shapes, spans)
        for number, (each, tags) in enumerate(self.sums):
            hitting.total(number, each.node, program.total_steps(each.node), tags, self.groups)
        amounts: dict[int, set[Decimal]] = defaultdict(set)
        for row in hitting.rows:
            amounts[row[1]].add(row[5])
        self.scales = {n: _scale(each, amounts[n]) for n, (each, _) in enumerate(self.sums)}
        self.hits = hitting.done(self.scales)
        caps = [self.sums[number][0].node.cap_per for number, _ in self.groups]
        owners = [number for number, _ in self.groups]
        self.caps = np.array(
            [int(cap.max * self.scales[n]) if cap else 0 for cap, n in zip(caps, owners)], np.int64
        )
        self.group_owner = np.array(owners, np.int64)
        self.different = np.array([each.node.measure == "distinct" for each, _ in self.sums], bool)
        self.what = np.unique([shape.what for shape in shapes.facts] or [""], return_inverse=True)[1].astype(
            np.int64
        )

    def entries(self, live: "Live") -> Entries:
        """The questions that facts of the learners bear on, and what remains."""
        if self.hits.none:
            return []
        fact, hit = self.hits.over(live.shape)
        different = self.different[self.hits.target[hit]]
        plain = ~different
        found = self._held(live, fact[plain], hit[plain])
        if different.any():
            found += self._distinct(live, fact[different], hit[different])
        return found

    def _held(self, live: "Live", fact: Numbers, hit: Numbers) -> Entries:
        """Sums, each group cut to its cap first."""
        many = len(self.sums)
        key = live.learner[fact] * many + self.hits.target[hit]
        weight, group = self.hits.weight[hit], self.hits.group[hit].astype(np.int64)
        free = group < 0
        keys, amounts = [key[free]], [weight[free]]
        if not free.all():
            capped = live.learner[fact[~free]] * len(self.groups) + group[~free]
            every, sums = _added(capped, weight[~free])
            sums = np.minimum(sums, self.caps[every % len(self.groups)])
            keys.append(every // len(self.groups) * many + self.group_owner[every % len(self.groups)])
            amounts.append(sums)
        every, done = _added(np.concatenate(keys), np.concatenate(amounts))
        return self._against(every // many, every % many, done)

    def _against(self, learner: Numbers, number: Numbers, done: Numbers) -> Entries:
        order = np.argsort(number, kind="stable")
        learner, number, done = learner[order], number[order], done[order]
        found: Entries = []
        for at, (each, _) in enumerate(self.sums):
            begin, end = np.searchsorted(number, [at, at + 1])
            if end > begin:
                found += _remaining(each, self.scales[at], learner[begin:end], done[begin:end])
        return found

    def _distinct(self, live: "Live", fact: Numbers, hit: Numbers) -> Entries:
        found: Entries = []
        target, names = self.hits.target[hit], int(self.what.max(initial=0)) + 1
        for at in np.unique(target):
            each, _ = self.sums[at]
            mine = target == at
            learner, shape = live.learner[fact[mine]], live.shape[fact[mine]].astype(np.int64)
            if each.node.cap_per is not None:
                found += self._placed(each, learner, shape)
                continue
            different = np.unique(learner * names + self.what[shape])
            every, count = np.unique(different // names, return_counts=True)
            found += _remaining(
                each, self.scales[int(at)], every, count.astype(np.int64) * self.scales[int(at)]
            )
        return found

    def _placed(self, each: _Sum, learner: Numbers, shape: Numbers) -> Entries:
        """Different things with a cap on each group: learner by learner, a matching."""
        found: Entries = []
        for one in np.unique(learner):
            done = total_of(each.node, [self.shapes.facts[n] for n in shape[learner == one]])
            for least, question, _ in each.asked:
                left = steps_left(replace(each.node, min=least), done)
                found.append((np.array([one]), np.array([question]), np.array([left])))
        return found


def _sums(questions: Sequence[Question], program: Program) -> list[tuple[_Sum, tuple[str, ...]]]:
    together: dict[tuple[str, tuple[str, ...]], list[tuple[Decimal, int, int]]] = {}
    nodes: dict[tuple[str, tuple[str, ...]], Total] = {}
    for number, question in enumerate(questions):
        if isinstance(question.node, Total):
            key = (said(replace(question.node, min=Decimal(1))), question.tags)
            nodes.setdefault(key, question.node)
            together.setdefault(key, []).append((question.node.min, number, question.most))
    return [(_Sum(nodes[key], tuple(together[key])), key[1]) for key in sorted(together)]


def _added(key: Numbers, weight: Numbers) -> tuple[Numbers, Numbers]:
    """Each key once, in order, and the sum of its weights."""
    # Keys come nearly in order of learner, which a stable sort makes use of.
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    sums = np.add.reduceat(weight[order], first) if len(first) else np.zeros(0, np.int64)
    return key[first], sums


def _remaining(each: _Sum, scale: int, learner: Numbers, done: Numbers) -> Entries:
    found: Entries = []
    for least, question, most in each.asked:
        short = int(least * scale) - done
        if each.node.measure in ("count", "distinct"):
            left = np.clip(-(-short // scale), 0, most)
            keep = left < most
            found.append((learner[keep], question, left[keep]))
        else:
            found.append((learner[short <= 0], question, 0))
    return found


def _scale(each: _Sum, added: Iterable[Decimal]) -> int:
    """The power of ten that makes all amounts of a sum whole."""
    amounts = [*added, *(least for least, _, _ in each.asked)]
    amounts += [each.node.cap_per.max] if each.node.cap_per else []
    places = max(0, *(-int(amount.as_tuple().exponent) for amount in amounts))
    if max(amounts) * 10**places > LARGEST // 4096:
        raise TooLarge(each.node)
    return int(10**places)
