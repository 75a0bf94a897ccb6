"""The facts of a record that count on one day, at hand by what they are."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from throughline.core.progress.record import Fact
from throughline.core.requirements.nodes import Fresh

ALWAYS = date.max
"""The last day of what does not expire."""

UNFILTERED_KINDS = frozenset({"milestone", "credential"})
"""Kinds that `within` never filters: they stand for work that carried its tag before."""


def later(day: date, span: Fresh) -> date:
    """The day that is so many years, months and days later; at the end of a month, its last day."""
    month = day.year * 12 + day.month - 1 + span.years * 12 + span.months
    year, month = divmod(month, 12)
    if year >= date.max.year:
        return ALWAYS
    first = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return first + timedelta(days=span.days)


def last_day(fact: Fact, fresh: Fresh | None = None) -> date:
    """The last day on which the fact counts: its own `valid_until`, or the day before it is no longer
    fresh."""
    until = fact.valid_until or ALWAYS
    return until if fresh is None else min(until, last_fresh(fact.when, fresh))


def last_fresh(when: date, span: Fresh) -> date:
    """The last day on which what happened on a day is fresh."""
    end = later(when, span)
    return end - timedelta(days=1) if end < ALWAYS else ALWAYS


class Evidence:
    """The facts that count on `as_of`: happened by then, not revoked by then, each id once.

    live: still in force. lapsed: their own `valid_until` is over; they only explain that renewal is due.
    """

    __slots__ = ("_carrying", "as_of", "by_kind", "by_what", "lapsed", "levels", "live")

    def __init__(self, facts: Iterable[Fact], as_of: date) -> None:
        self.as_of = as_of
        self.by_what: dict[str, list[Fact]] = {}
        self.by_kind: dict[str, list[Fact]] = {}
        self.lapsed: dict[str, list[Fact]] = {}
        self.levels: dict[str, int] = {}
        self.live: list[Fact] = []
        self._carrying: dict[str, Evidence] = {}
        for fact in facts:
            self._sort_in(fact)

    def _sort_in(self, fact: Fact) -> None:
        until = fact.valid_until
        if until is not None and until < self.as_of:
            self.lapsed.setdefault(fact.what, []).append(fact)
            return
        self.live.append(fact)
        self.by_what.setdefault(fact.what, []).append(fact)
        self.by_kind.setdefault(fact.kind, []).append(fact)
        level = fact.level or 1
        if level > self.levels.get(fact.what, 0):
            self.levels[fact.what] = level

    def carrying(self, tag: str) -> "Evidence":
        """Only the facts with that tag, and milestones and credentials, which no tag filters."""
        if tag not in self._carrying:
            kept = [*self.live, *(fact for each in self.lapsed.values() for fact in each)]
            self._carrying[tag] = Evidence(
                (fact for fact in kept if tag in fact.tags or fact.kind in UNFILTERED_KINDS), self.as_of
            )
        return self._carrying[tag]

    @property
    def expired(self) -> "Evidence | None":
        """The facts whose own `valid_until` is over, as if it were not; None where there are none."""
        old = [fact for each in self.lapsed.values() for fact in each]
        return Evidence([replace(fact, valid_until=None) for fact in old], self.as_of) if old else None

    def values_of(self, family: str) -> list[str]:
        """The tags of a family (`family:value`) that live facts carry, in order of name."""
        prefix = family + ":"
        return sorted({tag for fact in self.live for tag in fact.tags if tag.startswith(prefix)})


def counting(facts: Iterable[Fact], as_of: date) -> list[Fact]:
    """Facts that happened and stand on that day, by id; of two different ones with one id, always the same
    one."""
    found: dict[str, Fact] = {}
    for fact in facts:
        if fact.when > as_of or (fact.revoked is not None and fact.revoked <= as_of):
            continue
        other = found.get(fact.id)
        if other is None or (other is not fact and other != fact and _said(fact) < _said(other)):
            found[fact.id] = fact
    return [found[name] for name in sorted(found)]


def _said(fact: Fact) -> str:
    return repr((fact.what, fact.when, fact.level, str(fact.score), sorted(fact.tags), repr(fact)))
