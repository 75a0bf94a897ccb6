"""What a record and the rules say about a step before it is taken: kept, needed, lost, still open."""

from datetime import date
from uuid import UUID

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import queries as records
from throughline.core.progress.audit import Audit, audit
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.portability import Switch, switch
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import Node


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


def change_to(
    record: Record, pathway: str, *, on: date, began: date | None = None, source: str = ""
) -> Switch:
    """What a change from one pathway (empty: none) to another as it is in force keeps of a record, and still needs."""
    standing = standing_on(record, pathway, frameworks.current_number(pathway), on=on, began=began)
    return switch(standing, pathway.removeprefix("pathway:"), source.removeprefix("pathway:"))


def outcome_of(learner: UUID, rule: Node, pathway: str, *, on: date, began: date | None = None) -> Outcome:
    """One rule of a pathway against a learner's record; the caller has asked the policy."""
    record = records.records_of([learner])[learner]
    number = frameworks.current_number(pathway)
    return standing_on(record, pathway, number, on=on, began=began).explain(rule, pathway)


def strands(
    learner: UUID, pathway: str, old: int | None, new: int, *, on: date, began: date | None = None,
    accept_more: bool = False,
) -> str:  # fmt: skip
    """Why a newer version would set the learner back, in words; empty where it would not."""
    record = records.records_of([learner])[learner]
    before = audit_of(record, pathway, old, on=on, began=began)
    after = audit_of(record, pathway, new, on=on, began=began)
    passed = {stage.id for stage in before.stages if stage.passed}
    lost = sorted(passed - {stage.id for stage in after.stages if stage.passed})
    if lost:
        return f"it would open again what you have completed: {', '.join(lost)}."
    more = after.remaining - before.remaining
    if more > 0 and not accept_more:
        return f"it asks for up to {more} more steps than yours. Say that you accept that, and it is yours."
    return ""
