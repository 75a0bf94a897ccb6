"""Which facts meet a `have`, and which a `total` sums: the one place where a fact is held against a
leaf."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from throughline.core.catalogue.rulebook import EquivalenceStep
from throughline.core.progress.evidence import ALWAYS, Evidence, last_day
from throughline.core.progress.record import Fact
from throughline.core.progress.validation import validated
from throughline.core.requirements.nodes import Have, ScoreAtLeast, Selector, Total

Leaf = Have | Total
Steps = tuple[EquivalenceStep, ...]


class Match(NamedTuple):
    """A fact that meets a leaf: by which equivalence (None: it is the thing itself), until which day."""

    fact: Fact
    step: EquivalenceStep | None
    until: date
    accepted: str = ""

    @property
    def rank(self) -> tuple[date, bool, int, date, str]:
        """Sorted downward, the first is the one to show: it holds longest, is the thing itself, is
        highest."""
        return (self.until, self.step is None, self.fact.level or 0, self.fact.when, self.fact.id)


def is_plain(node: Have) -> bool:
    """Whether any live fact of the right name is enough: nothing is asked about level, day or people."""
    return (
        (node.level is None or node.level == 1)
        and node.score is None
        and node.times == 1
        and not node.validated_by
        and not node.context
        and not node.issuer
        and node.fresh is None
    )


def is_level_alone(node: Have) -> bool:
    """Whether any live fact of the right name at the level is enough."""
    return node.attempt == "best" and is_plain(replace(node, level=None))


class _NoTitle(dict[str, str]):
    """An empty title that can be a key."""

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


NO_TITLE = _NoTitle()


def item(leaf: Leaf) -> Leaf:
    """What a leaf asks for, as a key: all but how it is named and cited. Leaves of one item are met together."""
    return replace(leaf, id="", title=NO_TITLE, cite=None, advisory=False)


def reached(fact: Fact, step: EquivalenceStep | None) -> int:
    """The proficiency level a fact counts for; without one, 1."""
    level = fact.level if step is None else step.counts_for(fact.level)
    return level or 1


def matches(node: Have, steps: Steps, evidence: Evidence) -> list[Match]:
    """The live facts that meet a `have`, whatever the number of days it asks for."""
    tries = list(_tries(node.what, steps, evidence.by_what))
    if node.attempt != "best" and tries:
        day = (min if node.attempt == "first" else max)(fact.when for fact, _ in tries)
        tries = [(fact, step) for fact, step in tries if fact.when == day]
    found = [Match(fact, step, last_day(fact, node.fresh)) for fact, step in tries if suits(node, fact, step)]
    return [match for match in found if match.until >= evidence.as_of]


def lapsed(node: Have, steps: Steps, evidence: Evidence) -> list[Fact]:
    """Facts that would meet a `have` if they were still in force."""
    if node.fresh is None and not evidence.lapsed:
        return []
    old = [fact for fact, step in _tries(node.what, steps, evidence.lapsed) if suits(node, fact, step)]
    if node.fresh is None:
        return old
    stale = (
        fact
        for fact, step in _tries(node.what, steps, evidence.by_what)
        if last_day(fact, node.fresh) < evidence.as_of and suits(node, fact, step)
    )
    return [*old, *stale]


def _tries(
    what: str, steps: Steps, by_what: Mapping[str, list[Fact]]
) -> Iterator[tuple[Fact, EquivalenceStep | None]]:
    for fact in by_what.get(what, ()):
        yield fact, None
    for step in steps:
        for fact in by_what.get(step.what, ()):
            yield fact, step


def suits(node: Have, fact: Fact, step: EquivalenceStep | None) -> bool:
    """Whether a fact has everything a `have` asks for but its time."""
    return (
        (node.level is None or reached(fact, step) >= node.level)
        and _scored(node.score, fact)
        and (not node.context or fact.context in node.context)
        and (not node.issuer or fact.issuer in node.issuer)
        and (not node.validated_by or validated(node.validated_by, fact.validators))
    )


def _scored(asked: ScoreAtLeast | None, fact: Fact) -> bool:
    return asked is None or (fact.score is not None and fact.scale == asked.scale and fact.score >= asked.min)


def best_days(found: list[Match], times: int) -> list[Match]:
    """The matches to show, one a day, at most `times`: those that hold longest."""
    if len(found) < 2:
        return found
    chosen: dict[date, Match] = {}
    for match in sorted(found, key=lambda m: m.rank, reverse=True):
        if len(chosen) == times:
            break
        chosen.setdefault(match.fact.when, match)
    return list(chosen.values())


def selected(
    select: Selector, steps: Mapping[str, EquivalenceStep | None], evidence: Evidence
) -> list[tuple[Fact, EquivalenceStep | None]]:
    """The live facts that pass a filter. `steps` closes its `what` list: each name to how it counts
    there."""
    if select.what:
        pool = [(fact, step) for what, step in steps.items() for fact in evidence.by_what.get(what, ())]
    else:
        facts = evidence.by_kind.get(select.kind, ()) if select.kind else evidence.live
        pool = [(fact, None) for fact in facts]
    return [(fact, step) for fact, step in pool if passes(select, fact, step)]


def passes(select: Selector, fact: Fact, step: EquivalenceStep | None) -> bool:
    """Whether a fact passes every filter but the `what` list."""
    return (
        fact.tags.issuperset(select.tags)
        and (not select.kind or fact.kind == select.kind)
        and (not select.any_tags or not fact.tags.isdisjoint(select.any_tags))
        and (not select.framework or fact.framework == select.framework)
        and (select.level is None or (fact.framework_level or 0) >= select.level)
        and (select.proficiency is None or reached(fact, step) >= select.proficiency)
        and _scored(select.score, fact)
        and (not select.context or fact.context in select.context)
        and (not select.issuer or fact.issuer in select.issuer)
        and (not select.exclude or not any(name == fact.what or name in fact.tags for name in select.exclude))
        and (not select.validated_by or validated(select.validated_by, fact.validators))
    )


def adds(node: Total, fact: Fact) -> Decimal:
    """What one fact adds to a total before any cap."""
    if node.measure in ("count", "distinct"):
        return Decimal(1)
    return fact.amounts.get(node.unit, Decimal(0))


def until(matched: Iterable[Match]) -> date:
    """The last day on which all of them count."""
    return min((match.until for match in matched), default=ALWAYS)
