"""What the rules of a state ask of the facts of a record: each distinct question once, whatever number of rules ask it.

A question is answered from facts alone, before any rule is worked out. Its answer is the number of steps that remain,
at most `most`; a learner without a fact that matters has that number.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING
from typing import Literal

from throughline.core.progress.leaves import Steps, is_plain
from throughline.core.requirements.nodes import Choose, Have, Node, Total

Kind = Literal["shown", "days", "sum", "count", "pool", "decided"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the facts.

    kind: shown (a `have` on one day), days (on several), sum, count (also of different things), pool (an exclusive
    choice), decided (a signed decision says so). key: the same text for the same question, in any program. tags: only
    facts that carry all of these count.
    steps: what may stand in, for a `have`. taken: for a pool, the names that follow without a fact of their own.
    """

    kind: Kind
    key: str
    node: Have | Total | Choose | None
    most: int
    tags: tuple[str, ...] = ()
    steps: Steps = ()
    taken: tuple[str, ...] = ()


def of_have(node: Have, steps: Steps, tags: tuple[str, ...]) -> Question:
    """The question of a `have`; plain ones that ask for the same names are one question."""
    if is_plain(node):
        names = sorted({node.what, *(step.what for step in steps)})
        return Question("shown", f"shown {tags} {names}", node, 1, tags, steps)
    kind: Kind = "shown" if node.times == 1 else "days"
    return Question(kind, f"{kind} {tags} {said(node)} {stand_ins(steps)}", node, node.times, tags, steps)


def of_total(node: Total, names: Iterable[str], tags: tuple[str, ...]) -> Question:
    """The question of a `total`. names: what its list of names is closed to, as text."""
    counted = node.measure in ("count", "distinct")
    most = int(node.min.to_integral_value(ROUND_CEILING)) if counted else 1
    kind: Kind = "count" if counted else "sum"
    return Question(kind, f"{kind} {tags} {said(node)} {sorted(names)}", node, most, tags)


def said(node: Node) -> str:
    """A node's text without what names it, cites it or advises: equal for nodes that ask the same."""
    if isinstance(node, Choose):
        below = sorted(said(child) for child in node.of if not child.advisory)
        return f"Choose({node.needed}, {node.exclusive}, {below})"
    return repr(replace(node, id="", title={}, cite=None, advisory=False))


def stand_ins(steps: Steps) -> list[str]:
    """What may stand in, and up to which level, as text."""
    return sorted(f"{step.what}@{step.level}" for step in steps)
