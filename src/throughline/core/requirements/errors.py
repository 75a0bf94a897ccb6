"""What goes wrong when a rule is written or read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleError(ValueError):
    """A rule that cannot be: which node, what is wrong with it, and what mends it."""

    node: str
    problem: str
    fix: str

    def __str__(self) -> str:
        return f"node '{self.node}': {self.problem}. {self.fix}"
