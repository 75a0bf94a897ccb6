"""Writes: a school's strategy, and what its students say to it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import Strategy, StudentInput
from throughline.apps.trail import actions as trail


@transaction.atomic
def write_strategy(
    *, by: Actor, school: str, now: datetime, need: str = "", portrait: str = "", voice: str = "",
    types: Sequence[str] = (), programs: Sequence[str] = (),
) -> UUID:  # fmt: skip
    """A school's team writes its strategy: for which need, towards which portrait of a graduate, with what students
    say; which types and which programs (`pathway:id`)."""
    decision = require(by, "strategy.write", Subject(organization=school), what=f"The strategy of {school}")
    kept = frameworks.catalogue()
    if unknown := [each for each in programs if each.removeprefix("pathway:") not in kept.pathways]:
        raise Refused(
            "A strategy", f"'{unknown[0]}' is not published.", "Write pathway:id, as the catalogue does."
        )
    written = {
        "need": need, "portrait": portrait, "voice": voice, "types": list(types), "programs": list(programs),
        "written_by_id": by.me, "written_at": now,
    }  # fmt: skip
    made, _ = Strategy.objects.update_or_create(school=school, defaults=written)
    trail.record(
        trail.Act(by.person, "wrote strategy", now, None, f"organization:{school}", decision.authority)
    )
    return made.id


@transaction.atomic
def speak(*, by: Actor, school: str, text: str, now: datetime) -> None:
    """A student says what they want of their school's strategy; a second word replaces the first, and counts once."""
    decision = require(by, "strategy.speak", Subject(organization=school), what=f"The strategy of {school}")
    if not text.strip():
        raise Refused("Your word", "it is still empty.", "Say what you would like your school to do.")
    found = Strategy.objects.filter(school=school).first()
    if found is None:
        raise Refused("Your word", f"{school} has not begun its strategy.", "Ask the school to begin it.")
    StudentInput.objects.update_or_create(
        strategy=found, student_id=by.me, defaults={"text": text, "given_at": now}
    )
    trail.record(trail.Act(by.person, "spoke", now, None, f"organization:{school}", decision.authority))
