"""Planted severities are found again, apart from the work each judge happened to see."""

from itertools import combinations
from math import exp, log

import numpy as np
import pytest

from throughline.core.calibration.many_facets import severities
from throughline.core.calibration.ratings import Incomparable, Rating, connected_judges

STEPS = np.array([-1.0, 0.0, 1.0])


def judged(seed: int, works: int = 150, judges: int = 10, criteria: int = 4, by: int = 2):  # type: ignore[no-untyped-def]
    """Ratings by judges whose severity is known: each work is seen by a few of them."""
    chance = np.random.default_rng(seed)
    severity = chance.normal(0, 0.7, judges)
    severity -= severity.mean()
    ability, difficulty = chance.normal(0, 1.2, works), chance.normal(0, 0.6, criteria)
    ratings = [
        Rating(
            f"work {w}",
            f"criterion {c}",
            f"judge {j:02}",
            level_of(ability[w] - difficulty[c] - severity[j], chance),
        )
        for w in range(works)
        for j in chance.choice(judges, by, replace=False)
        for c in range(criteria)
    ]
    return ratings, severity


def level_of(logit: float, chance: np.random.Generator) -> int:
    weights = np.exp(np.concatenate([[0.0], np.cumsum(logit - STEPS)]))
    return int(chance.choice(len(weights), p=weights / weights.sum()))


@pytest.mark.covers("X17")
def test_planted_severities_lie_in_their_intervals_as_often_as_the_intervals_say() -> None:
    inside, errors = 0, []
    for seed in range(8):
        ratings, planted = judged(seed)
        found = severities(ratings)
        for index, judge in enumerate(found.judges):
            low, high = found.severity[judge].interval()
            inside += low <= planted[index] <= high
            errors.append(found.severity[judge].value - planted[index])
    assert 0.88 <= inside / 80 <= 1.0
    assert float(np.sqrt(np.mean(np.square(errors)))) < 0.25
    assert abs(float(np.mean(errors))) < 0.02


def test_a_judge_who_saw_stronger_work_is_not_taken_for_a_lenient_one() -> None:
    chance = np.random.default_rng(3)
    ratings = []
    for w in range(120):
        strong = w % 2 == 0
        ability = 1.5 if strong else -1.5
        seen_by = ("anna", "both") if strong else ("ben", "both")
        for judge in seen_by:
            ratings += [Rating(f"w{w}", f"c{c}", judge, level_of(ability, chance)) for c in range(4)]
    found = severities(ratings)
    assert abs(found.difference("anna", "ben").value) < 2.5 * found.difference("anna", "ben").error
    means = {j: np.mean([r.level for r in ratings if r.judge == j]) for j in ("anna", "ben")}
    assert means["anna"] - means["ben"] > 1


def test_judges_whom_no_work_links_cannot_be_compared() -> None:
    ratings, _ = judged(1, works=40, judges=4)
    apart = [Rating(f"other {r.work}", r.criterion, f"other {r.judge}", r.level) for r in ratings]
    assert [len(group) for group in connected_judges([*ratings, *apart])] == [4, 4]
    found = severities([*ratings, *apart])
    with pytest.raises(Incomparable, match="rated no work that links them"):
        found.difference("judge 00", "other judge 00")
    for group in found.groups:
        assert abs(sum(found.severity[judge].value for judge in group)) < 1e-6


def test_a_judge_who_only_gave_the_highest_level_has_a_finite_severity() -> None:
    ratings, _ = judged(5)
    extreme = [*ratings, *(Rating(f"work {w}", "criterion 0", "kind", 3) for w in range(20))]
    kind = severities(extreme).severity["kind"]
    assert -8 < kind.value < -0.5
    assert kind.error > 0.3


@pytest.mark.parametrize(
    ("ratings", "why"),
    [
        ([Rating("w", "c", "a", 1)], "two judges"),
        ([Rating("w", "c", "a", 1), Rating("w", "c", "a", 2), Rating("v", "c", "b", 1)], "twice"),
        ([Rating("w", "c", "a", 1), Rating("v", "c", "b", 1)], "two levels"),
    ],
)
def test_too_few_or_doubled_ratings_are_refused_in_words(ratings: list[Rating], why: str) -> None:
    with pytest.raises(Incomparable, match=why):
        severities(ratings)


def test_the_estimates_are_at_the_top_of_a_likelihood_computed_plainly_one_rating_at_a_time() -> None:
    ratings, _ = judged(2, works=12, judges=3, criteria=2)
    found = severities(ratings)
    at_best = plain_posterior(ratings, found, {})
    for judge in found.judges:
        for shift in (-0.05, 0.05):
            assert plain_posterior(ratings, found, {judge: shift}) < at_best


def plain_posterior(ratings, found, shifts) -> float:  # type: ignore[no-untyped-def]
    """The log of likelihood times prior, by loops over any two ratings of a work; severities shifted, centred again."""
    moved = {j: found.severity[j].value + shifts.get(j, 0.0) for j in found.judges}
    middle = sum(moved.values()) / len(moved)
    severity = {j: value - middle for j, value in moved.items()}
    total = -sum(v**2 for v in severity.values()) / 18
    for work in {r.work for r in ratings}:
        own = [r for r in ratings if r.work == work]
        for one, other in combinations(own, 2):
            total += log(plain_chance(one, other, severity, found)) / (len(own) - 1)
    return total


def plain_chance(one, other, severity, found) -> float:  # type: ignore[no-untyped-def]
    """The chance of the levels two ratings have, given their sum."""
    both = one.level + other.level
    top = len(found.steps)
    weights = {
        mine: weight(one, mine, severity, found) * weight(other, both - mine, severity, found)
        for mine in range(top + 1)
        if 0 <= both - mine <= top
    }
    return weights[one.level] / sum(weights.values())


def weight(rating, level, severity, found) -> float:  # type: ignore[no-untyped-def]
    hard = found.difficulty[rating.criterion].value + severity[rating.judge]
    return exp(-level * hard - sum(found.steps[:level]))
