"""Writes: a file, an address or a folder is looked at. Everything is read and compared; nothing of it is taken in yet. What
is large is only kept at first, and a worker looks at it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO, Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.interop import addresses, keeping, sheets
from throughline.apps.interop.beating import alone, watched
from throughline.apps.interop.errands import Looking
from throughline.apps.interop.keeping import Held
from throughline.apps.interop.models import ImportFile, ImportRun
from throughline.apps.interop.reading import documents
from throughline.apps.registry import own
from throughline.apps.trail import actions as trail
from throughline.core.formats.packages import Unreadable
from throughline.core.formats.spreadsheets.tables import Faulty

Kind = Literal["upload", "address", "folder", "command"]
LONGEST_NAME = 200
LARGE = 4_000_000
"""Bytes (`keeping.weight`) of an errand from which on a worker reads it: about a second of reading."""
TRIES = 3
"""Times that a worker begins to read an errand; one that ends each of them is refused."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brings: one file (name, data), everything at an address, or the files of a folder."""

    name: str = ""
    data: IO[bytes] | bytes | None = None
    address: str = ""
    folder: Iterable[tuple[str, bytes]] | None = None
    kind: Kind | None = None
    organization: str = ""


@transaction.atomic
def look(
    *,
    by: Actor,
    brought: Brought,
    now: datetime,
    get: addresses.Fetch = addresses.fetch,
    at_once: bool = True,
) -> UUID:
    """Look at what somebody brings: keep it, tell what it is, and work out what it would change. Gives the errand's id;
    nothing is taken in before `apply`. get: what fetches an address. at_once: also where that takes long; else what is
    large is only kept, and waits for `read_on`."""
    decision = require(by, "import.run", what="An import")
    own.follow(now=now)
    looking = _begin(by, brought, now)
    held = list(_held(looking, brought, get))
    if not at_once and sum(map(keeping.weight, held)) >= LARGE:
        looking.run.state, looking.run.to_read = "looking", [list(each) for each in held]
        looking.run.save()
        trail.record(_act(looking.run, "brought import", decision.authority))
        return looking.run.id
    for each in held:
        looking.take(each)
    _finish(looking, decision.authority)
    return looking.run.id


def read_on(*, run: UUID, now: datetime) -> bool:
    """Look at a large errand that was only kept so far, whole; while it is read, its page can see how far that is. Gives
    whether it was; not where somebody else is at it. Cut off, it begins again, `TRIES` times."""
    begun = ImportRun.objects.filter(id=run, state="looking")
    with transaction.atomic():
        if not alone(run):
            return False
        begun.update(tries=F("tries") + 1, rows_done=0)
    with transaction.atomic():
        found = begun.first() if alone(run) else None
        if found is None:
            return False
        with watched(run) as watch:
            _read(Looking(found, found.looked_at, watch, found.files.count()))
        return True


def _read(looking: Looking) -> None:
    run, waiting = looking.run, looking.run.to_read
    if run.tries > TRIES:
        error = Unreadable(run.name, 0, "Reading it did not come to an end.", "Bring it in smaller parts.")
        looking.quarantine(run.name, [each for each in waiting if isinstance(each, list)], "", error)
        waiting = []
    for each in waiting:
        if isinstance(each, int):
            looking.read(run.files.get(id=each), again=True)
        else:
            looking.take((each[0], each[1], each[2]))
    run.to_read, run.rows_done = [], 0
    _finish(looking, "")


def _finish(looking: Looking, authority: str) -> None:
    looking.finish()
    refused = looking.run.state == "refused"
    trail.record(_act(looking.run, "refused import" if refused else "looked at import", authority))


def _act(run: ImportRun, verb: str, authority: str) -> trail.Act:
    return trail.Act(run.by, verb, run.looked_at, None, f"import:{run.id}", authority, {"name": run.name})


def _begin(by: Actor, brought: Brought, now: datetime) -> Looking:
    kind = brought.kind or (
        "address" if brought.address else "folder" if brought.folder is not None else "upload"
    )
    name = brought.name or brought.address or "folder"
    run = ImportRun.objects.create(
        kind=kind, name=name[:LONGEST_NAME], address=brought.address, organization=brought.organization,
        by=by.person, looked_at=now,
    )  # fmt: skip
    return Looking(run, now)


def _held(looking: Looking, brought: Brought, get: addresses.Fetch) -> Iterator[Held]:
    """The files that were brought, each stored as it came."""
    if brought.data is not None:
        held = keeping.keep(brought.name or "file", brought.data)
        looking.run.digest = held[1]
        yield held
    elif brought.folder is not None:
        for name, data in brought.folder:
            yield keeping.keep(name, data)
    elif brought.address:
        found = addresses.gather(brought.address, get)
        looking.run.notes = [asdict(note) for note in found.notes]
        for each in found.files:
            if each.why:
                error = Unreadable(each.address, 0, each.why, "Try it again later.")
                looking.quarantine(each.address, [], "", error)
            else:
                yield keeping.keep(each.name, each.data)
    else:
        raise Refused("An import", "Nothing was brought.", "Choose a file, or give an address.")


@transaction.atomic
def map_columns(
    *, by: Actor, file: int, said: dict[str, Any], now: datetime, at_once: bool = True
) -> tuple[Any, ...]:
    """Say what framework a table is and what its columns are, before it is applied; remembered for the next table with its
    headings. said: title, creator, language, identifier, columns (target by heading), hierarchy. Gives the faults that
    this finds in the table; then nothing is changed. at_once as in `look`: a large table is read by a worker, and its faults
    stand on the errand's page."""
    require(by, "import.run", what="The columns of a table")
    found = ImportFile.objects.select_related("run").select_for_update(of=("self",)).filter(id=file).first()
    if found is None or found.format != "table" or found.run.state != "looked_at":
        raise Refused("The columns of a table", "This one is not waiting for them.", "Bring it again.")
    if not said["title"].strip() or not said["creator"].strip():
        raise Refused("The columns of a table", "Title or creator is missing.", "Write both.")
    found.said = {"language": "", "identifier": "", **said}
    later = not at_once and sum(keeping.weight((each[0], each[1], each[2])) for each in found.held) >= LARGE
    faults = () if later else _faults(found)
    if faults:
        return faults
    found.parts.all().delete()
    found.unmapped = False
    sheets.remember(tuple(said["columns"]), found.run.organization, found.said, found.path, by.person, now)
    if later:
        _put_off(found)
    else:
        looking = Looking(found.run, now)
        looking.read(found)
        looking.finish()
    return ()


def _faults(file: ImportFile) -> tuple[Any, ...]:
    try:
        with documents(file):
            return ()
    except Faulty as error:
        return error.faults


def _put_off(file: ImportFile) -> None:
    file.save()
    run = file.run
    run.state, run.to_read, run.tries, run.notes = "looking", [file.id], 0, []
    run.save()
