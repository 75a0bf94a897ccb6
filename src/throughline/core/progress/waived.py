"""Waivers as a learner's rules see them: for the days on which somebody learns at a school under one, every node
that stands on a waived law is excused, by the same means as a decision about one learner (`RuleException`).

The answer stays a pure function of record, rules and day: a waiver gives exceptions with a first and a last day.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Milestone, Pathway, Rule
from throughline.core.catalogue.references import pathway_rules
from throughline.core.catalogue.waivers import SystemRule
from throughline.core.governing.waivers import last_day
from throughline.core.progress.record import RuleException
from throughline.core.requirements.nodes import Node, walk

SIGN = "waiver:"
"""How the id of an exception begins that follows from a waiver; its name follows, up to the next '@'."""


@dataclass(frozen=True, slots=True)
class Stay:
    """That somebody learns at a place, from a day, until a day or still."""

    organization: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Switched:
    """What one waiver switches off: nodes by the reference of the rule they stand in, and where and when."""

    waiver: str
    schools: frozenset[str]
    first: date
    last: date
    nodes: tuple[tuple[str, str], ...]
    holder: str
    reason: str


def switched(catalogue: Catalogue) -> tuple[Switched, ...]:
    """What each waiver of a state switches off in its rules, past and to come, by id; those that touch no rule are
    left out."""
    terms = catalogue.state.waivers
    laws = {each.id: each for each in terms.rules if each.switch == "rules"}
    asked = {name for each in catalogue.waivers.values() for name in each.rules if name in laws}
    nodes = _nodes_by_rule([laws[name] for name in sorted(asked)], catalogue) if asked else {}
    found = (
        Switched(
            each.id, frozenset(each.schools), each.starts, last_day(each, terms),
            tuple(dict.fromkeys(node for name in each.rules for node in nodes.get(name, ()))),
            f"organization:{each.holder}", each.asks,
        )
        for _, each in sorted(catalogue.waivers.items())
    )  # fmt: skip
    return tuple(each for each in found if each.nodes and each.first <= each.last)


def excused(off: Iterable[Switched], stays: Iterable[Stay]) -> tuple[RuleException, ...]:
    """What waivers excuse of the rules for somebody who learns at these places, each for the days on which both hold."""
    there = tuple(stays)
    return tuple(
        RuleException(
            id=f"{SIGN}{each.waiver}@{owner}/{node}/{first}", rule=owner, node=node, kind="waive",
            signed_by=each.holder, when=first, reason=each.reason, until=last,
        )
        for each in off
        for first, last in _both(each, there)
        for owner, node in each.nodes
    )  # fmt: skip


def waiver_of(exception: str) -> str:
    """The waiver from which an exception follows, by the exception's id; empty for a decision about one learner."""
    return exception.removeprefix(SIGN).partition("@")[0] if exception.startswith(SIGN) else ""


def _both(off: Switched, stays: Iterable[Stay]) -> Iterator[tuple[date, date]]:
    for each in stays:
        first, last = max(off.first, each.since), min(off.last, each.until or date.max)
        if each.organization in off.schools and first <= last:
            yield first, last


def _nodes_by_rule(laws: list[SystemRule], catalogue: Catalogue) -> Mapping[str, list[tuple[str, str]]]:
    """Of each system rule the nodes that stand on its cite, in every version that somebody may be on."""
    found: dict[str, list[tuple[str, str]]] = {each.id: [] for each in laws}
    for owner, root in _every_rule(catalogue):
        for node in walk(root):
            for law in laws:
                if node.cite is not None and _covers(law, node):
                    found[law.id].append((owner, node.id))
    return found


def _covers(law: SystemRule, node: Node) -> bool:
    cite = node.cite
    return cite is not None and (cite.source, cite.section) == (law.cite.source, law.cite.section)


def _every_rule(catalogue: Catalogue) -> Iterator[tuple[str, Node]]:
    held = (*catalogue.milestones.values(), *catalogue.rules.values(), *catalogue.pathways.values())
    for document in (*held, *catalogue.past.values()):
        if isinstance(document, Milestone):
            yield f"milestone:{document.id}", document.rule
        elif isinstance(document, Rule):
            yield from ((f"rule:{document.id}", each.root) for each in document.editions)
        elif isinstance(document, Pathway):
            yield from ((_owner(each.holder), each.node) for each in pathway_rules(document))


def _owner(holder: str) -> str:
    """How the audit names the rule: entry stands with the pathway itself."""
    return holder.removesuffix("#entry")
