"""A network pays stipends to interns: by its rule, for attested hours, line by line, approved by two, and never twice."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from tests.factories import NOW, TODAY, fresh, learner, load, person, small_state, words
from throughline.apps.directory.actions import NewPerson, add_people
from throughline.apps.directory.actor import HOUSE, Actor, Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import attending, interns, stays, stipends
from throughline.apps.opportunities.actions.attending import NewDay
from throughline.apps.opportunities.actions.stays import Asked, Stay
from throughline.apps.opportunities.actions.stipends import NewRule
from throughline.apps.opportunities.models import (
    Intern,
    LearningAgreement,
    LearningAgreementStep,
    LearningAgreementVersion,
    StayDay,
    StipendLine,
    StipendPayment,
    StipendRun,
)
from throughline.apps.records import queries as records
from throughline.apps.trail.models import Event
from throughline.core.catalogue import documents as d

pytestmark = pytest.mark.django_db
NETWORK, HOST, HOME = "harbor-network", "mercy-bay", "northside-high"
MANY = 200
MONDAY = TODAY - timedelta(days=TODAY.weekday() + 28)
RULE = NewRule("hour", Decimal("15.35"), MONDAY, most_hours=Decimal(20))


@pytest.fixture
def tom() -> Actor:
    pack = small_state()
    network = d.Organization(NETWORK, words("Harbor Network"), "intermediary", "community")
    load(replace(pack, organizations={**pack.organizations, NETWORK: network}))
    return person("Tom", ("coordinator", NETWORK))


@pytest.fixture
def pia() -> Actor:
    return person("Pia", ("accountant", NETWORK))


def program(tom: Actor, rule: NewRule = RULE) -> UUID:
    made = stipends.make(
        by=tom, keeper=NETWORK, title="Summer", words="Paid by the hour.", rule=rule, now=NOW
    )
    stipends.review_host(by=tom, program=made, host=HOST, fits=True, words="They teach.", now=NOW)
    return made


def interned(made: UUID, many: int) -> list[Intern]:
    """So many learners with a stay at the host that all three agreed on, and two days a week for three weeks."""
    keys = [uuid4() for _ in range(many)]
    people = [
        NewPerson(key, f"Intern {nth:03}", "Rey", roles=(("learner", HOME),)) for nth, key in enumerate(keys)
    ]
    add_people(by=HOUSE, people=people, starts=date(2020, 1, 1), now=NOW)
    agreed = [
        LearningAgreement(
            learner_id=key, home=HOME, host=HOST, kind="work", starts=MONDAY, ends=MONDAY + timedelta(days=83), begun_at=NOW
        )
        for key in keys
    ]  # fmt: skip
    LearningAgreement.objects.bulk_create(agreed)
    versions = [
        LearningAgreementVersion(agreement=each, number=1, studied=["experience:ward"], recognized={"course:ward": "1"},
                                 unit="credit", provision="in_part", asked_at=NOW)
        for each in agreed
    ]  # fmt: skip
    LearningAgreementVersion.objects.bulk_create(versions)
    LearningAgreementStep.objects.bulk_create(
        LearningAgreementStep(version=each, nth=nth, party=party, step="approved", at=NOW)
        for each in versions
        for nth, party in enumerate(("home", "host"), start=1)
    )
    witness = person("Wim", ("workplace_mentor", HOST))
    StayDay.objects.bulk_create(
        StayDay(agreement=each, on=MONDAY + timedelta(days=7 * week + day), came=True, hours=_hours(nth, week), way="bus",
                confirmed_by_id=witness.me, confirmed_at=NOW)
        for nth, each in enumerate(agreed) for week in range(3) for day in (0, 2)
    )  # fmt: skip
    Intern.objects.bulk_create(Intern(program_id=made, agreement=each, joined_at=NOW) for each in agreed)
    return list(Intern.objects.filter(program=made).select_related("agreement"))


def _hours(nth: int, week: int) -> Decimal:
    return Decimal(4 + (nth + week) % 5) + Decimal(nth % 4) / 4


def expected(nth: int) -> Decimal:
    """What the rule comes to for an intern, worked out apart: cents as whole numbers, rounded half up."""
    total = 0
    for week in range(3):
        quarters = min(2 * int(_hours(nth, week) * 4), 80)
        total += (quarters * 1535 * 2 + 4) // 8
    return Decimal(total) / 100


def run_of(tom: Actor, made: UUID) -> queries.stipends.RunShown:
    found = queries.stipends.program(tom, made)
    assert found is not None
    return found.runs[0]


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.covers("A-RI-3")
def test_a_run_of_200_interns_is_seen_line_by_line_approved_by_two_paid_once_and_corrected(tom, pia) -> None:
    made = program(tom)
    interns = interned(made, MANY)
    begun = sorted(interns, key=lambda each: each.agreement.learner.display_name)
    owed = sum((expected(nth) for nth in range(MANY)), Decimal(0))
    run = stipends.begin_run(by=tom, program=made, until=TODAY, now=NOW)
    shown = run_of(tom, made)
    assert (shown.state, shown.lines, shown.interns, shown.total) == ("waiting", 3 * MANY, MANY, owed)
    pages = [queries.stipends.run_lines(tom, run, now=NOW, first=first) for first in range(0, 3 * MANY, 50)]
    assert sum((line.amount for page in pages for line in page), Decimal(0)) == owed
    assert not StipendPayment.objects.exists(), "shown before it is approved"
    with pytest.raises(Refused, match="two persons have not approved"):
        queries.stipends.payment_file(tom, run)
    with pytest.raises(Refused, match="not those you saw"):
        stipends.approve(by=tom, run=run, digest="0" * 64, now=NOW)
    assert not stipends.approve(by=tom, run=run, digest=shown.digest, now=NOW)
    with pytest.raises(Refused, match="Another person has to look"):
        stipends.approve(by=tom, run=run, digest=shown.digest, now=NOW)
    assert stipends.approve(by=pia, run=run, digest=shown.digest, now=NOW)
    rows = table(queries.stipends.payment_file(pia, run))
    assert [row["payee"] for row in rows].count("TOTAL") == 1
    assert Decimal(rows[-1]["amount"]) == sum(Decimal(row["amount"]) for row in rows[:-1]) == owed
    by_payee = {row["payee"]: Decimal(row["amount"]) for row in rows[:-1]}
    assert by_payee == {f"{each.payee}": expected(nth) for nth, each in enumerate(begun)}
    # again: nothing is due any more, so nobody is paid twice
    again = stipends.begin_run(by=tom, program=made, until=TODAY, now=NOW)
    assert run_of(tom, made).lines == 0
    stipends.drop(by=tom, run=again, now=NOW)
    # corrected: one day was 2 hours longer, another was not worked
    longer, less = begun[0], begun[1]
    for intern, hours in ((longer, Decimal(6)), (less, Decimal(0))):
        StayDay.objects.create(
            agreement=intern.agreement, on=MONDAY, nth=2, came=bool(hours), hours=hours, way="bus", words="Said anew",
            confirmed_by_id=tom.me, confirmed_at=NOW,
        )  # fmt: skip
    third = stipends.begin_run(by=tom, program=made, until=TODAY, now=NOW)
    told = queries.stipends.run_lines(tom, third, now=NOW)
    assert [(line.kind, line.amount) for line in sorted(told, key=lambda line: line.amount)] == [
        ("correction", -_paid_of(_hours(1, 0))), ("correction", _paid_of(Decimal(2)))
    ]  # fmt: skip
    for who in (tom, pia):
        stipends.approve(by=who, run=third, digest=run_of(tom, made).digest, now=NOW)
    rows = table(queries.stipends.payment_file(tom, third))
    assert [(row["payee"], row["amount"]) for row in rows] == [
        (f"{longer.payee}", f"{_paid_of(Decimal(2)):.2f}"), ("TOTAL", f"{_paid_of(Decimal(2)):.2f}")
    ]  # fmt: skip


def _paid_of(hours: Decimal) -> Decimal:
    return (hours * RULE.amount).quantize(Decimal("0.01"))


def test_what_was_paid_too_much_is_set_off_against_what_comes_next(tom, pia) -> None:
    made = program(tom)
    (intern,) = interned(made, 1)

    def paid(until: date) -> Decimal:
        run = stipends.begin_run(by=tom, program=made, until=until, now=NOW)
        for who in (tom, pia):
            stipends.approve(by=who, run=run, digest=run_of(tom, made).digest, now=NOW)
        return sum(StipendPayment.objects.filter(run=run).values_list("amount", flat=True), Decimal(0))

    first = paid(MONDAY + timedelta(days=6))
    StayDay.objects.create(
        agreement=intern.agreement, on=MONDAY, nth=2, came=False, hours=0, way="bus", words="Was ill",
        confirmed_by_id=tom.me, confirmed_at=NOW,
    )  # fmt: skip
    assert paid(MONDAY + timedelta(days=6)) == 0
    assert first + paid(TODAY) == expected(0) - _paid_of(_hours(0, 0))


@pytest.mark.parametrize("stops_after", [0, 1, 3])
def test_a_run_that_is_stopped_goes_on_where_it_was_and_comes_to_the_same(
    tom, monkeypatch: pytest.MonkeyPatch, stops_after: int
) -> None:
    made = program(tom)
    interned(made, 30)
    monkeypatch.setattr(stipends, "AT_ONCE", 7)
    steps, whole = [], stipends._lines

    def stopped(run: StipendRun, interns: list[Intern]) -> Any:
        for nth, line in enumerate(whole(run, interns)):
            if len(steps) == stops_after and nth == 4:
                raise KeyboardInterrupt
            yield line
        steps.append(1)

    monkeypatch.setattr(stipends, "_lines", stopped)
    with pytest.raises(KeyboardInterrupt):
        stipends.begin_run(by=tom, program=made, until=TODAY, now=NOW)
    run = run_of(tom, made)
    assert (run.state, run.lines) == ("reckoning", 21 * stops_after), "a step is kept whole or not at all"
    with pytest.raises(Refused, match="not those you saw"):
        stipends.approve(by=tom, run=run.id, digest=run.digest, now=NOW)
    monkeypatch.setattr(stipends, "_lines", whole)
    stipends.go_on(by=tom, run=run.id, now=NOW)
    stipends.go_on(by=tom, run=run.id, now=NOW)
    after = run_of(tom, made)
    assert (after.state, after.lines) == ("waiting", 90)
    assert after.total == sum((expected(nth) for nth in range(30)), Decimal(0))


def test_the_list_for_the_insurer_says_who_is_where_when_and_nothing_else(tom) -> None:
    made = program(tom)
    interns = interned(made, MANY)
    told = table(
        queries.stipends.insurance_list(tom, made, starts=TODAY, ends=TODAY + timedelta(days=6), now=NOW)
    )
    assert len(told) == MANY
    assert told[0] == {
        "given_name": "Intern 000", "family_name": "Rey", "place": HOST, "from": f"{TODAY}",
        "to": f"{TODAY + timedelta(days=6)}", "weekdays": "1-7",
    }  # fmt: skip
    over = MONDAY + timedelta(days=84)
    assert table(queries.stipends.insurance_list(tom, made, starts=over, ends=over, now=NOW)) == []
    seen = Event.objects.filter(verb="read", target=queries.stipends.INSURED).values_list("about", flat=True)
    assert set(seen) == {each.agreement.learner_id for each in interns}
    with pytest.raises(Refused, match="acts for the organization"):
        queries.stipends.insurance_list(
            person("Hal", ("registrar", HOME)), made, starts=TODAY, ends=TODAY, now=NOW
        )


def test_a_learner_joins_with_an_agreed_stay_at_a_reviewed_host_and_sees_what_was_paid_for_which_hours(
    tom, pia
) -> None:
    ana, home, host = learner(), person("Hal", ("registrar", HOME)), person("Wim", ("workplace_mentor", HOST))
    made = stipends.make(by=tom, keeper=NETWORK, title="Summer", words="By the hour.", rule=RULE, now=NOW)
    stay = Stay(HOME, HOST, "work", MONDAY, TODAY + timedelta(days=60))
    agreement = stays.begin(
        by=ana, stay=stay, asked=Asked(("experience:ward",), {"course:ward": Decimal(1)}), now=NOW
    )
    with pytest.raises(Refused, match="no stay at work that all three agreed on"):
        stipends.join(by=ana, program=made, agreement=agreement, now=NOW)
    for who in (home, host):
        stays.approve(by=who, agreement=agreement, number=1, now=NOW)
    for fits, word in ((None, ""), (False, "It wants cheap hands.")):
        if fits is not None:
            stipends.review_host(by=tom, program=made, host=HOST, fits=fits, words=word, now=NOW)
        with pytest.raises(Refused, match="has not reviewed this host"):
            stipends.join(by=ana, program=made, agreement=agreement, now=NOW)
    stipends.review_host(by=tom, program=made, host=HOST, fits=True, words="A mentor for each.", now=NOW)
    assert [each.program for each in queries.stipends.joinable(ana)] == [made]
    with pytest.raises(Refused, match="Only these may: the learner"):
        stipends.join(by=learner("Bo"), program=made, agreement=agreement, now=NOW)
    stipends.join(by=ana, program=made, agreement=agreement, now=NOW)
    before = records.record_digest(ana.me)
    attending.confirm(by=host, agreement=agreement, day=NewDay(MONDAY, True, Decimal("7.5"), "walk"), now=NOW)
    run = stipends.begin_run(by=tom, program=made, until=TODAY, now=NOW)
    for who in (tom, pia):
        stipends.approve(by=who, run=run, digest=run_of(tom, made).digest, now=NOW)
    (mine,) = queries.stipends.own(ana)
    assert (mine.paid, [(line.period, line.counted, line.why) for line in mine.lines]) == (
        Decimal("115.13"), [(MONDAY, Decimal("7.50"), "paid")]
    )  # fmt: skip
    assert records.record_digest(ana.me) == before, "hours that are paid are no evidence of what was learned"
    assert queries.stipends.own(learner("Bo")) == ()


BY_MONTH = NewRule("month", Decimal("900.00"), MONDAY.replace(day=1), least_hours=Decimal(40))


@pytest.mark.covers("N20")
@pytest.mark.parametrize(("rule", "due"), [(RULE, Decimal("1105.20")), (BY_MONTH, Decimal("900.00"))])
def test_an_internship_is_reviewed_paid_as_agreed_rated_and_shown_to_the_school(
    tom, pia, rule: NewRule, due: Decimal
) -> None:
    ana, home, host = learner(), person("Hal", ("registrar", HOME)), person("Wim", ("workplace_mentor", HOST))
    made = stipends.make(by=tom, keeper=NETWORK, title="Summer", words="Agreed.", rule=rule, now=NOW)
    first = rule.starts
    stay = Stay(HOME, HOST, "work", first, TODAY + timedelta(days=60))
    agreement = stays.begin(
        by=ana, stay=stay, asked=Asked(("experience:ward",), {"course:ward": Decimal(1)}), now=NOW
    )
    for who in (home, host):
        stays.approve(by=who, agreement=agreement, number=1, now=NOW)
    with pytest.raises(Refused, match="has not reviewed this host"):
        stipends.join(by=ana, program=made, agreement=agreement, now=NOW)
    stipends.review_host(by=tom, program=made, host=HOST, fits=True, words="It is there to teach.", now=NOW)
    intern = stipends.join(by=ana, program=made, agreement=agreement, now=NOW)
    monday = first + timedelta(days=-first.weekday() % 7)
    for nth in range(12):  # three days of six hours a week: 18 hours, four weeks
        on = monday + timedelta(days=7 * (nth // 3) + 2 * (nth % 3))
        attending.confirm(by=host, agreement=agreement, day=NewDay(on, True, Decimal(6), "bus"), now=NOW)
    run = stipends.begin_run(by=tom, program=made, until=TODAY, now=NOW)
    assert run_of(tom, made).total == due
    for who in (tom, pia):
        stipends.approve(by=who, run=run, digest=run_of(tom, made).digest, now=NOW)
    assert queries.stipends.own(ana)[0].paid == due
    for text in ("They let me ask.", "They let me ask, and try."):
        interns.say_of_site(by=ana, intern=intern, again="yes", words=text, now=NOW)
    _, (said,) = queries.interns.words_of(tom, made, now=NOW)
    assert (said.host, said.again, said.words) == (HOST, "yes", "They let me ask, and try.")
    with pytest.raises(Refused, match="acts for the organization"):
        queries.interns.words_of(host, made, now=NOW)
    shown = interns.invite(by=ana, intern=intern, on=TODAY + timedelta(days=3), where="The ward", now=NOW)
    invited = Event.objects.get(verb="invited to a demonstration")
    assert (invited.who, invited.about) == (ana.me, ana.me)
    with pytest.raises(Refused, match="still to come"):
        interns.attended(by=home, demonstration=shown, now=NOW)
    with pytest.raises(Refused, match="acts for the organization"):
        interns.attended(by=host, demonstration=shown, now=NOW + timedelta(days=3))
    interns.attended(by=home, demonstration=shown, now=NOW + timedelta(days=3))
    assert [each.came for each in queries.interns.invitations(home)] == [True]
    assert queries.stipends.own(ana)[0].demonstrations == ((TODAY + timedelta(days=3), "The ward", True),)


def test_who_leaves_is_paid_up_to_that_day_and_stands_on_no_later_list(tom, pia) -> None:
    made = program(tom)
    (intern,) = interned(made, 1)
    ana = fresh(intern.agreement.learner_id)
    interns.leave(
        by=ana, intern=intern.id, now=NOW - timedelta(days=TODAY.toordinal() - MONDAY.toordinal() - 8)
    )
    run = stipends.begin_run(by=tom, program=made, until=TODAY, now=NOW)
    assert [line.period for line in queries.stipends.run_lines(tom, run, now=NOW)] == [
        MONDAY,
        MONDAY + timedelta(days=7),
    ]
    assert run_of(tom, made).total == _paid_of(2 * _hours(0, 0)) + _paid_of(_hours(0, 1))
    assert table(queries.stipends.insurance_list(tom, made, starts=TODAY, ends=TODAY, now=NOW)) == []
    with pytest.raises(Refused, match="you left it"):
        interns.leave(by=ana, intern=intern.id, now=NOW)


def test_who_is_paid_by_a_run_does_not_approve_it_and_its_lines_stay(tom) -> None:
    made = program(tom)
    (intern,) = interned(made, 1)
    run = stipends.begin_run(by=tom, program=made, until=TODAY, now=NOW)
    both = replace(tom, also=frozenset({intern.agreement.learner_id}))
    with pytest.raises(Refused, match="you are paid by it yourself"):
        stipends.approve(by=both, run=run, digest=run_of(tom, made).digest, now=NOW)
    with pytest.raises(Refused, match="one waits already"):
        stipends.begin_run(by=tom, program=made, until=TODAY, now=NOW)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        StipendLine.objects.update(amount=1)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (replace(RULE, unit="day", starts=TODAY), "how much for what"),
        (replace(RULE, amount=Decimal(0), starts=TODAY), "how much for what"),
        (replace(RULE, unit="week", starts=TODAY), "pays by the hour"), (RULE, "would change what is over"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_and_what_is_over_stays(tom, rule: NewRule, why: str) -> None:
    made = program(tom)
    with pytest.raises(Refused, match=why):
        stipends.publish_rule(by=tom, program=made, rule=rule, now=NOW)
    assert datetime.combine(RULE.starts, NOW.timetz()) < NOW
