"""What a record and the rules say about a step before it is taken: kept, needed, lost, still open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import queries as records
from throughline.core.progress.audit import Audit, audit
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.portability import Switch, switch
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing
from throughline.core.progress.whole_way import within_milestones
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


@dataclass(frozen=True, slots=True)
class Setback:
    """What a newer version would cost a learner. reopens: stages they have completed that it would open again.
    more: so many more steps than theirs asks for. Neither: nothing."""

    reopens: tuple[str, ...] = ()
    more: int = 0

    def refusal(self, accept_more: bool) -> str:
        """Why it is not theirs for the asking, in words; empty where it is."""
        if self.reopens:
            return f"it would open again what you have completed: {', '.join(self.reopens)}."
        if self.more and not accept_more:
            return f"it asks for more than yours: up to {self.more} steps. Say that you accept that, and it is yours."
        return ""


NO_SETBACK = Setback()


def setback(
    learner: UUID, pathway: str, old: int | None, new: int, *, on: date, began: date | None = None
) -> Setback:
    """How a newer version of a pathway would set the learner back; the caller has asked the policy."""
    record = records.records_of([learner])[learner]
    before = audit_of(record, pathway, old, on=on, began=began)
    after = audit_of(record, pathway, new, on=on, began=began)
    passed = {stage.id for stage in after.stages if stage.passed}
    lost = tuple(stage.id for stage in before.stages if stage.passed and stage.id not in passed)
    now, then = within_milestones(after), within_milestones(before)
    deeper = sum(max(now[name] - then[name], 0) for name in now.keys() & then.keys())
    return Setback(lost, max(after.remaining - before.remaining, 0) + deeper)
