"""Writes: an award offered to a wallet, the offer taken, the credential given once (OpenID4VCI 1.0, pre-authorized)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import randbelow, token_urlsafe
from typing import Any, Final
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.db import IntegrityError, transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import PUBLIC, Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.records.credentials.issuing import no_such_award
from throughline.apps.records.credentials.standing_of_awards import STANDS, standing_of
from throughline.apps.records.credentials.wallet_copies import FORMS, copy_for, issuer_id
from throughline.apps.records.models import Award, UsedNonce, WalletCopy, WalletOffer
from throughline.apps.trail import actions as trail
from throughline.core.credentials.tokens.holder_proof import BadProof, check_holder_proof

WHAT = "Putting a credential into a wallet"
OFFER_LASTS = timedelta(minutes=10)
TOKEN_LASTS = timedelta(minutes=5)
NONCE_SECONDS: Final = 300
MOST_WRONG_PINS: Final = 5


class WalletError(Exception):
    """What a wallet is told: `error` by the words of its standard, and why."""

    def __init__(self, error: str, why: str) -> None:
        super().__init__(why)
        self.error = error


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer just made. code: for the wallet; pin: for the learner to type there. Neither is kept."""

    id: UUID
    code: str
    pin: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A token that a wallet got for its code, and for how many seconds it is good."""

    token: str
    seconds: int


@transaction.atomic
def offer(*, by: Actor, award: UUID, now: datetime) -> Offered:
    """A learner offers an award of theirs to a wallet. Offers of it that nobody took end."""
    row = Award.objects.filter(id=award).defer("content", "signed").first()
    if row is None:
        raise no_such_award(award)
    decision = require(by, "wallet.offer", directory.subject_for(by, row.learner_id), what=WHAT)
    _stands(award)
    open_ones = WalletOffer.objects.filter(award=award, taken_at=None, withdrawn_at=None)
    open_ones.update(withdrawn_at=now)
    code, pin = token_urlsafe(32), f"{randbelow(10**6):06}"
    made = WalletOffer.objects.create(
        learner_id=row.learner_id, award=row, code_hash=_hash(code), pin_hash=_hash(f"{code}.{pin}"), made_at=now,
        until=now + OFFER_LASTS,
    )  # fmt: skip
    trail.record(
        trail.Act(by.person, "offered to a wallet", now, row.learner_id, row.credential, decision.authority,
                  {"award": str(award)})
    )  # fmt: skip
    return Offered(made.id, code, pin, made.until)


@transaction.atomic
def withdraw_offer(*, by: Actor, offer: UUID, now: datetime) -> None:
    """Take an offer back that no wallet has taken yet."""
    row = WalletOffer.objects.select_for_update().filter(id=offer).first()
    if row is None or not by.is_me(row.learner_id):
        raise Refused(WHAT, "you have no such offer.", "Look at your record.")
    require(by, "wallet.offer", directory.subject_for(by, row.learner_id), what=WHAT)
    if row.taken_at is None and row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])


def take(*, code: str, pin: str, now: datetime) -> Taken:
    """A wallet trades the code of an offer for a token, once. Raises `WalletError`."""
    with transaction.atomic():
        row = WalletOffer.objects.select_for_update().filter(code_hash=_hash(code)).first()
        if row is None or row.withdrawn_at or row.until <= now or row.wrong_pins >= MOST_WRONG_PINS:
            raise WalletError("invalid_grant", "There is no such offer, or it is over. Ask for a new one.")
        if row.taken_at is not None:
            _end(row, now)
        elif compare_digest(row.pin_hash, _hash(f"{code}.{pin}")):
            return _taken(row, now)
        else:
            row.wrong_pins += 1
            row.save(update_fields=["wrong_pins"])
    # Told after the transaction, so that what was counted stays counted.
    raise WalletError("invalid_grant", "The code to type is another one, or the offer was taken already.")


def _taken(row: WalletOffer, now: datetime) -> Taken:
    require(PUBLIC, "wallet.collect", Subject(by_link=True), what=WHAT)
    token = token_urlsafe(32)
    row.taken_at, row.token_hash, row.token_until = now, _hash(token), now + TOKEN_LASTS
    row.save(update_fields=["taken_at", "token_hash", "token_until"])
    return Taken(token, int(TOKEN_LASTS.total_seconds()))


def _end(row: WalletOffer, now: datetime) -> None:
    # A code that comes twice was seen by somebody else: what was got for it is good no more.
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])


def new_nonce() -> str:
    """A number for one proof. Nothing of it is kept until it is used."""
    return _signer().sign(token_urlsafe(18))


def collect(*, token: str, form: str, proof: str, now: datetime) -> dict[str, Any] | str:
    """The credential for the wallet that holds the token, naming the holder whose key its proof shows. Once.

    Raises `WalletError`.
    """
    if form not in FORMS:
        raise WalletError("unknown_credential_configuration", f"There are: {', '.join(FORMS)}.")
    waiting = _waiting(token, now)
    try:
        shown = check_holder_proof(proof, audience=issuer_id(), now=now)
    except BadProof as problem:
        raise WalletError("invalid_proof", str(problem)) from None
    with transaction.atomic():
        row = WalletOffer.objects.select_for_update().get(id=waiting.id)
        if row.collected_at is not None or row.withdrawn_at is not None:
            raise WalletError("invalid_token", "The token was used already.")
        _use(shown.nonce, now)
        return _given(row, shown.holder, form, now)


def _waiting(token: str, now: datetime) -> WalletOffer:
    row = WalletOffer.objects.filter(token_hash=_hash(token)).first()
    fresh = row is not None and row.collected_at is None and row.withdrawn_at is None
    if row is None or not fresh or row.token_until is None or row.token_until <= now:
        raise WalletError("invalid_token", "There is no such token, or it is over.")
    return row


def _given(row: WalletOffer, holder: str, form: str, now: datetime) -> dict[str, Any] | str:
    award = Award.objects.get(id=row.award_id)
    _stands(award.id)
    made = copy_for(award, holder, form, now=now)
    said = made if isinstance(made, str) else json.dumps(made, sort_keys=True)
    WalletCopy.objects.create(
        award=award, offer=row, holder=holder, form=form, digest=_hash(said), given_at=now
    )
    row.collected_at = now
    row.save(update_fields=["collected_at"])
    trail.record(
        trail.Act(None, "put into a wallet", now, row.learner_id, award.credential, "the learner offered it",
                  {"award": str(award.id), "form": form})
    )  # fmt: skip
    return made


def _use(nonce: str, now: datetime) -> None:
    try:
        _signer().unsign(nonce, max_age=NONCE_SECONDS)
    except BadSignature:
        raise WalletError("invalid_nonce", "The number in the proof is not ours, or too old.") from None
    UsedNonce.objects.filter(used_at__lt=now - timedelta(seconds=4 * NONCE_SECONDS)).delete()
    try:
        with transaction.atomic():
            UsedNonce.objects.create(hash=_hash(nonce), used_at=now)
    except IntegrityError:
        raise WalletError("invalid_nonce", "The number in the proof was used before.") from None


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="throughline.wallet.nonce")


def _stands(award: UUID) -> None:
    if standing_of([award]).get(award, STANDS).state == "revoked":
        raise Refused(WHAT, "its issuer took it back.", "Open it in your record to see why.")


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
