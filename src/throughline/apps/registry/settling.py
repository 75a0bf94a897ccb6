"""What follows from certified alignments for the state's own rules: each that leads, near or far, to a competency,
milestone or credential of the state is an equivalence of its catalogue."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from django.conf import settings

from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import actions as frameworks
from throughline.apps.registry import own
from throughline.apps.registry.models import AlignmentDecision, RegistryItem
from throughline.core.alignment.equivalence import Link, Status, edges
from throughline.core.alignment.texts import primary
from throughline.core.catalogue.documents import Equivalence
from throughline.core.requirements.nodes import Cite, Text

RULED = ("competency", "milestone", "credential")
"""Kinds of the state's own documents that rules name."""
RANKED = ("reviewed", "certified")
TITLE = 200


def settle(*, by: Actor, now: datetime) -> tuple[str, ...]:
    """Bring the state's equivalences in line with what is certified; gives the references that were written."""
    standing = {str(each.alignment): each for each in _certified()}
    links = [link_of(each) for each in standing.values()]
    ends = {end for link in links for end in (link.origin, link.destination)}
    references = {end: reference_of(end) for end in ends}
    owned = {end for end, reference in references.items() if not reference.startswith("item:")}
    wanted = list(_leading_to(owned, links))
    titles = _titles({end for link in wanted for end in (link.origin, link.destination)} - owned)
    made = (
        each for link in wanted for each in _equivalences(link, references, titles, standing[link.id].body)
    )
    return frameworks.settle(by=by, equivalences=made, now=now)


def reference_of(identifier: str) -> str:
    """What a rule or a fact calls an item of the registry: by the state's own document, else `item:` and its identifier."""
    try:
        reference = own.reference_of(UUID(identifier))
    except ValueError:
        reference = ""
    return reference if reference.partition(":")[0] in RULED else f"item:{identifier}"


def link_of(row: AlignmentDecision) -> Link:
    """A decision as the core's link; of a certified one, `by` is the body."""
    status: Status = "claimed"
    if row.status in RANKED:
        status = cast("Status", row.status)
    return Link(
        str(row.alignment), row.kind, row.left, row.right, status, row.level, row.complete, row.carries_over, row.body
    )  # fmt: skip


def _certified() -> list[AlignmentDecision]:
    newest = AlignmentDecision.objects.order_by("alignment", "-number").distinct("alignment")
    return [each for each in newest if each.status == "certified"]


def _leading_to(owned: Iterable[str], links: Iterable[Link]) -> Iterator[Link]:
    """The links by which anything leads to what is the state's own, however far, in order of their ids."""
    into: dict[str, list[tuple[str, Link]]] = {}
    for link in links:
        for edge in edges(link):
            into.setdefault(edge.gives, []).append((edge.has, link))
    seen, queue, found = set(owned), list(owned), dict[str, Link]()
    while queue:
        for has, link in into.get(queue.pop(), ()):
            found[link.id] = link
            if has not in seen:
                seen.add(has)
                queue.append(has)
    yield from (found[name] for name in sorted(found))


def _equivalences(
    link: Link, references: Mapping[str, str], titles: Mapping[str, Text], body: str
) -> Iterator[Equivalence]:
    both = list(edges(link))
    if not both:
        return
    # Of one that holds both ways, the state's own thing is the one that is counted as.
    edge = next((each for each in both if not references[each.gives].startswith("item:")), both[0])
    source = Cite("Alignments of the registry", link.id, f"{settings.ADDRESS}/registry/alignments/{link.id}/")
    yield Equivalence(
        id=f"{frameworks.DECIDED}{link.id}", has=references[edge.has], counts_as=references[edge.gives], status="certified",
        exact=len(both) > 1, level=link.level, certified_by=body, cite=source,
        has_title=titles.get(edge.has, {}), counts_as_title=titles.get(edge.gives, {}),
    )  # fmt: skip


def _titles(identifiers: set[str]) -> dict[str, Text]:
    found = RegistryItem.objects.filter(identifier__in=identifiers, until=None).order_by(
        "-document", "-place"
    )
    return {
        each.identifier: {primary(each.language): _title(each)}
        for each in found
        if each.statement or each.code
    }


def _title(item: RegistryItem) -> str:
    text = " ".join(item.statement.split())
    cut = text if len(text) <= TITLE else f"{text[: TITLE - 1].rstrip()}…"
    return f"{item.code}: {cut}" if item.code and cut else cut or item.code
