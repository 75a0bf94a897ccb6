"""Which milestones can be worked on now: open ones that still help, whose own needs are met."""

from collections.abc import Iterator

from throughline.core.progress.outcome import Outcome
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Total, Use


def ready_milestones(gate: Outcome, standing: Standing) -> tuple[str, ...]:
    """Milestones of an unmet gate that could be shown next; the rules behind its milestones need not be
    explained. A milestone whose rule rests on another that is
    not met waits for that one, which is listed in its place. No age, date or order comes in."""
    found: dict[str, None] = {}
    for ref in _wanted(gate, standing):
        _first_steps(ref, standing, found, set())
    return tuple(found)


def _wanted(outcome: Outcome, standing: Standing) -> Iterator[str]:
    """Milestones asked for by what is not yet met; what stands behind a milestone is its own matter."""
    if outcome.satisfied or outcome.node.advisory:
        return
    if isinstance(outcome.node, Have):
        if outcome.node.kind == "milestone":
            yield outcome.node.what
        elif outcome.node.kind == "credential":
            yield from _leading_to(outcome.node.what, standing)
        return
    for child in outcome.children:
        yield from _wanted(child, standing)


def _first_steps(ref: str, standing: Standing, found: dict[str, None], seen: set[str]) -> None:
    if ref in seen or ref in standing.sure.counted:
        return
    seen.add(ref)
    unit = standing.program.units.get(ref)
    waits_for = (
        _needs(unit.node, standing, set()) if unit and standing.program.rests_on_others(unit.node) else ()
    )
    if not waits_for:
        found[ref.partition(":")[2]] = None
    for need in waits_for or ():
        _first_steps(need, standing, found, seen)


def _needs(node: Node, standing: Standing, opened: set[str]) -> tuple[str, ...] | None:
    """Open milestones a rule waits for; empty where it can be met by work on itself alone; None where only
    what no milestone gives is in the way."""
    if isinstance(node, (Have, Total)):
        return _leaf_needs(node, standing)
    if isinstance(node, Use):
        if node.rule in opened:
            return ()
        return _needs(standing.program.rule(node), standing, opened | {node.rule})
    if isinstance(node, Not):
        return ()
    counted = [child for child in node.of if not child.advisory]
    return _choose_needs(node, [_needs(child, standing, opened) for child in counted])


def _leaf_needs(node: Have | Total, standing: Standing) -> tuple[str, ...]:
    if not isinstance(node, Have) or node.kind not in ("milestone", "credential"):
        return ()
    if node.what in standing.sure.counted:
        return ()
    if node.kind == "milestone":
        return (node.what,)
    return _leading_to(node.what, standing)


def _leading_to(credential: str, standing: Standing) -> tuple[str, ...]:
    """The milestones that award a credential."""
    ways = standing.program.rules.awardings(credential.partition(":")[2])
    return tuple(way.source for way in ways if way.source.startswith("milestone:"))


def _choose_needs(node: Choose, each: list[tuple[str, ...] | None]) -> tuple[str, ...]:
    free = [needs for needs in each if not needs]
    wanted = min(node.needed, len(each))
    if len(free) >= wanted:
        return ()
    return tuple(dict.fromkeys(ref for needs in each for ref in needs or ()))
