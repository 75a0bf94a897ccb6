"""Which agreements a record opens, and what an offer can become.

An offer opens when an agreement's trigger is met on confirmed facts: no application, no form. One of a kind that holds
a place needs the learner's yes; one that gives a right (credit, recognition) holds by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from throughline.core.catalogue.agreements import CHOSEN, in_force, owing
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement
from throughline.core.progress.standing import Standing

State = Literal[
    "held", "waiting", "standing", "accepted", "declined", "released", "lapsed", "honored", "refused"
]
Deed = Literal[
    "held", "queued", "stands", "placed", "reminded", "accepted", "declined", "released", "taken_back", "lapsed",
    "honored", "refused", "told",
]  # fmt: skip

AFTER: Mapping[Deed, State | None] = {
    "held": "held", "queued": "waiting", "stands": "standing", "placed": "held", "reminded": None,
    "accepted": "accepted", "declined": "declined", "released": "released", "taken_back": "held", "lapsed": "lapsed",
    "honored": "honored", "refused": "refused", "told": None,
}  # fmt: skip
"""The state after each deed; None: it stays."""

FROM: Mapping[Deed, frozenset[State]] = {
    "placed": frozenset({"waiting"}),
    "reminded": frozenset({"held"}),
    "accepted": frozenset({"held"}),
    "declined": frozenset({"held", "waiting"}),
    "released": frozenset({"held"}),
    "taken_back": frozenset({"accepted", "declined", "released"}),
    "lapsed": frozenset({"held"}),
    "honored": frozenset({"accepted", "standing", "refused"}),
    "refused": frozenset({"held", "waiting", "accepted", "standing"}),
    "told": frozenset({"accepted"}),
}
"""From which states each deed is possible. What holds no place cannot lapse; what is honored stays."""

HOLDS_A_PLACE: frozenset[State] = frozenset({"held", "accepted", "honored"})
OPEN: frozenset[State] = frozenset({"held", "waiting", "standing", "accepted"})
UNMET: frozenset[State] = frozenset({"waiting", "refused"})
"""What is owed and not given: the institution that owes it is named."""


@dataclass(frozen=True, slots=True)
class Opening:
    """An agreement whose trigger a record meets: its id, its version, the facts that meet it (their ids)."""

    agreement: str
    number: int
    facts: tuple[str, ...]


def opened(standing: Standing, catalogue: Catalogue, known: frozenset[str]) -> tuple[Opening, ...]:
    """The agreements in force that a record opens and that are not in `known` (ids), in order of id. A trigger that
    cannot be told opens nothing."""
    found = []
    for name, each in sorted(catalogue.agreements.items()):
        ref = f"agreement:{name}"
        if name in known or not in_force(each, standing.as_of):
            continue
        if standing.status(each.trigger, ref) == "met":
            facts = standing.explain(each.trigger, ref, deep=False).facts
            found.append(Opening(name, catalogue.versions.get(ref, 1), tuple(dict.fromkeys(facts))))
    return tuple(found)


def needs_a_yes(kind: str) -> bool:
    """Whether a promise of this kind holds a place until the learner answers."""
    return kind in CHOSEN


def can(deed: Deed, state: State) -> bool:
    """Whether a deed is possible in a state."""
    return state in FROM.get(deed, frozenset())


def reminder_due(answer_by: date, on: date, days_before: Iterable[int], sent: int) -> bool:
    """Whether one more reminder is due: as many as days of reminding have come, less those that were sent."""
    come = sum(1 for days in days_before if on >= answer_by - timedelta(days=days))
    return come > sent


def may_lapse(answer_by: date, on: date, sent: int) -> bool:
    """Whether a held place may lapse: only after its published day, and only where somebody was reminded."""
    return on > answer_by and sent > 0


def statement(agreement: Agreement, number: int, catalogue: Catalogue, trigger: str) -> dict[str, Any]:
    """A guarantee's whole text as plain JSON values, for its issuer to sign. trigger: in words of the first language."""
    return {
        "type": "Guarantee",
        "agreement": f"agreement:{agreement.id}",
        "version": number,
        "state": catalogue.state.id,
        "kind": agreement.kind,
        "title": dict(agreement.title),
        "promise": dict(agreement.promise),
        "when": trigger,
        "owed_by": list(owing(agreement, catalogue)),
        "parties": list(agreement.parties),
        "legal_status": agreement.legal_status,
        "remedy": dict(agreement.remedy),
        "capacity": agreement.capacity,
        "starts": agreement.starts.isoformat() if agreement.starts else None,
        "ends": agreement.ends.isoformat() if agreement.ends else None,
    }
