"""What several bodies have to do with: a region sends up what it carried, and two bodies decide on one text."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.docketed import AFTER, all_vote, closed, opened, packet, proposed, ready, sailing, seated
from tests.factories import NOW, fresh, learner
from tests.governing import board, council
from throughline.apps.directory.actor import PUBLIC, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions, queries
from throughline.apps.trail import queries as trail
from throughline.core.catalogue.charters import Power

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S001-P2.2")
def test_a_regions_proposal_comes_before_the_state_with_the_vote_of_the_region():
    speaks = Power("inform", {"en": "Speak to the state"}, ("framework",), "Article 4", "informs")
    region = council(powers=(council().powers[0], speaks))
    state, here = seated(board(), region)
    docket = proposed(fresh(here.chair), "harbor-council")
    packet(here.chair, docket)
    actions.open_comment(by=here.clerk, docket=docket, now=NOW)
    with pytest.raises(Refused, match="has not carried it"):
        actions.send_up(by=here.clerk, docket=docket, body="harbor-council", now=AFTER)
    opened(here, docket)
    all_vote(here, docket)
    assert closed(here, docket) == "carried"
    assert "sailing" not in frameworks.catalogue().competencies  # it only recommends
    assert actions.send_up(by=here.clerk, docket=docket, body="harbor-council", now=AFTER) == "board"
    (item,) = queries.docket(body="board", on=timezone.localdate(AFTER))
    assert (item.docket, item.sent_by) == (docket, "harbor-council")
    assert [(due.step, (due.due - timezone.localdate(AFTER)).days) for due in item.due][-1:] == [
        ("answer_region", 30)
    ]
    shown = queries.matter(PUBLIC, docket, on=timezone.localdate(AFTER), now=AFTER)
    assert [(v.body, v.recommends, v.outcome, dict(v.came.counts)["for"]) for v in shown.votes] == [
        ("harbor-council", True, "carried", 4)
    ]
    overdue = timezone.localdate(AFTER) + timedelta(days=33)
    late = queries.reminded(queries.docket(body="board", on=overdue), overdue)
    assert [(due.step, due.days_left(overdue)) for _, due in late][-1] == (
        "answer_region", -3,
    )  # fmt: skip
    opened(state, docket)
    all_vote(state, docket)
    closed(state, docket)
    assert "sailing" in frameworks.catalogue().competencies


@pytest.mark.covers("S004-B1", "S001-SH4.1")
def test_two_bodies_vote_on_one_text_and_it_holds_when_both_have_carried_it():
    other = board(id="colleges", title={"en": "Colleges"}, organization="northside-high")
    one, two = seated(board(), other)
    docket = proposed(learner(), "board", "colleges")
    ready(one, docket)
    for here in (one, two):
        opened(here, docket)
    with pytest.raises(Refused, match="is voting on it"):
        actions.draft(by=one.chair, docket=docket, text="Something else", now=AFTER)
    all_vote(one, docket)
    assert closed(one, docket) == "carried"
    assert "sailing" not in frameworks.catalogue().competencies
    all_vote(two, docket)
    assert closed(two, docket) == "carried"
    assert "sailing" in frameworks.catalogue().competencies
    votes = queries.votes_held()
    assert {vote.draft for vote in votes} == {1}
    assert [vote.published for vote in votes if vote.body == "board"] == [()]
    alone = proposed(learner("Bo"), "board", documents={"competency:rowing": sailing(id="rowing")})
    ready(one, alone)
    opened(one, alone)
    all_vote(one, alone)
    closed(one, alone)
    assert queries.decided_together(trail.public_log(limit=1000)) == (2, 1)
