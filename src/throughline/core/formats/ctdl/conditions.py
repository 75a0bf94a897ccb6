"""The conditions of a component as a rule of ours.

CTDL puts a sum and what limits it side by side under one And. We read the others as the filter of the sum (`from`), and
say so in a note. What our language cannot say becomes an `unread` leaf with the words of its source: it stays in the
tree, and nobody can tell whether it is met. Several conditions of one component must all be met.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from throughline.core.formats.ctdl import terms
from throughline.core.formats.ctdl.constraints import AMOUNTS, EXPERIENCE, Constraint, constraint_of, unit_of
from throughline.core.formats.ctdl.doubts import disagreements
from throughline.core.formats.ctdl.graph import Graph, GraphNode
from throughline.core.formats.ctdl.identity import external
from throughline.core.formats.packages import Note
from throughline.core.requirements.nodes import Node
from throughline.core.requirements.reading import read

DERIVED = "read so; the source does not say it"
KEPT = "kept in its own words; nobody can tell whether it is met"
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Derived:
    """A rule that was read from conditions, and what was doubtful or could not be said."""

    node: Node
    notes: tuple[Note, ...] = ()


@dataclass
class Conditions:
    """Reads the conditions of one graph. ids: identifier of each node by its key."""

    graph: Graph
    ids: Mapping[str, str]
    notes: list[Note] = field(default_factory=list)

    def rules(self) -> Mapping[str, Derived]:
        """The rule of each component that has conditions, by its key, in the file's order."""
        found = {}
        nodes = self.graph.nodes
        inner = {to for node in nodes.values() for to in node.links("hasCondition")}
        for key, node in nodes.items():
            if node.links("hasCondition") and key not in inner and not node.is_a("ComponentCondition"):
                rule = self.rule(node)
                if rule is not None:
                    found[key] = rule
        return found

    def rule(self, component: GraphNode) -> Derived | None:
        """The rule of one component; None where it asks for nothing."""
        self.notes = []
        bodies = [self._linked(key, component, ()) for key in component.links("hasCondition")]
        asked = [body for body in bodies if body is not None]
        if not asked:
            return None
        whole = asked[0] if len(asked) == 1 else {"choose": {"of": asked}}
        return Derived(read(_named_once(whole)), tuple(self.notes))

    def _linked(self, key: str, component: GraphNode, seen: tuple[str, ...]) -> Body | None:
        node = self.graph.nodes.get(key)
        if node is None:
            return self._unread(key, {"en": f"A condition that is not in the file: {key}"}, key)
        if key in seen:
            self._note(key, "a condition stands inside itself", "left out there")
            return None
        return self._condition(node, component, (*seen, key))

    def _condition(self, node: GraphNode, component: GraphNode, seen: tuple[str, ...]) -> Body | None:
        """One condition: its targets, nested conditions and constraints under one operator."""
        source = self.graph.at(node.links("ruleSet"))
        parts = _Parts.of(self.graph, node, *source)
        self.notes.extend(disagreements(node, parts.targets, parts.constraints, parts.number))
        about = self._about_targets(parts) if parts.targets else {}
        bodies = self._sums(parts, component)
        if parts.targets and not any(
            each.left_action in ("Sum", "CountDistinct") for each in parts.constraints
        ):
            bodies.insert(0, self._targets(node, parts, about))
        nested = [self._linked(key, component, seen) for key in parts.nested]
        below = [body for body in nested if body is not None]
        if below:
            bodies.append(self._nested(node, parts, below))
        bodies += [self._constraint(each) for each in parts.constraints if each.key not in parts.used]
        return self._joined(node, parts, bodies)

    def _joined(self, node: GraphNode, parts: "_Parts", bodies: list[Body]) -> Body | None:
        if not bodies and (said := _title(node, "description", "name")):
            self._note(node.key, "a condition says what it asks for in words only", KEPT)
            return self._unread(node.key, said, "")
        if not bodies:
            self._note(node.key, "a condition asks for nothing", "left out")
            return None
        if len(bodies) == 1:
            return bodies[0]
        either = parts.operator in ("OR", "ONLYONE")
        for body in bodies:  # the whole condition has the id and the title, not its part
            if body.get("choose", {}).get("id") == self._id(node.key):
                body["choose"] = {k: v for k, v in body["choose"].items() if k not in ("id", "title")}
        if parts.operator == "ONLYONE":
            self._note(node.key, "only one of its parts may be met", "read as: at least one")
        return self._choose(node, bodies, 1 if either else None)

    def _choose(self, node: GraphNode, bodies: list[Body], least: int | None) -> Body:
        choose: Body = {"id": self._id(node.key), "of": bodies}
        if least is not None and least < len(bodies):
            choose["min"] = least
        title = _title(node, "name", "description")
        return {"choose": choose | ({"title": title} if title else {})}

    def _targets(self, node: GraphNode, parts: "_Parts", about: Body) -> Body:
        """So many of the target components."""
        haves = [self._have(key, about) for key in parts.targets]
        if parts.number is None and not parts.operator and len(haves) > 1:
            self._note(
                node.key, "it says neither how many of its targets nor by which operator", "all of them"
            )
        least = parts.number
        if least is None:
            least = 1 if parts.operator in ("OR", "ONLYONE") else len(haves)
        if least > len(haves):
            self._note(node.key, f"it asks for {least} of {len(haves)} targets", KEPT)
            return self._unread(node.key, _title(node, "description", "name"), "")
        if least < 1:
            self._note(node.key, f"it asks for {least} of its targets", "read as: advice")
            return {"choose": {"id": self._id(node.key), "of": haves, "advisory": True}}
        return haves[0] if len(haves) == 1 else self._choose(node, haves, least)

    def _nested(self, node: GraphNode, parts: "_Parts", below: list[Body]) -> Body:
        number = None if parts.targets else parts.number
        if number is None and not parts.operator:
            self._note(
                node.key, "it says neither how many of its conditions nor by which operator", "all of them"
            )
        least = number if number is not None else 1 if parts.operator in ("OR", "ONLYONE") else None
        if parts.operator == "ONLYONE":
            self._note(node.key, "only one of its conditions may be met", "read as: at least one")
        if len(below) == 1:
            return below[0]
        return self._choose(node, below, least)

    def _have(self, key: str, about: Body) -> Body:
        node = self.graph.nodes.get(key)
        have: Body = {"what": f"{self._kind(node)}:{self._id(key)}"} | about
        title = _title(node, "name", "prefLabel") if node else {"en": key}
        return {"have": have | ({"title": title} if title else {})}

    def _kind(self, node: GraphNode | None) -> str:
        """What a component is evidence of; one with conditions of its own is a milestone."""
        if node is None or node.links("hasCondition"):
            return "milestone"
        return next((terms.COMPONENTS[name] for name in node.types if name in terms.COMPONENTS), "milestone")

    def _about_targets(self, parts: "_Parts") -> Body:
        """What a condition asks of each of its targets: a level, or that the first try counts."""
        about: Body = {}
        for each in parts.constraints:
            if each.left == "resit" and each.sign == "=" and each.right == ("false",):
                about["attempt"] = "first"
                self._note(each.key, "no resit counts", f"the first try counts: {DERIVED}")
            elif each.left == "hasProgressionLevel" and each.sign == ">=" and each.whole_number:
                about["level"] = each.whole_number
            else:
                continue
            parts.used.add(each.key)
        return about

    def _sums(self, parts: "_Parts", component: GraphNode) -> list[Body]:
        """Each sum with what limits it."""
        sums = [each for each in parts.constraints if _is_sum(each)]
        filters = [
            each
            for each in parts.constraints
            if each.left in ("creditUnitType", "creditLevelType", "unitText")
        ]
        made = [self._sum(each, filters, parts, component) for each in sums]
        parts.used.update(each.key for each in sums)
        if any("total" in body for body in made):
            parts.used.update(
                each.key for each in filters if each.sign in ("=", ">=") and len(each.right) == 1
            )
        return made

    def _sum(
        self, asked: Constraint, filters: list[Constraint], parts: "_Parts", component: GraphNode
    ) -> Body:
        if asked.hours is not None and asked.left in EXPERIENCE:
            return {"total": {"measure": "hours", "min": str(asked.hours), "from": {"kind": "experience"}}}
        number, measure = asked.number, AMOUNTS.get(asked.left, "count")
        if number is None or number <= 0 or asked.sign not in (">=", "="):
            why = (
                "a sum that must stay below" if asked.sign in ("<", "<=") else "a sum that cannot be compared"
            )
            more = "; at least is probably meant" if asked.sign == "<=" else ""
            self._note(asked.key, f"{why} {' '.join(asked.right)}{more}", KEPT)
            return self._unread(asked.key, asked.words, asked.key)
        total: Body = {"measure": "distinct" if asked.left_action == "CountDistinct" else measure}
        total |= {"min": str(number), "from": self._from(asked, parts, component)}
        if total["measure"] in ("credits", "points"):
            total["unit"] = "points" if measure == "points" else "credits"
        for each in filters:
            self._filter(total, each)
        return {"total": total}

    def _from(self, asked: Constraint, parts: "_Parts", component: GraphNode) -> Body:
        keys = parts.targets or component.links("hasChild", "hasPart")
        if not parts.targets:
            over = f"the {len(keys)} parts of {component.key}" if keys else "all courses"
            self._note(asked.key, "it does not say which components are summed", f"{over}: {DERIVED}")
        what = [f"{self._kind(self.graph.nodes.get(key))}:{self._id(key)}" for key in keys]
        return {"what": what} if what else {"kind": "course"}

    def _filter(self, total: Body, each: Constraint) -> None:
        """A constraint beside a sum, as its filter; one that says something else stays beside it."""
        if each.sign not in ("=", ">=") or len(each.right) != 1:
            return
        if each.left == "creditLevelType":
            level = each.level
            scale, number = level or (unit_of(each.addresses[0]), None)
            total["from"] |= {"framework": scale or "levels"} | ({"level": number} if number else {})
            reading = f"limits the sum, at that level or above: {DERIVED}"
        else:
            total["unit"] = unit_of(each.addresses[0]) if total["measure"] in ("credits", "points") else ""
            reading = f"limits the sum: {DERIVED}"
        self._note(each.key, f"{each.words.get('en', each.left)} stands beside a sum", reading)

    def _constraint(self, each: Constraint) -> Body:
        self._note(
            each.key,
            f"{' '.join(each.words.values())} is about something this rule language does not know",
            KEPT,
        )
        return self._unread(each.key, each.words, each.key)

    def _unread(self, key: str, title: Mapping[str, str], note_key: str) -> Body:
        name = self._id(key)
        if note_key and note_key not in self.graph.nodes:
            self._note(key, "a condition is not in the file", KEPT)
        return {"have": {"what": f"unread:{name}", "title": dict(title) or {"en": key}}}

    def _id(self, key: str) -> str:
        return self.ids.get(key) or external(key)

    def _note(self, where: str, what: str, done: str) -> None:
        self.notes.append(Note(where, what, done))


@dataclass
class _Parts:
    """What stands in a condition. used: keys of constraints that another node took in."""

    targets: tuple[str, ...]
    nested: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    number: int | None
    operator: str
    used: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, graph: Graph, node: GraphNode, *older: GraphNode) -> "_Parts":
        """The parts of a condition, and of the rule set it used in the older generation."""
        every = (node, *older)
        found = graph.at(key for each in every for key in each.links("hasConstraint"))
        return cls(
            targets=tuple(dict.fromkeys(k for each in every for k in each.links("targetComponent"))),
            nested=node.links("hasCondition"),
            constraints=tuple(constraint_of(graph, each) for each in found),
            number=_number(*every),
            operator=terms.local(str(next(iter(node.values("logicalOperator")), ""))).upper(),
        )


def _number(*nodes: GraphNode) -> int | None:
    """How many are required: `requiredNumber`, or in the first generation `reqNum = 2`."""
    for node in nodes:
        old = node.values("rightOperand") if "reqNum" in node.values("leftOperand") else ()
        for value in (*node.values("requiredNumber"), *old):
            if not isinstance(value, bool) and str(value).strip().isdigit():
                return int(str(value))
    return None


def _is_sum(each: Constraint) -> bool:
    return each.left_action in ("Sum", "CountDistinct") or (
        each.left in EXPERIENCE and each.hours is not None
    )


def _title(node: GraphNode, *names: str) -> dict[str, str]:
    return {tag or "en": text for tag, text in node.texts(*names).items() if text.strip()}


def _named_once(body: Body) -> Body:
    """The rule with each given id on its first node only: one condition may stand in two places."""
    seen: set[str] = set()

    def kept(each: Any) -> Any:
        if isinstance(each, list):
            return [kept(one) for one in each]
        if not isinstance(each, dict):
            return each
        name = each.get("id")
        if name is not None and name in seen:
            each = {k: v for k, v in each.items() if k != "id"}
        elif isinstance(name, str):
            seen.add(name)
        return {k: kept(v) for k, v in each.items()}

    made: Body = kept(body)
    return made
