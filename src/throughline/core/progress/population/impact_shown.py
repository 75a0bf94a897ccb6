"""What a change does to everyone, as it may be shown: small groups hidden, and what they would follow from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from throughline.core.disclosure import one_way, two_way
from throughline.core.progress.population.impact import Tally

SAME, GAIN, MORE = range(3)


@dataclass(frozen=True, slots=True)
class CountsShown:
    """How many learners, and how many of them would need fewer steps, more, or as many. None: hidden."""

    learners: int | None
    gain: int | None
    more: int | None
    same: int | None

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        return None in (self.learners, self.gain, self.more, self.same)


@dataclass(frozen=True, slots=True)
class ImpactShown:
    """groups: by group; whole: all of them together. steps: by the number of steps more, how many would need them."""

    groups: tuple[tuple[str, CountsShown], ...]
    whole: CountsShown
    steps: tuple[tuple[int, int | None], ...]

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        parts = (self.whole, *(each for _, each in self.groups))
        return any(each.hides for each in parts) or any(many is None for _, many in self.steps)

    def as_json(self) -> dict[str, Any]:
        """The same as plain values; null where a count is hidden."""
        return {
            **_json(self.whole),
            "steps": {str(steps): many for steps, many in self.steps},
            "groups": {group: _json(each) for group, each in self.groups},
        }


def shown(groups: Sequence[tuple[str, Tally]], smallest: int) -> ImpactShown:
    """Counts of groups that are nobody's twice. Also hidden: that all of a group but a few would gain, or need more."""
    if not groups:
        return ImpactShown((), CountsShown(0, 0, 0, 0), ())
    table = [[each.same, each.gain, each.need_more] for _, each in groups]
    found = two_way(table, smallest, telling=[GAIN, MORE])
    rows = zip(groups, found.cells, found.rows, strict=True)
    columns = found.columns
    return ImpactShown(
        tuple((name, CountsShown(sums, row[GAIN], row[MORE], row[SAME])) for (name, _), row, sums in rows),
        CountsShown(found.total, columns[GAIN], columns[MORE], columns[SAME]),
        _steps(groups, columns[MORE], smallest),
    )


def together(each: Tally, smallest: int) -> CountsShown:
    """The same of one group alone."""
    found = one_way([each.same, each.gain, each.need_more], smallest)
    return CountsShown(found.total, found.counts[GAIN], found.counts[MORE], found.counts[SAME])


def _steps(
    groups: Sequence[tuple[str, Tally]], more: int | None, smallest: int
) -> tuple[tuple[int, int | None], ...]:
    whole = Tally()
    for _, each in groups:
        whole = whole.with_those(each)
    by_steps = whole.by_steps
    # Their sum is how many would need more: what hides that hides them too.
    counts = (
        one_way(list(by_steps.values()), smallest).counts if more is not None else (None,) * len(by_steps)
    )
    return tuple(zip(by_steps, counts, strict=True))


def _json(each: CountsShown) -> dict[str, int | None]:
    return {"learners": each.learners, "gain": each.gain, "more": each.more, "same": each.same}
