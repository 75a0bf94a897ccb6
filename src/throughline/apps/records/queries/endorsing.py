"""Reads: what was said in endorsement of something: for its learner, for those who said it, and for everyone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import allowed, require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import endorsed
from throughline.apps.records.credentials.issuing import no_such_award
from throughline.apps.records.models import Award, Endorsement, EndorsementAnswer, Share
from throughline.apps.records.queries.awards import Issued, awards_of
from throughline.apps.records.queries.consents import SHARING, consents_hold
from throughline.apps.trail import actions as trail

WHAT = "An endorsement"
NEAR = frozenset({"guardian", "family"})
"""Those who stand too near a learner to speak of them for an organization."""
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Endorsed:
    """One endorsement. about: `credential:id` (of an award: its credential) or `organization:id`. award: the learner's
    credential, where it is of one. person: who spoke, by name, for those who may know it. shows: the learner's answer;
    None while there is none. taken_back, why: since when it does not stand, and the reason."""

    id: UUID
    about: str
    award: UUID | None
    organization: str
    role: str
    words: str
    said_at: datetime
    person: str = ""
    learner: str = ""
    shows: bool | None = None
    taken_back: datetime | None = None
    why: str = ""


def endorsements(actor: Actor) -> list[Endorsed]:
    """All that was said of the actor's own credentials, what waits for an answer first. Two queries at most."""
    require(actor, "endorsements.read", directory.subject_for(actor, actor.me), what="Endorsements")
    rows = _rows(Endorsement.objects.filter(award__learner__in=ids_of([actor.me])))
    found = [_of(row, person=row.person.display_name) for row in endorsed.with_answer(rows)]
    return sorted(found, key=lambda each: each.shows is not None or each.taken_back is not None)


def endorsements_given(actor: Actor) -> list[Endorsed]:
    """What the actor said of learners' credentials, and what anybody said publicly for the organizations they act for,
    newest first. What a learner answered is not among it. One query."""
    require(actor, "endorsements.given", what="Endorsements")
    mine = Q(person__in=ids_of([actor.me])) | Q(award=None, organization__in=acting_for(actor))
    rows = _rows(Endorsement.objects.filter(mine)).select_related("award__learner")
    return [
        _of(row, person=row.person.display_name, learner=row.award.learner.display_name if row.award else "")
        for row in rows[:MOST_LISTED]
    ]


def endorsements_of(about: str) -> list[Endorsed]:
    """What organizations say of what can be earned, or of another organization; for everyone. One query."""
    return [_of(row) for row in _rows(endorsed.standing().filter(about=about))]


def endorsement_documents(about: str, number: int | None = None) -> list[dict[str, Any]]:
    """The same as signed credentials; number: of the version of a listing that they speak of. One query."""
    rows = endorsed.standing().filter(about=about)
    rows = rows if number is None else rows.filter(number=number)
    return [dict(each) for each in rows.values_list("signed", flat=True)]


def public_stamp() -> str:
    """What changes as soon as anything is said publicly, or taken back. One query."""
    found = Endorsement.objects.exclude(about="").aggregate(
        said=Count("id"), taken_back=Count("id", filter=Q(mark__isnull=False))
    )
    return f"{found['said']}-{found['taken_back']}"


def _rows(rows: QuerySet[Endorsement]) -> QuerySet[Endorsement]:
    rows = rows.select_related("award", "mark", "person").order_by("-said_at", "-id")
    return rows.defer("content", "signed", "award__content", "award__signed")


def _of(row: Endorsement, *, person: str = "", learner: str = "") -> Endorsed:
    mark = getattr(row, "mark", None)
    return Endorsed(
        row.id, row.award.credential if row.award else row.about, row.award_id, row.organization, row.role,
        row.words, row.said_at, person, learner, getattr(row, "shows", None), mark.at if mark else None,
        mark.reason if mark else "",
    )  # fmt: skip


def latest_answer(endorsement: UUID) -> bool | None:
    """Whether its learner lets it show; None where they have not said."""
    answers = EndorsementAnswer.objects.filter(endorsement=endorsement).order_by("-answered_at", "-id")
    return answers.values_list("shows", flat=True).first()


# -- what somebody may speak of


def subject_of_award(row: Award, organization: str, *, now: datetime) -> Subject:
    """An award as permissions see it when somebody would speak of it for an organization."""
    shown = _shown_to([row.learner_id], now).get(f"award:{row.id}", frozenset())
    about = directory.subject_of(row.learner_id)
    return replace(
        about, organization=organization, shown_to=shown, assessors=frameworks.judging_roles()
    )  # fmt: skip


def _shown_to(learners: Iterable[UUID], now: datetime) -> dict[str, frozenset[str]]:
    """By the key of a line, the organizations to which these learners show it at this moment. Two queries."""
    wanted = list(learners)
    shares = Share.objects.filter(learner__in=ids_of(wanted), withdrawn_at=None, until__gt=now)
    rows = list(shares.exclude(confirmed_at=None).exclude(organization=""))
    agreed = consents_hold([row.learner_id for row in rows], SHARING, now=now, implied=True) if rows else {}
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        if agreed[row.learner_id].holds:
            for key in row.items:
                found[key] = found.get(key, frozenset()) | {row.organization}
    return found


def acting_for(actor: Actor) -> tuple[str, ...]:
    """The organizations that the actor may speak for, in order."""
    return tuple(sorted({each.organization for each in actor.roles if each.role != "learner"}))


@dataclass(frozen=True, slots=True)
class ToSpeakOf:
    """A learner's credentials that the actor may speak of, each with the organizations they may speak for."""

    learner: directory.Someone
    awards: tuple[tuple[Issued, tuple[str, ...]], ...]


def may_be_endorsed(actor: Actor, learner: UUID, *, now: datetime) -> ToSpeakOf:
    """What of a learner's credentials the actor may speak of. The learner sees that it was looked at."""
    return _may_be_endorsed(actor, directory.someone(learner), now)


def _may_be_endorsed(actor: Actor, someone: directory.Someone, now: datetime) -> ToSpeakOf:
    learner = someone.id
    places, shown = acting_for(actor), _shown_to([learner], now)
    near = actor.is_me(learner) or any(h.learner == learner and h.kind in NEAR for h in actor.helps)
    about = replace(directory.subject_of(learner), assessors=frameworks.judging_roles())
    found, why = [], ""
    for each in () if near else awards_of([learner], now=now)[learner]:
        subject = replace(about, shown_to=shown.get(f"award:{each.id}", frozenset()))
        fit, why = _places_for(actor, each, subject, places, why)
        if fit:
            found.append((each, fit))
    if not why:
        raise Refused(
            WHAT, "nothing of this learner's is open to you.", "Ask them to share a credential with you."
        )
    read = trail.Act(actor.person, "read", now, target="credentials to endorse", authority=why)
    trail.note_reads(read, [learner])
    return ToSpeakOf(someone, tuple(found))


def _places_for(
    actor: Actor, each: Issued, subject: Subject, places: tuple[str, ...], why: str
) -> tuple[tuple[str, ...], str]:
    fit: list[str] = []
    if each.stands.state != "stands" or each.replaced:
        return (), why
    for place in places:
        decision = allowed(actor, "endorsement.give_award", replace(subject, organization=place))
        why = decision.authority if decision.allowed else why
        if decision.allowed and place != each.issuer:
            fit.append(place)
    return tuple(fit), why


def award_to_endorse(
    actor: Actor, award: UUID, *, now: datetime
) -> tuple[ToSpeakOf, Issued, tuple[str, ...]]:
    """One credential that the actor may speak of, with whose it is and for which organizations they may speak."""
    row = Award.objects.filter(id=award).select_related("learner").only("id", "learner").first()
    if row is None:
        raise no_such_award(award)
    found = _may_be_endorsed(actor, directory.shown(row.learner), now)
    for each, places in found.awards:
        if each.id == award:
            return found, each, places
    raise Refused(WHAT, "this credential is not open to you.", "Ask its learner to share it with you.")


def learners_to_endorse(actor: Actor, *, now: datetime) -> list[directory.Someone]:
    """Whose credentials the actor may speak of because they were let in to the record, or something was shared with an
    organization of theirs; by name. Those whom they assess they find where they assess. Four queries at most."""
    require(actor, "endorsements.given", what="Endorsements")
    ties = directory.helped_by(actor) if actor.helps else []
    let_in = {each.learner.id for each in ties if "record" in each.scopes and each.kind not in NEAR}
    places = acting_for(actor)
    shares = Share.objects.filter(organization__in=places, withdrawn_at=None, until__gt=now)
    rows = list(shares.exclude(confirmed_at=None).values_list("learner", flat=True).distinct())
    agreed = consents_hold(rows, SHARING, now=now, implied=True) if rows else {}
    sharing = {learner for learner in rows if agreed[learner].holds}
    near = {each.learner.id for each in ties if each.kind in NEAR}
    found = directory.people((let_in | sharing) - near - {actor.me}).values()
    return sorted(found, key=lambda each: each.name.casefold())
