"""Which rules a state's documents hold, and what each of them names: the graph the scans walk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.requirements.nodes import Have, Node, Total, Use, walk


@dataclass(frozen=True, slots=True)
class Held:
    """One rule and what holds it: `milestone:m`, `rule:r@edition`, `pathway:p#stage`, `agreement:a`. use: what the
    rule is for: milestone, gate, entry, destination, trigger, or the purpose of a shared rule. subject: whom it judges."""

    holder: str
    node: Node
    use: str
    subject: str = "learner"


def pathway_rules(pathway: Pathway) -> Iterator[Held]:
    """The rules a pathway holds itself: entry, gates, destinations."""
    if pathway.entry is not None:
        yield Held(f"pathway:{pathway.id}#entry", pathway.entry, "entry")
    for stage in pathway.stages:
        yield Held(f"pathway:{pathway.id}#{stage.id}", stage.gate, "gate")
    for destination in pathway.destinations:
        if destination.adds is not None:
            yield Held(f"pathway:{pathway.id}#{destination.id}", destination.adds, "destination")


def all_rules(catalogue: Catalogue) -> Iterator[Held]:
    """Every rule the state has published, each with its holder."""
    for milestone in catalogue.milestones.values():
        yield Held(f"milestone:{milestone.id}", milestone.rule, "milestone")
    for rule in catalogue.rules.values():
        for edition in rule.editions:
            yield Held(f"rule:{rule.id}@{edition.label}", edition.root, rule.purpose, rule.subject)
    for pathway in catalogue.pathways.values():
        yield from pathway_rules(pathway)
    for agreement in catalogue.agreements.values():
        yield Held(f"agreement:{agreement.id}", agreement.trigger, "trigger")


def named(node: Node) -> list[tuple[Node, str]]:
    """Every reference a rule makes, with the node that makes it; a shared rule as `rule:r` or `rule:r@edition`."""
    found: list[tuple[Node, str]] = []
    for each in walk(node):
        if isinstance(each, Have):
            found.append((each, each.what))
        elif isinstance(each, Use):
            found.append((each, f"rule:{each.rule}" + f"@{each.version}" * bool(each.version)))
        elif isinstance(each, Total):
            found.extend((each, what) for what in each.select.what)
    return found


_latest: list[tuple[Catalogue, Mapping[str, tuple[str, ...]]]] = []


def holders(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """From each reference that can be asked for to the references its own meeting asks for.

    A shared rule leads to its editions; a credential to the milestones and stages that award it. Kept for the latest
    catalogue: every check of every pathway asks for it.
    """
    kept = _latest[0] if _latest else None
    if kept is None or kept[0] is not catalogue:
        kept = (catalogue, _holders(catalogue))
        _latest[:] = [kept]
    return kept[1]


def _holders(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    graph: dict[str, list[str]] = {}
    for held in all_rules(catalogue):
        graph.setdefault(held.holder, []).extend(ref for _, ref in named(held.node))
    for rule in catalogue.rules.values():
        graph[f"rule:{rule.id}"] = [f"rule:{rule.id}@{edition.label}" for edition in rule.editions]
    for source, credential in awards(catalogue):
        graph.setdefault(credential, []).append(source)
    return {ref: tuple(dict.fromkeys(targets)) for ref, targets in graph.items()}


def awards(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Each awarding milestone or stage with the credential it awards."""
    for milestone in catalogue.milestones.values():
        for credential in milestone.awards:
            yield f"milestone:{milestone.id}", _credential(credential)
    for pathway in catalogue.pathways.values():
        for stage in pathway.stages:
            for credential in stage.awards:
                yield f"pathway:{pathway.id}#{stage.id}", _credential(credential)


def reached(graph: Mapping[str, tuple[str, ...]], starts: list[str]) -> set[str]:
    """Everything the starts lead to, themselves included."""
    seen: set[str] = set()
    queue = list(starts)
    while queue:
        ref = queue.pop()
        if ref not in seen:
            seen.add(ref)
            queue.extend(graph.get(ref, ()))
    return seen


def behind_pathway(pathway: Pathway, catalogue: Catalogue) -> tuple[Held, ...]:
    """Every rule that progress on a pathway rests on: its own, and those of all the milestones and shared rules
    they name, at any depth."""
    own = tuple(pathway_rules(pathway))
    starts = [ref for held in own for _, ref in named(held.node)]
    below = reached(holders(catalogue), starts)
    others = (held for held in all_rules(catalogue) if held.holder in below)
    seen = {held.holder for held in own}
    return own + tuple(held for held in others if held.holder not in seen)


def _credential(name: str) -> str:
    return name if name.startswith("credential:") else f"credential:{name}"
