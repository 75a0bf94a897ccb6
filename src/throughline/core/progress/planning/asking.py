"""Rules read as formulas over offers, held against one record: what is met already is met, the rest asks for offers.

A fact that an offer leads to is held against a leaf by the same functions as a fact of a record (`leaves`, `totals`,
`pool`), so a plan and an audit cannot disagree. Refused: `not`, the first or latest try, and a capped count of
different things: more evidence could take away there, or no linear sum says it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from throughline.core.catalogue.rulebook import EquivalenceStep
from throughline.core.progress.evidence import ALWAYS, UNFILTERED_KINDS
from throughline.core.progress.leaves import Match, adds, is_plain, passes, selected, suits
from throughline.core.progress.planning.formula import (
    FOLLOWS,
    MET,
    ZERO,
    Asked,
    AtLeast,
    Formula,
    Given,
    Group,
    Named,
    Origin,
    Pool,
    Sum,
    mentioned,
)
from throughline.core.progress.planning.offers import Offered
from throughline.core.progress.pool import Child, child_of, leaves, wanted_of
from throughline.core.progress.record import Fact
from throughline.core.progress.standing import Standing
from throughline.core.progress.totals import group_of, total_of
from throughline.core.progress.world import World
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Total, Use, walk


class CannotPlan(ValueError):
    """A rule that no plan can be made for: which node of which document, and why."""

    def __init__(self, node: str, owner: str, why: str) -> None:
        super().__init__(f"node '{node}' of {owner} {why}")
        self.node, self.owner, self.why = node, owner, why


@dataclass
class Reader:
    """Reads rules against one record and the offers. begun: numbers of offers that ask for nothing any more; closed:
    of those that cannot be taken. `gathered` adds what formulas rest on."""

    standing: Standing
    offered: Offered
    begun: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()
    tag: str = ""
    names: dict[str, Formula] = field(default_factory=dict)
    things: dict[str, Formula] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.standing.program.include_names(self.offered.needs)

    def gathered(self, parts: Sequence[Formula]) -> Asked:
        """Formulas with all that they rest on."""
        needs: dict[int, tuple[Formula, ...]] = {}
        seen: set[str] = set()
        queue = [*parts, Given(tuple(sorted(self.begun)))]
        while queue:
            numbers, named = mentioned(queue.pop())
            queue += [self.names[name] for name in sorted(named - seen) if name in self.names]
            seen |= named
            for number in sorted(numbers - needs.keys()):
                asks = () if number in self.begun else self.offered.offers[number].needs
                needs[number] = tuple(self.thing(need) for need in asks)
                queue += needs[number]
        return Asked(
            tuple(parts), {name: self.names[name] for name in sorted(seen & self.names.keys())}, needs
        )

    # -- one node

    def part(self, node: Node, owner: str) -> Formula:
        """A rule as a formula."""
        if self._met(node, owner):
            _only_gains(node, owner)
            return MET
        if isinstance(node, Choose):
            return self._beside(node, owner, self._choose(node, owner))
        if isinstance(node, Have):
            return self._beside(node, owner, self._have(node, owner))
        if isinstance(node, Total):
            return self._total(node, owner)
        if isinstance(node, Use):
            name = node.rule.removeprefix("rule:")
            return self._beside(node, owner, self.part(self.standing.program.rule(node), f"rule:{name}"))
        return _refused(node, owner)

    def thing(self, what: str) -> Formula:
        """One thing, however it comes about: by an offer, by its own rule, or by what certifiably counts as it."""
        if self.standing.holds(what):
            return MET
        if what not in self.things:
            # Put down first: a rule may rest on itself, and finds itself here.
            self.things[what] = Named(what)
            steps = self.standing.program.steps(what, "certified")
            plain = Have(id=what, what=what)
            self.things[what] = self._ways(plain, steps, Origin(plain, what))
        return self.things[what]

    @property
    def _world(self) -> World:
        sure = self.standing.sure
        return sure.carrying(self.tag) if self.tag else sure

    def _met(self, node: Node, owner: str) -> bool:
        left = self.standing.remaining(node, owner)
        if not self.tag:
            return left == 0
        return self.standing.program.include(node, owner)(self._world) == 0

    def _beside(self, node: Node, owner: str, part: Formula) -> Formula:
        """The part, or what a signed decision accepts in its place."""
        program = self.standing.program
        about = self.standing.sure.exceptions.about(owner, node.id, program.version(owner))
        others = tuple(self.thing(name) for each in about for name in each.accept)
        return AtLeast(1, (part, *others), Origin(node, owner)) if others else part

    # -- choose

    def _choose(self, node: Choose, owner: str) -> Formula:
        if node.within and not self.tag:
            return self._within(node, owner)
        if node.exclusive:
            return self._pool(node, owner)
        kept = tuple(self.part(child, owner) for child in node.of if not child.advisory)
        return AtLeast(min(node.needed, len(kept)), kept, Origin(node, owner))

    def _within(self, node: Choose, owner: str) -> Formula:
        """One value of the family for all: a way for each value that a fact carries, or only what no tag filters."""
        prefix = f"{node.within}:"
        offered = {tag for each in self.offered.offers for fact in each.leads_to for tag in fact.tags}
        values = {tag for tag in offered if tag.startswith(prefix)}
        values |= {prefix, *self.standing.sure.evidence.values_of(node.within)}
        return AtLeast(
            1, tuple(self._with_tag(node, owner, tag) for tag in sorted(values)), Origin(node, owner)
        )

    def _with_tag(self, node: Choose, owner: str, tag: str) -> Formula:
        self.tag = tag
        try:
            return self._choose(node, owner)
        finally:
            self.tag = ""

    def _pool(self, node: Choose, owner: str) -> Formula:
        counted = [leaf for leaf in leaves(node) if not leaf.advisory]
        offers: dict[str, int] = {}
        names: dict[str, str] = {}
        children = [self._child(leaf, offers, names) for leaf in counted]
        instead = {name: self._leading_to(name) for each in children for name in each.derived}
        return Pool(
            wanted_of(node, counted), tuple(each.demand for each in children), offers, names,
            {name: numbers for name, numbers in instead.items() if numbers}, Origin(node, owner),
        )  # fmt: skip

    def _leading_to(self, name: str) -> tuple[int, ...]:
        """The offers of a credential itself: once it is held as a fact, it does not follow beside that."""
        return self.given(name).offers if name.startswith("credential:") else ()

    def _child(self, leaf: Have | Total, offers: dict[str, int], names: dict[str, str]) -> Child:
        held = child_of(leaf, self._world, self.standing.program)
        new = list(self._fitting(leaf))
        offers.update((f"offered {fact.id}", number) for number, fact, _ in new)
        matches = {f"offered {fact.id}": Match(self._on_its_day(fact), step, ALWAYS) for _, fact, step in new}
        derived = dict(held.derived)
        if isinstance(leaf, Have) and is_plain(leaf):
            for name in self._expandable(leaf.what, self.standing.program.steps(leaf.what, leaf.via)):
                if name not in derived and self._may_follow(name):
                    self._named(name, Origin(leaf, name))
                    derived[name] = None
                    names[name] = self._following(name)
        return Child(leaf, {**held.matches, **matches}, derived)

    def _may_follow(self, name: str) -> bool:
        return name.startswith("milestone:") or name not in self.standing.sure.evidence.by_what

    def _on_its_day(self, fact: Fact) -> Fact:
        """Each offered fact falls on a day of its own, after the record's."""
        after = self.standing.as_of + timedelta(days=1 + len(self.days))
        return replace(fact, when=self.days.setdefault(fact.id, after))

    # -- leaves

    def _have(self, node: Have, owner: str) -> Formula:
        if node.attempt != "best":
            raise CannotPlan(
                node.id, owner, f"counts the {node.attempt} try only: a plan cannot say how it goes"
            )
        steps = self.standing.program.steps(node.what, node.via)
        if is_plain(node):
            return self._ways(node, steps, Origin(node, owner))
        days = node.times - self._world.days(node, steps)
        once = [(number, Decimal(1)) for number, _, _ in self._fitting(node)]
        if days <= 1:
            return Given(tuple(sorted({number for number, _ in once})), Origin(node, owner))
        return Sum(Decimal(days), (Group(ZERO, tuple(_added(once))),), Origin(node, owner))

    def _ways(self, node: Have, steps: Sequence[EquivalenceStep], origin: Origin) -> Formula:
        offers = tuple(sorted({number for number, _, _ in self._fitting(node)}))
        follow = tuple(self._named(name, origin) for name in self._expandable(node.what, steps))
        ways: tuple[Formula, ...] = (Given(offers, origin), *follow) if offers or not follow else follow
        return ways[0] if len(ways) == 1 else AtLeast(1, ways, origin)

    def _expandable(self, what: str, steps: Iterable[EquivalenceStep]) -> list[str]:
        """The milestones and credentials that give a thing and have a rule of their own."""
        every = dict.fromkeys([what, *(step.what for step in steps)])
        return [n for n in every if n.partition(":")[0] in UNFILTERED_KINDS and self._rules_of(n)]

    def _rules_of(self, name: str) -> list[tuple[Node, str]]:
        book, (kind, _, bare) = self.standing.program.rules, name.partition(":")
        if kind == "milestone":
            node = book.expand(name)
            return [] if node is None else [(node, name)]
        return [(way.node, way.source) for way in book.awardings(bare)]

    def _named(self, name: str, origin: Origin) -> Named:
        if name not in self.names:
            self.names[name] = MET  # put down first: it may rest on itself
            kept, self.tag = self.tag, ""
            ways = AtLeast(
                1, tuple(self._awarding(name, node, owner) for node, owner in self._rules_of(name)), origin
            )
            self.names[name] = self._with_own(name, ways, origin)
            self.tag = kept
        return Named(name, origin)

    def given(self, name: str) -> Given:
        """The offers that lead to exactly this."""
        return Given(tuple(sorted({number for number, _ in self._leading(name)})))

    def _with_own(self, name: str, ways: AtLeast, origin: Origin) -> AtLeast:
        """What follows, or is given as such: a milestone held awards whatever it awards. The two are told apart."""
        given = self.given(name)
        if not given.offers:
            return ways
        self.names[f"{FOLLOWS}{name}"] = ways
        return AtLeast(1, (given, *ways.of), origin)

    def _following(self, name: str) -> str:
        """By which name a thing stands in a pool beside facts of it: a milestone follows beside them, a credential that is
        held as a fact does not."""
        apart = name.startswith("milestone:") and self.given(name).offers
        return f"{FOLLOWS}{name}" if apart else name

    def _awarding(self, name: str, node: Node, owner: str) -> Formula:
        """A milestone's or a stage's own rule; a credential follows from its milestone however that is held."""
        if isinstance(node, Have) and name != owner and node.what == owner:
            return self.thing(node.what)
        return self.part(node, owner)

    def _fitting(self, leaf: Have | Total) -> Iterator[tuple[int, Fact, EquivalenceStep | None]]:
        """The offered facts that count for a leaf."""
        if isinstance(leaf, Have):
            steps = self.standing.program.steps(leaf.what, leaf.via)
            for name, step in [(leaf.what, None), *((each.what, each) for each in steps)]:
                for number, fact in self._leading(name):
                    if self._carries(fact) and suits(leaf, fact, step):
                        yield number, fact, step
            return
        by_name = self.standing.program.total_steps(leaf)
        for name in self._selected(leaf, by_name):
            for number, fact in self._leading(name):
                step = by_name.get(name)
                if self._carries(fact) and passes(leaf.select, fact, step) and adds(leaf, fact) > 0:
                    yield number, fact, step

    def _leading(self, name: str) -> Iterator[tuple[int, Fact]]:
        return (each for each in self.offered.by_what.get(name, ()) if each[0] not in self.closed)

    def _selected(self, leaf: Total, by_name: Mapping[str, object]) -> Iterable[str]:
        if leaf.select.what:
            return sorted(by_name)
        by_kind, kind = self.offered.by_kind, leaf.select.kind
        return by_kind.get(kind, ()) if kind else self.offered.by_what

    def _carries(self, fact: Fact) -> bool:
        return not self.tag or self.tag in fact.tags or fact.kind in UNFILTERED_KINDS

    def _total(self, node: Total, owner: str) -> Formula:
        held = [
            f for f, _ in selected(node.select, self.standing.program.total_steps(node), self._world.evidence)
        ]
        new = [(number, fact) for number, fact, _ in self._fitting(node)]
        if node.measure == "distinct":
            return self._distinct(node, owner, held, new)
        if node.cap_per is None:
            whole = Group(total_of(node, held), tuple(_added((n, adds(node, f)) for n, f in new)))
            return Sum(node.min, (whole,), Origin(node, owner))
        return Sum(node.min, tuple(_groups(node, held, new)), Origin(node, owner))

    def _distinct(self, node: Total, owner: str, held: list[Fact], new: list[tuple[int, Fact]]) -> Formula:
        if node.cap_per is not None:
            raise CannotPlan(node.id, owner, "counts different things with a cap: no linear sum says that")
        have = {fact.what for fact in held}
        by_name: dict[str, set[int]] = defaultdict(set)
        for number, fact in new:
            if fact.what not in have:
                by_name[fact.what].add(number)
        parts = tuple(Given(tuple(sorted(by_name[name]))) for name in sorted(by_name))
        still = int((node.min - len(have)).to_integral_value(ROUND_CEILING))
        return AtLeast(still, parts, Origin(node, owner))


def _refused(node: Node, owner: str) -> Formula:
    raise CannotPlan(node.id, owner, "asks for something not to be there: an offer might take that away")


def _only_gains(node: Node, owner: str) -> None:
    """Refuses what is met today and might not be once more is shown."""
    for below in walk(node):
        if isinstance(below, Not):
            _refused(below, owner)


def _added(once: Iterable[tuple[int, Decimal]]) -> list[tuple[int, Decimal]]:
    """What each offer adds in all."""
    whole: dict[int, Decimal] = defaultdict(Decimal)
    for number, amount in once:
        whole[number] += amount
    return sorted(whole.items())


def _groups(node: Total, held: list[Fact], new: list[tuple[int, Fact]]) -> Iterator[Group]:
    """The capped groups of a sum, and what no cap reaches."""
    assert node.cap_per is not None
    mine: dict[str | None, list[Fact]] = defaultdict(list)
    theirs: dict[str | None, list[tuple[int, Fact]]] = defaultdict(list)
    for fact in held:
        mine[group_of(node.cap_per, fact)].append(fact)
    for number, fact in new:
        theirs[group_of(node.cap_per, fact)].append((number, fact))
    for name in sorted(mine.keys() | theirs.keys(), key=lambda each: each or ""):
        whole = sum((adds(node, fact) for fact in mine[name]), ZERO)
        cap = None if name is None else node.cap_per.max
        yield Group(whole, tuple(_added((n, adds(node, fact)) for n, fact in theirs[name])), cap)
