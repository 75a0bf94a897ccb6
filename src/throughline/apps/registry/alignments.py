"""Writes: what is decided of alignments: claimed, reviewed, certified, declined, withdrawn. Each is a new row with who,
when and why; nothing is changed or deleted.

Reviewing and certifying take two persons. What is certified and leads to a competency of the state becomes an equivalence
of its catalogue in the same transaction, so that its rules see it; what is withdrawn is retired there.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection, transaction

from throughline.apps.directory.actor import Actor, Decision, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.registry.models import AlignmentDecision, RegistryItem
from throughline.apps.registry.settling import settle
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.alignment.equivalence import POLICY, plain_kind

Basis = Literal["proposed", "imported", "own"]
OPEN = ("claimed", "reviewed")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items and how one stands to the other: `left` `kind` `right`. complete, carries_over, level: as in
    `core.alignment.equivalence.Link`."""

    left_document: UUID
    left: str
    right_document: UUID
    right: str
    kind: str = "exactMatchOf"
    complete: bool = False
    carries_over: bool = False
    level: int | None = None


def key_of(kind: str, left: str, right: str) -> UUID:
    """The key of an alignment: the same whichever of two items that mean the same is named first."""
    ends = sorted((left, right)) if POLICY.get(plain_kind(kind)) == "both" else [left, right]
    return uuid5(NAMESPACE_URL, "\n".join([kind, *ends]))


@transaction.atomic
def claim(*, by: Actor, pair: Pair, reason: str, now: datetime, basis: Basis = "own") -> UUID:
    """Say that two items are aligned; gives the alignment's key. Whoever acts for an organization may."""
    decision = require(by, "alignment.claim", what="Claiming an alignment")
    standing = _begin(pair)
    if standing is not None and standing.status in (*OPEN, "certified"):
        raise _refused(
            "Claiming an alignment", f"it is {standing.status} already.", "Look it up in the list."
        )
    return _write(by, decision, _row(pair, standing, "claimed", basis), reason, now)


@transaction.atomic
def review(
    *,
    by: Actor,
    pair: Pair,
    reason: str,
    now: datetime,
    basis: Basis = "proposed",
    strength: int | None = None,
) -> UUID:
    """Say, as somebody who knows the field, that two items are aligned; gives the alignment's key. strength: of the
    proposal, of a thousand."""
    decision = require(by, "alignment.review", what="Reviewing an alignment")
    standing = _begin(pair)
    if standing is not None and standing.status in ("reviewed", "certified"):
        raise _refused(
            "Reviewing an alignment", f"it is {standing.status} already.", "Go on to the next item."
        )
    made = _row(pair, standing, "reviewed", basis)
    made.strength = strength
    return _write(by, decision, made, reason, now)


@transaction.atomic
def decline(
    *,
    by: Actor,
    pair: Pair,
    reason: str,
    now: datetime,
    basis: Basis = "proposed",
    strength: int | None = None,
) -> UUID:
    """Say that two items are not aligned so. A certified alignment is withdrawn instead."""
    decision = require(by, "alignment.review", what="Declining an alignment")
    standing = _begin(pair)
    if standing is not None and standing.status in ("certified", "declined"):
        fix = "Withdraw it instead." if standing.status == "certified" else "Go on to the next item."
        raise _refused("Declining an alignment", f"it is {standing.status} already.", fix)
    made = _row(pair, standing, "declined", basis)
    made.strength = strength
    return _write(by, decision, made, reason, now)


@transaction.atomic
def certify(
    *, by: Actor, alignment: UUID, reason: str, now: datetime, complete: bool = False, carries_over: bool = False,
    level: int | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Certify a reviewed alignment for the state's body; somebody else must have reviewed it. Gives the references of the
    equivalences that came into force by it."""
    decision = require(by, "alignment.certify", what="Certifying an alignment")
    standing = _standing(alignment)
    if standing is None or standing.status != "reviewed":
        raise _refused(
            "Certifying an alignment", "it is not reviewed.", "Have somebody review it on the bench."
        )
    if by.is_me(standing.by):
        why = "you reviewed it yourself, and it takes two persons."
        raise _refused("Certifying an alignment", why, "Ask another member of the body.")
    made = _next(standing, "certified")
    made.complete, made.carries_over, made.level = complete, carries_over, level
    made.body = min(by.organizations("board_member"))
    _write(by, decision, made, reason, now)
    return settle(by=by, now=now)


@transaction.atomic
def withdraw(*, by: Actor, alignment: UUID, reason: str, now: datetime) -> tuple[str, ...]:
    """Take an alignment back; of a certified one, what follows from it too. Gives the references of the equivalences that
    were written or retired."""
    standing = _standing(alignment)
    certified = standing is not None and standing.status == "certified"
    permission = "alignment.certify" if certified else "alignment.review"
    decision = require(by, permission, what="Withdrawing an alignment")
    if standing is None or standing.status not in (*OPEN, "certified"):
        raise _refused("Withdrawing an alignment", "it does not stand.", "Look it up in the list.")
    made = _next(standing, "withdrawn")
    made.body = standing.body
    _write(by, decision, made, reason, now, logged=certified)
    return settle(by=by, now=now) if certified else ()


@transaction.atomic
def undo(*, by: Actor, left: UUID, right: UUID, now: datetime) -> str:
    """Take back the last decision of one's own between two documents, where it still stands and nobody has built on it:
    the alignment stands again as before. Gives the identifier of the item on the left."""
    decision = require(by, "alignment.review", what="Undoing a decision")
    both = [left, right]
    own = AlignmentDecision.objects.filter(by=by.me, undoes=None)
    last = own.filter(left_document__in=both, right_document__in=both).order_by("-id").first()
    standing = None if last is None else _standing(last.alignment)
    if last is None or standing is None or standing.number != last.number or last.status == "certified":
        raise _refused(
            "Undoing a decision", "there is none of yours to take back.", "Withdraw it in the list instead."
        )
    before = AlignmentDecision.objects.filter(alignment=last.alignment, number=last.number - 1).first()
    made = _next(before or last, before.status if before is not None else "withdrawn")
    made.number, made.undoes = last.number + 1, last.number
    reason = before.reason if before is not None else "Taken back on the bench."
    _write(by, decision, made, reason, now, author=before.by if before is not None else None)
    return last.left if last.left_document_id == left else last.right


def _row(pair: Pair, standing: AlignmentDecision | None, status: str, basis: str) -> AlignmentDecision:
    if standing is not None and (standing.left, standing.right) != (pair.left, pair.right):
        # Of two that mean the same, the one that was named first stays first.
        pair = replace(
            pair, left=pair.right, right=pair.left, left_document=pair.right_document, right_document=pair.left_document
        )  # fmt: skip
    return AlignmentDecision(
        alignment=key_of(pair.kind, pair.left, pair.right), number=1 + (standing.number if standing else 0),
        left=pair.left, right=pair.right, left_document_id=pair.left_document, right_document_id=pair.right_document,
        kind=pair.kind, status=status, basis=basis, complete=pair.complete, carries_over=pair.carries_over,
        level=pair.level,
    )  # fmt: skip


def _next(standing: AlignmentDecision, status: str) -> AlignmentDecision:
    return AlignmentDecision(
        alignment=standing.alignment, number=standing.number + 1, left=standing.left, right=standing.right,
        left_document_id=standing.left_document_id, right_document_id=standing.right_document_id,
        kind=standing.kind, status=status, basis=standing.basis, complete=standing.complete,
        carries_over=standing.carries_over, level=standing.level, strength=standing.strength,
    )  # fmt: skip


def _begin(pair: Pair) -> AlignmentDecision | None:
    """How the alignment stands; refuses ends that are not there."""
    if pair.left == pair.right:
        raise _refused("An alignment", "both ends are the same item.", "Choose another one.")
    wanted = {(pair.left_document, pair.left), (pair.right_document, pair.right)}
    found = RegistryItem.objects.filter(
        document__in=[pair.left_document, pair.right_document], identifier__in=[pair.left, pair.right], until=None
    ).values_list("document_id", "identifier")  # fmt: skip
    if missing := wanted - set(found):
        name = min(identifier for _, identifier in missing)
        raise _refused(
            "An alignment", f"no item '{name}' stands in that document.", "Choose it from the bench."
        )
    return _standing(key_of(pair.kind, pair.left, pair.right))


def _standing(alignment: UUID) -> AlignmentDecision | None:
    """How an alignment stands; whoever decides waits for whoever is deciding."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registry.alignments'))")
    return AlignmentDecision.objects.filter(alignment=alignment).order_by("-number").first()


def _write(
    by: Actor,
    decision: Decision,
    made: AlignmentDecision,
    reason: str,
    now: datetime,
    *,
    logged: bool = False,
    author: UUID | None = None,
) -> UUID:
    if not reason.strip():
        raise _refused("A decision", "it gives no reason.", "Say in a few words why.")
    made.reason, made.decided_at = reason.strip(), now
    made.by = author or by.me
    made.save()
    target = f"alignment:{made.alignment}"
    if made.status == "certified" or logged:
        leaf = trail.Leaf(
            frameworks.home_state(), made.status, target, made.number, ledger.digest(said(made)), "alignment"
        )
        trail.enter([leaf], now=now)
    data: dict[str, object] = {
        "number": made.number,
        "left": made.left,
        "right": made.right,
        "kind": made.kind,
    }
    verb = "undid alignment" if made.undoes else f"alignment {made.status}"
    trail.record(
        trail.Act(by.person, verb, now, target=target, authority=decision.authority, data=data)
    )  # fmt: skip
    return made.alignment


def said(made: AlignmentDecision) -> dict[str, object]:
    """What the public log's digest is over: the decision without the person who took it."""
    return {
        "alignment": str(made.alignment), "number": made.number, "left": made.left, "right": made.right,
        "kind": made.kind, "status": made.status, "basis": made.basis, "complete": made.complete,
        "carries_over": made.carries_over, "level": made.level, "reason": made.reason, "body": made.body,
        "decided_at": made.decided_at.isoformat(),
    }  # fmt: skip


def _refused(what: str, why: str, fix: str) -> Refused:
    return Refused(what, why, fix)
