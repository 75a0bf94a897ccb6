"""Rounds: against every possible matching, against false rankings, against a search by definition, and run again."""

import json
from dataclasses import replace
from itertools import chain, combinations, permutations, product
from random import Random

import pytest

from tests.core.progress.standards import rows
from throughline.core.matching.checking import blocking, overfull
from throughline.core.matching.deferred import Result, in_python, match, settled
from throughline.core.matching.explaining import reasons
from throughline.core.matching.lottery import commitment
from throughline.core.matching.ranking import Opening, Ranking, Reserve, Wish, WrongRound, table
from throughline.core.matching.round_file import Round, checked, read, written

SEED = "a seed that nobody could know before ranking closed"
GROUPS = ("rural", "first", "returning")


def some_round(
    dice: Random, learners: int, openings: int, groups: int
) -> tuple[list[Opening], list[Ranking]]:
    """A small round: seats are short, reserves overlap, bands and tiers differ by opening."""
    every = []
    for number in range(openings):
        seats, reserves = dice.randint(1, 3), list[Reserve]()
        for group in GROUPS[:groups]:
            left = seats - sum(each.seats for each in reserves)
            if left and dice.random() < 0.6:
                reserves.append(Reserve(group, dice.randint(1, left)))
        every.append(Opening(f"o{number}", seats, tuple(reserves)))
    people = []
    for number in range(learners):
        ranked = dice.sample(every, dice.randint(1, openings))
        wishes = tuple(Wish(each.id, dice.randint(1, 2), dice.randint(1, 2)) for each in ranked)
        people.append(Ranking(f"l{number}", wishes, frozenset(g for g in GROUPS if dice.random() < 0.4)))
    return every, people


def turns(openings: list[Opening], people: list[Ranking]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """By learner and opening: band, tier, place in the lottery."""
    place = {name: n for n, name in enumerate(table(openings, people, SEED).learners)}
    return {(p.id, w.opening): (w.band, w.tier, place[p.id]) for p in people for w in p.wishes}


def by_definition(
    opening: Opening, asking: list[Ranking], turn: dict[tuple[str, str], tuple[int, int, int]]
) -> set[str]:
    """Whom an opening takes: of all sets that fill most reserved seats the one that comes first, then the first others."""
    ordered = sorted(asking, key=lambda each: turn[each.id, opening.id])
    seats = [each.group for each in opening.reserves for _ in range(each.seats)]

    def sits(some: tuple[Ranking, ...]) -> bool:
        return any(
            all(g in p.groups for g, p in zip(way, some, strict=True))
            for way in permutations(seats, len(some))
        )

    most = max(
        (
            n
            for n in range(min(len(seats), len(ordered)) + 1)
            for some in combinations(ordered, n)
            if sits(some)
        ),
        default=0,
    )
    # combinations of a sorted list come in the order of who is first
    reserved = next(some for some in combinations(ordered, most) if sits(some))
    rest = [each for each in ordered if each not in reserved]
    return {each.id for each in (*reserved, *rest[: opening.seats - most])}


def stable(openings: list[Opening], people: list[Ranking]) -> list[dict[str, str]]:
    """Every matching in which no opening would choose otherwise among those it has and those who would rather come."""
    turn, found = turns(openings, people), []
    for ways in product(*(["", *(wish.opening for wish in each.wishes)] for each in people)):
        places = dict(zip((each.id for each in people), ways, strict=True))
        if all(
            by_definition(o, [p for p in people if _would_come(p, places[p.id], o.id)], turn)
            == {p.id for p in people if places[p.id] == o.id}
            for o in openings
        ):
            found.append(places)
    return found


def _would_come(person: Ranking, place: str, opening: str) -> bool:
    names = [wish.opening for wish in person.wishes]
    return opening in names and (place == "" or names.index(opening) <= names.index(place))


def liking(person: Ranking, place: str) -> int:
    """Less is dearer."""
    names = [wish.opening for wish in person.wishes]
    return names.index(place) if place else len(names)


@pytest.mark.parametrize("groups", [0, 1, 3])
def test_of_all_stable_matchings_the_result_is_the_best_for_every_learner_at_once(groups: int) -> None:
    dice = Random(groups)
    for _ in range(25):
        openings, people = some_round(dice, dice.randint(2, 5), dice.randint(1, 3), groups)
        result = match(openings, people, SEED)
        every = stable(openings, people)
        assert result.places in every
        for other in every:
            assert all(liking(p, result.places[p.id]) <= liking(p, other[p.id]) for p in people)


def test_placements_of_the_oracle_are_matched_as_every_matching_enumerated_says() -> None:
    for row in rows("audit/made-oracle/placements.jsonl"):
        openings = [
            Opening(f"o{n}", seats, (Reserve("group", reserve),) if reserve else ())
            for n, (seats, reserve) in enumerate(zip(row["capacity"], row["reserve"], strict=True))
        ]
        people = [
            Ranking(
                f"l{n}", tuple(Wish(f"o{o}", tier=row["priority"][o].index(n) + 1) for o in wishes),
                frozenset({"group"} if row["in_reserve_group"][n] else ()),
            )
            for n, wishes in enumerate(row["preferences"])
        ]  # fmt: skip
        expected = {f"l{n}": "" if o is None else f"o{o}" for n, o in enumerate(row["matching"])}
        assert match(openings, people, SEED).places == expected, row["id"]


@pytest.mark.parametrize("groups", [0, 1, 3])
def test_no_learner_gains_by_ranking_otherwise_than_they_wish(groups: int) -> None:
    """Every order of every choice of the openings they may rank, for every learner."""
    dice = Random(100 + groups)
    for _ in range(15):
        openings, people = some_round(dice, dice.randint(3, 6), 3, groups)
        true = match(openings, people, SEED).places
        for number, person in enumerate(people):
            lies = chain.from_iterable(permutations(person.wishes, n) for n in range(len(person.wishes) + 1))
            for lie in lies:
                told = [*people[:number], replace(person, wishes=lie), *people[number + 1 :]]
                assert liking(person, true[person.id]) <= liking(
                    person, match(openings, told, SEED).places[person.id]
                )


def test_nobody_gains_by_hiding_a_group_they_count_in() -> None:
    dice = Random(7)
    for _ in range(60):
        openings, people = some_round(dice, 6, 3, 1)
        true = match(openings, people, SEED).places
        for number, person in enumerate(people):
            hidden = [*people[:number], replace(person, groups=frozenset()), *people[number + 1 :]]
            assert liking(person, true[person.id]) <= liking(
                person, match(openings, hidden, SEED).places[person.id]
            )


def large(dice: Random, groups: int) -> tuple[list[Opening], list[Ranking]]:
    openings, people = some_round(dice, 400, 60, groups)
    return openings, [replace(each, wishes=each.wishes[:8]) for each in people]


@pytest.mark.parametrize("groups", [0, 1, 2])
def test_a_larger_round_has_no_blocking_pair_and_the_fast_way_gives_the_same(groups: int) -> None:
    for seed in range(3):
        openings, people = large(Random(seed), groups)
        given = table(openings, people, SEED)
        result = settled(given)
        assert list(blocking(given, result.places)) == overfull(given, result.places) == []
        fast = pytest.importorskip("throughline.core.matching.deferred_fast", reason="Numba is not installed")
        assert settled(given, fast.with_numba) == result == settled(given, in_python)


def test_an_order_of_what_is_given_changes_nothing_and_another_seed_changes_the_lottery_alone() -> None:
    dice = Random(3)
    openings, people = large(dice, 2)
    first = match(openings, people, SEED)
    assert match(dice.sample(openings, len(openings)), dice.sample(people, len(people)), SEED) == first
    assert match(openings, people, SEED + "!").places != first.places
    alone = [
        replace(each, wishes=tuple(replace(w, band=1, tier=n + 1) for w in each.wishes))
        for n, each in enumerate(people)
    ]
    assert match(openings, alone, SEED).places == match(openings, alone, SEED + "!").places


@pytest.mark.parametrize("seed", range(4))
def test_who_somebody_is_changes_nothing_unless_an_opening_publishes_a_reserve_for_it(seed: int) -> None:
    """Race and gender, told or not: what no opening has a reserve for is no part of the round's table."""
    dice = Random(seed)
    openings, people = large(dice, 1)
    asked = frozenset({reserve.group for each in openings for reserve in each.reserves})
    other = [
        replace(each, groups=(each.groups & asked) | {dice.choice(["woman", "man", "black", "white"])})
        for each in people
    ]
    assert match(openings, other, SEED).places == match(openings, people, SEED).places
    reserved = [replace(each, reserves=(Reserve("woman", 1),)) for each in openings]
    told = match(reserved, other, SEED)
    assert told.places != match(reserved, people, SEED).places
    assert list(blocking(told.table, told.places)) == []


def explained() -> Result:
    openings = [Opening("clinic", 2, (Reserve("rural", 1),)), Opening("shop", 1), Opening("farm", 5)]
    people = [
        Ranking("a", (Wish("clinic"),)), Ranking("b", (Wish("clinic", band=2),), frozenset({"rural"})),
        Ranking("c", (Wish("clinic", tier=2), Wish("shop"), Wish("farm"))),
        Ranking("d", (Wish("shop"), Wish("farm"))), Ranking("e", (Wish("clinic", band=3), Wish("farm"))),
    ]  # fmt: skip
    return match(openings, people, SEED)


def test_each_learner_is_told_how_far_the_seats_of_each_dearer_opening_went() -> None:
    result = explained()
    assert result.places["a"] == result.places["b"] == "clinic"
    assert reasons(result, "a") == reasons(result, "b") == ()
    (tier,) = (each for each in reasons(result, "c") if each.opening == "clinic")
    assert (tier.by, tier.tier, [(cut.group, cut.tier) for cut in tier.cuts]) == ("tier", 2, [("", 1)])
    (band,) = reasons(result, "e")
    assert (band.by, band.band, band.cuts[0].band) == ("band", 3, 1)
    loser = next(each for each in ("c", "d") if result.places[each] == "farm")
    ticket = reasons(result, loser)[-1]
    assert ticket.by == "ticket"
    assert ticket.ticket > ticket.cuts[0].ticket


@pytest.mark.parametrize("groups", [0, 1, 3])
def test_a_reason_always_holds_a_cut_that_the_learner_stands_behind(groups: int) -> None:
    dice = Random(groups)
    for _ in range(30):
        openings, people = some_round(dice, 12, 4, groups)
        result = match(openings, people, SEED)
        for person in people:
            for reason in reasons(result, person.id):
                mine = (reason.band, reason.tier, reason.ticket)
                assert all(mine > (cut.band, cut.tier, cut.ticket) for cut in reason.cuts)
                assert reason.cuts or reason.by == "full"


def public(openings: list[Opening], people: list[Ranking]) -> str:
    given = Round("r", tuple(openings), tuple(people), SEED, commitment(SEED), {"title": "Clinics"})
    return written(given, match(openings, people, SEED).places)


def test_a_public_file_run_again_gives_its_result_to_the_byte() -> None:
    openings, people = large(Random(11), 2)
    text = public(openings, people)
    again = checked(text)
    assert again.wrong == ()
    assert written(again.round, again.result.places) == text
    assert public(openings[::-1], people[::-1]) == text
    assert read(text)[1] == again.result.places


def changed(text: str, **more: object) -> str:
    return json.dumps({**json.loads(text), **more})


def test_whatever_is_changed_in_a_file_is_found() -> None:
    openings, people = some_round(Random(2), 6, 2, 1)
    text = public(openings, people)
    data = json.loads(text)
    placed = next(name for name, place in data["result"].items() if place)
    assert "not the one that was bound" in checked(changed(text, seed="x" * 40)).wrong[0]
    assert placed in checked(changed(text, result={**data["result"], placed: ""})).wrong[0]
    assert "alone" in checked(changed(text, result={**data["result"], "l99": ""})).wrong[0]
    for wrong in (
        {"format": "other"},
        {"openings": [{}]},
        {"rankings": [{"id": "l0", "wishes": [{"opening": "none", "band": 1, "tier": 1}], "groups": []}]},
    ):
        with pytest.raises(WrongRound):
            checked(changed(text, **wrong))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Opening("o", 1, (Reserve("g", 2),)),
        lambda: Opening("o", 2, (Reserve("g", 1), Reserve("g", 1))),
        lambda: Opening("o", -1),
        lambda: table([Opening("o", 1)] * 2, [], SEED),
        lambda: table([Opening("o", 1)], [Ranking("l", (Wish("o"), Wish("o")))], SEED),
        lambda: table([Opening("o", 1)], [Ranking("l", (Wish("o", tier=5000),))], SEED),
    ],
)
def test_a_round_that_contradicts_itself_is_refused(wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"[a-z]"):
        wrong()
