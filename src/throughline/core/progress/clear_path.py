"""Whether a learner's path was clear and uninterrupted, from what happened on which day: the headline of a state.

The definition, in a state's own words and with its version, is `WaysOn.clear_path`; a checker apart from this one reads the
same events day by day (`throughline.check_headline`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from throughline.core.catalogue.ways_on import WaysOn
from throughline.core.progress.junctures import Stay

State = Literal["on", "off", "done"]
SEVERAL, NOT_SAID = "several", "not-said"


@dataclass(frozen=True, slots=True)
class Life:
    """What happened on one learner's way. steps: in order, each with the state after it (on a pathway, off it, completed).
    entered: days on which somebody entered something. region: where they learn or learned last. groups: those they say
    they belong to."""

    steps: tuple[tuple[date, State], ...] = ()
    entered: tuple[date, ...] = ()
    stays: tuple[Stay, ...] = ()
    region: str = ""
    groups: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """One word for the groups they say they belong to, so that nobody is counted twice."""
        return self.groups[0] if len(self.groups) == 1 else SEVERAL if self.groups else NOT_SAID


def on_clear_path(life: Life, terms: WaysOn, on: date) -> bool:
    """Whether a learner has chosen a pathway and is on it on a day, or completed it, without a stretch that was too long."""
    steps = [each for each in life.steps if each[0] <= on]
    first = next((day for day, state in steps if state == "on"), None)
    if first is None or steps[-1][1] == "off":
        return False
    end = steps[-1][0] if steps[-1][1] == "done" else on
    return (
        _longest_off(steps) <= terms.next_days
        and _longest_without_place(life.stays, first, end) <= terms.next_days
        and _longest_quiet(first, end, [*life.entered, *(day for day, _ in steps)]) <= terms.quiet_days
    )


def _longest_off(steps: Sequence[tuple[date, State]]) -> int:
    """The longest time off the pathway, in days, between having been on it and being on it again."""
    longest, since, chosen = 0, None, False
    for day, state in steps:
        if since is not None and state != "off":
            longest, since = max(longest, (day - since).days), None
        elif since is None and state == "off" and chosen:
            since = day
        chosen = chosen or state == "on"
    return longest


def _longest_without_place(stays: Iterable[Stay], first: date, end: date) -> int:
    longest, last = 0, first
    for stay in sorted(stays, key=lambda each: each.starts):
        if stay.starts > end or (stay.until is not None and stay.until < first):
            continue
        longest = max(longest, (stay.starts - last).days)
        last = max(last, end if stay.until is None else min(stay.until, end))
    return max(longest, (end - last).days)


def _longest_quiet(first: date, end: date, days: Iterable[date]) -> int:
    marks = sorted({first, end, *(day for day in days if first <= day <= end)})
    return max(((later - earlier).days for earlier, later in pairwise(marks)), default=0)


Pairs = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Headline:
    """How many learners are on a clear and uninterrupted path, of how many: of all, by region, by group."""

    on_path: int
    learners: int
    regions: Mapping[str, tuple[int, int]]
    groups: Mapping[str, tuple[int, int]]

    def plain(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "on_path": self.on_path, "learners": self.learners,
            "regions": {name: list(each) for name, each in sorted(self.regions.items())},
            "groups": {name: list(each) for name, each in sorted(self.groups.items())},
        }  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Counts lives one after the other, as many as there are."""

    terms: WaysOn
    on: date
    on_path: Counter[tuple[str, str]]
    learners: Counter[tuple[str, str]]

    @classmethod
    def begun(cls, terms: WaysOn, on: date) -> "Tally":
        """Nothing counted yet."""
        return cls(terms, on, Counter(), Counter())

    def count(self, life: Life) -> None:
        """One more learner."""
        keys = (("all", ""), ("region", life.region), ("group", life.group))
        self.learners.update(keys)
        if on_clear_path(life, self.terms, self.on):
            self.on_path.update(keys)

    def headline(self) -> Headline:
        """What was counted."""
        return Headline(
            self.on_path["all", ""], self.learners["all", ""], self._pairs("region"), self._pairs("group")
        )

    def _pairs(self, kind: str) -> Pairs:
        return {
            name: (self.on_path[kind, name], many) for (k, name), many in self.learners.items() if k == kind
        }


def events_of(number: int, life: Life) -> list[dict[str, Any]]:
    """A life as plain events, for whoever counts again: no name, a number that means nothing."""
    day = date.isoformat
    rows: list[dict[str, Any]] = [
        {"learner": number, "event": "learner", "region": life.region, "groups": list(life.groups)}
    ]
    rows += [{"learner": number, "event": "step", "day": day(at), "state": state} for at, state in life.steps]
    rows += [{"learner": number, "event": "entry", "day": day(at)} for at in sorted(set(life.entered))]
    rows += [
        {
            "learner": number,
            "event": "place",
            "day": day(s.starts),
            "until": day(s.until) if s.until else None,
        }
        for s in life.stays
    ]
    return rows


def heading(terms: WaysOn, on: date) -> dict[str, Any]:
    """What stands before the events: the day, the state's days, and the version of the definition."""
    return {
        "headline": "clear-path", "version": terms.clear_path.version, "on": on.isoformat(),
        "next_days": terms.next_days, "quiet_days": terms.quiet_days,
    }  # fmt: skip
