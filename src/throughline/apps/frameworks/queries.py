"""Reads: the catalogue in force, its versions, and rules as a learner's pinned version sees them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from threading import Lock
from typing import Any
from uuid import UUID

from throughline.apps.frameworks.additions import with_what_was_added
from throughline.apps.frameworks.collections import Stored, catalogue_of
from throughline.apps.frameworks.differences import compare
from throughline.apps.frameworks.models import State, Version
from throughline.apps.frameworks.moves import every_move, kept_moves
from throughline.apps.frameworks.recognitions import Recognition, recognitions
from throughline.apps.frameworks.words import Sentence, document_in, in_words
from throughline.apps.trail import queries as trail
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.references import all_rules
from throughline.core.catalogue.rulebook import RuleBook, UnknownReference
from throughline.core.catalogue.structure import Structure
from throughline.core.certification.stacking import Stack, honored, stacks
from throughline.core.formats.state_pack.bodies import document_from_json
from throughline.core.progress.program import Program
from throughline.core.progress.waived import Switched, switched
from throughline.core.reasoning.reach import Reach, reach_of
from throughline.core.requirements.nodes import Have, Node, Total, ValidatedBy, walk


@dataclass(eq=False)
class NothingPublished(Exception):
    """No state is loaded yet."""

    def __str__(self) -> str:
        return "No state is loaded yet. Load one: throughline load states/meridian"


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One version as the public reads it. act: published or retired. position: its place in the public log."""

    reference: str
    number: int
    act: str
    digest: str
    published_at: datetime
    pins: Mapping[str, int]
    body: Mapping[str, Any]
    document: Any


@dataclass(frozen=True, slots=True)
class Written:
    """When a version was written, and whether by a decision taken here rather than with the state's folder."""

    number: int
    act: str
    published_at: datetime
    here: bool


@dataclass(frozen=True)
class Published:
    """A state's catalogue with the pins of each version of each document, and what is worked out from them once.

    programs: compiled rules by pinned reference, number, the day that chooses editions, and
    whether every pathway is in them. reaches: by pathway.
    newest: the entry of the public log about the latest version; another one means that something was published.
    pinned: how things hang together for whoever is on an older or retired version.
    """

    state: str
    catalogue: Catalogue
    pins: Mapping[tuple[str, int], Mapping[str, int]]
    newest: UUID | None = None
    programs: dict[tuple[str, int | None, date | None, bool], Program] = field(default_factory=dict)
    reaches: dict[str, Reach] = field(default_factory=dict)
    pinned: dict[tuple[str, int], Structure] = field(default_factory=dict)

    @cached_property
    def structure(self) -> Structure:
        """How the pathways in force hang together."""
        return Structure(self.catalogue)

    @cached_property
    def stacks(self) -> Mapping[str, Stack]:
        """How the credentials in force build on each other, by id."""
        return stacks(self.catalogue)

    @cached_property
    def honored_by(self) -> Mapping[str, tuple[str, ...]]:
        """Who signed an agreement that each credential in force opens, near or far: organizations by id, by credential."""
        return honored(self.catalogue, self.stacks)

    @cached_property
    def switched(self) -> tuple[Switched, ...]:
        """What the state's waivers switch off in its rules."""
        return switched(self.catalogue)

    @cached_property
    def judging_roles(self) -> frozenset[str]:
        """Every role that the state's ways name as judge, or its rules as validator."""
        judges = {role for m in self.catalogue.milestones.values() for way in m.ways for role in way.judges}
        validators = {v.role for node in _all_nodes(self.catalogue) for v in _validators(node)}
        return frozenset(judges | validators)


MADE_HERE = "co-created"
"""The feature of a milestone that a learner and a mentor made, and partners approved."""
_kept: dict[str, tuple[UUID | None, Published]] = {}
_keeping = Lock()
_seen: ContextVar[dict[str, Published] | None] = ContextVar("published", default=None)


def published(state: str = "") -> Published:
    """Everything a state has in force (empty: the home state). Kept in the process until something is
    published: one cheap query."""
    seen = _seen.get()
    if seen is not None and state in seen:
        return seen[state]
    newest = trail.newest_version()
    kept = _kept.get(state)
    if kept is None or kept[0] != newest:
        with _keeping:
            kept = _kept[state] = (newest, _read(state, newest))
    if seen is not None:
        seen[state] = kept[1]
    return kept[1]


@contextmanager
def one_reading() -> Iterator[None]:
    """Within it the catalogue in force is asked for once: a page is drawn from one reading."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def catalogue(state: str = "") -> Catalogue:
    """The catalogue in force, with older versions under `past`."""
    return published(state).catalogue


def rules_for(reference: str = "", number: int | None = None, *, began: date | None = None) -> RuleBook:
    """The rules as one version of a document sees them: through its pins. No reference: all at their current version."""
    house = published()
    pins = house.pins.get((reference, number), {}) if number is not None else {}
    if number is not None:
        pins = {**pins, reference: number}
    return RuleBook(house.catalogue, pins, began)


def program_for(
    reference: str = "", number: int | None = None, *, began: date | None = None, everywhere: bool = False
) -> Program:
    """The compiled rules of `rules_for`, compiled once and kept. everywhere: with every pathway in force beside it."""
    house = published()
    day = _edition_day(house.catalogue, began)
    key = (reference, number, day, everywhere)
    if key not in house.programs:
        pathways = _pathways(house, reference, number, everywhere)
        program = Program(rules_for(reference, number, began=day), pathways)
        program.include_names(_made_here(house.catalogue))
        house.programs[key] = program
    return house.programs[key]


def edition_day(began: date) -> date:
    """The day that stands for `began`: everybody who began between two editions of any rule shares it."""
    return _edition_day(published().catalogue, began) or date.min


def switched_off() -> tuple[Switched, ...]:
    """What the home state's waivers switch off in its rules, past and to come; worked out once for what is in force."""
    return published().switched


def _made_here(kept: Catalogue) -> list[str]:
    """Milestones of badges that were made here: no pathway need hold them for their badge to follow."""
    return [f"milestone:{each.id}" for each in kept.milestones.values() if MADE_HERE in each.features]


def _pathways(house: Published, reference: str, number: int | None, everywhere: bool) -> list[str]:
    own = [] if number is None else [reference.removeprefix("pathway:")]
    others = house.catalogue.pathways if everywhere or not own else ()
    return [*own, *(name for name in others if name not in own)]


def _edition_day(kept: Catalogue, began: date | None) -> date | None:
    """The latest day up to `began` on which any rule's text changed: all learners between two such days share it."""
    if began is None:
        return None
    starts = {edition.starts for rule in kept.rules.values() for edition in rule.editions if edition.starts}
    return max((day for day in starts if day <= began), default=date.min)


def structure() -> Structure:
    """How the pathways in force hang together, worked out once."""
    return published().structure


def reach(pathway: str) -> Reach:
    """How far a pathway in force (by id) reaches before anybody has chosen, its worst moves as proven at publication.
    One query the first time."""
    house = published()
    if pathway not in house.reaches:
        moves = kept_moves(house.state, pathway)
        house.reaches[pathway] = reach_of(pathway, house.catalogue.pathways, house.structure.book, moves)
    return house.reaches[pathway]


def reaches() -> dict[str, Reach]:
    """The same for every pathway in force, by id. One query the first time."""
    house = published()
    pathways = house.catalogue.pathways
    if not house.reaches.keys() >= pathways.keys():
        moves = every_move(house.state)
        book = house.structure.book
        house.reaches.update({each: reach_of(each, pathways, book, moves.get(each, {})) for each in pathways})
    return {each: house.reaches[each] for each in pathways}


def structure_for(pathway: str, number: int | None) -> Structure:
    """The same, as it is for a learner on one version of a pathway (`pathway:id`): that version and what it rests on
    in place of what is in force. The one in force where that is their version."""
    house = published()
    name = pathway.partition(":")[2]
    if number is None or (
        name in house.catalogue.pathways and house.catalogue.versions.get(pathway) == number
    ):
        return house.structure
    if (pathway, number) not in house.pinned:
        house.pinned[pathway, number] = Structure(_as_pinned(house, pathway, number))
    return house.pinned[pathway, number]


def _as_pinned(house: Published, pathway: str, number: int) -> Catalogue:
    book = rules_for(pathway, number)
    name = pathway.partition(":")[2]
    pinned = [ref.partition(":") for ref in house.pins.get((pathway, number), {})]
    milestones = {each: book.milestone(each) for kind, _, each in pinned if kind == "milestone"}
    rules = {each: book.rule(each) for kind, _, each in pinned if kind == "rule"}
    return replace(
        house.catalogue,
        pathways={**house.catalogue.pathways, name: book.pathway(name)},
        milestones={**house.catalogue.milestones, **milestones},
        rules={**house.catalogue.rules, **rules},
    )


def stack_of(credential: str) -> Stack:
    """What a credential in force (by id) builds on and leads to, worked out once."""
    return published().stacks[credential]


def judging_roles() -> frozenset[str]:
    """Every role that may judge something in this state."""
    return published().judging_roles


def pathway_at(reference: str, number: int) -> Pathway:
    """A pathway at one version."""
    return rules_for(reference, number).pathway(reference)


def current_number(reference: str) -> int:
    """The number of the version in force. Raises `UnknownReference` where none is."""
    kept = catalogue()
    if document_in(kept, reference) is None:
        raise UnknownReference(reference, "It is not in force; look in the catalogue for what is.")
    return kept.versions[reference]


def versions_of(reference: str, state: str = "") -> list[PublishedVersion]:
    """Every version of a document, newest first."""
    house = published(state)
    found = Version.objects.filter(state__slug=house.state, reference=reference).order_by("-number")
    return [_as_published(version, house.catalogue) for version in found]


def changes_of(kind: str) -> dict[str, list[Written]]:
    """Every version of every document of a kind in the home state, by reference, oldest first. One query."""
    found = Version.objects.filter(state__slug=published().state, reference__startswith=f"{kind}:")
    changes: dict[str, list[Written]] = {}
    for row in found.order_by("reference", "number"):
        changes.setdefault(row.reference, []).append(
            Written(row.number, row.act, row.published_at, row.origin == "here")
        )
    return changes


def version(reference: str, number: int, state: str = "") -> PublishedVersion | None:
    """One version of a document; None where there is none."""
    house = published(state)
    found = Version.objects.filter(state__slug=house.state, reference=reference, number=number).first()
    return None if found is None else _as_published(found, house.catalogue)


def recognized() -> dict[str, Recognition]:
    """Every issuer that the home state ever recognized, by reference. One query."""
    return recognitions(published().state)


def preview(pack: Catalogue) -> list[Sentence]:
    """What publishing this pack would change, in words; empty where it would write nothing."""
    whole, _ = with_what_was_added(pack, pack.state.id)
    return in_words(compare(whole, pack.state.id), whole, _before(pack.state.id))


def home_state() -> str:
    """The state whose learners this house serves."""
    return published().state


def states() -> list[str]:
    """The states that are loaded, the home state first."""
    return list(State.objects.order_by("-home", "slug").values_list("slug", flat=True))


def _before(state: str) -> Catalogue | None:
    return published(state).catalogue if State.objects.filter(slug=state).exists() else None


def _read(state: str, newest: UUID | None) -> Published:
    found = State.objects.filter(slug=state) if state else State.objects.filter(home=True)
    slug = found.values_list("slug", flat=True).first()
    if slug is None:
        raise NothingPublished
    rows = list(
        Version.objects.filter(state__slug=slug).values_list("reference", "number", "act", "body", "pins")
    )
    stored = [Stored(reference, number, act, body) for reference, number, act, body, _ in rows]
    pins = {(reference, number): pinned for reference, number, _, _, pinned in rows}
    return Published(slug, catalogue_of(stored), pins, newest)


def _all_nodes(kept: Catalogue) -> Iterator[Node]:
    for held in all_rules(kept):
        yield from walk(held.node)


def _validators(node: Node) -> tuple[ValidatedBy, ...]:
    if isinstance(node, Have):
        return node.validated_by
    return node.select.validated_by if isinstance(node, Total) else ()


def _as_published(found: Version, kept: Catalogue) -> PublishedVersion:
    return PublishedVersion(
        found.reference, found.number, found.act, found.digest, found.published_at, found.pins, found.body,
        _document(found, kept),
    )  # fmt: skip


def _document(found: Version, kept: Catalogue) -> Any:
    past = kept.past.get((found.reference, found.number))
    if past is not None:
        return past
    return document_from_json(found.reference.partition(":")[0], found.body)
