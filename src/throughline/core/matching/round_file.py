"""A round's public file: all that its result follows from, without anything about a person, and the result held to it.

Learners stand in it by codes that were drawn for this round alone and that only they are told. The file is one JSON
object with sorted keys; form and fields: docs/reference/round-file.md.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from throughline.core.matching.checking import blocking, overfull
from throughline.core.matching.deferred import Result, settled
from throughline.core.matching.lottery import SHORTEST_SEED, commitment
from throughline.core.matching.ranking import Opening, Ranking, Reserve, Wish, WrongRound, table

FORMAT = "throughline round 1"


@dataclass(frozen=True, slots=True)
class Round:
    """What a round's result follows from. told: words for its reader (title, rule, day); they decide nothing."""

    id: str
    openings: tuple[Opening, ...]
    rankings: tuple[Ranking, ...]
    seed: str
    commitment: str
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """A round run again. wrong: sentences that say what does not hold; none where the file is true."""

    round: Round
    result: Result
    wrong: tuple[str, ...]


def written(given: Round, places: Mapping[str, str]) -> str:
    """The file's text. The same round gives the same bytes, in whatever order its parts came."""
    data = {
        "format": FORMAT, "id": given.id, "told": dict(given.told), "seed": given.seed, "commitment": given.commitment,
        "openings": [_opening(each) for each in sorted(given.openings, key=lambda each: each.id)],
        "rankings": [_ranking(each) for each in sorted(given.rankings, key=lambda each: each.id)],
        "result": dict(places),
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _opening(given: Opening) -> dict[str, Any]:
    reserves = [{"group": each.group, "seats": each.seats} for each in given.reserves]
    return {"id": given.id, "seats": given.seats, "reserves": reserves}


def _ranking(given: Ranking) -> dict[str, Any]:
    wishes = [{"opening": each.opening, "band": each.band, "tier": each.tier} for each in given.wishes]
    return {"id": given.id, "wishes": wishes, "groups": sorted(given.groups)}


def read(text: str) -> tuple[Round, dict[str, str]]:
    """A round and the result its file states. Raises `WrongRound` with what cannot be read."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise WrongRound(f"the file is of form {data['format']!r}: this reads {FORMAT!r}")
        openings = tuple(
            Opening(
                each["id"], each["seats"], tuple(Reserve(r["group"], r["seats"]) for r in each["reserves"])
            )
            for each in data["openings"]
        )
        rankings = tuple(_read_ranking(each) for each in data["rankings"])
        told = data["told"]
        return Round(data["id"], openings, rankings, data["seed"], data["commitment"], told), dict(
            data["result"]
        )
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as problem:
        raise WrongRound(f"the file is no round: {problem}") from None


def _read_ranking(data: Mapping[str, Any]) -> Ranking:
    wishes = tuple(Wish(each["opening"], each["band"], each["tier"]) for each in data["wishes"])
    return Ranking(data["id"], wishes, frozenset(data["groups"]))


def checked(text: str) -> Checked:
    """A file run again and held to itself. Raises `WrongRound` where it cannot be run."""
    given, places = read(text)
    result = settled(table(given.openings, given.rankings, given.seed))
    return Checked(given, result, tuple(_wrong(given, places, result)))


def _wrong(given: Round, places: Mapping[str, str], result: Result) -> Iterable[str]:
    if commitment(given.seed) != given.commitment:
        yield "The seed is not the one that was bound before ranking closed."
    if len(given.seed) < SHORTEST_SEED:
        yield f"The seed has {len(given.seed)} letters; it needs {SHORTEST_SEED} at least."
    for learner in sorted(places.keys() ^ result.places.keys()):
        yield f"{learner} stands in the rankings or in the result alone."
    for learner in sorted(places.keys() & result.places.keys()):
        if places[learner] != result.places[learner]:
            told, found = places[learner] or "no place", result.places[learner] or "no place"
            yield f"{learner} has {told} in the file and {found} by its rule."
    for opening in overfull(result.table, result.places):
        yield f"{opening} has more learners than seats."
    for learner, opening in blocking(result.table, result.places):
        yield f"{learner} and {opening} would both rather have each other."
