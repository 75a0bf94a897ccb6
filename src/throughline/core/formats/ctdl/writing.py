"""A pathway of ours as CTDL, so that nothing is lost on the way out and back.

Three layers: the projection that every reader of CTDL understands; the exact documents and rules in `throughline:`
members, with a hash of each projected node; `sourceData`, the address of the document itself. CTDL allows a pathway one
destination, so one with several destinations, or with milestones and stages that award on the way, goes out as a
PathwaySet of pathways that share their components.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Destination, Milestone, Pathway, Rule, Stage
from throughline.core.catalogue.naming import names_of, title_of
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.ctdl.normal import OWN, projection_hash
from throughline.core.formats.ctdl.places import CONTEXT, Body, Places
from throughline.core.formats.ctdl.projecting import Projecting
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.core.requirements.nodes import Choose, Node, Text
from throughline.core.requirements.reading import write

CLASSES: Mapping[str, str] = {
    "assessment": "AssessmentComponent", "competency": "CompetencyComponent", "course": "CourseComponent",
    "credential": "CredentialComponent", "experience": "WorkExperienceComponent",
}  # fmt: skip
"""Classes of components for what is no milestone; anything else is a BasicComponent."""


def pathway_graph(pathway: Pathway, catalogue: Catalogue, places: Places) -> Body:
    """The JSON-LD of a pathway with its milestones, shared rules and all that they ask for."""
    return {"@context": CONTEXT, "@graph": _Writing(pathway, catalogue, places).nodes()}


def literal(value: Any) -> Body:
    """A value that others carry along without looking into it."""
    return {"@type": "@json", "@value": value}


@dataclass
class _Writing:
    """Builds the nodes of one pathway; components in the order in which they are asked for."""

    pathway: Pathway
    catalogue: Catalogue
    places: Places
    components: dict[str, Body] = field(default_factory=dict)
    asks: dict[str, list[str]] = field(default_factory=dict)
    doing: list[str] = field(default_factory=list)

    def nodes(self) -> list[Body]:
        """The set, its pathways, and the components."""
        whole = f"pathway:{self.pathway.id}"
        stages = [self._stage(stage) for stage in self.pathway.stages]
        for before, after in zip(stages, stages[1:], strict=False):
            self._order(before, after)
        ends = [self._destination(each) for each in self.pathway.destinations]
        exits = [ref for ref, body in self.components.items() if self._awards(body) and ref not in ends]
        alone = len(ends) == 1 and not exits
        made = [self._pathway(end, whole if alone else f"{whole}/to/{end}", alone) for end in (*ends, *exits)]
        head = made[0] if alone else self._set(whole, made)
        head |= self._exact("pathway", self.pathway, self.pathway.entry)
        pathways = made if alone else [head, *made]
        return [self._sealed(body) for body in (*pathways, *self.components.values())]

    def _set(self, ref: str, pathways: list[Body]) -> Body:
        body = self.places.node("ceterms:PathwaySet", ref, self.pathway.title, self.pathway.summary)
        listed = [each["@id"] for each in pathways]
        return body | self._owned() | {"ceterms:hasPathway": listed, "ceterms:hasPrimaryPathway": listed[:1]}

    def _pathway(self, end: str, ref: str, alone: bool) -> Body:
        component = self.components[end]
        name = self.pathway.title if alone else _joined(self.pathway.title, component["ceterms:name"])
        body = self.places.node("ceterms:Pathway", ref, name, self.pathway.summary) | self._owned()
        body |= {"ceterms:hasDestinationComponent": component["@id"]}
        body["ceterms:hasPart"] = [self.components[each]["@id"] for each in self._behind(end)]
        occupation = next((d.occupation for d in self.pathway.destinations if self._end(d) == end), "")
        return body | ({"ceterms:occupationType": [_aligned(occupation)]} if occupation else {})

    def _owned(self) -> Body:
        return {
            "ceterms:inLanguage": list(self.places.languages),
            "ceterms:ownedBy": [self.places.address(self.places.owner)],
            "ceterms:sourceData": self.places.data(f"pathway:{self.pathway.id}"),
        }

    def _behind(self, end: str) -> list[str]:
        """The end and all that it asks for, at any depth, in the order in which components stand."""
        seen, waiting = {end}, [end]
        while waiting:
            new = [each for each in self.asks.get(waiting.pop(), []) if each not in seen]
            seen.update(new)
            waiting.extend(new)
        return [ref for ref in self.components if ref in seen]

    def _awards(self, body: Mapping[str, Any]) -> bool:
        return f"{OWN}awards" in body

    def _end(self, destination: Destination) -> str:
        return f"pathway:{self.pathway.id}/destination/{destination.id}"

    def _destination(self, destination: Destination) -> str:
        """A job that asks for the stages before entry, and for what only it adds."""
        ref = self._end(destination)
        body = self._component("JobComponent", ref, destination.title, destination.summary)
        stages = [each for each in self.pathway.stages if each.phase != "beyond"] or list(self.pathway.stages)
        before = [f"pathway:{self.pathway.id}/stage/{each.id}" for each in stages]
        self.asks[ref] = list(before)
        entry = {
            "@type": "ceterms:ComponentCondition", "ceterms:name": {self.places.languages[0]: "Stages"},
            "ceterms:requiredNumber": len(before),
            "ceterms:targetComponent": [self.components[each]["@id"] for each in before],
        }  # fmt: skip
        body["ceterms:hasCondition"] = [entry] if before else []
        if destination.adds is not None:
            self._ruled(ref, destination.adds)
        return ref

    def _stage(self, stage: Stage) -> str:
        ref = f"pathway:{self.pathway.id}/stage/{stage.id}"
        kind = "CredentialComponent" if stage.awards else "BasicComponent"
        body = self._component(kind, ref, stage.title, stage.descriptor, "Stage")
        body["asn:hasProgressionLevel"] = self._level(stage.level)
        self._awarding(body, stage.awards)
        self._ruled(ref, stage.gate)
        return ref

    def _level(self, number: int) -> str:
        framework = self.catalogue.state.qualification_framework
        return self.places.address(f"framework:{framework}/level/{number}")

    def _order(self, before: str, after: str) -> None:
        """Advice on the map, never a gate."""
        first, second = self.components[before], self.components[after]
        first["ceterms:precedes"], second["ceterms:precededBy"] = [second["@id"]], [first["@id"]]

    def _component(self, kind: str, ref: str, title: Text, about: Text, category: str = "") -> Body:
        body = self.places.node(f"ceterms:{kind}", ref, title, about)
        if category:
            body["ceterms:componentCategory"] = {self.places.languages[0]: category}
        self.components[ref] = body | {f"{OWN}of": ref}
        return self.components[ref]

    def _awarding(self, body: Body, awards: Iterable[str]) -> None:
        refs = [f"credential:{each.removeprefix('credential:')}" for each in awards]
        if refs:
            body |= {"ceterms:proxyFor": self.places.address(refs[0]), f"{OWN}awards": refs}
            body["ceterms:credentialType"] = "ceterms:Credential"

    def _ruled(self, ref: str, rule: Node) -> None:
        """Gives a component its conditions, and the exact rule beside them."""
        body, asked = self.components[ref], self.asks.setdefault(ref, [])

        def target(name: str, node: Node) -> str:
            found = self._target(name, node)
            asked.append(found)
            return str(self.components[found]["@id"])

        projecting = Projecting(self.places, names_of(self.catalogue), target)
        conditions = [projecting.condition(each) for each in _side_by_side(rule) if not each.advisory]
        body["ceterms:hasCondition"] = [*body.get("ceterms:hasCondition", []), *conditions]
        body[f"{OWN}rule"] = literal(write(rule))
        body[f"{OWN}conditions"] = literal(body["ceterms:hasCondition"])

    def _target(self, name: str, node: Node) -> str:
        """The component of what a rule asks for; made when it is first asked for."""
        kind, _, rest = name.partition(":")
        if name in self.components:
            return name
        if kind == "milestone" and rest in self.catalogue.milestones:
            self._milestone(name, self.catalogue.milestones[rest])
        elif kind == "rule" and rest.partition("@")[0] in self.catalogue.rules:
            self._shared(name, self.catalogue.rules[rest.partition("@")[0]], rest.partition("@")[2])
        else:
            title = node.title or title_of(self.catalogue, name, {})
            body = self._component(CLASSES.get(kind, "BasicComponent"), name, title, {})
            body["ceterms:proxyFor"] = self.places.address(f"{name}/itself")
        return name

    def _milestone(self, ref: str, milestone: Milestone) -> None:
        kind = "CredentialComponent" if milestone.awards else "BasicComponent"
        body = self._component(kind, ref, milestone.title, milestone.summary, "Milestone")
        body["asn:hasProgressionLevel"] = self._level(milestone.level)
        body["ceterms:sourceData"] = self.places.data(ref)
        self._awarding(body, milestone.awards)
        body |= self._exact("milestone", milestone, None)
        self._ruled(ref, milestone.rule)

    def _shared(self, ref: str, rule: Rule, version: str) -> None:
        body = self._component("BasicComponent", ref, rule.title, rule.summary, "Foundation")
        body |= self._exact("rule", rule, None) | {"ceterms:sourceData": self.places.data(f"rule:{rule.id}")}
        self._ruled(ref, RuleBook(self.catalogue).of_rule(rule.id, version))

    def _exact(self, kind: str, document: Any, rule: Node | None) -> Body:
        body: Body = {f"{OWN}document": literal({"kind": kind, "body": document_to_json(kind, document)})}
        return body | ({f"{OWN}rule": literal(write(rule))} if rule is not None else {})

    def _sealed(self, body: Body) -> Body:
        return body | {f"{OWN}projection": projection_hash(body)}


def _side_by_side(node: Node) -> tuple[Node, ...]:
    """The conditions a component has for a rule: all parts of one that asks for all and nothing else, or the rule."""
    if not isinstance(node, Choose):
        return (node,)
    more = (
        (node.min, node.max, node.cite) != (None, None, None) or node.exclusive or node.within or node.title
    )
    return (node,) if more or node.advisory else node.of


def _joined(title: Text, end: Text) -> dict[str, str]:
    both = {tag: f"{title[tag]}: {end[tag]}" for tag in title if tag in end}
    return both or {
        next(iter(title), "en"): f"{next(iter(title.values()), '')}: {next(iter(end.values()), '')}"
    }


def _aligned(code: str) -> Body:
    return {
        "@type": "ceterms:CredentialAlignmentObject", "ceterms:codedNotation": code,
        "ceterms:targetNodeName": {"en": code},
    }  # fmt: skip
