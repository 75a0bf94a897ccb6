"""A district says what its graduates show: more than the state, never less, and whoever has begun keeps what held then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.web.looking import actor
from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import PUBLIC, Actor, Refused
from throughline.apps.frameworks import actions as frameworks_actions
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions, queries
from throughline.apps.trail import queries as trail
from throughline.core.certification.graduate_profiles import Wanted, composed, shown_in
from throughline.core.formats.state_pack import Pack
from throughline.core.progress.record import Fact, Record
from throughline.core.requirements.nodes import Have

pytestmark = pytest.mark.usefixtures("meridian", "db")
DISTRICT, NAME = "harbor-district", "rule:graduate-profile-harbor-district"
KINDS = ("performance", "portfolio", "prior-work", "exhibition", "test")


@pytest.fixture
def ines() -> Actor:
    return actor("ines-carvalho")


def publish(by: Actor, wanted: Wanted, starts: date | None = None, days: int = 0) -> str:
    own = queries.profile_of(DISTRICT)
    assert own is not None
    root = composed("harbor", own.state.editions[-1].root, wanted)
    now = timezone.now() + timedelta(days=days)
    return actions.publish_profile(
        by=by, organization=DISTRICT, root=root, why="Our harbor needs it.", now=now, starts=starts
    )


def record_in(root: object, kind: str) -> Record:
    """All that a profile names, shown in one kind."""
    tags = frozenset({shown_in(kind)})
    named = [each for each in root.of if isinstance(each, Have)]  # type: ignore[attr-defined]
    facts = [Fact(e.id, e.what, date(2026, 1, 1), level=e.level, tags=tags) for e in named]
    show_night = Fact(
        "night", "competency:tools", date(2026, 1, 1), level=1, tags=frozenset({"shown:exhibition"})
    )
    return Record((*facts, show_night, Fact("w", "experience:boat", date(2026, 1, 1), context="workplace")))


@pytest.mark.covers("S001-R6.3")
def test_a_district_adds_to_the_states_profile_and_its_learners_meet_it_in_each_of_five_kinds(
    ines: Actor,
) -> None:
    wanted = Wanted({"communication": 3}, (("civic-understanding", 2),), {"exhibition": 1})
    assert publish(ines, wanted) == "1"
    own = queries.profile_of(DISTRICT)
    assert own is not None
    assert own.rule is not None
    assert (own.number, own.added, own.rule.refines) == (1, 2, "graduate-profile")
    assert queries.check_profile(own.root, on=date(2026, 1, 1)).holds, "it is a superset of the state's"
    assert own.wanted.added == wanted.added
    assert own.wanted.shown == {"exhibition": 1}
    for kind in KINDS:
        found = advising.graduate_standing(
            record_in(own.root, kind), ["northside-high"], began=None, on=date(2026, 6, 1)
        )
        assert found is not None
        assert found.own is not None
        assert found.own.holder.id == DISTRICT
        assert found.outcome.satisfied, kind
    version = frameworks.version(NAME, 1)
    assert version is not None
    assert trail.public_log(start=0, limit=10**6)[-1].reference == NAME


@pytest.mark.covers("S001-R6.3")
def test_a_profile_that_asks_for_less_than_the_states_is_refused_with_the_part_and_a_sentence(
    ines: Actor,
) -> None:
    with pytest.raises(
        Refused, match=r"asks for less than the state at 'communication'.*Communication"
    ) as refused:
        publish(ines, Wanted({"communication": 1}))
    assert refused.value.about == {"node": "communication"}
    own = queries.profile_of(DISTRICT)
    assert own is not None
    assert own.rule is None
    whole = composed("harbor", own.root, Wanted({}))
    for root in (replace(whole, of=whole.of[1:]), replace(whole, min=len(whole.of) - 1)):
        with pytest.raises(Refused, match="quantitative-reasoning"):
            actions.publish_profile(by=ines, organization=DISTRICT, root=root, why="x", now=timezone.now())
    shut = replace(whole, of=(*whole.of, Have("c", "competency:civic-understanding", context=("school",))))
    with pytest.raises(Refused, match="'c' could not be shown by this: Work and life before"):
        actions.publish_profile(by=ines, organization=DISTRICT, root=shut, why="x", now=timezone.now())


def test_whoever_has_begun_keeps_the_text_they_began_with_and_an_edit_can_be_taken_back(ines: Actor) -> None:
    today, empty = timezone.localdate(), Record()
    publish(ines, Wanted({}, (("civic-understanding", 2),)))
    with pytest.raises(Refused, match="those who have begun"):
        publish(ines, Wanted({}, (("digital-literacy", 2),)), starts=today - timedelta(days=1))
    with pytest.raises(Refused, match="what it said before"):
        publish(ines, Wanted({}, (("civic-understanding", 2),)))
    later = today + timedelta(days=30)
    assert publish(ines, Wanted({}, (("digital-literacy", 2),)), starts=later) == "2"

    def asked(began: date) -> set[str]:
        found = advising.graduate_standing(empty, ["gull-point-high"], began=began, on=today)
        assert found is not None
        return {each.node.id for each in found.parts} & {"civic-understanding", "digital-literacy"}

    assert asked(today) == asked(date(2020, 9, 1)) == {"civic-understanding"}
    assert asked(later) == {"digital-literacy"}
    back = timezone.now() + timedelta(days=40)
    assert actions.bring_back_profile(by=ines, organization=DISTRICT, label="1", now=back) == "3"
    assert asked(timezone.localdate(back)) == {"civic-understanding"}
    assert asked(later) == {"digital-literacy"}, "who began between keeps what held then"
    assert [each.number for each in frameworks.versions_of(NAME)] == [3, 2, 1]


def test_a_first_text_may_hold_from_a_day_on_and_until_then_the_states_holds(ines: Actor) -> None:
    day = timezone.localdate() + timedelta(days=10)
    assert publish(ines, Wanted({}, (("civic-understanding", 2),)), starts=day) == "1"
    before, after = (
        advising.graduate_standing(Record(), ["northside-high"], began=began, on=day)
        for began in (day - timedelta(days=1), day)
    )
    assert before is not None
    assert after is not None
    assert "civic-understanding" not in {each.node.id for each in before.outcome.walk()}
    assert "civic-understanding" in {each.node.id for each in after.outcome.walk()}


def test_only_who_leads_a_district_publishes_and_no_school_of_it_speaks_beside_it() -> None:
    for who in (PUBLIC, actor("ms-ortiz"), actor("kwame-asante"), actor("tom-okello")):
        with pytest.raises(Refused, match="leads the organization"):
            publish(who, Wanted({}, (("civic-understanding", 2),)))
    assert queries.profile_of("northside-high") is None, "its district says it"
    assert queries.profile_of("riverbend-high") is not None, "it belongs to none"
    assert queries.profile_of("mercy-bay-hospital") is None
    found = advising.graduate_standing(Record(), ["riverbend-high"], began=None, on=date(2026, 1, 1))
    assert found is not None
    assert found.own is None


def test_the_states_pack_published_anew_leaves_a_districts_profile_in_force(
    ines: Actor, meridian_pack: Pack
) -> None:
    publish(ines, Wanted({}, (("civic-understanding", 2),)))
    frameworks_actions.publish(by=actor("kwame-asante"), pack=meridian_pack.catalogue, now=timezone.now())
    own = queries.profile_of(DISTRICT)
    assert own is not None
    assert own.added == 1
    taken = {"rule:graduate-profile": own.state}
    with pytest.raises(Refused, match="the state's own"):
        frameworks_actions.amend(by=ines, documents=taken, organization=DISTRICT, now=timezone.now())
