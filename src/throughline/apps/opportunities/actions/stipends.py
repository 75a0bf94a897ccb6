"""Writes: a network publishes what it pays, reviews hosts, reckons a run line by line, and two persons approve it."""

from collections.abc import Iterable
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
from throughline.apps.opportunities.models import (
    HostReview,
    Intern,
    LearningAgreement,
    LearningAgreementStep,
    StipendApproval,
    StipendLine,
    StipendPayment,
    StipendProgram,
    StipendRule,
    StipendRun,
)
from throughline.apps.opportunities.queries.stipends import (
    balances,
    digest_of,
    hours_of,
    reckoned_before,
    rules_of,
)
from throughline.apps.trail import actions as trail
from throughline.core.stipends import UNITS, due, lines, payment

WHAT, RUN = "Stipends", "A stipend run"
AT_ONCE = 50
"""Interns reckoned in one transaction: what a stopped run keeps, it keeps in steps of so many."""
TWO = 2


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule, as it is typed; its parts are those of `StipendRule`."""

    unit: str
    amount: Decimal
    starts: date
    most_hours: Decimal | None = None
    least_hours: Decimal = Decimal(0)


@transaction.atomic
def make(*, by: Actor, keeper: str, title: str, words: str, rule: NewRule, now: datetime) -> UUID:
    """A network opens a stipend program with its first rule; both are public. Gives its id."""
    decision = require(by, "stipend.run", Subject(organization=keeper), what=WHAT)
    place = frameworks.catalogue().organizations.get(keeper)
    if place is None or not title.strip() or not words.strip():
        raise Refused(WHAT, "it has no keeper, no title, or says nothing.", "Write all three.")
    made, new = StipendProgram.objects.get_or_create(
        keeper=keeper, title=title.strip()[:200],
        defaults={"words": words.strip()[:5000], "made_by_id": by.me, "made_at": now},
    )  # fmt: skip
    if not new:
        raise Refused(WHAT, "one of this name is there.", "Give it another name, or publish a rule in it.")
    _publish(by, made, rule, now)
    _tell(by, "opened a stipend program", made, decision, now)
    return made.id


@transaction.atomic
def publish_rule(*, by: Actor, program: UUID, rule: NewRule, now: datetime) -> int:
    """A later rule takes the place of the one before, from a day to come on; gives its number."""
    found = _program(program)
    decision = require(by, "stipend.run", Subject(organization=found.keeper), what=WHAT)
    if rule.starts < timezone.localdate(now):
        raise Refused(WHAT, "it would change what is over.", "Let it begin today or later.")
    number = _publish(by, found, rule, now)
    _tell(by, "published a stipend rule", found, decision, now)
    return number


def _publish(by: Actor, program: StipendProgram, rule: NewRule, now: datetime) -> int:
    earlier = list(program.rules.order_by("number"))
    if rule.unit not in UNITS or rule.amount <= 0 or rule.least_hours < 0:
        raise Refused(
            WHAT, "it does not say how much for what.", "Choose hour, week or month, and an amount."
        )
    if earlier and earlier[0].unit != rule.unit:
        raise Refused(WHAT, f"this program pays by the {earlier[0].unit}.", "Open another program for it.")
    number = len(earlier) + 1
    StipendRule.objects.create(
        program=program, number=number, unit=rule.unit, amount=rule.amount, most_hours=rule.most_hours,
        least_hours=rule.least_hours, starts=rule.starts, published_by_id=by.me, published_at=now,
    )  # fmt: skip
    return number


@transaction.atomic
def review_host(*, by: Actor, program: UUID, host: str, fits: bool, words: str, now: datetime) -> None:
    """The network says whether a host may take its interns, and why: whether it is there for young people to grow."""
    found = _program(program)
    decision = require(by, "stipend.run", Subject(organization=found.keeper), what="Reviewing a host")
    if host not in frameworks.catalogue().organizations or not words.strip():
        raise Refused("Reviewing a host", "it names no host, or gives no reason.", "Choose one, and say why.")
    nth = HostReview.objects.filter(program=found, host=host).count() + 1
    HostReview.objects.create(
        program=found, host=host, nth=nth, fits=fits, words=words.strip()[:5000], by_id=by.me, at=now
    )
    _tell(by, "reviewed a host", found, decision, now)


@transaction.atomic
def join(*, by: Actor, program: UUID, agreement: UUID, now: datetime) -> UUID:
    """A learner takes part with a stay of theirs. Its network then sees the hours of that stay, and nothing else.

    :raises Refused: the host was not reviewed, the stay is not agreed on, or it is paid elsewhere.
    """
    found = _program(program)
    stay = LearningAgreement.objects.select_for_update().filter(id=agreement).first()
    if stay is None or found.closed_at is not None:
        raise Refused(WHAT, "there is no such stay, or nobody new can join.", "Look at your stays.")
    decision = require(by, "stipend.join", directory.subject_for(by, stay.learner_id), what=WHAT)
    agreed = LearningAgreementStep.objects.filter(version__agreement=stay, party="host", step="approved")
    if stay.kind != "work" or not agreed.exists():
        raise Refused(
            WHAT, "it is no stay at work that all three agreed on.", "Wait for the host's approval."
        )
    if not _reviewed(found, stay.host):
        raise Refused(
            WHAT, "the network has not reviewed this host.", "Ask the network; its page says who leads it."
        )
    made, new = Intern.objects.get_or_create(agreement=stay, defaults={"program": found, "joined_at": now})
    if not new and made.program_id != found.id:
        raise Refused(WHAT, "this stay is paid in another program.", "One stay is paid once.")
    if new:
        _tell(by, "joined a stipend program", found, decision, now, about=stay.learner_id)
    return made.id


def _reviewed(program: StipendProgram, host: str) -> bool:
    last = HostReview.objects.filter(program=program, host=host).order_by("-nth").first()
    return last is not None and last.fits


def begin_run(*, by: Actor, program: UUID, until: date, now: datetime) -> UUID:
    """Begin a run of all that is due up to a day, and reckon it. Stopped at any moment, it goes on with `go_on`."""
    with transaction.atomic():
        found = _program(program)
        decision = require(by, "stipend.run", Subject(organization=found.keeper), what=RUN)
        if until > timezone.localdate(now):
            raise Refused(RUN, "its last day is still to come.", "Choose a day that is over.")
        if StipendRun.objects.filter(program=found, approved_at=None, dropped_at=None).exists():
            raise Refused(RUN, "one waits already.", "Approve or drop it first.")
        made = StipendRun.objects.create(
            program=found, nth=found.runs.count() + 1, until=until, begun_by_id=by.me, begun_at=now
        )
        _tell(by, "began a stipend run", found, decision, now)
    go_on(by=by, run=made.id, now=now)
    return made.id


def go_on(*, by: Actor, run: UUID, now: datetime) -> None:
    """Go on with a run from where it stopped, until every intern is reckoned. Doing it twice changes nothing."""
    while _reckon_some(by, run, now):
        pass


@transaction.atomic
def _reckon_some(by: Actor, key: UUID, now: datetime) -> bool:
    run = _waiting(key)
    require(by, "stipend.run", Subject(organization=run.program.keeper), what=RUN)
    if run.reckoned_at is not None:
        return False
    rows = Intern.objects.filter(program=run.program).order_by("id")
    some = list((rows.filter(id__gt=run.after) if run.after else rows)[:AT_ONCE])
    if not some:
        run.reckoned_at, run.digest = now, digest_of(run.id)
        run.save(update_fields=["reckoned_at", "digest"])
        return False
    StipendLine.objects.bulk_create(_lines(run, some))
    run.after = some[-1].id
    run.save(update_fields=["after"])
    return True


def _lines(run: StipendRun, interns: list[Intern]) -> Iterable[StipendLine]:
    rules, hours, before = rules_of(run.program_id), hours_of(interns), reckoned_before(interns)
    for intern in interns:
        for line in lines(due(rules, hours.get(intern.id, {}), run.until), before.get(intern.id, {})):
            yield StipendLine(
                run=run, intern=intern, period=line.due.period, hours=line.due.hours, counted=line.due.counted,
                amount=line.amount, kind=line.kind, why=line.due.why, rule=line.due.rule,
            )  # fmt: skip


@transaction.atomic
def approve(*, by: Actor, run: UUID, digest: str, now: datetime) -> bool:
    """One of two persons approves exactly the lines they saw; with the second the payments are made. Gives whether they are.

    :raises Refused: the same person did, or the lines are not those that were seen.
    """
    found = _waiting(run)
    decision = require(by, "stipend.approve", Subject(organization=found.program.keeper), what=RUN)
    if found.reckoned_at is None or digest != found.digest or digest_of(found.id) != digest:
        raise Refused(RUN, "its lines are not those you saw.", "Look at them, then approve.")
    mine = Intern.objects.filter(program=found.program, agreement__learner__in=[by.me, *by.also])
    if mine.exists():
        raise Refused(RUN, "you are paid by it yourself.", "Somebody else approves it.")
    given = [each.by_id for each in found.approvals.all()]
    if any(by.is_me(each) for each in given):
        raise Refused(RUN, "you approved it.", "Another person has to look at it.")
    StipendApproval.objects.create(run=found, by_id=by.me, digest=digest, at=now)
    _tell(by, "approved a stipend run", found.program, decision, now)
    if len(given) + 1 < TWO:
        return False
    _pay(found, now)
    return True


def _pay(run: StipendRun, now: datetime) -> None:
    run.approved_at = now
    run.save(update_fields=["approved_at"])
    owed = {key: payment(sums, paid) for key, (sums, paid) in balances(run.program_id).items()}
    StipendPayment.objects.bulk_create(
        StipendPayment(run=run, intern_id=key, amount=amount)
        for key, amount in sorted(owed.items())
        if amount
    )
    learners = dict(Intern.objects.filter(id__in=owed).values_list("id", "agreement__learner"))
    trail.record_many(
        trail.Act(None, "was paid a stipend", now, learners[key], f"stipend:{run.program_id}", "two persons approved it")
        for key, amount in sorted(owed.items()) if amount
    )  # fmt: skip


@transaction.atomic
def drop(*, by: Actor, run: UUID, now: datetime) -> None:
    """A run that nobody wants is dropped; it pays nothing, and the next one reckons the same anew."""
    found = _waiting(run)
    decision = require(by, "stipend.run", Subject(organization=found.program.keeper), what=RUN)
    found.dropped_at = now
    found.save(update_fields=["dropped_at"])
    _tell(by, "dropped a stipend run", found.program, decision, now)


def _waiting(key: UUID) -> StipendRun:
    found = (
        StipendRun.objects.select_for_update(of=("self",)).select_related("program").filter(id=key).first()
    )
    if found is None or found.approved_at is not None or found.dropped_at is not None:
        raise Refused(RUN, "it does not wait any more.", "Look at the list of runs.")
    return found


def _program(key: UUID) -> StipendProgram:
    """The program, and a place in line: whoever changes or reckons it waits for the one before."""
    found = StipendProgram.objects.select_for_update().filter(id=key).first()
    if found is None:
        raise Refused(WHAT, "there is no such program.", "Look at the list.")
    return found


def _tell(
    by: Actor, verb: str, program: StipendProgram, decision: Decision, now: datetime, *, about: UUID | None = None
) -> None:  # fmt: skip
    trail.record(trail.Act(by.person, verb, now, about, f"stipend:{program.id}", decision.authority))
