"""Writes: taking a document in, going back to an earlier version of it, withdrawing it. Whole or not at all."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection, transaction

from throughline import __version__
from throughline.apps.directory.actor import Actor, Decision, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.registry.changes import Counts, write_changes
from throughline.apps.registry.digests import head_of, package_digest
from throughline.apps.registry.models import DocumentVersion, RegistryDocument
from throughline.apps.registry.staging import Staged, stage, stage_again
from throughline.apps.trail import actions as trail
from throughline.core.formats.case.records import defined
from throughline.core.formats.packages import Document, Note, Package


@dataclass(frozen=True, slots=True)
class Taken:
    """What an act wrote. number: of the version in force after. added, changed, removed, same: items and associations
    together; where the first three and `made` are 0 and False, nothing was written. notes: the reader's, and which items
    could not stand where they say."""

    document: UUID
    number: int
    added: int
    changed: int
    removed: int
    same: int
    notes: tuple[Note, ...] = ()
    made: bool = True


def key_of(identifier: str) -> UUID:
    """The key under which a document stands: its identifier where that is a UUID, else one made from it (version 5)."""
    try:
        found = UUID(identifier)
    except ValueError:
        return uuid5(NAMESPACE_URL, identifier)
    return found if str(found) == identifier.lower() else uuid5(NAMESPACE_URL, identifier)


def source_named(package: Package) -> str:
    """Which bytes a package was read from, and by which release; empty where its reader did not say."""
    return f"{__version__} {package.source}" if package.source else ""


@transaction.atomic
def take_in(
    *, by: Actor, package: Package, now: datetime, own: bool = False, after: int | None = None
) -> Taken:
    """Keep a document as its file says it: the first time as version 1, a changed one as the next version, of which only
    what differs is written; the same again writes nothing. A withdrawn document stands again.

    own: of this house's catalogue, whose versions stand in the public log already; nobody else's file changes it. after:
    the version that was looked at before (0: none stood); where another one came meanwhile, it is refused.
    """
    document = package.document
    decision = require(by, "registry.keep", what=f"Taking in “{document.title or document.identifier}”")
    source = source_named(package)
    standing = _wait_for(key_of(document.identifier))
    if standing is not None and standing.withdrawn_at is None:
        newest = _version(standing, standing.number)
        # The same bytes, read by the same release, are the same rows: nothing need be gone through.
        if (source and newest.source == source) or newest.digest == package_digest(package):
            rows = standing.items + standing.associations
            return Taken(standing.id, standing.number, 0, 0, 0, rows, package.notes, made=False)
    _refuse_overwriting(standing, document.title, own, after)
    staged = stage(package)
    staged = replace(staged, notes=(*package.notes, *staged.notes))
    made = _draft(head_of(document), document.body, "taken_in", staged, by, now)
    made.source = source
    return _write(made, standing, staged, own, by, decision)


@transaction.atomic
def undo(*, by: Actor, document: UUID, to: int, now: datetime) -> Taken:
    """Make an earlier version of a document the one in force again, as a new version that is equal to it."""
    what = f"Going back to version {to}"
    decision = require(by, "registry.keep", what=what)
    standing = _wait_for(document)
    if standing is None or not 1 <= to < standing.number:
        raise Refused(what, "The document has no such earlier version.", "Choose one from its versions.")
    earlier = _version(standing, to)
    items, associations = stage_again(document, to)
    staged = Staged(earlier.digest, items, associations, _places(earlier))
    made = _draft(earlier.head, bytes(earlier.body), "undone", staged, by, now)
    made.of, made.named, made.source = to, earlier.named, earlier.source
    return _write(made, standing, staged, standing.own, by, decision)


@transaction.atomic
def withdraw(*, by: Actor, document: UUID, reason: str, now: datetime) -> Taken:
    """Mark a document as no longer kept up, with the reason. It stays readable, and so do the links to it."""
    decision = require(by, "registry.keep", what="Withdrawing a document")
    standing = _wait_for(document)
    if standing is None or standing.withdrawn_at is not None or not reason.strip():
        raise Refused(
            "Withdrawing a document",
            "There is no such document, it is withdrawn already, or no reason was given.",
            "Choose a document that stands, and say why.",
        )
    newest = _version(standing, standing.number)
    said = (Note("", reason, "Withdrawn."),)
    staged = Staged(newest.digest, standing.items, standing.associations, _places(newest), said)
    made = _draft(newest.head, bytes(newest.body), "withdrawn", staged, by, now)
    made.named, made.source = newest.named, newest.source
    standing.withdrawn_at = now
    return _finish(made, standing, staged, Counts(0, 0, 0), standing.own, by, decision)


def _refuse_overwriting(standing: RegistryDocument | None, title: str, own: bool, after: int | None) -> None:
    number = 0 if standing is None else standing.number
    if standing is not None and standing.own and not own:
        raise Refused(
            f"Taking in “{title}”",
            "It is of this state's own catalogue.",
            "Publish the change there instead.",
        )
    if after is not None and number != after:
        raise Refused(
            f"Taking in “{title}”",
            f"Version {number} came since it was looked at.",
            "Look at the file again.",
        )


def _write(
    made: DocumentVersion,
    standing: RegistryDocument | None,
    staged: Staged,
    own: bool,
    by: Actor,
    decision: Decision,
) -> Taken:
    document = standing or RegistryDocument(
        id=key_of(made.head["identifier"]),
        identifier=made.head["identifier"],
        number=0,
        first_at=made.imported_at,
    )
    document.own, document.withdrawn_at = own, None
    counts = write_changes(document.id, document.number + 1, staged.items, staged.associations)
    return _finish(made, document, staged, counts, own, by, decision)


def _finish(
    made: DocumentVersion,
    document: RegistryDocument,
    staged: Staged,
    counts: Counts,
    own: bool,
    by: Actor,
    decision: Decision,
) -> Taken:
    _name(document, made)
    document.save()
    made.document, made.number = document, document.number
    made.added, made.changed, made.removed = counts.added, counts.changed, counts.removed
    made.save()
    if not own:
        _announce(made, by, decision)
    same = staged.items + staged.associations - counts.added - counts.changed
    return Taken(document.id, made.number, counts.added, counts.changed, counts.removed, same, staged.notes)


def _announce(made: DocumentVersion, by: Actor, decision: Decision) -> None:
    reference, state = f"document:{made.document_id}", frameworks.home_state()
    leaf = trail.Leaf(state, made.act, reference, made.number, made.digest, "document")
    trail.enter([leaf], now=made.imported_at)
    counts = {"number": made.number, "added": made.added, "changed": made.changed, "removed": made.removed}
    trail.record(
        trail.Act(
            by.person, f"document_{made.act}", made.imported_at, target=reference, authority=decision.authority,
            data=counts,
        )
    )  # fmt: skip


def _draft(
    head: dict[str, str], body: bytes, act: str, staged: Staged, by: Actor, now: datetime
) -> DocumentVersion:
    return DocumentVersion(
        act=act, digest=staged.digest, head=head, body=body, named=_defined(head, body),
        items=staged.items, associations=staged.associations, notes=[asdict(note) for note in staged.notes],
        item_places=staged.places[0], association_places=staged.places[1], by=by.person, imported_at=now,
    )  # fmt: skip


def _places(version: DocumentVersion) -> tuple[bytes, bytes]:
    return bytes(version.item_places), bytes(version.association_places)


def _name(document: RegistryDocument, made: DocumentVersion) -> None:
    """What a document says of itself from this version on."""
    head = made.head
    document.uri, document.kind, document.format, document.title = (
        head["uri"], head["kind"], head["format"], head["title"],
    )  # fmt: skip
    document.publisher, document.status, document.language, document.edition = (
        head["publisher"], head["status"][:200], head["language"][:40], head["version"][:200],
    )  # fmt: skip
    document.subjects = list(dict.fromkeys(_subjects(_read(bytes(made.body)))))
    document.number += 1
    document.items, document.associations, document.changed_at = (
        made.items,
        made.associations,
        made.imported_at,
    )


def _defined(head: dict[str, str], body: bytes) -> list[str]:
    """The identifiers of the subjects, groupings, licences, kinds of items, concepts and rubrics in a body."""
    return sorted({identifier for _, identifier in defined(Document(body=body, **head))})


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _subjects(value: Any) -> Iterator[str]:
    """The subjects a document names, whichever format it is in, near the top of its body."""
    if not isinstance(value, dict):
        return
    for name, given in value.items():
        if name.rpartition(":")[2] == "subject":
            yield from (
                each for each in (given if isinstance(given, list) else [given]) if isinstance(each, str)
            )
        elif name == "CFDocument":
            yield from _subjects(given)


def _wait_for(document: UUID) -> RegistryDocument | None:
    """One act on a document at a time; the document as the act before left it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registry'), hashtext(%s))", [str(document)])
    return RegistryDocument.objects.filter(id=document).first()


def _version(document: RegistryDocument, number: int) -> DocumentVersion:
    return DocumentVersion.objects.get(document=document, number=number)
