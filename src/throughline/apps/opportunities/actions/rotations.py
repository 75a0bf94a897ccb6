"""Writes: hosts offer a rotation together and sign it; learners see field after field, say what they think, and choose."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.actions import stays
from throughline.apps.opportunities.actions.stays import Asked, Stay
from throughline.apps.opportunities.models import (
    Rotation,
    RotationChoice,
    RotationField,
    RotationPlace,
    RotationSponsor,
    RotationStay,
    RotationThought,
)
from throughline.apps.opportunities.models.rotations import WISHES
from throughline.apps.opportunities.models.stay_days import WAYS
from throughline.apps.opportunities.queries.rotations import way_of
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.rotation import lasts

WHAT = "A rotation"
LONGEST = 5000
MOST_FIELDS = 20


@dataclass(frozen=True, slots=True)
class NewField:
    """A field, as it is typed; its parts are those of `RotationField`. counts: a reference, such as `course:x`."""

    title: str
    host: str
    days: int
    gives: tuple[str, ...]
    counts: str
    credits: Decimal
    way: str
    minutes: int
    transport: str
    destination: str = ""


@dataclass(frozen=True, slots=True)
class NewRotation:
    """A rotation, as it is typed; its parts are those of `Rotation`."""

    keeper: str
    title: str
    words: str
    weekday: int
    hours: Decimal
    sponsors: tuple[str, ...]
    fields: tuple[NewField, ...]
    pathway: str = ""
    ordered: bool = False


@transaction.atomic
def make(*, by: Actor, new: NewRotation, now: datetime) -> UUID:
    """Bring a rotation together; it opens once everyone who sponsors it has signed. Gives its id.

    :raises Refused: fewer than two sponsors or fields, or a field that does not say how to get there.
    """
    decision = require(by, "rotation.make", Subject(organization=new.keeper), what=WHAT)
    kept = frameworks.catalogue()
    _check(new, kept)
    made = Rotation.objects.create(
        keeper=new.keeper, title=new.title.strip()[:200], words=new.words.strip()[:LONGEST], pathway=new.pathway,
        weekday=new.weekday, hours=new.hours, ordered=new.ordered, made_by_id=by.me, made_at=now,
    )  # fmt: skip
    RotationSponsor.objects.bulk_create(
        RotationSponsor(rotation=made, organization=each) for each in dict.fromkeys(new.sponsors)
    )
    RotationField.objects.bulk_create(_field(made, nth, each) for nth, each in enumerate(new.fields, start=1))
    _tell(by, "brought a rotation together", made, decision, now)
    return made.id


def _check(new: NewRotation, kept: Catalogue) -> None:
    if not new.title.strip() or not new.words.strip():
        raise Refused(WHAT, "it has no title or says nothing.", "Write both.")
    if len(set(new.sponsors)) < 2 or not set(new.sponsors) <= kept.organizations.keys():
        raise Refused(WHAT, "fewer than two sponsors stand behind it.", "Choose two or more of the list.")
    if not 2 <= len(new.fields) <= MOST_FIELDS:
        raise Refused(WHAT, f"it has {len(new.fields)} fields.", f"Give it 2 to {MOST_FIELDS}.")
    if not 0 <= new.weekday <= 6 or not 0 < new.hours <= 12:
        raise Refused(WHAT, "its day of the week or its hours are missing.", "Say both.")
    pathway = kept.pathways.get(new.pathway)
    if new.pathway and pathway is None:
        raise Refused(WHAT, "it leads to no pathway of the state.", "Choose one of the list, or none.")
    ends = {each.id for each in pathway.destinations} if pathway else set()
    for nth, each in enumerate(new.fields, start=1):
        _check_field(each, f"Field {nth}", kept, ends)


def _check_field(new: NewField, name: str, kept: Catalogue, ends: set[str]) -> None:
    if not new.title.strip() or new.host not in kept.organizations:
        raise Refused(WHAT, f"{name}: it has no title or no host.", "Say both.")
    if new.way not in WAYS or not new.transport.strip() or new.minutes < 0:
        raise Refused(
            WHAT, f"{name}: it does not say how learners get there.", "Name the way and the minutes."
        )
    if new.days < 1 or not new.gives or not new.counts or new.credits <= 0:
        raise Refused(WHAT, f"{name}: its days, or what it counts as, are missing.", "Say both.")
    if new.destination and new.destination not in ends:
        raise Refused(
            WHAT, f"{name}: its pathway leads to no '{new.destination}'.", "Choose one of the list."
        )


def _field(rotation: Rotation, nth: int, new: NewField) -> RotationField:
    return RotationField(
        rotation=rotation, nth=nth, title=new.title.strip()[:200], host=new.host, days=new.days, gives=list(new.gives),
        counts=new.counts, credits=new.credits, way=new.way, minutes=new.minutes, transport=new.transport.strip()[:LONGEST],
        destination=new.destination,
    )  # fmt: skip


@transaction.atomic
def sign(*, by: Actor, rotation: UUID, organization: str, now: datetime) -> bool:
    """Somebody who binds a sponsor signs for it; with the last one the rotation opens. Gives whether it is open."""
    found = _locked(rotation)
    decision = require(by, "rotation.sign", Subject(organization=organization), what=WHAT)
    row = RotationSponsor.objects.filter(rotation=found, organization=organization, signed_at=None).first()
    if row is None:
        raise Refused(WHAT, "nothing of yours is left to sign.", "Look at the page again.")
    row.signed_by_id, row.signed_at = by.me, now
    row.save(update_fields=["signed_by", "signed_at"])
    _tell(by, "signed a rotation", found, decision, now)
    if RotationSponsor.objects.filter(rotation=found, signed_at=None).exists():
        return False
    found.opened_at = now
    found.save(update_fields=["opened_at"])
    return True


@transaction.atomic
def close(*, by: Actor, rotation: UUID, now: datetime) -> None:
    """Whoever brings it together closes it to newcomers; those who are in it go on."""
    found = _locked(rotation)
    decision = require(by, "rotation.make", Subject(organization=found.keeper), what=WHAT)
    found.closed_at = now
    found.save(update_fields=["closed_at"])
    _tell(by, "closed a rotation", found, decision, now)


@transaction.atomic
def join(*, by: Actor, rotation: UUID, home: str, now: datetime) -> UUID:
    """A learner takes part; everyone may, without a condition. Gives the id of their place."""
    found = _locked(rotation)
    decision = require(by, "rotation.join", directory.subject_for(by, by.me), what=WHAT)
    if found.opened_at is None or found.closed_at is not None:
        raise Refused(WHAT, "it is not open.", "Look whether another one is.")
    if home not in by.organizations("learner"):
        raise Refused(WHAT, "you do not learn at this place.", "Choose the place where you learn.")
    made, new = RotationPlace.objects.get_or_create(
        rotation=found, learner_id=by.me, left_at=None, defaults={"home": home, "joined_at": now}
    )
    if new:
        _tell(by, "joined a rotation", found, decision, now, about=by.me)
    return made.id


@transaction.atomic
def leave(*, by: Actor, place: UUID, now: datetime) -> None:
    """The learner leaves; what was seen and agreed stays theirs."""
    found, decision = _own(by, place)
    found.left_at = now
    found.save(update_fields=["left_at"])
    _tell(by, "left a rotation", found.rotation, decision, now, about=found.learner_id)


@transaction.atomic
def take_up(*, by: Actor, place: UUID, field: UUID, starts: date, now: datetime) -> UUID:
    """The learner takes up a field whose turn it is: a stay that their home and the host approve. Gives its agreement."""
    found, decision = _own(by, place)
    chosen = RotationField.objects.filter(id=field, rotation=found.rotation).first()
    if chosen is None or f"{chosen.nth}" not in way_of(found).next:
        raise Refused(
            WHAT,
            "it is not this field's turn now.",
            "Take the one that is next, or finish the one you are in.",
        )
    if starts < timezone.localdate(now):
        raise Refused(WHAT, "its first day is over.", "Choose a day to come.")
    first, last = lasts(starts, found.rotation.weekday, chosen.days)
    agreement = stays.begin(
        by=by, stay=Stay(found.home, chosen.host, "work", first, last),
        asked=Asked(tuple(chosen.gives), {chosen.counts: chosen.credits}), now=now,
    )  # fmt: skip
    RotationStay.objects.create(place=found, field=chosen, agreement_id=agreement)
    _tell(by, "took up a field of a rotation", found.rotation, decision, now, about=found.learner_id)
    return agreement


@transaction.atomic
def think(*, by: Actor, stay: UUID, wish: str, words: str, now: datetime) -> None:
    """The learner says what they think of a field, as often as they like; the newest shows."""
    row = RotationStay.objects.select_for_update().filter(id=stay).first()
    if row is None:
        raise Refused(WHAT, "there is no such field of yours.", "Look in your rotation.")
    found, decision = _own(by, row.place_id)
    if wish not in WISHES or not words.strip():
        raise Refused(
            WHAT, "it does not say what you think, or says it without a word.", "Choose one, and write why."
        )
    RotationThought.objects.create(
        stay=row, nth=row.thoughts.count() + 1, wish=wish, words=words.strip()[:LONGEST], at=now
    )
    _tell(by, "thought about a field", found.rotation, decision, now, about=found.learner_id)


@transaction.atomic
def choose(*, by: Actor, place: UUID, field: UUID | None, why: str, now: datetime) -> str:
    """The learner chooses a field, or to keep all open, once every field was seen and thought about; and may choose anew.

    Gives the destination of the field they chose, or nothing.
    """
    found, decision = _own(by, place)
    if not way_of(found).whole:
        raise Refused(
            WHAT, "some fields are not seen or thought about yet.", "See them first; nothing hurries you."
        )
    chosen = RotationField.objects.filter(id=field, rotation=found.rotation).first() if field else None
    if field is not None and chosen is None:
        raise Refused(WHAT, "this is none of its fields.", "Choose one of the list.")
    if not why.strip():
        raise Refused(WHAT, "it does not say why.", "Write a line for yourself.")
    nth = RotationChoice.objects.filter(place=found).count() + 1
    RotationChoice.objects.create(place=found, nth=nth, field=chosen, why=why.strip()[:LONGEST], at=now)
    _tell(by, "chose after a rotation", found.rotation, decision, now, about=found.learner_id)
    return chosen.destination if chosen else ""


def _locked(rotation: UUID) -> Rotation:
    found = Rotation.objects.select_for_update().filter(id=rotation).first()
    if found is None:
        raise Refused(WHAT, "it is not there.", "Look at the list.")
    return found


def _own(by: Actor, place: UUID) -> tuple[RotationPlace, Decision]:
    rows = RotationPlace.objects.select_for_update(of=("self",)).select_related("rotation")
    found = rows.filter(id=place, left_at=None).first()
    if found is None:
        raise Refused(WHAT, "you have no place in it.", "Join it first.")
    subject = directory.subject_for(by, found.learner_id)
    return found, require(by, "rotation.join", subject, what=WHAT)


def _tell(
    by: Actor, verb: str, rotation: Rotation, decision: Decision, now: datetime, *, about: UUID | None = None
) -> None:
    trail.record(trail.Act(by.person, verb, now, about, f"rotation:{rotation.id}", decision.authority))
