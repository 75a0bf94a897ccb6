"""Whether a stage can be reached from an empty record, and what stands in the way where it cannot.

What people can show (competencies within their scale, assessments, courses, experiences) can be reached; a milestone
once its rule can; a credential once something that awards it can, or from its issuers where nothing here does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.findings import Finding
from throughline.core.requirements.nodes import UNREAD, Choose, Have, Node, Not, Total, Use


@dataclass(frozen=True)
class Reachable:
    """What can be reached from an empty record in a catalogue: a least fixed point over milestones and credentials."""

    catalogue: Catalogue

    @cached_property
    def book(self) -> RuleBook:
        """The catalogue's rules as they stand now."""
        return RuleBook(self.catalogue)

    @cached_property
    def granted(self) -> frozenset[str]:
        """The milestones and awarded credentials that can be reached."""
        waiting = {
            f"milestone:{name}": milestone.rule for name, milestone in self.catalogue.milestones.items()
        }
        for name in self.catalogue.credentials:
            if (ref := f"credential:{name}") and (rule := self.book.expand(ref)) is not None:
                waiting[ref] = rule
        return _least_fixed_point(waiting, self._blocked)

    def blocker(self, node: Node) -> Node | None:
        """The first leaf, in reading order, that keeps a rule from ever being met; None where it can be met."""
        return self._blocked(node, self.granted)

    def _blocked(self, node: Node, granted: frozenset[str]) -> Node | None:
        if isinstance(node, Choose):
            return self._blocked_choice(node, granted)
        if isinstance(node, Have):
            return None if self._can_have(node, granted) else node
        if isinstance(node, Total):
            return None if self._can_total(node) else node
        if isinstance(node, Use):
            opened = self.book.expand(f"rule:{node.rule}" + f"@{node.version}" * bool(node.version))
            return node if opened is None else self._blocked(opened, granted)
        return None

    def _blocked_choice(self, node: Choose, granted: frozenset[str]) -> Node | None:
        asked = [child for child in node.of if not child.advisory]
        blocked = [found for child in asked if (found := self._blocked(child, granted)) is not None]
        if len(asked) - len(blocked) >= node.needed:
            return None
        return blocked[0] if blocked else node

    def _can_have(self, node: Have, granted: frozenset[str]) -> bool:
        if self._can_be(node.what, granted, node.level or 1):
            return True
        return any(
            self._can_be(step.what, granted, 1) and step.counts_for(self._top(step.what)) >= (node.level or 1)
            for step in self.book.equivalents(node.what, node.via)
        )

    def _can_be(self, ref: str, granted: frozenset[str], level: int) -> bool:
        kind, _, name = ref.partition(":")
        if kind == "milestone" or (kind == "credential" and self.book.awardings(name)):
            return ref in granted
        if kind == "credential":
            return name in self.catalogue.credentials
        if kind == UNREAD:
            return False
        top = self._top(ref)
        return kind != "competency" or (top is not None and level <= top)

    def _top(self, ref: str) -> int | None:
        """The highest proficiency on a competency's scale; None for what is not a published competency."""
        competency = self.catalogue.competencies.get(ref.removeprefix("competency:"))
        if competency is None:
            return None
        framework = self.catalogue.competency_frameworks.get(competency.framework)
        return max((step.number for step in framework.scale), default=1) if framework else 1

    def _can_total(self, node: Total) -> bool:
        """Sums are open upwards, except where only so many different things may count."""
        if not node.select.what:
            return True
        if node.measure == "distinct":
            return len(set(node.select.what)) >= node.min
        capped = node.cap_per is not None and node.cap_per.by == "what"
        return not capped or len(set(node.select.what)) * node.cap_per.max >= node.min  # type: ignore[union-attr]


def _least_fixed_point(
    waiting: Mapping[str, Node], blocked: Callable[[Node, frozenset[str]], Node | None]
) -> frozenset[str]:
    granted: frozenset[str] = frozenset()
    while True:
        more = {ref for ref, rule in waiting.items() if ref not in granted and blocked(rule, granted) is None}
        if not more:
            return granted
        granted |= more


def unreachable_stages(pathway: Pathway, catalogue: Catalogue, check: str = "") -> tuple[Finding, ...]:
    """The stages of a pathway that nobody can reach, each with the leaf that keeps them out."""
    reachable = Reachable(catalogue)
    found = []
    for stage in pathway.stages:
        blocker = reachable.blocker(stage.gate)
        if blocker is not None:
            ref = f"pathway:{pathway.id}#{stage.id}"
            sentence = f"{ref} cannot be reached from an empty record: {_obstacle(blocker)}."
            fix = "Publish what meets it, or ask for something that can be shown, in the words of the rule language."
            found.append(Finding(check, ref, blocker.id, sentence, fix))
    return tuple(found)


def _obstacle(node: Node) -> str:
    if isinstance(node, Have):
        if node.kind == UNREAD:
            return (
                f"node '{node.id}' is kept in the words of its source, and nobody can tell whether it is met"
            )
        level = f" at level {node.level}" if node.level else ""
        return f"nothing leads to {node.what}{level} (node '{node.id}')"
    if isinstance(node, Total):
        return f"what node '{node.id}' lets count cannot add up to {node.min} {node.unit}".rstrip()
    if isinstance(node, Use):
        return f"rule:{node.rule} (node '{node.id}') is not published"
    return (
        f"node '{node.id}' asks for more than it lists" if not isinstance(node, Not) else f"node '{node.id}'"
    )
