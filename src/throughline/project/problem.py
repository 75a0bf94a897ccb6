"""The one kind of error that a person at a terminal is meant to read."""

from __future__ import annotations


class Problem(Exception):
    """Says what is wrong, where, why, and what to do next.

    The command line prints it without a traceback and ends with `exit_code`.
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str, why: str, next_step: str) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.why = why
        self.next_step = next_step

    def __str__(self) -> str:
        lines = (self.what, f"  where: {self.where}", f"  why:   {self.why}", f"  next:  {self.next_step}")
        return "\n".join(lines)
