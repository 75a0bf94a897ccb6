"""How a certification stands on a day: in force, at risk, or to be renewed; and what is in force of a catalogue then."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.certification.checks import CHECKS
from throughline.core.reasoning.findings import Finding

State = Literal["certified", "at_risk", "to_renew"]


@dataclass(frozen=True, slots=True)
class Certified:
    """A version's certification. since: of the decision, or of its publication; until: the day it must be renewed by.

    at_risk: a check finds a fault today. to_renew: its day has passed. Either way learners on it stay on it, and what they
    were promised holds; whoever thinks of beginning is told.
    """

    since: date
    until: date
    state: State


def certified(since: date, months: int, on: date, faults: bool) -> Certified:
    """How a certification of so many months stands on a day."""
    until = _months_after(since, months)
    state: State = "to_renew" if on > until else "at_risk" if faults else "certified"
    return Certified(since, until, state)


def in_force(catalogue: Catalogue, on: date) -> Catalogue:
    """The catalogue without agreements that have not begun or have ended on that day: what a check may rest on."""
    held = {
        name: each
        for name, each in catalogue.agreements.items()
        if (each.starts or date.min) <= on <= (each.ends or date.max)
    }
    return catalogue if len(held) == len(catalogue.agreements) else replace(catalogue, agreements=held)


def faults_of(pathway: str, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Everything the checks find in one pathway of a catalogue that is in force, each sentence once."""
    found = (each for check in CHECKS for each in check.function(catalogue.pathways[pathway], catalogue))
    return tuple({(each.check, each.object_ref, each.where, each.sentence): each for each in found}.values())


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first, after = date(year, month + 1, 1), divmod(year * 12 + month + 1, 12)
    last = (date(after[0], after[1] + 1, 1) - first).days
    return date(year, month + 1, min(day.day, last))
