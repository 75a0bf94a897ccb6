"""The published texts a proof stands on, and what follows from what by them.

Four things follow, and nothing else is assumed: a stage that is completed gives what it awards, a milestone's rule the
milestone, a milestone what it awards, and what a certified equivalence without a limit names gives the other thing. Of
what is `opened` it is also taken that it comes about in no other way than these texts say: then one of them was met.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from throughline.core.catalogue.documents import Agreement, Equivalence, Milestone, Pathway, Stage
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.proofs.leaves import (
    Leaf,
    by_thing,
    counted,
    follows,
    haves_in,
    is_bound,
    leaf_of,
    leaves_in,
    plain,
    rule_of,
    rules_in,
    thing,
)
from throughline.core.requirements.nodes import Choose, Have, Node, Use


@dataclass(frozen=True)
class Grounds:
    """A pathway, the rules as one version of it sees them, and which milestones and equivalences a proof may use. opened:
    the milestones and credentials, by reference, that come about in no other way than these say."""

    pathway: Pathway
    book: RuleBook
    milestones: tuple[Milestone, ...] = ()
    equivalences: tuple[Equivalence, ...] = ()
    opened: tuple[str, ...] = ()
    _leaves: dict[int, tuple[Leaf, Node]] = field(default_factory=dict, compare=False, repr=False)

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

    @cached_property
    def origins(self) -> Mapping[Leaf, tuple[Node, ...]]:
        """By leaf of what is opened, the rules of which one at least was met, in the order of the references."""
        return {
            plain(ref): tuple(rule for rule, gives in self.givings if gives == plain(ref))
            for ref in self.opened
        }

    def explains(self, known: set[Leaf]) -> bool:
        """Whether for all that is opened among these leaves one of its rules is met: a record could hold just them."""
        return all(
            any(self.met(rule, known) for rule in rules)
            for leaf, rules in self.origins.items()
            if leaf in known
        )

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

    def leaf(self, node: Node) -> Leaf:
        """What a leaf asks; written once for each node."""
        if id(node) not in self._leaves:
            self._leaves[id(node)] = (leaf_of(node), node)
        return self._leaves[id(node)][0]

    def met(self, node: Node, known: frozenset[Leaf] | set[Leaf]) -> bool:
        """Whether a rule is met where exactly these leaves are."""
        if isinstance(node, Use):
            return self.met(rule_of(node, self.book), known)
        if isinstance(node, Choose) and not is_bound(node):
            return sum(self.met(child, known) for child in counted(node)) >= node.needed
        return self.leaf(node) in known

    def closed(self, known: Iterable[Leaf], named: Iterable[Leaf]) -> set[Leaf]:
        """These leaves with all that follows from them."""
        held, among = set(known), by_thing(named)
        fresh = set(held)
        while fresh:
            more = {leaf for each in fresh for leaf in among.get(thing(each), ()) if follows(each, leaf)}
            more |= {gives for rule, gives in self.givings if gives not in held and self.met(rule, held)}
            fresh = more - held
            held |= fresh
        return held


def grounds_for(pathway: Pathway, book: RuleBook, triggers: Iterable[Node]) -> Grounds:
    """The grounds that can open these triggers: the milestones and equivalences that lead to what they ask for, as far as
    the pathway's own stages do not name or award it."""
    settled = {have.what for stage in pathway.stages for have in haves_in(stage.gate, book)}
    settled |= {credential(each) for stage in pathway.stages for each in stage.awards}
    found = _Leading(book)
    found.follow((have.what for rule in triggers for have in haves_in(rule, book)), settled)
    return Grounds(pathway, book, tuple(found.milestones.values()), tuple(found.equivalences.values()))


def opened_grounds(pathway: Pathway, book: RuleBook, triggers: Iterable[Node]) -> Grounds:
    """The grounds that say both what leads to what the triggers ask for, and, of what the gates ask, how it comes about, as
    far down as anything there leads to a trigger."""
    found = _Leading(book, pathway.stages)
    found.follow((have.what for rule in triggers for have in haves_in(rule, book)), set())
    opened = _above(found.seen, _below(pathway, book))
    for ref in opened:
        found.add(ref)
    return Grounds(
        pathway, book, tuple(found.milestones.values()), tuple(found.equivalences.values()), tuple(sorted(opened)),
    )  # fmt: skip


@dataclass(slots=True)
class _Leading:
    """What leads to some things, by reference: milestones, and equivalences; and through which stages it may lead."""

    book: RuleBook
    stages: tuple[Stage, ...] = ()
    milestones: dict[str, Milestone] = field(default_factory=dict)
    equivalences: dict[str, Equivalence] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def follow(self, refs: Iterable[str], settled: set[str]) -> None:
        """Add what leads to these, and to what that asks for, but for what is settled."""
        waiting = list(refs)
        while waiting:
            ref = waiting.pop()
            if ref in self.seen or ref in settled:
                continue
            self.seen.add(ref)
            waiting += self.add(ref)

    def add(self, ref: str) -> list[str]:
        """Add what leads to one thing; gives what that asks for."""
        gates = [stage.gate for stage in self.stages if ref in map(credential, stage.awards)]
        asked = [have.what for gate in gates for have in haves_in(gate, self.book)]
        for milestone in _behind(ref, self.book):
            self.milestones[milestone.id] = milestone
            asked += [have.what for have in haves_in(milestone.rule, self.book)]
        for equal in _equal(ref, self.book):
            self.equivalences[equal.id] = equal
            asked += [a for a, b in exchanges(equal) if b == ref]
        return asked


def _below(pathway: Pathway, book: RuleBook) -> Mapping[str, set[str]]:
    """Of each thing that the gates ask for, near or far, and that comes about by known texts alone, what these ask for."""
    found: dict[str, set[str]] = {}
    waiting = [have.what for stage in pathway.stages for have in haves_in(stage.gate, book)]
    while waiting:
        ref = waiting.pop()
        if ref not in found and _is_explained(ref, pathway, book):
            found[ref] = {have.what for rule in _ways_to(ref, pathway, book) for have in haves_in(rule, book)}
            waiting += found[ref]
    return found


def _above(wanted: set[str], below: Mapping[str, set[str]]) -> set[str]:
    """The things below which, near or far, one of those wanted stands."""
    found, before = set[str](), -1
    while before != len(found):
        before = len(found)
        found |= {ref for ref, under in below.items() if under & (wanted | found)}
    return found


def _is_explained(ref: str, pathway: Pathway, book: RuleBook) -> bool:
    """Whether all that gives it is a milestone, this pathway's own stages, or an equivalence without a limit."""
    stages = {f"pathway:{pathway.id}#{stage.id}" for stage in pathway.stages}
    if ref.startswith("credential:"):
        ways = book.awardings(ref)
        sound = bool(ways) and all(
            way.source.startswith("milestone:") or way.source in stages for way in ways
        )
    else:
        sound = ref.startswith("milestone:") and book.expand(ref) is not None
    into = [each for each in book.catalogue.equivalences.values() if _names(each, ref)]
    return sound and all(exchanges(each) or each.status != "certified" for each in into)


def _names(each: Equivalence, ref: str) -> bool:
    return each.counts_as == ref or (each.exact and each.has == ref)


def _ways_to(ref: str, pathway: Pathway, book: RuleBook) -> Iterator[Node]:
    if ref.startswith("milestone:"):
        yield book.milestone(ref).rule
    for stage in pathway.stages:
        if ref in map(credential, stage.awards):
            yield stage.gate
    for milestone in _behind(ref, book) if ref.startswith("credential:") else ():
        yield asks(f"milestone:{milestone.id}")
    for equal in _equal(ref, book):
        yield from (asks(a) for a, b in exchanges(equal) if b == ref)


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
