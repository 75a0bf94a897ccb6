"""Rounds of places: opened with a bound seed, ranked, matched, explained, answered, given out again, and run by anyone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.directory.actor import HOUSE, Actor, Refused
from throughline.apps.directory.models import Membership
from throughline.apps.directory.queries import actor_of
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import SelfReport
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import rounds
from throughline.apps.opportunities.actions.rounds import NewOpening, NewReserve, NewRound
from throughline.apps.opportunities.models import Round, RoundRanking
from throughline.apps.trail.models import Event, PublicEntry
from throughline.cli import main
from throughline.core.matching.deferred import match
from throughline.core.matching.lottery import commitment, ticket
from throughline.core.matching.ranking import Reserve
from throughline.core.matching.round_file import Round as PublicRound
from throughline.core.matching.round_file import checked

pytestmark = pytest.mark.usefixtures("meridian", "db")
NOW, TODAY = timezone.now(), timezone.localdate()
CLOSES, ANSWER_BY = TODAY + timedelta(days=7), TODAY + timedelta(days=21)
CLOSED, OVER = NOW + timedelta(days=8), NOW + timedelta(days=22)
LAB, SHOP, KITCHEN = "device-workshop", "repair-day", "hotel-and-kitchen-placement"
FORM = {
    "organization": "harbor-pathways-network", "title": "Summer places at the harbor", "words": "Six weeks from July on.",
    "rule": "far-regions-first", "closes_on": CLOSES.isoformat(), "answer_by": ANSWER_BY.isoformat(),
    "opportunity-1": LAB, "seats-1": "1", "by_law-1": "At least 16 years old", "cite-1": "29 CFR 570.2",
    "opportunity-2": SHOP, "seats-2": "2", "kept-2": "1", "told-2": "first of their family to study",
    "cite-2": "Board of Pathways, Decision 40", "opportunity-3": KITCHEN, "shift-3": "mornings", "seats-3": "9",
    "kept-3": "2", "group-3": "region:highlands",
}  # fmt: skip
GROUPS = ("black", "white", "asian", "latino")
NAMES = [LAB, SHOP, f"{KITCHEN}/mornings"]
FIRST = "told:first of their family to study"


def opened(**more: str) -> UUID:
    """A round opened by its page."""
    answer = signed_in("tom-okello").post("/rounds/open/", {**FORM, **more})
    assert answer.status_code == 302, said(answer)
    return Round.objects.latest("opened_at").id


def learners(many: int) -> list[Actor]:
    """Learners of the demo."""
    found = (
        Membership.objects.filter(role="learner", until=None)
        .order_by("person_id")
        .values_list("person_id", flat=True)
    )
    people = list(dict.fromkeys(found))[:many]
    assert len(people) == many
    return [actor_of(each, on=TODAY) for each in people]


def ranked(key: UUID, people: list[Actor]) -> None:
    """Everyone ranks all three; every third counts in the group that a rule is cited for."""
    for nth, who in enumerate(people):
        groups = [FIRST] if nth % 3 == 0 else []
        rounds.rank(by=who, round_=key, wishes=NAMES, groups=groups, confirmed=[LAB], now=NOW)


def matched(key: UUID) -> Round:
    """The round after its night."""
    assert rounds.match_due(by=HOUSE, now=CLOSED) == 1
    assert rounds.match_due(by=HOUSE, now=CLOSED) == 0, "it is matched once"
    return Round.objects.get(id=key)


@pytest.mark.covers("X08")
def test_a_round_is_bound_before_ranking_matched_by_its_public_rule_and_run_again_by_anyone_to_the_bit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Public priority rule, seed and reasons; the same for whoever runs it again; no other ranking gains; who somebody is
    changes nothing, unless a published rule says so."""
    key, people = opened(), learners(14)
    bound = PublicEntry.objects.get(kind="round", act="bound", reference=f"round:{key}")
    before = said(Client().get(f"/rounds/{key}/"))
    assert bound.digest in before
    assert Round.objects.get(id=key).seed not in before, "nobody can gain by the seed"
    ranked(key, people)
    with transaction.atomic():
        first = matched(key).file
        transaction.set_rollback(True)
    for nth, who in enumerate(people):
        SelfReport.objects.update_or_create(
            person_id=who.me, defaults={"groups": [GROUPS[nth % 4]], "openly": True, "said_at": NOW},
        )  # fmt: skip
    found = matched(key)
    assert found.file == first, "race and gender, told or not, are no part of it"
    assert commitment(found.seed) == bound.digest
    assert (
        PublicEntry.objects.get(kind="round", act="matched", reference=f"round:{key}").digest == found.digest
    )
    file = tmp_path / "round.json"
    answer = Client().get(f"/rounds/{key}/round.json")
    file.write_bytes(answer.content)
    assert main(["match", str(file)]) == 0
    assert found.digest in capsys.readouterr().out
    assert main(["match", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        row.code: row.place for row in RoundRanking.objects.filter(round=key)
    }
    assert (
        main(["match", str(file), "--code", RoundRanking.objects.filter(round=key, place=NAMES[2])[0].code])
        == 0
    )
    assert f"not {LAB}" in capsys.readouterr().out
    text = answer.content.decode()
    for who in people:
        assert str(who.me) not in text
        assert who.name not in text
    _nobody_gains(checked(text).round)
    forged = json.loads(text)
    loser = next(code for code, place in forged["result"].items() if place == NAMES[2])
    file.write_text(json.dumps({**forged, "result": {**forged["result"], loser: LAB}}))
    assert main(["match", str(file)]) == 1
    assert f"{loser} has {LAB} in the file" in capsys.readouterr().out


def _nobody_gains(given: PublicRound) -> None:
    """Every other ranking of every learner leaves them no better; a group matters once a rule keeps seats for it."""
    true = match(given.openings, given.rankings, given.seed).places
    for nth, each in enumerate(given.rankings):
        liked = [*(wish.opening for wish in each.wishes), ""]
        for lie in (way for many in range(4) for way in permutations(each.wishes, many)):
            told = (*given.rankings[:nth], replace(each, wishes=lie), *given.rankings[nth + 1 :])
            assert liked.index(true[each.id]) <= liked.index(
                match(given.openings, told, given.seed).places[each.id]
            )
    loser = next(each for each in given.rankings if true[each.id] not in ("", LAB))
    woman = replace(loser, groups=loser.groups | {"told:women"})
    people = tuple(woman if each is loser else each for each in given.rankings)
    assert match(given.openings, people, given.seed).places == true
    kept = [
        replace(each, reserves=(Reserve("told:women", 1),)) if each.id == LAB else each
        for each in given.openings
    ]
    assert match(kept, people, given.seed).places[loser.id] == LAB, "a published rule says so"
    assert match(kept, given.rankings, given.seed).places == true


@pytest.mark.covers("S001-R8.2b")
def test_seats_go_as_the_rules_words_say_and_the_same_when_run_again() -> None:
    """Its words: kept seats first, then whoever has shown what is needed, then far regions, then the draw."""
    key, people = opened(), learners(16)
    ranked(key, people)
    found = matched(key)
    again = checked(found.file)
    assert again.wrong == ()
    steps = said(Client().get(f"/rounds/{key}/"))
    assert "Then come learners of: the Highlands and the Prairie." in steps
    rule = next(each for each in frameworks.catalogue().state.shortages if each.id == "far-regions-first")
    far, turn = set(rule.first[0].regions), {}
    for row in RoundRanking.objects.filter(round=key):
        own = queries.rounds.own(actor_of(row.learner_id, on=TODAY), key, now=CLOSED)
        lab = next(each for each in own.doors if each.place.name == LAB)
        near = 1 if own.standpoint.regions & far else 2
        turn[row.code] = (2 if lab.missing else 1, near, ticket(found.seed, row.code))
    winner = RoundRanking.objects.get(round=key, place=LAB).code
    assert winner == min(turn, key=lambda code: turn[code]), (
        "of all who ranked it first, the first by the words"
    )
    kept = RoundRanking.objects.filter(round=key, place=SHOP, groups=[FIRST])
    assert kept.exists(), "the seat that is kept for a group goes to one of it"
    assert RoundRanking.objects.filter(round=key).exclude(place="").count() == 12, (
        "nobody goes where a seat is left"
    )


def test_a_learner_ranks_by_buttons_changes_their_mind_reads_why_and_says_yes() -> None:
    key = opened()
    page, jason = f"/me/rounds/{key}/", signed_in("jason-16")
    assert "Rank these places" in said(jason.get("/rounds/"))
    refused = jason.post(page, {"do": "add", "place": LAB})
    assert (refused.status_code, "Say that it lets you" in said(refused)) == (422, True)
    for sent in ({"do": "add", "place": LAB, "lawful": "yes"}, {"do": "add", "place": SHOP}, {"do": "up", "place": SHOP},
                 {"do": "add", "place": NAMES[2]}, {"do": "groups", "group": FIRST}):  # fmt: skip
        assert jason.post(page, sent).status_code == 302
    own = RoundRanking.objects.get(round=key)
    assert (own.wishes, own.groups) == ([SHOP, LAB, NAMES[2]], [FIRST])
    jason.post(page, {"do": "back"})
    assert not RoundRanking.objects.filter(round=key).exists()
    for place in (LAB, NAMES[2]):
        jason.post(page, {"do": "add", "place": place, "lawful": "yes"})
    rounds.rank(by=actor("mariah-16"), round_=key, wishes=[LAB], confirmed=[LAB], now=NOW)
    matched(key)
    seen = {who: said(signed_in(who).get(page)) for who in ("jason-16", "mariah-16")}
    loser = next(who for who, text in seen.items() if "Why not a place you wanted more" in text)
    assert "the last went by" in seen[loser]
    assert all(other not in seen[loser] for other in ("Jason", "Mariah")), "nobody is named"
    place = RoundRanking.objects.get(round=key, learner=actor("jason-16").me).place
    assert jason.post(page, {"do": "add", "place": SHOP}).status_code == 422, "ranking is closed"
    jason.post(page, {"do": "yes"})
    row = RoundRanking.objects.get(round=key, learner=actor("jason-16").me)
    assert (row.place, row.answer) == (place, "yes")
    assert "The place is yours." in said(jason.get(page))
    verbs = Event.objects.filter(about=actor("jason-16").me, target=f"round:{key}").values_list(
        "verb", flat=True
    )
    assert {"ranked places", "took a ranking back", "gave out places", "took a place"} <= set(verbs)
    assert "The places you ranked are given out" in said(jason.get("/me/"))


def test_a_second_round_gives_out_what_is_left_and_a_yes_stays() -> None:
    key, people = opened(), learners(5)
    ranked(key, people)
    matched(key)
    rows = list(RoundRanking.objects.filter(round=key).order_by("code"))
    by = {row.learner_id: actor_of(row.learner_id, on=TODAY) for row in rows}
    kept = next(row for row in rows if row.place == LAB)
    gives_back = next(row for row in rows if row.place == SHOP)
    rounds.answer(by=by[kept.learner_id], round_=key, yes=True, now=CLOSED)
    rounds.answer(by=by[gives_back.learner_id], round_=key, yes=False, now=CLOSED)
    tom = actor("tom-okello")
    days = {"closes_on": TODAY + timedelta(days=30), "answer_by": TODAY + timedelta(days=40)}
    with pytest.raises(Refused, match="until the days to answer are over"):
        rounds.open_again(by=tom, round_=key, **days, now=CLOSED)
    with pytest.raises(Refused, match="last day is over"):
        rounds.answer(by=by[kept.learner_id], round_=key, yes=False, now=OVER)
    second = rounds.open_again(by=tom, round_=key, **days, now=OVER)
    seen = queries.rounds.round_(second, on=TODAY)
    assert {each.name: each.seats for each in seen.places} == {SHOP: 2, NAMES[2]: 9}
    assert seen.after == key
    assert seen.commitment != queries.rounds.round_(key, on=TODAY).commitment


WRONG = [
    ({"title": ""}, "no title"), ({"closes_on": "2020-01-01"}, "no day to come"),
    ({"answer_by": CLOSES.isoformat()}, "later day"),
    ({"seats-1": "0"}, "no seat"), ({"cite-1": ""}, "where it stands"), ({"kept-2": "3"}, "than there are"),
    ({"cite-2": ""}, "cites no law"), ({"opportunity-3": LAB, "shift-3": ""}, "twice"), ({"rule": "none"}, "published"),
    ({f"opportunity-{n}": "" for n in (1, 2, 3)}, "no place to rank"),
]  # fmt: skip


def test_a_round_that_contradicts_itself_is_not_opened_and_what_was_typed_stays() -> None:
    office, before = signed_in("tom-okello"), Round.objects.count()
    for change, why in WRONG:
        answer = office.post("/rounds/open/", {**FORM, **change})
        assert (answer.status_code, why in said(answer)) == (422, True), (change, said(answer)[:300])
        assert "Six weeks from July on." in answer.content.decode()
    assert Round.objects.count() == before
    assert signed_in("jason-16").get("/rounds/open/").status_code == 403
    assert (
        signed_in("tom-okello").post("/rounds/open/", {**FORM, "organization": "northside-high"}).status_code
        == 422
    )


def test_who_may_rank_what_is_settled_by_travel_and_licence_before_and_never_by_the_order() -> None:
    place = {"opportunity-1": "village-clinic-season", "within_km-1": "40", "by_law-1": "", "cite-1": ""}
    key, jason = opened(**place), signed_in("jason-16")
    page = f"/me/rounds/{key}/"
    assert "this round goes to 40 km" in said(jason.get(page))
    refused = jason.post(page, {"do": "add", "place": "village-clinic-season"})
    assert "farther than this round" in said(refused)
    licensed = NewOpening(
        SHOP, 2, holds="credential:site-safety-certification", reserves=(NewReserve("region:harbor", 1),)
    )
    new = NewRound("harbor-pathways-network", "With a licence", "One place.", CLOSES, ANSWER_BY, (licensed,))
    other = rounds.open_round(by=actor("tom-okello"), new=new, now=NOW)
    with pytest.raises(Refused, match="licence"):
        rounds.rank(by=actor("jason-16"), round_=other, wishes=[SHOP], now=NOW)


def test_pages_of_rounds_take_few_queries_however_many_rank() -> None:
    key = opened()
    ranked(key, learners(9))
    paths = ("/rounds/", f"/rounds/{key}/", f"/me/rounds/{key}/")
    jason = signed_in("jason-16")
    costs = {path: cost(jason, path) for path in paths}
    matched(key)
    costs |= {f"{path} matched": cost(jason, path) for path in paths}
    assert all(each <= MOST for each in costs.values()), costs
    assert cost(signed_in("tom-okello"), "/rounds/open/") <= MOST
