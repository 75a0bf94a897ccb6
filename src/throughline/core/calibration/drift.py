"""Whether a judge has become more or less severe over time than their colleagues have."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import erfc, sqrt

from throughline.core.calibration.many_facets import Estimate, severities
from throughline.core.calibration.ratings import Rating, connected_judges


@dataclass(frozen=True, slots=True)
class Dated:
    """A rating and the day it was given."""

    rating: Rating
    on: date


@dataclass(frozen=True, slots=True)
class Drift:
    """One judge's change of severity from before a day to after it, in logits. alarm: more than chance explains, all
    judges taken together."""

    judge: str
    change: Estimate
    alarm: bool


def drift(ratings: Sequence[Dated], *, since: date, chance: float = 0.05) -> tuple[Drift, ...]:
    """Every judge who rated on both sides of a day, their two sides estimated as two judges beside all others.

    Colleagues link the sides: a change that all judges share cannot be told from a change of the work. The judge who
    changed most surely is settled first and stays two judges while the others are asked again, else their change would
    be read as everybody else's. `chance` is that of any false alarm among all judges (Holm 1979). Of a judge whom no
    work links to colleagues nothing is said.
    """
    open_to_ask = sorted({d.rating.judge for d in ratings})
    settled: dict[str, Estimate] = {}
    while changes := _changes(ratings, open_to_ask, settled, since):
        surest = min(changes, key=lambda judge: _tail(changes[judge]))
        if _tail(changes[surest]) > chance / len(changes):
            break
        settled[surest] = changes[surest]
        open_to_ask.remove(surest)
    found = {
        judge: Drift(judge, change, judge in settled) for judge, change in {**changes, **settled}.items()
    }
    return tuple(found[judge] for judge in sorted(found))


def _changes(
    ratings: Sequence[Dated], asked: Iterable[str], settled: Iterable[str], since: date
) -> dict[str, Estimate]:
    found = {judge: _change(ratings, judge, {judge, *settled}, since) for judge in asked}
    return {judge: change for judge, change in found.items() if change is not None}


def _change(ratings: Sequence[Dated], judge: str, split: Container[str], since: date) -> Estimate | None:
    before, after = f"{judge} before", f"{judge} after"
    sides = [
        replace(d.rating, judge=_side(d, since)) if d.rating.judge in split else d.rating for d in ratings
    ]
    linked = any(before in group and after in group for group in connected_judges(sides))
    return severities(sides).difference(after, before) if linked else None


def _side(dated: Dated, since: date) -> str:
    return f"{dated.rating.judge} {'after' if dated.on >= since else 'before'}"


def _tail(change: Estimate) -> float:
    return erfc(abs(change.value) / change.error / sqrt(2)) if change.error else 1.0
