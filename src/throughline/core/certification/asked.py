"""The milestones a pathway asks for, however it names them: by itself, in a shared rule, or by what they
award."""

from collections.abc import Iterator

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Milestone, Pathway, Stage
from throughline.core.catalogue.rulebook import RuleBook, UnknownReference
from throughline.core.requirements.nodes import Have, Node, Use, walk


def asked(pathway: Pathway, catalogue: Catalogue) -> tuple[Milestone, ...]:
    """Every milestone that a stage or a destination of the pathway asks for, in reading order, each once."""
    roots = [stage.gate for stage in pathway.stages]
    roots += [each.adds for each in pathway.destinations if each.adds is not None]
    return _milestones(roots, catalogue)


def asked_by_stage(stage: Stage, catalogue: Catalogue) -> tuple[Milestone, ...]:
    """Every milestone that one stage's gate asks for."""
    return _milestones([stage.gate], catalogue)


def _milestones(roots: list[Node], catalogue: Catalogue) -> tuple[Milestone, ...]:
    book = RuleBook(catalogue)
    found: dict[str, Milestone] = {}
    opened: set[str] = set()
    waiting = list(reversed(roots))
    while waiting:
        for ref, behind in reversed([*_behind(waiting.pop(), book)]):
            if ref in opened:
                continue
            opened.add(ref)
            waiting.append(behind)
            if ref.startswith("milestone:"):
                milestone = book.milestone(ref)
                found[milestone.id] = milestone
    order = {name: place for place, name in enumerate(found)}
    return tuple(sorted(found.values(), key=lambda each: order[each.id]))


def _behind(root: Node, book: RuleBook) -> Iterator[tuple[str, Node]]:
    """What a rule names that has a rule of its own, with that rule. A credential that a stage awards is left
    out: the milestones behind it are those of that stage, of whichever pathway it is."""
    for node in walk(root):
        if isinstance(node, Use):
            ref = f"rule:{node.rule}@{node.version}" if node.version else f"rule:{node.rule}"
            yield from _opened(ref, book)
        elif isinstance(node, Have) and node.kind == "milestone":
            yield from _opened(node.what, book)
        elif isinstance(node, Have) and node.kind == "credential":
            for way in book.awardings(node.what):
                if way.source.startswith("milestone:"):
                    yield from _opened(way.source, book)


def _opened(ref: str, book: RuleBook) -> Iterator[tuple[str, Node]]:
    try:
        node = book.expand(ref)
    except UnknownReference:
        return
    if node is not None:
        yield ref, node
