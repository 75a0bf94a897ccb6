"""Who may still sign a judgment, and what the signatures together say: for one piece of work on one rubric.

Everything here is a function of the definition and the signatures; nothing depends on their order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from statistics import median_low
from typing import Literal

from throughline.core.catalogue.assessments import Criterion, Judging
from throughline.core.requirements.nodes import ValidatedBy

Round = Literal["own", "joint", "third"]
State = Literal["waiting", "talk", "met", "not_yet"]


@dataclass(frozen=True, slots=True)
class Judge:
    """Somebody in the role, organization and sector in which they judge."""

    person: str
    role: str
    organization: str
    sector: str


@dataclass(frozen=True, slots=True)
class Signed:
    """One signed judgment: by whom, in which round, and the level seen of each criterion."""

    judge: Judge
    round: Round
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the signatures say. waiting: for another judge (`open` seats). talk: judges part, so they talk and sign together,
    or a third one does. levels: of each criterion, once it is decided. how: agreed, joint, third."""

    state: State
    open: tuple[Judging, ...] = ()
    levels: Mapping[str, int] | None = None
    how: str = ""


def seats(asked: Iterable[Judging]) -> tuple[Judging, ...]:
    """One seat for each judge that is asked for."""
    return tuple(each for each in asked for _ in range(each.count))


def is_met(criteria: Iterable[Criterion], levels: Mapping[str, int]) -> bool:
    """Whether every criterion reaches the level from which it counts as shown."""
    return all(levels.get(each.id, 0) >= each.meets for each in criteria)


def may_take(asked: Sequence[Judging], signed: Sequence[Judge], candidate: Judge) -> str:
    """Why this person cannot judge beside those who have signed; empty where they can."""
    if any(each.person == candidate.person for each in signed):
        return "one person signs once, and you have signed."
    if not any(candidate.role in seat.roles for seat in asked):
        return f"no {candidate.role.replace('_', ' ')} is asked to judge it."
    if _seated(asked, (*signed, candidate)) is not None:
        return ""
    if _seated([_loose(seat) for seat in asked], (*signed, candidate)) is not None:
        return "the judges must come from different organizations or sectors, and yours is there already."
    return "every place for that role is taken."


def open_seats(asked: Sequence[Judging], signed: Sequence[Judge]) -> tuple[Judging, ...]:
    """The seats that nobody has taken yet."""
    found = _seated(asked, signed)
    every = seats(asked)
    return every if found is None else tuple(seat for at, seat in enumerate(every) if at not in found)


def standing(asked: Sequence[Judging], criteria: Sequence[Criterion], signed: Sequence[Signed]) -> Standing:
    """What the signatures say of one piece of work.

    Where judges agree, or a third one decides, each criterion stands at the level that at least half of them saw: the
    lower one, where two part by a step.
    """
    own = [each for each in signed if each.round == "own"]
    missing = open_seats(asked, [each.judge for each in own])
    if missing:
        return Standing("waiting", missing)
    if len(verdicts := {is_met(criteria, each.levels) for each in own}) == 1:
        return _decided(verdicts.pop(), own, "agreed")
    if third := [each for each in signed if each.round == "third"]:
        return _with_third(asked, criteria, [*own, *third])
    joint = [each for each in signed if each.round == "joint"]
    together = {each.judge.person for each in joint} == {each.judge.person for each in own}
    if together and len(verdicts := {is_met(criteria, each.levels) for each in joint}) == 1:
        return _decided(verdicts.pop(), joint, "joint")
    return Standing("talk")


def _with_third(
    asked: Sequence[Judging], criteria: Sequence[Criterion], signed: Sequence[Signed]
) -> Standing:
    """The greater number decides; what is met is met before judges of every kind that is asked for."""
    met = [each for each in signed if is_met(criteria, each.levels)]
    not_yet = [each for each in signed if each not in met]
    if len(not_yet) > len(met):
        return _decided(False, not_yet, "third")
    if len(met) > len(not_yet) and _fills(asked, [each.judge for each in met]):
        return _decided(True, met, "third")
    return Standing("talk")


def _fills(asked: Sequence[Judging], judges: Sequence[Judge]) -> bool:
    many = len(seats(asked))
    return any(_seated(asked, some) is not None for some in combinations(judges, many))


def _decided(met: bool, rounds: Sequence[Signed], how: str) -> Standing:
    return Standing("met" if met else "not_yet", (), _levels(rounds), how)


def _levels(rounds: Sequence[Signed]) -> dict[str, int]:
    names = sorted({name for each in rounds for name in each.levels})
    return {name: median_low([each.levels[name] for each in rounds if name in each.levels]) for name in names}


def of_panel(criteria: Sequence[Criterion], signed: Sequence[Signed]) -> Standing:
    """What a panel's ratings say once its chair closes it: each criterion at the level at least half of them saw."""
    levels = _levels(signed)
    return Standing("met" if is_met(criteria, levels) else "not_yet", (), levels, "panel")


def missing_validators(wanted: Iterable[ValidatedBy], judges: Sequence[Judging]) -> tuple[str, ...]:
    """The roles a rule wants behind a fact that these judges do not surely bring, in words."""
    found = []
    for each in wanted:
        sure = [seat for seat in seats(judges) if set(seat.roles) <= {each.role}]
        word = each.role.replace("_", " ")
        if len(sure) < each.count:
            found.append(f"{each.count} {word}" if each.count > 1 else f"a {word}")
        elif each.distinct_organization and not any(
            s.distinct_organization or s.distinct_sector for s in sure
        ):
            found.append(f"a {word} of another organization")
    return tuple(found)


def _loose(seat: Judging) -> Judging:
    return Judging(seat.roles, seat.count)


def _seated(asked: Sequence[Judging], judges: Sequence[Judge]) -> frozenset[int] | None:
    """The places these judges take, all at once; None where they do not fit together."""
    every = seats(asked)
    if len(judges) > len(every):
        return None
    for places in permutations(range(len(every)), len(judges)):
        pairs = [(every[at], judge) for at, judge in zip(places, judges, strict=True)]
        if all(judge.role in seat.roles and _apart(seat, judge, judges) for seat, judge in pairs):
            return frozenset(places)
    return None


def _apart(seat: Judging, judge: Judge, judges: Sequence[Judge]) -> bool:
    others = [each for each in judges if each.person != judge.person]
    if len(others) < len(judges) - 1:
        return False
    if seat.distinct_organization and any(each.organization == judge.organization for each in others):
        return False
    return not (seat.distinct_sector and any(each.sector == judge.sector for each in others))
