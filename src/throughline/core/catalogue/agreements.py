"""What can be said of an agreement by itself: whether it is in force, who owes it, how its places are given."""

from datetime import date
from typing import Literal

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement, Pathway, Sector, Stage
from throughline.core.catalogue.references import named
from throughline.core.catalogue.state_profile import Shortage

CHOSEN = ("admission", "apprenticeship", "hiring")
"""Kinds that hold a place and need the learner's yes; the others hold by themselves."""

OWING: dict[str, tuple[Sector, ...]] = {
    "admission": ("postsecondary",),
    "apprenticeship": ("workforce",),
    "hiring": ("workforce", "government", "community"),
    "credit": ("postsecondary",),
    "recognition": (),
}
"""By kind of promise: the sectors whose organizations can keep it."""

LOTTERY, ORDER = Shortage("lottery", {"en": "Lottery"}), Shortage("order", {"en": "Order"}, then="order")
Season = Literal["not_yet", "in_force", "ended"]


def season(agreement: Agreement, on: date) -> Season:
    """Where a day stands to an agreement's own days."""
    if agreement.starts and on < agreement.starts:
        return "not_yet"
    return "ended" if agreement.ends and agreement.ends < on else "in_force"


def in_force(agreement: Agreement, on: date) -> bool:
    """Whether an agreement holds for whoever completes on that day."""
    return season(agreement, on) == "in_force"


def owing(agreement: Agreement, catalogue: Catalogue) -> tuple[str, ...]:
    """The parties that owe what is promised: those of a sector that can keep it, else the first that is named."""
    sectors = OWING[agreement.kind]
    sector = {name: catalogue.organizations[name].sector for name in agreement.parties}
    able = tuple(name for name in agreement.parties if sector[name] in sectors)
    return able or agreement.parties[:1]


def owner(agreement: Agreement, catalogue: Catalogue) -> str:
    """The one party that answers for it: the one it names, else the first of those that owe."""
    return agreement.owner or owing(agreement, catalogue)[0]


def shortage_rule(name: str, catalogue: Catalogue) -> Shortage | None:
    """The published rule of that name; None where there is none."""
    known = {each.id: each for each in (LOTTERY, ORDER, *catalogue.state.shortages)}
    return known.get(name)


def shortage_of(agreement: Agreement, catalogue: Catalogue) -> Shortage | None:
    """How an agreement's places are given where there are too few: its own rule, else that of its first pathway."""
    named = (catalogue.pathways[each.removeprefix("pathway:")].shortage for each in agreement.pathways)
    name = agreement.shortage or next((each for each in named if each), "")
    return shortage_rule(name, catalogue)


def intake(agreement: Agreement, on: date) -> int:
    """The year of places that a day belongs to, by the year in which it begins: on the day the agreement starts on."""
    begins = agreement.starts or date(on.year, 1, 1)
    return on.year if (on.month, on.day) >= (begins.month, begins.day) else on.year - 1


def opened_by(stage: Stage, pathway: Pathway, catalogue: Catalogue) -> tuple[Agreement, ...]:
    """The agreements that hold for a pathway (those that name none hold for all), in order of id, whose trigger names what
    a stage awards or what its gate asks for."""
    earned = {f"credential:{each.removeprefix('credential:')}" for each in stage.awards}
    earned |= {ref for _, ref in named(stage.gate)}
    mine = (
        a for _, a in sorted(catalogue.agreements.items()) if not a.pathways or pathway.id in _pathways(a)
    )
    return tuple(each for each in mine if earned & {ref for _, ref in named(each.trigger)})


def places_for(stage: Stage, pathway: Pathway, catalogue: Catalogue, kind: str) -> int | None:
    """How many places a year a stage opens to, of one kind; None where one of them is for everyone."""
    found = [a.capacity for a in opened_by(stage, pathway, catalogue) if a.kind == kind]
    return None if None in found else sum(each for each in found if each is not None)


def enough(stage: Stage, pathway: Pathway, catalogue: Catalogue, kind: str) -> bool | None:
    """Whether places of a kind cover those expected with the state's margin; None where no number is published."""
    places = places_for(stage, pathway, catalogue, kind)
    if places is None or stage.expected is None:
        return True if places is None else None
    return places >= stage.expected * (1 + catalogue.state.offers.margin)


def _pathways(agreement: Agreement) -> set[str]:
    return {each.removeprefix("pathway:") for each in agreement.pathways}
