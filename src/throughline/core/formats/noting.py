"""Notes of a reader or writer, gathered: what happened 1,403 times is one line that says where first and how often."""

from dataclasses import dataclass, field

from throughline.core.formats.packages import Note


@dataclass(slots=True)
class Tally:
    """What was mended, kept or lost, counted."""

    _seen: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    def add(self, where: str, what: str, done: str) -> None:
        """One more of it."""
        first, times = self._seen.get((what, done), (where, 0))
        self._seen[what, done] = (first, times + 1)

    def notes(self) -> tuple[Note, ...]:
        """A note for each kind, in the order in which they were met first."""
        return tuple(
            Note(first if times == 1 else f"{first} and {times - 1:,} more", what, done)
            for (what, done), (first, times) in self._seen.items()
        )
