"""Reads: a learner's record as people read it, in three layers; its lines are what can be featured and shared."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.directory import joining
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.row_versions import row_versions
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.kept_views import NOTHING, Known, views
from throughline.apps.records.lines import Line, RecordView, arranged
from throughline.apps.records.models import Attainment, NeutralPlace
from throughline.apps.records.queries.whole_record import whole_record
from throughline.apps.records.rows import RECORD
from throughline.core.requirements.nodes import Text


def own_record(actor: Actor, learner: UUID, *, now: datetime) -> RecordView:
    """A learner's whole record as people read it, for whoever may read the record."""
    directory.may_read(actor, "record.read", learner, what="record", now=now)
    name = directory.someone(learner).name if not actor.is_me(learner) else actor.name
    return view_of(learner, name, now=now)


def view_of(learner: UUID, name: str, *, now: datetime) -> RecordView:
    """The same, for callers that asked the policy already. One query where nothing changed since it was last read here,
    else two."""
    # Worked out from the rows, the documents in force, and the day, on which an award may lapse.
    basis = (row_versions(learner, RECORD), timezone.localdate(now), name)
    return views.get(learner, frameworks.published(), basis, lambda before: read_view(learner, name, before))


def read_view(learner: UUID, name: str, before: Known = NOTHING) -> Known:
    """A record as people read it, read now; for callers that asked the policy already. before: what was known of it under
    the same documents. One query."""
    catalogue, asked = frameworks.catalogue(), frameworks.structure().asked_titles
    rows, featured = whole_record(learner, catalogue, asked, before.rows)
    return Known(arranged(name, rows.values(), featured, before.view.entries), rows)


def lines_of(learner: UUID) -> list[Line]:
    """Every line of a record: awards, facts, work, each newest first; for callers that asked the policy already."""
    rows, _ = whole_record(learner, frameworks.catalogue(), frameworks.structure().asked_titles, {})
    return list(rows.values())


def neutral_places(learner: UUID) -> frozenset[str]:
    """The places whose names the learner does not want shown outside. One query."""
    return frozenset(
        NeutralPlace.objects.filter(learner__in=ids_of([learner])).values_list("organization", flat=True)
    )


def places_of(learner: UUID) -> frozenset[str]:
    """Every place that a record names, for callers that asked the policy already. One query."""
    found = (
        Attainment.objects.filter(learner__in=ids_of([learner]))
        .values_list("organization", "issuer")
        .distinct()
    )
    return frozenset(place for row in found for place in row if place)


def neutral_name() -> Text:
    """What stands for a place that is not named."""
    state = frameworks.catalogue().state
    return state.neutral_place or state.title


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two records before they are joined: how many entries each has, and how many things stand in both."""

    mine: int
    other: int
    both: int


def side_by_side(actor: Actor, code: str, *, now: datetime) -> tuple[joining.Other, SideBySide]:
    """The record behind an unused recovery code beside one's own, for whoever proves by the code that it is theirs."""
    other = joining.other_record(actor, code)
    mine, theirs = lines_of(actor.me), lines_of(other.id)
    shared = {(each.what, each.step) for each in mine} & {(each.what, each.step) for each in theirs}
    return other, SideBySide(len(mine), len(theirs), sum(1 for what, _ in shared if what))
