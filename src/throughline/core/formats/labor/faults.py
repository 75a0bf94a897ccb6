"""What is wrong with a file of labor data: where, why, and what mends it."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SAID = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. line: from 1, the head line counted (0: the whole file); in a workbook the row. column: its name."""

    file: str
    line: int
    column: str
    why: str
    fix: str

    def __str__(self) -> str:
        where = f"{self.file}{f', line {self.line}' if self.line else ''}{f', {self.column}' if self.column else ''}"
        return f"{where}: {self.why} {self.fix}"


class Unreadable(ValueError):
    """Files that are refused whole, with every fault that was found in them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults[:MOST_SAID])))
