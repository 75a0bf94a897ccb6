"""Ways that have no next step: found from what happened, each given to somebody, counted by juncture, named to who calls."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    NOW,
    TODAY,
    every,
    fresh,
    have,
    helps,
    learner,
    load,
    person,
    put_on,
    small_state,
    teacher,
    words,
)
from throughline.apps.advising import actions, queries
from throughline.apps.advising.actions import Found
from throughline.apps.advising.models import WayBack
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, PUBLIC, Actor, Refused
from throughline.apps.directory.models import Membership
from throughline.apps.records.actions import attest_many
from throughline.apps.records.facts import NewFact
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.ways_on import WaysOn

pytestmark = pytest.mark.django_db
NETWORK, DESK, LIBRARY = "bay-network", "second-chapter", "bay-library"
BEGAN, LAST = NOW - timedelta(days=400), NOW - timedelta(days=150)
GATES = (
    ("competency:numbers", "competency:reading", "competency:cells"),
    tuple(f"assessment:medical-{n}-{part}" for n in (1, 2, 3, 4) for part in ("written", "performance")),
    ("competency:tools",),
)
"""What passes each gate of the pathway `care`, in order."""


def state(smallest: int) -> None:
    pack = small_state()
    more = (
        d.Stage("college", words("college"), words("college"), "postsecondary", 3, every("t", [have("milestone:tools")])),
        d.Stage("work", words("work"), words("work"), "entry", 3, have("milestone:shop")),
    )  # fmt: skip
    medicine = pack.pathways["medicine"]
    care = replace(medicine, id="care", letter="C", stages=(*medicine.stages, *more))
    new = (
        (NETWORK, "intermediary", "bay"),
        (DESK, "community-group", ""),
        (LIBRARY, "community-group", "bay"),
    )
    places = {
        name: replace(each, region="bay") if name == "northside-high" else each
        for name, each in pack.organizations.items()
    } | {name: d.Organization(name, words(name), kind, "community", region) for name, kind, region in new}
    load(
        replace(
            pack, regions={"bay": d.Region("bay", words("The Bay"))}, organizations=places,
            pathways={**pack.pathways, "care": care},
            state=replace(pack.state, smallest_group=smallest, ways_on=WaysOn(desk=DESK)),
        ),
        now=BEGAN,
    )  # fmt: skip


def on_the_way(
    by: Actor, name: str, passed: int, *, begun: bool = False, last: datetime = LAST, school: str = "northside-high"
) -> Actor:  # fmt: skip
    """A learner on the pathway `care` who passed so many gates by a day, and perhaps began the next one."""
    who = learner(name, school)
    put_on(who, "pathway:care", now=BEGAN)
    whats = [each for gate in GATES[:passed] for each in gate] + list(GATES[passed][:1] if begun else ())
    facts = [
        NewFact(who.me, each, timezone.localdate(last), level=2 if each.startswith("competency") else None)
        for each in whats
    ]
    attest_many(by=by, facts=facts, now=last)
    return who


def ten_exits() -> dict[str, Actor]:
    """Ten ways that stopped, at four junctures, among others that go on."""
    marta = teacher()
    found = {name: on_the_way(marta, name, 1) for name in ("Ana", "Bo")}
    for each in found.values():
        actions.pause(by=each, now=LAST)
    found["Cy"] = on_the_way(marta, "Cy", 1, begun=True, last=NOW - timedelta(days=70))
    gone = Membership.objects.filter(person=found["Cy"].me, role="learner")
    gone.update(until=TODAY - timedelta(days=60))
    found |= {name: on_the_way(marta, name, 2) for name in ("Dee", "Eli", "Fay")}
    actions.pause(by=found["Fay"], now=NOW - timedelta(days=50))
    found |= {name: on_the_way(marta, name, 3) for name in ("Gus", "Hal")}
    found |= {"Ivy": on_the_way(marta, "Ivy", 0, begun=True), "Jo": on_the_way(marta, "Jo", 0, begun=True)}
    actions.move(by=found["Jo"], action="change", now=LAST)
    on_the_way(marta, "Kit", 2, last=NOW - timedelta(days=20))
    resting = on_the_way(marta, "Lu", 1, last=NOW - timedelta(days=20))
    actions.pause(by=resting, now=NOW - timedelta(days=10))
    learner("Mo")
    return found


@pytest.mark.covers("S001-V10", "A-RI-5")
def test_a_region_reads_ten_exits_at_four_junctures_and_each_is_given_to_somebody_who_calls() -> None:
    state(smallest=1)
    found = ten_exits()
    tom, rosa = person("Tom", ("coordinator", NETWORK)), person("Rosa", ("board_member", "board"))
    okafor = helps(person("Okafor", ("adviser", "northside-high")), found["Ana"], "adviser", "plan")
    nadia = person("Nadia", ("navigator", DESK))
    assert actions.find_ways_back(by=HOUSE, now=NOW) == Found(opened=10)
    assert actions.find_ways_back(by=HOUSE, now=NOW) == Found(), "a second look changes nothing"
    for reader in (tom, rosa):
        counted = queries.ways_back_in(reader, NETWORK, on=TODAY)
        assert [(row.juncture.id, row.learners) for row in counted.rows] == [
            ("into-secondary", 3), ("into-college", 3), ("into-work", 2), ("within", 2),
        ]  # fmt: skip
        assert (counted.total, counted.unassigned) == (10, 0)
        assert [(each.name, each.organization) for each in counted.callers] == [
            ("Okafor Reed", ""),
            ("", DESK),
        ]
        assert not any(f"{name} Reed" in repr(counted) for name in found), "no learner is named"
    assert all(row.caller_id or row.desk for row in WayBack.objects.all())
    assert [call.learner.name for call in queries.calls_of(okafor, now=NOW)] == ["Ana Reed"]
    assert len(queries.calls_of(nadia, now=NOW)) == 9, "the desk calls where nobody else is named"

    lee = person("Lee", ("navigator", LIBRARY))
    helps(okafor, found["Dee"], "adviser", "plan")
    assert actions.find_ways_back(by=HOUSE, now=NOW) == Found(given=9), "the region's navigator is there now"
    assert len(queries.calls_of(lee, now=NOW)) == 8
    Membership.objects.filter(person=lee.me).update(until=TODAY - timedelta(days=1))
    assert actions.find_ways_back(by=HOUSE, now=NOW) == Found(given=8), (
        "who calls has left: nobody is dropped"
    )
    assert len(queries.calls_of(fresh(nadia), now=NOW)) == 8
    found["Eli"] = fresh(found["Eli"])
    actions.pause(by=found["Eli"], now=NOW)
    assert actions.find_ways_back(by=HOUSE, now=NOW) == Found(ended=1), "a step was taken: the way goes on"
    assert queries.own_way_back(found["Eli"], found["Eli"].me) is None


def test_small_groups_are_hidden_and_names_stay_with_who_calls() -> None:
    state(smallest=3)
    found = ten_exits()
    tom, nadia = person("Tom", ("coordinator", NETWORK)), person("Nadia", ("navigator", DESK))
    actions.find_ways_back(by=HOUSE, now=NOW)
    counted = queries.ways_back_in(tom, NETWORK, on=TODAY)
    assert [row.learners for row in counted.rows][2:] == [None, None]
    assert counted.hides
    others = (PUBLIC, found["Ana"], teacher("Sue", "southside-high"), person("Ed", ("employer", "mercy-bay")),
              person("Una", ("coordinator", LIBRARY)))  # fmt: skip
    for other in others:
        with pytest.raises(Refused, match="leads the organization"):
            queries.ways_back_in(other, NETWORK, on=TODAY)
    assert queries.calls_of(tom, now=NOW) == [], "who counts reads no name"
    looked = directory.reads_of(found["Ana"], found["Ana"].me)
    assert looked == []
    call = next(each for each in queries.calls_of(nadia, now=NOW) if each.learner.name == "Ana Reed")
    looked = directory.reads_of(found["Ana"], found["Ana"].me)
    assert [(each.who, each.at) for each in looked] == [("Nadia Reed", "way back")], "and the learner sees it"
    with pytest.raises(Refused, match="was given to"):
        actions.say_called(by=tom, way_back=call.id, now=NOW)
    actions.say_called(by=nadia, way_back=call.id, now=NOW)
    mine = queries.own_way_back(found["Ana"], found["Ana"].me)
    assert mine is not None
    assert (mine.caller, mine.juncture.id, mine.called_at) == (DESK, "into-secondary", NOW)


def test_the_learner_may_say_not_now_and_nobody_calls_until_then() -> None:
    state(smallest=1)
    ana = ten_exits()["Ana"]
    nadia = person("Nadia", ("navigator", DESK))
    with pytest.raises(Refused, match="nobody was asked to call you"):
        actions.say_not_now(by=ana, now=NOW)
    actions.find_ways_back(by=HOUSE, now=NOW)
    actions.say_not_now(by=ana, now=NOW)
    until = TODAY + timedelta(days=WaysOn().rest_days)
    resting = queries.calls_of(nadia, now=NOW)[-1]
    assert (resting.learner.id, resting.rests_until) == (ana.me, until), "it is kept, and comes last"
    with pytest.raises(Refused, match="said “not now”"):
        actions.say_called(by=nadia, way_back=resting.id, now=NOW)
    actions.say_called(by=nadia, way_back=resting.id, now=NOW + timedelta(days=WaysOn().rest_days + 1))
    told = Counter(each.verb for each in directory.what_changed(ana, ana.me))
    assert (told["said not now"], told["called"], told["a call was asked for"]) == (1, 1, 1)
