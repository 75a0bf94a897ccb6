"""Where a credential says its status stands: one entry for each list it names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from throughline.core.credentials.status.status_bits import SIZES

Family: TypeAlias = Literal["bitstring", "2021", "2020", "token", "1edtech", "unknown"]
_FAMILIES: dict[str, Family] = {
    "BitstringStatusListEntry": "bitstring",
    "StatusList2021Entry": "2021",
    "RevocationList2020Status": "2020",
    "SuspensionList2020Status": "2020",
    "1EdTechRevocationList": "1edtech",
}
_LARGEST_INDEX = 2**40


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """One place where a status stands.

    family: which standard. purpose: revocation, suspension, message or refresh. url: of the list. index: from 0.
    size: bits of the entry. messages: what its values mean. unclear: why nothing can be looked up (empty: it can be).
    """

    family: Family
    kind: str
    purpose: str
    url: str
    index: int = 0
    size: int = 1
    messages: Mapping[int, str] = field(default_factory=dict)
    unclear: str = ""


def status_entries(credential: Mapping[str, Any]) -> tuple[StatusEntry, ...]:
    """Every place where a credential's status stands. One that cannot be read says why in `unclear`.

    Takes the claims of an SD-JWT VC too (`status.status_list`).
    """
    given = credential.get("credentialStatus")
    listed = given if isinstance(given, list) else [] if given is None else [given]
    return (*(_entry(each) for each in listed), *_token_entries(credential.get("status")))


def _entry(given: Any) -> StatusEntry:
    if not isinstance(given, Mapping):
        return _unclear("", "The status of this credential is no object.")
    kind = _kind(given.get("type"))
    family = _FAMILIES.get(kind, "unknown")
    if family == "unknown":
        return _unclear(
            kind, f"Its status is of a kind that is not read here: {kind[:60] or 'none is named'}."
        )
    if family == "1edtech":
        return _revocation_list(given)
    return _in_list(given, kind, family)


def _in_list(given: Mapping[str, Any], kind: str, family: Family) -> StatusEntry:
    url, purpose = (
        given.get("statusListCredential", given.get("revocationListCredential")),
        _purpose(given, kind),
    )
    index = _index(given.get("statusListIndex", given.get("revocationListIndex")))
    if not isinstance(url, str) or not purpose or index is None:
        return _unclear(kind, "Its status entry is not whole: list, purpose and index must be given.")
    size = given.get("statusSize", 1) if family == "bitstring" else 1
    if isinstance(size, bool) or size not in SIZES:
        return _unclear(
            kind, f"Its status entry names a size of {str(size)[:20]} bits, which is not read here."
        )
    return StatusEntry(family, kind, purpose, url, index, size, _messages(given.get("statusMessage")))


def _purpose(given: Mapping[str, Any], kind: str) -> str:
    implied = {"RevocationList2020Status": "revocation", "SuspensionList2020Status": "suspension"}
    purpose = given.get("statusPurpose", implied.get(kind))
    return purpose if isinstance(purpose, str) else ""


def _revocation_list(given: Mapping[str, Any]) -> StatusEntry:
    url = given.get("id")
    if not isinstance(url, str):
        return _unclear("1EdTechRevocationList", "Its status entry does not say where the list is.")
    return StatusEntry("1edtech", "1EdTechRevocationList", "revocation", url)


def _token_entries(given: Any) -> tuple[StatusEntry, ...]:
    listed = given.get("status_list") if isinstance(given, Mapping) else None
    if listed is None:
        return ()
    kind = "TokenStatusList"
    index = _index(listed.get("idx")) if isinstance(listed, Mapping) else None
    if index is None or not isinstance(listed.get("uri"), str):
        return (_unclear(kind, "Its status entry is not whole: list and index must be given."),)
    return (StatusEntry("token", kind, "revocation", listed["uri"], index),)


def _kind(given: Any) -> str:
    named = given if isinstance(given, list) else [given]
    known = [each for each in named if each in _FAMILIES]
    return str(known[0] if known else named[0] if named and named[0] is not None else "")


def _index(given: Any) -> int | None:
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 14:
        given = int(given)
    sound = isinstance(given, int) and not isinstance(given, bool) and 0 <= given < _LARGEST_INDEX
    return given if sound else None


def _messages(given: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    for each in given if isinstance(given, list) else []:
        if (
            isinstance(each, Mapping)
            and isinstance(each.get("status"), str)
            and isinstance(each.get("message"), str)
        ):
            try:
                found[int(each["status"], 16)] = each["message"]
            except ValueError:
                continue
    return found


def _unclear(kind: str, why: str) -> StatusEntry:
    return StatusEntry(_FAMILIES.get(kind, "unknown"), kind, "", "", unclear=why)
