"""The plan is the learner's: goals, entries, versions, reflections, the week, and talks with whom they invite."""

import json
from datetime import timedelta

import pytest

from tests.factories import NOW, TODAY, helps, learner, load, person, put_on, show, small_state, teacher
from throughline.apps.advising import actions, queries
from throughline.apps.directory.actor import Refused
from throughline.apps.records import queries as records
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.core.progress.record import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    load()
    return learner()


@pytest.mark.covers("S001-J23")
def test_a_goal_day_that_passes_changes_nothing_but_a_prompt_to_the_learner(ana):
    marta = teacher()
    mentor = helps(person("Ida"), ana, "mentor", "plan", "progress")
    put_on(ana, "pathway:medicine")
    actions.set_goal(
        by=ana,
        words="First exam",
        what="milestone:medical-1",
        on=TODAY,
        now=NOW,
        together_with=[marta.me, mentor.me],
    )
    later = NOW + timedelta(days=90)

    def all_else(now):
        told = queries.progress(ana, ana.me, now=NOW)
        return queries.choice_of(ana, ana.me, now=now), told.audit, records.record_digest(ana.me)

    before = all_else(NOW)
    (goal,) = queries.goals(ana, ana.me, now=NOW)
    assert (goal.prompt, set(goal.set_with)) == (False, {"Marta Reed", "Ida Reed"})
    (goal,) = queries.goals(ana, ana.me, now=later)
    assert goal.prompt
    assert [g.prompt for g in queries.goals(mentor, ana.me, now=later)] == [False]
    assert [
        g.prompt for g in queries.goals(ana, ana.me, now=later, met=frozenset({"milestone:medical-1"}))
    ] == [False]
    assert all_else(later) == before


def by_hand(what):
    """Where an entry counts, from the documents as they stand, shared rules opened: none of the query's own walk."""
    pack = small_state()
    foundation = json.dumps(document_to_json("rule", pack.rules["foundation"]))
    found = set()
    for name, pathway in pack.pathways.items():
        said = json.dumps(document_to_json("pathway", pathway))
        if f'"{what}"' in said or (f'"{what}"' in foundation and '"foundation"' in said):
            found.add(name)
    return found


@pytest.mark.covers("S000-1.4")
def test_an_entry_of_another_pathway_joins_the_plan_and_shows_where_it_counts(ana):
    put_on(ana, "pathway:medicine")
    wanted = ("milestone:tools", "milestone:numbers", "milestone:cells", "opportunity:chess-club")
    for what in wanted:
        actions.add_entry(by=ana, what=what, now=NOW)
    counts = {each.what: each for each in queries.where_counts(wanted, "pathway:medicine")}
    assert set(counts) == set(wanted)
    for what, each in counts.items():
        expected = by_hand(what)
        assert (each.own, set(each.others)) == ("medicine" in expected, expected - {"medicine"})
    tools = counts["milestone:tools"]
    assert (tools.own, tools.others) == (False, ("trades",))
    assert counts["opportunity:chess-club"].elective


def test_an_entry_that_nobody_published_is_refused(ana):
    with pytest.raises(Refused, match="milestone:flying"):
        actions.add_entry(by=ana, what="milestone:flying", now=NOW)


@pytest.mark.covers("S002-A4")
def test_a_plan_has_versions_and_tells_what_was_tried_and_learned(ana):
    actions.add_entry(by=ana, what="milestone:cells", now=NOW)
    assert actions.save_plan(by=ana, now=NOW, why="First idea") == 1
    actions.tell_test(
        by=ana, version=1, tried="A day in a lab", learned="I like to measure", on=TODAY, now=NOW
    )
    actions.remove_entry(by=ana, what="milestone:cells", now=NOW)
    actions.add_entry(by=ana, what="milestone:tools", now=NOW)
    assert actions.save_plan(by=ana, now=NOW + timedelta(days=400), why="A year on") == 2
    newest, first = queries.saved_plans(ana, ana.me, now=NOW)
    assert (first.body["entries"], newest.body["entries"]) == (["milestone:cells"], ["milestone:tools"])
    assert [(t.tried, t.learned) for t in first.tests] == [("A day in a lab", "I like to measure")]


@pytest.mark.covers("S002-B11")
@pytest.mark.parametrize("empty", ["past", "current", "future"])
def test_a_reflection_ties_past_now_and_to_come_and_stays_in_the_circle(ana, empty):
    links = {"past": "robot club", "current": "milestone:cells", "future": "milestone:medical-1"}
    with pytest.raises(Refused, match=empty):
        actions.reflect(by=ana, words="I build things", on=TODAY, now=NOW, **{**links, empty: " "})
    actions.reflect(by=ana, words="I build things", on=TODAY, now=NOW, **links)
    circle = helps(person("Ida"), ana, "mentor", "plan")
    assert [r.future for r in queries.reflections(circle, ana.me, now=NOW)] == ["milestone:medical-1"]
    for outside in (teacher(), helps(person("Wes"), ana, "workplace_mentor", "progress"), learner("Bo")):
        with pytest.raises(Refused):
            queries.reflections(outside, ana.me, now=NOW)


@pytest.mark.covers("N58")
def test_the_plan_is_the_learners_needs_one_named_adult_and_a_guardians_word_never_overwrites_it(ana):
    guardian = helps(person("Rosa"), ana, "guardian", "plan")
    actions.write_profile(
        by=ana, now=NOW, career="Something with hands", barriers="No bus", supports="My aunt"
    )
    assert queries.plan(ana, ana.me, now=NOW).needs_adult
    actions.write_profile(
        by=ana, now=NOW, personal_social="Calm", academic="More numbers", caring_adult="Ms. Ortiz"
    )
    actions.comment(by=guardian, learner=ana.me, words="Think of nursing", now=NOW)
    actions.write_profile(by=guardian, now=NOW, career="Nursing")
    plan = queries.plan(ana, ana.me, now=NOW)
    assert (plan.author, plan.needs_adult, plan.caring_adult) == (ana.me, False, "Ms. Ortiz")
    assert (plan.personal_social, plan.career, plan.academic) == (
        "Calm",
        "Something with hands",
        "More numbers",
    )
    assert (plan.barriers, plan.supports) == ("No bus", "My aunt")
    assert [(c.by, c.words) for c in plan.comments] == [("Rosa Reed", "Think of nursing")]
    with pytest.raises(Refused):
        actions.comment(by=teacher(), learner=ana.me, words="No", now=NOW)


@pytest.mark.covers("S001-M7")
def test_a_week_of_four_days_school_and_one_rotation_is_five_days_and_no_more(ana):
    four_and_one = [*((day, "school") for day in ("mon", "tue", "wed", "thu")), ("fri", "rotation")]
    actions.plan_week(by=ana, days=four_and_one, now=NOW)
    week = list(queries.week(ana, ana.me, now=NOW).values())
    assert (week.count("school"), week.count("rotation"), len(week)) == (4, 1, 5)
    three = zip(
        ("mon", "tue", "wed", "thu", "fri"), ("school",) * 3 + ("college", "apprenticeship"), strict=True
    )
    actions.plan_week(by=ana, days=list(three), now=NOW)
    assert sorted(queries.week(ana, ana.me, now=NOW).values()) == [
        "apprenticeship",
        "college",
        *["school"] * 3,
    ]
    for wrong, why in ((("sat", "rotation"), "five days"), (("fri", "college"), "clashes")):
        with pytest.raises(Refused, match=why):
            actions.plan_week(by=ana, days=[*four_and_one, wrong], now=NOW)


@pytest.mark.covers("S001-J8")
def test_a_review_opens_to_exactly_those_invited_while_it_lasts_and_the_notes_are_the_learners(ana):
    anderson, marta, rosa = person("Anderson"), teacher(), helps(person("Rosa"), ana, "guardian", "plan")
    key = actions.invite(
        by=ana, people=[anderson.me, marta.me], pathway="pathway:medicine", opens_at=NOW,
        closes_at=NOW + timedelta(hours=1), now=NOW,
    )  # fmt: skip
    for who in (ana, anderson, marta):
        assert queries.session(who, key, now=NOW + timedelta(minutes=5)).pathway == "pathway:medicine"
    for fourth in (rosa, learner("Bo"), teacher("Tom")):
        with pytest.raises(Refused, match="invited"):
            queries.session(fourth, key, now=NOW + timedelta(minutes=5))
        with pytest.raises(Refused, match="invited"):
            actions.write_note(by=fourth, session=key, words="Hello", now=NOW)
    actions.write_note(by=anderson, session=key, words="Ask about labs", now=NOW)
    for when in (NOW - timedelta(minutes=1), NOW + timedelta(hours=1)):
        with pytest.raises(Refused, match="open from"):
            queries.session(anderson, key, now=when)
    (note,) = queries.my_notes(ana)
    assert (note.author, note.words) == ("Anderson Reed", "Ask about labs")
    assert queries.my_notes(anderson) == []


def test_a_plan_that_would_close_a_choice_warns_before_it_is_saved(ana):
    show(ana, teacher(), "competency:numbers")
    (warning,) = queries.closing_warnings(ana, ana.me, ["rule:foundation"], now=NOW)
    assert warning.missing == ("milestone:reading",)
    planned = [Fact("planned", "competency:reading", TODAY, level=2)]
    assert queries.closing_warnings(ana, ana.me, ["rule:foundation"], planned=planned, now=NOW) == []
