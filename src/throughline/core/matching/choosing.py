"""Whom an opening takes: its reserves first, each seat counting for one group, then all seats left by priority.

One group: the best of it fill the reserve. Overlapping groups: learners are taken for reserved seats in order of priority
as long as all taken so far can sit on different reserved seats of their groups (a maximum matching, grown one by one;
Sönmez and Yenmez, Econometrica 2022). Taking groups in a fixed order would not always keep the best, nor stay stable.
"""

from collections.abc import Iterable, Sequence


def chosen(
    keys: Iterable[int], groups: Sequence[int], seats: int, reserves: Sequence[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    """The priorities that are taken on reserved seats and on open ones, each in order. groups: by learner."""
    ordered, many = sorted(keys), len(groups)
    sitting = _Reserved(reserves)
    reserved = [
        key for key in ordered if groups[key % many] & sitting.bits and sitting.take(key, groups[key % many])
    ]
    inside = set(reserved)
    others = [key for key in ordered if key not in inside]
    return reserved, others[: seats - len(reserved)]


class _Reserved:
    """Reserved seats being filled; whoever sits keeps a seat, though perhaps of another of their groups."""

    def __init__(self, reserves: Sequence[tuple[int, int]]) -> None:
        self.free = dict(reserves)
        self.sitting: dict[int, list[tuple[int, int]]] = {bit: [] for bit, _ in reserves}
        self.bits = sum(self.free)

    def take(self, key: int, groups: int) -> bool:
        """Finds a seat, moving others where that helps."""
        return any(self.free.values()) and self._seat(key, groups, set())

    def _seat(self, key: int, groups: int, asked: set[int]) -> bool:
        mine = [bit for bit in self.free if bit & groups and bit not in asked]
        for bit in mine:
            if self.free[bit]:
                self.free[bit] -= 1
                self.sitting[bit].append((key, groups))
                return True
        for bit in mine:
            asked.add(bit)
            for nth, (other, theirs) in enumerate(self.sitting[bit]):
                if self._seat(other, theirs, asked):
                    self.sitting[bit][nth] = (key, groups)
                    return True
        return False
