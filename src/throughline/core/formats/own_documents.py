"""What a state publishes itself, as packages of CASE 1.1 beside those of others: competency frameworks, the ladder of
levels, milestones with their rules, pathways with their stages.

Every thing has the UUID and the address of `ctdl.places.Places`, so that CASE and CTDL name it alike. A rule goes along
as others can read it and exactly (`case.rules`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import (
    Competency,
    CompetencyFramework,
    Milestone,
    Pathway,
    QualificationFramework,
)
from throughline.core.catalogue.references import named
from throughline.core.formats.case import rules
from throughline.core.formats.case.building import NewDocument, NewGroup, NewItem, NewLink, build
from throughline.core.formats.case.rules import Known
from throughline.core.formats.ctdl.places import Places
from throughline.core.formats.packages import Package
from throughline.core.requirements.nodes import Node, Text

CERTIFIES, AWARDS, AT_LEVEL = "ext:certifies", "ext:awards", "hasSkillLevel"
CREDENTIAL = "ext:credential"
LATEST = "1970-01-01T00:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Own:
    """Builds the packages. service: address of the CASE provider. changed: when each document of the catalogue was last
    published, in ISO 8601, by reference."""

    catalogue: Catalogue
    places: Places
    service: str
    changed: Mapping[str, str]

    def packages(self) -> Iterator[Package]:
        """All of them."""
        for framework in self.catalogue.competency_frameworks.values():
            yield self._framework(framework)
        for ladder in self.catalogue.qualification_frameworks.values():
            yield self._ladder(ladder)
        yield self._milestones()
        yield self._pathways()

    def _framework(self, framework: CompetencyFramework) -> Package:
        ref = f"competency_framework:{framework.id}"
        held = [each for each in self.catalogue.competencies.values() if each.framework == framework.id]
        order = sorted(held, key=lambda each: bool(each.parent))
        new = self._document(ref, framework.title, "", [ref, *(f"competency:{each.id}" for each in held)])
        return build(new, [self._competency(each) for each in order])

    def _competency(self, competency: Competency) -> NewItem:
        ref, parent = f"competency:{competency.id}", competency.parent.removeprefix("competency:")
        return NewItem(
            identifier=self.places.uuid(ref), uri=self.places.address(ref), kind="Competency", code=competency.id,
            statement=self._said(competency.statement) or self._said(competency.title),
            short=self._said(competency.title), notes=self._said(competency.leads_to),
            keywords=(competency.strand, competency.kind), changed=self.changed.get(ref, ""),
            under=self.places.uuid(f"competency:{parent}") if parent else "",
        )  # fmt: skip

    def _ladder(self, ladder: QualificationFramework) -> Package:
        ref = f"framework:{ladder.id}"
        new = self._document(
            ref, ladder.title, "QualificationFramework", [f"qualification_framework:{ladder.id}"]
        )
        items = []
        for level in ladder.levels:
            name = f"{ref}/level/{level.number}"
            items.append(
                NewItem(
                    identifier=self.places.uuid(name), uri=self.places.address(name), kind="Level",
                    code=str(level.number), statement=self._said(level.descriptor) or self._said(level.title),
                    short=self._said(level.title), keywords=level.types,
                )
            )  # fmt: skip
        return build(new, items)

    def _milestones(self) -> Package:
        every = sorted(self.catalogue.milestones.values(), key=lambda each: each.id)
        title = {tag: f"{text}: milestones" for tag, text in self.catalogue.state.title.items()}
        new = self._document(
            f"milestones:{self.catalogue.state.id}", title, "Milestones", [f"milestone:{e.id}" for e in every]
        )
        items: list[NewItem] = []
        links: list[NewLink] = []
        groups: list[NewGroup] = []
        for each in every:
            ref = f"milestone:{each.id}"
            written = rules.write(each.rule, self.places.uuid(ref), self._known(each.rule))
            items.append(
                self._stated(ref, "Milestone", each.title, each.summary, each.level, written.extensions)
            )
            links += [*written.links, *self._gives(each)]
            groups += written.groups
        return build(new, items, links, groups)

    def _gives(self, milestone: Milestone) -> Iterator[NewLink]:
        """What a milestone certifies, what it awards, and its level."""
        own = self.places.uuid(f"milestone:{milestone.id}")
        for name in milestone.competencies:
            yield self._link(CERTIFIES, own, _full(name, "competency"))
        for name in milestone.awards:
            yield self._link(AWARDS, own, _full(name, "credential"), CREDENTIAL)
        ladder = self.catalogue.state.qualification_framework
        if ladder:
            yield self._link(AT_LEVEL, own, f"framework:{ladder}/level/{milestone.level}")

    def _pathways(self) -> Package:
        every = sorted(self.catalogue.pathways.values(), key=lambda each: each.id)
        title = {tag: f"{text}: pathways" for tag, text in self.catalogue.state.title.items()}
        new = self._document(
            f"pathways:{self.catalogue.state.id}", title, "Pathways", [f"pathway:{each.id}" for each in every]
        )
        items: list[NewItem] = []
        links: list[NewLink] = []
        groups: list[NewGroup] = []
        for each in every:
            ref = f"pathway:{each.id}"
            top = max((stage.level for stage in each.stages), default=0)
            items.append(self._stated(ref, "Pathway", each.title, each.summary, top))
            self._stages(each, items, links, groups)
        return build(new, items, links, groups)

    def _stages(
        self, pathway: Pathway, items: list[NewItem], links: list[NewLink], groups: list[NewGroup]
    ) -> None:
        whole = f"pathway:{pathway.id}"
        before = ""
        for stage in pathway.stages:
            ref = f"{whole}/stage/{stage.id}"
            own = self.places.uuid(ref)
            written = rules.write(stage.gate, own, self._known(stage.gate))
            items.append(
                self._stated(
                    ref, "Stage", stage.title, stage.descriptor, stage.level, written.extensions, whole
                )
            )
            links += written.links
            groups += written.groups
            links += [self._link(AWARDS, own, _full(name, "credential"), CREDENTIAL) for name in stage.awards]
            links += [NewLink("precedes", before, own)] if before else []
            before = own
        for each in pathway.destinations:
            ref = f"{whole}/to/{each.id}"
            items.append(self._stated(ref, "Destination", each.title, each.summary, 0, {}, whole))

    def _stated(
        self, ref: str, kind: str, title: Text, about: Text, level: int,
        extensions: Mapping[str, object] | None = None, under: str = "",
    ) -> NewItem:  # fmt: skip
        head = ref.partition("/")[0]
        return NewItem(
            identifier=self.places.uuid(ref), uri=self.places.address(ref), kind=kind,
            code=ref.partition(":")[2], statement=self._said(title), notes=self._said(about),
            levels=(str(level),) if level else (), changed=self.changed.get(head, ""),
            under=self.places.uuid(under) if under else "", extensions=extensions or {},
        )  # fmt: skip

    def _link(self, kind: str, own: str, ref: str, target: str = "") -> NewLink:
        known = self._node(ref)
        return NewLink(
            kind, own, known.identifier, destination_uri=known.uri, destination_title=known.title, target_type=target
        )  # fmt: skip

    def _known(self, rule: Node) -> Mapping[str, Known]:
        """Everything that a rule names, as nodes."""
        return {ref.partition("@")[0]: self._node(ref.partition("@")[0]) for _, ref in named(rule)}

    def _node(self, ref: str) -> Known:
        collections: dict[str, Mapping[str, Any]] = {
            "competency": self.catalogue.competencies, "milestone": self.catalogue.milestones,
            "credential": self.catalogue.credentials, "rule": self.catalogue.rules,
        }  # fmt: skip
        kind, _, name = ref.partition(":")
        held = collections.get(kind, {}).get(name)
        title = self._said(held.title) if held is not None else name.replace("-", " ")
        return Known(self.places.uuid(ref), self.places.address(ref), title)

    def _document(self, ref: str, title: Text, type_: str, parts: Iterable[str]) -> NewDocument:
        state = self.catalogue.state
        newest = max((self.changed.get(each, LATEST) for each in parts), default=LATEST)
        number = self.catalogue.versions.get(
            f"qualification_{ref}" if ref.startswith("framework:") else ref, ""
        )
        return NewDocument(
            identifier=self.places.uuid(ref), uri=self.places.address(ref), title=self._said(title),
            creator=self._said(state.title), publisher=self._said(state.title), changed=newest, service=self.service,
            framework_type=type_, language=self.places.languages[0], status="Implemented", version=str(number),
        )  # fmt: skip

    def _said(self, text: Text) -> str:
        return self.places.said(text)


def _full(name: str, kind: str) -> str:
    return name if name.partition(":")[1] else f"{kind}:{name}"
