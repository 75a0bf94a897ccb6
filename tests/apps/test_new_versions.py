"""A new version of a pack: only what changed is written again, and nobody who is on the way is moved or stranded."""

import pytest

from tests.factories import (
    EXAMS,
    NOW,
    every,
    have,
    learner,
    load,
    put_on,
    show,
    small_state,
    teacher,
    with_rule,
)
from throughline.apps.advising import actions, queries
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.frameworks import actions as frameworks
from throughline.apps.frameworks import queries as published
from throughline.apps.frameworks.history import changes_since
from throughline.apps.frameworks.models import Version
from throughline.core.catalogue.naming import names_of

pytestmark = pytest.mark.django_db
MEDICINE, TRADES = "pathway:medicine", "pathway:trades"
FOUNDATION = ("competency:numbers", "competency:reading", "competency:cells")


def harder_cells():
    """The small state, whose cells also ask for tools."""
    return with_rule(
        small_state(), "cells", every("both", [have("competency:cells", 2), have("competency:tools", 2)])
    )


def harder_exam():
    """The small state, whose last exam asks for one part more."""
    parts = [have(f"assessment:medical-4-{part}") for part in ("written", "performance", "spoken")]
    return with_rule(small_state(), "medical-4", every("medical-4-parts", parts))


def publish(pack):
    return frameworks.publish(by=HOUSE, pack=pack, now=NOW)


def number_of(who):
    return queries.choice_of(who, who.me, now=NOW).number


def state_of(who):
    """All that the learner's own progress says."""
    audit = queries.progress(who, who.me, now=NOW).audit
    return audit.version, [(s.id, s.passed) for s in audit.stages], audit.remaining, audit.next


def test_the_same_pack_twice_writes_no_version_and_moves_nobody():
    load()
    ana = learner()
    put_on(ana, MEDICINE)
    before = Version.objects.count(), state_of(ana)
    assert publish(small_state()).wrote == 0
    assert (Version.objects.count(), state_of(ana)) == before


def test_a_changed_pack_writes_new_versions_of_what_changed_and_of_what_rests_on_it_only():
    load()
    rows = Version.objects.count()
    summary = publish(harder_cells())
    assert (summary.added, summary.changed, summary.carried, summary.retired) == (
        (), ("milestone:cells",), (MEDICINE,), ()
    )  # fmt: skip
    assert Version.objects.count() == rows + 2
    assert published.version(MEDICINE, 2).pins["milestone:cells"] == 2
    assert published.version(MEDICINE, 1).pins["milestone:cells"] == 1
    assert published.version(TRADES, 1).pins == published.versions_of(TRADES)[0].pins


@pytest.mark.covers("A-OP-4")
def test_learners_stay_on_the_version_they_pinned_and_who_begins_later_is_on_the_new_one():
    load()
    ana, bo = learner("Ana"), learner("Bo")
    for who in (ana, bo):
        put_on(who, MEDICINE)
    show(ana, teacher(), *FOUNDATION)
    before = state_of(ana), state_of(bo)
    publish(harder_cells())
    assert (state_of(ana), state_of(bo)) == before
    cy = learner("Cy")
    put_on(cy, MEDICINE)
    assert (number_of(ana), number_of(bo), number_of(cy)) == (1, 1, 2)
    show(cy, teacher(), *FOUNDATION)
    assert not queries.progress(cy, cy.me, now=NOW).audit.stages[0].passed


def test_a_harder_version_strands_nobody_it_is_refused_until_the_learner_accepts_it_and_never_takes_a_stage():
    load()
    ana, bo = learner("Ana"), learner("Bo")
    for who in (ana, bo):
        put_on(who, MEDICINE)
    show(ana, teacher(), *FOUNDATION)
    publish(harder_exam())
    before = state_of(ana)
    with pytest.raises(Refused, match="more than yours: up to 1 steps"):
        actions.upgrade(by=ana, now=NOW)
    assert state_of(ana) == before
    actions.upgrade(by=ana, now=NOW, accept_more=True)
    assert (number_of(ana), number_of(bo)) == (2, 1)
    assert queries.progress(ana, ana.me, now=NOW).audit.stages[0].passed

    publish(with_rule(harder_exam(), "cells", have("competency:cells", 3)))
    found = queries.upgrade_preview(ana, ana.me, now=NOW)
    assert found.reopens == ("foundation",)
    for accepted in (False, True):
        with pytest.raises(Refused, match="completed: foundation"):
            actions.upgrade(by=ana, now=NOW, accept_more=accepted)
    assert number_of(ana) == 2


def test_an_easier_version_is_theirs_for_the_asking():
    load()
    ana = learner()
    put_on(ana, MEDICINE)
    publish(with_rule(small_state(), EXAMS[0], have("assessment:medical-1-written")))
    assert queries.upgrade_preview(ana, ana.me, now=NOW).refusal(accept_more=False) == ""
    actions.upgrade(by=ana, now=NOW)
    assert number_of(ana) == 2


def test_what_changed_since_ones_own_version_is_said_over_several_versions():
    load()
    publish(harder_exam())
    publish(with_rule(harder_exam(), "cells", have("competency:cells", 3)))
    names = names_of(published.catalogue())
    assert changes_since("medicine", 1, names, "en") == (
        ("Cells", "Cells: now asks for level 3 instead of level 2"),
        ("Medical 4", "adds medical 4 spoken"),
    )
    assert [where for where, _ in changes_since("medicine", 2, names, "en")] == ["Cells"]
    assert changes_since("medicine", 3, names, "en") == ()
