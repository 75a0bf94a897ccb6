"""A shared rule changes its text on a day; who began before keeps the earlier text, everywhere they are shown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import NOW, every, fresh, have, learner, load, person, put_on, small_state
from throughline.apps.advising import actions, queries
from throughline.apps.directory import actions as people
from throughline.apps.directory.actor import HOUSE
from throughline.core.catalogue import documents as d

pytestmark = pytest.mark.django_db
MEDICINE = "pathway:medicine"
CHANGE = date(2025, 9, 1)
EARLIER = datetime(2025, 3, 3, 12, tzinfo=UTC)


def two_editions():
    """The small state, whose shared foundation also asks for tools of whoever begins from September 2025 on."""
    pack = small_state()
    both = [have("milestone:numbers"), have("milestone:reading")]
    editions = (
        d.Edition("2020", every("both", both), starts=date(2020, 1, 1)),
        d.Edition("2025", every("three", [*both, have("milestone:tools")]), starts=CHANGE),
    )
    return replace(pack, rules={"foundation": replace(pack.rules["foundation"], editions=editions)})


@pytest.fixture(autouse=True)
def _state():
    load(two_editions(), now=EARLIER)


def began(name, when):
    who = learner(name)
    put_on(who, MEDICINE, now=when)
    return who


def asked(who):
    """The milestones that the learner's own foundation names."""
    audit = queries.progress(who, who.me, now=NOW).audit
    return {m.id for m in audit.stages[0].milestones}


def test_the_day_of_the_first_step_chooses_the_edition():
    before, after = began("Ana", EARLIER), began("Bo", NOW)
    assert asked(before) == {"numbers", "reading", "cells"}
    assert asked(after) == {"numbers", "reading", "cells", "tools"}
    assert queries.choice_of(before, before.me, now=NOW).began == EARLIER


def test_a_later_change_of_pathway_keeps_the_day_one_began():
    ana = began("Ana", EARLIER)
    put_on(ana, "pathway:trades", now=NOW)
    put_on(ana, MEDICINE, now=NOW + timedelta(days=1))
    assert queries.choice_of(ana, ana.me, now=NOW).began == EARLIER
    assert asked(ana) == {"numbers", "reading", "cells"}


def test_who_has_not_begun_is_shown_the_edition_of_today_and_not_one_that_starts_later():
    waiting = learner("Cy")
    steps = {each.pathway: each.remaining for each in queries.everywhere(waiting, waiting.me, now=NOW)}
    early = {each.pathway: each.remaining for each in queries.everywhere(waiting, waiting.me, now=EARLIER)}
    assert steps["medicine"] == early["medicine"] + 1


def test_every_view_of_a_learner_reads_their_edition():
    ana, bo = began("Ana", EARLIER), began("Bo", NOW)
    for who, more in ((ana, 0), (bo, 1)):
        doors = {each.target: each.steps for each in queries.every_door(who, who.me, now=NOW)}
        assert doors["medicine"] == 7 + more
        assert queries.switch_preview(who, who.me, MEDICINE, now=NOW).steps == 7 + more
        standing = queries.standing_of(who, who.me, now=NOW, on=timezone.localdate(NOW), pathway=MEDICINE)
        assert standing.program.rules.of_rule("foundation").id == ("three" if more else "both")
        seen = queries.milestone_standing(who, who.me, "cells", now=NOW)
        assert seen.audit.id == "cells"


def test_the_caseload_counts_by_each_learners_own_edition():
    adviser = person("Obi", ("adviser", "northside-high"))
    ana, bo = began("Ana", EARLIER), began("Bo", NOW)
    people.assign_many(
        by=HOUSE, helper=adviser.me, learners=[ana.me, bo.me], kind="adviser", scopes=("plan", "progress"), now=NOW
    )  # fmt: skip
    cases = {case.learner.id: case for case in queries.caseload(fresh(adviser), now=NOW)}
    assert "tools" not in cases[ana.me].next
    assert "tools" in cases[bo.me].next


def test_a_change_of_pathway_says_what_it_needs_by_the_learners_own_edition():
    ana = began("Ana", EARLIER)
    actions.look_at_portability(by=ana, pathway="pathway:trades", now=NOW)
    found = actions.switch(by=ana, pathway="pathway:trades", now=NOW).balance
    assert found.needed_milestones == ("numbers", "reading", "tools", "shop")
