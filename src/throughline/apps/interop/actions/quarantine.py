"""Writes: what was refused is tried again, as it is or mended, or set aside with a reason."""

from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.interop import addresses, keeping
from throughline.apps.interop.actions.looking import Brought, look
from throughline.apps.interop.models import ImportRun, QuarantinedFile
from throughline.apps.trail import actions as trail


@transaction.atomic
def retry(
    *, by: Actor, quarantined: UUID, now: datetime, name: str = "", mended: IO[bytes] | bytes | None = None,
    get: addresses.Fetch = addresses.fetch, at_once: bool = True,
) -> UUID:  # fmt: skip
    """Look at what was refused again: as it was kept, or the mended file. Gives the new errand's id. at_once: as in
    `look`."""
    found = _waiting(by, quarantined, "Trying it again")
    run = look(by=by, brought=_brought(found, name, mended), now=now, get=get, at_once=at_once)
    found.state, found.again = "tried_again", ImportRun.objects.get(id=run)
    found.decided_by, found.decided_at = by.person, now
    found.save()
    return run


def _brought(found: QuarantinedFile, name: str, mended: IO[bytes] | bytes | None) -> Brought:
    organization = found.run.organization
    if mended is not None:
        return Brought(name=name or found.path, data=mended, organization=organization)
    if not found.held:
        return Brought(address=found.path, organization=organization)
    files = []
    for each, digest, _ in found.held:
        with keeping.read(digest) as data:
            files.append((each, bytes(data)))
    if len(files) == 1:
        return Brought(name=files[0][0], data=files[0][1], organization=organization)
    return Brought(name=found.path, folder=files, kind="upload", organization=organization)


@transaction.atomic
def set_aside(*, by: Actor, quarantined: UUID, reason: str, now: datetime) -> None:
    """Leave what was refused as it is, with the reason. It stays kept."""
    found = _waiting(by, quarantined, "Setting it aside")
    if not reason.strip():
        raise Refused("Setting it aside", "No reason was given.", "Say in a sentence why it is not needed.")
    found.state, found.reason, found.decided_by, found.decided_at = (
        "set_aside",
        reason.strip(),
        by.person,
        now,
    )
    found.save()
    act = trail.Act(
        by.person, "set aside", now, None, f"quarantined:{found.id}", data={"reason": reason.strip()}
    )
    trail.record(act)


def _waiting(by: Actor, key: UUID, what: str) -> QuarantinedFile:
    require(by, "import.run", what=what)
    found = (
        QuarantinedFile.objects.select_for_update(of=("self",)).select_related("run").filter(id=key).first()
    )
    if found is None or found.state != "waiting":
        raise Refused(what, "It does not wait any more.", "Open the list of what was refused.")
    return found
