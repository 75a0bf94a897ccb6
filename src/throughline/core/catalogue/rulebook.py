"""Where a rule's references lead: milestones and shared rules at the version a learner is on, the ways a
credential is awarded, and what may stand in for what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from throughline.core.alignment.closure import Edge, Steps, backward, reached
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Edition, Equivalence, Milestone, Pathway, Rule
from throughline.core.requirements.nodes import Choose, Have, Node, Via
from throughline.core.requirements.values import nearest


@dataclass(eq=False)
class UnknownReference(KeyError):
    """A reference to something the state has not published: which, and the nearest name."""

    ref: str
    fix: str

    def __str__(self) -> str:
        return f"{self.ref} is not published. {self.fix}"


@dataclass(frozen=True, slots=True)
class Awarding:
    """One way a credential is awarded: by a milestone (`milestone:m`) or a stage (`pathway:p#stage`), and the rule."""

    source: str
    node: Node


@dataclass(frozen=True, slots=True)
class EquivalenceStep:
    """A fact that may stand in: what it is, the equivalences that lead to the thing asked for, nearest to the fact
    first, and the highest proficiency it counts for (None: its own)."""

    what: str
    chain: tuple[Equivalence, ...]
    level: int | None = None

    @property
    def passes(self) -> tuple[str, ...]:
        """What the chain leads through, from the fact on, without the thing asked for."""
        found = [self.what]
        for link in self.chain[:-1]:
            found.append(link.has if link.counts_as == found[-1] else link.counts_as)
        return tuple(found)

    def counts_for(self, reached: int | None) -> int:
        """The proficiency a fact at level `reached` counts for. A competency without a level counts as 1; anything
        else that has no levels of its own (a course, a credential) counts for the level the equivalence names."""
        if reached is None:
            return 1 if self.what.startswith("competency:") or self.level is None else self.level
        return reached if self.level is None else min(reached, self.level)


@dataclass(frozen=True)
class RuleBook:
    """A catalogue as one learner's rules see it.

    pins: version numbers by reference, of the pathway version the learner is on; what is not pinned is current.
    began: the day the learner began, which chooses the edition of a shared rule.
    Methods take an id with or without its kind. They raise `UnknownReference`; `expand` gives None instead.
    """

    catalogue: Catalogue
    pins: Mapping[str, int] = field(default_factory=dict)
    began: date | None = None

    def milestone(self, name: str) -> Milestone:
        """The milestone at its pinned version."""
        found: Milestone = self._document("milestone", name, self.catalogue.milestones)
        return found

    def rule(self, name: str) -> Rule:
        """The shared rule, all its editions, at its pinned version."""
        found: Rule = self._document("rule", name, self.catalogue.rules)
        return found

    def pathway(self, name: str) -> Pathway:
        """The pathway at its pinned version."""
        found: Pathway = self._document("pathway", name, self.catalogue.pathways)
        return found

    def of_milestone(self, name: str) -> Node:
        """The rule that meets a milestone."""
        return self.milestone(name).rule

    def of_rule(self, name: str, label: str = "") -> Node:
        """A shared rule's tree: the edition of that label, or the one in force for the learner."""
        rule = self.rule(name)
        if not label:
            return in_force(rule, self.began).root
        for edition in rule.editions:
            if edition.label == label:
                return edition.root
        known = [edition.label for edition in rule.editions]
        raise UnknownReference(f"rule:{rule.id} edition '{label}'", nearest(label, known))

    def of_credential(self, name: str) -> tuple[Node, ...]:
        """The rules that award a credential, each enough by itself: a milestone as `have`, a stage as its gate."""
        return tuple(way.node for way in self.awardings(name))

    def awardings(self, name: str) -> tuple[Awarding, ...]:
        """The milestones and stages that award a credential."""
        return self._awardings.get(f"credential:{_bare(name, 'credential')}", ())

    def expand(self, ref: str) -> Node | None:
        """The rule behind `milestone:m`, `rule:r`, `rule:r@label` or `credential:c` (any of its awarding rules);
        None where there is none."""
        kind, _, name = ref.partition(":")
        try:
            if kind == "milestone":
                return self.of_milestone(name)
            if kind == "rule":
                rule, _, label = name.partition("@")
                return self.of_rule(rule, label)
        except UnknownReference:
            return None
        ways = self.of_credential(name) if kind == "credential" else ()
        return Choose(id=f"awards-{name}", of=ways, min=1) if ways else None

    def equivalents(self, what: str, via: Via = "certified") -> tuple[EquivalenceStep, ...]:
        """What may stand in for `what`, by reference: each once, by its least capped and then shortest chain."""
        if via == "exact":
            return ()
        if (what, via) not in self._found:
            self._found[what, via] = _stand_ins(what, self._into if via == "any" else self._certified_into)
        return self._found[what, via]

    def _document(self, kind: str, name: str, current: Mapping[str, Any]) -> Any:
        ref = f"{kind}:{_bare(name, kind)}"
        number = self.pins.get(ref)
        if number is not None and number != self.catalogue.versions.get(ref, 1):
            if (ref, number) not in self.catalogue.past:
                raise UnknownReference(f"{ref} version {number}", "Keep every version that a learner is on")
            return self.catalogue.past[(ref, number)]
        if _bare(name, kind) not in current:
            raise UnknownReference(ref, nearest(_bare(name, kind), list(current)))
        return current[_bare(name, kind)]

    @cached_property
    def _awardings(self) -> Mapping[str, tuple[Awarding, ...]]:
        found: dict[str, list[Awarding]] = defaultdict(list)
        for name in self._names("milestone", self.catalogue.milestones):
            ref = f"milestone:{name}"
            for credential in self.milestone(name).awards:
                found[_credential(credential)].append(Awarding(ref, Have(id=f"milestone-{name}", what=ref)))
        for name in self._names("pathway", self.catalogue.pathways):
            for stage in self.pathway(name).stages:
                for credential in stage.awards:
                    found[_credential(credential)].append(Awarding(f"pathway:{name}#{stage.id}", stage.gate))
        return {credential: tuple(ways) for credential, ways in found.items()}

    def _names(self, kind: str, current: Mapping[str, Any]) -> list[str]:
        pinned = {ref.partition(":")[2] for ref in self.pins if ref.startswith(f"{kind}:")}
        return sorted(pinned | set(current))

    @cached_property
    def _found(self) -> dict[tuple[str, Via], tuple[EquivalenceStep, ...]]:
        return {}

    @cached_property
    def _into(self) -> Steps[Equivalence]:
        return _links(self.catalogue.equivalences.values())

    @cached_property
    def _certified_into(self) -> Steps[Equivalence]:
        return _links(each for each in self.catalogue.equivalences.values() if each.status == "certified")


def in_force(rule: Rule, began: date | None) -> Edition:
    """The edition for a learner who began that day: the latest that had started; the first of all, for one who
    began before any; the latest of all where no day is given."""
    in_order = sorted(rule.editions, key=lambda edition: edition.starts or date.min)
    if began is None:
        return in_order[-1]
    started = [edition for edition in in_order if (edition.starts or date.min) <= began]
    return started[-1] if started else in_order[0]


def edition_days(catalogue: Catalogue) -> frozenset[date]:
    """The days on which the text of any shared rule changed: all learners who began between two of them share it."""
    editions = (edition for rule in catalogue.rules.values() for edition in rule.editions)
    return frozenset(edition.starts for edition in editions if edition.starts)


def _bare(name: str, kind: str) -> str:
    return name.removeprefix(f"{kind}:")


def _credential(name: str) -> str:
    return f"credential:{_bare(name, 'credential')}"


def _links(equivalences: Iterable[Equivalence]) -> Steps[Equivalence]:
    """By the thing asked for: what counts as it, and by which equivalence."""
    return backward(edge for each in sorted(equivalences, key=lambda e: e.id) for edge in _edges(each))


def _edges(each: Equivalence) -> Iterator[Edge[Equivalence]]:
    yield Edge(each.has, each.counts_as, each)
    if each.exact:
        yield Edge(each.counts_as, each.has, each)


def _stand_ins(what: str, into: Steps[Equivalence]) -> tuple[EquivalenceStep, ...]:
    """Best chain to `what` from everything that leads there."""
    found = reached([what], into)
    return tuple(
        EquivalenceStep(at, found[at].links[::-1], found[at].cap) for at in sorted(found.keys() - {what})
    )
