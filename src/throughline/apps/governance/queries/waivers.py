"""Reads: the register of waivers, past and present: what is waived for which schools, from when until when, by which
decision. Public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import Decision
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.waivers import NeverWaived, SystemRule, Waiver
from throughline.core.governing.waivers import State, last_day, state_of


@dataclass(frozen=True, slots=True)
class Registered:
    """One waiver on a day. last: its last day; days_left: until then, while it holds. rules: what is waived.
    dockets: numbers of the decisions about it, the one that granted it first."""

    waiver: Waiver
    state: State
    last: date
    days_left: int
    rules: tuple[SystemRule | NeverWaived, ...]
    dockets: tuple[int, ...]


ORDER: tuple[State, ...] = ("in_force", "coming", "ended", "revoked")


def waiver_register(*, on: date) -> list[Registered]:
    """Every waiver there was: those in force first, the newest of each first. One query."""
    kept, decided = frameworks.catalogue(), _decided()
    found = [_registered(each, kept, decided, on) for each in kept.waivers.values()]
    newest = sorted(found, key=lambda each: each.waiver.starts, reverse=True)
    return sorted(newest, key=lambda each: ORDER.index(each.state))


def one_waiver(name: str, *, on: date) -> Registered:
    """One waiver by its id. One query."""
    kept = frameworks.catalogue()
    if name not in kept.waivers:
        raise Refused("A waiver", f"none is called '{name}'.", "Look it up in the register.")
    return _registered(kept.waivers[name], kept, _decided(), on)


def _registered(waiver: Waiver, kept: Catalogue, decided: Mapping[str, list[int]], on: date) -> Registered:
    terms = kept.state.waivers
    known: Mapping[str, SystemRule | NeverWaived] = {**terms.stays, **terms.by_id}
    last = last_day(waiver, terms)
    return Registered(
        waiver, state_of(waiver, terms, on), last, (last - on).days,
        tuple(known[name] for name in waiver.rules if name in known), tuple(decided.get(waiver.id, ())),
    )  # fmt: skip


def _decided() -> Mapping[str, list[int]]:
    """By waiver the docket numbers of what was decided about it, oldest first."""
    rows = Decision.objects.exclude(published=[]).filter(vote__proposal__kind="waiver").order_by("decided_at")
    found: dict[str, list[int]] = {}
    for published, docket in rows.values_list("published", "vote__proposal__docket"):
        for reference, _ in published:
            found.setdefault(reference.partition(":")[2], []).append(docket)
    return found
