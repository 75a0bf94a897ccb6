"""C06: no dead credential: from every credential a destination or an agreement can be reached.

A credential leads on where something asks for it, where it counts as another thing by a certified equivalence, and
where the milestone or stage that awards it leads on: who holds the one has met the other. Three kinds of dead
credential are told apart: nothing recognises it; it is recognised, but no rule uses it; it is used, but from there
no destination and no agreement is reached.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.references import Held, all_rules, awards, behind_pathway, named, reached
from throughline.core.reasoning.findings import Finding
from throughline.core.requirements.nodes import Node, children

NOT_RECOGNISED = "nothing awards it and nothing accepts it"
UNUSED = "it is awarded, but no rule, pathway or agreement uses it"
LEADS_NOWHERE = "it is used, but from there no destination and no agreement is reached"
FIXES = {
    NOT_RECOGNISED: "Let a milestone or stage award it and something onward ask for it, or withdraw its listing.",
    UNUSED: "Name it, or the milestone that awards it, in a gate, an agreement or an onward milestone.",
    LEADS_NOWHERE: "Connect what uses it to a stage with a destination, or to an agreement.",
}


def c06(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """The dead credentials among those awarded along the pathway."""
    holders = {held.holder for held in behind_pathway(pathway, catalogue)}
    awarded = {credential for source, credential in awards(catalogue) if source in holders}
    return tuple(finding for finding in dead_credentials(catalogue) if finding.object_ref in awarded)


def dead_credentials(catalogue: Catalogue) -> tuple[Finding, ...]:
    """Every credential of the catalogue from which no destination and no agreement is reachable; `where` says which
    of the three kinds it is."""
    onward = onward_graph(catalogue)
    awarding: dict[str, set[str]] = defaultdict(set)
    for source, credential in awards(catalogue):
        awarding[credential].add(source)
    found = []
    for name in sorted(catalogue.credentials):
        ref = f"credential:{name}"
        beyond = reached(onward, [ref]) - {ref}
        if not any(each.startswith(("destination:", "agreement:")) for each in beyond):
            kind = _kind(beyond, awarding[ref])
            found.append(Finding("C06", ref, kind, f"{ref} is a dead credential: {kind}.", FIXES[kind]))
    return tuple(found)


def _kind(beyond: set[str], awarding: set[str]) -> str:
    if not beyond:
        return NOT_RECOGNISED
    users = {each for each in beyond - awarding if not each.startswith("credential:")}
    return LEADS_NOWHERE if users else UNUSED


def onward_graph(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """From each reference to what it leads on to: what asks for it, what follows it on a pathway, what it awards and
    what awards it, what it counts as; last to `destination:pathway/id` and `agreement:id`."""
    onward: dict[str, list[str]] = defaultdict(list)
    for held in all_rules(catalogue):
        target = _holder_of(held)
        for ref in _asked(held.node):
            onward[ref.partition("@")[0] if ref.startswith("rule:") else ref].append(target)
    for source, credential in awards(catalogue):
        onward[source].append(credential)
        onward[credential].append(source)
    for link in catalogue.equivalences.values():
        if link.status == "certified":
            onward[link.has].append(link.counts_as)
            if link.exact:
                onward[link.counts_as].append(link.has)
    for pathway in catalogue.pathways.values():
        for source, target in _along(pathway):
            onward[source].append(target)
    return {ref: tuple(dict.fromkeys(targets)) for ref, targets in onward.items()}


def _holder_of(held: Held) -> str:
    return held.holder.partition("@")[0] if held.holder.startswith("rule:") else held.holder


def _asked(node: Node) -> Iterator[str]:
    """What a rule asks for; an advisory node asks for nothing."""
    if node.advisory:
        return
    if not children(node):
        yield from (ref for _, ref in named(node))
    for child in children(node):
        yield from _asked(child)


def _along(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """Each stage to the next, and the last to the destinations; what a destination adds, to that destination."""
    stages = [f"pathway:{pathway.id}#{stage.id}" for stage in pathway.stages]
    yield from pairwise(stages)
    for destination in pathway.destinations:
        end = f"destination:{pathway.id}/{destination.id}"
        if stages:
            yield stages[-1], end
        yield f"pathway:{pathway.id}#{destination.id}", end
