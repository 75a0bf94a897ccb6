"""The 1EdTech revocation list: the ids of revoked credentials, in the open (1EdTech Revocation List Status Method 1.0).

It names ids, so whoever reads it learns which credentials of an issuer were revoked; decoys that stand for no
credential blur how many.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from throughline.core.credentials.status.status_entry import StatusEntry
from throughline.core.credentials.status.status_list import Status, unknown

KIND = "1EdTechRevocationList"
MOST_LINES = 1_000_000


def revocation_list(
    *, url: str, issuer: str, revoked: Iterable[str], decoys: Iterable[str] = ()
) -> dict[str, Any]:
    """The list as a file: the revoked ids with the decoys among them, in the order of their letters, without reasons.

    decoys: ids like the real ones that no credential has. Keep them: a list that drops some gives the others away.
    """
    lines = [{"id": each} for each in sorted({*revoked, *decoys})]
    return {"id": url, "issuer": issuer, "revokedCredentials": lines}


def entry_for(url: str) -> dict[str, Any]:
    """The `credentialStatus` that points at the list."""
    return {"id": url, "type": KIND}


def status_in(listed: Any, entry: StatusEntry, *, credential_id: str, issuer: str) -> Status:
    """What the list says of a credential. The list carries no signature: it is worth what its address is worth."""
    lines = listed.get("revokedCredentials") if isinstance(listed, Mapping) else None
    if not isinstance(lines, list):
        return unknown(entry, "What stands at the address of the revocation list is no such list.")
    if listed.get("id", entry.url) != entry.url:
        return unknown(entry, "The revocation list names another address as its own.")
    if _id(listed.get("issuer", issuer)) != issuer:
        return unknown(entry, "The revocation list is another issuer's.")
    if not credential_id:
        return unknown(entry, "The credential has no id, so it cannot be looked up in the list.")
    if len(lines) > MOST_LINES:
        return unknown(entry, f"The revocation list has more than {MOST_LINES} lines.")
    return _found(lines, credential_id)


def _found(lines: list[Any], credential_id: str) -> Status:
    for line in lines:
        # A line without `revoked` counts as revoked, so says the standard.
        if _id(line) == credential_id and (
            not isinstance(line, Mapping) or line.get("revoked", True) is not False
        ):
            reason = line.get("revocationReason", "") if isinstance(line, Mapping) else ""
            why = "The issuer's list names it as revoked."
            return Status("set", "revocation", why, 1, reason if isinstance(reason, str) else "")
    return Status("clear", "revocation", "The issuer's list does not name it.", 0)


def _id(given: Any) -> Any:
    return given.get("id") if isinstance(given, Mapping) else given
