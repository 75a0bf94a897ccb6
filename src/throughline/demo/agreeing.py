"""Agreements that the demo's organizations are making: drafted and signed through the same actions as real use, as the
pack tells of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.actions import negotiations
from throughline.apps.opportunities.queries.negotiations import Shown, ours
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.demo.people import id_of

Told = Mapping[str, Any]


def tell(told: Sequence[Told], now: datetime) -> int:
    """Bring every negotiation that is told as far as it is told; gives how many. A change of one that was changed here
    already is not told again."""
    return sum(_negotiated(each, now) for each in told)


def _negotiated(told: Told, now: datetime) -> bool:
    kept, name = frameworks.catalogue(), str(told["agreement"])
    held = kept.agreements.get(name)
    begun = now - timedelta(days=int(told["days_ago"]))
    by = _actor(told["by"], begun)
    if kept.versions.get(f"agreement:{name}", 0) > (1 if told.get("changes") else 0):
        return False
    if any(each.agreement == name for each in _open(by, begun)):
        return False
    body = {
        **(document_to_json("agreement", held) if held else {}),
        **told.get("changes", told.get("terms", {})),
    }
    made = negotiations.begin(
        by=by, party=str(told["for"]), terms={**body, "id": name}, reasons=told.get("reasons", {}), now=begun
    )
    for each in told.get("signs", ()):
        when = now - timedelta(days=int(each["days_ago"]))
        negotiations.sign(
            by=_actor(each["by"], when), negotiation=made, party=str(each["for"]), number=1, now=when
        )
    return True


def _open(by: Actor, on: datetime) -> Sequence[Shown]:
    return ours(by, on=timezone.localdate(on)).open


def _actor(person: object, when: datetime) -> Actor:
    return directory.actor_of(id_of(str(person)), on=timezone.localdate(when))
