"""The state's own catalogue in the registry: its documents beside those of others, and the lines that search reads.

News travel up as data: whoever shows the registry calls `follow` first, which does nothing unless something was
published since.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.models import Version
from throughline.apps.registry import actions
from throughline.apps.registry.models import CatalogueEntry, CatalogueMark, RegistryDocument
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.formats.ctdl.places import Places
from throughline.core.formats.own_documents import Own

SERVICE = "ims/case/v1p1"
SEARCHED = {
    "pathway": "pathways", "milestone": "milestones", "competency": "competencies", "credential": "credentials",
    "organization": "organizations", "agreement": "agreements", "opportunity": "opportunities",
    "competency_framework": "competency_frameworks", "qualification_framework": "qualification_frameworks",
}  # fmt: skip
"""Kinds of documents that search finds, with their collections."""
_TEXTS = ("summary", "statement", "purpose", "outcomes", "promise", "about", "field", "leads_to")


def places() -> Places:
    """Where the state's things stand: their UUIDs and addresses."""
    return _places(
        str(settings.ADDRESS), frameworks.catalogue().state.id, tuple(frameworks.catalogue().state.languages)
    )


@lru_cache(maxsize=8)
def _places(address: str, state: str, languages: tuple[str, ...]) -> Places:
    return Places(registry=address, owner=f"organization:{state}", languages=languages)


def follow(*, now: datetime) -> str:
    """Bring the state's own catalogue in the registry up to what is in force. Gives what changes whenever anything in the
    registry does. Two queries where nothing was published since."""
    newest = _newest()
    mark, stamp = _mark()
    if newest is None or mark == newest:
        return stamp
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registry.follow'))")
        if _mark()[0] != newest:
            _take_in(now)
            _write_entries(frameworks.catalogue())
            CatalogueMark.objects.update_or_create(only=True, defaults={"newest": newest, "followed_at": now})
    return _mark()[1]


def _newest() -> UUID | None:
    """The latest publication, as whatever else is drawn with it has read it."""
    try:
        return frameworks.published().newest
    except frameworks.NothingPublished:
        return None


def _mark() -> tuple[UUID | None, str]:
    """Which publication was followed last; and what changes with any document and any decision about an alignment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT newest FROM registry_cataloguemark), (SELECT max(id) FROM registry_documentversion),"
            " (SELECT max(id) FROM registry_alignmentdecision)"
        )
        mark, version, decision = cursor.fetchone()
    return mark, f"{mark} {version} {decision}"


def _take_in(now: datetime) -> None:
    catalogue = frameworks.catalogue()
    own = Own(catalogue, places(), f"{settings.ADDRESS}/{SERVICE}", _published())
    there = {actions.take_in(by=HOUSE, package=each, now=now, own=True).document for each in own.packages()}
    for gone in RegistryDocument.objects.filter(own=True, withdrawn_at=None).exclude(id__in=there):
        reason = "The state's catalogue has it no more."
        actions.withdraw(by=HOUSE, document=gone.id, reason=reason, now=now)


def _published() -> Mapping[str, str]:
    found = Version.objects.filter(state__home=True).values("reference").annotate(at=Max("published_at"))
    return {each["reference"]: each["at"].isoformat(timespec="seconds") for each in found}


def _write_entries(catalogue: Catalogue) -> None:
    CatalogueEntry.objects.all().delete()
    CatalogueEntry.objects.bulk_create(_entries(catalogue), batch_size=1000)


def _entries(catalogue: Catalogue) -> Iterator[CatalogueEntry]:
    for kind, collection in SEARCHED.items():
        for name, document in getattr(catalogue, collection).items():
            yield _entry(f"{kind}:{name}", kind, document)
    for ladder in catalogue.qualification_frameworks.values():
        for level in ladder.levels:
            yield _entry(f"level:{ladder.id}/{level.number}", "level", level)


def _entry(reference: str, kind: str, document: Any) -> CatalogueEntry:
    titles = dict(document.title)
    found = (getattr(document, name, None) or getattr(document, "descriptor", None) for name in _TEXTS)
    text = next((dict(each) for each in found if each), {})
    words = " ".join([*titles.values(), *text.values(), reference.partition(":")[2]])
    return CatalogueEntry(
        reference=reference, kind=kind, titles=titles, texts=text, languages=sorted(titles), haystack=words
    )


_named: dict[str, tuple[object, Mapping[UUID, str]]] = {}


def reference_of(identifier: UUID) -> str:
    """The reference of a thing in force by its UUID (`milestone:m`, `framework:f/level/3`); empty where none has it."""
    house = frameworks.published()
    kept = _named.get("")
    if kept is None or kept[0] is not house:
        kept = _named[""] = (house, _all_names(house.catalogue, places()))
    return kept[1].get(identifier, "")


def _all_names(catalogue: Catalogue, where: Places) -> Mapping[UUID, str]:
    found: list[str] = []
    for kind, collection in SEARCHED.items():
        prefix = "framework" if kind == "qualification_framework" else kind
        found += [f"{prefix}:{name}" for name in getattr(catalogue, collection)]
    found += [f"rule:{name}" for name in catalogue.rules]
    for ladder in catalogue.qualification_frameworks.values():
        found += [f"framework:{ladder.id}/level/{level.number}" for level in ladder.levels]
    for pathway in catalogue.pathways.values():
        found += [f"pathway:{pathway.id}/stage/{stage.id}" for stage in pathway.stages]
        found += [f"pathway:{pathway.id}/to/{each.id}" for each in pathway.destinations]
    return {UUID(where.uuid(ref)): ref for ref in found}
