"""Writes: a learner asks somebody to say what they saw, and they say it: by a one-time link, or signed in.

The link's secret and the code sent by e-mail are kept only as digests.
"""

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings as house
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import PUBLIC, Actor, Refused, Role
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import pieces
from throughline.apps.records.actions.evidence import Pinned, versions_of
from throughline.apps.records.links import digest_of_secret, open_request
from throughline.apps.records.models import (
    Attestation,
    AttestationRequest,
    EvidenceShowing,
    EvidenceVersion,
)
from throughline.apps.records.models.evidence import TIES
from throughline.apps.trail import actions as trail

OPEN_FOR = timedelta(days=30)
CODE_FOR = timedelta(minutes=30)
MOST_TRIES = 5
MOST_OPEN = 20
SECRET = "{secret}"


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says they saw. tie, tie_words: how they know the learner, in their own choice and words."""

    words: str
    tie: str
    tie_words: str = ""
    hours: str = ""
    name: str = ""


@transaction.atomic
def ask_by_link(
    *, by: Actor, piece: Pinned, name: str, tie: str, now: datetime, address: str, tie_words: str = "",
    email: str = "", message: str = "",
) -> tuple[UUID, str]:  # fmt: skip
    """Ask somebody without an account; gives the request's id and the link, which is shown once and never kept.

    address: of the page that opens it, with `{secret}` in it. email: where the link is sent, or empty: the learner
    hands it over.
    """
    version = _own_version(by, piece, "Asking somebody")
    _check_asked(name, tie, email)
    secret = secrets.token_urlsafe(24)
    made = AttestationRequest.objects.create(
        version=version, name=name.strip()[:200], tie=tie, tie_words=tie_words.strip()[:200], email=email.strip(),
        message=message.strip()[:2000], secret=digest_of_secret(secret), asked_by_id=by.me, asked_at=now,
        expires_at=now + OPEN_FOR,
    )  # fmt: skip
    link = address.replace(SECRET, secret)
    _send_link(made, link, by.name)
    _asked(by, version, name, now)
    return made.id, link


@transaction.atomic
def ask_person(
    *, by: Actor, piece: Pinned, person: UUID, tie: str, now: datetime, tie_words: str = "", message: str = ""
) -> UUID:  # fmt: skip
    """Ask somebody who helps the learner and has an account; the version is shown to them. Gives the request's id."""
    version = _own_version(by, piece, "Asking somebody")
    learner = version.evidence.learner_id
    helpers = {each.helper.id: each.helper for each in directory.helpers_of(by, learner)}
    if person not in helpers:
        raise Refused(
            "Asking somebody", "they do not help you here.", "Let them in first, or send them a link."
        )
    _check_asked(helpers[person].name, tie, "")
    made = AttestationRequest.objects.create(
        version=version, name=helpers[person].name, tie=tie, tie_words=tie_words.strip()[:200],
        message=message.strip()[:2000], person_id=person, asked_by_id=by.me, asked_at=now, expires_at=now + OPEN_FOR,
    )  # fmt: skip
    EvidenceShowing.objects.create(
        evidence=version.evidence, number=version.number, person_id=person, why=f"attestation:{made.id}", opened_at=now
    )  # fmt: skip
    _asked(by, version, helpers[person].name, now)
    return made.id


def _own_version(by: Actor, piece: Pinned, what: str) -> EvidenceVersion:
    (version,) = versions_of([piece])
    subject = directory.subject_for(by, version.evidence.learner_id)
    require(by, "attestation.ask", subject, what=what)
    waiting = AttestationRequest.objects.filter(
        version__evidence=version.evidence_id, answered_at=None, withdrawn_at=None
    )
    if waiting.count() >= MOST_OPEN:
        raise Refused(what, f"{MOST_OPEN} people are asked already.", "Withdraw one of the requests first.")
    return version


def _check_asked(name: str, tie: str, email: str) -> None:
    if not name.strip():
        raise Refused("Asking somebody", "their name is missing.", "Write it as you call them.")
    if tie not in TIES:
        raise Refused("Asking somebody", "how you know each other is missing.", "Choose one.")
    if email.strip():
        _check_address(email.strip())


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except Exception:
        raise Refused(
            "The e-mail address", f"'{email}' is none.", "Write it again, or leave it empty."
        ) from None


def _asked(by: Actor, version: EvidenceVersion, name: str, now: datetime) -> None:
    learner, target = version.evidence.learner_id, f"evidence:{version.evidence_id}"
    trail.record(trail.Act(by.person, "asked for words", now, learner, target, data={"of": name.strip()}))


def _send_link(made: AttestationRequest, link: str, learner: str) -> None:
    if not made.email:
        return
    subject = _("{name} asks what you saw").format(name=learner)
    body = _(
        "Hello {you},\n\n{name} did something they want to have counted, and says that you saw it. "
        "Read what they wrote, and say in your own words what you saw:\n\n{link}\n\n"
        "You need no account. The link works once, until {day}. If you do not know {name}, let it be."
    ).format(you=made.name, name=learner, link=link, day=timezone.localdate(made.expires_at).isoformat())
    _send(subject, body, made.email)


def _send(subject: str, body: str, to: str) -> None:
    mail = EmailMessage(subject, body, house.DEFAULT_FROM_EMAIL, [to])
    # Not before the request stands: whoever is quick would find no page behind the link.
    transaction.on_commit(lambda: mail.send(fail_silently=True))


@transaction.atomic
def renew_link(*, by: Actor, request: UUID, address: str, now: datetime) -> tuple[str, UUID]:
    """A new link in place of one that was lost or ran out; the old one no longer opens. Gives the link and the piece's
    id."""
    found = _own_request(by, request, "A new link")
    if found.answered_at or found.person_id:
        raise Refused(
            "A new link", "there is nothing left to open with it.", "Ask again about the newer version."
        )
    secret = secrets.token_urlsafe(24)
    found.secret, found.expires_at, found.withdrawn_at = digest_of_secret(secret), now + OPEN_FOR, None
    found.save(update_fields=["secret", "expires_at", "withdrawn_at"])
    link = address.replace(SECRET, secret)
    _send_link(found, link, by.name)
    return link, found.version.evidence_id


@transaction.atomic
def withdraw_link(*, by: Actor, request: UUID, now: datetime) -> UUID:
    """Take back a request that was not answered; its link no longer opens, and who was asked no longer sees the work.
    Gives the piece's id."""
    found = _own_request(by, request, "Taking back a request")
    if found.answered_at:
        raise Refused(
            "Taking back a request", "it was answered.", "What they said stays; you need not show it."
        )
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    why = f"attestation:{found.id}"
    EvidenceShowing.objects.filter(evidence=found.version.evidence_id, why=why).update(closed_at=now)
    return found.version.evidence_id


def _own_request(by: Actor, request: UUID, what: str) -> AttestationRequest:
    found = (
        AttestationRequest.objects.select_for_update(of=("self",))
        .select_related("version__evidence")
        .filter(id=request)
        .first()
    )
    if found is None:
        raise Refused(what, "there is no such request.", "Go back to your work and look again.")
    subject = directory.subject_for(by, found.version.evidence.learner_id)
    require(by, "attestation.ask", subject, what=what)
    return found


@transaction.atomic
def check_email(*, by: Actor, secret: str, email: str, now: datetime) -> None:
    """Send a code to the address of whoever opened the link: the one the learner gave, else the one they give now."""
    found = open_request(secret, now, lock=True)
    require(by, "attestation.give_by_link", what="Checking an address")
    to = found.email or email.strip()
    _check_address(to)
    if found.code_until and found.code_until - CODE_FOR + timedelta(minutes=1) > now:
        raise Refused("A new code", "one was sent a moment ago.", "Look for it, or wait a minute.")
    code = f"{secrets.randbelow(10**6):06d}"
    found.email, found.code, found.code_until = to, _digest_of_code(found, code), now + CODE_FOR
    found.code_tries = 0
    found.save(update_fields=["email", "code", "code_until", "code_tries"])
    _send(
        _("Your code: {code}").format(code=code),
        _("Type this code on the page you have open: {code}\n\nIt works for 30 minutes.").format(code=code),
        to,
    )


def _digest_of_code(found: AttestationRequest, code: str) -> str:
    return salted_hmac("throughline.attestation", f"{found.id}:{code}", algorithm="sha256").hexdigest()


def say_by_link(*, by: Actor, secret: str, saying: Saying, now: datetime, code: str = "") -> UUID:
    """What somebody without an account says, through their link, which is used up by it. Gives the attestation's id.

    code: the one sent by e-mail, where they checked their address; a wrong one is refused, and counted.
    """
    # A wrong code is counted even though the words are refused.
    if code.strip():
        _try_code(secret, code.strip(), now)
    with transaction.atomic():
        found = open_request(secret, now, lock=True)
        decision = require(by, "attestation.give_by_link", what="Saying what you saw")
        _not_ones_own(by, found.version)
        assurance = "email_checked" if code.strip() and found.email_checked_at else "said_by_link"
        # Whoever holds the link speaks; an account that happens to be signed in on the same phone does not.
        made = _say(found.version, found, saying, assurance, now, PUBLIC)
        found.answered_at = now
        found.save(update_fields=["answered_at"])
        _said(PUBLIC, found.version, made, decision.authority, now)
        return made.id


@transaction.atomic
def _counted(secret: str, now: datetime) -> AttestationRequest:
    found = open_request(secret, now, lock=True)
    if (
        not found.code
        or found.code_until is None
        or found.code_until <= now
        or found.code_tries >= MOST_TRIES
    ):
        raise Refused("The code", "it no longer works.", "Have a new one sent.")
    found.code_tries += 1
    found.save(update_fields=["code_tries"])
    return found


def _try_code(secret: str, code: str, now: datetime) -> None:
    found = _counted(secret, now)
    if not hmac.compare_digest(_digest_of_code(found, code), found.code):
        raise Refused(
            "The code", "it is not the one that was sent.", "Look at the newest message, and type it again."
        )
    found.email_checked_at = now
    found.save(update_fields=["email_checked_at"])


@transaction.atomic
def say_signed_in(*, by: Actor, piece: Pinned, saying: Saying, now: datetime) -> UUID:
    """What somebody with an account says about work that was shown to them. Gives the attestation's id.

    Whoever acts for an organization of the state's registry speaks for it, and that is shown.
    """
    (version,) = versions_of([piece])
    _not_ones_own(by, version)
    learner = version.evidence.learner_id
    shown = EvidenceShowing.objects.filter(
        evidence=version.evidence_id, number=version.number, person=by.person, closed_at=None
    ).exists()
    subject = replace(
        directory.subject_of(learner), shown_to=frozenset({str(by.person)}) if shown else frozenset()
    )
    decision = require(by, "attestation.give", subject, what="Saying what you saw")
    asked = (
        AttestationRequest.objects.select_for_update()
        .filter(version=version, person=by.person, answered_at=None, withdrawn_at=None)
        .first()
    )
    made = _say(version, asked, replace(saying, name=by.name), "signed_in", now, by)
    if asked:
        asked.answered_at = now
        asked.save(update_fields=["answered_at"])
    _said(by, version, made, decision.authority, now)
    return made.id


def _not_ones_own(by: Actor, version: EvidenceVersion) -> None:
    if by.person == version.evidence.learner_id:
        raise Refused(
            "Saying what you saw",
            "it is your own work.",
            "Somebody else says it; your own words stand in it already.",
        )


def _say(
    version: EvidenceVersion, asked: AttestationRequest | None, saying: Saying, assurance: str, now: datetime,
    by: Actor,
) -> Attestation:  # fmt: skip
    words = saying.words.strip()
    if len(words) < 10:
        raise Refused(
            "What you saw", "it is missing or very short.", "Say in a sentence or two what you saw them do."
        )
    if saying.tie not in TIES:
        raise Refused("How you know each other", "nothing is chosen.", "Choose what fits best.")
    seat = _seat(by, version)
    return Attestation.objects.create(
        version=version, request=asked, name=(saying.name.strip() or (asked.name if asked else by.name))[:200],
        tie=saying.tie, tie_words=saying.tie_words.strip()[:200], words=words[:5000],
        hours=_hours(version, saying.hours), assurance="works_for" if seat else assurance, person_id=by.person,
        organization=seat.organization if seat else "", role=seat.role if seat else "", content=version.content,
        said_at=now,
    )  # fmt: skip


def _seat(by: Actor, version: EvidenceVersion) -> Role | None:
    """For whom they speak: the organization where the work was done, where they act for it, else the first of theirs."""
    known = frameworks.catalogue().organizations
    seats = [role for role in by.roles if role.role != "learner" and role.organization in known]
    return min(seats, key=lambda role: role.organization != version.organization, default=None)


def _hours(version: EvidenceVersion, typed: str) -> Decimal | None:
    hours = pieces.hours_of(typed) if version.hours is not None else None
    if hours is not None and version.hours is not None and hours > version.hours:
        raise Refused(
            "The hours",
            f"{version.hours:f} were written down.",
            "Confirm those or fewer, or ask for a correction.",
        )
    return hours


def _said(by: Actor, version: EvidenceVersion, made: Attestation, authority: str, now: datetime) -> None:
    data = {"name": made.name, "tie": made.tie, "assurance": made.assurance}
    target = f"evidence:{version.evidence_id}"
    trail.record(
        trail.Act(by.person, "attested work", now, version.evidence.learner_id, target, authority, data)
    )
