"""The rule language: the five nodes, and the small values they hold.

A rule is one tree per milestone, entry gate, award or agreement. Every node is a frozen value, checked when it
is made: what cannot be evaluated cannot exist. A `RuleError` names the node and the fix.
Source of the language: docs/reference/rule-language.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from throughline.core.requirements.errors import RuleError

Text: TypeAlias = Mapping[str, str]
"""One text in several languages: language tag to words."""

Measure = Literal["credits", "hours", "points", "count", "distinct"]
Via = Literal["exact", "certified", "any"]
Attempt = Literal["best", "first", "latest"]

KINDS = frozenset(
    {
        "competency", "assessment", "course", "credential", "milestone", "experience", "plan", "support",
        "age", "grade", "date", "term", "duration", "unread",
    }
)  # fmt: skip
UNREAD = "unread"
"""What an imported rule asks for and this language cannot say: kept in the words of its source, met by nothing, so that
nobody can tell whether it is met. Certification refuses it."""
TIME_KINDS = frozenset({"age", "grade", "date", "term", "duration"})
"""Kinds of fact that say when, not what: only a law may ask for them (see `scans.time_predicates`)."""


@dataclass(frozen=True, slots=True)
class Cite:
    """The law or policy a node stands on. `law` is True where a statute or regulation compels it."""

    source: str
    section: str = ""
    url: str = ""
    law: bool = False


@dataclass(frozen=True, slots=True)
class ValidatedBy:
    """At least `count` people in `role` stood behind the fact; `distinct_organization`: from an organization
    that none of the other asked-for validators comes from."""

    role: str
    count: int = 1
    distinct_organization: bool = False


@dataclass(frozen=True, slots=True)
class ScoreAtLeast:
    """A score of at least `min` on the named scale."""

    min: Decimal
    scale: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """The longest a fact keeps its force, counted from the day it happened."""

    years: int = 0
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class CapPer:
    """No single group adds more than `max`. `by` is what, context, organization, or tag; with `tag`, only facts
    that carry it are capped: all of them together where the tag is whole, each value apart where it ends in ':'."""

    by: Literal["what", "context", "organization", "tag"]
    max: Decimal
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Selector:
    """Which facts a `total` sums: a fact must pass every filter that is set.

    kind: of the fact's `what`; what: any of these; tags: all of these; any_tags: at least one of these;
    framework and level: of the qualification framework, level at or above; proficiency: reached at or above;
    context, issuer: any of these; exclude: none of these, as `what` or as tag.
    """

    kind: str = ""
    what: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    any_tags: tuple[str, ...] = ()
    framework: str = ""
    level: int | None = None
    proficiency: int | None = None
    score: ScoreAtLeast | None = None
    context: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    validated_by: tuple[ValidatedBy, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choose:
    """At least `min` of the children are met (default: all that are not advisory).

    max: no more than this many children are counted. exclusive: one item of evidence serves one child only; the
    children are then `have` or `total`. within: a family of tags; there is one value of it such that the
    children are met by facts that all carry that same value (two years of the *same* language).
    """

    id: str
    of: tuple["Node", ...]
    min: int | None = None
    max: int | None = None
    exclusive: bool = False
    within: str = ""
    title: Text = field(default_factory=dict)
    cite: Cite | None = None
    advisory: bool = False

    def __post_init__(self) -> None:
        _check_choose(self)

    @property
    def needed(self) -> int:
        """How many children must be met."""
        return len([c for c in self.of if not c.advisory]) if self.min is None else self.min


@dataclass(frozen=True, slots=True)
class Have:
    """One attested fact about the learner.

    what: `kind:id`. level: proficiency at or above. times: on so many separate days. attempt: which try counts.
    validated_by: who stood behind it. context: any of these settings. issuer: any of these organizations.
    fresh: how long it keeps its force. via: which equivalences may stand in for it.
    """

    id: str
    what: str
    level: int | None = None
    score: ScoreAtLeast | None = None
    times: int = 1
    attempt: Attempt = "best"
    validated_by: tuple[ValidatedBy, ...] = ()
    context: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    fresh: Fresh | None = None
    via: Via = "certified"
    title: Text = field(default_factory=dict)
    cite: Cite | None = None
    advisory: bool = False

    def __post_init__(self) -> None:
        _check_have(self)

    @property
    def kind(self) -> str:
        """The kind of thing asked for: competency, course, milestone ..."""
        return self.what.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Total:
    """A filtered sum reaches a threshold. measure `count` counts facts, `distinct` counts different things."""

    id: str
    measure: Measure
    unit: str
    min: Decimal
    select: Selector
    cap_per: CapPer | None = None
    title: Text = field(default_factory=dict)
    cite: Cite | None = None
    advisory: bool = False

    def __post_init__(self) -> None:
        if self.min <= 0:
            raise RuleError(self.id, f"the total asks for {self.min} {self.unit}", "Give a `min` above zero")
        if self.select == Selector():
            raise RuleError(
                self.id, "the total has an empty `from`", "Say which facts count, e.g. `from: {kind: course}`"
            )


@dataclass(frozen=True, slots=True)
class Use:
    """A shared rule, evaluated once for everything that uses it. `version` names one edition (default: current)."""

    id: str
    rule: str
    version: str = ""
    title: Text = field(default_factory=dict)
    cite: Cite | None = None
    advisory: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """The child is not met. Only in entry and funding rules: a milestone never takes anything away."""

    id: str
    of: "Node"
    title: Text = field(default_factory=dict)
    cite: Cite | None = None
    advisory: bool = False


Node: TypeAlias = Choose | Have | Total | Use | Not
"""Any node of the language."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below this one; a `use` has none of its own."""
    if isinstance(node, Choose):
        return node.of
    return (node.of,) if isinstance(node, Not) else ()


def walk(node: Node) -> list[Node]:
    """The node and all below it, parents first, in reading order."""
    return [node] + [below for child in children(node) for below in walk(child)]


def _check_choose(node: Choose) -> None:
    if not node.of:
        raise RuleError(node.id, "`choose` has nothing to choose from", "List at least one node under `of`")
    if not 1 <= node.needed <= len(node.of):
        raise RuleError(
            node.id,
            f"`min` is {node.needed} of {len(node.of)} children",
            f"Give a `min` from 1 to {len(node.of)}",
        )
    if node.max is not None and node.max < node.needed:
        raise RuleError(
            node.id, f"`max` {node.max} is below `min` {node.needed}", "Raise `max` or leave it out"
        )
    if node.exclusive:
        _check_exclusive(node)
    if node.within and any(isinstance(n, Choose) and n.within for c in node.of for n in walk(c)):
        raise RuleError(
            node.id, "`within` stands inside `within`", "Keep one `within` on a way from root to leaf"
        )


def _check_exclusive(node: Choose) -> None:
    wrong = [child.id for child in node.of if not isinstance(child, (Have, Total))]
    if wrong:
        raise RuleError(
            node.id,
            f"`exclusive` holds a nested rule ('{wrong[0]}')",
            "Exclusive children are `have` or `total`; move the nested rule beside this node",
        )
    if len(node.of) > 12:
        raise RuleError(
            node.id, f"`exclusive` has {len(node.of)} children", "Split it: at most 12 share one pool"
        )


def _check_have(node: Have) -> None:
    kind, colon, name = node.what.partition(":")
    if kind not in KINDS or (kind not in TIME_KINDS and not (colon and name)):
        raise RuleError(
            node.id, f"`what` is '{node.what}'", f"Write kind:id, kind one of {', '.join(sorted(KINDS))}"
        )
    if node.times < 1:
        raise RuleError(node.id, f"`times` is {node.times}", "Give a whole number from 1 up")
    if node.level is not None and node.level < 1:
        raise RuleError(node.id, f"`level` is {node.level}", "Levels count from 1")
