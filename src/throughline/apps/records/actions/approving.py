"""Writes: a registrar puts the institution's mark on learning beside the courses that the institution supervised."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.directory.predicates import STAFF
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.models import Approval, Attainment, AttainmentMark
from throughline.apps.trail import actions as trail


@transaction.atomic
def approve(*, by: Actor, attainment: UUID, organization: str, now: datetime) -> UUID:
    """The registrar of an organization approves one fact that somebody of its staff supervised. Gives the approval's id.

    What nobody of the organization stood behind cannot carry its mark: it stays what whoever attested it says.
    """
    row = Attainment.objects.select_for_update().filter(id=attainment).first()
    if row is None:
        raise Refused("A fact", f"none has the id {attainment}.", "Open the record and pick one.")
    decision = require(by, "record.approve", Subject(organization=organization), what="The registrar's mark")
    if AttainmentMark.objects.filter(attainment=row).exists():
        raise Refused("The registrar's mark", "the fact was withdrawn.", "Nothing can be approved about it.")
    if Approval.objects.filter(attainment=row).exists():
        raise Refused("The registrar's mark", "it carries one already.", "There is nothing to do.")
    made = Approval.objects.create(
        attainment=row, organization=organization, supervisor=_supervisor(row, organization),
        approved_by_id=by.me, approved_at=now,
    )  # fmt: skip
    trail.record(trail.Act(by.person, "approved", now, row.learner_id, row.what, decision.authority))
    return made.id


def _supervisor(row: Attainment, organization: str) -> str:
    """Who of the organization's staff stood behind the fact; refuses where nobody did."""
    asked = _staff_of(row, organization)
    held = directory.hold_roles(asked)
    found = sorted(str(person) for person, _, _ in held)
    if not found:
        raise Refused(
            "The registrar's mark", f"nobody of {organization} supervised it.",
            "Only what somebody of its staff stood behind can carry it.",
        )  # fmt: skip
    return found[0]


def _staff_of(row: Attainment, organization: str) -> set[tuple[UUID, str, str]]:
    roles: Iterable[str] = STAFF | frameworks.judging_roles()
    return {
        (UUID(v["person"]), v["role"], v["organization"])
        for v in row.validators
        if v["organization"] == organization and v["role"] in roles and v["person"] != str(row.learner_id)
    }
