"""Reads: the state's headline, with its definition and version, by region and by group, small groups protected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughline.apps.advising.models import HeadlineCount
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.ways_on import WaysOn
from throughline.core.disclosure import Grid, two_way
from throughline.core.progress.clear_path import NOT_SAID, SEVERAL


@dataclass(frozen=True, slots=True)
class Part:
    """A region or group: how many are on a clear path, of how many. None: hidden."""

    name: str
    on_path: int | None
    learners: int | None

    @property
    def percent(self) -> int | None:
        """Of 100, where both may be shown."""
        if self.on_path is None or not self.learners:
            return None
        return round(100 * self.on_path / self.learners)


@dataclass(frozen=True, slots=True)
class HeadlineNow:
    """The newest headline. whole: of the state. version: of the definition it was counted by; terms: the state's days and
    words as they are now."""

    on: date
    version: int
    whole: Part
    regions: tuple[Part, ...]
    groups: tuple[Part, ...]
    hides: bool
    smallest: int
    terms: WaysOn


def headline(actor: Actor) -> HeadlineNow | None:
    """The newest; None before the first count. One query."""
    require(actor, "headline.read", what="The state's headline")
    row = HeadlineCount.objects.order_by("-counted_at").first()
    if row is None:
        return None
    state = frameworks.catalogue().state
    kept = frameworks.catalogue().regions
    regions = _table(row.counts["regions"], [*sorted(kept), ""], state.smallest_group)
    groups = _table(row.counts["groups"], [*state.groups, SEVERAL, NOT_SAID], state.smallest_group)
    # What either table hides of its sums, the other must not tell.
    told = all(each.grid.columns[0] is not None for each in (regions, groups))
    told_all = all(each.grid.total is not None for each in (regions, groups))
    whole = Part("", row.counts["on_path"] if told else None, row.counts["learners"] if told_all else None)
    return HeadlineNow(
        row.on, row.version, whole, regions.parts, groups.parts, regions.grid.hides or groups.grid.hides,
        state.smallest_group, state.ways_on,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Table:
    parts: tuple[Part, ...]
    grid: Grid


def _table(counts: Mapping[str, Sequence[int]], order: Sequence[str], smallest: int) -> _Table:
    """Those of these names that hold anybody; both of "on a path" and "not" tell something of whoever is in them."""
    names = [each for each in order if each in counts] + sorted(counts.keys() - {*order})
    rows = [[counts[name][0], counts[name][1] - counts[name][0]] for name in names]
    grid = two_way(rows, max(smallest, 1), telling=(0, 1))
    parts = (
        Part(name, cells[0], total) for name, cells, total in zip(names, grid.cells, grid.rows, strict=True)
    )
    return _Table(tuple(parts), grid)
