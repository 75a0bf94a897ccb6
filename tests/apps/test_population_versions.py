"""Rows and publications: who is on an older version is held against that one, and what changes no rule changes no row."""

from dataclasses import replace

import pytest
from django.utils import timezone

from tests.apps.test_new_versions import harder_cells
from tests.factories import NOW, learner, load, put_on, show, small_state, teacher, words
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.population import actions, queries
from throughline.apps.population.models import Basis, LearnerRow, Night
from throughline.apps.population.rules import roots_in, version_of
from throughline.apps.records.credentials.following import grounds_of
from throughline.apps.records.queries.record import standings_of

pytestmark = pytest.mark.django_db
GATES = tuple(f"pathway:medicine#{stage}" for stage in ("foundation", "specialization"))


def steps_of(who) -> dict[str, int]:
    """By rule, the steps that remain in a learner's row."""
    found = queries.columns_of(queries.references(), learners=[who.me])
    return {each.reference: int(each.steps[0]) for each in found if len(each)}


def live(who) -> dict[str, int]:
    """The same as the learner's own pages work it out."""
    standing, ground = (
        standings_of([who.me], on=timezone.localdate(NOW))[who.me],
        grounds_of([who.me]).get(who.me),
    )
    roots = roots_in(version_of(ground, timezone.localdate(NOW)))
    return {root.ref: standing.remaining(root.node, root.owner) for root in roots}


def two():
    """Somebody on the way since before, and somebody who has not chosen; both showed the same."""
    load()
    ana, bea, marta = learner("Ana"), learner("Bea"), teacher()
    put_on(ana, "pathway:medicine")
    for each in (ana, bea):
        show(each, marta, "competency:numbers", "competency:cells")
    return ana, bea


def test_a_learner_on_an_older_version_is_held_against_that_version() -> None:
    ana, bea = two()
    actions.work_out(by=HOUSE, now=NOW)
    before = steps_of(ana)
    load(harder_cells())
    assert actions.bring_up(by=HOUSE, now=NOW) == LearnerRow.objects.count()
    assert steps_of(ana) == before == live(ana)
    assert steps_of(bea) == live(bea) != before
    night = Night.objects.latest("id")
    assert (night.compares, night.differences, night.renewed) == (False, 0, 1)


def test_a_publication_that_no_rule_rests_on_leaves_every_row_as_it_is() -> None:
    two()
    actions.work_out(by=HOUSE, now=NOW)
    pack = small_state()
    club = replace(pack.opportunities["chess-club"], title=words("Chess"))
    load(replace(pack, opportunities={**pack.opportunities, "chess-club": club}))
    assert actions.bring_up(by=HOUSE, now=NOW) == 0
    assert (Night.objects.count(), Basis.objects.get().newest) == (1, frameworks.published().newest)


def test_before_the_first_night_nothing_is_said_and_the_first_job_works_out_everyone() -> None:
    assert queries.standing_for() is None
    assert queries.references() == ()
    ana, _ = two()
    assert actions.bring_up(by=HOUSE, now=NOW) == 2
    about = queries.standing_for()
    assert (about.learners, about.as_of, about.age(NOW).total_seconds()) == (2, timezone.localdate(NOW), 0)
    assert steps_of(ana) == live(ana)
