"""A badge that a learner and a mentor make: draft, review, live; approved by industry and college; what it opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.apps.test_evidence import kept, own_folder  # noqa: F401  (fixtures)
from tests.factories import NOW, fresh, helps, learner, load, person, show, small_state, teacher, words
from throughline.apps.advising import queries as plans
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.frameworks import actions as publishing
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.models import Version
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import badges
from throughline.apps.opportunities.actions.badges import Verdict, Wording
from throughline.apps.records import actions as records
from throughline.apps.records import queries as record
from throughline.apps.records.actions.attesting import Saying
from throughline.apps.records.actions.recognizing import Answer, Wish
from throughline.apps.trail import queries as trail
from throughline.core.catalogue import documents as d

pytestmark = pytest.mark.django_db
SKILLS = ("competency:numbers", "competency:tools")
WORDING = Wording(
    "Robot care", "Says that its holder keeps a robot running.", "You can find out why a robot stopped, and mend it.",
    ("The fault is found and named", "The robot runs again"), SKILLS, step=2, level=2,
)  # fmt: skip
OPENS = "Counts for one credit after a talk at the college."
YES_COLLEGE = Verdict(True, "Clear, and at the right level.", OPENS)
YES_INDUSTRY = Verdict(
    True, "We would let its holder work beside us.", "A place in our workshop.", internship="Summer in the robot workshop",
    hours=80, about="Three weeks beside two mechanics.",
)  # fmt: skip
NOT_YET = Verdict(False, "The second thing to look for is hard to see.", next_step="Say how long it runs.")


def state():
    """The small state with a college beside its employer and its school."""
    pack = small_state()
    college = d.Organization("bay-college", words("Bay College"), "college", "postsecondary")
    return replace(pack, organizations={**pack.organizations, "bay-college": college})


@pytest.fixture
def people(own_folder):  # noqa: F811
    load(state())
    ana = learner()
    lucia = helps(person("Lucia", ("workplace_mentor", "mercy-bay")), ana, "workplace_mentor", "progress")
    grace, omar = (
        person("Grace", ("workplace_mentor", "mercy-bay")),
        person("Omar", ("registrar", "bay-college")),
    )
    return fresh(ana), lucia, grace, omar


def in_review(ana, lucia, wording=WORDING, now=NOW):
    key = badges.begin(by=ana, learner=ana.me, mentor=lucia.me, title=wording.title, now=now)
    badges.write(by=lucia, plan=key, wording=wording, now=now)
    assert not badges.agree(by=ana, plan=key, now=now)
    assert badges.agree(by=lucia, plan=key, now=now)
    return key


def answered(by, key, place, verdict, now=NOW):
    return badges.answer(by=by, plan=key, organization=place, verdict=verdict, now=now)


def shown(ana, lucia, omar, now=NOW):
    """Ana's work counts for both skills: her teacher decides, the mentor and the college said what they saw."""
    work = kept(ana, title="The robot that stopped")
    omar, said = helps(omar, ana, "mentor", "progress"), []
    for who, place in ((lucia, "supervisor"), (omar, "teacher")):
        records.attesting.ask_person(by=ana, piece=(work, 1), person=who.me, tie=place, now=now)
        said.append(
            records.attesting.say_signed_in(
                by=who, piece=(work, 1), saying=Saying("She found the fault and mended it.", place), now=now
            )
        )
    key = records.recognizing.ask(
        by=ana, learner=ana.me, organization="northside-high", wishes=[Wish(skill, 2) for skill in SKILLS],
        evidence=[(work, 1)], now=now,
    )  # fmt: skip
    marta = teacher()
    asked = record.recognizing.recognition(marta, key, now=now).asked
    answers = [Answer(wish.id, True, "Seen by three of us.") for wish in asked.wishes]
    records.recognizing.decide(by=marta, recognition=key, answers=answers, beside=said, now=now)


@pytest.mark.covers("N35")
def test_a_badge_made_by_two_goes_from_draft_to_review_to_live_and_opens_an_internship(people):
    """The whole way: two makers, «not yet» with what comes next, two validators from industry and from a college, live in
    the catalogue and the public log, earned by work that both sides saw, and then an internship is open."""
    ana, lucia, grace, omar = people
    key = badges.begin(by=ana, learner=ana.me, mentor=lucia.me, title="Robot care", now=NOW)
    badges.write(by=ana, plan=key, wording=replace(WORDING, criteria=()), now=NOW)
    with pytest.raises(Refused) as refused:
        badges.agree(by=ana, plan=key, now=NOW)
    assert refused.value.about["missing"] == ["criteria"]
    badges.write(by=lucia, plan=key, wording=WORDING, now=NOW)
    assert not badges.agree(by=ana, plan=key, now=NOW)
    assert queries.badges.making(ana, key).state == "draft"
    assert badges.agree(by=lucia, plan=key, now=NOW)
    assert queries.badges.making(ana, key).waits_for == ("industry", "college")

    assert answered(omar, key, "bay-college", NOT_YET) == "draft"
    assert queries.badges.making(ana, key).next_step == "Say how long it runs."
    better = replace(WORDING, criteria=("The fault is found and named", "The robot runs for an hour"))
    badges.write(by=ana, plan=key, wording=better, now=NOW)
    badges.agree(by=lucia, plan=key, now=NOW)
    badges.agree(by=ana, plan=key, now=NOW)

    assert answered(grace, key, "mercy-bay", YES_INDUSTRY) == "review"
    assert "robot-care-badge" not in frameworks.catalogue().credentials, "one side alone is not enough"
    size = trail.log_size()
    assert answered(omar, key, "bay-college", YES_COLLEGE) == "live"
    kept_ = frameworks.catalogue()
    badge = kept_.credentials["robot-care-badge"]
    assert set(badge.issuers) == {"bay-college", "mercy-bay"}
    assert badge.onward_study == {"en": OPENS}
    assert trail.log_size() == size + 5, "listing, milestone, internship, and two that may issue from now on"
    place = kept_.opportunities["robot-care-badge-internship"]
    assert (place.needs, place.provider) == (("credential:robot-care-badge",), "mercy-bay")
    assert [each.id for each in queries.opened_by("credential:robot-care-badge")] == [place.id]
    assert queries.badges.live() == ["robot-care-badge"]

    assert not queries.door(ana, ana.me, place.id, now=NOW).open
    shown(ana, lucia, omar)
    (award,) = record.awards(ana, ana.me, now=NOW)
    assert award.credential == "credential:robot-care-badge"
    assert award.issuer in badge.issuers
    door = queries.door(ana, ana.me, place.id, now=NOW)
    assert door.open
    assert [need.what for need in door.needs] == ["credential:robot-care-badge"]


def test_work_that_only_one_side_saw_does_not_earn_the_badge(people):
    ana, lucia, grace, omar = people
    key = in_review(ana, lucia)
    answered(grace, key, "mercy-bay", YES_INDUSTRY)
    answered(omar, key, "bay-college", YES_COLLEGE)
    show(ana, teacher("Tom"), *SKILLS)
    assert record.awards(ana, ana.me, now=NOW) == []
    assert not queries.door(ana, ana.me, "robot-care-badge-internship", now=NOW).open


def test_both_sides_answer_and_no_side_answers_twice(people):
    ana, lucia, grace, omar = people
    key = in_review(ana, lucia)
    answered(grace, key, "mercy-bay", YES_INDUSTRY)
    other = person("Ike", ("workplace_mentor", "trades-association"))
    with pytest.raises(Refused, match="industry has answered already"):
        answered(other, key, "trades-association", replace(YES_INDUSTRY, internship=""))
    assert queries.badges.waiting(other) == []
    assert [each.id for each in queries.badges.waiting(omar)] == [key]


@pytest.mark.parametrize("who", ["maker", "school", "board", "learner", "not an assessor", "elsewhere"])
def test_nobody_answers_for_a_side_they_are_not_of(people, who):
    ana, lucia, _, _ = people
    key = in_review(ana, lucia)
    by, place = {
        "maker": lambda: (lucia, "mercy-bay"),
        "school": lambda: (teacher(), "northside-high"),
        "board": lambda: (person("Bo", ("assessor", "board")), "board"),
        "learner": lambda: (ana, "mercy-bay"),
        "not an assessor": lambda: (person("Em", ("employer", "mercy-bay")), "mercy-bay"),
        "elsewhere": lambda: (person("Ike", ("workplace_mentor", "trades-association")), "mercy-bay"),
    }[who]()
    with pytest.raises(Refused):
        answered(by, key, place, replace(YES_INDUSTRY, internship=""))
    assert bool(queries.badges.waiting(by)) == (who == "elsewhere"), "for their own place they may"


def test_changing_a_word_asks_both_again_and_what_is_in_review_or_live_stays(people):
    ana, lucia, grace, omar = people
    key = badges.begin(by=lucia, learner=ana.me, mentor=lucia.me, title="Robot care", now=NOW)
    badges.write(by=lucia, plan=key, wording=WORDING, now=NOW)
    badges.agree(by=lucia, plan=key, now=NOW)
    badges.write(by=ana, plan=key, wording=replace(WORDING, purpose="Says that robots run."), now=NOW)
    assert not badges.agree(by=ana, plan=key, now=NOW), "the mentor agreed to other words"
    assert badges.agree(by=lucia, plan=key, now=NOW)
    with pytest.raises(Refused, match="in review"):
        badges.write(by=ana, plan=key, wording=WORDING, now=NOW)
    badges.take_back(by=ana, plan=key, now=NOW)
    badges.agree(by=ana, plan=key, now=NOW)
    badges.agree(by=lucia, plan=key, now=NOW)
    answered(grace, key, "mercy-bay", YES_INDUSTRY)
    answered(omar, key, "bay-college", YES_COLLEGE)
    with pytest.raises(Refused, match="live"):
        badges.write(by=ana, plan=key, wording=WORDING, now=NOW)


def test_an_approval_counts_for_the_words_it_was_given_for_only(people):
    ana, lucia, grace, omar = people
    key = in_review(ana, lucia)
    answered(grace, key, "mercy-bay", YES_INDUSTRY)
    answered(omar, key, "bay-college", NOT_YET)
    badges.agree(by=ana, plan=key, now=NOW)
    badges.agree(by=lucia, plan=key, now=NOW)
    assert answered(omar, key, "bay-college", YES_COLLEGE) == "review", "industry looks again too"


def test_nothing_public_names_the_learner(people):
    ana, lucia, grace, omar = people
    key = badges.begin(by=ana, learner=ana.me, mentor=lucia.me, title="Robot care", now=NOW)
    badges.write(by=ana, plan=key, wording=replace(WORDING, outcomes="Ana can mend a robot."), now=NOW)
    with pytest.raises(Refused, match="names the learner"):
        badges.agree(by=ana, plan=key, now=NOW)
    badges.write(by=ana, plan=key, wording=WORDING, now=NOW)
    badges.agree(by=ana, plan=key, now=NOW)
    badges.agree(by=lucia, plan=key, now=NOW)
    answered(grace, key, "mercy-bay", YES_INDUSTRY)
    answered(omar, key, "bay-college", YES_COLLEGE)
    bodies = [str(v.body) for v in Version.objects.filter(origin="here")]
    assert len(bodies) == 3
    for name in ("Ana", "Reed", str(ana.me), "Lucia", "Grace", "Omar"):
        assert not any(name in body for body in bodies), name


def test_a_live_badge_stays_when_the_states_pack_is_published_anew(people):
    ana, lucia, grace, omar = people
    key = in_review(ana, lucia)
    answered(grace, key, "mercy-bay", YES_INDUSTRY)
    answered(omar, key, "bay-college", YES_COLLEGE)
    later = NOW + timedelta(days=1)
    assert publishing.publish(by=HOUSE, pack=state(), now=later).wrote == 0
    pack = state()
    less = replace(pack, opportunities={k: v for k, v in pack.opportunities.items() if k != "chess-club"})
    assert "robot-care" not in str(frameworks.preview(less))
    summary = publishing.publish(by=HOUSE, pack=less, now=later)
    assert summary.retired == ("opportunity:chess-club",)
    assert "robot-care-badge" in frameworks.catalogue().credentials
    again = in_review(ana, lucia, replace(WORDING, title="Robot care"))
    assert queries.badges.making(ana, again).slug == "robot-care-badge-2"


def test_a_badge_is_made_with_somebody_who_guides_the_learner_and_seen_by_its_makers_only(people):
    ana, lucia, grace, omar = people
    for by, other in ((ana, grace), (grace, grace), (omar, lucia)):
        with pytest.raises(Refused):
            badges.begin(by=by, learner=ana.me, mentor=other.me, title="Robot care", now=NOW)
    key = in_review(ana, lucia)
    for outsider in (grace, omar, learner("Cy"), teacher()):
        with pytest.raises(Refused):
            queries.badges.making(outsider, key)
    (asked,) = queries.badges.waiting(grace)
    assert "Ana" not in str(asked)
    assert [each.id for each in queries.badges.own(lucia)] == [key]
    verbs = [change.verb for change in directory.what_changed(ana, ana.me)]
    assert verbs[:3] == ["sent a badge to review", "agreed to a badge", "began a badge"]


def test_a_learner_takes_the_badge_they_make_along_in_their_own_file(people):
    ana, lucia, grace, _ = people
    key = in_review(ana, lucia)
    answered(grace, key, "mercy-bay", YES_INDUSTRY)
    sections = plans.own_sections(ana, ana.me)
    (badge,), (said,) = sections["badges made with a mentor"], sections["answers on badges"]
    assert (badge["title"], said["opens"]) == ("Robot care", "A place in our workshop.")
    assert {each["name"] for each in sections["people"]} >= {"Lucia Reed", "Grace Reed"}


def test_answers_only_grow_and_have_their_reasons(people):
    ana, lucia, _, omar = people
    key = in_review(ana, lucia)
    for wrong in (
        replace(YES_COLLEGE, reasons=" "), replace(YES_COLLEGE, opens=" "), replace(NOT_YET, next_step=""),
        replace(YES_COLLEGE, internship="A place"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            answered(omar, key, "bay-college", wrong)
    answered(omar, key, "bay-college", YES_COLLEGE)
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM opportunities_badgeanswer")
