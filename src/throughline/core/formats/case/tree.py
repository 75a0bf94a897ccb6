"""Where each item of a package stands: under which other one, and as the how-manieth.

Sources: information model 1.1 (isChildOf), implementation guide 1.1, A.3.1: only `sequenceNumber` orders siblings, and an
item may stand under several parents in several groupings. A row has one place; the other links stay associations.
"""

from array import array
from dataclasses import dataclass, field

ROOT = -1
_LAST = 2**40


@dataclass(slots=True)
class Tree:
    """Parents by the place of each item in its file. `ROOT` is the document itself."""

    size: int
    parents: "array[int]" = field(init=False)
    sequence: "array[int]" = field(init=False)
    hung: bytearray = field(init=False)
    """0: not yet, 1: by an association of a grouping, 2: by one of none."""

    def __post_init__(self) -> None:
        self.parents = array("q", [ROOT]) * self.size
        self.sequence = array("q", [_LAST]) * self.size
        self.hung = bytearray(self.size)

    def hang(self, child: int, parent: int, sequence: int | None, *, grouped: bool) -> bool:
        """Puts an item under another one, unless it hangs already and as firmly: then False."""
        firm = 1 if grouped else 2
        if self.hung[child] >= firm:
            return self.parents[child] == parent
        again = bool(self.hung[child]) and self.parents[child] != parent
        self.hung[child], self.parents[child] = firm, parent
        self.sequence[child] = _LAST if sequence is None else sequence
        return not again

    def cut_circles(self) -> list[int]:
        """Items that stood under themselves, over others or at once; now they stand under the document."""
        cut, seen = [], bytearray(self.size)
        for start in range(self.size):
            path, at = [], start
            while at != ROOT and not seen[at]:
                seen[at] = 1
                path.append(at)
                at = self.parents[at]
            if at != ROOT and seen[at] == 1:
                self.parents[at] = ROOT
                cut.append(at)
            for each in path:
                seen[each] = 2
        return cut

    def positions(self) -> "array[int]":
        """The position of each item among its siblings, from 0: by sequence number, else by place in the file."""
        order = sorted(range(self.size), key=lambda place: (self.parents[place], self.sequence[place], place))
        found, before, nth = array("q", [0]) * self.size, ROOT - 1, 0
        for place in order:
            nth = nth + 1 if self.parents[place] == before else 0
            before, found[place] = self.parents[place], nth
        return found
