"""Reads: what somebody sees who opens their link, or is asked signed in."""

from dataclasses import dataclass
from datetime import datetime

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records.links import open_request
from throughline.apps.records.models import AttestationRequest, EvidenceFile, EvidenceShowing
from throughline.apps.records.pieces import Piece
from throughline.apps.records.queries.evidence import Handed, handed, pieces


@dataclass(frozen=True, slots=True)
class ByLink:
    """What somebody sees who opens their link: exactly the version they are asked about, and how they are said to know
    the learner. code_sent: to which address a code went. piece.said_about is empty: nobody is led by others' words."""

    learner: str
    name: str
    tie: str
    tie_words: str
    email: str
    message: str
    code_sent: bool
    expires_at: datetime
    piece: Piece


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A piece somebody with an account is asked about."""

    piece: Piece
    learner: str
    message: str
    tie: str
    tie_words: str


def by_link(secret: str, *, now: datetime) -> ByLink:
    """What a link opens; `Refused` where it was used, taken back, ran out or never was. Whoever holds it may read."""
    found = open_request(secret, now)
    (piece,) = pieces([(found.version.evidence_id, found.version.number)])
    sent = bool(found.code and found.code_until and found.code_until > now)
    return ByLink(
        found.version.evidence.learner.display_name, found.name, found.tie, found.tie_words, found.email, found.message,
        sent, found.expires_at, piece,
    )  # fmt: skip


def file_by_link(secret: str, digest: str, *, now: datetime, small: bool = False) -> Handed:
    """A file of the version a link opens."""
    found = open_request(secret, now)
    row = EvidenceFile.objects.select_related("stored").filter(version=found.version, stored=digest).first()
    if row is None:
        raise Refused(
            "This file", "it is not part of what this link opens.", "Go back and choose one that is."
        )
    if small and row.stored.preview:
        return handed(row.stored.preview, row.name, "image/jpeg")
    return handed(digest, row.name, row.stored.media_type)


def asked_of(actor: Actor) -> tuple[AskedOf, ...]:
    """Pieces the actor is asked, or may, say something about: shown to them as a person and not yet answered."""
    shown = EvidenceShowing.objects.filter(person=actor.person, closed_at=None, evidence__set_aside_at=None)
    asked = {
        (row.version.evidence_id, row.version.number): row
        for row in AttestationRequest.objects.filter(
            person=actor.person, answered_at=None, withdrawn_at=None
        ).select_related("version__evidence__learner")
    }
    wanted = [(row.evidence_id, row.number) for row in shown.order_by("opened_at")]
    return tuple(
        AskedOf(
            piece, asked[key].version.evidence.learner.display_name, asked[key].message, asked[key].tie,
            asked[key].tie_words,
        )
        for piece in pieces(wanted)
        if (key := (piece.id, piece.number)) in asked
    )  # fmt: skip
