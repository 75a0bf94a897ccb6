"""Reads of what a result rests on: from a fact back to the work, the version of the rubric, and who judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughline.apps.records.judging.handed_in import pieces_of
from throughline.apps.records.models import OutcomeAttainment


@dataclass(frozen=True, slots=True)
class Chain:
    """Behind one fact: the work, the assessment and its version, the part, the pieces of evidence and who signed.

    words, link: what was handed in beside pieces. judges: person, role, organization. decided_at: when it stood. It names
    no number of tries: whoever reads a result reads this one alone.
    """

    attainment: UUID
    submission: UUID
    assessment: str
    number: int
    part: str
    words: str
    link: str
    evidence: tuple[tuple[UUID, int], ...]
    judges: tuple[tuple[UUID, str, str], ...]
    how: str
    decided_at: datetime

    @property
    def complete(self) -> bool:
        """Whether nothing is missing on the way back."""
        shown = bool(self.evidence or self.words or self.link)
        return shown and bool(self.assessment and self.number and self.judges)


def chains_of(attainments: Iterable[UUID]) -> dict[UUID, Chain]:
    """The chain behind each of these facts that came from judged work; for those who ask the policy first. Four queries."""
    rows = (
        OutcomeAttainment.objects.filter(attainment__in=list(attainments))
        .select_related("outcome__submission")
        .prefetch_related("outcome__submission__evidence__version", "outcome__submission__judgments")
    )
    return {row.attainment_id: _chain(row) for row in rows}


def _chain(row: OutcomeAttainment) -> Chain:
    work = row.outcome.submission
    judges = {(j.judge_id, j.role, j.organization) for j in work.judgments.all()}
    return Chain(
        row.attainment_id, work.id, work.assessment, work.number, work.part, work.words, work.link,
        pieces_of(work), tuple(sorted(judges, key=str)),
        row.outcome.how, row.outcome.decided_at,
    )  # fmt: skip
