"""Reads: a learner's record as people read it, in three layers; its lines are what can be featured and shared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughline.apps.directory import joining
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.row_versions import row_versions
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.facts import Item
from throughline.apps.records.kept_views import views
from throughline.apps.records.lines import EndorsedBy, Line, RecordView, Stood, arranged
from throughline.apps.records.models import Attainment, Featured, NeutralPlace
from throughline.apps.records.queries.awards import Issued, Spoken, awards_of
from throughline.apps.records.queries.record import items_of
from throughline.apps.records.queries.work_lines import work_lines
from throughline.apps.records.rows import RECORD
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.naming import title_of
from throughline.core.progress.record import Validator
from throughline.core.requirements.nodes import Text


def own_record(actor: Actor, learner: UUID, *, now: datetime) -> RecordView:
    """A learner's whole record as people read it, for whoever may read the record."""
    directory.may_read(actor, "record.read", learner, what="record", now=now)
    name = directory.someone(learner).name if not actor.is_me(learner) else actor.name
    return view_of(learner, name, now=now)


def view_of(learner: UUID, name: str, *, now: datetime) -> RecordView:
    """The same, for callers that asked the policy already. One query where nothing changed since it was last read here,
    else six."""
    # Worked out from the rows, the documents in force, and the day, on which an award may lapse.
    basis = (row_versions(learner, RECORD), now.date(), name)
    return views.get(learner, frameworks.published(), basis, lambda: _worked_out(learner, name, now))


def _worked_out(learner: UUID, name: str, now: datetime) -> RecordView:
    return arranged(name, lines_of(learner, now=now), featured_of(learner))


def lines_of(learner: UUID, *, now: datetime) -> list[Line]:
    """Every line of a record: awards, facts, work, each newest first; for callers that asked the policy already."""
    catalogue, asked = frameworks.catalogue(), frameworks.structure().asked_titles
    awards, works = awards_of([learner], now=now)[learner], work_lines(learner, catalogue)
    behind: dict[UUID, list[str]] = {}
    for line, facts in works:
        for fact in facts:
            behind.setdefault(fact, []).append(line.key)
    return [
        *(award_line(each, catalogue, asked) for each in awards if not each.replaced),
        *(fact_line(item, catalogue, asked, behind.get(item.id, ())) for item in items_of(learner)),
        *(line for line, _facts in works),
    ]


def featured_of(learner: UUID) -> tuple[str, ...]:
    """What the learner put first, in their order; of joined records, first that of the one they are in. One query."""
    found = Featured.objects.filter(learner__in=ids_of([learner])).order_by("position")
    rows = sorted(found.values_list("learner", "item"), key=lambda row: row[0] != learner)
    return tuple(dict.fromkeys(item for _, item in rows))


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


def award_line(award: Issued, catalogue: Catalogue, asked: Mapping[str, Text]) -> Line:
    """An issued credential as a line, with the endorsements shown with it. Revoked or suspended, it says since when; the
    full reason stays inside."""
    marked = award.stands if award.stands.state in ("revoked", "suspended") else None
    return Line(
        key=f"award:{award.id}", what=award.credential, title=title_of(catalogue, award.credential, asked),
        on=award.issued_at.date(), assurance="issued", until=award.valid_until,
        place=title_of(catalogue, f"organization:{award.issuer}", {}), place_id=award.issuer,
        withdrawn=marked.since.date() if marked and marked.since else None, why=marked.reason if marked else "",
        under=tuple(f"fact:{key}" for key in award.attainments),
        endorsed=tuple(_endorsed(each, catalogue) for each in award.spoken),
    )  # fmt: skip


def _endorsed(spoken: Spoken, catalogue: Catalogue) -> EndorsedBy:
    place = title_of(catalogue, f"organization:{spoken.organization}", {})
    return EndorsedBy(place, spoken.organization, spoken.role, spoken.words, spoken.on)


def fact_line(
    item: Item, catalogue: Catalogue, asked: Mapping[str, Text], behind: Sequence[str] = ()
) -> Line:
    """A fact as a line; behind: keys of the work it rests on. Its score and everything about tries stay inside."""
    place = item.issuer or item.organization
    return Line(
        key=f"fact:{item.id}", what=item.what, title=title_of(catalogue, item.what, asked), on=item.happened_on,
        assurance="verified" if item.confirmed and item.validators else "said",
        level=_level(catalogue, item), step=item.level or 0, until=item.valid_until,
        place=title_of(catalogue, f"organization:{place}", {}) if place else None, place_id=place,
        setting=item.context, amounts=tuple(sorted(item.amounts.items())),
        stood=_stood(item.validators, catalogue), words=item.note, withdrawn=item.withdrawn, why=item.why,
        under=tuple(behind),
    )  # fmt: skip


def _level(catalogue: Catalogue, item: Item) -> Text | None:
    competency = catalogue.competencies.get(item.what.removeprefix("competency:"))
    if competency is None or not item.level:
        return None
    scale = catalogue.competency_frameworks[competency.framework].scale
    return next((step.title for step in scale if step.number == item.level), None)


def _stood(validators: Iterable[Validator], catalogue: Catalogue) -> tuple[Stood, ...]:
    places = {v.organization: title_of(catalogue, f"organization:{v.organization}", {}) for v in validators}
    return tuple(Stood(v.role, places[v.organization], v.organization) for v in validators)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two records before they are joined: how many entries each has, and how many things stand in both."""

    mine: int
    other: int
    both: int


def side_by_side(actor: Actor, code: str, *, now: datetime) -> tuple[joining.Other, SideBySide]:
    """The record behind an unused recovery code beside one's own, for whoever proves by the code that it is theirs."""
    other = joining.other_record(actor, code)
    mine, theirs = lines_of(actor.me, now=now), lines_of(other.id, now=now)
    shared = {(each.what, each.step) for each in mine} & {(each.what, each.step) for each in theirs}
    return other, SideBySide(len(mine), len(theirs), sum(1 for what, _ in shared if what))
