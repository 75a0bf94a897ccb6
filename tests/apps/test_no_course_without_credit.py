"""No remedial without credit: no college asks for it first, and whoever completed a pathway is not placed in it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.api.outside import browser_of
from tests.factories import have, load, person, words
from tests.offered import finishes, own, promised_state
from tests.web.looking import said
from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import offers, placing
from throughline.apps.opportunities.models import Placing
from throughline.core.catalogue import documents as d
from throughline.core.certification.counting_courses import no_credit_less_first
from throughline.core.certification.state_checks import STATE_CHECKS
from throughline.core.formats.state_pack import Pack

REPAIR = d.Opportunity(
    "college-math-repair", words("Math before college math"), "course", "college", "postsecondary", ("competency:numbers",)
)  # fmt: skip
BESIDE = replace(
    REPAIR, id="math-with-studio", title=words("College math with a studio"), amounts={"college-credit": Decimal(4)},
    tags=("corequisite",),
)  # fmt: skip
ELSEWHERE = replace(BESIDE, id="math-far-away", provider="southside-high", tags=())


def with_courses(pack, *courses: d.Opportunity):
    return replace(pack, opportunities={**pack.opportunities, **{each.id: each for each in courses}})


@pytest.mark.covers("S001-D3.17")
def test_no_college_stage_has_a_prerequisite_without_credit_and_a_planted_one_is_refused(
    meridian_pack: Pack,
) -> None:
    kept = meridian_pack.catalogue
    assert no_credit_less_first(kept) == ()
    assert no_credit_less_first in STATE_CHECKS, "the same check runs when a state is loaded"
    planted = replace(
        kept.opportunities["college-mathematics-studio"], id="math-repair", amounts={}, gives=("course:math-repair",)
    )  # fmt: skip
    asks = replace(kept.opportunities["intro-biology-at-harbor"], needs=("course:math-repair",))
    (found,) = no_credit_less_first(with_courses(kept, planted, asks))
    assert found.object_ref == "opportunity:intro-biology-at-harbor"
    assert "asks first for 'math-repair', a course that gives no credit" in found.sentence
    assert found.fix
    # A stage of the college's part that asks for it itself.
    pathway = kept.pathways["nursing"]
    at = next(n for n, each in enumerate(pathway.stages) if each.phase == "postsecondary")
    stages = list(pathway.stages)
    stages[at] = replace(stages[at], gate=have("course:math-repair"))
    asking = replace(kept, pathways={**kept.pathways, "nursing": replace(pathway, stages=tuple(stages))})
    (found,) = no_credit_less_first(with_courses(asking, planted))
    assert found.object_ref == "pathway:nursing"
    assert f"stages.{stages[at].id}" == found.where
    # With its credit, or as something that can be had elsewhere with credit, nothing is held back.
    credited = replace(planted, amounts={"college-credit": Decimal(3)})
    assert no_credit_less_first(with_courses(asking, credited)) == ()
    assert no_credit_less_first(with_courses(asking, planted, replace(credited, id="math-studio"))) == ()


def test_a_corequisite_or_bridge_that_counts_for_nothing_is_refused(meridian_pack: Pack) -> None:
    kept = meridian_pack.catalogue
    bridge = replace(
        kept.opportunities["college-mathematics-studio"], id="math-bridge", amounts={}, tags=("bridge",)
    )
    (found,) = no_credit_less_first(with_courses(kept, bridge))
    assert "counts for nothing" in found.sentence
    counting = replace(bridge, amounts={"college-credit": Decimal(2)})
    assert no_credit_less_first(with_courses(kept, counting)) == ()


@pytest.fixture
def accepted(db):
    """A learner who completed the foundation and said yes to the college, with the college's registrar."""
    load(with_courses(promised_state(), REPAIR, BESIDE, ELSEWHERE))
    now = timezone.now()
    ana = finishes("Ana", now)
    key = own(ana, now)["study"].id
    offers.accept(by=ana, offer=key, tell=True, now=now)
    return ana, key, person("Reg", ("registrar", "college"))


@pytest.mark.covers("S001-R14.3b", "A-CO-5")
def test_a_college_that_places_a_completer_in_a_course_without_credit_is_in_breach_and_reads_what_counts(
    accepted,
):
    ana, key, clerk = accepted
    desk = browser_of(clerk)
    answer = desk.post("/promised/study/", {"offer": key, "act": "place", "course": REPAIR.id}, follow=True)
    assert "gives no credit" in answer.content.decode()
    assert "College math with a studio, College math with a studio" in answer.content.decode(), (
        "two places give it"
    )
    row = Placing.objects.get()
    assert (row.outcome, row.instead) == ("refused", ["math-with-studio", "math-far-away"])
    # It is a breach with an owner and a day, which the learner reads and the college has to answer.
    ((complaint, agreement),) = opportunities.promised.complaints(clerk, now=timezone.now())
    assert (agreement, complaint.owner) == ("study", "college")
    assert "gives no credit. These count: College math with a studio" in complaint.words
    assert "gives no credit" in said(browser_of(ana).get(f"/me/guarantees/{key}/"))
    # Tried again, it is the same breach; placed in what counts, there is none.
    assert (
        placing.place(
            by=clerk, offer=key, organization="college", course=REPAIR.id, now=timezone.now()
        ).outcome
        == "refused"
    )
    assert len(opportunities.promised.complaints(clerk, now=timezone.now())) == 1
    desk.post("/promised/study/", {"offer": key, "act": "place", "course": BESIDE.id})
    assert Placing.objects.filter(outcome="placed", course=BESIDE.id, complaint=None).count() == 1


@pytest.mark.parametrize(
    ("place", "course", "why"),
    [("mercy-bay", REPAIR.id, "owes this learner no place"), ("college", ELSEWHERE.id, "no course of yours"),
     ("college", "nothing", "no course of yours")],
)  # fmt: skip
def test_only_the_college_that_owes_places_and_only_in_its_own_courses(accepted, place, course, why):
    _, key, clerk = accepted
    with pytest.raises(Refused, match=why):
        placing.place(by=clerk, offer=key, organization=place, course=course, now=timezone.now())


def test_who_has_not_said_yes_is_placed_nowhere_and_what_was_done_stays(accepted):
    ana, key, clerk = accepted
    other = own(ana, timezone.now())["study-far"].id
    with pytest.raises(Refused, match="not said yes"):
        placing.place(by=clerk, offer=other, organization="college", course=BESIDE.id, now=timezone.now())
    placing.place(by=clerk, offer=key, organization="college", course=BESIDE.id, now=timezone.now())
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM opportunities_placing")
