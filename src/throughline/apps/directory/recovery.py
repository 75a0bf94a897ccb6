"""Coming back in without any institution: codes that a person printed and put away. Only their hashes are kept."""

from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes

from django.db import transaction

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.models import Person, RecoveryCode
from throughline.apps.directory.policy import require
from throughline.apps.directory.queries import subject_for
from throughline.apps.trail import actions as trail

CODES, BYTES = 6, 10
"""How many codes a person gets, and the random bytes of each: 80 bits cannot be guessed over a network."""


@transaction.atomic
def make_codes(*, by: Actor, now: datetime) -> tuple[str, ...]:
    """New recovery codes for the person themselves, to be printed; those made before no longer work."""
    decision = require(by, "recovery.make", subject_for(by, by.me), what="Recovery codes")
    RecoveryCode.objects.filter(person=by.me, used_at=None).delete()
    codes = tuple(b32encode(token_bytes(BYTES)).decode() for _ in range(CODES))
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person_id=by.me, code_hash=_hash(code), made_at=now) for code in codes
    )
    trail.record(trail.Act(by.person, "made recovery codes", now, by.me, authority=decision.authority))
    return tuple("-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes)


@transaction.atomic
def come_back(*, code: str, now: datetime) -> int:
    """The account behind an unused code, which is used up by it. Raises `Refused` where it opens nothing."""
    person = use_up(code=code, now=now)
    if person.user_id is None:
        raise _opens_nothing()
    trail.record(trail.Act(person.id, "came back by a code", now, person.id))
    return int(person.user_id)


def person_behind(code: str) -> Person:
    """Whose unused code this is; it stays unused. Raises `Refused` where it is nobody's."""
    row = RecoveryCode.objects.select_related("person").filter(code_hash=_hash(code), used_at=None).first()
    if row is None:
        raise _opens_nothing()
    return row.person


@transaction.atomic
def use_up(*, code: str, now: datetime) -> Person:
    """Whose unused code this is; it is used up by it. Raises `Refused` where it is nobody's."""
    row = (
        RecoveryCode.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(code_hash=_hash(code), used_at=None)
        .first()
    )
    if row is None:
        raise _opens_nothing()
    row.used_at = now
    row.save(update_fields=["used_at"])
    return row.person


def _opens_nothing() -> Refused:
    return Refused("This code", "it opens nothing here.", "Check each letter, or try another of your codes.")


def codes_left(actor: Actor) -> int:
    """How many unused codes a person has. One query."""
    require(actor, "recovery.make", subject_for(actor, actor.me), what="Recovery codes")
    return RecoveryCode.objects.filter(person=actor.me, used_at=None).count()


def _hash(code: str) -> str:
    letters = "".join(each for each in code.upper() if each.isalnum())
    return sha256(letters.encode()).hexdigest()
