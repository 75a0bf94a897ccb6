"""Levels that judges gave to real work, each for themselves: what agreement, severity and drift are worked out from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from throughline.apps.records.judging.calibrated import PartKey
from throughline.apps.records.models import Judgment, SecondJudgment
from throughline.core.calibration.drift import Dated
from throughline.core.calibration.ratings import Rating


@dataclass(frozen=True, slots=True)
class Judged:
    """All ratings of one part. Levels from 0 up. newest: the day of the last one."""

    ratings: tuple[Dated, ...]

    @property
    def plain(self) -> list[Rating]:
        """Without their days."""
        return [each.rating for each in self.ratings]

    @property
    def newest(self) -> date | None:
        """The day of the last one."""
        return max((each.on for each in self.ratings), default=None)

    @property
    def judges(self) -> frozenset[str]:
        """Who gave them."""
        return frozenset(each.rating.judge for each in self.ratings)

    @property
    def twice(self) -> int:
        """How many works two people judged or more."""
        by_work: dict[str, set[str]] = {}
        for each in self.ratings:
            by_work.setdefault(each.rating.work, set()).add(each.rating.judge)
        return sum(len(found) > 1 for found in by_work.values())


def judged(key: PartKey) -> Judged:
    """Every certifying judgment that somebody gave before seeing another's, and every second marking. Three queries."""
    assessment, number, part = key
    of = {"submission__assessment": assessment, "submission__number": number, "submission__part": part}
    own = Judgment.objects.filter(**of, submission__certifying=True, round__in=("own", "panel"))
    found = [
        Dated(
            _rating(row.submission_id, row.judge_id, each.criterion, each.level),
            timezone.localdate(row.signed_at),
        )
        for row in own.prefetch_related("ratings").order_by("signed_at", "id")
        for each in row.ratings.all()
    ]
    second = SecondJudgment.objects.filter(**{f"marking__{name}": value for name, value in of.items()})
    found += [
        Dated(
            _rating(row.marking.submission_id, row.judge_id, name, level), timezone.localdate(row.signed_at)
        )
        for row in second.select_related("marking").order_by("signed_at", "id")
        for name, level in row.levels.items()
    ]
    return Judged(tuple(found))


def without_earlier(found: Sequence[Dated], since: dict[str, date]) -> list[Dated]:
    """Without what a judge gave before their own day here: a new calibration is a new beginning."""
    return [each for each in found if each.on >= since.get(each.rating.judge, date.min)]


def _rating(work: object, judge: object, criterion: str, level: int) -> Rating:
    return Rating(str(work), criterion, str(judge), level - 1)
