"""What speaks against an agreement beside the others: two answers, a promise that cannot be met, places counted twice, gaps.

What a condition means is compared by what follows from it (`reasoning.ways.implies`), never by how it is written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from throughline.core.agreements.conditions import others_in_force
from throughline.core.catalogue.agreements import CHOSEN, in_force, opened_by, owing
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.commitments import SetForSet, rule_of
from throughline.core.catalogue.documents import Agreement
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.c06_live_credentials import onward_graph
from throughline.core.reasoning.findings import Finding
from throughline.core.reasoning.reachability import Reachable
from throughline.core.reasoning.ways import implies
from throughline.core.requirements.nodes import Have, Node


@dataclass(frozen=True)
class Beside:
    """A catalogue on a day, as agreements in it are held beside each other."""

    catalogue: Catalogue
    on: date

    @cached_property
    def book(self) -> RuleBook:
        """Its rules."""
        return RuleBook(self.catalogue)

    @cached_property
    def reachable(self) -> Reachable:
        """What can be reached from an empty record."""
        return Reachable(self.catalogue)

    @cached_property
    def onward(self) -> frozenset[str]:
        """Everything that leads to something."""
        return frozenset(onward_graph(self.catalogue))

    def follows(self, a: Node, b: Node) -> bool:
        """Whether whoever meets the one meets the other."""
        return a == b or implies(a, b, self.book).holds

    def same(self, a: Node, b: Node) -> bool:
        """Whether two conditions are met by the same records."""
        return self.follows(a, b) and self.follows(b, a)


def contradictions(agreement: Agreement, beside: Beside) -> tuple[Finding, ...]:
    """Everything that speaks against one agreement, in the catalogue that holds it."""
    return tuple(finding for look in LOOKS for finding in look(agreement, beside))


def among_all(catalogue: Catalogue, on: date) -> tuple[Finding, ...]:
    """The same for every agreement that holds on a day or begins later; each sentence once."""
    beside = Beside(catalogue, on)
    open_ = [a for _, a in sorted(catalogue.agreements.items()) if in_force(a, on) or (a.starts or on) > on]
    return tuple(dict.fromkeys(finding for each in open_ for finding in contradictions(each, beside)))


def _found(kind: str, agreement: Agreement, sentence: str, fix: str) -> Finding:
    return Finding(kind, f"agreement:{agreement.id}", kind, sentence, fix)


def _beside_others(agreement: Agreement, beside: Beside) -> Iterator[tuple[Agreement, str]]:
    """The other agreements that an institution owes which owes this one, whose days meet; with that institution."""
    mine = owing(agreement, beside.catalogue)
    for other in others_in_force(agreement, beside.catalogue, beside.on):
        shared = sorted({*mine} & {*owing(other, beside.catalogue)})
        if shared and _meet(agreement, other):
            yield other, shared[0]


def _meet(a: Agreement, b: Agreement) -> bool:
    starts, ends = (
        max(a.starts or date.min, b.starts or date.min),
        min(a.ends or date.max, b.ends or date.max),
    )
    return starts <= ends


def two_answers(agreement: Agreement, beside: Beside) -> Iterator[Finding]:
    """One institution answers the same condition in two ways: one promise, under another status or with another remedy."""
    for other, who in _beside_others(agreement, beside):
        if other.kind != agreement.kind or not _same_words(agreement, other):
            continue
        differ = [n for n in ("legal_status", "remedy") if getattr(agreement, n) != getattr(other, n)]
        if differ and beside.same(agreement.trigger, other.trigger):
            what = {"legal_status": "as binding in another way", "remedy": "with another remedy"}[differ[0]]
            yield _found(
                "two_answers", agreement,
                f"organization:{who} promises the same on the same condition in agreement:{agreement.id} and in "
                f"agreement:{other.id}, {what}.",
                "Keep one of the two, or say in each what is different.",
            )  # fmt: skip


def _same_words(a: Agreement, b: Agreement) -> bool:
    return any(a.promise.get(language) == words for language, words in b.promise.items())


def two_credits(agreement: Agreement, beside: Beside) -> Iterator[Finding]:
    """One institution gives different credit for the same learning, whoever saw it (S001-D3.16)."""
    others = (agreement, *(other for other in others_in_force(agreement, beside.catalogue, beside.on)))
    for mine in agreement.sets:
        for other in others:
            for theirs in other.sets:
                if (other.id, theirs.id) != (agreement.id, mine.id) and _unequal(mine, theirs, beside):
                    yield _found(
                        "two_credits", agreement,
                        f"organization:{mine.at} gives {_credits(mine)} under agreement:{agreement.id} and "
                        f"{_credits(theirs)} under agreement:{other.id} for the same {', '.join(mine.counts_as)}.",
                        "Give the same for the same, whoever saw it.",
                    )  # fmt: skip


def _unequal(a: SetForSet, b: SetForSet, beside: Beside) -> bool:
    """Whether two sets are met by the same records, count as the same at one place, and give other credit for it."""
    return (
        a.at == b.at
        and set(a.counts_as) == set(b.counts_as)
        and dict(a.credits) != dict(b.credits)
        and beside.same(rule_of(a), rule_of(b))
    )


def _credits(sets: SetForSet) -> str:
    return ", ".join(f"{n} {unit}" for unit, n in sorted(sets.credits.items())) or "no credit"


def recognized_and_refused(agreement: Agreement, beside: Beside) -> Iterator[Finding]:
    """One institution counts in one agreement what it refuses in another, or in the same."""
    for other in (agreement, *others_in_force(agreement, beside.catalogue, beside.on)):
        for counts, refuses in ((agreement, other), (other, agreement)):
            for place, what, refused in _clashes(counts, refuses, beside):
                yield _found(
                    "recognized_and_refused", agreement,
                    f"organization:{place} counts {what} under agreement:{counts.id} and refuses {refused} under "
                    f"agreement:{refuses.id}.",
                    "Take it out of one of the two.",
                )  # fmt: skip
            if other is agreement:
                break


def _clashes(counts: Agreement, refuses: Agreement, beside: Beside) -> Iterator[tuple[str, str, str]]:
    for sets in counts.sets:
        if sets.at not in refuses.parties:
            continue
        for refused in refuses.refuses:
            for what in sets.of:
                if beside.follows(Have(id="refused", what=refused), Have(id="counted", what=what)):
                    yield sets.at, what, refused


def never_met(agreement: Agreement, beside: Beside) -> Iterator[Finding]:
    """Nobody can ever meet the condition, or one of the sets."""
    rules = [("its condition", agreement.trigger), *((f"set '{s.id}'", rule_of(s)) for s in agreement.sets)]
    for name, rule in rules:
        blocker = beside.reachable.blocker(rule)
        if blocker is not None:
            yield _found(
                "never_met", agreement,
                f"Nobody can meet {name} of agreement:{agreement.id}: nothing leads to "
                f"{getattr(blocker, 'what', blocker.id)}.",
                "Ask for something that can be shown, or offer another way beside it.",
            )  # fmt: skip


def met_by_everyone(agreement: Agreement, beside: Beside) -> Iterator[Finding]:
    """Whoever ends the first stage of any pathway meets the condition of a promise that holds places."""
    pathways = beside.catalogue.pathways.values()
    if agreement.kind not in CHOSEN or not pathways or agreement.capacity is None:
        return
    if all(p.stages and beside.follows(p.stages[0].gate, agreement.trigger) for p in pathways):
        yield _found(
            "met_by_everyone", agreement,
            f"Whoever completes the first stage of any pathway meets the condition of agreement:{agreement.id}, which "
            f"has {agreement.capacity} places a year.",
            "Ask for a milestone that comes later, or promise it to everyone.",
        )  # fmt: skip


def counted_twice(agreement: Agreement, beside: Beside) -> Iterator[Finding]:
    """The same places stand in two agreements, or are counted for each of several stages that together need more."""
    if agreement.kind not in CHOSEN or agreement.capacity is None:
        return
    for other, who in _beside_others(agreement, beside):
        twice = other.kind == agreement.kind and other.capacity is not None and _same_words(agreement, other)
        if twice:
            yield _found(
                "counted_twice", agreement,
                f"The places that organization:{who} promises in agreement:{agreement.id} are promised in "
                f"agreement:{other.id} as well.",
                "Join the two, or say in each which places are meant.",
            )  # fmt: skip
    yield from _more_together(agreement, beside)


def _more_together(agreement: Agreement, beside: Beside) -> Iterator[Finding]:
    assert agreement.capacity is not None
    kept = beside.catalogue
    names = [each.removeprefix("pathway:") for each in agreement.pathways] or list(kept.pathways)
    expected = {
        f"pathway:{name}": max((s.expected for s in kept.pathways[name].stages
                                if s.expected and agreement in opened_by(s, kept.pathways[name], kept)), default=0)
        for name in names
    }  # fmt: skip
    need = {name: n for name, n in expected.items() if n}
    if len(need) > 1 and max(need.values()) <= agreement.capacity < sum(need.values()):
        yield _found(
            "counted_twice", agreement,
            f"The {agreement.capacity} places of agreement:{agreement.id} are counted for each of "
            f"{', '.join(sorted(need))}, from which {sum(need.values())} are expected together.",
            "Add places, or say how many are for whom.",
        )  # fmt: skip


def leads_to_nothing(agreement: Agreement, beside: Beside) -> Iterator[Finding]:
    """A set counts as something that no rule, pathway or agreement asks for, and gives no credit."""
    for sets in agreement.sets:
        if not any(sets.credits.values()) and not beside.onward.intersection(sets.counts_as):
            yield _found(
                "leads_to_nothing", agreement,
                f"Set '{sets.id}' of agreement:{agreement.id} counts as {', '.join(sets.counts_as) or 'nothing'}, "
                "which leads to nothing.",
                "Count it as something that a pathway or an agreement asks for, or give credit for it.",
            )  # fmt: skip


def gap_of_days(agreement: Agreement, beside: Beside) -> Iterator[Finding]:
    """Days between an agreement that ends and the one that takes its place, on which neither holds."""
    if agreement.ends and agreement.starts and agreement.ends < agreement.starts:
        yield _found(
            "gap_of_days", agreement, f"agreement:{agreement.id} ends on {agreement.ends}, before it starts.",
            "Look at the two days again.",
        )  # fmt: skip
        return
    if not agreement.ends:
        return
    after = [each for each in _successors(agreement, beside) if each.starts]
    next_ = min(after, key=lambda each: each.starts or date.max, default=None)
    if next_ and next_.starts and next_.starts > agreement.ends + timedelta(days=1):
        yield _found(
            "gap_of_days", agreement,
            f"agreement:{agreement.id} ends on {agreement.ends}, and agreement:{next_.id}, which takes its place, starts "
            f"on {next_.starts}: in between neither holds.",
            "Let the first end the day before the second starts.",
        )  # fmt: skip


def _successors(agreement: Agreement, beside: Beside) -> Iterator[Agreement]:
    """Agreements of the same kind and institution that begin at all or go on after this one ends, for whoever it is for."""
    mine = {*owing(agreement, beside.catalogue)}
    for other in others_in_force(agreement, beside.catalogue, beside.on):
        later = (other.ends or date.max) > (agreement.ends or date.max)
        alike = other.kind == agreement.kind and mine & {*owing(other, beside.catalogue)}
        if later and alike and beside.follows(agreement.trigger, other.trigger):
            yield other


Look = Callable[[Agreement, Beside], Iterator[Finding]]
LOOKS: tuple[Look, ...] = (
    two_answers, two_credits, recognized_and_refused, never_met, met_by_everyone, counted_twice, leads_to_nothing,
    gap_of_days,
)  # fmt: skip
"""Everything that is looked at of one agreement beside the others."""
