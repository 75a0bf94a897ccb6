"""A second evaluator of the rule language, written from docs/reference/audit.md alone: slow, naive, no cache.

It only answers whether a rule is met in one reading of the record. Exclusive children are tried in every
placement; what follows from milestones is found by going round until nothing changes.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, permutations, product

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.progress.record import Fact, Record, RuleException
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Selector, Total, Use


class Plain:
    """One record against one catalogue on one day."""

    def __init__(self, catalogue: Catalogue, record: Record, as_of: date) -> None:
        self.catalogue, self.record, self.as_of = catalogue, record, as_of

    def status(self, node: Node, owner: str = "") -> str:
        """met, not_met or cannot_tell."""
        sure, hoped = (
            self.met(node, owner, with_unconfirmed=False),
            self.met(node, owner, with_unconfirmed=True),
        )
        return ("met" if sure else "not_met") if sure == hoped else "cannot_tell"

    def met(self, node: Node, owner: str, with_unconfirmed: bool) -> bool:
        readings = {flag: Reading(self.catalogue, self.record, self.as_of, flag) for flag in (False, True)}
        readings[False].other, readings[True].other = readings[True], readings[False]
        return readings[with_unconfirmed].met(node, owner, "")


class Reading:
    """The record with or without its unconfirmed facts."""

    def __init__(self, catalogue: Catalogue, record: Record, as_of: date, with_unconfirmed: bool) -> None:
        self.catalogue, self.as_of = catalogue, as_of
        self.exceptions = [
            e for e in record.exceptions if e.when <= as_of and (e.until is None or as_of <= e.until)
        ]
        unique: dict[str, Fact] = {}
        for fact in record.facts:
            stands = fact.when <= as_of and not (fact.revoked and fact.revoked <= as_of)
            if stands and (fact.confirmed or with_unconfirmed):
                unique[fact.id] = fact
        self.facts = [f for f in unique.values() if f.valid_until is None or f.valid_until >= as_of]
        self.follows: set[str] = set()
        self.other = self
        while True:
            new = self.round() - self.follows
            if not new:
                break
            self.follows |= new

    def round(self) -> set[str]:
        found: set[str] = set()
        for m in self.catalogue.milestones.values():
            if self.met(m.rule, f"milestone:{m.id}", ""):
                found.add(f"milestone:{m.id}")
            if self.met(Have(id="own", what=f"milestone:{m.id}"), "", ""):
                found.update(f"credential:{c}" for c in m.awards)
        for p in self.catalogue.pathways.values():
            for s in p.stages:
                if s.awards and self.met(s.gate, f"pathway:{p.id}#{s.id}", ""):
                    found.update(f"credential:{c}" for c in s.awards)
        return found

    # nodes

    def met(self, node: Node, owner: str, tag: str, open_rules: tuple[str, ...] = ()) -> bool:
        decisions = self.decisions(node, owner)
        if any(e.kind == "waive" for e in decisions):
            return True
        stands_in = [e for e in decisions if e.kind == "substitute" or isinstance(node, (Choose, Use, Not))]
        if any(self.holds(name, tag) for e in stands_in for name in e.accept):
            return True
        beside = [name for e in decisions if e.kind == "also_accept" for name in e.accept]
        if isinstance(node, Have):
            return self.have_met(node, self.items(node, tag, beside))
        if isinstance(node, Total):
            return total_met(node, self.summed(node, tag, beside))
        if isinstance(node, Choose):
            return self.choose_met(node, owner, tag, open_rules)
        if isinstance(node, Use):
            return node.rule not in open_rules and self.met(
                self.catalogue.rules[node.rule].editions[0].root,
                f"rule:{node.rule}", tag, (*open_rules, node.rule),
            )  # fmt: skip
        return not self.other.met(node.of, owner, tag, open_rules)

    def decisions(self, node: Node, owner: str) -> list[RuleException]:
        document = owner.partition("#")[0]
        return [
            e
            for e in self.exceptions
            if e.node == node.id
            and e.rule in (owner, document)
            and e.version in (0, self.catalogue.versions.get(document, 1))
        ]

    def holds(self, name: str, tag: str) -> bool:
        return name in self.follows or any(f.what == name for f in self.tagged(tag))

    def tagged(self, tag: str) -> list[Fact]:
        free = ("milestone", "credential")
        return [f for f in self.facts if not tag or tag in f.tags or f.what.split(":")[0] in free]

    def choose_met(self, node: Choose, owner: str, tag: str, open_rules: tuple[str, ...]) -> bool:
        if not node.within:
            return self.chosen(node, owner, tag, open_rules)
        values = {t for f in self.facts for t in f.tags if t.startswith(node.within + ":")}
        return any(self.chosen(node, owner, value, open_rules) for value in [*values, node.within + ":"])

    def chosen(self, node: Choose, owner: str, tag: str, open_rules: tuple[str, ...]) -> bool:
        children = [c for c in node.of if not c.advisory]
        wanted = len(children) if node.min is None else min(node.min, len(children))
        if not node.exclusive:
            return sum(self.met(c, owner, tag, open_rules) for c in children) >= wanted
        settled = [c for c in children if self.settled(c, owner, tag)]
        pools = [self.pool(c, owner, tag) for c in children if c not in settled]
        wanted = max(0, wanted - len(settled))
        return any(fits(some) for some in combinations(pools, wanted))

    def settled(self, leaf: Node, owner: str, tag: str) -> bool:
        """Whether a signed decision takes a child out of the pool."""
        decisions = self.decisions(leaf, owner)
        return any(
            e.kind == "waive" or (e.kind == "substitute" and any(self.holds(name, tag) for name in e.accept))
            for e in decisions
        )

    def pool(self, leaf: Node, owner: str, tag: str) -> tuple[Node, list[Fact | str]]:
        beside = [name for e in self.decisions(leaf, owner) if e.kind == "also_accept" for name in e.accept]
        own = self.items(leaf, tag, beside) if isinstance(leaf, Have) else self.summed(leaf, tag, beside)
        return leaf, list(own)

    # facts

    def chains(self, what: str, via: str) -> Iterator[tuple[str, int | None]]:
        """Names that may stand in for another, with the highest level they count for (None: their own)."""
        best: dict[str, int] = {what: 10**6}
        links = [e for e in self.catalogue.equivalences.values() if via == "any" or e.status == "certified"]
        pairs = [(e.has, e.counts_as, e.level) for e in links] + [
            (e.counts_as, e.has, e.level) for e in links if e.exact
        ]
        for _ in range(len(pairs) + 1):
            for has, counts_as, level in pairs:
                if counts_as in best and via != "exact":
                    best[has] = max(best.get(has, 0), min(best[counts_as], level or 10**6))
        for name, level in best.items():
            yield name, None if level == 10**6 or name == what else level

    def level(self, fact: Fact, cap: int | None) -> int:
        if fact.level is None:
            return 1 if cap is None or fact.what.startswith("competency:") else cap
        return fact.level if cap is None else min(fact.level, cap)

    def items(self, node: Have, tag: str, beside: Iterable[str]) -> list[Fact | str]:
        """Facts that meet a `have`, or names that follow, where it asks for the name only."""
        names = dict(self.chains(node.what, node.via))
        tries = [(f, names[f.what]) for f in self.tagged(tag) if f.what in names]
        if node.attempt == "first" and tries:
            tries = [t for t in tries if t[0].when == min(f.when for f, _ in tries)]
        if node.attempt == "latest" and tries:
            tries = [t for t in tries if t[0].when == max(f.when for f, _ in tries)]
        found: list[Fact | str] = [f for f, cap in tries if self.suits(node, f, cap)]
        found += [f for f in self.tagged(tag) if f.what in beside and f not in found]
        simple = (node.level or 1) == 1 and not (
            node.score or node.times > 1 or node.validated_by or node.context or node.issuer or node.fresh
        )
        return found + ([n for n in names if n in self.follows] if simple else [])

    def suits(self, node: Have, fact: Fact, cap: int | None) -> bool:
        if node.level and self.level(fact, cap) < node.level:
            return False
        if node.score and not (fact.scale == node.score.scale and fact.score is not None):
            return False
        if node.score and fact.score < node.score.min:  # type: ignore[operator]
            return False
        if node.context and fact.context not in node.context:
            return False
        if node.issuer and fact.issuer not in node.issuer:
            return False
        if node.fresh and not self.fresh(fact, node):
            return False
        return people_suit(node.validated_by, fact)

    def fresh(self, fact: Fact, node: Have) -> bool:
        months = fact.when.month - 1 + node.fresh.months + 12 * node.fresh.years
        year, month, day = fact.when.year + months // 12, months % 12 + 1, fact.when.day
        while True:
            try:
                return date(year, month, day) + timedelta(days=node.fresh.days) > self.as_of
            except ValueError:
                day -= 1

    def have_met(self, node: Have, items: list[Fact | str]) -> bool:
        return len({i if isinstance(i, str) else i.when for i in items}) >= node.times

    def summed(self, node: Total, tag: str, beside: Iterable[str]) -> list[Fact]:
        s = node.select
        caps = {n: c for what in s.what for n, c in self.chains(what, "certified") if n not in s.what}
        caps.update(dict.fromkeys(s.what))
        return [
            f
            for f in self.tagged(tag)
            if f.what in beside or ((not s.what or f.what in caps) and self.passes(s, f, caps.get(f.what)))
        ]

    def passes(self, s: Selector, f: Fact, cap: int | None) -> bool:
        return all(
            [
                not s.kind or f.what.split(":")[0] == s.kind,
                set(s.tags) <= f.tags,
                not s.any_tags or bool(set(s.any_tags) & f.tags),
                not s.framework or f.framework == s.framework,
                s.level is None or (f.framework_level or 0) >= s.level,
                s.proficiency is None or self.level(f, cap) >= s.proficiency,
                not s.score or (f.scale == s.score.scale and f.score is not None and f.score >= s.score.min),
                not s.context or f.context in s.context,
                not s.issuer or f.issuer in s.issuer,
                not set(s.exclude) & (f.tags | {f.what}),
                people_suit(s.validated_by, f),
            ]
        )


def total_met(node: Total, facts: Iterable[Fact | str]) -> bool:
    given = [f for f in facts if isinstance(f, Fact)]
    if node.measure == "distinct":
        assert node.cap_per is None, "the random rules have no cap on distinct things"
        return len({f.what for f in given}) >= node.min
    groups: dict[str | None, Decimal] = {}
    for f in given:
        amount = Decimal(1) if node.measure == "count" else f.amounts.get(node.unit, Decimal(0))
        groups[group(node, f)] = groups.get(group(node, f), Decimal(0)) + amount
    total = sum((v if g is None else min(v, node.cap_per.max)) for g, v in groups.items())  # type: ignore[union-attr]
    return total >= node.min


def group(node: Total, fact: Fact) -> str | None:
    cap = node.cap_per
    if cap is None:
        return None
    tags = sorted(
        t for t in fact.tags if cap.tag and (t == cap.tag or (cap.tag[-1] == ":" and t.startswith(cap.tag)))
    )
    if cap.by == "tag" or cap.tag:
        if not tags:
            return None
        if cap.by == "tag":
            return tags[0]
    return str(getattr(fact, cap.by))


def people_suit(asked: tuple, fact: Fact) -> bool:  # type: ignore[type-arg]
    seats = [(n, entry) for n, entry in enumerate(asked) for _ in range(entry.count)]
    return any(seated(seats, people) for people in permutations(fact.validators, len(seats)))


def seated(seats: list, people: tuple) -> bool:  # type: ignore[type-arg]
    pairs = list(zip(seats, people, strict=True))
    if len({p.person for p in people}) < len(people):
        return False
    for (number, entry), person in pairs:
        if person.role != entry.role:
            return False
        others = [p.organization for (n, _), p in pairs if n != number]
        if entry.distinct_organization and (not person.organization or person.organization in others):
            return False
    return True


def fits(pools: tuple) -> bool:  # type: ignore[type-arg]
    """Whether every child of the pool can be met when each item serves one child at most: all placements."""
    items: dict[str, Fact | str] = {}
    for _, found in pools:
        items.update({(i if isinstance(i, str) else i.id): i for i in found})
    names = sorted(items)
    serves = [[-1, *(n for n, (_, found) in enumerate(pools) if items[name] in found)] for name in names]
    for placing in product(*serves):
        given = [
            [items[n] for n, at in zip(names, placing, strict=True) if at == number]
            for number in range(len(pools))
        ]
        if all(leaf_met(leaf, mine) for (leaf, _), mine in zip(pools, given, strict=True)):
            return True
    return False


def leaf_met(leaf: Node, items: list) -> bool:  # type: ignore[type-arg]
    if isinstance(leaf, Have):
        return len({i if isinstance(i, str) else i.when for i in items}) >= leaf.times
    assert isinstance(leaf, Total)
    return total_met(leaf, items)
