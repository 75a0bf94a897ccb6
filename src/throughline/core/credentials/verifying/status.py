"""Whether a credential was taken back: every list that it names, each proven by itself. Unknown is its own answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from throughline.core.credentials.controllers.resolving import Unreachable
from throughline.core.credentials.status import revocation_list
from throughline.core.credentials.status.status_entry import StatusEntry, status_entries
from throughline.core.credentials.status.status_list import Status, status_at, unknown
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.verifying.answers import Mark, Said, Step, said
from throughline.core.credentials.verifying.case import Case
from throughline.core.credentials.verifying.claims import issuer_of

Proven: TypeAlias = Callable[[bytes], tuple[Mapping[str, Any], bool]]
"""The document of a status list, and whether its own signature holds. Raises `Unreadable`."""
MOST_LISTS = 8


def status_step(document: Mapping[str, Any], case: Case, proven: Proven) -> Step:
    """What the lists that a credential names say of it. proven: how a list is checked by itself."""
    entries = status_entries(document)
    if not entries:
        return Step("status", "not_needed", said("no_status"))
    found = [_one(entry, document, case, proven) for entry in entries[:MOST_LISTS]]
    if len(entries) > MOST_LISTS:
        found.append(("unknown", said("status_unknown", technical=f"It names {len(entries)} lists."), ()))
    order: tuple[Mark, ...] = ("no", "unknown", "warning", "yes")
    worst = min(found, key=lambda each: order.index(each[0]))
    others = tuple(reason for _, reason, _ in found if reason != worst[1])
    notes = tuple(note for _, _, notes in found for note in notes)
    return Step("status", worst[0], worst[1], (*others, *notes))


def _one(
    entry: StatusEntry, document: Mapping[str, Any], case: Case, proven: Proven
) -> tuple[Mark, Said, tuple[Said, ...]]:
    if entry.unclear:
        return "unknown", said("status_unknown", technical=entry.unclear), ()
    try:
        data = case.errand.get_signed(entry.url)
    except Unreachable as error:
        return "unknown", said("status_not_reached", technical=error), ()
    return _said(_status(data, entry, document, case, proven), data)


def _status(
    data: bytes, entry: StatusEntry, document: Mapping[str, Any], case: Case, proven: Proven
) -> Status:
    issuer = issuer_of(document)
    try:
        if entry.family == "1edtech":
            name = document.get("id")
            own = name if isinstance(name, str) else ""
            return revocation_list.status_in(read(data), entry, credential_id=own, issuer=issuer)
        listed, good = proven(data)
    except Unreadable as error:
        return unknown(entry, str(error))
    # A list that was asked for says how it is now; a copy that was brought along, how it was when it was made.
    brought = entry.url in case.errand.missed
    return status_at(listed, entry, issuer=issuer, proven=good, as_of=case.as_of if brought else case.now)


def _said(status: Status, data: bytes) -> tuple[Mark, Said, tuple[Said, ...]]:
    if status.answer == "unknown":
        return "unknown", said("status_unknown", technical=status.why), ()
    notes = tuple(_notes(status, data))
    if status.against:
        more = (said("status_message", message=status.message[:500]),) if status.message else ()
        return "no", said("revoked" if status.purpose == "revocation" else "suspended"), (*more, *notes)
    if status.answer == "set" and status.purpose == "refresh":
        return "warning", said("refresh"), notes
    if status.message:
        return "warning", said("status_message", message=status.message[:500]), notes
    return "yes", said("status_clear"), notes


def _notes(status: Status, data: bytes) -> Iterator[Said]:
    # The address stands under the issuer's signature and was asked over https, so a list that was moved or is kept by
    # another party counts; who relies on it should know.
    if "other_issuer" in status.findings:
        yield said("status_list_by_other", issuer=_issuer(data))
    if "other_id" in status.findings:
        yield said("status_list_moved")


def _issuer(data: bytes) -> str:
    try:
        found = read(data)
    except Unreadable:
        return "?"
    return issuer_of(found)[:200] if isinstance(found, Mapping) else "?"
