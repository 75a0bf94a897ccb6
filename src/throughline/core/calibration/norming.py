"""One judge's levels of anchor works beside the agreed ones, and works drawn so that anyone can draw the same again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import sqrt
from statistics import fmean

from throughline.core.calibration.ratings import Incomparable, Rating
from throughline.core.calibration.rule import CalibrationRule

Agreed = Mapping[tuple[str, str], int]
"""The agreed level of each criterion of each anchor: (work, criterion) to level."""


@dataclass(frozen=True, slots=True)
class Apart:
    """One level that was seen otherwise than agreed."""

    work: str
    criterion: str
    seen: int
    agreed: int


@dataclass(frozen=True, slots=True)
class OfCriterion:
    """One row of the rubric. exact: the share of levels seen as agreed. shift: the mean of agreed minus seen, in levels."""

    exact: float
    shift: float


@dataclass(frozen=True, slots=True)
class Norming:
    """What one sitting with anchors says.

    shift: the mean of agreed minus seen, in levels: above 0, less was seen than agreed. error: its standard error, works
    taken as drawn (Cochran 1977, a mean of clusters of one size). apart: widest first.
    """

    shift: float
    error: float
    exact: float
    adjacent: float
    of: Mapping[str, OfCriterion]
    apart: tuple[Apart, ...]
    in_band: bool


def against_agreed(seen: Sequence[Rating], agreed: Agreed, rule: CalibrationRule) -> Norming:
    """One judge's levels beside the agreed ones.

    Compared in levels of the rubric, not in logits: agreed levels are surer than any one judge's, and a model that takes
    them for a judge's makes every difference look larger than it is.

    :raises Incomparable: fewer works than the state's rule asks for.
    """
    works = {rating.work for rating in seen}
    if len(works) < max(rule.works, 2):
        raise Incomparable(
            f"{len(works)} works are rated; the rule asks for {rule.works}.", "Rate the others first."
        )
    gaps = [(rating, agreed[rating.work, rating.criterion] - rating.level) for rating in seen]
    by_work = {work: fmean(gap for rating, gap in gaps if rating.work == work) for work in works}
    shift = fmean(gap for _, gap in gaps)
    spread = sum((mean - shift) ** 2 for mean in by_work.values()) / (len(works) - 1)
    adjacent = fmean(abs(gap) <= 1 for _, gap in gaps)
    apart = [Apart(r.work, r.criterion, r.level, r.level + gap) for r, gap in gaps if gap]
    return Norming(
        shift, sqrt(spread / len(works)), fmean(gap == 0 for _, gap in gaps), adjacent, _of_criteria(gaps),
        tuple(sorted(apart, key=lambda each: (-abs(each.agreed - each.seen), each.work, each.criterion))),
        abs(shift) <= float(rule.band) and adjacent >= float(rule.adjacent),
    )  # fmt: skip


def _of_criteria(gaps: Sequence[tuple[Rating, int]]) -> dict[str, OfCriterion]:
    names = sorted({rating.criterion for rating, _ in gaps})
    own = {name: [gap for rating, gap in gaps if rating.criterion == name] for name in names}
    return {name: OfCriterion(fmean(g == 0 for g in found), fmean(found)) for name, found in own.items()}


def drawn(names: Iterable[str], seed: str) -> tuple[str, ...]:
    """The names in an order that only their own text and the seed decide: whoever knows both can draw it again, and a
    name that goes leaves the order of the others as it was."""
    return tuple(sorted(names, key=lambda name: (sha256(f"{seed}\n{name}".encode()).digest(), name)))
