"""Writes: somebody asks that learning from elsewhere counts; an assessor answers with reasons, another one on appeal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.actions.attaining import attest
from throughline.apps.records.actions.evidence import Pinned, rest_on, show_for, versions_of
from throughline.apps.records.facts import NewFact, Witness
from throughline.apps.records.models import (
    Attestation,
    EvidenceShowing,
    EvidenceVersion,
    Recognition,
    RecognitionDecision,
    RecognitionWish,
)
from throughline.apps.trail import actions as trail
from throughline.core.certification.graduate_profiles import PRIOR, shown_in
from throughline.core.governing.waivers import days_there
from throughline.core.requirements.values import nearest

KINDS = ("competency", "course", "assessment", "experience")
"""What can be asked for. Milestones and credentials follow from these by their own rules."""
TIME = ("h", "hours", "days", "weeks", "months", "years", "minutes")
"""Units of time. They may be counted where the work itself was hours; they never stand for learning."""
CONTEXTS = {
    "school": "school",
    "work": "workplace",
    "community": "community",
    "family": "home",
    "online": "online",
}
"""The context of a fact, by the setting of the work."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to have counted: `competency:x` at a level, or `course:y` with credits by unit."""

    what: str
    level: int | None = None
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an assessor decides on one wish, and why. level: the one that was shown, where it is not the one asked for.

    next_step: what to do next, where it is not yet shown.
    """

    wish: UUID
    met: bool
    reasons: str
    next_step: str = ""
    level: int | None = None


@transaction.atomic
def ask(
    *, by: Actor, learner: UUID, organization: str, wishes: Sequence[Wish], evidence: Sequence[Pinned],
    now: datetime, words: str = "",
) -> UUID:  # fmt: skip
    """Ask an organization where the learner learns that something counts, on this evidence. Gives the request's id.

    By the learner, a helper let into the record, or whoever acts for the group that confirmed every piece. The answer is
    due within the days the state's pack says; the evidence is shown to those who assess there.
    """
    versions = versions_of(evidence)
    subject = replace(directory.subject_of(learner), confirmed_by=_confirmed_by(versions))
    decision = require(by, "recognition.ask", subject, what="Asking that it counts")
    _check(subject, learner, organization, wishes, versions)
    made = Recognition.objects.create(
        learner_id=learner, organization=organization, words=words.strip()[:5000], asked_by_id=by.me, asked_at=now,
        due=_due(organization, now),
    )  # fmt: skip
    made.evidence.set(versions)
    RecognitionWish.objects.bulk_create(
        RecognitionWish(
            recognition=made, what=each.what, level=each.level, tags=list(each.tags), position=nth,
            amounts={unit: str(amount) for unit, amount in each.amounts.items()},
        )
        for nth, each in enumerate(wishes)
    )  # fmt: skip
    show_for(versions, organization, f"recognition:{made.id}", now)
    data = {"what": [each.what for each in wishes], "due": str(made.due)}
    trail.record(
        trail.Act(
            by.person,
            "asked that it counts",
            now,
            learner,
            f"recognition:{made.id}",
            decision.authority,
            data,
        )
    )
    return made.id


def _due(organization: str, now: datetime) -> date:
    """By the state's rule, or as a waiver of it has it there."""
    today, kept = timezone.localdate(now), frameworks.catalogue()
    days = days_there(kept, "answer_days", (organization,), today, kept.state.answer_days)
    return today + timedelta(days=days)


def _confirmed_by(versions: Sequence[EvidenceVersion]) -> frozenset[str]:
    """The organizations for which somebody confirmed every one of these."""
    rows = Attestation.objects.filter(version__in=versions, assurance="works_for")
    by_version: dict[UUID, set[str]] = {each.id: set() for each in versions}
    for version, organization in rows.values_list("version_id", "organization"):
        by_version[version].add(organization)
    return frozenset(set.intersection(*by_version.values())) if by_version else frozenset()


def _check(
    subject: Subject, learner: UUID, organization: str, wishes: Sequence[Wish], versions: Sequence[EvidenceVersion]
) -> None:  # fmt: skip
    what = "Asking that it counts"
    if organization not in subject.organizations:
        raise Refused(what, f"they do not learn at '{organization}'.", "Choose a place where they learn.")
    if not wishes:
        raise Refused(what, "nothing is chosen that it could count for.", "Choose at least one.")
    if not versions or any(each.evidence.learner_id != learner for each in versions):
        raise Refused(what, "no piece of their own work is chosen.", "Choose at least one.")
    if any(each.evidence.set_aside_at for each in versions):
        raise Refused(what, "one of the pieces is set aside.", "Bring it back first.")
    if len({each.what for each in wishes}) != len(wishes):
        raise Refused(what, "the same thing is asked for twice.", "Ask for each once.")
    for each in wishes:
        _check_wish(each, versions)


def _check_wish(wish: Wish, versions: Sequence[EvidenceVersion]) -> None:
    kind, _, name = wish.what.partition(":")
    if kind not in KINDS or not name:
        raise Refused(
            f"Asking for {wish.what}",
            "it is not asked for by itself.",
            f"Ask for one of: {', '.join(KINDS)}.",
        )
    catalogue = frameworks.catalogue()
    if kind == "competency":
        known = catalogue.competencies
        if name not in known:
            raise Refused(f"Asking for {wish.what}", "it is not published.", nearest(name, list(known)))
        scale = catalogue.competency_frameworks[known[name].framework].scale
        if wish.level is None or wish.level not in {step.number for step in scale}:
            raise Refused(
                f"Asking for {wish.what}", "its scale has no such level.", "Choose a level of its scale."
            )
    if any(unit in TIME for unit in wish.amounts) and not all(
        each.evidence.kind == "hours" for each in versions
    ):
        raise Refused(
            f"Asking for {wish.what}", "time spent shows no learning.",
            "Ask for what was learned; hours count only where a rule asks for hours at work.",
        )  # fmt: skip


@transaction.atomic
def take_back(*, by: Actor, recognition: UUID, now: datetime) -> None:
    """Take back a request that is not answered yet; the work is no longer shown there."""
    found = _locked(recognition)
    decision = require(
        by, "evidence.keep", directory.subject_for(by, found.learner_id), what="Taking back a request"
    )
    if RecognitionDecision.objects.filter(wish__recognition=found).exists():
        raise Refused("Taking back a request", "it is answered.", "You can stop showing the work.")
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    EvidenceShowing.objects.filter(why=f"recognition:{found.id}", closed_at=None).update(closed_at=now)
    trail.record(
        trail.Act(by.person, "took back a request", now, found.learner_id, f"recognition:{found.id}",
                  decision.authority)
    )  # fmt: skip


@transaction.atomic
def decide(
    *, by: Actor, recognition: UUID, answers: Sequence[Answer], now: datetime, beside: Iterable[UUID] = ()
) -> list[UUID]:
    """An assessor of the place that was asked decides wishes, each with reasons; gives the decisions' ids.

    Met: a fact stands, linked to its evidence. On appeal somebody other than the first time decides. beside:
    attestations by people of recognized organizations who judged together with the assessor.
    """
    found = _locked(recognition)
    subject = replace(
        directory.subject_of(found.learner_id), organization=found.organization, assessors=frameworks.judging_roles()
    )  # fmt: skip
    decision = require(by, "recognition.decide", subject, what="Answering")
    turn = _turn(by, found)
    wishes = {each.id: each for each in found.wishes.prefetch_related("decisions")}
    versions = list(found.evidence.select_related("evidence"))
    witnesses = _together(by, found, versions, beside)
    made = []
    for answer in answers:
        wish = wishes.get(answer.wish)
        if wish is None or not _undecided(wish, turn):
            raise Refused("Answering", "this was answered, or was not asked.", "Open the request again.")
        made.append(_decided(by, found, wish, answer, turn, versions, witnesses, now))
    data = {"turn": turn, "outcomes": {wishes[a.wish].what: "met" if a.met else "not_yet" for a in answers}}
    verb = "answered" if turn == 1 else "answered an appeal"
    trail.record(
        trail.Act(by.person, verb, now, found.learner_id, f"recognition:{found.id}", decision.authority, data)
    )
    return made


def _locked(recognition: UUID) -> Recognition:
    found = Recognition.objects.select_for_update().filter(id=recognition).first()
    if found is None:
        raise Refused("This request", "there is none of that id that you may see.", "Check the address.")
    if found.withdrawn_at:
        raise Refused("This request", "it was taken back.", "There is nothing to answer.")
    return found


def _turn(by: Actor, found: Recognition) -> int:
    if by.person in (found.learner_id, found.asked_by_id):
        raise Refused("Answering", "you asked it yourself.", "Somebody else answers.")
    if found.appealed_at is None:
        return 1
    first = RecognitionDecision.objects.filter(wish__recognition=found, turn=1)
    if first.filter(decided_by=by.person).exists():
        raise Refused(
            "Answering an appeal",
            "you decided the first time.",
            "Another assessor looks at it with fresh eyes.",
        )
    return 2


def _undecided(wish: RecognitionWish, turn: int) -> bool:
    outcomes = {each.turn: each.outcome for each in wish.decisions.all()}
    return turn not in outcomes and outcomes.get(1) != "met"


def _together(
    by: Actor, found: Recognition, versions: Sequence[EvidenceVersion], beside: Iterable[UUID]
) -> tuple[Witness, ...]:
    """The assessor, and those who said signed in, for an organization, what they saw of this work."""
    assessing = ASSESSORS | frameworks.judging_roles()
    own = next(
        (role for role in by.roles if role.organization == found.organization and role.role in assessing),
        None,
    )
    wanted = list(beside)
    rows = Attestation.objects.filter(
        id__in=wanted, version__evidence__in=[v.evidence_id for v in versions], assurance="works_for"
    )
    others = [Witness(row.person_id, row.role, row.organization) for row in rows if row.person_id]
    if len(others) != len(set(wanted)) or any(w.role not in assessing for w in others):
        raise Refused(
            "Judging together", "one of those chosen did not speak for a recognized organization in a role that judges.",
            "Choose among those who did.",
        )  # fmt: skip
    first = (Witness(by.me, own.role, own.organization),) if own else ()
    return (*first, *(each for each in others if each.person != by.person))


def _decided(
    by: Actor, found: Recognition, wish: RecognitionWish, answer: Answer, turn: int,
    versions: Sequence[EvidenceVersion], witnesses: tuple[Witness, ...], now: datetime,
) -> UUID:  # fmt: skip
    if not answer.reasons.strip():
        raise Refused("Answering", "the reasons are missing.", "Say what you saw, or what is not there yet.")
    if not answer.met and not answer.next_step.strip():
        raise Refused("Not yet", "what comes next is missing.", "Say one thing they can do next.")
    level = answer.level or wish.level
    made = _fact(by, found, wish, answer, level, versions, witnesses, now) if answer.met else None
    since, due = (found.asked_at, found.due) if turn == 1 else (found.appealed_at, found.appeal_due)
    assert since is not None
    assert due is not None
    kept = RecognitionDecision.objects.create(
        wish=wish, turn=turn, outcome="met" if answer.met else "not_yet", level=level if answer.met else None,
        reasons=answer.reasons.strip()[:5000], next_step="" if answer.met else answer.next_step.strip()[:2000],
        attainment_id=made, decided_by_id=by.me, decided_at=now, waited=now - since,
        in_time=timezone.localdate(now) <= due,
    )  # fmt: skip
    return kept.id


def _fact(
    by: Actor, found: Recognition, wish: RecognitionWish, answer: Answer, level: int | None,
    versions: Sequence[EvidenceVersion], witnesses: tuple[Witness, ...], now: datetime,
) -> UUID:  # fmt: skip
    first = versions[0]
    fact = NewFact(
        found.learner_id, wish.what, timezone.localdate(now), level=level,
        amounts=_amounts(wish, versions), tags=(*wish.tags, shown_in(PRIOR)),
        context=CONTEXTS[first.setting], organization=first.organization, witnesses=witnesses,
        note=answer.reasons.strip(), source="recognition",
    )  # fmt: skip
    made = attest(by=by, fact=fact, now=now)
    rest_on([made], [(each.evidence_id, each.number) for each in versions])
    return made


def _amounts(wish: RecognitionWish, versions: Sequence[EvidenceVersion]) -> dict[str, Decimal]:
    """What the fact adds: credits as they were asked for; of hours those that somebody else confirmed, and no more."""
    amounts = {unit: Decimal(amount) for unit, amount in wish.amounts.items()}
    for unit in amounts.keys() & set(TIME):
        confirmed = confirmed_hours(versions)
        if not confirmed:
            raise Refused(
                "Counting the hours",
                "nobody has confirmed them yet.",
                "Ask who was there to confirm them first.",
            )
        amounts[unit] = min(amounts[unit], confirmed)
    return amounts


def confirmed_hours(versions: Iterable[EvidenceVersion]) -> Decimal:
    """The hours of these versions that somebody other than the learner confirmed: of each the most any one did."""
    most: dict[UUID, Decimal] = {}
    for row in Attestation.objects.filter(version__in=list(versions), hours__isnull=False):
        most[row.version_id] = max(row.hours or Decimal(0), most.get(row.version_id, Decimal(0)))
    return sum(most.values(), Decimal(0))


@transaction.atomic
def appeal(*, by: Actor, recognition: UUID, words: str, now: datetime) -> None:
    """The learner asks for another assessor to look again at what was not yet accepted. The clock starts anew."""
    found = _locked(recognition)
    decision = require(
        by, "recognition.appeal", directory.subject_for(by, found.learner_id), what="Asking another to look"
    )
    if found.appealed_at:
        raise Refused("Asking another to look", "you have asked once.", "You can ask anew with further work.")
    outcomes = [
        {d.turn: d.outcome for d in each.decisions.all()}
        for each in found.wishes.prefetch_related("decisions")
    ]
    if any(1 not in each for each in outcomes) or all(each[1] == "met" for each in outcomes):
        raise Refused(
            "Asking another to look", "there is no answer to look at again.", "Wait for the answer."
        )
    if not words.strip():
        raise Refused(
            "Asking another to look", "your reasons are missing.", "Say what you think was not seen."
        )
    found.appealed_at, found.appeal_words = now, words.strip()[:5000]
    found.appeal_due = _due(found.organization, now)
    found.save(update_fields=["appealed_at", "appeal_words", "appeal_due"])
    trail.record(
        trail.Act(by.person, "asked another to look", now, found.learner_id, f"recognition:{found.id}",
                  decision.authority)
    )  # fmt: skip
