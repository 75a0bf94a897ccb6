"""Credentials for wallets: OpenID for Verifiable Credential Issuance 1.0, the pre-authorized code flow.

A learner offers an award; their wallet trades the code for a token, proves which key it holds, and is given the credential
that names it. One offer, one credential.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils import timezone

from throughline.api.doors.answering import door
from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.actions import wallets
from throughline.apps.records.actions.wallets import WalletError
from throughline.apps.records.credentials import addresses
from throughline.core.credentials.building.vocabulary import OB_CONTEXT, VC_CONTEXT
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.tokens.holder_proof import ALGORITHMS

GRANT: Final = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
CONFIGURATIONS: Final = {"OpenBadge_ldp_vc": "ldp_vc", "OpenBadge_jwt_vc_json": "jwt_vc_json"}
"""What can be issued, by the name wallets ask with."""
LARGEST: Final = 64 * 1024
_STATUS = {"invalid_token": 401}


@door("door.read", "GET")
def metadata(request: HttpRequest) -> HttpResponse:
    """What this house issues to wallets, and where."""
    house, state = addresses.house(), frameworks.catalogue().state
    language = state.languages[0]
    answer = JsonResponse(
        {
            "credential_issuer": house,
            "credential_endpoint": house + reverse("wallet-credential"),
            "nonce_endpoint": house + reverse("wallet-nonce"),
            "display": [{"name": state.title.get(language, state.id), "locale": language}],
            "credential_configurations_supported": {
                name: _configuration(form, language) for name, form in CONFIGURATIONS.items()
            },
        }
    )
    answer.headers["Cache-Control"] = "public, max-age=600"
    return answer


def _configuration(form: str, language: str) -> dict[str, Any]:
    definition: dict[str, Any] = {"type": ["VerifiableCredential", "AchievementCredential"]}
    if form == "ldp_vc":
        definition["@context"] = [VC_CONTEXT, OB_CONTEXT]
    return {
        "format": form,
        "cryptographic_binding_methods_supported": ["jwk", "did:key", "did:jwk"],
        "credential_signing_alg_values_supported": ["eddsa-rdfc-2022" if form == "ldp_vc" else "RS256"],
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": list(ALGORITHMS)}},
        "credential_definition": definition,
        "credential_metadata": {
            "display": [{"name": "Open Badge", "locale": language}],
            "claims": [
                {"path": ["credentialSubject", "achievement", "name"], "mandatory": True},
                {"path": ["credentialSubject", "achievement", "criteria", "narrative"]},
                {"path": ["credentialSubject", "result"]},
            ],
        },
    }


@door("wallet.collect", "POST")
def nonce(request: HttpRequest) -> HttpResponse:
    """A number for one proof."""
    return JsonResponse({"c_nonce": wallets.new_nonce()})


@door("wallet.collect", "POST")
def token(request: HttpRequest) -> HttpResponse:
    """Trades the code of an offer for a token (section 6)."""
    form = request.POST
    if not form.get("pre-authorized_code"):
        return _error("invalid_request", "The code of the offer is missing.")
    if "tx_code" not in form:
        return _error(
            "invalid_request", "The code that the learner reads on their page is missing (tx_code)."
        )
    try:
        taken = wallets.take(
            code=form["pre-authorized_code"], pin=form["tx_code"].strip(), now=timezone.now()
        )
    except WalletError as problem:
        return _error(problem.error, str(problem))
    return JsonResponse({"access_token": taken.token, "token_type": "Bearer", "expires_in": taken.seconds})


@door("wallet.collect", "POST")
def credential(request: HttpRequest) -> HttpResponse:
    """Gives the credential (section 8)."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    try:
        form, proof = _asked(request)
        if scheme.lower() != "bearer":
            raise WalletError("invalid_token", "There is no access token.")
        made = wallets.collect(token=bearer.strip(), form=form, proof=proof, now=timezone.now())
    except WalletError as problem:
        return _error(problem.error, str(problem))
    except Refused as refusal:
        return _error("credential_request_denied", str(refusal))
    return JsonResponse({"credentials": [{"credential": made}]})


def _asked(request: HttpRequest) -> tuple[str, str]:
    """The form asked for, and the proof."""
    body = request.read(LARGEST + 1)
    try:
        asked = read(bytes(body), largest=LARGEST)
    except Unreadable as problem:
        raise WalletError("invalid_credential_request", str(problem)) from None
    if not isinstance(asked, dict) or "credential_response_encryption" in asked:
        raise WalletError("invalid_credential_request", "It is no plain request for a credential.")
    if "credential_identifier" in asked:
        raise WalletError("unknown_credential_identifier", "Ask by credential_configuration_id.")
    name = asked.get("credential_configuration_id")
    if not isinstance(name, str) or name not in CONFIGURATIONS:
        raise WalletError("unknown_credential_configuration", f"There are: {', '.join(CONFIGURATIONS)}.")
    proofs = asked.get("proofs")
    given = proofs.get("jwt") if isinstance(proofs, dict) and len(proofs) == 1 else None
    if not isinstance(given, list) or len(given) != 1 or not isinstance(given[0], str):
        raise WalletError("invalid_proof", "Send one proof of the type jwt.")
    return CONFIGURATIONS[name], given[0]


def _error(error: str, why: str) -> JsonResponse:
    answer = JsonResponse({"error": error, "error_description": why}, status=_STATUS.get(error, 400))
    if error == "invalid_token":
        answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return answer


urlpatterns = [
    path(".well-known/openid-credential-issuer", metadata, name="wallet-issuer"),
    path("wallet/nonce", nonce, name="wallet-nonce"),
    path("wallet/credential", credential, name="wallet-credential"),
]
