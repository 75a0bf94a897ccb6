"""What a change of the rules would do to everyone: held against the rules before and after it, and counted.

The steps to the end of a pathway are those of `progress.whole_way`, learner by learner; a test holds them to it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.population.answers import Numbers
from throughline.core.progress.population.compiling import Root
from throughline.core.progress.population.facts import Facts
from throughline.core.progress.population.program import roots_of
from throughline.core.progress.population.running import Runner, with_numpy
from throughline.core.progress.population.ways import Asked, Ways


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


class RuleTrial:
    """Every gate, destination and agreement before and after a change, on everyone, part by part. pathways, agreements: only
    these, by id (None: all)."""

    def __init__(
        self, before: RuleBook, after: RuleBook, pathways: Iterable[str] | None = None,
        agreements: Iterable[str] | None = None,
    ) -> None:  # fmt: skip
        self.before, self.after = (Asked(book, _only(book, pathways, agreements)) for book in (before, after))
        self.found: dict[str, Tally] = {}

    def add(self, facts: Facts, as_of: date, runner: Runner = with_numpy) -> None:
        """Some learners more."""
        held, then = (each.answers(facts, as_of, runner) for each in (self.before, self.after))
        for ref in set(held.refs) & set(then.refs):
            counted = tally(held.steps(ref).astype(np.int64), then.steps(ref).astype(np.int64))
            self.found[ref] = self.found.get(ref, Tally()).with_those(counted)

    def changed(self) -> list[RuleChange]:
        """Every rule that answers anyone otherwise, comes or goes, by reference."""
        old, new = ({root.ref for root in each.roots} for each in (self.before, self.after))
        found = [RuleChange(ref, Tally(), is_new=True) for ref in new - old]
        found += [RuleChange(ref, Tally(), goes=True) for ref in old - new]
        found += [RuleChange(ref, each) for ref, each in self.found.items() if each.same != each.learners]
        return sorted(found, key=lambda each: each.ref)


def changed_rules(
    before: RuleBook, after: RuleBook, facts: Facts, as_of: date, pathways: Iterable[str] | None = None
) -> list[RuleChange]:
    """The same of learners who are all there at once."""
    trial = RuleTrial(before, after, pathways)
    trial.add(facts, as_of)
    return trial.changed()


def _only(book: RuleBook, pathways: Iterable[str] | None, agreements: Iterable[str] | None) -> list[Root]:
    """The rules of these pathways and agreements, as far as the book has them."""
    names = None if pathways is None else {f"pathway:{name}" for name in pathways}
    kept = None if agreements is None else {f"agreement:{name}" for name in agreements}
    return [
        root for root in roots_of(book)
        if (wanted := kept if root.ref.startswith("agreement:") else names) is None
        or root.owner.partition("#")[0] in wanted
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """What rules a learner is on: a pathway (by id; empty: none), its version (None: the one in force), and the day that
    chooses editions of shared rules (None: today's)."""

    pathway: str = ""
    number: int | None = None
    day: date | None = None


@dataclass(slots=True)
class Trial:
    """A draft tried on everyone, part by part. pathways: by id, those it touches. own: the rules of a ground; then: the
    rules as they would be for a day of editions.

    on: by pathway, group and number of steps what it does to those who are on it, from the version they are on. others:
    by pathway what it would do to everyone else who has something in their record, from what is in force.
    """

    pathways: Sequence[str]
    own: Callable[[Ground], RuleBook]
    then: Callable[[date | None], RuleBook]
    groups: int
    as_of: date
    runner: Runner = with_numpy
    on: dict[str, list[Tally]] = field(default_factory=dict)
    others: dict[str, Tally] = field(default_factory=dict)
    _ready: dict[tuple[bool, Ground], Ways] = field(default_factory=dict)

    def add(self, facts: Facts, grounds: Sequence[Ground], group: Numbers) -> None:
        """Some learners more. grounds: what each is on; group: the number of each one's group (-1: of none)."""
        everyone = [self._steps(after, Ground(), facts) for after in (False, True)]
        for name in self.pathways:
            if name not in everyone[0] or name not in everyone[1]:
                continue
            before, after = (np.array(steps[name]) for steps in everyone)
            mine = self._their_own(name, facts, grounds, before, after)
            here = [tally(before[each], after[each]) for each in self._by_group(mine, group)]
            self.on[name] = _added(self.on.get(name), here)
            rest = tally(before[~mine], after[~mine])
            self.others[name] = self.others.get(name, Tally()).with_those(rest)

    def _their_own(
        self, name: str, facts: Facts, grounds: Sequence[Ground], before: Numbers, after: Numbers
    ) -> npt.NDArray[np.bool_]:
        """Who is on a pathway; those on another version or edition than today's are put right."""
        places: dict[Ground, list[int]] = {}
        for place, ground in enumerate(grounds):
            if ground.pathway == name:
                places.setdefault(ground, []).append(place)
        for ground, rows in places.items():
            learners = np.array(rows, np.int64)
            if ground.number is not None or ground.day is not None:
                before[learners] = self._steps(False, ground, facts.of(learners))[name]
            if ground.day is not None:
                after[learners] = self._steps(True, replace(ground, number=None), facts.of(learners))[name]
        mine = np.zeros(len(facts), bool)
        mine[[place for rows in places.values() for place in rows]] = True
        return mine

    def _by_group(self, mine: npt.NDArray[np.bool_], group: Numbers) -> list[npt.NDArray[np.bool_]]:
        """Who of them is of each group, and last who is of none."""
        return [*(mine & (group == each) for each in range(self.groups)), mine & (group < 0)]

    def _steps(self, after: bool, ground: Ground, facts: Facts) -> dict[str, Numbers]:
        key = (after, ground)
        if key not in self._ready:
            book = self.then(ground.day) if after else self.own(ground)
            names = [ground.pathway] if ground.pathway else self.pathways
            self._ready[key] = Ways(book, [name for name in names if _has(book, name)])
        return self._ready[key].steps(facts, self.as_of, self.runner)


def _has(book: RuleBook, pathway: str) -> bool:
    return pathway in book.catalogue.pathways or f"pathway:{pathway}" in book.pins


def _added(before: list[Tally] | None, more: list[Tally]) -> list[Tally]:
    if before is None:
        return more
    return [one.with_those(other) for one, other in zip(before, more, strict=True)]


def shared_out(group_of: Sequence[str], groups: Sequence[str]) -> npt.NDArray[np.int64]:
    """The number of each learner's group among these; -1 where it is none of them."""
    number = {group: n for n, group in enumerate(groups)}
    return np.array([number.get(each, -1) for each in group_of], np.int64)
