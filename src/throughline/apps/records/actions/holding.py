"""Writes: keeping credentials that were issued elsewhere, checking them anew, letting them go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import issuing
from throughline.apps.records.credentials.contents import issuer_profile
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.apps.records.held_documents import WHAT, Opened, instant, opened
from throughline.apps.records.models import HeldCredential
from throughline.apps.records.queries.verifying import FETCHER, verified
from throughline.apps.trail import actions as trail
from throughline.core.credentials.building import subjects
from throughline.core.credentials.building.shapes import PROFILE
from throughline.core.credentials.controllers.resolving import Unreachable
from throughline.core.credentials.open_badges_2 import check_badge_2
from throughline.core.credentials.open_badges_2_repackaging import repackaged
from throughline.core.credentials.proofs import data_integrity
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.verifying.answers import Step, Verification
from throughline.core.credentials.verifying.report import as_json
from throughline.core.credentials.verifying.words import english

LARGEST = 4 * 1024 * 1024
MOST = 1000
"""Credentials from elsewhere that one learner keeps."""
GENUINE = ("read", "understood", "signature", "key")
"""Steps that must not be answered with no: what is forged or garbled is not kept; what has run out or was taken back is."""
Fetcher = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping came to. new: it was not there before. kept False: a newer copy is there already, and stays."""

    id: UUID
    new: bool
    kept: bool


def hold(*, by: Actor, given: bytes, now: datetime, source: str = "", fetcher: Fetcher = FETCHER) -> Kept:
    """A learner keeps a credential that was issued elsewhere, exactly as it came. source: the app that brought it.

    It is checked first, outside of any transaction, since others may be asked. Raises `Refused` with what is wrong.
    """
    decision = require(by, "held.keep", directory.subject_for(by, by.me), what=WHAT)
    if len(given) > LARGEST:
        raise Refused(WHAT, "the file is too large.", f"Up to {LARGEST // 1024 // 1024} MB are kept.")
    what = opened(given)
    found = verified(by, given, now=now, fetcher=fetcher)
    _genuine(found)
    fields = _fields(what, found, now) | {"repackaged": _repackaged(by.me, what, fetcher, now)}
    with transaction.atomic():
        issuing.lock([by.me])
        return _kept(by, given, what, fields, source, decision.authority, now)


def keep_as_came(learner: UUID, content: bytes, found: Verification, *, now: datetime) -> None:
    """Keep a credential that came in with a learner's own record, whatever it is worth, byte for byte; what it is worth
    stands beside it. One that is kept already stays. Called by the bringing, which asked the policy and checked it."""
    digest = sha256(content).hexdigest()
    try:
        what = opened(content)
    except Refused:
        return
    mine = HeldCredential.objects.filter(learner__in=ids_of([learner]))
    if mine.filter(digest=digest).exists() or (what.same and mine.filter(same=what.same).exists()):
        return
    HeldCredential.objects.create(
        learner_id=learner, content=content, digest=digest, same=what.same, received_at=now, **_fields(what, found, now)
    )  # fmt: skip


def _genuine(found: Verification) -> None:
    wrong = next((step for step in found.steps if step.name in GENUINE and _is_wrong(step)), None)
    if wrong is not None:
        raise Refused(WHAT, english(wrong.reason), "Ask its issuer for a whole copy, and bring that.")


def _is_wrong(step: Step) -> bool:
    return step.mark == "no" or (step.name == "read" and step.mark == "unknown")


def _fields(what: Opened, found: Verification, now: datetime) -> dict[str, Any]:
    claims = found.claims
    return {
        "form": what.form, "kind": found.kind, "answer": found.answer, "report": as_json(found), "checked_at": now,
        "name": (claims.name or claims.achievement)[:500] if claims else str(what.document.get("name") or "")[:500],
        "issuer": claims.issuer[:2048] if claims else "",
        "issuer_name": (claims.known_as or claims.issuer_name)[:500] if claims else "",
        "valid_from": claims.valid_from if claims else what.valid_from,
        "valid_until": claims.valid_until if claims else instant(what.document.get("validUntil")),
    }  # fmt: skip


def _kept(
    by: Actor, given: bytes, what: Opened, fields: dict[str, Any], source: str, authority: str, now: datetime
) -> Kept:
    mine = HeldCredential.objects.filter(learner__in=ids_of([by.me]))
    digest = sha256(given).hexdigest()
    there = mine.filter(digest=digest).first() or (mine.filter(same=what.same).first() if what.same else None)
    if there is None and mine.count() >= MOST:
        raise Refused(WHAT, f"you keep {MOST} already.", "Let some go first.")
    if there is not None and _older(fields["valid_from"], there.valid_from):
        return Kept(there.id, False, False)
    row, created = HeldCredential.objects.update_or_create(
        id=there.id if there else uuid4(),
        defaults=fields | {"content": given, "digest": digest, "same": what.same},
        create_defaults=fields | {"learner_id": by.me, "content": given, "digest": digest, "same": what.same,
                                  "received_at": now, "source": source[:200]},
    )  # fmt: skip
    trail.record(
        trail.Act(by.person, "kept" if created else "renewed", now, by.me, f"held:{row.id}", authority,
                  {"name": row.name, "source": source})
    )  # fmt: skip
    return Kept(row.id, created, True)


def _older(given: datetime | None, there: datetime | None) -> bool:
    return given is not None and there is not None and given < there


def check_again(*, by: Actor, held: UUID, now: datetime, fetcher: Fetcher = FETCHER) -> None:
    """Check a kept credential anew and keep what was found; the credential stays as it is."""
    row, _ = _own(by, held)
    content = bytes(row.content)
    found = verified(by, content, now=now, fetcher=fetcher)
    what = opened(content)
    fields = _fields(what, found, now)
    if row.repackaged is None:
        fields["repackaged"] = _repackaged(row.learner_id, what, fetcher, now)
    HeldCredential.objects.filter(id=held).update(**fields)


@transaction.atomic
def let_go(*, by: Actor, held: UUID, now: datetime) -> None:
    """Keep a credential no more. It is gone from here, and stays wherever else it is."""
    row, authority = _own(by, held)
    trail.record(
        trail.Act(
            by.person, "let go of", now, row.learner_id, f"held:{row.id}", authority, {"name": row.name}
        )
    )
    row.delete()


def _own(by: Actor, held: UUID) -> tuple[HeldCredential, str]:
    row = HeldCredential.objects.filter(id=held).first()
    if row is None or not by.is_me(row.learner_id):
        raise Refused("A credential from elsewhere", "you keep none with this id.", "Look at your record.")
    decision = require(by, "held.keep", directory.subject_for(by, row.learner_id), what=WHAT)
    return row, decision.authority


def _repackaged(learner: UUID, what: Opened, fetcher: Fetcher, now: datetime) -> dict[str, Any] | None:
    """A badge of Open Badges 2.0 as one of 3.0, signed by the body that keeps the records; its origin is its evidence.
    None where it is none, or where its host does not answer: then only its host can speak for it."""
    if not what.older:
        return None

    def asked(address: str) -> Any:
        try:
            return read(fetcher(address))
        except Unreadable as problem:
            raise Unreachable(str(problem)) from None

    badge = check_badge_2(what.text, lookup=asked, as_of=now)
    if badge.outcome != "holds":
        return None
    house = frameworks.catalogue()
    keeper, moment = house.state.id, now.replace(microsecond=0)
    with transaction.atomic():
        key, private = live(keeper, "Ed25519", now)
        subject = subjects.pairwise(issuing.subject_for(learner, keeper))
    profile = PROFILE.write(issuer_profile(keeper, house))
    made = repackaged(badge, id=f"urn:uuid:{uuid4()}", issuer=profile, valid_from=moment, subject=subject)
    return data_integrity.sign(made, key=private, method=method_of(key), created=moment)
