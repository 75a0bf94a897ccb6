"""Writes: a stay elsewhere, agreed by the learner, their home and the host before it begins, and recognized by itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.exchange import json_of, stood
from throughline.apps.opportunities.models import (
    LearningAgreement,
    LearningAgreementStep,
    LearningAgreementVersion,
)
from throughline.apps.records import queries as records
from throughline.apps.records.actions import recognize_agreed
from throughline.apps.records.facts import NewFact, Witness
from throughline.apps.trail import actions as trail
from throughline.core import learning_agreement as core
from throughline.core.progress.record import Fact

T = TypeVar("T")
WHAT = "A learning agreement"
MOST_ITEMS = 30


@dataclass(frozen=True, slots=True)
class Stay:
    """Where somebody goes. home, host: organizations by id. kind: study or work. program: of the state's `stay_programs`."""

    home: str
    host: str
    kind: str
    starts: date
    ends: date
    program: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the learner asks for. studied: what the host can see done (`course:x`, `competency:x`, `experience:x` ...).

    recognized: what the home then gives, with credits in `unit`. changes: in place of `studied`, to what is in force.
    """

    studied: tuple[str, ...] = ()
    recognized: Mapping[str, Decimal] = field(default_factory=dict)
    unit: str = "credit"
    provision: core.Provision = "in_part"
    changes: tuple[core.Change, ...] = ()


@transaction.atomic
def begin(*, by: Actor, stay: Stay, asked: Asked, now: datetime) -> UUID:
    """A learner asks for a stay; their home approves next, then the host. Gives its id.

    Raises `Refused` where the program does not allow it, a place is unknown, or one of the lists is empty.
    """
    subject = directory.subject_for(by, by.me)
    decision = require(by, "stay.ask", subject, what=WHAT)
    _fits(stay, by.organizations("learner"))
    made = LearningAgreement.objects.create(
        learner_id=by.me, home=stay.home, host=stay.host, kind=stay.kind, program=stay.program,
        starts=stay.starts, ends=stay.ends, begun_at=now,
    )  # fmt: skip
    _ask(made, asked, now)
    _note(by, "asked for a stay elsewhere", made, decision.authority, now)
    return made.id


@transaction.atomic
def change(*, by: Actor, agreement: UUID, asked: Asked, now: datetime) -> None:
    """The learner asks for something else; what is in force stays so until all three have approved."""
    found = _locked(agreement)
    decision = require(by, "stay.ask", directory.subject_for(by, found.learner_id), what=WHAT)
    if _over(found):
        raise Refused(WHAT, "it is recognized already.", "Ask for another stay.")
    _ask(found, asked, now)
    _note(by, "asked for a change of a stay", found, decision.authority, now)


@transaction.atomic
def approve(*, by: Actor, agreement: UUID, number: int, now: datetime) -> bool:
    """The party whose turn it is approves the draft of that number; gives whether it is in force now."""
    found = _locked(agreement)
    party, authority = _party(by, found)
    after = _checked(lambda: core.approve(_stood(found), party, number, now))
    _step(found, number, party, "approved", by, now)
    _note(by, "approved a stay elsewhere", found, authority, now)
    if after.draft is None:
        settle([found.learner_id], now=now)
    return after.draft is None


@transaction.atomic
def answer(
    *, by: Actor, agreement: UUID, number: int, now: datetime, words: str = "", instead: Sequence[core.Change] = ()
) -> None:  # fmt: skip
    """The party whose turn it is says what it would approve; it is the learner's turn again."""
    found = _locked(agreement)
    party, authority = _party(by, found)
    said = core.Answered(party, number, words.strip()[:2000], tuple(instead))
    _checked(lambda: core.answer(_stood(found), said))
    _step(found, number, party, "answered", by, now, words=said.words, instead=json_of(said.instead))
    _note(by, "said what to change in a stay", found, authority, now)


@transaction.atomic
def withdraw(*, by: Actor, agreement: UUID, now: datetime) -> None:
    """The learner takes the draft back; what is in force stays."""
    found = _locked(agreement)
    decision = require(by, "stay.ask", directory.subject_for(by, found.learner_id), what=WHAT)
    draft = _stood(found).draft
    if draft is None:
        raise Refused(WHAT, "there is no draft to take back.", "What is in force stays as it is.")
    _step(found, draft.number, "learner", "withdrew", by, now)
    _note(by, "took back a change of a stay", found, decision.authority, now)


@transaction.atomic
def refuse(*, by: Actor, agreement: UUID, words: str, now: datetime) -> None:
    """The home says that it will not keep what it promised. It is a breach: the promise stands, and so does this word."""
    found = _locked(agreement)
    decision = require(by, "stay.answer", Subject(organization=found.home), what=WHAT)
    held = _stood(found).in_force
    if held is None or _over(found):
        raise Refused(WHAT, "nothing is owed under it.", "Read how it stands.")
    if not words.strip():
        raise Refused(WHAT, "it does not say why.", "Write it; the learner and the state's board read it.")
    _step(found, held.number, "home", "refused", by, now, words=words.strip()[:2000])
    _note(by, "refused what a stay was to give", found, decision.authority, now)


@transaction.atomic
def settle(learners: Iterable[UUID], *, now: datetime) -> int:
    """Recognize at once whatever is done of the agreements in force of these learners: all of it, or, where the stay is
    over, what its provision gives. How many were recognized."""
    rows = LearningAgreement.objects.filter(learner__in=ids_of(learners)).order_by("id")
    open_ = [each for each in rows if not _over(each)]
    if not open_:
        return 0
    kept = records.records_of({each.learner_id for each in open_})
    return sum(_settled(each, _done(each, kept[each.learner_id].facts), now) for each in open_)


def settle_ended(*, now: datetime) -> int:
    """The same for every stay that is over, each night."""
    today = timezone.localdate(now)
    over = LearningAgreement.objects.filter(ends__lt=today).exclude(versions__steps__step="recognized")
    return settle(set(over.values_list("learner", flat=True)), now=now)


def _done(agreement: LearningAgreement, facts: Iterable[Fact]) -> frozenset[str]:
    """What the host has seen done since the stay began, and not taken back."""
    return frozenset(
        each.what
        for each in facts
        if agreement.host in (each.organization, each.issuer)
        and each.confirmed and each.revoked is None and each.when >= agreement.starts
    )  # fmt: skip


def _settled(agreement: LearningAgreement, done: frozenset[str], now: datetime) -> bool:
    list(LearningAgreement.objects.select_for_update().filter(id=agreement.id))
    held = _stood(agreement).in_force
    if held is None or _over(agreement):
        return False
    owed = core.owed(held, done)
    if not owed.whole and agreement.ends >= timezone.localdate(now):
        return False
    row = agreement.versions.get(number=held.number)
    facts = [_fact(agreement, row, item, n, now) for item, n in owed.credits.items()]
    credits = {item: str(n) for item, n in owed.credits.items()}
    recognize_agreed(by=HOUSE, facts=facts, under=f"learning_agreement:{agreement.id}", now=now)
    LearningAgreementStep.objects.create(
        version=row, nth=row.steps.count() + 1, party="home", step="recognized", credits=credits, at=now
    )
    return True


def _fact(
    agreement: LearningAgreement, row: LearningAgreementVersion, item: str, credits: Decimal, now: datetime
) -> NewFact:
    signed = row.steps.get(party="home", step="approved")
    return NewFact(
        agreement.learner_id, item, timezone.localdate(now), amounts={row.unit: credits}, organization=agreement.home,
        issuer=agreement.home, witnesses=(Witness(signed.by_id, "registrar", agreement.home),) if signed.by_id else (),
        source="agreement",
    )  # fmt: skip


def _fits(stay: Stay, learns_at: frozenset[str]) -> None:
    kept = frameworks.catalogue()
    if stay.home not in learns_at:
        raise Refused(WHAT, "you do not learn at this home.", "Choose the place where you learn.")
    if stay.host not in kept.organizations or stay.host == stay.home:
        raise Refused(WHAT, "the host is no other place the state knows.", "Choose one of the list.")
    if stay.ends <= stay.starts:
        raise Refused(WHAT, "it ends before it begins.", "Look at the two days again.")
    if not stay.program:
        return
    program = next((each for each in kept.state.stay_programs if each.id == stay.program), None)
    if program is None:
        raise Refused(WHAT, f"the state has no program '{stay.program}'.", "Choose one of the list.")
    if why := core.outside(program, stay.starts, stay.ends, stay.kind):
        raise Refused(WHAT, why[0].lower() + why[1:], "Choose other days, or no program.")


def _ask(agreement: LearningAgreement, asked: Asked, now: datetime) -> None:
    held, number = _stood(agreement), agreement.versions.count() + 1
    version = _checked(lambda: _version(held.in_force, asked, number))
    if len(version.studied) > MOST_ITEMS or len(version.recognized) > MOST_ITEMS:
        raise Refused(WHAT, f"a list has room for {MOST_ITEMS}.", "Make two agreements of it.")
    if any(credits <= 0 for credits in version.recognized.values()):
        raise Refused(WHAT, "something is recognized with no credits.", "Give each a number above 0.")
    _checked(lambda: core.propose(held, version, {"learner": now}))
    LearningAgreementVersion.objects.create(
        agreement=agreement, number=number, studied=list(version.studied), unit=asked.unit, provision=version.provision,
        recognized={item: str(n) for item, n in version.recognized.items()}, changes=json_of(version.changes),
        asked_at=now,
    )  # fmt: skip


def _version(held: core.Version | None, asked: Asked, number: int) -> core.Version:
    if held is None or asked.studied:
        return core.Version(number, asked.studied, asked.recognized, asked.provision)
    changed = core.changed(held, asked.changes, number)
    return core.Version(
        number, changed.studied, asked.recognized or held.recognized, asked.provision, changed.changes
    )


def _locked(agreement: UUID) -> LearningAgreement:
    found = LearningAgreement.objects.select_for_update().filter(id=agreement).first()
    if found is None:
        raise Refused(WHAT, "there is none at this address.", "Look in your list.")
    return found


def _stood(agreement: LearningAgreement) -> core.LearningAgreement:
    return stood(agreement.versions.order_by("number").prefetch_related("steps"))


def _over(agreement: LearningAgreement) -> bool:
    return LearningAgreementStep.objects.filter(version__agreement=agreement, step="recognized").exists()


def _party(by: Actor, agreement: LearningAgreement) -> tuple[core.Party, str]:
    """For whom somebody answers: the home where they act for it, else the host."""
    acting = by.organizations()
    party: core.Party = "home" if agreement.home in acting else "host"
    place = agreement.home if party == "home" else agreement.host
    return party, require(by, "stay.answer", Subject(organization=place), what=WHAT).authority


def _step(
    agreement: LearningAgreement, number: int, party: str, step: str, by: Actor, now: datetime, words: str = "",
    instead: Sequence[Mapping[str, str]] = (),
) -> None:  # fmt: skip
    version = agreement.versions.get(number=number)
    LearningAgreementStep.objects.create(
        version=version, nth=version.steps.count() + 1, party=party, step=step, by_id=by.me, words=words,
        instead=list(instead), at=now,
    )  # fmt: skip


def _note(by: Actor, verb: str, found: LearningAgreement, authority: str, now: datetime) -> None:
    trail.record(
        trail.Act(by.person, verb, now, found.learner_id, f"learning_agreement:{found.id}", authority)
    )


def _checked(step: Callable[[], T]) -> T:
    try:
        return step()
    except core.NotNow as error:
        raise Refused(WHAT, error.why[0].lower() + error.why[1:], error.fix) from None
