"""The learner chooses, narrows, changes, pauses and comes back, alone; nobody else can, and nothing is lost."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import (
    EXAMS,
    NOW,
    every,
    fresh,
    have,
    helps,
    learner,
    load,
    person,
    put_on,
    show,
    small_state,
    teacher,
    with_rule,
)  # fmt: skip
from throughline.apps.advising import actions, queries
from throughline.apps.directory import actions as people
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, Actor, Refused
from throughline.apps.frameworks import actions as frameworks
from throughline.apps.frameworks.queries import one_reading
from throughline.apps.records import queries as records
from throughline.core.requirements.nodes import Cite

pytestmark = pytest.mark.django_db
MEDICINE, TRADES = "pathway:medicine", "pathway:trades"


@pytest.fixture(autouse=True)
def _state():
    load()


@pytest.fixture
def ana():
    return learner()


def at(who):
    return queries.choice_of(who, who.me, now=NOW)


@pytest.mark.covers("S001-J4")
def test_a_field_without_a_role_is_a_valid_choice_all_through_the_foundation(ana):
    put_on(ana, MEDICINE)
    assert (at(ana).on_pathway, at(ana).pathway, at(ana).destination) == (True, MEDICINE, "")
    marta = teacher()
    for name in ("numbers", "reading", "cells"):
        show(ana, marta, f"competency:{name}")
        assert at(ana).on_pathway
        assert at(ana).destination == ""
    audit = queries.progress(ana, ana.me, now=NOW).audit
    assert audit.stages[0].passed
    assert {each.id for each in audit.destinations} == {"doctor", "nurse", "pharmacist"}


@pytest.mark.covers("S001-J11")
def test_choosing_opens_only_after_the_view_of_where_else_it_counts_and_that_view_is_the_true_overlap(ana):
    assert not queries.has_looked(ana, MEDICINE)
    with pytest.raises(Refused, match="where else"):
        actions.choose(by=ana, pathway=MEDICINE, now=NOW)
    actions.look_at_portability(by=ana, pathway=TRADES, now=NOW)
    with pytest.raises(Refused, match="where else"):
        actions.choose(by=ana, pathway=MEDICINE, now=NOW)
    actions.look_at_portability(by=ana, pathway=MEDICINE, now=NOW)
    assert queries.has_looked(ana, MEDICINE)
    actions.choose(by=ana, pathway=MEDICINE, now=NOW)

    asked = {
        "medicine": {"numbers", "reading", "cells", *EXAMS},
        "trades": {"numbers", "reading", "tools", "shop"},
    }
    for name, milestones in asked.items():
        by_hand = {m: tuple(o for o in sorted(asked) if o != name and m in asked[o]) for m in milestones}
        view = queries.portability(f"pathway:{name}")
        assert {each.milestone: tuple(p.pathway for p in each.also_in) for each in view} == by_hand


def test_a_choice_pins_the_version_in_force_and_is_written_as_the_learners_own_act(ana):
    put_on(ana, MEDICINE)
    assert at(ana).number == 1
    steps = queries.history(ana, ana.me, now=NOW)
    assert [step.action for step in steps] == ["look-closer", "choose"]
    assert directory.what_changed(ana, ana.me)[0].who == "you"


def test_narrowing_to_a_role_and_opening_the_field_again_are_both_one_step(ana):
    put_on(ana, MEDICINE)
    actions.narrow(by=ana, destination="nurse", now=NOW)
    assert at(ana).destination == "nurse"
    actions.narrow(by=ana, destination="", now=NOW)
    assert at(ana).destination == ""
    with pytest.raises(Refused, match="doctor, nurse, pharmacist"):
        actions.narrow(by=ana, destination="welder", now=NOW)


@pytest.mark.covers("S000-1.5")
def test_a_change_of_pathway_keeps_what_counts_names_what_is_needed_and_leaves_the_record_alone(ana):
    show(ana, teacher(), "competency:numbers", "competency:cells")
    put_on(ana, MEDICINE)
    seen = queries.switch_preview(ana, ana.me, TRADES, now=NOW)
    actions.look_at_portability(by=ana, pathway=TRADES, now=NOW)
    before = records.record_of(ana, ana.me, now=NOW)
    done = actions.switch(by=ana, pathway=TRADES, now=NOW)
    assert done.balance == seen
    assert done.balance.kept_milestones == ("numbers",)
    assert done.balance.needed_milestones == ("reading", "tools", "shop")
    assert (done.balance.besides, done.balance.lost) == ((), ())
    assert done.record_before == done.record_after
    assert records.record_of(ana, ana.me, now=NOW) == before
    assert at(ana).pathway == TRADES
    assert [step.pathway for step in queries.history(ana, ana.me, now=NOW)] == ["", MEDICINE, "", TRADES]


def test_the_record_digest_changes_when_anything_is_added(ana):
    before = records.record_digest(ana.me)
    show(ana, teacher(), "competency:numbers")
    assert records.record_digest(ana.me) != before


def test_a_pause_keeps_the_pathway_and_its_version_and_going_on_needs_nobody(ana):
    put_on(ana, MEDICINE, "nurse")
    actions.pause(by=ana, now=NOW)
    assert (at(ana).state, at(ana).on_pathway, at(ana).pathway) == ("paused", False, MEDICINE)
    actions.resume(by=ana, now=NOW)
    assert (at(ana).on_pathway, at(ana).number, at(ana).destination) == (True, 1, "nurse")


@pytest.mark.parametrize("state", ["exploring", "choosing", "on-pathway", "paused", "left"])
def test_from_every_state_the_learner_reaches_a_new_choice_alone(ana, state):
    _bring_to(ana, state)
    assert at(ana).state == state
    put_on(ana, TRADES)
    assert at(ana).pathway == TRADES


def _bring_to(ana, state):
    if state in ("on-pathway", "paused", "left"):
        put_on(ana, MEDICINE)
    step = {"choosing": "look-closer", "paused": "pause", "left": "leave"}.get(state)
    if step:
        actions.move(by=ana, action=step, now=NOW)


def test_leaving_is_not_open_while_a_guardian_stands_beside_the_learner(ana):
    put_on(ana, MEDICINE)
    helps(person("Rosa"), ana, "guardian", "plan")
    with pytest.raises(Refused, match="guardian"):
        actions.leave(by=ana, now=NOW)
    assert at(ana).on_pathway


def test_a_step_that_does_not_lead_out_of_here_names_those_that_do(ana):
    with pytest.raises(Refused, match="look-closer"):
        actions.resume(by=ana, now=NOW)


def test_the_steps_taken_cannot_be_rewritten(ana):
    put_on(ana, MEDICINE)
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE advising_choice SET pathway = 'pathway:trades'")


@pytest.mark.covers("S001-D1.1")
def test_what_others_propose_has_no_effect_until_the_learner_approves(ana):
    adviser = helps(person("Obi"), ana, "adviser", "plan", "progress")
    before = at(ana), queries.plan(ana, ana.me, now=NOW), queries.goals(ana, ana.me, now=NOW)
    made = {
        kind: actions.propose(by=adviser, learner=ana.me, kind=kind, what=what, now=NOW, message="Have a look")
        for kind, what in (
            ("choose", MEDICINE), ("switch", TRADES), ("entry", "milestone:tools"), ("goal", "milestone:numbers")
        )
    }  # fmt: skip
    assert (at(ana), queries.plan(ana, ana.me, now=NOW), queries.goals(ana, ana.me, now=NOW)) == before
    assert len(queries.proposals(ana, ana.me, now=NOW)) == 4
    for key in made.values():
        with pytest.raises(Refused, match="learner"):
            actions.approve(by=adviser, proposal=key, now=NOW)
    with pytest.raises(Refused, match="where else"):
        actions.approve(by=ana, proposal=made["choose"], now=NOW)

    actions.look_at_portability(by=ana, pathway=MEDICINE, now=NOW)
    for kind in ("choose", "entry", "goal"):
        actions.approve(by=ana, proposal=made[kind], now=NOW)
    actions.answer(by=ana, proposal=made["switch"], now=NOW)
    assert at(ana).pathway == MEDICINE
    assert queries.plan(ana, ana.me, now=NOW).entries == ("milestone:tools",)
    assert [g.what for g in queries.goals(ana, ana.me, now=NOW)] == ["milestone:numbers"]
    own = [c.verb for c in directory.what_changed(ana, ana.me) if c.who == "you"]
    assert own.count("approved") == 3
    assert own.count("declined") == 1


@pytest.mark.parametrize("who", ["adviser", "guardian", "teacher"])
def test_nobody_else_can_take_a_step_for_the_learner(ana, who):
    put_on(ana, MEDICINE)
    other = teacher() if who == "teacher" else helps(person("Obi"), ana, who, "plan", "progress")
    for act in (
        lambda: actions.pause(by=other, now=NOW),
        lambda: actions.narrow(by=other, destination="nurse", now=NOW),
        lambda: actions.upgrade(by=other, now=NOW),
    ):
        with pytest.raises(Refused):
            act()
    assert at(ana).destination == ""


def test_a_newer_version_waits_until_the_learner_opts_in(ana):
    put_on(ana, MEDICINE)
    frameworks.publish(by=HOUSE, pack=with_rule(small_state(), "cells", have("competency:tools", 2)), now=NOW)
    assert (at(ana).number, queries.newer_version(at(ana))) == (1, 2)
    show(ana, teacher(), "competency:cells")
    assert _met(ana, "cells")
    with pytest.raises(Refused, match="more than yours"):
        actions.upgrade(by=ana, now=NOW)
    cost = queries.upgrade_preview(ana, ana.me, now=NOW)
    assert (cost.reopens, cost.more) == ((), 1)
    actions.upgrade(by=ana, now=NOW, accept_more=True)
    assert (at(ana).number, _met(ana, "cells")) == (2, False)


def test_a_newer_version_that_would_open_a_completed_stage_again_is_refused_outright(ana):
    put_on(ana, MEDICINE)
    show(ana, teacher(), "competency:numbers", "competency:reading", "competency:cells")
    harder = every("harder", [have("competency:cells", 2), have("competency:tools", 2)])
    frameworks.publish(by=HOUSE, pack=with_rule(small_state(), "cells", harder), now=NOW)
    with pytest.raises(Refused, match="completed: foundation"):
        actions.upgrade(by=ana, now=NOW, accept_more=True)
    assert at(ana).number == 1


def _met(ana, name):
    audit = queries.progress(ana, ana.me, now=NOW).audit
    return next(m.status for m in audit.milestones if m.id == name) == "met"


def test_a_pathway_that_only_a_law_may_close_says_which_law(ana):
    law = replace(have("credential:shop-card"), cite=_law())
    pack = small_state()
    load(replace(pack, pathways={**pack.pathways, "trades": replace(pack.pathways["trades"], entry=law)}))
    actions.look_at_portability(by=ana, pathway=TRADES, now=NOW)
    with pytest.raises(Refused, match="29 CFR 570"):
        actions.choose(by=ana, pathway=TRADES, now=NOW)


def _law():
    return Cite("29 CFR 570", law=True)


@pytest.mark.covers("S000-1.1")
def test_the_counter_of_a_school_of_400_counts_approved_plans_and_names_nobody(ana):
    adviser, board = person("Obi", ("adviser", "northside-high")), person("Bea", ("board_member", "board"))
    other = person("Ola", ("adviser", "northside-high"))
    everyone = [ana, *_school_of(399)]
    _advise(adviser, everyone[:250])
    _advise(other, everyone[250:])
    looks = [(each, MEDICINE) for each in everyone[:360]]
    actions.look_at_portability_many(looks=looks, now=NOW)
    actions.choose_many(choosings=[actions.Choosing(each, MEDICINE) for each, _ in looks], now=NOW)
    for each in everyone[360:]:
        actions.propose(by=fresh(other), learner=each.me, kind="choose", what=MEDICINE, now=NOW)

    counted = queries.on_a_pathway_counter(board, "northside-high", now=NOW)
    assert (counted.on_a_pathway, counted.learners) == (360, 400)
    actions.move(by=ana, action="change", now=NOW)
    assert queries.on_a_pathway_counter(board, "northside-high", now=NOW).on_a_pathway == 359

    lists = [queries.caseload(fresh(who), now=NOW) for who in (adviser, other)]
    waiting = [case.learner.id for cases in lists for case in cases if case.without_plan]
    assert waiting.count(ana.me) == 1
    assert len(waiting) == 41
    assert lists[0][0].learner.id == ana.me
    assert not any(str(each.me) in repr(counted) for each in everyone)
    with pytest.raises(Refused):
        queries.on_a_pathway_counter(ana, "northside-high", now=NOW)


def _school_of(size):
    new = [
        people.NewPerson(uuid4(), f"Learner {n}", roles=(("learner", "northside-high"),)) for n in range(size)
    ]
    people.add_people(by=HOUSE, people=new, starts=date(2024, 9, 1), now=NOW)
    return [Actor(each.id, each.given_name) for each in new]


def _advise(helper, learners):
    people.assign_many(
        by=HOUSE, helper=helper.me, learners=[each.me for each in learners], kind="adviser",
        scopes=("plan", "progress"), now=NOW,
    )  # fmt: skip


def test_the_caseload_says_who_is_next_for_what_in_few_queries_and_scores_nobody(
    ana, django_assert_max_num_queries
):
    adviser = person("Obi", ("adviser", "northside-high"))
    everyone = [ana, learner("Bo"), learner("Cy")]
    _advise(adviser, everyone)
    put_on(ana, MEDICINE)
    show(ana, teacher(), "competency:numbers")
    queries.progress(ana, ana.me, now=NOW)
    with django_assert_max_num_queries(8), one_reading():
        cases = queries.caseload(fresh(adviser), now=NOW)
    mine = next(case for case in cases if case.learner.id == ana.me)
    assert (mine.stage, set(mine.next)) == ("foundation", {"reading", "cells"})
    assert [case.without_plan for case in cases] == [True, True, False]
    assert not {"score", "risk", "rank"} & set(mine.__dataclass_fields__)


def test_an_adviser_who_looks_again_and_again_on_one_day_is_written_once_a_day_for_each_learner(ana):
    adviser, bo = person("Obi", ("adviser", "northside-high")), learner("Bo")
    _advise(adviser, [ana])
    adviser = fresh(adviser)
    for hours in (0, 1, 5):
        queries.caseload(adviser, now=NOW + timedelta(hours=hours))
        queries.progress(adviser, ana.me, now=NOW + timedelta(hours=hours))
        queries.goals(adviser, ana.me, now=NOW + timedelta(hours=hours))
    assert [look.at for look in directory.reads_of(ana, ana.me)] == ["goals", "progress"]
    _advise(adviser, [bo])
    queries.caseload(fresh(adviser), now=NOW + timedelta(hours=6))
    assert [look.at for look in directory.reads_of(bo, bo.me)] == ["progress"]
    assert len(directory.reads_of(ana, ana.me)) == 2
    queries.caseload(adviser, now=NOW + timedelta(days=1))
    assert len(directory.reads_of(ana, ana.me)) == 3
    queries.caseload(adviser, now=NOW + timedelta(days=1, seconds=1))
    assert len(directory.reads_of(ana, ana.me)) == 3


def test_the_learners_own_progress_costs_few_queries(ana, django_assert_num_queries):
    put_on(ana, MEDICINE)
    queries.progress(ana, ana.me, now=NOW)
    with django_assert_num_queries(4), one_reading():
        queries.progress(ana, ana.me, now=NOW + timedelta(days=1))
