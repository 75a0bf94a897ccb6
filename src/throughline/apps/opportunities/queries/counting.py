"""What one can learn by: in which order, and what it counts for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import queries as records
from throughline.core.catalogue.documents import Opportunity
from throughline.core.catalogue.references import Held, all_rules
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import Have, Node, Total, Use, walk


@dataclass(frozen=True, slots=True)
class Early:
    """A module that stands before what it truly needs: its id, and the references still missing there."""

    module: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountsFor:
    """One rule that something counts for. holder: `milestone:m`, `pathway:p#stage`, `agreement:a`, `rule:r@edition`.

    use: what the rule is for. parties: organizations of the agreement, or that offer the pathway. met: whether the
    learner meets it already (None where nobody's record was asked).
    """

    holder: str
    use: str
    parties: tuple[str, ...]
    met: bool | None


def modules(kinds: Iterable[str] = (), provider: str = "") -> list[Opportunity]:
    """The opportunities in force, by id; of these kinds (none named: all) and this provider."""
    wanted = set(kinds)
    every = frameworks.catalogue().opportunities.values()
    found = [
        o for o in every if (not wanted or o.kind in wanted) and (not provider or o.provider == provider)
    ]
    return sorted(found, key=lambda each: each.id)


def order_check(sequence: Sequence[str], *, have: Iterable[str] = ()) -> list[Early]:
    """Modules that come before what they truly need, in a learner's own order; empty where the order works.

    Only real dependencies are looked at: any order that keeps them is as good as any other.
    """
    known = frameworks.catalogue().opportunities
    reached = set(have)
    early = []
    for name in sequence:
        module = known[name.removeprefix("opportunity:")]
        missing = tuple(need for need in module.needs if need not in reached)
        if missing:
            early.append(Early(module.id, missing))
        reached |= {*module.gives, f"opportunity:{module.id}"}
    return early


def possible_order(wanted: Iterable[str], *, have: Iterable[str] = ()) -> list[str]:
    """One order of these modules that keeps every real dependency, by id where all else is equal; what nothing here
    leads to comes last."""
    known = frameworks.catalogue().opportunities
    left = sorted({name.removeprefix("opportunity:") for name in wanted})
    reached, order = set(have), list[str]()
    while ready := [name for name in left if set(known[name].needs) <= reached]:
        order.append(ready[0])
        left.remove(ready[0])
        reached |= {*known[ready[0]].gives, f"opportunity:{ready[0]}"}
    return order + left


def what_it_counts_for(
    opportunity: str, *, actor: Actor | None = None, learner: UUID | None = None, now: datetime | None = None
) -> list[CountsFor]:
    """Every rule in force that what an opportunity gives can count towards, near or far: milestones, gates,
    agreements with a named college or employer, awards. With a learner: which of them they meet already."""
    module = frameworks.catalogue().opportunities[opportunity.removeprefix("opportunity:")]
    standing = None
    if actor is not None and learner is not None and now is not None:
        record = records.record_of(actor, learner, now=now)
        standing = Standing(record, frameworks.program_for(), timezone.localdate(now))
    return [_counts(held, standing) for held in _resting_on(module)]


def _resting_on(module: Opportunity) -> list[Held]:
    """The rules that name what the module gives, or name a milestone or credential whose rule does, and so on."""
    kept = frameworks.catalogue()
    held = list(all_rules(kept))
    reached: set[str] = set(module.gives)
    found: dict[str, Held] = {}
    while grown := [h for h in held if h.holder not in found and _asks_for(h.node, reached, module)]:
        for each in grown:
            found[each.holder] = each
            reached |= _opens(each.holder)
    return [each for each in held if each.holder in found]


def _asks_for(node: Node, reached: set[str], module: Opportunity) -> bool:
    return any(_names(each, reached, module) for each in walk(node))


def _names(node: Node, reached: set[str], module: Opportunity) -> bool:
    if isinstance(node, Have):
        return node.what in reached
    if isinstance(node, Use):
        return f"rule:{node.rule.removeprefix('rule:')}" in reached
    return isinstance(node, Total) and _adds_to(node, module)


def _adds_to(node: Total, module: Opportunity) -> bool:
    """Whether what the module gives passes the total's filter on names and tags."""
    select, tags = node.select, set(module.tags)
    named = {*module.gives, *tags}
    kinds = {each.partition(":")[0] for each in module.gives}
    if named & set(select.exclude) or not set(select.tags) <= tags:
        return False
    if (select.kind and select.kind not in kinds) or (
        select.what and not set(select.what) & set(module.gives)
    ):
        return False
    if select.any_tags and not set(select.any_tags) & tags:
        return False
    return node.measure in ("count", "distinct") or node.unit in module.amounts


def _opens(holder: str) -> set[str]:
    """What a met rule lets others count: the milestone itself, the shared rule, what either or a stage awards."""
    kept = frameworks.catalogue()
    kind, _, name = holder.partition(":")
    if kind == "milestone":
        return {holder, *kept.milestones[name].awards}
    if kind == "rule":
        return {f"rule:{name.partition('@')[0]}"}
    if kind == "pathway":
        pathway, _, stage = name.partition("#")
        return {award for each in kept.pathways[pathway].stages if each.id == stage for award in each.awards}
    return set()


def _counts(held: Held, standing: Standing | None) -> CountsFor:
    met = None if standing is None else _outcome(held, standing).satisfied
    return CountsFor(held.holder, held.use, _parties(held.holder), met)


def _outcome(held: Held, standing: Standing) -> Outcome:
    return standing.explain(held.node, held.holder.partition("@")[0])


def _parties(holder: str) -> tuple[str, ...]:
    kept = frameworks.catalogue()
    kind, _, name = holder.partition(":")
    if kind == "agreement":
        return kept.agreements[name].parties
    return kept.pathways[name.partition("#")[0]].offered_by if kind == "pathway" else ()


def pathways_served(module: str) -> Mapping[str, tuple[str, ...]]:
    """By pathway: the milestones of it that a module can lead to."""
    served: dict[str, list[str]] = {}
    drawn = frameworks.structure()
    milestones = [each.holder for each in _resting_on(drawn.catalogue.opportunities[module])]
    for holder in milestones:
        kind, _, name = holder.partition(":")
        for pathway in drawn.pathways_of.get(name, ()) if kind == "milestone" else ():
            served.setdefault(pathway, []).append(name)
    return {pathway: tuple(names) for pathway, names in sorted(served.items())}
