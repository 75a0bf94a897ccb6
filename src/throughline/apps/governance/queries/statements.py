"""What the public reads of a vote, as it is digested and signed: the packet, a ballot, a decision. By seat, no names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.apps.governance.drafting import signatures_of
from throughline.apps.governance.models import CastBallot, Decision, Vote
from throughline.apps.governance.queries.matters import Matter
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.charters import Body
from throughline.core.catalogue.documents import Pathway
from throughline.core.certification.c19_reviewed import Reach, Review, access_of, c19
from throughline.core.certification.draft_checks import detected
from throughline.core.governing.authorship import Part, sectors_by_part
from throughline.core.governing.ballots import Tally
from throughline.core.governing.charters import Sitting
from throughline.core.governing.opening import QUESTIONS, SORTING
from throughline.core.reasoning.findings import Finding


def packet_of(matter: Matter, now: Sitting, impact: Mapping[str, Any]) -> dict[str, Any]:
    """What lies before the members of a body, as JSON."""
    draft, read, window = matter.draft, matter.read, matter.window
    return {
        "docket": matter.proposal.docket,
        "kind": matter.proposal.kind,
        "title": matter.proposal.title,
        "reason": matter.proposal.reason,
        "madeFor": matter.proposal.made_for,
        "draft": {"number": draft.number, "digest": draft.digest} if draft else None,
        "body": now.body.id,
        "charter": now.version,
        "clause": _clause(now.body, matter.proposal.kind),
        "seats": [[each.seat, each.place] for each in now.members],
        "vacant": [
            [v.seat, v.place, v.announced.isoformat() if v.announced else None] for v in now.vacancies
        ],
        "parts": authors_of(matter, read.parts) if read else [],
        "comment": [window.first.isoformat(), window.last.isoformat()] if window else [],
        "questions": {name: matter.answers[name].text for name in QUESTIONS if name in matter.answers},
        "detectors": [
            [each.check, each.title, list(each.found)] for each in detected(read.findings if read else ())
        ],
        "impact": dict(impact),
        "access": access_said(read.documents, read.after) if read else {},
    }


def access_said(documents: Mapping[str, Any], after: Catalogue) -> dict[str, list[list[Any]]]:
    """The figures of access to each pathway of a draft, by group: within reach, of how many; None where it is hidden."""
    changed = (ref.partition(":")[2] for ref, each in documents.items() if isinstance(each, Pathway))
    return {
        name: [[each.group, each.within, each.of] for each in access_of(after.pathways[name], after)]
        for name in changed
    }


def faults_of_packet(packet: Mapping[str, Any], pathway: str, kept: Catalogue) -> tuple[Finding, ...]:
    """C19 of a pathway, by the packet on which it was decided."""
    text = str(packet.get("questions", {}).get(SORTING, ""))
    review = Review(text, tuple(str(each[0]) for each in packet.get("detectors", ())))
    access = tuple(Reach(*each) for each in packet.get("access", {}).get(pathway, ()))
    return c19(f"pathway:{pathway}", review, access, tuple(kept.state.groups), kept.state.smallest_group)


def packets_of_pathways() -> dict[str, Mapping[str, Any]]:
    """By pathway the packet of the newest decision that brought a version of it into force. One query."""
    rows = Decision.objects.exclude(published=[]).select_related("vote").order_by("decided_at")
    return {
        ref.partition(":")[2]: row.vote.packet
        for row in rows
        for ref, _ in row.published
        if ref.startswith("pathway:")
    }


def _clause(body: Body, kind: str) -> str:
    power = body.power_over(kind)
    return power.clause if power else ""


def authors_of(matter: Matter, parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Each changed part with the sectors and organizations whose authors signed it."""
    sectors = sectors_by_part(parts, signatures_of(matter.signatures))
    return [
        {
            "part": part.name,
            "digest": part.digest,
            "sectors": list(sectors[part.name]),
            "organizations": sorted(
                {s.organization for s in matter.signatures if (s.part, s.digest) == (part.name, part.digest)}
            ),
        }
        for part in parts
    ]


def ballot_said(row: CastBallot) -> dict[str, Any]:
    """What the public log's digest of a ballot is over."""
    return {
        "seat": row.seat, "place": row.place, "sector": row.sector, "word": row.word, "reason": row.reason,
        "conflict": row.conflict, "castAt": row.cast_at.isoformat(),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Closing:
    """How a vote closes. published: references and numbers it brings into force; withheld: why it does not, where it was
    carried and something keeps it. lacking: what the body's seats lack on that day. by_itself: after its last day."""

    came: Tally
    reasons: str
    published: Sequence[tuple[str, int]]
    withheld: str
    lacking: Sequence[str]
    by_itself: bool
    at: datetime


def decision_said(vote: Vote, ballots: Sequence[CastBallot], closing: Closing) -> dict[str, Any]:
    """What a body signs: on which draft and packet, how each seat voted, what it came to and why, whether the body was
    whole, what it brought into force or what keeps it."""
    came = closing.came
    return {
        "docket": vote.proposal.docket,
        "body": vote.body,
        "vote": vote.number,
        "charter": vote.charter,
        "recommends": vote.recommends,
        "draft": {"number": vote.draft.number, "digest": vote.draft.digest},
        "packet": vote.digest,
        "ballots": [ballot_said(each) for each in ballots],
        "counts": dict(came.counts),
        "seats": came.seats,
        "tookPart": came.took_part,
        "quorum": came.needed,
        "outcome": came.outcome,
        "lacking": list(closing.lacking),
        "closedByItself": closing.by_itself,
        "reasons": closing.reasons,
        "published": [list(each) for each in closing.published],
        "withheld": closing.withheld,
        "decidedAt": closing.at.isoformat(),
    }
