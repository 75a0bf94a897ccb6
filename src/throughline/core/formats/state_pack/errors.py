"""What goes wrong when a state pack is read: each error says file, line, path in the document, reason,
fix."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: the file as it was named, the line from 1, and the path in the document."""

    file: str
    line: int
    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}" if self.path else f"{self.file}:{self.line}"


@dataclass(eq=False)
class PackError(ValueError):
    """One thing in a pack that cannot be: where it stands, why not, and what mends it."""

    file: str
    line: int
    path: str
    reason: str
    fix: str

    def __str__(self) -> str:
        return f"{Place(self.file, self.line, self.path)}: {ended(self.reason)} {ended(self.fix)}"


def ended(words: str) -> str:
    """A sentence with its mark at the end."""
    return words if words.endswith((".", "?")) else f"{words}."


class PackErrors(ValueError):
    """All that was found wrong with a pack, in the order of its files and lines."""

    def __init__(self, errors: tuple[PackError, ...]) -> None:
        self.errors = tuple(sorted(errors, key=lambda each: (each.file, each.line)))
        super().__init__("\n".join(str(each) for each in self.errors))
