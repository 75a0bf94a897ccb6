"""Scores and old grades from outside: what counts, what is only kept, and how people see a learner's skills."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps

from tests import factories as f
from tests.apps.assessed import Around, around
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.core.progress.audit import audit_milestone
from throughline.core.progress.record import Fact
from throughline.core.progress.standing import Standing

pytestmark = pytest.mark.django_db
HEAD = "learner,test,score,taken_on,skills\n"
PLACE = "northside-high"


@pytest.fixture
def who() -> Around:
    return around()


def bring(who: Around, *rows: str) -> actions.Brought:
    text = HEAD + "\n".join(rows)
    return actions.bring_scores(by=who.marta, organization=PLACE, text=text, now=f.NOW)


@pytest.mark.covers("N08")
def test_74_percent_counts_for_nothing_and_75_offers_the_badge_at_once_and_a_year_later(who: Around) -> None:
    ben = f.learner("Ben")
    found = bring(who, f"{who.ana.me},ready,74,2026-02-01,", f"{ben.me},ready,75,2026-02-01,counts")
    assert (found.kept, found.counted, found.errors) == (2, 1, ())
    none, offered = (records.outside(each, each.me, now=f.NOW) for each in (who.ana, ben))
    assert ([each.counts for each in none.scores], none.offered) == ([False], ())
    assert [(each.credential, f"{each.since}") for each in offered.offered] == [
        ("credential:shop-card", "2026-02-01")
    ]
    assert offered.scores[0].skills == (("counts", "numbers"),)
    later = records.outside(ben, ben.me, now=f.NOW + timedelta(days=366))
    assert later.offered == offered.offered, "the offer has no end"
    facts = records.records_of([who.ana.me, ben.me])
    assert facts[who.ana.me].facts == ()
    assert [(x.what, x.score, x.scale) for x in facts[ben.me].facts] == [("assessment:ready", 75, "WRS")]
    assert facts[ben.me].facts[0].tags == {"shown:test"}
    assert records.awards(ben, ben.me, now=f.NOW) == [], "only on request"
    with pytest.raises(Refused):
        actions.ask_for(by=who.ana, credential="shop-card", now=f.NOW)
    year = f.NOW + timedelta(days=366)
    assert actions.ask_for(by=ben, credential="shop-card", now=year)
    assert [each.credential for each in records.awards(ben, ben.me, now=year)] == ["credential:shop-card"]
    assert records.outside(ben, ben.me, now=year).offered == ()
    carl = f.learner("Carl")
    bring(who, f"{carl.me},ready,75,2026-03-01,")
    assert actions.ask_for(by=carl, credential="shop-card", now=f.NOW), "and at once"


def test_a_later_score_that_counts_is_taken_and_the_earlier_one_stays(who: Around) -> None:
    bring(who, f"{who.ana.me},ready,74,2026-02-01,")
    assert bring(who, f"{who.ana.me},ready,74,2026-02-01,", f"{who.ana.me},ready,90,2026-02-20,").counted == 1
    found = records.outside(who.ana, who.ana.me, now=f.NOW)
    assert [each.score for each in found.scores] == [90, 74]
    assert len(found.offered) == 1


def test_a_file_is_brought_whole_or_every_wrong_row_is_named_in_words(who: Around) -> None:
    sue = f.learner("Sue", "southside-high")
    found = bring(
        who, f"{who.ana.me},ready,80,2026-02-01,", f"{sue.me},ready,80,2026-02-01,", "nobody,ready,80,2026-02-01,",
        f"{who.ana.me},none,80,2026-02-02,", f"{who.ana.me},ready,eighty,2026-02-03,",
        f"{who.ana.me},ready,80,yesterday,", f"{who.ana.me},ready,80,2099-02-01,flies",
    )  # fmt: skip
    assert [str(each) for each in found.errors] == [
        f"Line 3, learner: nobody with the id '{sue.me}' learns there. Check the id and the place.",
        "Line 4, learner: nobody with the id 'nobody' learns there. Check the id and the place.",
        "Line 5, test: no test 'none' from outside is published. Use its id.",
        "Line 6, score: 'eighty' was not understood. Write digits, such as 74.5.",
        "Line 7, taken_on: 'yesterday' was not understood. Write year-month-day, such as 2026-05-14.",
        "Line 8, skills: the test has no skill 'flies'. Use the ids it is published with.",
        "Line 8, taken_on: the day is still to come. Check the year.",
    ]
    assert records.outside(who.ana, who.ana.me, now=f.NOW).scores == ()
    short = actions.bring_scores(by=who.marta, organization=PLACE, text="learner,score\n", now=f.NOW)
    assert str(short.errors[0]) == (
        "Line 1, test: the head line has no such column. Begin with: learner,test,score,taken_on"
    )


def test_the_same_file_twice_changes_nothing_and_a_changed_score_is_refused(who: Around) -> None:
    row = f"{who.ana.me},ready,80,2026-02-01,"
    bring(who, row)
    again = bring(who, row)
    assert (again.kept, again.there, again.counted) == (0, 1, 0)
    changed = bring(who, row.replace(",80,", ",90,"))
    assert "a score of 80 is kept for that day" in str(changed.errors[0])


@pytest.mark.parametrize("outsider", ["learner", "elsewhere", "adviser"])
def test_only_staff_who_assess_there_bring_results(who: Around, outsider: str) -> None:
    people = {
        "learner": who.ana, "elsewhere": f.teacher("Sue", "southside-high"),
        "adviser": f.person("Ad", ("adviser", PLACE)),
    }  # fmt: skip
    with pytest.raises(Refused):
        actions.bring_scores(by=people[outsider], organization=PLACE, text=HEAD, now=f.NOW)


GRADES = "learner,title,as_written,organization,ended_on\n"


@pytest.mark.covers("S001-D8.3")
def test_old_grades_are_kept_as_sources_and_are_no_result_and_the_record_has_no_average_or_rank(
    who: Around,
) -> None:
    text = GRADES + f"{who.ana.me},Algebra I,B+ (GPA 3.3),Far Away High,2019-06-14\n"
    found = actions.bring_sources(by=who.marta, organization=PLACE, text=text, now=f.NOW)
    assert (found.kept, found.errors) == (1, ())
    held = records.outside(who.ana, who.ana.me, now=f.NOW)
    assert [(each.title, each.as_written) for each in held.sources] == [("Algebra I", "B+ (GPA 3.3)")]
    assert held.scores == ()
    assert records.records_of([who.ana.me])[who.ana.me].facts == ()
    assert records.attainments(who.ana, who.ana.me, now=f.NOW) == []
    assert actions.bring_sources(by=who.marta, organization=PLACE, text=text, now=f.NOW).there == 1
    names = [
        field.name
        for model in apps.get_app_config("records").get_models()
        for field in model._meta.get_fields()
    ]
    names += [field.name for field in fields(Fact)]
    graded = re.compile(r"gpa|rank|grade|percentile|average|class_size", re.IGNORECASE)
    assert [name for name in names if graded.search(name)] == []
    openapi = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.json"
    assert not re.search(r'"(gpa|rank|percentile|grade_average)"', openapi.read_text(), re.IGNORECASE)


# -- skills seen together


def rate(by: Actor, about: Actor, rater: str = "", **levels: int) -> object:
    return actions.rate_skills(
        by=by, learner=about.me, form="together", levels=levels, rater=rater, now=f.NOW
    )


@pytest.mark.covers("N22")
def test_the_same_words_are_rated_by_self_mentor_teacher_and_family_and_never_summed(who: Around) -> None:
    mother = f.helps(f.person("Eva"), who.ana, "guardian", "record")
    rate(who.ana, who.ana, reading=1, tools=2)
    rate(who.lucia, who.ana, "mentor", reading=2)
    rate(who.marta, who.ana, reading=2, tools=1)
    rate(mother, who.ana, tools=2)
    found = records.skills_seen(who.ana, who.ana.me, "together", now=f.NOW)
    assert found.raters == ("self", "mentor", "teacher", "family")
    assert dict(found.lines) == {
        "reading": {"self": 1, "mentor": 2, "teacher": 2}, "tools": {"self": 2, "teacher": 1, "family": 2},
    }  # fmt: skip
    assert {field.name for field in fields(found)} == {"form", "raters", "lines", "looks"}
    numbers = re.findall(r"(?i)total|sum|score|average|mean|points", repr((found.lines, found.looks)))
    assert numbers == []


def test_a_form_asks_those_it_names_and_only_for_its_items(who: Around) -> None:
    with pytest.raises(Refused, match="does not ask you"):
        rate(who.lucia, who.ana, "family", reading=2)
    with pytest.raises(Refused, match="no step 3"):
        rate(who.ana, who.ana, reading=3)
    with pytest.raises(Refused, match="no step 1 for 'cells'"):
        rate(who.ana, who.ana, cells=1)
    with pytest.raises(Refused, match="nothing is rated"):
        rate(who.ana, who.ana)
    with pytest.raises(Refused):
        rate(f.teacher("Sue", "southside-high"), who.ana, reading=1)
    with pytest.raises(Refused):
        records.skills_seen(who.marta, who.ana.me, "together", now=f.NOW)


@pytest.mark.covers("N23")
def test_an_employers_review_alone_closes_no_milestone_and_the_learners_answer_stands_beside_it(
    who: Around,
) -> None:
    f.show(who.ana, who.marta, "competency:tools", level=2)

    def status() -> str:
        standing = Standing(records.records_of([who.ana.me])[who.ana.me], frameworks.program_for(), f.TODAY)
        return audit_milestone("tools", standing).status

    before = status()
    made = actions.rate_skills(
        by=who.lucia, learner=who.ana.me, form="together", levels={"tools": 1}, words="Often late.", now=f.NOW
    )
    assert (before, status()) == ("met", "met")
    assert len(records.records_of([who.ana.me])[who.ana.me].facts) == 1
    actions.answer_review(by=who.ana, review=made, words="The bus was.", now=f.NOW)
    look = records.skills_seen(who.ana, who.ana.me, "together", now=f.NOW).looks[0]
    assert (look.rater, look.words, look.answer) == ("employer", "Often late.", "The bus was.")
    with pytest.raises(Refused, match="answered already"):
        actions.answer_review(by=who.ana, review=made, words="Again", now=f.NOW)
    with pytest.raises(Refused):
        actions.answer_review(by=who.marta, review=made, words="No", now=f.NOW)
