"""The steps from a record to the end of a pathway, those inside milestones that are still open counted one by one."""

from throughline.core.progress.audit import Audit, MilestoneAudit


def steps_to_the_end(found: Audit) -> int:
    """At most so many steps to the end of the pathway. A milestone counts at its gate as one step, and beyond that with what
    its own rule still asks, so that a harder milestone is seen as well."""
    gates = (found.standing.remaining(each.rule, each.owner) for each in found.stages if not each.passed)
    return sum(gates) + sum(within_milestones(found).values())


def within_milestones(found: Audit) -> dict[str, int]:
    """Steps inside each milestone beyond the one it counts for at its gate."""
    return {m.id: 0 if m.status in ("met", "waived") else _inside(m) for m in found.milestones}


def _inside(milestone: MilestoneAudit) -> int:
    unit = milestone.standing.program.units.get(f"milestone:{milestone.id}")
    return max(milestone.standing.remaining(unit.node, unit.ref) - 1, 0) if unit else 0
