"""Apprenticeship standards: what a sponsor promises in writing, and what of it is missing.

Source: 29 CFR 29.5(b), the parts of standards and the three forms of a term: time-based (2), competency-based, hybrid.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, get_args

from throughline.core.catalogue.apprenticeships import StandardsRules
from throughline.core.catalogue.catalogue import Catalogue

Form = Literal["time", "competency", "hybrid"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True, slots=True)
class WageStep:
    """From `after` on, this percent of a journeyworker's rate is paid. after: hours; where only what is shown counts, how
    much of it is shown."""

    after: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Standards:
    """What a sponsor promises. hours: of work in all; instruction: hours of lessons a year. rate: a journeyworker's dollars
    an hour. apprentices, journeyworkers: so many of the first to so many of the second. competencies: references, all of
    which are shown by the end. credential: the reference of what an outside issuer gives at the end. parts: what is said
    in words, by the id of the part."""

    occupation: str = ""
    form: str = ""
    hours: Decimal = Decimal(0)
    instruction: Decimal = Decimal(0)
    rate: Decimal = Decimal(0)
    steps: tuple[WageStep, ...] = ()
    apprentices: int = 0
    journeyworkers: int = 0
    asks: tuple[str, ...] = ()
    credential: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lack:
    """One part that is missing. part: `occupation`, `form`, `hours`, `instruction`, `wage`, `ratio`, `asks`,
    `credential`, or the id of a part in words. kind: what is the matter with it."""

    part: str
    kind: Literal["missing", "short", "not_rising", "unknown", "own"] = "missing"


def lacking(standards: Standards, rules: StandardsRules, sponsor: str, kept: Catalogue) -> tuple[Lack, ...]:
    """What keeps standards from being registered, in the order of the form; empty: they are whole."""
    return (
        *_term(standards, rules, kept),
        *_wage(standards, rules),
        *([] if standards.apprentices > 0 and standards.journeyworkers > 0 else [Lack("ratio")]),
        *_end(standards, sponsor, kept),
        *(Lack(part.id) for part in rules.parts if not standards.parts.get(part.id, "").strip()),
    )


def _term(standards: Standards, rules: StandardsRules, kept: Catalogue) -> Iterator[Lack]:
    if not standards.occupation.strip():
        yield Lack("occupation")
    if standards.form not in FORMS:
        yield Lack("form")
    if standards.form in ("time", "hybrid") and standards.hours <= 0:
        yield Lack("hours")
    elif standards.form == "time" and standards.hours < rules.least_hours:
        yield Lack("hours", "short")
    if standards.instruction <= 0:
        yield Lack("instruction")
    if standards.form in ("competency", "hybrid") and not standards.asks:
        yield Lack("asks")
    if not all(_known(each, kept) for each in standards.asks):
        yield Lack("asks", "unknown")


def _known(ref: str, kept: Catalogue) -> bool:
    kind, _, name = ref.partition(":")
    return name in (
        kept.milestones if kind == "milestone" else kept.competencies if kind == "competency" else ()
    )


def _wage(standards: Standards, rules: StandardsRules) -> Iterator[Lack]:
    steps = standards.steps
    if standards.rate <= 0 or not steps:
        yield Lack("wage")
    elif len(steps) < rules.least_steps:
        yield Lack("wage", "short")
    elif steps[0].after != 0 or not all(0 < each.percent <= 100 for each in steps):
        yield Lack("wage", "unknown")
    elif any(b.after <= a.after or b.percent <= a.percent for a, b in zip(steps, steps[1:], strict=False)):
        yield Lack("wage", "not_rising")


def _end(standards: Standards, sponsor: str, kept: Catalogue) -> Iterator[Lack]:
    """The gate at the end is not the sponsor's own: somebody else gives what is in the hand."""
    found = kept.credentials.get(standards.credential.removeprefix("credential:"))
    if not standards.credential:
        yield Lack("credential")
    elif found is None:
        yield Lack("credential", "unknown")
    elif not set(found.issuers) - {sponsor}:
        yield Lack("credential", "own")


def written(standards: Standards) -> dict[str, Any]:
    """Standards as JSON; `read` gives them back."""
    return {
        "occupation": standards.occupation, "form": standards.form, "hours": str(standards.hours),
        "instruction": str(standards.instruction), "rate": str(standards.rate),
        "steps": [{"after": each.after, "percent": str(each.percent)} for each in standards.steps],
        "apprentices": standards.apprentices, "journeyworkers": standards.journeyworkers,
        "asks": list(standards.asks), "credential": standards.credential, "parts": dict(standards.parts),
    }  # fmt: skip


def read(kept: Mapping[str, Any]) -> Standards:
    """Standards from JSON as `written` wrote it; from nothing, empty ones."""
    if not kept:
        return Standards()
    return Standards(
        kept["occupation"], kept["form"], Decimal(kept["hours"]), Decimal(kept["instruction"]), Decimal(kept["rate"]),
        tuple(WageStep(each["after"], Decimal(each["percent"])) for each in kept["steps"]), kept["apprentices"],
        kept["journeyworkers"], tuple(kept["asks"]), kept["credential"], dict(kept["parts"]),
    )  # fmt: skip
