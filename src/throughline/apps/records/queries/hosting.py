"""Reads: a learner's credentials as an app gets them that the learner let in (Open Badges 3.0 and CLR 2.0, as host)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.records.credentials import issuing, signing
from throughline.apps.records.held_documents import opened
from throughline.apps.records.models import HeldCredential, HolderProfile, WholeRecord
from throughline.apps.records.queries.awards import awards_of
from throughline.apps.records.queries.consents import SHARING, consent_holds
from throughline.apps.records.queries.forms import record_of_awards
from throughline.apps.trail import actions as trail
from throughline.core.credentials.building.subjects import pairwise
from throughline.core.credentials.building.vocabulary import OB_CONTEXT, VC_CONTEXT

Kind = Literal["badge", "clr"]
WHAT = "Reading a record through an app"
CLR_CONTEXT = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


@dataclass(frozen=True, slots=True)
class App:
    """An app that a learner let in. id: its own in this house."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Hosted:
    """A stretch of a learner's credentials: those with a proof of their own, and those that are tokens; how many there
    are in all."""

    total: int
    documents: tuple[dict[str, Any], ...]
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    at: datetime
    id: UUID
    held: bool = field(compare=False)


def hosted(
    actor: Actor, kind: Kind, *, app: App, since: datetime | None, offset: int, limit: int, now: datetime
) -> Hosted:
    """Credentials issued after `since`, oldest first: what was issued here and what the learner keeps from elsewhere."""
    _read_through(actor, app, now)
    places = sorted(_issued_here(actor.me, kind, now) + _from_elsewhere(actor.me, kind))
    wanted = [each for each in places if since is None or each.at > since]
    shown = wanted[offset : offset + limit]
    kept = HeldCredential.objects.in_bulk([each.id for each in shown if each.held])
    documents, tokens = list[dict[str, Any]](), list[str]()
    for each in shown:
        if each.held:
            _add(kept[each.id], documents, tokens)
        else:
            documents.append(_own(actor.me, each.id, kind, now))
    return Hosted(len(wanted), tuple(documents), tuple(tokens))


def profile(actor: Actor, kind: Kind, *, app: App, now: datetime) -> dict[str, Any]:
    """The learner as a Profile of Open Badges: their name, and what their apps wrote beside it.

    Its id is drawn for this app alone, so that two apps cannot put together what they know.
    """
    _read_through(actor, app, now)
    row = HolderProfile.objects.filter(learner__in=ids_of([actor.me])).order_by("-written_at").first()
    contexts = [VC_CONTEXT, *([CLR_CONTEXT] if kind == "clr" else []), OB_CONTEXT]
    return {
        "@context": contexts,
        **(row.content if row else {}),
        "id": pairwise(issuing.subject_for(actor.me, f"app:{app.id}"[:150])),
        "type": ["Profile"],
        "name": actor.name,
    }


def may_pass_on(learner: UUID, *, now: datetime) -> None:
    """Raises `Refused` where a guardian's yes to sharing is asked for and lacking; asked anew at each use."""
    if not consent_holds(learner, SHARING, now=now, implied=True).holds:
        raise Refused(WHAT, "a guardian has to agree first.", "They can say yes on their family page.")


def _read_through(actor: Actor, app: App, now: datetime) -> None:
    decision = require(actor, "held.read", directory.subject_for(actor, actor.me), what=WHAT)
    may_pass_on(actor.me, now=now)
    act = trail.Act(
        None, "read", now, target=f"record, through {app.name}"[:200], authority=decision.authority,
        data={"as": app.name},
    )  # fmt: skip
    trail.note_reads(act, [actor.me])


def _issued_here(learner: UUID, kind: Kind, now: datetime) -> list[_Place]:
    found = [each for each in awards_of([learner], now=now)[learner] if not each.replaced]
    if kind == "badge":
        return [_Place(each.issued_at, each.id, False) for each in found]
    standing = [each for each in found if each.stands.state != "revoked"]
    newest = max((each.issued_at for each in standing), default=None)
    return [] if newest is None else [_Place(newest, learner, False)]


def _from_elsewhere(learner: UUID, kind: Kind) -> list[_Place]:
    rows = HeldCredential.objects.filter(learner__in=ids_of([learner])).exclude(
        kind="badge_2", repackaged=None
    )
    rows = rows.filter(kind="clr") if kind == "clr" else rows.filter(kind__in=["badge", "badge_2"])
    told = rows.values_list("valid_from", "received_at", "id")
    return [_Place(since or received, key, True) for since, received, key in told]


def _own(learner: UUID, key: UUID, kind: Kind, now: datetime) -> dict[str, Any]:
    return signing.signed(key, now=now) if kind == "badge" else _whole_record(learner, now)


def _whole_record(learner: UUID, now: datetime) -> dict[str, Any]:
    """The learner's awards as one signed record; signed anew only where what it covers has changed."""
    found = awards_of([learner], now=now)[learner]
    ids = sorted(each.id for each in found if not each.replaced and each.stands.state != "revoked")
    covers = sha256("".join(map(str, ids)).encode()).hexdigest()
    row = WholeRecord.objects.filter(learner=learner).first()
    if row is None or row.covers != covers:
        signed = record_of_awards(learner, ids, now=now, whole=True)
        row, _ = WholeRecord.objects.update_or_create(
            learner_id=learner, defaults={"covers": covers, "signed": signed, "made_at": now}
        )
    return dict(row.signed)


def _add(row: HeldCredential, documents: list[dict[str, Any]], tokens: list[str]) -> None:
    if row.repackaged is not None:
        documents.append(dict(row.repackaged))
        return
    what = opened(bytes(row.content))
    if what.token:
        tokens.append(what.text)
    else:
        documents.append(dict(what.document))


def held_document(actor: Actor, key: UUID) -> dict[str, Any] | str:
    """One credential that the actor keeps, as a host gives it back: its document, or its token."""
    row = HeldCredential.objects.get(id=key, learner__in=ids_of([actor.me]))
    documents, tokens = list[dict[str, Any]](), list[str]()
    _add(row, documents, tokens)
    found: Sequence[dict[str, Any] | str] = [*documents, *tokens]
    return found[0]
