"""What a status list says of one credential, and how such a list is written.

Bitstring Status List 1.0 (W3C, May 2025) in both directions; StatusList2021, RevocationList2020 and Token Status List
are read. Unknown is an answer of its own: a list that cannot be trusted never says "not revoked".
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from throughline.core.credentials.instants import read_instant, write_instant
from throughline.core.credentials.status import status_bits
from throughline.core.credentials.status.status_entry import StatusEntry
from throughline.core.credentials.strict_json import Unreadable

Answer: TypeAlias = Literal["clear", "set", "unknown"]
Finding: TypeAlias = Literal["other_id", "other_issuer", "short_list"]
AGAINST = frozenset({"revocation", "suspension"})
VCDM_2 = "https://www.w3.org/ns/credentials/v2"
LIST_TYPE = "BitstringStatusListCredential"
_TYPES = {
    "bitstring": {(LIST_TYPE, "BitstringStatusList")},
    "2021": {("StatusList2021Credential", "StatusList2021")},
    "2020": {
        ("RevocationList2020Credential", "RevocationList2020"),
        ("SuspensionList2020Credential", "SuspensionList2020"),
    },
}
_TOKEN_PURPOSES = {0: "revocation", 1: "revocation", 2: "suspension"}


@dataclass(frozen=True, slots=True)
class Status:
    """What a list says about one purpose.

    answer: clear, set or unknown. value: the entry's bits as a number, None where unknown. message: what the issuer
    says the value means. why: a sentence. findings: other_id (the list names another address as its own), other_issuer
    (not the credential's issuer signed it), short_list (fewer entries than the standard asks: it may give away who is
    meant). until: after this time the list is stale.
    """

    answer: Answer
    purpose: str
    why: str
    value: int | None = None
    message: str = ""
    findings: tuple[Finding, ...] = ()
    until: datetime | None = None

    @property
    def against(self) -> bool:
        """Whether it speaks against the credential: revoked or suspended."""
        return self.answer == "set" and self.purpose in AGAINST


def unknown(entry: StatusEntry, why: str) -> Status:
    """The answer where the list could not be had or trusted; why: a sentence."""
    return Status("unknown", entry.purpose, why)


def status_at(
    listed: Mapping[str, Any],
    entry: StatusEntry,
    *,
    issuer: str,
    proven: bool,
    as_of: datetime,
    fetched_at: datetime | None = None,
) -> Status:
    """What a list says of an entry at a time.

    listed: the list credential (or the claims of a Token Status List). issuer: the credential's own. proven: whether
    the list's own signature holds. fetched_at: when the list was had, for its time to live.
    """
    if entry.unclear:
        return unknown(entry, entry.unclear)
    if not proven:
        return unknown(entry, "The signature of the status list does not hold.")
    try:
        if entry.family == "token":
            return _token(listed, entry, as_of)
        return _listed(listed, entry, issuer, as_of, fetched_at)
    except (Unreadable, ValueError, IndexError) as error:
        return unknown(entry, f"The status list cannot be used: {error}")


def status_list_credential(
    *,
    url: str,
    issuer: str,
    purpose: str,
    marked: Collection[int] | Mapping[int, int],
    valid_from: datetime,
    valid_until: datetime | None = None,
    entries: int = status_bits.FEWEST,
    size: int = 1,
) -> dict[str, Any]:
    """The unsigned credential that publishes a list: the marked indexes are set, all others clear.

    url: where it will be published, and its id. marked: indexes, or index to value where entries have more bits.
    Raises `ValueError` for an index outside of the list.
    """
    values = marked if isinstance(marked, Mapping) else dict.fromkeys(marked, 1)
    made: dict[str, Any] = {
        "@context": [VCDM_2],
        "id": url,
        "type": ["VerifiableCredential", LIST_TYPE],
        "issuer": issuer,
        "validFrom": write_instant(valid_from),
    }
    if valid_until is not None:
        made["validUntil"] = write_instant(valid_until)
    bits = status_bits.encoded(status_bits.packed(values, entries, size))
    made["credentialSubject"] = {
        "id": f"{url}#list", "type": "BitstringStatusList", "statusPurpose": purpose, "encodedList": bits,
    }  # fmt: skip
    return made


def entry_for(
    url: str, index: int, purpose: str, *, messages: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """The `credentialStatus` that points at an index of a list. messages: for entries of more than one bit."""
    made: dict[str, Any] = {
        "id": f"{url}#{index}", "type": "BitstringStatusListEntry", "statusPurpose": purpose,
        "statusListIndex": str(index), "statusListCredential": url,
    }  # fmt: skip
    if messages:
        made["statusSize"] = (len(messages) - 1).bit_length()
        made["statusMessage"] = [{"status": hex(value), "message": text} for value, text in messages.items()]
    return made


def _listed(
    listed: Mapping[str, Any], entry: StatusEntry, issuer: str, as_of: datetime, fetched_at: datetime | None
) -> Status:
    subject = _subject(listed, entry)
    until = _window(listed, subject, as_of, fetched_at)
    bits = _bits(subject, entry)
    found = status_bits.value_at(bits, entry.index, entry.size)
    if entry.family == "2020" and not found and status_bits.value_at(bits, entry.index, 1, "lowest first"):
        return unknown(
            entry, "Whether the list marks it depends on how its maker counted the bits of a byte."
        )
    findings = _findings(listed, entry, issuer, bits)
    return Status(
        "set" if found else "clear", entry.purpose, _why(found, entry), found, entry.messages.get(found, ""), findings, until
    )  # fmt: skip


def _subject(listed: Mapping[str, Any], entry: StatusEntry) -> Mapping[str, Any]:
    subject = listed.get("credentialSubject")
    if not isinstance(subject, Mapping):
        raise ValueError("it holds no list.")
    kinds, inner = _as_list(listed.get("type")), _as_list(subject.get("type"))
    if not any(outer in kinds and within in inner for outer, within in _TYPES[entry.family]):
        raise ValueError(f"it is no list for {entry.kind}.")
    implied = [entry.purpose] if entry.family == "2020" else []
    if entry.purpose not in (_as_list(subject.get("statusPurpose")) or implied):
        raise ValueError(f"it is not about {entry.purpose}.")
    return subject


def _bits(subject: Mapping[str, Any], entry: StatusEntry) -> bytes:
    text = subject.get("encodedList")
    if not isinstance(text, str):
        raise ValueError("it holds no list.")
    return status_bits.decoded(text) if entry.family == "bitstring" else status_bits.decoded_older(text)


def _window(
    listed: Mapping[str, Any], subject: Mapping[str, Any], as_of: datetime, fetched_at: datetime | None
) -> datetime | None:
    begins = listed.get("validFrom", listed.get("issuanceDate"))
    ends = listed.get("validUntil", listed.get("expirationDate"))
    if begins is not None and as_of < read_instant(begins):
        raise ValueError(f"it is valid only from {begins}.")
    limits = [] if ends is None else [read_instant(ends)]
    lives = subject.get("ttl")
    if (
        fetched_at is not None
        and isinstance(lives, int)
        and not isinstance(lives, bool)
        and 0 <= lives < 10**13
    ):
        limits.append(fetched_at + timedelta(milliseconds=lives))
    until = min(limits, default=None)
    if until is not None and as_of > until:
        raise ValueError(f"it is valid only until {write_instant(until)}.")
    return until


def _findings(listed: Mapping[str, Any], entry: StatusEntry, issuer: str, bits: bytes) -> tuple[Finding, ...]:
    signer = listed.get("issuer")
    signer = signer.get("id") if isinstance(signer, Mapping) else signer
    checks: list[tuple[Finding, bool]] = [
        ("other_id", listed.get("id", entry.url) != entry.url),
        ("other_issuer", signer != issuer),
        ("short_list", 8 * len(bits) // entry.size < status_bits.FEWEST),
    ]
    return tuple(name for name, there in checks if there)


def _token(claims: Mapping[str, Any], entry: StatusEntry, as_of: datetime) -> Status:
    inner = claims.get("status_list")
    if not isinstance(inner, Mapping) or not isinstance(inner.get("lst"), str):
        raise ValueError("it holds no list.")
    size = inner.get("bits")
    if isinstance(size, bool) or size not in status_bits.SIZES:
        raise ValueError("it does not say how many bits an entry has.")
    until = _epoch(claims.get("exp"), as_of)
    value = status_bits.value_at(status_bits.decoded_token(inner["lst"]), entry.index, size, "lowest first")
    if value not in _TOKEN_PURPOSES:
        return unknown(entry, f"The list says {value}, a value that only its issuer understands.")
    findings: tuple[Finding, ...] = ("other_id",) if claims.get("sub") != entry.url else ()
    purpose = _TOKEN_PURPOSES[value]
    return Status("set" if value else "clear", purpose, _why(value, entry), value, "", findings, until)


def _epoch(given: Any, as_of: datetime) -> datetime | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given < 10**11:
        raise ValueError("its time of expiry is no time.")
    until = datetime.fromtimestamp(given, as_of.tzinfo)
    if as_of > until:
        raise ValueError(f"it is valid only until {write_instant(until)}.")
    return until


def _why(value: int, entry: StatusEntry) -> str:
    if entry.size > 1:
        return f"The issuer's list has the value {value} for it, about {entry.purpose}."
    return f"The issuer's list {'marks' if value else 'does not mark'} it for {entry.purpose}."


def _as_list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]
