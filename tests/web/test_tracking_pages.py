"""A finding of tracking from the first look to the change: opened from counts, owned, answered by its day or overdue."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.advising import actions as advising
from throughline.apps.advising.models import Choice, Proposal, QuizResult
from throughline.apps.advising.watching import far_pathways, watched
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actions import NewPerson, add_people
from throughline.apps.directory.actor import HOUSE, PUBLIC, Actor, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions, queries
from throughline.apps.governance.actions import Seen
from throughline.apps.governance.models import FindingDeed, OfficeTerm, Reminder, SelfReport, TrackingFinding
from throughline.apps.records.models import Attainment
from throughline.apps.trail.models import PublicEntry
from throughline.core.equity import power
from throughline.core.equity.counting import counted
from throughline.core.equity.looking import Method, look
from throughline.core.equity.trials import Plan, lines_of

pytestmark = pytest.mark.usefixtures("meridian", "db")
PAGE = "/governance/tracking/"
SORTS, FAIR, SILENT = "northside-high", "eastgate-high", "gull-point-high"
SHORT, BOARD = "pathway:ironworking", "meridian-board-of-pathways"


def school(place: str, of_100: dict[str, int], now: datetime) -> None:
    """Sixty learners of each group who are on a pathway there, so many of 100 on a long one."""
    since, far, state = (
        now - timedelta(days=300),
        sorted(far_pathways())[0],
        advising.machine().goal_of("choose"),
    )
    keys = [(uuid4(), group, n) for group in of_100 for n in range(60)]
    people = [NewPerson(key, "Kim", "Doe", roles=(("learner", place),)) for key, _, _ in keys]
    add_people(by=HOUSE, people=people, starts=timezone.localdate(since), now=since)
    SelfReport.objects.bulk_create(SelfReport(person_id=key, groups=[g], said_at=since) for key, g, _ in keys)
    Choice.objects.bulk_create(
        Choice(
            learner_id=key, position=1, action="choose", state=state, number=1, chosen_by_id=key, chosen_at=since,
            pathway=far if n * 100 < of_100[group] * 60 else SHORT,
        )
        for key, group, n in keys
    )  # fmt: skip


def leader(key: str, *roles: tuple[str, str]) -> Client:
    """Somebody new who leads a place, signed in."""
    person = NewPerson(uuid4(), key.title(), "Lee", roles=roles, account=key, demo_key=key)
    add_people(by=HOUSE, people=[person], starts=date(2020, 1, 1), now=timezone.now())
    return signed_in(key)


def entered() -> list[str]:
    rows = PublicEntry.objects.filter(kind="finding").order_by("position")
    return list(rows.values_list("act", flat=True))


@pytest.mark.covers("A-GO-6")
def test_a_finding_is_answered_before_its_clock_ends_with_its_change_in_public() -> None:
    now, everyone = timezone.now(), Client()
    assert "The house has not looked yet." in said(everyone.get(PAGE))
    school(SORTS, {"black": 25, "white": 75}, now)
    school(FAIR, {"black": 50, "white": 50}, now)
    assert len(advising.look_for_tracking(by=HOUSE, now=now)) == 2, "the place, and all places together"
    assert advising.look_for_tracking(by=HOUSE, now=now) == [], "one look a quarter"
    row, whole = TrackingFinding.objects.order_by("-place")
    key = row.id
    assert (row.monitor, row.place, row.group, row.owner) == ("placement", SORTS, "black", SORTS)
    assert (whole.monitor, whole.place, whole.group, whole.body) == ("placement", "", "black", BOARD)
    assert row.due == timezone.localdate(now) + timedelta(
        days=frameworks.catalogue().state.tracking.answer_days
    )
    where = f"{PAGE}{key}/"
    shown = said(everyone.get(PAGE))
    sentence = "At Northside High School, fewer learners of the group “Black” are on a long pathway."
    for words in (sentence, "About 25 of 100, where it would be about 75 of 100", "waits for an answer",
                  "Northside High School owes the answer", "The last look took in 2 places.",
                  "On a long pathway"):  # fmt: skip
        assert words in shown
    assert "Eastgate" not in shown
    one = said(everyone.get(where))
    assert "60" not in one, "no count of people"
    assert "Your answer" not in one

    principal = leader("prin-north", ("principal", SORTS))
    stranger = leader("prin-east", ("principal", FAIR))
    assert "1 finding waits for your answer." in str(_told(principal))
    assert "finding waits" not in str(_told(stranger))
    assert "Waits for your answer" in said(principal.get(PAGE))
    assert actions.remind_of_findings(by=HOUSE, now=now) == 0, "its day is far"
    near = now + timedelta(days=17)
    assert actions.remind_of_findings(by=HOUSE, now=near) > 0
    assert actions.remind_of_findings(by=HOUSE, now=near) == 0
    person = _person("prin-north")
    assert Reminder.objects.filter(person=person.me, about=f"finding:{key}", nth=1).count() == 1
    assert directory.what_changed(person, person.me)[0].verb == "reminded of a finding"

    form = {"do": "answer", "words": "Advisers met the groups on other days.", "change": "Everybody is advised in one week.",
            "due": f"{timezone.localdate(now) + timedelta(days=60)}"}  # fmt: skip
    assert principal.post(where, {**form, "due": ""}).status_code == 422
    assert "says why, and what will be changed" in said(principal.post(where, {**form, "change": " "}))
    assert "the docket has no matter 999" in said(principal.post(where, {**form, "docket": "999"}))
    assert stranger.post(where, form).status_code in (403, 422)
    assert everyone.post(where, form).status_code in (302, 403, 422)
    assert not FindingDeed.objects.exists()
    assert principal.post(where, {**form, "docket": "1"}).status_code == 302
    shown = said(everyone.get(where))
    for words in (form["words"], form["change"], "matter 1 of the docket", "answered"):
        assert words in shown
    assert "Lee" not in shown, "a place answers, not a person"
    assert queries.tracking.findings_waiting(person, on=timezone.localdate(now)) == []
    assert actions.raise_unanswered(by=HOUSE, now=now + timedelta(days=45)) == 0
    late = queries.tracking.finding(PUBLIC, key, on=timezone.localdate(now) + timedelta(days=61))
    assert late is not None
    assert late.state == "late"
    assert principal.post(where, {"do": "kept", "done": "All were advised in May."}).status_code == 302
    assert "All were advised in May." in said(everyone.get(where))
    assert "changed" in said(everyone.get(PAGE))
    assert entered() == ["opened", "opened", "answered", "kept"]
    assert (
        max(cost(everyone, PAGE), cost(everyone, where), cost(principal, PAGE), cost(principal, where))
        <= MOST
    )
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        FindingDeed.objects.update(words="Nothing.")
    with pytest.raises(Refused):
        advising.look_for_tracking(by=PUBLIC, now=now)


@pytest.mark.covers("A-GO-6")
def test_a_finding_that_nobody_answers_is_overdue_in_public_and_goes_on_to_the_next_body_up() -> None:
    now = timezone.now()
    before = now - timedelta(days=40)
    school(SILENT, {"latino": 20, "white": 75}, before)
    school(FAIR, {"latino": 50, "white": 50}, before)
    advising.look_for_tracking(by=HOUSE, now=before)
    key = TrackingFinding.objects.get(place=SILENT).id
    shown = said(Client().get(PAGE))
    assert "not answered in time" in shown
    assert "went on to" not in shown
    assert actions.raise_unanswered(by=HOUSE, now=now) == 1
    assert actions.raise_unanswered(by=HOUSE, now=now) == 0, "that body has its own days"
    shown = said(Client().get(f"{PAGE}{key}/"))
    assert "not answered in time" in shown
    assert "Nobody answered in time: it went on to Harbor Pathways Council" in shown

    today = timezone.localdate(now)
    chair = OfficeTerm.objects.filter(
        body__slug="harbor-pathways-council", since__lte=today, ends__gt=today
    ).first()
    assert chair is not None
    keeper = directory.actor_of(chair.person_id, on=today)
    assert [each.id for each in queries.tracking.findings_waiting(keeper, on=today)] == [key]
    later = now + timedelta(days=31)
    assert actions.raise_unanswered(by=HOUSE, now=later) == 1, "nor did that one"
    found = queries.tracking.finding(PUBLIC, key, on=timezone.localdate(later))
    assert found is not None
    assert found.holders == ("harbor-pathways-council", BOARD)
    assert actions.raise_unanswered(by=HOUSE, now=later + timedelta(days=90)) == 0, "there is none above"
    actions.answer_finding(
        by=keeper, finding=key, words="The school had no adviser.", change="It has one from fall on.",
        due=today + timedelta(days=120), now=now,
    )  # fmt: skip
    assert "It has one from fall on." in said(Client().get(f"{PAGE}{key}/"))
    assert entered().count("raised") == 2
    assert entered()[-1] == "answered"


@pytest.mark.covers("S001-G1", "X07")
def test_what_is_planted_is_found_as_published_what_is_not_there_is_not_and_each_finding_has_an_owner_and_a_day() -> (
    None
):
    now, method, opened = timezone.now(), Method(spent=(0.1, 0.2, 0.3, 0.4)), 0
    for nth, size in enumerate((*power.POWER, None), 1):
        plan = Plan(odds=size.odds if size else 1.0)
        seen = look(counted(lines_of(plan, 300 + nth)), method=method, nth=4)
        seen_in = {name: {each.place for each in one.outliers if each.place} for name, one in seen.items()}
        planted = {f"place-{n:02}" for n in range(plan.sorting)} if size else set()
        found, share = len(seen_in["placement"] & planted), size.found_last / 100 if size else 0.0
        # Of eight places: within three standard errors of the published power.
        assert abs(found - share * 8) <= 3 * (8 * share * (1 - share)) ** 0.5, (nth, found)
        assert len(seen_in["placement"] - planted) <= 1
        assert sum(map(len, seen_in.values())) - len(seen_in["placement"]) <= 1, (
            "chance alone, in four monitors"
        )
        kept = Seen(2000 + nth, 4, method, seen)
        opened += len(actions.open_findings(by=HOUSE, seen=kept, now=now - timedelta(days=32)))
    every = queries.tracking.findings(PUBLIC, on=timezone.localdate(now))
    assert len(every) == opened >= 8
    assert all(each.owner == (each.place or BOARD) for each in every)
    assert {(each.due - each.opened_on).days for each in every} == {30}
    assert {each.state for each in every} == {"overdue"}, "the clock ran, and nobody answered"


def test_each_monitor_counts_only_those_for_whom_its_question_arises_and_only_who_said_a_group() -> None:
    now = timezone.now()
    since = timezone.localdate(now) - timedelta(days=60)
    before, state = now - timedelta(days=200), advising.machine().goal_of("choose")
    ana, bo, cy, di = keys = [uuid4() for _ in range(4)]
    people = [NewPerson(key, "Kim", "Doe", roles=(("learner", SORTS),)) for key in keys]
    add_people(by=HOUSE, people=people, starts=timezone.localdate(before), now=before)
    SelfReport.objects.bulk_create(
        SelfReport(person_id=k, groups=["native"], said_at=now) for k in (ana, bo, cy)
    )
    far = sorted(far_pathways())[0]
    Choice.objects.bulk_create(
        Choice(
            learner_id=key, position=1, action="choose", state=state, number=1, chosen_by_id=key,
            chosen_at=now - timedelta(days=days), pathway=pathway,
        )
        for key, pathway, days in ((ana, far, 100), (bo, SHORT, 150), (di, far, 100))
    )  # fmt: skip
    Proposal.objects.bulk_create(
        Proposal(learner_id=bo, proposed_by_id=ana, kind="switch", what=what, proposed_at=at)
        for what, at in ((SHORT, now), (far, now - timedelta(days=90)))
    )
    QuizResult.objects.create(learner_id=ana, order=["care", "trades"], taken_at=now)
    facts = (("competency:communication", 150, {}), ("course:harbor-biology-101", 20, {"college-credit": 4}),
             ("competency:communication", 10, {}))  # fmt: skip
    Attainment.objects.bulk_create(
        Attainment(
            learner_id=ana, what=what, happened_on=now - timedelta(days=days), amounts=amounts, level=None
        )
        for what, days, amounts in facts
    )
    lines, tracks = watched(on=timezone.localdate(now), since=since)
    told = [(each.evidence, each.interest, dict(each.got)) for each in lines if each.groups == {"native"}]
    assert sorted(told, key=str) == sorted(
        [
            (1, "care", {"access": True}),
            (1, "care", {"placement": True, "course": True, "outcome": True}),
            (0, "", {"access": True}),
            (0, "", {"advice": False, "placement": False, "course": False, "outcome": False}),
            (0, "", {"access": False}),
        ],
        key=str,
    )
    assert tracks["native"] == [1, 1, 1]
    assert not any(each.place != SORTS for each in lines if each.groups == {"native"})


def _told(client: Client) -> list[str]:
    client.get("/my-day/")
    return [str(each) for each in client.get(PAGE).context["messages"]]


def _person(demo_key: str) -> Actor:
    return directory.actor_named(demo_key, on=timezone.localdate())
