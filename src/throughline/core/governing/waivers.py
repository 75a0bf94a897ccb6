"""When a waiver holds, what it switches off there and then, and why one cannot be asked for.

Everything here follows from the catalogue and a day. A decision about the past is no decision: neither a start nor a
revocation may lie before the day on which it is taken.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.waivers import Switch, SystemRule, Waiver, WaiverTerms
from throughline.core.reasoning.findings import Finding
from throughline.core.requirements.nodes import Cite, Text

State = Literal["coming", "in_force", "ended", "revoked"]


def end_of_full_years(granted: date, terms: WaiverTerms) -> date:
    """The last day of the full school year of that count after a day (in Kentucky: June 30 of the third). A school year that
    has begun is not full, but where it begins on the very next day or on that day itself."""
    month, day = (int(each) for each in terms.year_ends.split("-"))
    around = (granted.year - 1, granted.year, granted.year + 1)
    before = next(year for year in around if granted <= date(year, month, day) + timedelta(days=1))
    return date(before + terms.full_years, month, day)


def last_day(waiver: Waiver, terms: WaiverTerms) -> date:
    """The last day on which it holds: its own, the terms' count from the day it was granted, or the day before it was
    revoked, whichever is first."""
    days = [end_of_full_years(waiver.approved or waiver.starts, terms)]
    days += [waiver.ends] if waiver.ends else []
    days += [waiver.revoked - timedelta(days=1)] if waiver.revoked else []
    return min(days)


def state_of(waiver: Waiver, terms: WaiverTerms, on: date) -> State:
    """How it stands on a day."""
    last = last_day(waiver, terms)
    if on > last:
        return "revoked" if waiver.revoked == last + timedelta(days=1) else "ended"
    return "coming" if on < waiver.starts else "in_force"


def holding(catalogue: Catalogue, school: str, on: date) -> tuple[Waiver, ...]:
    """The waivers in force for a school on a day, by id."""
    terms = catalogue.state.waivers
    return tuple(
        each
        for _, each in sorted(catalogue.waivers.items())
        if school in each.schools and state_of(each, terms, on) == "in_force"
    )


def days_there(
    catalogue: Catalogue, switch: Switch, schools: Collection[str], on: date, otherwise: int
) -> int:
    """A number of days that the state settles, as it holds at these schools on a day: what a system rule says
    `instead` where one of them has it waived, else the number given."""
    rules = {each.id: each for each in catalogue.state.waivers.rules if each.switch == switch}
    waived = (name for each in sorted(schools) for w in holding(catalogue, each, on) for name in w.rules)
    found = next((rules[name] for name in waived if name in rules), None)
    return otherwise if found is None else found.instead


def due_reminders(waiver: Waiver, terms: WaiverTerms, on: date) -> tuple[int, ...]:
    """The reminders that are due by a day, in days before the end, the earliest first; none before it begins or after."""
    if state_of(waiver, terms, on) != "in_force":
        return ()
    left = (last_day(waiver, terms) - on).days
    return tuple(sorted((days for days in terms.reminders if left <= days), reverse=True))


def faults(waiver: Waiver, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Why a waiver cannot be asked for, or stand, as it is written; nothing where it can."""
    ref = f"waiver:{waiver.id}"
    return tuple(
        Finding("", ref, where, sentence, fix)
        for asked in (_of_rules, _of_schools, _of_days)
        for where, sentence, fix in asked(waiver, catalogue)
    )


def sound_waivers(catalogue: Catalogue) -> tuple[Finding, ...]:
    """The faults of every waiver of a state, and of what it lets be waived."""
    own = tuple(each for waiver in catalogue.waivers.values() for each in faults(waiver, catalogue))
    return (
        *own,
        *(_forbidden(each, catalogue) for each in catalogue.state.waivers.rules if _never(each, catalogue)),
    )


def too_late(waiver: Waiver, before: Waiver | None, on: date) -> str:
    """Why a decision on that day would reach into the past; empty where it would not. before: as it is in force."""
    if before is None and waiver.starts < on:
        return f"it was to start on {waiver.starts}, and that day is over."
    if waiver.revoked and waiver.revoked != (before and before.revoked) and waiver.revoked < on:
        return f"it was to be revoked from {waiver.revoked}, and that day is over."
    return ""


def granted(waiver: Waiver, on: date) -> Waiver:
    """The waiver with the day on which it was granted, which stands from then on."""
    return waiver if waiver.approved else replace(waiver, approved=on)


def _of_rules(waiver: Waiver, catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    terms = catalogue.state.waivers
    if not waiver.rules:
        yield "rules", "It names no rule.", "Choose at least one."
    for name in waiver.rules:
        stays = terms.stays.get(name)
        if stays is not None and not stays.up_to:
            yield (
                "rules",
                f"{_quoted(stays.title, name)} is never waived: {cited(stays.cite)}.",
                "Take it out.",
            )
        elif stays is not None and (waiver.share is None or not 0 < waiver.share <= stays.up_to):
            most = f"{stays.up_to * 100:f}".rstrip("0").rstrip(".")
            yield (
                "share",
                f"{_quoted(stays.title, name)} is waived for {most} percent of a school's teaching at most: "
                f"{cited(stays.cite)}.",
                f"Say for which share, up to {most} percent.",
            )
        elif stays is None and name not in terms.by_id:
            known = ", ".join(terms.by_id) or "none"
            yield "rules", f"There is no rule '{name}' that can be waived.", f"These are: {known}."


def _of_schools(waiver: Waiver, catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    if not waiver.schools:
        yield "schools", "It names no school.", "Choose at least one."
    for name in waiver.schools:
        place = catalogue.organizations.get(name)
        if name != waiver.holder and (place is None or place.part_of != waiver.holder):
            yield "schools", f"'{name}' is no school of {waiver.holder}.", "Name its own schools."


def _of_days(waiver: Waiver, catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    terms, ahead = catalogue.state.waivers, (waiver.starts - waiver.asked).days
    if ahead < terms.lead_days:
        first = waiver.asked + timedelta(days=terms.lead_days)
        yield (
            "starts",
            f"It starts {ahead} days after it is asked for; {terms.lead_days} are needed.",
            f"Let it start on {first} or later.",
        )
    if waiver.ends and not waiver.starts <= waiver.ends <= end_of_full_years(waiver.starts, terms):
        latest = end_of_full_years(waiver.approved or waiver.starts, terms)
        yield "ends", f"It cannot end on {waiver.ends}.", f"Give a day from its start to {latest}, or none."


def _never(rule: SystemRule, catalogue: Catalogue) -> bool:
    return any((each.cite.source, each.cite.section) == (rule.cite.source, rule.cite.section)
               for each in catalogue.state.waivers.never)  # fmt: skip


def _forbidden(rule: SystemRule, catalogue: Catalogue) -> Finding:
    sentence = f"The rule '{rule.id}' stands on {cited(rule.cite)}, which is never waived."
    return Finding("", f"state:{catalogue.state.id}", "waivers", sentence, "Take it out of the rules.")


def cited(cite: Cite) -> str:
    """A law in a sentence."""
    return f"{cite.source}, {cite.section}" if cite.section else cite.source


def _quoted(title: Text, name: str) -> str:
    words = title.get("en") or next(iter(title.values()), name)
    return f"\u201c{words}\u201d"
