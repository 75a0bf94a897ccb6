"""How severe each judge is, apart from the work they happened to see: a many-facet model of ratings.

The chance of one level over the one below it is, in logits, ability - difficulty - severity - step (Linacre 1989, the
rating scale form). Any two ratings of one piece of work are compared given their sum: what the person can do then falls
out of the likelihood altogether (Rasch's conditional inference, pair by pair; Garner and Engelhard 2009 for judges), so
nothing is assumed of who judges whose work, and nobody's work is given a number. Pairs of one work are not independent:
errors come from the spread of whole works' contributions (composite likelihood; Varin, Reid and Firth 2011).
Severities sum to 0 within each group of connected judges, difficulties and steps sum to 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.core.calibration.ratings import Incomparable, Rating, connected_judges, once_each

PRIOR = 3.0
"""Standard deviation, in logits, of the weak normal prior on severities and difficulties: it keeps a judge who gave
only the highest or only the lowest level at a finite value."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value in logits with its standard error."""

    value: float
    error: float

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """The interval of z standard errors around it (95 % by default)."""
        return self.value - z * self.error, self.value + z * self.error


@dataclass(frozen=True, slots=True)
class Severities:
    """What the ratings say of judges and criteria. severity: above 0, a judge gives lower levels than others would to the
    same work. steps: difficulty of each level over the one below. covariance: of severities, judges in the order of
    `judges`. groups: judges comparable with each other."""

    severity: Mapping[str, Estimate]
    difficulty: Mapping[str, Estimate]
    steps: tuple[float, ...]
    judges: tuple[str, ...]
    covariance: Floats
    groups: tuple[frozenset[str], ...]

    def difference(self, one: str, other: str) -> Estimate:
        """How much more severe one judge is than another. Raises `Incomparable` where they are not connected."""
        if not any(one in group and other in group for group in self.groups):
            raise Incomparable(
                f"{one} and {other} rated no work that links them.",
                "Let both rate the same anchor works first.",
            )
        i, j = self.judges.index(one), self.judges.index(other)
        variance = self.covariance[i, i] + self.covariance[j, j] - 2 * self.covariance[i, j]
        value = self.severity[one].value - self.severity[other].value
        return Estimate(value, float(np.sqrt(max(variance, 0.0))))


@dataclass(frozen=True)
class _Pairs:
    """Any two ratings of one work. works: index of the work of each pair. criteria, judges, levels: two columns, of the
    one and the other. weights: a work rated n times counts like n - 1 comparisons. top: the highest level.
    centre: turns free values of criteria and judges into ones that sum to 0 as they should."""

    works: Ints
    criteria: Ints
    judges: Ints
    levels: Ints
    weights: Floats
    top: int
    centre: Floats


def severities(ratings: Sequence[Rating]) -> Severities:
    """Severity of each judge and difficulty of each criterion, from ratings of which many may be missing by design.

    :raises Incomparable: fewer than two judges, works or levels in use, no work rated twice, or a rating given twice.
    """
    from scipy.optimize import minimize  # half a second to load, and few processes work out figures

    once_each(ratings)
    judges = tuple(sorted({r.judge for r in ratings}))
    criteria = tuple(sorted({r.criterion for r in ratings}))
    groups = connected_judges(ratings)
    pairs = _pairs(ratings, judges, criteria, groups)
    start = np.zeros(len(criteria) + len(judges) + pairs.top)
    found = minimize(
        _loss, start, args=(pairs,), jac=True, method="L-BFGS-B", options={"maxiter": 500, "gtol": 1e-7}
    )
    values: Floats = np.asarray(found.x, dtype=np.float64)
    return _result(values, _covariance(values, pairs), pairs, judges, criteria, groups)


def _pairs(
    ratings: Sequence[Rating],
    judges: tuple[str, ...],
    criteria: tuple[str, ...],
    groups: tuple[frozenset[str], ...],
) -> _Pairs:
    of_work: dict[str, list[int]] = {}
    for place, rating in enumerate(ratings):
        of_work.setdefault(rating.work, []).append(place)
    _enough(ratings, judges, of_work)
    one, other = np.array(
        [(a, b) for places in of_work.values() for i, a in enumerate(places) for b in places[i + 1 :]]
    ).T
    number = {work: index for index, work in enumerate(of_work)}
    table = np.array([
        (criteria.index(r.criterion), judges.index(r.judge), r.level, number[r.work], 1 / max(len(of_work[r.work]) - 1, 1))
        for r in ratings
    ])  # fmt: skip
    both = np.stack([one, other], axis=1)
    whole = table[:, :4].astype(np.int64)
    return _Pairs(
        whole[one, 3], whole[both, 0], whole[both, 1], whole[both, 2], table[one, 4],
        max(r.level for r in ratings), _centring(criteria, judges, groups),
    )  # fmt: skip


def _enough(ratings: Sequence[Rating], judges: tuple[str, ...], of_work: Mapping[str, Sequence[int]]) -> None:
    twice = sum(len(places) > 1 for places in of_work.values())
    if len(judges) < 2 or twice < 2 or len({r.level for r in ratings}) < 2:
        raise Incomparable(
            "Severity needs two judges, two works rated more than once and two levels in use.",
            "Wait for more ratings, or rate anchors.",
        )


def _centring(
    criteria: tuple[str, ...], judges: tuple[str, ...], groups: tuple[frozenset[str], ...]
) -> Floats:
    names = (*criteria, *judges)
    matrix = np.eye(len(names))
    together = [np.arange(len(names)) < len(criteria)]
    together += [np.array([False] * len(criteria) + [judge in group for judge in judges]) for group in groups]
    for inside in together:
        matrix[np.ix_(inside, inside)] -= 1 / inside.sum()
    return matrix


def _loss(values: Floats, pairs: _Pairs) -> tuple[float, Floats]:
    """Minus the log of likelihood times prior, and its gradient."""
    fit, scores = _scores(values, pairs)
    held = values.copy()
    held[len(pairs.centre) :] *= 1e-6 * PRIOR**2
    penalty = float(held @ values) / (2 * PRIOR**2)
    return penalty - fit, held / PRIOR**2 - scores.sum(axis=0)


def _scores(values: Floats, pairs: _Pairs) -> tuple[float, Floats]:
    """The log likelihood, and for each work the gradient of its part."""
    many = pairs.centre @ values[: len(pairs.centre)]
    criteria = len(many) - int(pairs.judges.max(initial=0)) - 1
    steps = values[len(many) :]
    sums = -np.concatenate([[0.0], np.cumsum(steps - steps.mean())])
    hard = many[pairs.criteria] + many[criteria + pairs.judges]
    mine = np.arange(pairs.top + 1)
    yours = pairs.levels.sum(axis=1)[:, None] - mine
    possible = (yours >= 0) & (yours <= pairs.top)
    held = np.clip(yours, 0, pairs.top)
    logits = np.where(possible, -mine * hard[:, :1] - held * hard[:, 1:] + sums[mine] + sums[held], -np.inf)
    logits -= logits.max(axis=1, keepdims=True)
    chances = np.exp(logits)
    chances /= chances.sum(axis=1, keepdims=True)
    own = np.log(chances[np.arange(len(chances)), pairs.levels[:, 0]])
    expected = np.stack([chances @ mine, (chances * held).sum(axis=1)], axis=1)
    residual = pairs.weights[:, None] * (expected - pairs.levels)
    gradient = np.zeros((int(pairs.works.max()) + 1, len(values)))
    free = np.zeros((len(gradient), len(many)))
    np.add.at(free, (pairs.works[:, None], pairs.criteria), residual)
    np.add.at(free, (pairs.works[:, None], criteria + pairs.judges), residual)
    gradient[:, : len(many)] = free @ pairs.centre
    gradient[:, len(many) :] = _step_scores(chances, held, pairs, len(gradient))
    return float(pairs.weights @ own), gradient


def _step_scores(chances: Floats, held: Ints, pairs: _Pairs, works: int) -> Floats:
    """The gradient by steps: how much more often each step was expected to be reached than it was, summing to 0."""
    steps = np.arange(1, pairs.top + 1)
    reached = (pairs.levels[:, :, None] >= steps).sum(axis=1)
    mine = np.arange(pairs.top + 1)[:, None] >= steps
    expected = chances @ mine + np.einsum("pk,pks->ps", chances, held[:, :, None] >= steps)
    found = np.zeros((works, pairs.top))
    np.add.at(found, pairs.works, pairs.weights[:, None] * (expected - reached))
    return np.asarray(found - found.mean(axis=1, keepdims=True))


def _covariance(values: Floats, pairs: _Pairs, small: float = 1e-4) -> Floats:
    """Of the free values: curvature on both sides, between them the spread of the works' gradients and of the prior
    (Godambe 1960)."""
    rows = []
    for i in range(len(values)):
        shift = np.zeros_like(values)
        shift[i] = small
        rows.append((_loss(values + shift, pairs)[1] - _loss(values - shift, pairs)[1]) / (2 * small))
    curve = np.array(rows)
    inverse = np.linalg.inv((curve + curve.T) / 2)
    scores = _scores(values, pairs)[1]
    spread = scores.T @ scores * len(scores) / max(len(scores) - 1, 1)
    # Where ratings say nothing, what is known is the prior, as loosely as it knows it.
    spread[np.diag_indices(len(pairs.centre))] += 1 / PRIOR**2
    return np.asarray(inverse @ spread @ inverse)


def _result(
    values: Floats,
    covariance: Floats,
    pairs: _Pairs,
    judges: tuple[str, ...],
    criteria: tuple[str, ...],
    groups: tuple[frozenset[str], ...],
) -> Severities:
    many, at = pairs.centre @ values[: len(pairs.centre)], len(criteria)
    among = pairs.centre @ covariance[: len(many), : len(many)] @ pairs.centre.T
    errors = np.sqrt(np.maximum(np.diag(among), 0))
    found = [Estimate(float(value), float(error)) for value, error in zip(many, errors, strict=True)]
    steps = values[len(many) :]
    return Severities(
        dict(zip(judges, found[at:], strict=True)), dict(zip(criteria, found[:at], strict=True)),
        tuple(map(float, steps - steps.mean())), judges, np.asarray(among[at:, at:]), groups,
    )  # fmt: skip
