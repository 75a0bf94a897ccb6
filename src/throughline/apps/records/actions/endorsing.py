"""Writes: an organization endorses through one of its people, and takes back what it said; a learner decides what shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import addresses, endorsed
from throughline.apps.records.credentials.contents import issuer_profile, words
from throughline.apps.records.credentials.endorsed import Spoken
from throughline.apps.records.credentials.issuing import no_such_award
from throughline.apps.records.credentials.standing_of_awards import STANDS, on, standing_of
from throughline.apps.records.models import Award, Endorsement, EndorsementAnswer, EndorsementMark
from throughline.apps.records.queries.endorsing import NEAR, latest_answer, subject_of_award
from throughline.apps.trail import actions as trail
from throughline.core.credentials.building.errors import CannotBuild

LONGEST = 1_000
"""Letters of an endorsement: a paragraph that is read, not a report."""
WHAT = "An endorsement"


@dataclass(frozen=True, slots=True)
class Saying:
    """For which organization somebody speaks, and their words."""

    organization: str
    words: str


@transaction.atomic
def endorse_award(*, by: Actor, award: UUID, saying: Saying, now: datetime) -> UUID:
    """Somebody who acts for an organization endorses a learner's credential. Nobody else sees it until the learner lets
    it show. Gives the endorsement's id."""
    row = Award.objects.filter(id=award).defer("signed").first()
    if row is None:
        raise no_such_award(award)
    subject = subject_of_award(row, saying.organization, now=now)
    decision = require(by, "endorsement.give_award", subject, what=WHAT)
    _check_award(by, row, saying, now)
    spoken = Spoken(
        target=f"urn:uuid:{row.id}", title=str(row.content["name"]), organization=saying.organization,
        person=by.me, role=_role(by, saying.organization), words=saying.words.strip(), award=row.id,
    )  # fmt: skip
    made = _keep(spoken, now)
    trail.record(
        trail.Act(by.person, "endorsed", now, row.learner_id, row.credential, decision.authority,
                  {"award": str(row.id), "endorsement": str(made), "organization": saying.organization})
    )  # fmt: skip
    return made


def _check_award(by: Actor, row: Award, saying: Saying, now: datetime) -> None:
    _check(saying)
    if by.is_me(row.learner_id) or any(h.learner == row.learner_id and h.kind in NEAR for h in by.helps):
        raise Refused(WHAT, "you stand too near to speak here for others.", "Ask a colleague to write it.")
    if saying.organization == row.issuer:
        raise Refused(
            WHAT, "your organization gave this credential, so its word is in it already.",
            "Ask somebody who stands apart from it.",
        )  # fmt: skip
    if (
        on(standing_of([row.id]).get(row.id, STANDS), row.valid_until, timezone.localdate(now)).state
        != "stands"
    ):
        raise Refused(WHAT, "this credential does not stand now.", "Ask the learner about it.")
    there = endorsed.standing().filter(award=row, organization=saying.organization, person=by.person)
    if there.exists():
        raise Refused(WHAT, "you have endorsed it already.", "Take the first one back to say it anew.")


def _check(saying: Saying) -> None:
    text = saying.words.strip()
    if not text:
        raise Refused(WHAT, "it has no words yet.", "Say in your own words what you know.")
    if len(text) > LONGEST:
        raise Refused(WHAT, f"it has {len(text)} letters.", f"Say it in {LONGEST} or fewer.")
    if saying.organization not in frameworks.catalogue().organizations:
        raise Refused(WHAT, "the organization is not one of this state's.", "Pick one you act for.")


@transaction.atomic
def endorse(*, by: Actor, about: str, saying: Saying, now: datetime) -> UUID:
    """Somebody who acts for an organization endorses what can be earned (`credential:id`, as it is published now) or who
    gives it (`organization:id`). Everyone may read it at once. Gives the endorsement's id."""
    decision = require(
        by, "endorsement.give", Subject(organization=saying.organization), what=WHAT
    )  # fmt: skip
    _check(saying)
    spoken = _spoken(by, about, saying)
    there = endorsed.standing().filter(about=about, organization=saying.organization)
    if there.exists():
        raise Refused(
            WHAT, "your organization has endorsed it already.", "Take the first one back to say it anew."
        )
    made = _keep(spoken, now)
    trail.record(
        trail.Act(by.person, "endorsed", now, None, about, decision.authority,
                  {"endorsement": str(made), "organization": saying.organization})
    )  # fmt: skip
    return made


def _spoken(by: Actor, about: str, saying: Saying) -> Spoken:
    kind, _, name = about.partition(":")
    house, number = frameworks.catalogue(), None
    if kind == "credential" and name in house.credentials:
        credential, number = house.credentials[name], house.versions.get(about, 1)
        if saying.organization in credential.issuers:
            raise Refused(
                WHAT, "your organization gives this credential.", "Ask one that stands apart from it."
            )
        target, title = addresses.achievement(name, number), words(credential.title, house)
    elif kind == "organization" and name in house.organizations:
        if name == saying.organization:
            raise Refused(WHAT, "an organization cannot endorse itself.", "Let another one speak for it.")
        target, title = addresses.did_of(name), issuer_profile(name, house).name
    else:
        raise Refused(about, "nothing of that name is published.", "Pick a credential or a place.")
    return Spoken(
        target, title, saying.organization, by.me, _role(by, saying.organization), saying.words.strip(),
        about=about, number=number,
    )  # fmt: skip


def _role(by: Actor, organization: str) -> str:
    roles = (each.role for each in by.roles if each.organization == organization and each.role != "learner")
    return next(roles)


def _keep(spoken: Spoken, now: datetime) -> UUID:
    try:
        return endorsed.keep(spoken, frameworks.catalogue(), now).id
    except CannotBuild as error:
        raise Refused(WHAT, f"{error}", "Change the words, and send it again.") from None


@transaction.atomic
def take_back_endorsement(*, by: Actor, endorsement: UUID, reason: str, now: datetime) -> None:
    """Somebody who acts for the organization that spoke takes its endorsement back for good, with a reason."""
    row = _locked(endorsement)
    subject = Subject(organization=row.organization)
    decision = require(by, "endorsement.take_back", subject, what="Taking back")
    if not reason.strip():
        raise Refused("Taking back", "it has no reason yet.", "Say in words why.")
    if EndorsementMark.objects.filter(endorsement=row).exists():
        raise Refused("Taking back", "it is taken back already.", "There is nothing to do.")
    EndorsementMark.objects.create(endorsement=row, at=now, reason=reason.strip(), marked_by_id=by.person)
    learner = None if row.award is None else row.award.learner_id
    data = {"endorsement": str(row.id), "organization": row.organization, "reason": reason.strip()}
    if row.award is not None:
        data["award"] = str(row.award.id)
    target = row.about if row.award is None else row.award.credential
    trail.record(
        trail.Act(by.person, "took back an endorsement", now, learner, target, decision.authority, data)
    )


@transaction.atomic
def answer_endorsement(
    *, by: Actor, endorsement: UUID, shows: Literal["show", "hide"], now: datetime
) -> None:
    """A learner lets an endorsement of their credential show, or keeps it to themselves; as often as they like."""
    row = _locked(endorsement)
    if row.award is None or not by.is_me(row.award.learner_id):
        raise Refused(WHAT, "you have none with this id.", "Look at what others say of your credentials.")
    subject = directory.subject_for(by, row.award.learner_id)
    decision = require(by, "endorsement.answer", subject, what=WHAT)
    if EndorsementMark.objects.filter(endorsement=row).exists():
        raise Refused(WHAT, "it was taken back.", "There is nothing to decide any more.")
    if latest_answer(row.id) == (shows == "show"):
        return
    EndorsementAnswer.objects.create(endorsement=row, shows=shows == "show", answered_at=now)
    verb = "let an endorsement show" if shows == "show" else "kept an endorsement private"
    data = {"award": str(row.award.id), "endorsement": str(row.id)}
    trail.record(
        trail.Act(by.person, verb, now, row.award.learner_id, row.award.credential, decision.authority, data)
    )


def _locked(endorsement: UUID) -> Endorsement:
    rows = Endorsement.objects.select_for_update(of=("self",)).select_related("award")
    found = rows.defer("signed", "award__content", "award__signed").filter(id=endorsement).first()
    if found is None:
        raise Refused(WHAT, f"none has the id {endorsement}.", "Go back to the list and pick one.")
    return found
