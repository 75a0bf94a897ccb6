"""The children of an exclusive `choose`, explained with the facts that were placed with each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from throughline.core.progress.evidence import ALWAYS
from throughline.core.progress.exclusive import place
from throughline.core.progress.explain_leaves import Reader, accepted_by, summed_total
from throughline.core.progress.leaves import Leaf, Match, best_days
from throughline.core.progress.outcome import Missing, Outcome
from throughline.core.progress.pool import Child, child_of, leaves
from throughline.core.progress.totals import shown
from throughline.core.requirements.nodes import Choose, Have


class Decider(Reader, Protocol):
    """The explainer, as far as the pool needs it."""

    def decided(self, leaf: Leaf, owner: str, law: bool) -> Outcome | None:
        """A child that a signed decision settles, whatever evidence there is."""


def explained_pool(reader: Decider, node: Choose, owner: str, law: bool) -> tuple[Outcome, ...]:
    """One outcome a child. A child that a signed decision waives or substitutes is outside the pool."""
    version = reader.program.version(owner)
    outside: dict[str, Outcome] = {}
    inside: dict[str, Child] = {}
    for leaf in leaves(node):
        decided = reader.decided(leaf, owner, law)
        if decided is not None:
            outside[leaf.id] = decided
            continue
        decisions = reader.world.exceptions.about(owner, leaf.id, version)
        accepted = accepted_by(decisions, "also_accept")
        inside[leaf.id] = child_of(leaf, reader.world, reader.program, accepted)
    placed = _placed(node, inside, len([name for name, o in outside.items() if not o.node.advisory]))
    return tuple(
        outside[leaf.id] if leaf.id in outside else _explained(reader, inside[leaf.id], placed[leaf.id], law)
        for leaf in leaves(node)
    )


def _placed(node: Choose, inside: Mapping[str, Child], settled: int) -> dict[str, tuple[str, ...]]:
    """Items by child: the best placement, then what is left over where it fits, in order of the children's
    ids."""
    counted = [child for child in inside.values() if not child.leaf.advisory]
    everyone = [leaf for leaf in node.of if not leaf.advisory]
    wanted = min(node.needed, len(everyone)) - settled
    placement = place([child.demand for child in counted], wanted)
    placed = {name: list(placement.items.get(name, ())) for name in inside}
    taken = {item for items in placed.values() for item in items}
    for name in sorted(inside, key=lambda name: (inside[name].leaf.advisory, name)):
        for item in sorted(inside[name].demand.offers.keys() - taken):
            placed[name].append(item)
            taken.add(item)
    return {name: tuple(items) for name, items in placed.items()}


def _explained(reader: Decider, child: Child, items: tuple[str, ...], law: bool) -> Outcome:
    found = [child.matches[item] for item in items if item in child.matches]
    if not isinstance(child.leaf, Have):
        return summed_total(reader, child.leaf, shown(child.leaf, found), law)
    return _explained_have(child.leaf, child, found, [item for item in items if item in child.derived], law)


def _explained_have(leaf: Have, child: Child, found: list[Match], derived: list[str], law: bool) -> Outcome:
    best = best_days(found, leaf.times)
    done = min(len(best) + len(derived), leaf.times)
    met = done == leaf.times
    last = min((match.until for match in best), default=ALWAYS) if met else ALWAYS
    steps = [match.step for match in best] + [child.derived[name] for name in derived]
    return Outcome(
        leaf, "met" if met else "not_met", Decimal(done), Decimal(leaf.times),
        "times" if leaf.times > 1 else "", leaf.times - done, used=tuple(match.fact.id for match in best),
        until=None if last == ALWAYS else last,
        equivalences=tuple(dict.fromkeys(step for step in steps if step is not None)),
        gap=None if met else Missing(leaf, leaf.what, Decimal(leaf.times - done), "", (leaf.what,)),
        ref=derived[0] if derived else "", law=law,
    )  # fmt: skip
