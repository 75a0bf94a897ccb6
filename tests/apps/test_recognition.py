"""Learning from anywhere: asked for, answered in a set time with reasons, looked at again on appeal; all of it dated."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.apps.test_evidence import TYPED, ana, kept, own_folder, read  # noqa: F401  (fixtures)
from tests.factories import NOW, TODAY, helps, learner, load, person, show, small_state, teacher
from tests.spec.packs import outcome, pack
from throughline.apps.advising import queries as advising
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import PUBLIC, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions, queries
from throughline.apps.records.actions.attesting import Saying
from throughline.apps.records.actions.recognizing import Answer, Wish
from throughline.apps.records.models.evidence import STRENGTHS
from throughline.core.catalogue.references import all_rules
from throughline.core.reasoning.scans import uncited_time

pytestmark = pytest.mark.django_db

SCHOOL = "northside-high"
NUMBERS = Wish("competency:numbers", 2)


def asked(by, *pieces, wishes=(NUMBERS,), learner_=None, now=NOW, words=""):
    return actions.recognizing.ask(
        by=by, learner=learner_ or by.me, organization=SCHOOL, wishes=wishes, words=words, now=now,
        evidence=[(key, 1) for key in pieces],
    )  # fmt: skip


def request_of(by, key, now=NOW):
    return queries.recognizing.recognition(by, key, now=now)


def answered(
    by, key, met=True, now=NOW, beside=(), reasons="She showed it twice.", next_step="Try a longer one."
):
    wishes = [w for w in request_of(by, key, now).asked.wishes if w.open]
    answers = [Answer(w.id, met, reasons, "" if met else next_step) for w in wishes]
    return actions.recognizing.decide(by=by, recognition=key, answers=answers, now=now, beside=beside)


def facts_of(who, now=NOW):
    return queries.record_of(who, who.me, now=now).facts


@pytest.mark.covers("S001-D6.1")
def test_every_submission_has_its_decision_reason_appeal_path_and_time_to_decision(ana):  # noqa: F811
    first, second = teacher("Marta"), teacher("Tom")
    keys = [asked(ana, kept(ana, title=f"Piece {nth}"), words="It was hard.") for nth in range(4)]
    later = [NOW + timedelta(days=days) for days in (1, 3, 12, 25)]
    for key, when, met in zip(keys, later, (True, False, False, True), strict=True):
        answered(first, key, met, when)
    actions.recognizing.appeal(by=ana, recognition=keys[1], words="You did not see the log.", now=later[2])
    answered(second, keys[1], True, later[3])
    found = {each.id: each for each in queries.recognizing.recognitions(ana, ana.me, now=later[3])}
    decided = [d for key in keys for wish in found[key].wishes for d in wish.decided]
    assert len(decided) == 5
    assert all(each.reasons and each.by and each.waited > timedelta(0) for each in decided)
    assert all(each.next_step for each in decided if not each.met)
    assert [d.waited.days for d in decided] == [1, 3, 13, 12, 25]
    assert [d.in_time for d in decided] == [True, True, True, True, False]
    assert [found[key].may_appeal for key in keys] == [False, False, True, False]
    verbs = [change.verb for change in directory.what_changed(ana, ana.me, newest=40)]
    assert verbs.count("asked that it counts") == 4
    assert verbs.count("answered") == 4
    assert verbs.count("asked another to look") == verbs.count("answered an appeal") == 1
    (place,) = queries.recognizing.answering(person("Op", ("operator", "board")), now=later[3])
    assert (place.asked, place.answered, place.appeals, place.reversed) == (4, 4, 1, 1)
    assert place.days == 12


def test_the_day_an_answer_is_due_follows_from_the_states_pack_and_is_shown_to_all_who_wait(ana):  # noqa: F811
    pack_ = small_state()
    load(replace(pack_, state=replace(pack_.state, answer_days=10)))
    marta, op = teacher(), person("Op", ("operator", "board"))
    key = asked(ana, kept(ana))
    for now, left in ((NOW, 10), (NOW + timedelta(days=12), -2)):
        assert request_of(ana, key, now).asked.days_left == left
        assert [each.days_left for each in queries.recognizing.to_decide(marta, now=now)] == [left]
    assert queries.recognizing.late(op, now=NOW) == []
    (late,) = queries.recognizing.late(op, now=NOW + timedelta(days=12))
    assert (late.id, late.name, late.days_left) == (key, "", -2)
    for outsider in (ana, marta):
        with pytest.raises(Refused):
            queries.recognizing.late(outsider, now=NOW)


def test_on_appeal_only_another_assessor_decides_and_only_what_was_not_accepted(ana):  # noqa: F811
    first, second = teacher("Marta"), teacher("Tom")
    key = asked(ana, kept(ana), wishes=[NUMBERS, Wish("competency:tools", 1)])
    numbers, tools = request_of(first, key).asked.wishes
    answers = [
        Answer(numbers.id, True, "She reckons well."),
        Answer(tools.id, False, "No tool was used.", "Show one."),
    ]
    actions.recognizing.decide(by=first, recognition=key, answers=answers, now=NOW)
    actions.recognizing.appeal(by=ana, recognition=key, words="The soldering iron is in the photo.", now=NOW)
    assert queries.recognizing.to_decide(first, now=NOW) == []
    assert [each.id for each in queries.recognizing.to_decide(second, now=NOW)] == [key]
    again = [Answer(tools.id, True, "I see it now.")]
    with pytest.raises(Refused, match="fresh eyes"):
        actions.recognizing.decide(by=first, recognition=key, answers=again, now=NOW)
    with pytest.raises(Refused, match="was answered"):
        actions.recognizing.decide(
            by=second, recognition=key, answers=[Answer(numbers.id, False, "No.", "Do.")], now=NOW
        )
    actions.recognizing.decide(by=second, recognition=key, answers=again, now=NOW)
    assert {f.what for f in facts_of(ana)} == {"competency:numbers", "competency:tools"}
    with pytest.raises(Refused, match="asked once"):
        actions.recognizing.appeal(by=ana, recognition=key, words="Once more.", now=NOW)


def test_an_answer_has_reasons_and_not_yet_says_what_comes_next(ana):  # noqa: F811
    marta, key = teacher(), asked(ana, kept(ana))
    for wrong in ({"reasons": " "}, {"met": False, "next_step": " "}):
        with pytest.raises(Refused):
            answered(marta, key, **wrong)
    assert facts_of(ana) == ()
    answered(marta, key, met=False)
    assert facts_of(ana) == (), "not yet leaves no fact"


def test_decisions_only_grow(ana):  # noqa: F811
    answered(teacher(), asked(ana, kept(ana)))
    for table in ("records_recognitiondecision", "records_recognitionwish", "records_recognition_evidence"):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("outsider", ["elsewhere", "adviser", "guardian", "employer", "themselves"])
def test_whoever_does_not_assess_at_the_place_that_was_asked_decides_nothing(ana, outsider):  # noqa: F811
    who = {
        "elsewhere": lambda: teacher(school="southside-high"),
        "adviser": lambda: person("Al", ("adviser", SCHOOL)),
        "guardian": lambda: helps(person("Rosa"), ana, "guardian", "record"),
        "employer": lambda: person("Boss", ("employer", "mercy-bay")),
        "themselves": lambda: ana,
    }[outsider]()
    key = asked(ana, kept(ana))
    (wish,) = request_of(ana, key).asked.wishes
    with pytest.raises(Refused):
        actions.recognizing.decide(by=who, recognition=key, answers=[Answer(wish.id, True, "Yes.")], now=NOW)
    if who is not ana:
        with pytest.raises(Refused):
            request_of(who, key)


def test_a_request_taken_back_shows_the_work_no_longer(ana):  # noqa: F811
    marta, work = teacher(), kept(ana)
    key = asked(ana, work)
    assert read(marta, work).title
    actions.recognizing.take_back(by=ana, recognition=key, now=NOW)
    with pytest.raises(Refused):
        read(marta, work)
    assert request_of(marta, key).pieces == ()
    assert queries.recognizing.to_decide(marta, now=NOW) == []


# -- the stories


@pytest.mark.covers("S001-J3")
def test_a_robotics_entry_at_13_is_offered_at_14_to_a_matching_competency_and_accepted():
    load()
    jason, ortiz = learner("Jason"), teacher("Ortiz")
    at_13, at_14 = NOW - timedelta(days=400), NOW
    typed = {
        **TYPED,
        "happened_on": str(timezone.localdate(at_13)),
        "organization": "northside-high",
        "shows": [],
    }
    work = actions.evidence.begin(by=jason, learner=jason.me, kind="text", typed=typed, now=at_13)
    actions.evidence.keep(by=jason, evidence=work, now=at_13)
    (piece,) = queries.evidence.own(jason, jason.me).kept
    offered = queries.recognizing.may_show(piece, frameworks.catalogue())
    assert "competency:numbers" in offered, "what the group offers there leads to it"
    key = asked(jason, work, wishes=[Wish(offered[0], 1)], now=at_14)
    answered(ortiz, key, now=at_14)
    (fact,) = facts_of(jason)
    assert (fact.what, fact.context, fact.when) == (offered[0], "community", timezone.localdate(at_14))


def test_a_community_group_that_confirmed_a_project_may_ask_for_its_learner(ana):  # noqa: F811
    """A-L12-3, A-TE-4: the group confirms, an assessor answers in time, an appeal turns it, both are on the trail."""
    maya = helps(person("Maya", ("community_mentor", "trades-association")), ana, "mentor", "plan")
    work = kept(ana)
    with pytest.raises(Refused):
        asked(maya, work, learner_=ana.me)
    actions.attesting.ask_person(by=ana, piece=(work, 1), person=maya.me, tie="coach", now=NOW)
    words = Saying("She built the whole arm and its gears.", "coach")
    actions.attesting.say_signed_in(by=maya, piece=(work, 1), saying=words, now=NOW)
    key = asked(maya, work, learner_=ana.me)
    answered(teacher("Marta"), key, met=False)
    actions.recognizing.appeal(by=ana, recognition=key, words="Maya saw all of it.", now=NOW)
    answered(teacher("Tom"), key)
    assert [f.what for f in facts_of(ana)] == ["competency:numbers"]
    assert request_of(maya, key).asked.asked_by == "Maya Reed"
    outcomes = [c.data["outcomes"] for c in directory.what_changed(ana, ana.me) if "answered" in c.verb]
    assert outcomes == [{"competency:numbers": "met"}, {"competency:numbers": "not_yet"}]


@pytest.mark.covers("S001-D6.2")
def test_an_online_course_of_ones_own_choice_with_certificate_and_task_leads_to_credit(ana):  # noqa: F811
    marta = teacher()
    certificate = kept(ana, "link", link="https://courses.example/c/9", setting="online", title="Certificate")
    task = kept(ana, title="The task I solved", setting="online")
    wish = Wish("course:data-analysis-online", amounts={"credit": Decimal(1)})
    answered(marta, asked(ana, certificate, task, wishes=[wish]))
    (fact,) = facts_of(ana)
    assert (fact.what, dict(fact.amounts), fact.context) == (wish.what, {"credit": Decimal(1)}, "online")
    (item,) = queries.attainments(ana, ana.me, now=NOW)
    assert {p.title for p in queries.evidence_behind([item.id])[item.id]} == {
        "Certificate",
        "The task I solved",
    }


@pytest.mark.covers("S001-D6.3")
def test_mathematics_shown_at_an_architecture_internship_is_granted_with_dual_validation(ana):  # noqa: F811
    marta = teacher()
    mentor = helps(person("Ike", ("workplace_mentor", "mercy-bay")), ana, "workplace_mentor", "progress")
    work = kept(ana, title="Loads of a roof", setting="work", organization="mercy-bay")
    actions.attesting.ask_person(by=ana, piece=(work, 1), person=mentor.me, tie="supervisor", now=NOW)
    said = actions.attesting.say_signed_in(
        by=mentor, piece=(work, 1), now=NOW,
        saying=Saying("She reckoned the loads and found our mistake.", "supervisor"),
    )  # fmt: skip
    answered(marta, asked(ana, work), beside=[said])
    (fact,) = facts_of(ana)
    assert {(v.role, v.organization) for v in fact.validators} == {
        ("teacher", SCHOOL), ("workplace_mentor", "mercy-bay"),
    }  # fmt: skip
    assert (fact.context, fact.organization) == ("workplace", "mercy-bay")


def test_nobody_stands_beside_a_decision_who_did_not_speak_for_an_organization(ana):  # noqa: F811
    work = kept(ana)
    _, link = actions.attesting.ask_by_link(
        by=ana, piece=(work, 1), name="Rafael", tie="family", address="{secret}", now=NOW
    )
    said = actions.attesting.say_by_link(
        by=PUBLIC, secret=link, saying=Saying("I saw her do it often.", "family"), now=NOW
    )
    with pytest.raises(Refused, match="recognized organization"):
        answered(teacher(), asked(ana, work), beside=[said])


@pytest.mark.covers("S001-D6.4")
def test_an_adult_after_nine_years_keeps_all_that_was_shown_and_earns_more_on_one_form():
    """A-AD-2: the same credit as anybody else gets for the same thing."""
    load()
    renee, marta = learner("Renee"), teacher()
    long_ago = date(TODAY.year - 9, 5, 1)
    show(renee, marta, "competency:reading", "competency:cells", on=long_ago)
    before = facts_of(renee)
    work = kept(renee, title="Six years of home care", setting="work", happened_on=str(long_ago))
    client = kept(renee, title="What families wrote", setting="work")
    wishes = [
        NUMBERS,
        Wish("competency:tools", 1),
        Wish("course:anatomy", amounts={"college-credit": Decimal(3)}),
    ]
    answered(marta, asked(renee, work, client, wishes=wishes))
    after = {f.id: f for f in facts_of(renee)}
    assert all(after[f.id] == f for f in before)
    assert {f.what for f in after.values()} == {
        "competency:reading", "competency:cells", "competency:numbers", "competency:tools", "course:anatomy",
    }  # fmt: skip
    standing = advising.progress(renee, renee.me, now=NOW)
    assert {f.what for f in standing.record.facts} == {f.what for f in after.values()}
    young = learner("Bo")
    answered(marta, asked(young, kept(young), wishes=wishes[2:]))
    course = next(f for f in facts_of(young) if f.what == "course:anatomy")
    assert dict(course.amounts) == dict(next(f for f in after.values() if f.what == "course:anatomy").amounts)


@pytest.mark.covers("S001-D10.9")
def test_a_noncredit_course_satisfies_a_competency(ana):  # noqa: F811
    work = kept(ana, title="Noncredit welding course, finished", setting="community")
    answered(teacher(), asked(ana, work, wishes=[Wish("competency:tools", 2)]))
    assert [(f.what, f.level) for f in facts_of(ana)] == [("competency:tools", 2)]


@pytest.mark.covers("S001-D4.5", "X21")
def test_interpreting_for_family_counts_as_communication_and_strengths_are_never_asked_for_nor_scored():
    """A-OY-3. The six kinds can be named, one or several; none has to be."""
    pack_ = small_state()
    speaking = replace(pack_.competencies["reading"], id="communication", contexts=("school", "home"))
    load(replace(pack_, competencies={**pack_.competencies, "communication": speaking}))
    marie, marta = learner("Marie"), teacher()
    assert len(STRENGTHS) == 6
    for strength in STRENGTHS:
        assert read(marie, kept(marie, strengths=[strength])).strengths == (strength,)
    assert read(marie, kept(marie)).strengths == ()
    work = kept(
        marie, title="Interpreting at the clinic", setting="family", strengths=["linguistic", "familial"]
    )
    answered(marta, asked(marie, work, wishes=[Wish("competency:communication", 2)]))
    (fact,) = facts_of(marie)
    assert (fact.what, fact.context) == ("competency:communication", "home")
    assert not any(word in repr(fact) for word in STRENGTHS), "no fact carries a strength as a value"
    models = [
        m
        for m in apps.get_app_config("records").get_models()
        if m.__module__.endswith(("evidence", "recognition"))
    ]
    columns = {field.name for model in models for field in model._meta.fields}
    assert not {name for name in columns if "need" in name or "status" in name or "paper" in name}


OPTIONS = {
    "course:classroom-or-equivalent-work": "Work in and out of class",
    "assessment:exam": "An exam",
    "assessment:collection-of-work": "A portfolio",
    "assessment:prior-learning-documents": "Documents of earlier learning",
}


@pytest.mark.covers("S001-R7.1")
@pytest.mark.parametrize(
    "shares",
    [*({what: Decimal(1)} for what in OPTIONS),
     *({a: Decimal("0.5"), b: Decimal("0.5")} for a, b in itertools.combinations(OPTIONS, 2)),
     {what: Decimal("0.25") for what in OPTIONS}],
    ids=lambda shares: "+".join(what.partition(":")[2] for what in shares),
)  # fmt: skip
def test_each_of_oregons_four_options_alone_and_together_earns_the_credit(shares):
    load(small_state())
    ana_, marta = learner(), teacher()
    for what, amount in shares.items():
        work = kept(ana_, title=OPTIONS[what])
        answered(marta, asked(ana_, work, wishes=[Wish(what, amounts={"credit": amount})]))
    record = queries.record_of(ana_, ana_.me, now=NOW)
    assert outcome("oregon", "one-credit", record, as_of=TODAY).status == "met"
    short = replace(record, facts=record.facts[1:])
    assert outcome("oregon", "one-credit", short, as_of=TODAY).status != "met"


@pytest.mark.covers("S001-D6.5")
def test_no_credit_decision_knows_a_time_in_a_seat(ana):  # noqa: F811
    """The schema: no column for it. The act: a unit of time is refused as credit. The rules: none asks for it."""
    words = ("seat", "minute", "semester", "attendance", "days_present", "clock", "duration")
    for model in ("recognition", "recognitionwish", "recognitiondecision", "attainment"):
        columns = {f.name for f in apps.get_model("records", model)._meta.get_fields()}
        assert not {name for name in columns for word in words if word in name}, model
    work = kept(ana)
    for unit in ("h", "days", "weeks", "months"):
        with pytest.raises(Refused, match="time spent shows no learning"):
            asked(ana, work, wishes=[Wish("course:algebra", amounts={unit: Decimal(120)})])
    for state in ("meridian", "oregon"):
        rules = list(all_rules(pack(state).catalogue))
        assert rules
        assert uncited_time(rules) == (), state
