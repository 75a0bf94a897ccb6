"""Evidence that would meet a rule, worked out from the rule itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from throughline.apps.records.facts import NewFact, Witness
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Total, Use, ValidatedBy


@dataclass(frozen=True)
class Judges:
    """Who can stand behind a fact: people by role, each with the organization they act for."""

    by_role: Mapping[str, Sequence[Witness]]

    def standing_behind(self, asked: Sequence[ValidatedBy], first: Witness) -> tuple[Witness, ...]:
        """People who together meet what a rule asks of its validators, beginning with the one at hand."""
        chosen: list[Witness] = []
        for each in sorted(asked, key=lambda a: a.distinct_organization):
            taken = {w.organization for w in chosen} if each.distinct_organization else set[str]()
            chosen += self._some(each, taken, {w.person for w in chosen}, first)
        return tuple(chosen) or (first,)

    def _some(
        self, asked: ValidatedBy, away_from: set[str], without: set[UUID], first: Witness
    ) -> list[Witness]:
        pool = [first] if first.role == asked.role else []
        pool += [w for w in self.by_role.get(asked.role, ()) if w.person != first.person]
        fit = [w for w in pool if w.organization not in away_from and w.person not in without]
        if len(fit) < asked.count:
            raise LookupError(
                f"The demo has {len(fit)} people in the role '{asked.role}' where a rule asks for {asked.count}. "
                "Name more organizations or roles in the state's pack."
            )
        return fit[: asked.count]


@dataclass
class Showing:
    """One learner gathering evidence, day by day. pace: days from one milestone to the next, at least and at most.
    facts: what has been shown; held: the level of each thing shown."""

    learner: UUID
    book: RuleBook
    judges: Judges
    first: Witness
    random: Random
    day: date
    last: date
    pace: tuple[int, int] = (15, 45)
    facts: list[NewFact] = field(default_factory=list)
    held: dict[str, int] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def milestone(self, name: str) -> None:
        """Show what a milestone asks for; what is shown already is not shown again."""
        if name in self.done:
            return
        self.done.add(name)
        self.day = min(self.last, self.day + timedelta(days=self.random.randint(*self.pace)))
        self.meet(self.book.of_milestone(name))

    def meet(self, node: Node, tags: tuple[str, ...] = ()) -> None:
        """Show what one rule asks for, by one of its ways."""
        if isinstance(node, Choose):
            self._choose(node, tags)
        elif isinstance(node, Have):
            self._have(node, tags)
        elif isinstance(node, Total):
            self._total(node, tags)
        elif isinstance(node, Use):
            self.meet(self.book.of_rule(node.rule, node.version), tags)

    def _choose(self, node: Choose, tags: tuple[str, ...]) -> None:
        inner = (*tags, f"{node.within}:first") if node.within else tags
        open_ = [child for child in node.of if not child.advisory and not isinstance(child, Not)]
        cheap = sorted(range(len(open_)), key=lambda i: (_weight(open_[i]), self.random.random()))
        for index in sorted(cheap[: node.needed]):
            self.meet(open_[index], inner)

    def _have(self, node: Have, tags: tuple[str, ...]) -> None:
        name = node.what.partition(":")[2]
        if node.kind == "milestone":
            self.milestone(name)
        elif node.kind == "credential" and not node.issuer and (ways := self.book.of_credential(name)):
            self._award(node.what, ways)
        elif not self._shown(node, tags):
            self._say(node, tags)

    def _award(self, what: str, ways: Sequence[Node]) -> None:
        if what not in self.done:
            self.done.add(what)
            self.meet(ways[0])

    def _shown(self, node: Have, tags: tuple[str, ...]) -> bool:
        """Whether a plain fact shown before already meets the node."""
        plain = replace(node, title={}, cite=None) == Have(id=node.id, what=node.what, level=node.level)
        return plain and not tags and self.held.get(node.what, 0) >= (node.level or 1)

    def _say(self, node: Have, tags: tuple[str, ...]) -> None:
        level = node.level or (1 if node.kind == "competency" else None)
        for nth in range(node.times):
            self.facts.append(
                NewFact(
                    self.learner, node.what, self.day - timedelta(days=nth), level=level,
                    score=node.score.min if node.score else None, scale=node.score.scale if node.score else "",
                    tags=tags, context=node.context[0] if node.context else "school",
                    organization=self.first.organization, issuer=node.issuer[0] if node.issuer else "",
                    witnesses=self.judges.standing_behind(node.validated_by, self.first),
                    note=f"The work is kept at {self.first.organization.replace('-', ' ')}.",
                )
            )  # fmt: skip
        self.held[node.what] = max(self.held.get(node.what, 0), level or 1)

    def _total(self, node: Total, tags: tuple[str, ...]) -> None:
        for nth, amount in enumerate(_shares(node)):
            self.facts.append(self._share(node, nth, amount, tags))

    def _share(self, node: Total, nth: int, amount: Decimal, tags: tuple[str, ...]) -> NewFact:
        select = node.select
        what = (
            select.what[nth % len(select.what)]
            if select.what
            else f"{select.kind or 'course'}:elective-{nth + 1}"
        )
        amounts = {} if node.measure in ("count", "distinct") else {node.unit: amount}
        carried = {*tags, *select.tags, *select.any_tags[:1]}
        return NewFact(
            self.learner, what, self.day, level=select.proficiency, amounts=amounts, tags=sorted(carried),
            score=select.score.min if select.score else None, scale=select.score.scale if select.score else "",
            framework=select.framework, framework_level=select.level,
            context=select.context[0] if select.context else ("school" if nth % 2 == 0 else "community"),
            organization=self.first.organization, issuer=select.issuer[0] if select.issuer else "",
            witnesses=self.judges.standing_behind(select.validated_by, self.first),
            note=f"The work is kept at {self.first.organization.replace('-', ' ')}.",
        )  # fmt: skip


def _shares(node: Total) -> list[Decimal]:
    """The amounts of the fewest facts that reach a total within its cap."""
    if node.measure in ("count", "distinct"):
        return [Decimal(1)] * int(node.min)
    most = node.cap_per.max if node.cap_per else node.min
    full, rest = divmod(node.min, most)
    return [most] * int(full) + ([rest] if rest else [])


def _weight(node: Node) -> int:
    """How much a child of a choice asks for, roughly: leaves below it."""
    if isinstance(node, Choose):
        return sum(sorted(_weight(child) for child in node.of if not child.advisory)[: node.needed])
    return int(node.min) if isinstance(node, Total) and node.measure in ("count", "distinct") else 1
