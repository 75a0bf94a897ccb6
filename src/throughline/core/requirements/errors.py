"""What goes wrong when a rule is written or read."""

from dataclasses import dataclass


@dataclass(eq=False)
class RuleError(ValueError):
    """A rule that cannot be: which node, what is wrong with it, and what mends it."""

    node: str
    problem: str
    fix: str

    def __str__(self) -> str:
        return f"node '{self.node}': {self.problem}. {self.fix}"


@dataclass(eq=False)
class RuleReadError(ValueError):
    """A document that is not a rule: where in it (`rule.choose.of[2].have`), what is wrong, and what mends it."""

    path: str
    problem: str
    fix: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}. {self.fix}"
