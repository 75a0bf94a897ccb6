"""A rule as CTDL conditions: as much of it as CTDL can say, and all of it in words.

The exact rule goes beside this projection (see `writing`). What CTDL has no term for (who stood behind it, on how many
days, how fresh) stands in the description of its condition.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.core.formats.ctdl.places import Body, Places
from throughline.core.requirements.nodes import Choose, Have, Node, Total, Use
from throughline.core.requirements.words import Names, sentence

Target = Callable[[str, Node], str]
"""From a reference that a rule makes (`milestone:m`, `rule:r`) and the node that makes it, the address of its component."""


@dataclass(frozen=True, slots=True)
class Projecting:
    """Writes rules as conditions. target: gives the component of what a leaf asks for."""

    places: Places
    names: Names
    target: Target

    def condition(self, node: Node) -> Body:
        """The condition that says a rule."""
        body: Body = {"@type": "ceterms:ComponentCondition", **self._words(node)}
        if isinstance(node, Have):
            return body | self._have(node)
        if isinstance(node, Total):
            return body | self._total(node)
        if isinstance(node, Use):
            ref = f"rule:{node.rule.removeprefix('rule:')}" + f"@{node.version}" * bool(node.version)
            return body | {"ceterms:requiredNumber": 1, "ceterms:targetComponent": [self.target(ref, node)]}
        if isinstance(node, Choose):
            return body | self._choose(node)
        return body | {"throughline:without": True, "ceterms:hasCondition": [self.condition(node.of)]}

    def _words(self, node: Node) -> Body:
        """Its title, or else what it says, as its name; the sentence as its description."""
        said = {tag: sentence(node, self.names, tag) for tag in self.places.languages}
        return {"ceterms:name": dict(node.title) or said, "ceterms:description": said}

    def _choose(self, node: Choose) -> Body:
        asked = [child for child in node.of if not child.advisory]
        if all(_is_bare(child) for child in asked):
            targets = [self.target(*_named(child)) for child in asked]
            if len(set(targets)) == len(targets):
                return {"ceterms:requiredNumber": node.needed, "ceterms:targetComponent": targets}
        operator = "logic:Or" if node.needed == 1 < len(asked) else "logic:And"
        body: Body = {"ceterms:logicalOperator": operator} if node.needed in (1, len(asked)) else {}
        return body | {
            "ceterms:requiredNumber": node.needed,
            "ceterms:hasCondition": [self.condition(child) for child in asked],
        }

    def _have(self, node: Have) -> Body:
        body: Body = {
            "ceterms:requiredNumber": 1,
            "ceterms:targetComponent": [self.target(node.what, node)],
        }
        constraints = []
        if node.level is not None:
            constraints.append(constraint("asn:hasProgressionLevel", node.level))
        if node.score is not None:
            constraints.append(constraint("schema:score", number(node.score.min)))
        return body | ({"ceterms:hasConstraint": constraints} if constraints else {})

    def _total(self, node: Total) -> Body:
        """The sum, and beside it what limits it, joined by And: the form in which files of others say it."""
        select = node.select
        constraints = [self._sum(node)]
        if node.unit and node.measure in ("credits", "points"):
            constraints.append(constraint("ceterms:creditUnitType", node.unit, "EQ"))
        if select.level is not None:
            constraints.append(
                constraint("ceterms:creditLevelType", f"{select.framework or 'level'}/{select.level}")
            )
        body: Body = {"ceterms:logicalOperator": "logic:And", "ceterms:hasConstraint": constraints}
        if select.what:
            body["ceterms:targetComponent"] = [self.target(what, node) for what in dict.fromkeys(select.what)]
        return body

    def _sum(self, node: Total) -> Body:
        if node.measure == "hours":
            return constraint("throughline:experienceTime", f"PT{number(node.min)}H")
        source = {"credits": "schema:value", "points": "ceterms:pointValue"}.get(node.measure, "schema:value")
        action = {"credits": "Sum", "points": "Sum"}.get(node.measure, "CountDistinct")
        if node.measure in ("count", "distinct"):
            source = f"throughline:{node.select.kind or 'fact'}"
        return constraint(source, number(node.min)) | {"ceterms:leftAction": f"array:{action}"}


def constraint(source: str, right: Any, comparator: str = "GTEQ") -> Body:
    """One constraint."""
    return {
        "@type": "ceterms:Constraint", "ceterms:leftSource": source,
        "ceterms:comparator": f"compare:{comparator}", "ceterms:rightSource": right,
    }  # fmt: skip


def number(value: Decimal) -> int | str:
    """A number as JSON has it: whole ones as numbers, others as text, so that no reader rounds them."""
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"


def _is_bare(node: Node) -> bool:
    """Whether a leaf asks for a component and nothing about it."""
    if isinstance(node, Use):
        return True
    bare = (
        Have(id=node.id, what=node.what, title=node.title, cite=node.cite) if isinstance(node, Have) else None
    )
    return node == bare


def _named(node: Node) -> tuple[str, Node]:
    if isinstance(node, Use):
        return f"rule:{node.rule.removeprefix('rule:')}" + f"@{node.version}" * bool(node.version), node
    assert isinstance(node, Have)
    return node.what, node
