"""Reads: rotations for everyone; one's own way through one; for those who bring it together or host, who is where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import allowed, require
from throughline.apps.opportunities.models import (
    LearningAgreement,
    LearningAgreementStep,
    Rotation,
    RotationChoice,
    RotationField,
    RotationPlace,
    RotationSponsor,
    RotationStay,
    StayDay,
)
from throughline.apps.trail import actions as trail
from throughline.core.rotation import Field, Way, way

PLACES, DAYS = "places in rotations", "days of stays"
"""What a learner reads of who looked at it."""


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field as everyone reads it."""

    id: UUID
    nth: int
    title: str
    host: str
    days: int
    counts: str
    credits: Decimal
    way: str
    minutes: int
    transport: str
    destination: str


@dataclass(frozen=True, slots=True)
class RotationShown:
    """A rotation as everyone reads it. sponsors: who signed, by organization. signs: for whom the reader may sign now;
    leads: they bring it together. mine: the reader's own place, where they have one."""

    id: UUID
    keeper: str
    title: str
    words: str
    pathway: str
    weekday: int
    hours: Decimal
    ordered: bool
    open: bool
    closed: bool
    sponsors: Mapping[str, bool]
    fields: tuple[FieldShown, ...]
    signs: tuple[str, ...]
    leads: bool
    mine: UUID | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it was last confirmed. changed: it was said otherwise before."""

    on: date
    came: bool
    hours: Decimal
    way: str
    words: str
    changed: bool


@dataclass(frozen=True, slots=True)
class SeenField:
    """A field of one's own rotation. agreement: of the stay there; agreed: all three approved it. wish, words: one's newest
    thought."""

    field: FieldShown
    stay: UUID | None
    agreement: UUID | None
    agreed: bool
    state: str
    days: tuple[Day, ...]
    wish: str
    words: str
    next: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, and why. title: of the field; empty: everything stays open."""

    title: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnRotation:
    """One's own way through a rotation. choices: the newest first."""

    place: UUID
    rotation: RotationShown
    way: Way
    fields: tuple[SeenField, ...]
    choices: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class Present:
    """A learner in a field, for the host: until when, and the days that were confirmed."""

    agreement: UUID
    learner: str
    host: str
    starts: date
    ends: date
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Taking:
    """A learner of a rotation, for who brings it together: how many fields they saw of how many, and which they are
    in."""

    learner: str
    seen: int
    fields: int
    now: str


def rotations(actor: Actor) -> tuple[RotationShown, ...]:
    """The rotations that are open, and those the reader brings together or is to sign. Four queries."""
    acts = actor.organizations() - actor.organizations("learner")
    wanted = (
        Q(opened_at__isnull=False, closed_at=None) | Q(keeper__in=acts) | Q(sponsors__organization__in=acts)
    )
    if actor.person:
        wanted |= Q(places__learner__in=ids_of([actor.me]), places__left_at=None)
    return _shown(actor, Rotation.objects.filter(wanted).distinct().order_by("-made_at"))


def rotation(actor: Actor, key: UUID) -> RotationShown | None:
    """One rotation. Four queries."""
    found = _shown(actor, Rotation.objects.filter(id=key))
    return found[0] if found else None


def own(actor: Actor, place: UUID) -> OwnRotation | None:
    """One's own way through a rotation, without who signed it. Six queries."""
    row = _places(RotationPlace.objects.filter(id=place, learner__in=ids_of([actor.me]))).first()
    if row is None:
        return None
    require(actor, "rotation.join", Subject(learner=row.learner_id), what="Your rotation")
    return _own(actor, row)


def taking(actor: Actor, key: UUID, *, now: datetime) -> tuple[str, tuple[Taking, ...]]:
    """The title of a rotation and who takes part, for whoever brings it together; each of them sees that it was read."""
    found = Rotation.objects.filter(id=key).first()
    if found is None:
        raise Refused("A rotation", "there is none at this address.", "Look at the list.")
    require(actor, "rotation.make", Subject(organization=found.keeper), what="Who takes part")
    rows = list(_places(RotationPlace.objects.filter(rotation=found, left_at=None)).select_related("learner"))
    _note(actor, PLACES, [row.learner_id for row in rows], now)
    return found.title, tuple(_taking(row) for row in rows)


def present(actor: Actor, *, on: date, now: datetime) -> tuple[Present, ...]:
    """Whose stays the reader's organizations host now or did within a month; each learner sees that it was read."""
    require(actor, "stay_days.read", what="Days of stays")
    acts = actor.organizations() - actor.organizations("learner")
    if not acts:
        return ()
    signed = LearningAgreementStep.objects.filter(party="host", step="approved").values("version__agreement")
    rows = LearningAgreement.objects.filter(host__in=acts, kind="work", starts__lte=on, id__in=signed)
    fresh = rows.filter(ends__gte=date.fromordinal(on.toordinal() - 31)).select_related("learner")
    found = [
        each for each in fresh.prefetch_related(_DAYS).order_by("starts") if not actor.is_me(each.learner_id)
    ]
    _note(actor, DAYS, [row.learner_id for row in found], now)
    return tuple(
        Present(
            row.id, directory.shown(row.learner).name, row.host, row.starts, row.ends, newest_days(row.days.all())
        )
        for row in found
    )  # fmt: skip


def newest_days(rows: Iterable[StayDay]) -> tuple[Day, ...]:
    """Each day as it was last confirmed, by day."""
    last: dict[date, StayDay] = {}
    for row in sorted(rows, key=lambda row: (row.on, row.nth)):
        last[row.on] = row
    return tuple(Day(r.on, r.came, r.hours, r.way, r.words, r.nth > 1) for r in last.values())


def way_of(place: RotationPlace) -> Way:
    """Where a learner stands in their rotation. Four queries where nothing was fetched before."""
    row = _places(RotationPlace.objects.filter(id=place.id)).get()
    return _way(row)


def pathway_of(place: UUID) -> str:
    """The pathway that the rotation of a place leads to, by reference; empty where it names none. One query."""
    name = RotationPlace.objects.filter(id=place).values_list("rotation__pathway", flat=True).first()
    return f"pathway:{name}" if name else ""


_DAYS = Prefetch("days", StayDay.objects.order_by("on", "nth"))


def _places(rows: QuerySet[RotationPlace]) -> QuerySet[RotationPlace]:
    approved = LearningAgreementStep.objects.filter(
        version__agreement=OuterRef("agreement"), party="host", step="approved"
    )
    stays = (
        RotationStay.objects.annotate(agreed=Exists(approved))
        .select_related("field", "agreement")
        .prefetch_related(Prefetch("agreement__days", StayDay.objects.order_by("on", "nth")), "thoughts")
    )
    fields = Prefetch("rotation__fields", RotationField.objects.order_by("nth"))
    return rows.select_related("rotation").prefetch_related(Prefetch("stays", stays), fields)


def _way(row: RotationPlace) -> Way:
    rows = list(row.stays.all())
    days = {
        f"{each.field.nth}": sum(1 for day in newest_days(each.agreement.days.all()) if day.came)
        for each in rows
    }
    begun = frozenset(f"{each.field.nth}" for each in rows)
    thought = frozenset(f"{each.field.nth}" for each in rows if each.thoughts.all())
    fields = [Field(f"{each.nth}", each.days) for each in row.rotation.fields.all()]
    return way(fields, days, begun, thought, ordered=row.rotation.ordered)


def _own(actor: Actor, row: RotationPlace) -> OwnRotation:
    stood, rows = _way(row), {each.field_id: each for each in row.stays.all()}
    steps = {each.field.key: each for each in stood.steps}
    fields = tuple(
        _seen(each, rows.get(each.id), steps[f"{each.nth}"].state, f"{each.nth}" in stood.next)
        for each in row.rotation.fields.all()
    )
    choices = RotationChoice.objects.filter(place=row).select_related("field").order_by("-nth")
    told = tuple(Chosen(each.field.title if each.field else "", each.why, each.at) for each in choices)
    shown = _one(actor, row.rotation, (), row.id)
    return OwnRotation(row.id, shown, stood, fields, told)


def _seen(field: RotationField, stay: RotationStay | None, state: str, is_next: bool) -> SeenField:
    if stay is None:
        return SeenField(_field(field), None, None, False, state, (), "", "", is_next)
    thoughts = sorted(stay.thoughts.all(), key=lambda each: each.nth)
    last = thoughts[-1] if thoughts else None
    return SeenField(
        _field(field), stay.id, stay.agreement_id, getattr(stay, "agreed", False), state,
        newest_days(stay.agreement.days.all()), last.wish if last else "", last.words if last else "", False,
    )  # fmt: skip


def _taking(row: RotationPlace) -> Taking:
    stood = _way(row)
    titles = {f"{each.nth}": each.title for each in row.rotation.fields.all()}
    busy = next((titles[each.field.key] for each in stood.steps if each.state == "begun"), "")
    return Taking(directory.shown(row.learner).name, stood.seen, len(stood.steps), busy)


def _shown(actor: Actor, rows: QuerySet[Rotation]) -> tuple[RotationShown, ...]:
    found = list(rows.prefetch_related("sponsors", Prefetch("fields", RotationField.objects.order_by("nth"))))
    mine: dict[UUID, UUID] = {}
    if actor.person and found:
        own = RotationPlace.objects.filter(rotation__in=found, learner__in=ids_of([actor.me]), left_at=None)
        mine = dict(own.values_list("rotation", "id"))
    return tuple(_one(actor, each, each.sponsors.all(), mine.get(each.id)) for each in found)


def _one(actor: Actor, row: Rotation, signing: Iterable[RotationSponsor], mine: UUID | None) -> RotationShown:
    sponsors = {
        each.organization: each.signed_at is not None
        for each in sorted(signing, key=lambda each: each.organization)
    }
    signs = tuple(
        name
        for name, signed in sponsors.items()
        if not signed and allowed(actor, "rotation.sign", Subject(organization=name)).allowed
    )
    return RotationShown(
        row.id, row.keeper, row.title, row.words, row.pathway, row.weekday, row.hours, row.ordered,
        row.opened_at is not None, row.closed_at is not None, sponsors, tuple(map(_field, row.fields.all())), signs,
        allowed(actor, "rotation.make", Subject(organization=row.keeper)).allowed, mine,
    )  # fmt: skip


def _field(row: RotationField) -> FieldShown:
    return FieldShown(
        row.id, row.nth, row.title, row.host, row.days, row.counts, row.credits, row.way, row.minutes, row.transport,
        row.destination,
    )  # fmt: skip


def _note(actor: Actor, target: str, about: list[UUID], now: datetime) -> None:
    if about:
        act = trail.Act(actor.person, "read", now, None, target, "you act for an organization it concerns")
        trail.note_reads(act, about)
