"""What regions and bodies keep of their own: self-reviews, visions, the broker board, partners, promises and plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests.factories import NOW, TODAY, learner, load, person, small_state, teacher, words
from tests.meridian import FOLDER as MERIDIAN
from throughline.apps.directory.actor import PUBLIC, Actor, Refused
from throughline.apps.governance import actions, queries
from throughline.apps.governance.actions import NewEvidence, NewGoal, local_pathways
from throughline.apps.governance.models import Vision
from throughline.apps.governance.queries.local_pathways import programs_in
from throughline.core.catalogue.documents import Organization
from throughline.core.certification.local_pathways import elements
from throughline.core.formats.state_pack import Pack, read_pack

pytestmark = pytest.mark.django_db
NETWORK, OTHER = "harbor-network", "hills-network"
YEAR = NOW.year
LINK = NewEvidence("link", "https://example.org/minutes", TODAY)


@pytest.fixture(autouse=True)
def _state(meridian_pack: Pack) -> None:
    kept, pack = meridian_pack.catalogue.state, small_state()
    own = replace(
        pack.state, quality_areas=kept.quality_areas, exchanges=kept.exchanges, conditions=kept.conditions
    )
    more = {name: Organization(name, words(name), "intermediary", "community") for name in (NETWORK, OTHER)}
    more["college"] = Organization("college", words("College"), "college", "postsecondary")
    load(replace(pack, state=own, organizations={**pack.organizations, **more}))


@pytest.fixture
def tom() -> Actor:
    return person("Tom", ("coordinator", NETWORK))


def rated(by: Actor, area: str, rating: int = 3, evidence: NewEvidence | None = LINK, said: str = "") -> None:
    actions.rate_area(
        by=by,
        organization=NETWORK,
        year=YEAR,
        area=area,
        rating=rating,
        said=said,
        evidence=evidence,
        now=NOW,
    )


# -- quality


@pytest.mark.covers("N53")
def test_a_self_review_has_seven_areas_and_each_rating_has_evidence(tom: Actor) -> None:
    with pytest.raises(Refused, match="nothing shows it yet"):
        rated(tom, "leadership", evidence=None)
    assert queries.reviews_of(tom, NETWORK) == [], "nothing is kept of what was refused"
    rated(tom, "leadership", said="Families sit with us.")
    review = _review(tom)
    assert len(review.areas) == 7
    assert [each.area.priority for each in review.areas] == [True] * 3 + [False] * 4
    for area in review.areas[1:6]:
        rated(tom, area.area.id, 2, NewEvidence("text", "Seen on our walk.", TODAY))
    with pytest.raises(Refused, match=r"Learning and teaching.* has no rating"):
        actions.finish_review(by=tom, organization=NETWORK, year=YEAR, public=True, now=NOW)
    rated(tom, "learning", 4, NewEvidence("file", "walk.pdf", TODAY, b"%PDF-1.7 ..."))
    actions.finish_review(by=tom, organization=NETWORK, year=YEAR, public=False, now=NOW)
    assert all(each.rating and each.evidence for each in _review(tom).areas)
    with pytest.raises(Refused, match="finished and stays"):
        rated(tom, "learning", 1)


def _review(by: Actor) -> queries.Review:
    (found,) = queries.reviews_of(by, NETWORK)
    return found


def test_years_stay_and_nobody_else_reads_a_review_that_is_not_public(tom: Actor) -> None:
    stranger = person("Sue", ("coordinator", OTHER))
    for year in (YEAR - 1, YEAR):
        when = NOW.replace(year=year)
        for area in (
            "leadership",
            "alignment",
            "work-based-learning",
            "data",
            "equity",
            "communication",
            "learning",
        ):
            new = replace(LINK, on=timezone.localdate(when))
            actions.rate_area(
                by=tom, organization=NETWORK, year=year, area=area, rating=2, said="", evidence=new, now=when
            )
        actions.finish_review(by=tom, organization=NETWORK, year=year, public=year == YEAR, now=when)
    assert [each.year for each in queries.reviews_of(tom, NETWORK)] == [YEAR, YEAR - 1]
    assert [each.year for each in queries.reviews_of(stranger, NETWORK)] == [YEAR]
    assert queries.public_reviews() == [(NETWORK, (YEAR,))]
    actions.show_review(by=tom, organization=NETWORK, year=YEAR, public=False, now=NOW)
    assert queries.reviews_of(PUBLIC, NETWORK) == []
    with pytest.raises(Refused, match="not this year or the last"):
        actions.rate_area(
            by=tom,
            organization=NETWORK,
            year=YEAR - 2,
            area="data",
            rating=2,
            said="",
            evidence=LINK,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (NewEvidence("link", "javascript:alert(1)", TODAY), "none of the web"),
        (NewEvidence("text", "   ", TODAY), "it is empty"),
        (NewEvidence("text", "Later", TODAY + timedelta(days=1)), "still to come"),
        (NewEvidence("file", "run.exe", TODAY, b"MZ..."), "no PDF, PNG or JPEG"),
        (NewEvidence("file", "big.pdf", TODAY, b"%PDF-" + b"0" * 5_000_001), "larger than 5 MB"),
    ],
)
def test_evidence_is_a_dated_link_file_or_words(tom: Actor, new: NewEvidence, why: str) -> None:
    with pytest.raises(Refused, match=why):
        rated(tom, "data", evidence=new)


def test_only_those_who_lead_a_body_review_it_and_a_file_is_read_with_its_review(tom: Actor) -> None:
    for who in (PUBLIC, teacher(), person("Sue", ("coordinator", OTHER))):
        with pytest.raises(Refused, match="leads the organization"):
            rated(who, "data")
    rated(tom, "data", evidence=NewEvidence("file", "walk.pdf", TODAY, b"%PDF-1.7"))
    (shown,) = _review(tom).areas[3].evidence
    assert queries.paper(tom, shown.id).content == b"%PDF-1.7"
    with pytest.raises(Refused, match="Only these may"):
        queries.paper(teacher(), shown.id)
    with pytest.raises(Refused, match="all that shows this rating"):
        actions.drop_rating_evidence(by=tom, evidence=shown.id, now=NOW)


# -- visions

GOAL = NewGoal(
    "Every learner finds a place at work", "places at work", Decimal(900), TODAY + timedelta(days=400)
)


def vision(
    by: Actor, *goals: NewGoal, text: str = "Every door opens from here.", where: str = NETWORK
) -> int:
    return actions.publish_vision(by=by, organization=where, text=text, goals=goals, now=NOW)


@pytest.mark.covers("S001-D11.4")
@pytest.mark.parametrize(
    ("goal", "why"),
    [
        (replace(GOAL, measure=" "), "Goal 2: it has no measure"),
        (replace(GOAL, target=None), "Goal 2: it has no target"),
        (replace(GOAL, due=None), "Goal 2: it has no day to come"),
        (replace(GOAL, text=""), "Goal 2: it says nothing"),
    ],
)
def test_a_goal_without_a_measure_is_refused_and_nothing_is_published(
    tom: Actor, goal: NewGoal, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        vision(tom, GOAL, goal)
    assert queries.visions_of(NETWORK) == []


@pytest.mark.covers("S001-D11.4")
def test_a_vision_is_published_in_versions_that_stay(tom: Actor) -> None:
    assert [
        vision(tom, GOAL),
        vision(tom, GOAL, replace(GOAL, measure="paid places"), text="More doors."),
    ] == [1, 2]
    newest, first = queries.visions_of(NETWORK)
    assert (newest.number, newest.text, [g.measure for g in newest.goals]) == (
        2, "More doors.", ["places at work", "paid places"]
    )  # fmt: skip
    assert first.text == "Every door opens from here."
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Vision.objects.update(text="Something else")
    with pytest.raises(Refused, match="no goal"):
        vision(tom)
    with pytest.raises(Refused, match="leads the organization"):
        vision(person("Sue", ("coordinator", OTHER)), GOAL)
    assert vision(person("Rosa", ("board_member", "board")), GOAL, where="board") == 1


@pytest.mark.covers("S001-C2", "S004-B3")
def test_authors_stand_by_sector_and_only_those_who_chose_it_are_named(tom: Actor) -> None:
    vision(tom, GOAL)
    signed = (
        ("Ana", "k12", "Student", True, False), ("Bo", "k12", "Superintendent", True, True),
        ("Cy", "postsecondary", "President", True, True), ("Dee", "workforce", "Chief executive", True, True),
        ("Eve", "community", "Parent", False, False),
    )  # fmt: skip
    people = {}
    for name, sector, office, named, executive in signed:
        people[name] = learner(name)
        actions.sign_vision(
            by=people[name], organization=NETWORK, sector=sector, office=office, named=named, executive=executive,
            now=NOW,
        )  # fmt: skip
    assert queries.vision_authors(NETWORK) == (), "whoever leads the network confirms them first"
    for waiting in queries.waiting_authors(tom, NETWORK):
        actions.confirm_author(by=tom, author=waiting.id, now=NOW)
    found = {each.sector: each for each in queries.vision_authors(NETWORK)}
    assert list(found) == ["k12", "postsecondary", "workforce", "community"]
    assert [each.name for each in found["k12"].named] == ["Ana Reed", "Bo Reed"]
    assert [found[each].executives for each in ("k12", "postsecondary", "workforce")] == [1, 1, 1]
    assert (found["community"].named, found["community"].unnamed) == ((), 1)
    assert "Eve" not in repr(found)
    actions.sign_vision(
        by=people["Ana"], organization=NETWORK, sector="k12", office="Student", named=False, now=NOW
    )
    assert "Ana" not in repr(queries.vision_authors(NETWORK)), "a name goes at once"
    assert queries.vision_authors(NETWORK)[0].unnamed == 1, "and needs no second yes"
    actions.unsign_vision(by=people["Ana"], organization=NETWORK, now=NOW)
    assert queries.vision_authors(NETWORK)[0].unnamed == 0
    with pytest.raises(Refused, match="leads the organization"):
        queries.waiting_authors(people["Bo"], NETWORK)


# -- the broker board

SIDES = {
    "apprenticeship-support": ("trades-association", "harbor-network"),
    "dual-enrollment": ("northside-high", "college"),
    "training-capacity": ("mercy-bay", "southside-high"),
}


@pytest.mark.covers("S001-D11.12", "A-RI-1")
@pytest.mark.parametrize("exchange", SIDES)
def test_in_each_exchange_need_and_room_are_posted_matched_and_accepted_by_both(
    tom: Actor, exchange: str
) -> None:
    wants, gives = (
        person(name, ("director", place)) for name, place in zip("WG", SIDES[exchange], strict=True)
    )
    keys = [
        actions.post_on_board(
            by=who,
            organization=place,
            exchange=exchange,
            side=side,
            text=f"{side} for 12",
            amount=12,
            now=NOW,
        )
        for who, place, side in zip((wants, gives), SIDES[exchange], ("need", "capacity"), strict=True)
    ]
    match = actions.propose_match(by=tom, need=keys[0], capacity=keys[1], why="Close by.", now=NOW)
    mine = gives if SIDES[exchange][1] == NETWORK else tom

    def shown() -> queries.Exchange:
        return next(each for each in queries.board(on=TODAY) if each.kind.id == exchange)

    assert [len(side) for side in (shown().needs, shown().capacities)] == [1, 1]
    assert shown().matches[0].state == "proposed"
    actions.answer_match(by=wants, match=match, side="need", yes=True, now=NOW)
    if SIDES[exchange][1] != NETWORK:  # there the network proposed, and that is its yes
        assert shown().matches[0].state == "proposed", "one yes is not both"
        with pytest.raises(Refused, match="Only these may"):
            actions.answer_match(by=mine, match=match, side="capacity", yes=True, now=NOW)
        actions.answer_match(by=gives, match=match, side="capacity", yes=True, now=NOW)
    assert shown().matches[0].state == "agreed"
    with pytest.raises(Refused, match="has answered"):
        actions.answer_match(by=wants, match=match, side="need", yes=False, now=NOW)
    actions.take_off_board(by=wants, post=keys[0], now=NOW)
    assert (shown().needs, len(shown().matches)) == ((), 1)


def test_a_match_is_of_one_need_and_one_room_of_a_kind_and_a_no_ends_it(tom: Actor) -> None:
    school, college = person("S", ("principal", "northside-high")), person("C", ("registrar", "college"))

    def post(by: Actor, place: str, side: str, exchange: str = "dual-enrollment") -> object:
        return actions.post_on_board(
            by=by, organization=place, exchange=exchange, side=side, text="Chemistry", now=NOW
        )

    need, room = post(school, "northside-high", "need"), post(college, "college", "capacity")
    other = post(college, "college", "capacity", "training-capacity")
    for a, b in ((room, need), (need, other), (need, need)):
        with pytest.raises(Refused, match="no need and room of one kind"):
            actions.propose_match(by=tom, need=a, capacity=b, why="", now=NOW)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Only these may"):
        actions.propose_match(by=teacher(school="southside-high"), need=need, capacity=room, why="", now=NOW)  # type: ignore[arg-type]
    match = actions.propose_match(by=school, need=need, capacity=room, why="", now=NOW)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="proposed before"):
        actions.propose_match(by=tom, need=need, capacity=room, why="", now=NOW)  # type: ignore[arg-type]
    actions.answer_match(by=college, match=match, side="capacity", yes=False, now=NOW)
    assert all(each.matches == () for each in queries.board(on=TODAY))
    with pytest.raises(Refused, match="it says nothing"):
        actions.post_on_board(
            by=school,
            organization="northside-high",
            exchange="dual-enrollment",
            side="need",
            text=" ",
            now=NOW,
        )


# -- a region's work


def partner(tom: Actor, place: str = "college") -> None:
    actions.add_partner(by=tom, keeper=NETWORK, partner=place, brings="Labs", since=TODAY, now=NOW)


def promise(tom: Actor, due: date | None = TODAY + timedelta(days=10), place: str = "college") -> object:
    return actions.commit(by=tom, keeper=NETWORK, partner=place, text="Ten places", due=due, now=NOW)


def space(by: Actor, on: date = TODAY) -> queries.Workspace:
    found = queries.workspace(by, NETWORK, on=on)
    assert found is not None
    return found


@pytest.mark.covers("S001-D11.11")
def test_a_network_keeps_partners_meetings_and_commitments_with_a_due_day_and_a_closing(tom: Actor) -> None:
    with pytest.raises(Refused, match="not a partner"):
        promise(tom)
    partner(tom)
    with pytest.raises(Refused, match="no due day"):
        promise(tom, None)
    first, second = promise(tom), promise(tom)
    actions.keep_meeting(
        by=tom,
        keeper=NETWORK,
        on=TODAY,
        title="Labs",
        notes="We agreed.",
        present=["college", "mercy-bay"],
        now=NOW,
    )
    assert [(m.title, m.present) for m in space(tom).meetings] == [("Labs", ("college",))]
    late = TODAY + timedelta(days=11)
    assert [each.past_due for each in space(tom, late).promises] == [True, True]
    dean = person("Dean", ("director", "college"))
    actions.close_commitment(by=dean, commitment=first, outcome="kept", closing="", now=NOW)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="the reason is missing"):
        actions.close_commitment(by=tom, commitment=second, outcome="released", closing="", now=NOW)  # type: ignore[arg-type]
    actions.close_commitment(by=tom, commitment=second, outcome="partly", closing="Six places.", now=NOW)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="it is closed"):
        actions.close_commitment(by=tom, commitment=second, outcome="kept", closing="", now=NOW)  # type: ignore[arg-type]
    assert sorted((p.outcome, p.closed_at) for p in space(tom, late).promises) == [
        ("kept", NOW),
        ("partly", NOW),
    ]
    assert len(space(dean).promises) == 2
    outsider = person("Sue", ("coordinator", OTHER))
    assert (space(outsider).promises, space(PUBLIC).meetings) == ((), ())
    assert [each.partner for each in space(PUBLIC).partners] == ["college"]


@pytest.mark.covers("S001-CH7")
def test_six_conditions_stand_as_they_are_and_might_be_and_only_the_region_writes_its_gap(tom: Actor) -> None:
    pairs = space(PUBLIC).conditions
    assert [each.condition.id for each in pairs] == [
        "policies", "practices", "resources", "relationships", "power", "beliefs",
    ]  # fmt: skip
    for each in pairs:
        actions.see_condition(
            by=tom, keeper=NETWORK, condition=each.condition.id, as_is=f"{each.condition.id} now",
            wanted=f"{each.condition.id} then", gap="A bus.", now=NOW,
        )  # fmt: skip
    later = NOW + timedelta(days=1)
    actions.see_condition(
        by=tom,
        keeper=NETWORK,
        condition="power",
        as_is="Two decide",
        wanted="All decide",
        gap="Seats",
        now=later,
    )
    shown = space(PUBLIC).conditions
    assert all(each.now and each.wanted and each.gap for each in shown)
    assert (shown[4].now, shown[4].gap, shown[4].earlier) == ("Two decide", "Seats", 1)
    others = (PUBLIC, person("Sue", ("coordinator", OTHER)), person("Rosa", ("board_member", "board")),
              person("Op", ("operator", "board")), person("Dean", ("director", "college")))  # fmt: skip
    for who in others:
        assert not space(who).may_write
        with pytest.raises(Refused, match="leads the organization"):
            actions.see_condition(
                by=who, keeper=NETWORK, condition="power", as_is="x", wanted="y", gap="z", now=later
            )
    with pytest.raises(Refused, match="one half of the pair"):
        actions.see_condition(
            by=tom, keeper=NETWORK, condition="power", as_is="x", wanted=" ", gap="", now=later
        )


@pytest.mark.covers("S001-R1.3")
def test_a_region_goes_from_no_partners_to_an_approved_plan(tom: Actor) -> None:
    rosa = person("Rosa", ("board_member", "board"))

    def send() -> int:
        return actions.send_plan(
            by=tom, keeper=NETWORK, needs="Nurses", capacity="Two labs", steps="Open a third lab", now=NOW
        )

    with pytest.raises(Refused, match="no partner yet"):
        send()
    for place in ("college", "mercy-bay", "northside-high"):
        partner(tom, place)
    with pytest.raises(Refused, match="its capacity are still empty"):
        actions.send_plan(by=tom, keeper=NETWORK, needs="Nurses", capacity="", steps="x", now=NOW)
    assert send() == 1
    with pytest.raises(Refused, match="one waits"):
        send()
    with pytest.raises(Refused, match="governing body"):
        actions.decide_plan(by=tom, keeper=NETWORK, decision="approved", reasons="Good", now=NOW)
    with pytest.raises(Refused, match="its reasons"):
        actions.decide_plan(by=rosa, keeper=NETWORK, decision="approved", reasons="", now=NOW)
    actions.decide_plan(by=rosa, keeper=NETWORK, decision="returned", reasons="Who pays?", now=NOW)
    assert space(PUBLIC).plans == ()
    assert send() == 2
    actions.decide_plan(by=rosa, keeper=NETWORK, decision="approved", reasons="Paid for.", now=NOW)
    approved = space(PUBLIC).approved
    assert approved is not None
    assert (approved.number, approved.steps, approved.reasons) == (2, "Open a third lab", "Paid for.")
    assert [each.decision for each in space(tom).plans] == ["approved", "returned"]


# -- local programs


@pytest.mark.covers("S001-R1.3b", "N41")
@pytest.mark.parametrize(
    ("local", "region", "lacks"),
    [
        (3, (3, 4), ""),
        (3, (3,), "nobody supplies “Career student organization”."),
        (2, (2, 3, 4), "the program itself offers 2 of at least 3 elements."),
        (5, (), ""),
    ],
)
def test_a_wisconsin_program_whose_part_lacks_a_provider_is_flagged_and_not_endorsed(
    tom: Actor, local: int, region: tuple[int, ...], lacks: str
) -> None:
    wisconsin = read_pack(MERIDIAN.parent / "elsewhere" / "wisconsin").catalogue
    pack = small_state()
    state = replace(pack.state, endorsement="regional-pathway")
    place = Organization(NETWORK, words(NETWORK), "intermediary", "community")
    places = {**pack.organizations, NETWORK: place}
    load(replace(pack, state=state, rules={**pack.rules, **wisconsin.rules}, organizations=places))
    school = teacher()
    key = local_pathways.ask(by=school, keeper=NETWORK, home="northside-high", pathway="medicine", now=NOW)
    five = [each.id for each in elements(wisconsin.rules["regional-pathway"].editions[-1].root)]
    assert len(five) == 5
    actions.add_partner(by=tom, keeper=NETWORK, partner="mercy-bay", brings="", since=TODAY, now=NOW)
    for each in five[:local]:
        local_pathways.offer(by=school, program=key, element=each, how="Here", now=NOW)
    for nth in region:
        local_pathways.list_provider(
            by=tom, program=key, element=five[nth], provider="mercy-bay", how="There", now=NOW
        )
    (seen,) = programs_in(PUBLIC, NETWORK, on=TODAY)
    assert bool(seen.held.bare or seen.held.local < seen.held.least) == bool(lacks)
    assert seen.held.whole == (not lacks)
    if lacks:
        with pytest.raises(Refused, match=lacks):
            local_pathways.endorse(by=tom, program=key, reasons="Good", now=NOW)
    else:
        assert local_pathways.endorse(by=tom, program=key, reasons="Good", now=NOW) == 1
        (seen,) = programs_in(PUBLIC, NETWORK, on=TODAY)
        assert (seen.endorsed, [each.provider for each in seen.by(five[4])]) == (
            True, ["mercy-bay" if region else "northside-high"]
        )  # fmt: skip
    with pytest.raises(Refused, match="leads the organization"):
        local_pathways.endorse(by=school, program=key, reasons="Good", now=NOW)
