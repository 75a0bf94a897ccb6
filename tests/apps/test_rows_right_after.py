"""A row stands as soon as the request that changed it is answered, whatever changed: the job finds nothing to mend."""

from datetime import timedelta
from time import process_time

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.apps.test_population_rows import fact, live, rows, taken_in
from tests.factories import person
from tests.web.looking import id_of
from tests.web.test_pages import signed_in
from throughline.apps.directory.actor import HOUSE
from throughline.apps.population import actions, right_after
from throughline.apps.population.models import Basis, LearnerRow
from throughline.apps.population.rules import roots_in, version_of
from throughline.apps.records.credentials.following import Ground, grounds_of, program_on
from throughline.apps.records.models import Attainment, AttainmentMark, ExceptionGrant
from throughline.apps.records.queries.record import standings_of
from throughline.apps.trail import actions as trail
from throughline.apps.trail.hearing import hearing

pytestmark = pytest.mark.usefixtures("meridian", "db")
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def worked_out() -> None:
    actions.work_out(by=HOUSE, now=NOW)
    taken_in()


def a_learner_with_facts():
    return Attainment.objects.values_list("learner_id", flat=True).first()


def a_learner(nth: int):
    return (
        LearnerRow.objects.exclude(pathway="").order_by("learner").values_list("learner_id", flat=True)[nth]
    )


def before(learner):
    """A gate of their pathway that is not passed yet, and a milestone that it misses."""
    row = LearnerRow.objects.filter(learner=learner).first()
    on = (row and row.pathway) or "pathway:nursing"
    standing, ground = standings_of([learner], on=TODAY).get(learner), grounds_of([learner]).get(learner)
    gates = (root for root in roots_in(version_of(ground, TODAY)) if root.ref.startswith(f"{on}#"))
    gate = next(root for root in gates if standing is None or standing.remaining(root.node, root.owner))
    names = program_on(ground or Ground(), TODAY).milestones_in(gate.node)
    return gate, next(
        f"milestone:{n}" for n in names if standing is None or not standing.holds(f"milestone:{n}")
    )


def grown(learner) -> None:
    fact(learner, before(learner)[1], level=None)


def waiting(learner) -> None:
    for name in program_on(Ground(), TODAY).milestones_in(before(learner)[0].node):
        fact(learner, f"milestone:{name}", level=None, confirmed=False)


def withdrawn(learner) -> None:
    standing = Attainment.objects.filter(learner=learner, mark=None)
    for each in standing:
        AttainmentMark.objects.create(attainment=each, on=TODAY, reason="in error", marked_by_id=learner)


def waived(learner) -> None:
    gate, _ = before(learner)
    ExceptionGrant.objects.create(
        learner_id=learner, rule=gate.owner, node=gate.node.id, kind="waive", signed_by_id=learner, on=TODAY, reason="moved",
    )  # fmt: skip


def told(learner):
    return (
        LearnerRow.objects.filter(learner=learner)
        .values_list("steps", "form", "pathway", "number", "gates")
        .get()
    )


@pytest.mark.parametrize("act", [grown, waiting, withdrawn, waived])
def test_a_row_brought_up_right_after_an_act_is_the_one_that_everyones_program_writes(
    act, worked_out
) -> None:
    learner = a_learner(3)
    act(learner)
    assert right_after.bring_up_now([learner], now=NOW) == 1
    at_once = told(learner)
    said = rows()
    assert {key: said[key] for key in said if key[0] == learner} == live([learner])
    actions.renew([learner], now=NOW)
    assert told(learner) == at_once
    assert (actions.work_out(by=HOUSE, now=NOW).differences, told(learner)) == (0, at_once)


def test_whoever_chose_nothing_and_whoever_has_no_row_yet_get_one_too(worked_out) -> None:
    chose_nothing = LearnerRow.objects.filter(pathway="").first()
    assert chose_nothing is not None
    new = person("Newcomer").me
    for learner in (chose_nothing.learner_id, new):
        grown(learner)
    learners = Basis.objects.get().learners
    assert right_after.bring_up_now([chose_nothing.learner_id, new], now=NOW) == 2
    assert Basis.objects.get().learners == learners + 1
    at_once = told(chose_nothing.learner_id), told(new)
    actions.renew([chose_nothing.learner_id, new], now=NOW)
    assert (told(chose_nothing.learner_id), told(new)) == at_once


def test_what_somebody_does_on_a_page_stands_in_their_row_when_it_is_answered(worked_out) -> None:
    browser, learner = signed_in("jason-16"), id_of("jason-16")
    before = told(learner)
    chosen = next(name for name in ("nursing", "ironworking") if f"pathway:{name}" != before[2])
    with CaptureQueriesContext(connection) as asked:
        browser.get("/me/")
    assert not [each for each in asked if "population_learnerrow" in each["sql"]], "a look changes nothing"
    browser.get(f"/pathways/{chosen}/elsewhere/")
    browser.post(f"/pathways/{chosen}/choose/", {})
    after = told(learner)
    assert (before[2], after[2]) == (before[2], f"pathway:{chosen}") != (before[2], before[2])
    actions.renew([learner], now=NOW)
    assert told(learner) == after


def test_acts_are_heard_with_whom_they_are_about_and_only_while_somebody_listens() -> None:
    learner = a_learner_with_facts()
    with hearing() as heard:
        trail.record(trail.Act(None, "attested", NOW, about=learner))
        trail.record(trail.Act(None, "published", NOW))
    trail.record(trail.Act(None, "attested", NOW, about=learner))
    assert heard == [(learner, "attested")]


def test_nobody_waits_for_a_row_and_no_act_is_refused_for_one(worked_out, monkeypatch) -> None:
    learner = a_learner(2)
    before = told(learner)
    fact(learner, "competency:communication", level=4)
    assert right_after.bring_up_now([a_learner(n) for n in range(right_after.AT_MOST + 1)], now=NOW) == 0

    def broken(*_: object) -> None:
        raise OperationalError("the server is gone")

    with monkeypatch.context() as patched:
        patched.setattr(right_after, "records_of", broken)
        assert right_after.bring_up_now([learner], now=NOW) == 0
    assert told(learner) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    Basis.objects.all().delete()
    assert right_after.bring_up_now([learner], now=NOW) == 0


def test_one_learner_costs_a_request_a_few_milliseconds(worked_out, django_assert_max_num_queries) -> None:
    learner = a_learner(1)
    right_after.bring_up_now([learner], now=NOW)
    spent = []
    for day in range(5):
        fact(learner, "competency:communication", level=4, happened_on=TODAY - timedelta(days=day))
        begun = process_time()
        right_after.bring_up_now([learner], now=NOW)
        spent.append(process_time() - begun)
    assert min(spent) < 0.03, "some ten milliseconds; more on a machine that does other things"
    with django_assert_max_num_queries(15):
        right_after.bring_up_now([learner], now=NOW)
