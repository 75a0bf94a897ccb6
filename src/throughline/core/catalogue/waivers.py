"""What a state lets be waived, what it never does, and a waiver itself: rules of the system switched off for named schools
from one day to another.

The system rules and the list of what stays are data of the state (`state.waivers`); a waiver is a document
(`waiver:id`) that a body decides on, published in versions like every other. The terms follow the waiver law of
Kentucky (HB 37; N44): asked for 90 days before its start, over on June 30 of the third full school year.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from throughline.core.requirements.nodes import Cite, Text

Switch = Literal["rules", "answer_days", "cooling_days"]
"""Where a system rule acts: in every rule of the rule language that stands on its cite; in how soon a place answers who asks
that learning counts; in the wait between two tries that count."""


@dataclass(frozen=True, slots=True)
class SystemRule:
    """One rule of the system that can be waived. cite: the law or regulation. does: what the house does under it. switch:
    where it acts. instead: of a number of days, how many hold under a waiver (0: none are asked for)."""

    id: str
    title: Text
    cite: Cite
    does: Text = field(default_factory=dict)
    switch: Switch = "rules"
    instead: int = 0


@dataclass(frozen=True, slots=True)
class NeverWaived:
    """Something that no waiver touches, with the law that says so. up_to: the share of a school's teaching to which
    it may be waived all the same, where the law leaves such an exception; 0: none."""

    id: str
    title: Text
    cite: Cite
    up_to: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class WaiverTerms:
    """What holds for every waiver of a state. lead_days: how long before its start it is asked for. full_years: it
    ends with the so-manieth full school year after it was granted. year_ends: the last day of a school year, as
    MM-DD. reminders: so many days before its end those who hold it are reminded. rules: what can be waived; never:
    what cannot."""

    lead_days: int = 90
    full_years: int = 3
    year_ends: str = "06-30"
    reminders: tuple[int, ...] = (180, 90, 30)
    rules: tuple[SystemRule, ...] = ()
    never: tuple[NeverWaived, ...] = ()

    @property
    def by_id(self) -> Mapping[str, SystemRule]:
        """What can be waived, by id."""
        return {each.id: each for each in self.rules}

    @property
    def stays(self) -> Mapping[str, NeverWaived]:
        """What cannot be waived, by id."""
        return {each.id: each for each in self.never}


@dataclass(frozen=True, slots=True)
class Waiver:
    """Rules of the system that are switched off for named schools.

    holder: the district or school that asked; schools: itself, or schools that are part of it. rules: ids of system rules.
    asks, reason: in the words of whoever asked. asked, starts: the day it was asked for, and its first day.
    approved: the day on which it was granted, which the decision writes. ends: its last day, where that is sooner
    than the state's terms say. renews: the waiver it follows. revoked: from which day on the rules hold again.
    share: of the school's teaching, where it asks for what may be waived up to a share only.
    """

    id: str
    holder: str
    schools: tuple[str, ...]
    rules: tuple[str, ...]
    asks: str
    reason: str
    asked: date
    starts: date
    approved: date | None = None
    ends: date | None = None
    renews: str = ""
    revoked: date | None = None
    share: Decimal | None = None
