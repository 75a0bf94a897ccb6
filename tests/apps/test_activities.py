"""Planning an activity in seven steps: one to three skills, drafts kept, published whole, named by the work made in it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.apps.test_evidence import ana, kept, own_folder  # noqa: F401  (fixtures)
from tests.factories import NOW, learner, person, teacher
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import activities
from throughline.apps.opportunities.models import Activity
from throughline.apps.opportunities.models.activities import STEPS
from throughline.apps.records import actions as records
from throughline.apps.records.queries import evidence as pieces

pytestmark = pytest.mark.django_db
SCHOOL = "northside-high"
SKILLS = ("competency:numbers", "competency:reading", "competency:tools", "competency:cells")
WRITTEN = {step: f"What we do to {step}." for step in STEPS}


def planned(by, *skills, steps=WRITTEN, title="Bridges out of paper"):
    key = activities.begin(by=by, organization=SCHOOL, title=title, now=NOW)
    activities.write(by=by, activity=key, title=title, skills=skills, steps=steps, now=NOW)
    return key


@pytest.mark.covers("N24")
def test_an_activity_aims_at_three_skills_at_most_and_is_published_with_all_seven_steps(ana):  # noqa: F811
    marta = teacher()
    with pytest.raises(Refused) as four:
        planned(marta, *SKILLS)
    assert "aims at 4 skills, and 3 is the most" in four.value.why
    assert four.value.fix
    key = planned(marta, *SKILLS[:3], steps={})
    assert len(STEPS) == 7
    for nth, step in enumerate(STEPS):
        with pytest.raises(Refused) as refused:
            activities.publish(by=marta, activity=key, now=NOW)
        assert refused.value.about["missing"] == list(STEPS[nth:])
        steps = dict(queries.activities.plan(marta, key).steps) | {step: WRITTEN[step]}
        activities.write(by=marta, activity=key, title="Bridges", skills=SKILLS[:3], steps=steps, now=NOW)
        assert queries.activities.published() == [], "a draft is nobody else's"
    assert activities.publish(by=marta, activity=key, now=NOW) == 1
    (seen,) = queries.activities.published(skill="competency:tools")
    assert dict(seen.steps) == WRITTEN
    assert seen.skills == SKILLS[:3]


@pytest.mark.parametrize("left_out", STEPS)
def test_publishing_names_the_one_step_that_is_empty(ana, left_out):  # noqa: F811
    marta = teacher()
    key = planned(marta, SKILLS[0], steps={**WRITTEN, left_out: "  "})
    with pytest.raises(Refused) as refused:
        activities.publish(by=marta, activity=key, now=NOW)
    assert refused.value.about["missing"] == [left_out]


def test_without_a_skill_or_with_one_nobody_published_it_is_refused(ana):  # noqa: F811
    marta = teacher()
    key = planned(marta)
    with pytest.raises(Refused, match="no skill it aims at"):
        activities.publish(by=marta, activity=key, now=NOW)
    with pytest.raises(Refused, match="is no skill"):
        planned(marta, "competency:flying")


def test_the_database_itself_refuses_a_fourth_skill_and_a_published_gap(ana):  # noqa: F811
    key = planned(teacher(), SKILLS[0])
    with pytest.raises(IntegrityError, match="three_at_most"), transaction.atomic():
        Activity.objects.filter(id=key).update(skills=list(SKILLS))
    activities.publish(by=teacher("Tom"), activity=key, now=NOW)
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE opportunities_publishedactivity SET reveal = ''")


def test_what_learners_see_stays_until_it_is_published_anew(ana):  # noqa: F811
    marta = teacher()
    key = planned(marta, SKILLS[0])
    activities.publish(by=marta, activity=key, now=NOW)
    activities.write(by=marta, activity=key, title="Towers", skills=SKILLS[:2], steps=WRITTEN, now=NOW)
    assert queries.activities.activity(key).title == "Bridges out of paper"
    assert activities.publish(by=marta, activity=key, now=NOW) == 2
    assert queries.activities.activity(key).title == "Towers"
    activities.set_aside(by=marta, activity=key, now=NOW)
    assert queries.activities.published() == []


def test_a_community_partner_plans_for_their_own_place_and_nobody_for_another(ana):  # noqa: F811
    maya = person("Maya", ("community_mentor", "trades-association"))
    activities.begin(by=maya, organization="trades-association", title="A bench", now=NOW)
    for outsider in (maya, ana, teacher("Tom", "southside-high")):
        with pytest.raises(Refused):
            activities.begin(by=outsider, organization=SCHOOL, title="A bench", now=NOW)
    key = planned(teacher(), SKILLS[0])
    with pytest.raises(Refused):
        queries.activities.plan(maya, key)


def test_work_names_the_activity_it_was_made_in_and_those_who_assess_there_see_it(ana):  # noqa: F811
    marta, elsewhere = teacher(), teacher("Tom", "southside-high")
    key = planned(marta, SKILLS[0])
    work = kept(ana, title="My paper bridge")
    with pytest.raises(Refused):
        activities.name_work(by=ana, activity=key, evidence=work, now=NOW)
    activities.publish(by=marta, activity=key, now=NOW)
    activities.name_work(by=ana, activity=key, evidence=work, now=NOW)
    activities.name_work(by=ana, activity=key, evidence=work, now=NOW)
    assert [each.title for each in queries.activities.work_in(marta, key)] == ["My paper bridge"]
    assert pieces.piece(marta, work, now=NOW).title == "My paper bridge"
    (shown,) = pieces.whole(ana, work, now=NOW).shown[:1]
    assert (shown.why, shown.organization) == (f"activity:{key}", SCHOOL)
    for outsider in (elsewhere, learner("Cy"), ana):
        with pytest.raises(Refused):
            queries.activities.work_in(outsider, key)
    with pytest.raises(Refused):
        activities.name_work(by=learner("Dee"), activity=key, evidence=work, now=NOW)
    records.evidence.stop_showing(by=ana, evidence=work, now=NOW)
    assert queries.activities.work_in(marta, key) == []
    assert "named work of an activity" in [c.verb for c in directory.what_changed(ana, ana.me)]
