"""What a record and the rules say about a step before it is taken: kept, needed, lost, still open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import queries as records
from throughline.core.progress.audit import Audit, audit
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import Node


@dataclass(frozen=True, slots=True)
class KeptAndNeeded:
    """A pathway's milestones, parted: those the record already meets and those still to show. Together: all of them."""

    pathway: str
    number: int
    kept: tuple[str, ...]
    needed: tuple[str, ...]

    @property
    def asked(self) -> frozenset[str]:
        """Everything the pathway asks for."""
        return frozenset(self.kept) | frozenset(self.needed)


def standing_on(
    record: Record, pathway: str = "", number: int | None = None, *, on: date, began: date | None = None
) -> Standing:
    """A record read on one day by the rules of one pathway version (none named: all in force)."""
    return Standing(record, frameworks.program_for(pathway, number, began=began), on)


def audit_of(
    record: Record, pathway: str, number: int | None = None, *, on: date, began: date | None = None
) -> Audit:
    """A record against a pathway (`pathway:id`) at one version (none: in force)."""
    pinned = number or frameworks.current_number(pathway)
    return audit(pathway.removeprefix("pathway:"), standing_on(record, pathway, pinned, on=on, began=began))


def balance(record: Record, pathway: str, *, on: date) -> KeptAndNeeded:
    """What a record keeps and still needs on a pathway as it is in force."""
    found = audit_of(record, pathway, on=on)
    kept = tuple(m.id for m in found.milestones if m.status in ("met", "waived"))
    needed = tuple(m.id for m in found.milestones if m.status not in ("met", "waived"))
    return KeptAndNeeded(pathway, frameworks.current_number(pathway), kept, needed)


def kept_and_needed(learner: UUID, pathway: str, *, on: date) -> KeptAndNeeded:
    """The same for a learner's own record; the caller has asked the policy."""
    return balance(records.records_of([learner])[learner], pathway, on=on)


def outcome_of(learner: UUID, rule: Node, pathway: str, *, on: date) -> Outcome:
    """One rule of a pathway against a learner's record; the caller has asked the policy."""
    record = records.records_of([learner])[learner]
    return standing_on(record, pathway, frameworks.current_number(pathway), on=on).explain(rule, pathway)


def strands(
    learner: UUID, pathway: str, old: int | None, new: int, *, on: date, accept_more: bool = False
) -> str:
    """Why a newer version would set the learner back, in words; empty where it would not."""
    record = records.records_of([learner])[learner]
    before, after = audit_of(record, pathway, old, on=on), audit_of(record, pathway, new, on=on)
    passed = {stage.id for stage in before.stages if stage.passed}
    lost = sorted(passed - {stage.id for stage in after.stages if stage.passed})
    if lost:
        return f"it would open again what you have completed: {', '.join(lost)}."
    more = after.remaining - before.remaining
    if more > 0 and not accept_more:
        return f"it asks for up to {more} more steps than yours. Say that you accept that, and it is yours."
    return ""
