"""The steps from a record to the end of a pathway, those inside milestones that are still open counted one by one."""

from throughline.core.progress.audit import Audit


def steps_to_the_end(found: Audit) -> int:
    """At most so many steps to the end of the pathway. A milestone counts at its gate as one step, and beyond that with what
    its own rule still asks, so that a harder milestone is seen as well."""
    return found.remaining + sum(within_milestones(found).values())


def within_milestones(found: Audit) -> dict[str, int]:
    """Steps inside each milestone beyond the one it counts for at its gate."""
    return {
        m.id: max(m.outcome.remaining - 1, 0) if m.outcome and m.status not in ("met", "waived") else 0
        for m in found.milestones
    }
