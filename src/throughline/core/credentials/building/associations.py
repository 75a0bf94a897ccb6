"""How the achievements of a record belong together, drawn from a pathway and what the state certified (CLR 2.0)."""

from collections.abc import Iterable, Iterator, Mapping

from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.catalogue.structure import parts
from throughline.core.credentials.building.facts import Association
from throughline.core.requirements.nodes import Have, Node, Use, walk

Link = tuple[str, str, str]
"""A kind of association and two references (`milestone:m`)."""
SHOWN_IN = frozenset({"assessment", "competency", "course", "experience"})


def of_pathway(
    pathway: Pathway, book: RuleBook, ids: Mapping[str, str], replaced: Mapping[str, str] | None = None
) -> tuple[Association, ...]:
    """The associations among the achievements of a record, each once, in reading order of the pathway.

    ids: by reference (`milestone:m`, `credential:c`, `competency:k`, `course:x`, `pathway:p`), the id of what is in the
    record; what is not in it is never named. replaced: by the id of an earlier version, the id that took its place.

    What a milestone is shown by isChildOf it; it isPartOf its pathway and of what its stage awards; what it awards
    isRelatedTo it; milestones of a stage precede those of the next; a certified equivalence is exactMatchOf where it
    holds both ways, and isRelatedTo where it holds one way.
    """
    links = [*_of_milestones(pathway, book), *_stages(pathway, book, ids), *_equivalences(book)]
    found = {
        (kind, ids[source], ids[target]): None
        for kind, source, target in links
        if source in ids and target in ids and ids[source] != ids[target]
    }
    held = set(ids.values())
    pairs = (replaced or {}).items()
    found |= {("replacedBy", old, new): None for old, new in pairs if old in held and new in held}
    return tuple(Association(*each) for each in found)


def _of_milestones(pathway: Pathway, book: RuleBook) -> Iterator[Link]:
    inside = parts(pathway, book)
    awarded = {stage.id: stage.awards for stage in pathway.stages}
    for stage, names in inside.stages.items():
        for name in names:
            yield from _of_milestone(name, book)
            yield "isPartOf", f"milestone:{name}", f"pathway:{pathway.id}"
            yield from (("isPartOf", f"milestone:{name}", award) for award in awarded[stage])
    for names in inside.destinations.values():
        for name in names:
            yield from _of_milestone(name, book)
            yield "isPartOf", f"milestone:{name}", f"pathway:{pathway.id}"


def _of_milestone(name: str, book: RuleBook) -> Iterator[Link]:
    milestone = book.milestone(name)
    whole = f"milestone:{name}"
    shown = dict.fromkeys([*milestone.competencies, *_asked(milestone.rule, book)])
    yield from (("isChildOf", each, whole) for each in shown)
    yield from (("isRelatedTo", award, whole) for award in milestone.awards)


def _asked(node: Node, book: RuleBook) -> tuple[str, ...]:
    """What a milestone's rule asks for by name, shared rules opened."""
    found: dict[str, None] = {}
    _gather(node, book, found, set())
    return tuple(found)


def _gather(node: Node, book: RuleBook, found: dict[str, None], opened: set[str]) -> None:
    for below in walk(node):
        if isinstance(below, Have) and below.kind in SHOWN_IN:
            found[below.what] = None
        elif isinstance(below, Use) and f"{below.rule}@{below.version}" not in opened:
            opened.add(f"{below.rule}@{below.version}")
            _gather(book.of_rule(below.rule, below.version), book, found, opened)


def _stages(pathway: Pathway, book: RuleBook, ids: Mapping[str, str]) -> Iterator[Link]:
    """From each stage to the next one of which the record holds anything: all that is needed to put them in order."""
    each = [_held(names, ids) for names in parts(pathway, book).stages.values()]
    filled = [names for names in each if names]
    for before, after in zip(filled, filled[1:], strict=False):
        yield from (("precedes", first, second) for first in before for second in after)


def _held(names: Iterable[str], ids: Mapping[str, str]) -> list[str]:
    return [f"milestone:{name}" for name in names if f"milestone:{name}" in ids]


def _equivalences(book: RuleBook) -> Iterator[Link]:
    for _, each in sorted(book.catalogue.equivalences.items()):
        if each.status == "certified":
            yield ("exactMatchOf" if each.exact else "isRelatedTo"), each.has, each.counts_as
