"""Writes: a proposal comes on the docket, is drafted and signed part by part, answered for, sent up, withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.drafting import as_written, base_of, drafted, read_documents
from throughline.apps.governance.models import (
    AuthorSignature,
    Draft,
    Hearing,
    PacketAnswer,
    PathwayRequest,
    Proposal,
    Withdrawal,
)
from throughline.apps.governance.queries.matters import found, recommends, subject
from throughline.apps.governance.queries.sittings import charter, sitting, subject_in
from throughline.apps.governance.waiving import refuse_waivers
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.catalogue.charters import DECIDES
from throughline.core.certification.draft_checks import detected
from throughline.core.governing.opening import QUESTIONS, SORTING

LEARNERS = "learners"
"""The sector for which a learner signs."""


@transaction.atomic
def propose(
    *, by: Actor, kind: str, title: str, reason: str, bodies: Sequence[str], now: datetime, made_for: str = "",
    answers: int | None = None,
) -> int:  # fmt: skip
    """Put a proposal before one body, or before several that decide on the one text; gives its number on the docket.
    made_for: the organization in whose name. answers: the docket number of a request that it takes up."""
    decision = require(by, "docket.propose", what="A proposal")
    if made_for:
        decision = require(
            by, "docket.speak_for", Subject(organization=made_for), what=f"Speaking for {made_for}"
        )
    if kind not in DECIDES:
        raise Refused("A proposal", f"there is no kind '{kind}'.", f"Choose one of: {', '.join(DECIDES)}.")
    if not title.strip() or not reason.strip() or not bodies:
        raise Refused("A proposal", "it says too little.", "Say what you propose, why, and to which body.")
    for body in bodies:
        charter(body)
    made = Proposal.objects.create(
        kind=kind, title=title.strip(), reason=reason.strip(), made_for=made_for, made_by_id=by.me, made_at=now,
        answers=_request(answers),
    )  # fmt: skip
    made.refresh_from_db(fields=["docket"])
    Hearing.objects.bulk_create(
        Hearing(proposal=made, body=body, since=now) for body in dict.fromkeys(bodies)
    )
    said = {"kind": kind, "title": made.title, "reason": made.reason, "madeFor": made_for}
    for body in dict.fromkeys(bodies):
        enter(made, "opened", body, said, now)
    note(by, decision, "proposed", made, now)
    return made.docket


def _request(docket: int | None) -> PathwayRequest | None:
    if docket is None:
        return None
    asked = PathwayRequest.objects.filter(docket=docket).first()
    if asked is None:
        raise Refused("A proposal", f"no request has the docket number {docket}.", "Look it up in the list.")
    return asked


@transaction.atomic
def draft(
    *, by: Actor, docket: int, now: datetime, documents: Mapping[str, Any] | None = None, text: str = "", words: str = "",
    after: int | None = None,
) -> int:  # fmt: skip
    """Write the next edition of a draft: bodies of documents by reference (None: retired), or a text, or both; gives its
    number. words: what is different from the last edition, and why. after: the edition that the writer had before them (0:
    none); where another was written meanwhile it is refused, and nobody's words are lost."""
    proposal = found(docket, locked=True)
    decision = require(by, "docket.draft", _subject(proposal, now), what=f"Drafting docket number {docket}")
    refuse_closed(proposal, "The draft")
    given = dict(documents or {})
    if not given and not text.strip():
        raise Refused("The draft", "it is still empty.", "Write its text, or the documents that it changes.")
    documents_read = read_documents(proposal.kind, given)
    refuse_waivers(documents_read, timezone.localdate(proposal.made_at))
    given = as_written(documents_read)
    last = proposal.drafts.order_by("-number").first()
    digest = ledger.digest({"documents": given, "text": text.strip()})
    if last is not None and last.digest == digest:
        return last.number
    if after is not None and last is not None and last.number != after:
        raise Refused(
            "The draft", f"somebody wrote edition {last.number} while you wrote yours.",
            "Bring both together, then write it down again.", {"newest": last.number},
        )  # fmt: skip
    made = Draft.objects.create(
        proposal=proposal, number=1 + (last.number if last else 0), documents=given, base=base_of(given),
        text=text.strip(), words=words.strip(), digest=digest, written_by_id=by.me, written_at=now,
    )  # fmt: skip
    note(by, decision, "drafted", proposal, now, {"number": made.number})
    return made.number


@transaction.atomic
def sign_part(
    *, by: Actor, docket: int, part: str, organization: str, now: datetime, words: str = "", digest: str = ""
) -> str:  # fmt: skip
    """Stand, for one's organization, for the difference a draft makes in one part; gives the sector that now has an author
    there. A learner signs for the learners. Where the part is written anew, the signature lapses. digest: of the part as
    the signer read it; where it was written anew meanwhile it is refused."""
    proposal = found(docket, locked=True)
    speaks = Subject(organization=organization)
    decision = require(by, "docket.speak_for", speaks, what=f"Signing for {organization}")
    refuse_closed(proposal, "A signature")
    newest = proposal.drafts.order_by("-number").first()
    parts = {} if newest is None else {each.name: each for each in drafted(newest).parts}
    if part not in parts:
        known = ", ".join(parts) or "none yet"
        raise Refused("A signature", f"the draft changes no part '{part}'.", f"Its parts are: {known}.")
    if digest and digest != parts[part].digest:
        why = f"{part} was written anew since you read it."
        raise Refused("A signature", why, "Read what it says now, then sign.")
    sector = _sector(by, organization)
    AuthorSignature.objects.get_or_create(
        proposal=proposal, part=part, digest=parts[part].digest, person_id=by.me, organization=organization,
        defaults={"sector": sector, "words": words.strip(), "signed_at": now},
    )  # fmt: skip
    note(by, decision, "signed draft", proposal, now, {"part": part, "sector": sector})
    return sector


def _sector(by: Actor, organization: str) -> str:
    roles = {each.role for each in by.roles if each.organization == organization}
    if roles == {"learner"}:
        return LEARNERS
    known = frameworks.catalogue().organizations.get(organization)
    if known is None:
        raise Refused("A signature", f"'{organization}' is not published.", "Sign for one that is.")
    return str(known.sector)


@transaction.atomic
def answer_question(*, by: Actor, docket: int, question: str, text: str, now: datetime) -> None:
    """Answer one question of the packet: whether it separates and sorts (what the detectors found is kept beside the
    answer), or one of the five principles of recovery. The newest answer holds."""
    proposal = found(docket, locked=True)
    decision = require(
        by, "docket.draft", _subject(proposal, now), what=f"The packet of docket number {docket}"
    )
    refuse_closed(proposal, "The packet")
    if question not in QUESTIONS:
        raise Refused("The packet", f"it has no question '{question}'.", f"It asks: {', '.join(QUESTIONS)}.")
    newest = proposal.drafts.order_by("-number").first()
    if newest is None or not text.strip():
        raise Refused(
            "The packet", "the draft or the answer is still empty.", "Write the draft, then the answer."
        )
    findings = detected(drafted(newest).findings) if question == SORTING else ()
    PacketAnswer.objects.create(
        proposal=proposal, number=1 + proposal.answers_given.filter(question=question).count(), question=question,
        text=text.strip(), found=[[each.check, each.title, list(each.found)] for each in findings],
        draft=newest.number, by_id=by.me, at=now,
    )  # fmt: skip
    note(by, decision, "answered packet", proposal, now, {"question": question})


@transaction.atomic
def send_up(*, by: Actor, docket: int, body: str, now: datetime) -> str:
    """A regional body sends a proposal that it carried to the body under whose charter it stands, with its vote; gives
    that body. It must answer in the time its charter sets."""
    proposal = found(docket, locked=True)
    here = sitting(body, timezone.localdate(now))
    decision = require(by, "docket.keep", subject_in(here), what="Sending a proposal up")
    refuse_closed(proposal, "Sending up")
    vote = proposal.votes.filter(body=body).select_related("decision").order_by("-number").first()
    if vote is None or not hasattr(vote, "decision") or vote.decision.outcome != "carried":
        raise Refused("Sending up", f"{body} has not carried it.", "Hold the vote first.")
    if not here.body.parent or not recommends(here, proposal.kind):
        raise Refused("Sending up", f"{body} decides this itself.", "There is nobody to send it to.")
    made, new = Hearing.objects.get_or_create(
        proposal=proposal, body=here.body.parent, defaults={"sent_by": body, "since": now}
    )
    if not new:
        raise Refused("Sending up", f"{made.body} has it on its docket already.", "Look at it there.")
    said = {"from": body, "to": made.body, "decision": vote.decision.digest}
    enter(proposal, "opened", made.body, said, now)
    note(by, decision, "sent up", proposal, now, {"to": made.body})
    return made.body


@transaction.atomic
def withdraw_proposal(*, by: Actor, docket: int, reason: str, now: datetime) -> None:
    """Whoever made a proposal no longer asks for it."""
    proposal = found(docket, locked=True)
    asked = Subject(asked=frozenset({proposal.made_by_id}))
    decision = require(by, "docket.withdraw", asked, what=f"Withdrawing docket number {docket}")
    refuse_closed(proposal, "Withdrawing")
    if not reason.strip():
        raise Refused("Withdrawing", "it gives no reason.", "Say in a few words why.")
    Withdrawal.objects.create(proposal=proposal, reason=reason.strip(), by_id=by.me, at=now)
    enter(proposal, "withdrawn", "", {"reason": reason.strip()}, now)
    note(by, decision, "withdrew proposal", proposal, now)


def refuse_closed(proposal: Proposal, what: str) -> None:
    """Refuses to change what is withdrawn, before a vote that is open, or brought into force."""
    if hasattr(proposal, "withdrawal"):
        raise Refused(what, f"docket number {proposal.docket} was withdrawn.", "Make a new proposal.")
    votes = list(proposal.votes.select_related("decision"))
    if running := next((each for each in votes if not hasattr(each, "decision")), None):
        raise Refused(what, f"{running.body} is voting on it.", "Wait for the outcome.")
    # What was carried and could not come into force is drafted anew, and every body that decides votes on that.
    anew = {each.draft_id for each in votes if each.decision.withheld}
    for vote in votes:
        carried = vote.decision.outcome == "carried" and not vote.recommends
        if vote.decision.published or (carried and vote.draft_id not in anew):
            raise Refused(what, f"{vote.body} has carried it.", "Propose an amendment.")


def enter(proposal: Proposal, act: str, body: str, said: Mapping[str, object], now: datetime) -> None:
    """Say in the public log what happened to a proposal, before which body; the digest is over words of its page."""
    reference = f"docket:{proposal.docket}" + f"/{body}" * bool(body)
    leaf = trail.Leaf(frameworks.home_state(), act, reference, 1, ledger.digest(dict(said)), "proposal")
    trail.enter([leaf], now=now)


def note(
    by: Actor, decision: Decision, verb: str, proposal: Proposal, now: datetime, data: Mapping[str, object] | None = None
) -> None:  # fmt: skip
    """Write the event of an act on the docket."""
    target = f"docket:{proposal.docket}"
    trail.record(trail.Act(by.person, verb, now, None, target, decision.authority, data or {}))


def _subject(proposal: Proposal, now: datetime) -> Subject:
    return subject(proposal, list(proposal.hearings.values_list("body", flat=True)), now)
