"""A leaf explained: which facts meet it, by which equivalence, until when, and every way to close its
gap."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from throughline.core.catalogue.rulebook import EquivalenceStep
from throughline.core.progress.evidence import ALWAYS
from throughline.core.progress.leaves import (
    Match,
    best_days,
    is_plain,
    lapsed,
    matches,
    reached,
    selected,
    until,
)
from throughline.core.progress.outcome import Missing, Outcome
from throughline.core.progress.pool import child_of, derived_for
from throughline.core.progress.program import Program
from throughline.core.progress.record import Fact, RuleException
from throughline.core.progress.totals import shown, steps_left, total_of
from throughline.core.progress.world import World
from throughline.core.requirements.nodes import Have, Total

ONE, ZERO = Decimal(1), Decimal(0)


class Reader(Protocol):
    """The explainer, as far as leaves need it."""

    program: Program
    world: World

    def behind(self, ref: str) -> Outcome | None:
        """The rule behind a milestone or stage, explained."""


def accepted_by(decisions: Sequence[RuleException], kind: str) -> tuple[str, ...]:
    """The names that decisions of one kind accept."""
    return tuple(name for each in decisions if each.kind == kind for name in each.accept)


def held_among(accept: Sequence[str], world: World) -> tuple[tuple[str, ...], date] | None:
    """The first accepted name the record holds: its fact and last day; None if it holds none."""
    for name in accept:
        if name in world.held:
            facts = sorted(
                world.evidence.by_what.get(name, ()), key=lambda f: (f.valid_until or ALWAYS, f.id)
            )
            return ((facts[-1].id,), facts[-1].valid_until or ALWAYS) if facts else ((), ALWAYS)
    return None


def explained_have(reader: Reader, node: Have, law: bool, accepted: tuple[str, ...]) -> Outcome:
    """A `have` against the record: by facts, or where nothing more is asked by what follows from the
    record."""
    world, steps = reader.world, reader.program.steps(node.what, node.via)
    found = matches(node, steps, world.evidence)
    if accepted:
        found = list(child_of(node, world, reader.program, accepted).matches.values())
    best = best_days(found, node.times)
    if len(best) < node.times and is_plain(node):
        derived = derived_for(node, world, reader.program)
        if derived:
            return _following(reader, node, derived, law)
    return _by_facts(reader, node, best, law, accepted)


def _by_facts(reader: Reader, node: Have, best: list[Match], law: bool, accepted: tuple[str, ...]) -> Outcome:
    met = len(best) >= node.times
    last = until(best) if met else ALWAYS
    done, needed, unit = _progress(reader, node, len(best), met)
    return Outcome(
        node, "met" if met else "not_met", done, needed, unit, node.times - len(best),
        used=tuple(match.fact.id for match in best),
        until=None if last == ALWAYS else last,
        renewal_due=not met and _renewal_due(reader, node, best),
        equivalences=_chains(best),
        gap=None if met else Missing(node, node.what, needed - done, unit, _ways(reader, node, accepted)),
        children=() if met else _behind(reader, node.what), ref=_ref(node), law=law,
    )  # fmt: skip


def _progress(reader: Reader, node: Have, days: int, met: bool) -> tuple[Decimal, Decimal, str]:
    """Days of days asked; where one fact at a level is asked, the level reached of the level asked."""
    if node.level is None or node.level == 1 or node.times > 1:
        return Decimal(days), Decimal(node.times), "times" if node.times > 1 else ""
    if met:
        return Decimal(node.level), Decimal(node.level), "level"
    world, steps = reader.world, {s.what: s for s in reader.program.steps(node.what, node.via)}
    facts = [(fact, None) for fact in world.evidence.by_what.get(node.what, ())]
    facts += [(fact, step) for what, step in steps.items() for fact in world.evidence.by_what.get(what, ())]  # type: ignore[misc]
    highest = max((reached(fact, step) for fact, step in facts), default=0)
    if highest >= node.level:
        # The level is there; something else about the fact (people, setting, freshness) is not.
        return ZERO, ONE, ""
    return Decimal(highest), Decimal(node.level), "level"


def _renewal_due(reader: Reader, node: Have, best: list[Match]) -> bool:
    if node.fresh is None and not reader.world.evidence.lapsed:
        return False
    old = lapsed(node, reader.program.steps(node.what, node.via), reader.world.evidence)
    days = {match.fact.when for match in best} | {fact.when for fact in old}
    return bool(old) and len(days) >= node.times


def _following(reader: Reader, node: Have, derived: dict[str, EquivalenceStep | None], law: bool) -> Outcome:
    """Met because the rule of a milestone, or of what awards a credential, is met."""
    name, step = next(iter(derived.items()))
    below = _behind(reader, name, met_only=True)
    last = max((child.until or ALWAYS for child in below), default=ALWAYS)
    return Outcome(
        node, "met", ONE, ONE, "", 0, until=None if last == ALWAYS else last,
        equivalences=(step,) if step else (), children=below, ref=name, law=law,
    )  # fmt: skip


def _behind(reader: Reader, what: str, met_only: bool = False) -> tuple[Outcome, ...]:
    """The rules behind a milestone or a credential: all ways, or the first that is met."""
    found = [outcome for ref in reader.program.behind(what) if (outcome := reader.behind(ref)) is not None]
    if met_only:
        return tuple(outcome for outcome in found if outcome.satisfied)[:1]
    return tuple(found)


def _ref(node: Have) -> str:
    return node.what if node.kind in ("milestone", "credential") else ""


def _chains(best: Sequence[Match]) -> tuple[EquivalenceStep, ...]:
    return tuple(dict.fromkeys(match.step for match in best if match.step is not None)) if best else ()


def _ways(reader: Reader, node: Have, accepted: tuple[str, ...]) -> tuple[str, ...]:
    steps = reader.program.steps(node.what, node.via)
    if not steps and not accepted:
        return (node.what,)
    return tuple(dict.fromkeys([node.what, *(step.what for step in steps), *accepted]))


def explained_total(reader: Reader, node: Total, law: bool, accepted: tuple[str, ...]) -> Outcome:
    """A `total` against the record, in its unit."""
    child = child_of(node, reader.world, reader.program, accepted)
    found = shown(node, list(child.matches.values()))
    return summed_total(reader, node, found, law)


def summed_total(reader: Reader, node: Total, found: list[Match], law: bool) -> Outcome:
    """A `total` over the facts given."""
    done = total_of(node, [match.fact for match in found])
    met = done >= node.min
    last = _holds_until(node, found) if met else ALWAYS
    return Outcome(
        node, "met" if met else "not_met", done, node.min, node.unit, steps_left(node, done),
        used=tuple(match.fact.id for match in found),
        until=None if last == ALWAYS else last,
        renewal_due=not met and _would_be_met(reader, node, found),
        equivalences=_chains(found),
        gap=None if met else Missing(node, "", node.min - done, node.unit, node.select.what), law=law,
    )  # fmt: skip


def _holds_until(node: Total, found: Sequence[Match]) -> date:
    """The last day on which the facts still in force reach the total."""
    for day in sorted({match.until for match in found}):
        kept = [match.fact for match in found if match.until > day]
        if total_of(node, kept) < node.min:
            return day
    return ALWAYS


def _would_be_met(reader: Reader, node: Total, found: Sequence[Match]) -> bool:
    old = reader.world.evidence.expired
    if old is None:
        return False
    pairs = selected(node.select, reader.program.total_steps(node), old)
    facts: dict[str, Fact] = {fact.id: fact for fact, _ in pairs} | {m.fact.id: m.fact for m in found}
    return bool(pairs) and total_of(node, list(facts.values())) >= node.min
