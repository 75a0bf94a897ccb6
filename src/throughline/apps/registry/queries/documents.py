"""Reads: documents of the registry, one or in a list, and what was kept of each version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from throughline.apps.registry.models import DocumentVersion, RegistryDocument


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document as its newest version says it. key: under which it stands here. own: of this house's own catalogue.
    items, associations: how many stand. The rest as in `core.formats.packages.Document`."""

    key: UUID
    identifier: str
    uri: str
    kind: str
    format: str
    title: str
    publisher: str
    status: str
    language: str
    edition: str
    subjects: tuple[str, ...]
    own: bool
    number: int
    items: int
    associations: int
    first_at: datetime
    changed_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a document. act: taken_in, undone (of: the version it equals) or withdrawn. added, changed, removed:
    items and associations together. notes: where, what, done."""

    number: int
    act: str
    of: int | None
    digest: str
    title: str
    items: int
    associations: int
    added: int
    changed: int
    removed: int
    notes: tuple[dict[str, str], ...]
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list of documents; empty: everything. subject: in lower case letters as the document writes it."""

    kind: str = ""
    format: str = ""
    language: str = ""
    publisher: str = ""
    subject: str = ""


def line(found: RegistryDocument) -> DocumentLine:
    """A kept document as a line."""
    return DocumentLine(
        key=found.id, identifier=found.identifier, uri=found.uri, kind=found.kind, format=found.format,
        title=found.title, publisher=found.publisher, status=found.status, language=found.language,
        edition=found.edition, subjects=tuple(found.subjects), own=found.own, number=found.number, items=found.items,
        associations=found.associations, first_at=found.first_at, changed_at=found.changed_at,
        withdrawn_at=found.withdrawn_at,
    )  # fmt: skip


def document(key: UUID) -> DocumentLine | None:
    """The document that stands under a key. One query."""
    found = RegistryDocument.objects.filter(id=key).first()
    return None if found is None else line(found)


def document_named(identifier: str) -> DocumentLine | None:
    """The document with an identifier. One query."""
    found = RegistryDocument.objects.filter(identifier=identifier).first()
    return None if found is None else line(found)


def documents(filters: Filters = Filters(), *, own: bool | None = None) -> list[DocumentLine]:
    """Every document that stands, by title; `own`: only those of the house's own catalogue, or only others. One query."""
    found = RegistryDocument.objects.filter(withdrawn_at=None).order_by("title", "id")
    for name, value in (("kind", filters.kind), ("format", filters.format), ("language", filters.language),
                        ("publisher", filters.publisher)):  # fmt: skip
        found = found.filter(**{name: value}) if value else found
    if filters.subject:
        found = found.filter(subjects__contains=[filters.subject])
    if own is not None:
        found = found.filter(own=own)
    return [line(each) for each in found]


def body_of(key: UUID, number: int | None = None) -> bytes:
    """Everything of a document that is neither item nor association, as its file gave it: of one version, else the newest.
    Empty where there is none."""
    found = DocumentVersion.objects.filter(document=key).order_by("-number")
    if number is not None:
        found = found.filter(number=number)
    body = found.values_list("body", flat=True).first()
    return b"" if body is None else bytes(body)


def source_of(key: UUID) -> tuple[str, str]:
    """Which bytes the newest version of a document was read from and by which release (empty: not known), and its digest.
    One query."""
    found = DocumentVersion.objects.filter(document=key).order_by("-number")
    return found.values_list("source", "digest").first() or ("", "")


def bodies_of(keys: Iterable[UUID]) -> dict[UUID, bytes]:
    """The same for many documents, newest versions. One query."""
    found = DocumentVersion.objects.filter(document__in=list(keys)).order_by("document", "-number")
    rows = found.distinct("document").values_list("document_id", "body")
    return {key: bytes(body) for key, body in rows}


def defining(identifier: str) -> list[tuple[DocumentLine, bytes]]:
    """Documents that define something (a subject, a grouping, a licence, a rubric) with this identifier, each with its
    body. One query."""
    newest = DocumentVersion.objects.filter(named__contains=[identifier], number=F("document__number"))
    kept = newest.select_related("document").order_by("document__own", "document__first_at", "document_id")
    return [(line(each.document), bytes(each.body)) for each in kept]


def versions(key: UUID) -> list[VersionLine]:
    """Every version of a document, newest first. One query."""
    found = DocumentVersion.objects.filter(document=key).defer("body", "named").order_by("-number")
    return [
        VersionLine(
            each.number, each.act, each.of, each.digest, each.head.get("title", ""), each.items, each.associations,
            each.added, each.changed, each.removed, tuple(each.notes), each.imported_at,
        )
        for each in found
    ]  # fmt: skip
