"""Reads: local programs that a region endorses or is asked to. All of it is public."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughline.apps.directory.actor import Actor, Subject
from throughline.apps.directory.policy import allowed
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import (
    ElementSupply,
    LocalPathway,
    Partnership,
    RegionalEndorsement,
)
from throughline.core.catalogue.documents import Rule
from throughline.core.certification.local_pathways import (
    Element,
    Held,
    Side,
    Supply,
    elements,
    held,
    record_of,
)
from throughline.core.progress.standing import Standing


@dataclass(frozen=True, slots=True)
class Supplied:
    """Who supplies an element now, and how."""

    id: UUID
    element: str
    side: str
    provider: str
    how: str
    since: date


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What a region said of a program: it endorses it, or took that back."""

    nth: int
    stands: bool
    reasons: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Program:
    """A local program as it stands today. said: what the region said of it, the newest first. held: against the rule.

    writes, endorses: whether the reader may do that for the program, or for the region.
    """

    id: UUID
    keeper: str
    home: str
    pathway: str
    asked_at: datetime
    rule: Rule
    elements: tuple[Element, ...]
    supplied: tuple[Supplied, ...]
    held: Held
    said: tuple[SaidOf, ...]
    writes: bool
    endorses: bool

    @property
    def endorsed(self) -> bool:
        """Whether the region's endorsement stands."""
        return bool(self.said) and self.said[0].stands

    @property
    def lapsing(self) -> bool:
        """Whether it is endorsed and the rule does not hold any more."""
        return self.endorsed and not self.held.whole

    def by(self, element: str) -> tuple[Supplied, ...]:
        """Who supplies an element."""
        return tuple(each for each in self.supplied if each.element == element)


def rule() -> Rule | None:
    """The rule by which regions of this state endorse a local program; None where it has none."""
    kept = frameworks.catalogue()
    return kept.rules.get(kept.state.endorsement)


def programs_in(actor: Actor, keeper: str, *, on: date) -> tuple[Program, ...]:
    """The local programs of a region: those that wait or lapse first, then by the day they asked. Three queries."""
    found = _programs(actor, LocalPathway.objects.filter(keeper=keeper).order_by("asked_at"), on)
    return tuple(sorted(found, key=lambda each: each.endorsed and not each.lapsing))


def program(actor: Actor, key: UUID, *, on: date) -> Program | None:
    """One local program. Three queries."""
    found = _programs(actor, LocalPathway.objects.filter(id=key), on)
    return found[0] if found else None


def programs_of(actor: Actor, home: str, *, on: date) -> tuple[Program, ...]:
    """The programs of a school or district. Three queries."""
    return tuple(_programs(actor, LocalPathway.objects.filter(home=home).order_by("asked_at"), on))


def partners_of(keeper: str) -> tuple[str, ...]:
    """The partners that a region may list, by organization. One query."""
    rows = Partnership.objects.filter(keeper=keeper, until=None).order_by("partner")
    return tuple(rows.values_list("partner", flat=True))


def judged(by: Rule, supplied: Sequence[Supplied], on: date) -> Held:
    """Who supplies what, held against the rule on a day. No query."""
    reference = f"rule:{by.id}"
    supplies = [Supply(each.element, _side(each.side), each.provider, each.since) for each in supplied]
    standing = Standing(record_of(supplies), frameworks.program_for(), on)
    root = by.editions[-1].root
    return held(root, supplies, standing.explain(standing.program.rules.of_rule(reference), reference))


def supplies_of(key: UUID, *, on: date) -> list[Supplied]:
    """Who supplies what of a program on a day. One query."""
    rows = ElementSupply.objects.filter(program=key)
    return [_supplied(each) for each in rows.order_by("said_at") if _lasts(each, on)]


def endorsement_said(row: RegionalEndorsement) -> dict[str, object]:
    """What a region said of a program, as the JSON whose sha256 the public log holds. It names no person."""
    return {
        "nth": row.nth, "program": str(row.program_id), "reasons": row.reasons, "relied_on": row.relied_on,
        "rule": row.rule, "stands": row.stands, "version": row.version,
    }  # fmt: skip


def _programs(actor: Actor, rows: Iterable[LocalPathway], on: date) -> list[Program]:
    by, wanted = rule(), list(rows)
    if by is None or not wanted:
        return []
    keys = [each.id for each in wanted]
    supplies = [
        each
        for each in ElementSupply.objects.filter(program__in=keys).order_by("said_at")
        if _lasts(each, on)
    ]
    said = list(RegionalEndorsement.objects.filter(program__in=keys).order_by("-nth"))
    return [
        _program(
            actor,
            row,
            by,
            [_supplied(each) for each in supplies if each.program_id == row.id],
            tuple(SaidOf(e.nth, e.stands, e.reasons, e.said_at) for e in said if e.program_id == row.id),
            on,
        )
        for row in wanted
    ]


def _program(
    actor: Actor, row: LocalPathway, by: Rule, supplied: list[Supplied], said: tuple[SaidOf, ...], on: date
) -> Program:
    return Program(
        row.id, row.keeper, row.home, row.pathway, row.asked_at, by, elements(by.editions[-1].root), tuple(supplied),
        judged(by, supplied, on), said,
        allowed(actor, "local_pathway.write", Subject(organization=row.home)).allowed,
        allowed(actor, "region.endorse", Subject(organization=row.keeper)).allowed,
    )  # fmt: skip


def _supplied(row: ElementSupply) -> Supplied:
    return Supplied(row.id, row.element, row.side, row.provider, row.how, row.since)


def _lasts(row: ElementSupply, on: date) -> bool:
    """Whether a supply holds on a day; it ends with the day before its last one is over."""
    return row.since <= on and (row.until is None or row.until > on)


def _side(said: str) -> Side:
    return "local" if said == "local" else "region"
