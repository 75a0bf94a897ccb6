"""Writes: facts about learners, tries, withdrawals, exceptions. Nothing here is ever changed or deleted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.awarding import award_what_follows, award_what_was_given
from throughline.apps.records.facts import NewFact, Witness, keep, row_of
from throughline.apps.records.judging.calibrated import refuse_uncalibrated
from throughline.apps.records.judging.handed_in import task_behind, task_showing
from throughline.apps.records.models import Attainment, AttainmentMark, Attempt, ExceptionGrant, Review
from throughline.apps.records.waits import next_try
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.progress.judging import seats
from throughline.core.requirements.values import nearest


def attest(*, by: Actor, fact: NewFact, now: datetime) -> UUID:
    """An assessor records one fact about a learner; gives its id."""
    return attest_many(by=by, facts=[fact], now=now)[0]


@transaction.atomic
def attest_many(
    *, by: Actor, facts: Sequence[NewFact], now: datetime, asked: frozenset[UUID] = frozenset()
) -> list[UUID]:
    """An assessor records facts about many learners (a class list): all of them or none. Ids in the order given.

    asked: people who were asked to judge these, wherever they assess. Credentials that now follow are issued in the
    same transaction.
    """
    catalogue = frameworks.catalogue()
    authority = _authorities(by, facts, catalogue, asked)
    _check(facts, catalogue)
    witnesses = _witnesses(by, facts)
    _calibrated_behind(by, zip(facts, witnesses, strict=True), now)
    rows = [
        row_of(fact, stood, _judged(fact, catalogue), by.person, now)
        for fact, stood in zip(facts, witnesses, strict=True)
    ]
    keep(row for _, row in rows)
    trail.record_many(_attested(by, facts, authority, now))
    ids = [key for key, _ in rows]
    award_what_was_given(by, list(zip(ids, facts, strict=True)), now=now)
    award_what_follows((fact.learner for fact in facts), now=now)
    return ids


def _authorities(
    by: Actor, facts: Iterable[NewFact], catalogue: Catalogue, asked: frozenset[UUID]
) -> dict[UUID, str]:
    wanted = {fact.learner: set[str]() for fact in facts}
    for fact in facts:
        wanted[fact.learner].add(fact.what)
    subjects = directory.subjects_of(wanted)
    found: dict[UUID, str] = {}
    for learner, whats in wanted.items():
        if learner not in subjects:
            raise Refused("A fact", f"nobody here has the id {learner}.", "Check the id.")
        # The policy sees only who judges and who issues: things alike in both need one answer.
        alike = {(judges_of(what, catalogue), issuers_of(what, catalogue)): what for what in whats}
        for (judges, issuers), what in alike.items():
            subject = replace(subjects[learner], asked=asked)
            found[learner] = _may_attest(by, subject, judges, issuers, what)
    return found


def _may_attest(
    by: Actor, subject: Subject, judges: frozenset[str], issuers: frozenset[str], what: str
) -> str:
    about = replace(subject, judges=judges, issuers=issuers, assessors=frameworks.judging_roles())
    return require(by, "record.attest", about, what=f"Recording {what}").authority


def _subject(learner: UUID) -> Subject:
    return replace(directory.subject_of(learner), assessors=frameworks.judging_roles())


def judges_of(what: str, catalogue: Catalogue) -> frozenset[str]:
    """The roles that the ways of a milestone name as judges; empty: any assessor."""
    milestone = catalogue.milestones.get(what.removeprefix("milestone:"))
    if milestone is None or not what.startswith("milestone:"):
        return frozenset()
    return frozenset(role for way in milestone.ways for role in way.judges)


def issuers_of(what: str, catalogue: Catalogue) -> frozenset[str]:
    """The organizations that may give a credential."""
    credential = catalogue.credentials.get(what.removeprefix("credential:"))
    return frozenset(credential.issuers) if credential and what.startswith("credential:") else frozenset()


def _check(facts: Iterable[NewFact], catalogue: Catalogue) -> None:
    """Refuse facts about things that nobody published, and about days to come."""
    for what in {fact.what for fact in facts}:
        kind, _, name = what.partition(":")
        known = {
            "milestone": catalogue.milestones, "credential": catalogue.credentials, "competency": catalogue.competencies
        }.get(kind)  # fmt: skip
        if known is not None and name not in known:
            raise Refused(
                f"Recording {what}", f"no {kind} '{name}' is published.", nearest(name, list(known))
            )


def _witnesses(by: Actor, facts: Sequence[NewFact]) -> list[tuple[Witness, ...]]:
    alone = _as_witness(by)
    stood = [fact.witnesses or alone for fact in facts]
    asked = {(w.person, w.role, w.organization) for each in stood for w in each}
    own = {(by.person, role.role, role.organization) for role in by.roles if by.person}
    if missing := (asked - own) - directory.hold_roles(asked - own):
        _, role, place = min(missing, key=str)
        raise Refused(
            "A witness",
            f"the person named does not act as {role} for {place}.",
            "Name the role they hold there.",
        )
    return stood


def _as_witness(by: Actor) -> tuple[Witness, ...]:
    assessing = ASSESSORS | frameworks.judging_roles()
    role = next((role for role in by.roles if role.role in assessing), None)
    return (Witness(by.person, role.role, role.organization),) if by.person and role else ()


def _calibrated_behind(
    by: Actor, stood: Iterable[tuple[NewFact, tuple[Witness, ...]]], now: datetime
) -> None:
    """What a part with anchors leaves stands only where somebody behind it is calibrated on them, whichever way it
    comes. In the queue each signed for themselves; elsewhere only the one who acts does. A score of a test that was
    brought as a file is nobody's judgment."""
    judged = {
        (fact.what, fact.judged, frozenset(w.person for w in told) if fact.source == "assessment" else None)
        for fact, told in stood
        if not (fact.source == "import" and fact.score is not None)
    }  # fmt: skip
    own = frozenset({by.person} if by.person else ())
    for what, under, signed in judged:
        task = task_behind(what, under)
        if task is not None:
            refuse_uncalibrated(task, own if signed is None else signed, now=now)


def _judged(fact: NewFact, catalogue: Catalogue) -> tuple[str, int] | None:
    """The version it was judged under: the one given, else the one in force."""
    number = catalogue.versions.get(fact.what)
    return fact.judged or (None if number is None else (fact.what, number))


def _attested(
    by: Actor, facts: Iterable[NewFact], authority: dict[UUID, str], now: datetime
) -> list[trail.Act]:
    """One event for each learner; it names the one fact, or counts and lists them."""
    by_learner: dict[UUID, list[str]] = defaultdict(list)
    for fact in facts:
        by_learner[fact.learner].append(fact.what)
    return [
        trail.Act(
            by.person, "attested", now, about=learner, target=whats[0] if len(whats) == 1 else "",
            authority=authority[learner], data={"what": whats},
        )
        for learner, whats in by_learner.items()
    ]  # fmt: skip


@transaction.atomic
def judge(
    *, by: Actor, fact: NewFact, outcome: Literal["met", "not_yet"], now: datetime, milestone: str = "",
    advice: str = "",
) -> UUID:  # fmt: skip
    """An assessor judges one try at one part. Met: a fact stands. Not yet: the try is kept for the learner and those
    who assess, nothing else changes, and the next try is open (after the milestone's cooling days, where it has any)."""
    _alone_enough(fact.what, outcome)
    judges = judges_of(milestone or fact.what, frameworks.catalogue())
    subject = replace(_subject(fact.learner), judges=judges)
    decision = require(by, "record.attest", subject, what=f"Judging {fact.what}")
    _cooled(fact, milestone)
    made = attest(by=by, fact=fact, now=now) if outcome == "met" else None
    tried = Attempt.objects.create(
        learner_id=fact.learner, part=fact.what, milestone=milestone, outcome=outcome, on=fact.happened_on,
        advice=advice, attainment_id=made, judged_by_id=by.me, recorded_at=now,
    )  # fmt: skip
    trail.record(trail.Act(by.person, "judged", now, fact.learner, fact.what, decision.authority))
    return tried.id


def _alone_enough(what: str, outcome: str) -> None:
    """Where a part asks for several signatures, nobody signs for another."""
    task = task_showing(what)
    if outcome == "met" and task is not None and len(seats(task.part.judges)) > 1:
        raise Refused(
            "Judging this part", "several people sign it, each for themselves.", "Judge it on its rubric."
        )


def _cooled(fact: NewFact, milestone: str) -> None:
    found = frameworks.catalogue().milestones.get(milestone.removeprefix("milestone:"))
    days = found.retakes.cooling_days if found else 0
    last = (
        Attempt.objects.filter(learner=fact.learner, part=fact.what, outcome="not_yet")
        .order_by("-on")
        .first()
    )
    if not days or last is None or fact.happened_on >= last.on + timedelta(days=days):
        return
    learns = directory.subject_of(fact.learner).organizations
    opens = next_try(last.on, days, learns, fact.happened_on)
    if fact.happened_on < opens:
        raise Refused(
            f"Another try at {fact.what}", f"there are {days} days between two tries.",
            f"It is open from {opens:%d %B %Y}.",
        )  # fmt: skip


@transaction.atomic
def withdraw(*, by: Actor, attainment: UUID, on: date, reason: str, now: datetime) -> UUID:
    """Mark a fact as withdrawn from a day, with the reason; opens a review of what rested on it; gives the review's id.

    It undoes nothing that was granted.
    """
    row = Attainment.objects.get(id=attainment)
    subject = replace(_subject(row.learner_id), issuers=frozenset({row.issuer} - {""}))
    decision = require(by, "record.withdraw", subject, what=f"Withdrawing {row.what}")
    mark = AttainmentMark.objects.create(
        attainment=row, on=on, reason=reason, marked_by_id=by.me, recorded_at=now
    )
    review = Review.objects.create(mark=mark, learner_id=row.learner_id, opened_at=now)
    trail.record(
        trail.Act(
            by.person, "withdrew", now, row.learner_id, row.what, decision.authority, {"reason": reason}
        )
    )
    return review.id


@transaction.atomic
def close_review(*, by: Actor, review: UUID, outcome: str, now: datetime) -> None:
    """Close a review with its outcome in words."""
    found = Review.objects.select_for_update().get(id=review)
    decision = require(by, "review.close", _subject(found.learner_id), what="Closing a review")
    if found.closed_at:
        raise Refused("Closing a review", "it is closed already.", "Open a new one by a new mark.")
    if not outcome.strip():
        raise Refused("Closing a review", "it has no words yet.", "Say what was found.")
    found.closed_at, found.outcome = now, outcome
    found.save(update_fields=["closed_at", "outcome"])
    trail.record(trail.Act(by.person, "closed review", now, found.learner_id, authority=decision.authority))


@transaction.atomic
def grant_exception(
    *, by: Actor, learner: UUID, rule: str, node: str, kind: Literal["waive", "substitute", "also_accept"],
    reason: str, on: date, now: datetime, accept: Sequence[str] = (), version: int = 0, until: date | None = None,
) -> UUID:  # fmt: skip
    """Decide an exception for one learner at one node of a rule. It shows as waived, never as met."""
    published = frameworks.catalogue().rules.get(rule.removeprefix("rule:"))
    judges = frozenset(published.waivable_by) if published and rule.startswith("rule:") else frozenset()
    subject = replace(directory.subject_of(learner), judges=judges)
    decision = require(by, "record.except", subject, what=f"An exception to {rule}")
    made = ExceptionGrant.objects.create(
        learner_id=learner, rule=rule, node=node, kind=kind, accept=list(accept), version=version,
        signed_by_id=by.me, on=on, until=until, reason=reason, recorded_at=now,
    )  # fmt: skip
    trail.record(
        trail.Act(
            by.person,
            "granted exception",
            now,
            learner,
            rule,
            decision.authority,
            {"node": node, "kind": kind},
        )
    )
    award_what_follows([learner], now=now)
    return made.id
