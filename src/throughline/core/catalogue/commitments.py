"""What an agreement between organizations may be conditioned on, and sets that count for sets.

A condition knows three words: a milestone, a credential, a competency at a level, and how many of them. It has none for
who somebody is, how old they are, where or when they learned, how often they tried, or what grade they had.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import lru_cache

from throughline.core.requirements.errors import RuleError
from throughline.core.requirements.nodes import Choose, Have, Node, walk

NAMED = ("milestone", "credential", "competency")
"""Kinds of thing that a condition may ask for."""
SAID_OF_ONE = frozenset({"id", "what", "level", "title", "cite", "advisory", "via"})
SAID_OF_MANY = frozenset({"id", "of", "min", "title", "cite", "advisory"})
"""What may be said of one such thing, and of several."""


@dataclass(frozen=True, slots=True)
class SetForSet:
    """Any `min` of `of` (None: all of them) count together for all of `counts_as` at an organization.

    of: milestones, credentials, competencies that others saw; level: the proficiency that its competencies need.
    counts_as: what `at`, one of the parties, then counts. credits: what it gives for it, by unit.
    """

    id: str
    of: tuple[str, ...]
    counts_as: tuple[str, ...]
    at: str
    min: int | None = None
    level: int | None = None
    credits: Mapping[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rule_of(self)

    @property
    def needed(self) -> int:
        """How many of `of` it takes."""
        return len(self.of) if self.min is None else self.min


def rule_of(sets: SetForSet) -> Node:
    """The rule that a set of a `SetForSet` meets, the same node for the same sets. Raises `RuleError` where it asks for
    none, or more than there are."""
    return _rule(sets.id, sets.of, sets.needed, sets.level)


@lru_cache(maxsize=4096)
def _rule(name: str, of: tuple[str, ...], needed: int, level: int | None) -> Node:
    return Choose(id=name, of=tuple(_have(each, level) for each in of), min=needed)


def _have(what: str, level: int | None) -> Have:
    return Have(id=what.replace(":", "-"), what=what, level=level if what.startswith("competency:") else None)


def require_condition(node: Node) -> None:
    """Raises `RuleError` where a condition says anything for which it has no words."""
    found = next(beyond_words(node), None)
    if found is not None:
        raise RuleError(
            found[0].id, f"a condition of an agreement has no words for {found[1]}",
            "Ask for milestones, credentials or competencies, and how many of them",
        )  # fmt: skip


def beyond_words(node: Node) -> Iterator[tuple[Node, str]]:
    """The nodes of a rule that say more than a condition may, each with what they say."""
    for each in walk(node):
        if isinstance(each, Have) and each.kind not in NAMED:
            yield each, f"'{each.what}'"
        elif not isinstance(each, (Have, Choose)):
            yield each, f"`{type(each).__name__.lower()}`"
        else:
            said = SAID_OF_ONE if isinstance(each, Have) else SAID_OF_MANY
            more = [part.name for part in fields(each) if part.name not in said and _is_said(each, part.name)]
            if more:
                yield each, f"`{more[0]}`"


def _is_said(node: Node, name: str) -> bool:
    default = {"times": 1, "attempt": "best", "exclusive": False, "within": ""}.get(name)
    return getattr(node, name) not in (default, None, ())
