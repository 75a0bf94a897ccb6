"""The published texts a proof stands on, and what follows from what by them.

Four things follow, and nothing else is assumed: a stage that is completed gives what it awards, a milestone's rule the
milestone, a milestone what it awards, and what a certified equivalence without a limit names gives the other thing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from throughline.core.catalogue.documents import Agreement, Equivalence, Milestone, Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.proofs.leaves import (
    Leaf,
    counted,
    follows,
    haves_in,
    is_bound,
    leaf_of,
    leaves_in,
    plain,
    rule_of,
    rules_in,
)
from throughline.core.requirements.nodes import Choose, Have, Node, Use


@dataclass(frozen=True)
class Grounds:
    """A pathway, the rules as one version of it sees them, and which milestones and equivalences a proof may open."""

    pathway: Pathway
    book: RuleBook
    milestones: tuple[Milestone, ...] = ()
    equivalences: tuple[Equivalence, ...] = ()

    @cached_property
    def givings(self) -> tuple[tuple[Node, Leaf], ...]:
        """What follows from what: a rule, and the leaf that is met with it. In the order in which files are read."""
        found: list[tuple[Node, Leaf]] = [
            (stage.gate, plain(credential(each))) for stage in self.pathway.stages for each in stage.awards
        ]
        for equal in sorted(self.equivalences, key=lambda e: e.id):
            found += [(asks(a), plain(b)) for a, b in exchanges(equal)]
        for milestone in sorted(self.milestones, key=lambda m: m.id):
            ref = f"milestone:{milestone.id}"
            found.append((milestone.rule, plain(ref)))
            found += [(asks(ref), plain(credential(each))) for each in milestone.awards]
        return tuple(found)

    def references(self) -> set[str]:
        """The texts it names: the pathway, its shared rules, milestones with theirs, equivalences."""
        found = {f"pathway:{self.pathway.id}"}
        found |= {ref for stage in self.pathway.stages for ref in rules_in(stage.gate, self.book)}
        found |= {f"milestone:{each.id}" for each in self.milestones}
        found |= {ref for each in self.milestones for ref in rules_in(each.rule, self.book)}
        return found | {f"equivalence:{each.id}" for each in self.equivalences}

    def named(self, further: Iterable[Node]) -> tuple[Leaf, ...]:
        """Every leaf in the texts and in some further rules, in order."""
        found = {leaf for stage in self.pathway.stages for leaf in leaves_in(stage.gate, self.book)}
        for rule, gives in self.givings:
            found |= {*leaves_in(rule, self.book), gives}
        for rule in further:
            found |= set(leaves_in(rule, self.book))
        return tuple(sorted(found))

    def met(self, node: Node, known: frozenset[Leaf] | set[Leaf]) -> bool:
        """Whether a rule is met where exactly these leaves are."""
        if isinstance(node, Use):
            return self.met(rule_of(node, self.book), known)
        if isinstance(node, Choose) and not is_bound(node):
            return sum(self.met(child, known) for child in counted(node)) >= node.needed
        return leaf_of(node) in known

    def closed(self, known: Iterable[Leaf], named: Iterable[Leaf]) -> set[Leaf]:
        """These leaves with all that follows from them."""
        held, among = set(known), tuple(named)
        while True:
            more = {leaf for each in held for leaf in among if leaf not in held and follows(each, leaf)}
            more |= {gives for rule, gives in self.givings if gives not in held and self.met(rule, held)}
            if not more:
                return held
            held |= more


def grounds_for(pathway: Pathway, book: RuleBook, triggers: Iterable[Node]) -> Grounds:
    """The grounds that can open these triggers: the milestones and equivalences that lead to what they ask for, as far as
    the pathway's own stages do not name or award it."""
    settled = {have.what for stage in pathway.stages for have in haves_in(stage.gate, book)}
    settled |= {credential(each) for stage in pathway.stages for each in stage.awards}
    waiting = [have.what for rule in triggers for have in haves_in(rule, book)]
    milestones: dict[str, Milestone] = {}
    equivalences: dict[str, Equivalence] = {}
    seen: set[str] = set()
    while waiting:
        ref = waiting.pop()
        if ref in seen or ref in settled:
            continue
        seen.add(ref)
        for milestone in _behind(ref, book):
            milestones[milestone.id] = milestone
            waiting += [have.what for have in haves_in(milestone.rule, book)]
        for equal in _equal(ref, book):
            equivalences[equal.id] = equal
            waiting += [a for a, b in exchanges(equal) if b == ref]
    return Grounds(pathway, book, tuple(milestones.values()), tuple(equivalences.values()))


def _behind(ref: str, book: RuleBook) -> Iterator[Milestone]:
    if ref.startswith("milestone:"):
        yield book.milestone(ref)
    for way in book.awardings(ref) if ref.startswith("credential:") else ():
        if way.source.startswith("milestone:"):
            yield book.milestone(way.source)


def _equal(ref: str, book: RuleBook) -> Iterator[Equivalence]:
    for each in book.catalogue.equivalences.values():
        if any(b == ref for _, b in exchanges(each)):
            yield each


def exchanges(each: Equivalence) -> tuple[tuple[str, str], ...]:
    """What counts as what, by an equivalence that is certified and has no limit."""
    if each.status != "certified" or each.level is not None:
        return ()
    pair = (each.has, each.counts_as)
    return (pair, pair[::-1]) if each.exact else (pair,)


def completed(pathway: Pathway, stages: int) -> Node | None:
    """The rule that is met by whoever has completed so many stages, from the first on; None for none."""
    gates = tuple(stage.gate for stage in pathway.stages[:stages])
    return Choose(id="completed", of=gates) if gates else None


def asks(ref: str) -> Have:
    """The node that asks for a thing, by reference."""
    return Have(id="asks", what=ref)


def credential(name: str) -> str:
    """The reference of a credential, by id or reference."""
    return f"credential:{name.removeprefix('credential:')}"


def triggers(agreements: Iterable[Agreement]) -> list[Node]:
    """The rules that open these agreements, in order of id."""
    return [each.trigger for each in sorted(agreements, key=lambda a: a.id)]
