"""A request to be shown credentials as a wallet reads it (OpenID4VP 1.0, DCQL): what is asked, for whom, to where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from throughline.apps.records.credentials import addresses

QUERY: Final = ("badge_ldp_vc", "badge_jwt_vc_json")
"""The ids of what is asked for: the same, in either of two forms."""
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "badge": ("AchievementCredential", "OpenBadgeCredential"),
    "record": ("ClrCredential",),
}
"""What can be asked for, as types of which a credential has one. Open Badges 3.0 gives a badge either of two names."""
FORMATS: Final = {
    "ldp_vc": {"proof_type_values": ["DataIntegrityProof"], "cryptosuite_values": ["eddsa-rdfc-2022", "ecdsa-rdfc-2019"]},
    "jwt_vc_json": {"alg_values": ["EdDSA", "ES256", "RS256"]},
}  # fmt: skip


def answer_address(key: UUID) -> str:
    """Where a wallet sends what it shows."""
    return f"{addresses.house()}/show/{key}/answer"


def client_id(key: UUID) -> str:
    """Under which name the house asks: the address of the answer, which is new with each request."""
    return f"redirect_uri:{answer_address(key)}"


def query(types: tuple[str, ...]) -> dict[str, Any]:
    """What is asked for, in DCQL: credentials of these types, in either form, held by whoever shows them."""
    asked = [
        {
            "id": name,
            "format": name.removeprefix("badge_"),
            "meta": {"type_values": [["VerifiableCredential", each] for each in types]},
        }
        for name in QUERY
    ]
    return {"credentials": asked, "credential_sets": [{"options": [[name] for name in QUERY]}]}


def request(key: UUID, types: tuple[str, ...], nonce: str, state: str) -> dict[str, Any]:
    """The authorization request."""
    return {
        "response_type": "vp_token",
        "response_mode": "direct_post",
        "client_id": client_id(key),
        "response_uri": answer_address(key),
        "nonce": nonce,
        "state": state,
        "dcql_query": query(types),
        "client_metadata": {"vp_formats_supported": FORMATS},
    }


def link(asked: Mapping[str, Any]) -> str:
    """The request as a link that a wallet opens."""
    flat = {
        name: json.dumps(value, separators=(",", ":")) if isinstance(value, dict) else value
        for name, value in asked.items()
    }
    return f"openid4vp://authorize?{urlencode(flat)}"


def presented(shown: Any) -> dict[str, Any] | str | None:
    """The one presentation of an answer to the query; None where there is none, or another than was asked for."""
    if not isinstance(shown, Mapping) or len(shown) != 1 or not set(shown) <= set(QUERY):
        return None
    given = next(iter(shown.values()))
    if not isinstance(given, list) or len(given) != 1:
        return None
    return given[0] if isinstance(given[0], dict | str) else None
