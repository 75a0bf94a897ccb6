"""A copy of an award that names the key of whoever holds it, in the form their wallet reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from throughline.apps.records.credentials import addresses
from throughline.apps.records.credentials.endorsed import with_endorsements
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.apps.records.models import Award
from throughline.core.credentials.proofs import data_integrity
from throughline.core.credentials.tokens import jose

FORMS: Final = ("ldp_vc", "jwt_vc_json")


def copy_for(award: Award, holder: str, form: str, *, now: datetime) -> dict[str, Any] | str:
    """The award with its holder's own name in place of the one drawn for the issuer, signed by the issuer as it was."""
    subject = {**award.content["credentialSubject"], "id": holder}
    document = {**award.content, "credentialSubject": subject}
    with transaction.atomic():
        key, private = live(award.issuer, "Ed25519" if form == "ldp_vc" else "RSA", now)
        document = with_endorsements(document, award.id, form == "jwt_vc_json", now)
    if form == "ldp_vc":
        moment = now.replace(microsecond=0)
        return data_integrity.sign(document, key=private, method=method_of(key), created=moment)
    return jose.sign_token(document, key=private, kid=method_of(key), profile="1edtech", jwk=True)


def issuer_id() -> str:
    """The id of this house as an issuer to wallets."""
    return addresses.house()
