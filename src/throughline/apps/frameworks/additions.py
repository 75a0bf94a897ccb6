"""What was added or decided in this house beside a state's pack: it stays when the pack is published anew."""

from throughline.apps.frameworks.collections import documents
from throughline.apps.frameworks.models import Version
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.formats.state_pack.bodies import document_from_json
from throughline.core.formats.state_pack.drafts import with_documents, without_documents


def with_what_was_added(pack: Catalogue, state: str) -> tuple[Catalogue, dict[str, str]]:
    """The pack with all that was added or decided here, and the origin of each reference that is not the pack's own. What
    the pack itself names is the pack's, but for what a body decided: a vote stands until the next one. One query."""
    taken = {ref for ref, _ in documents(pack)}
    rows = [row for row in _newest_here(state) if row.origin == "decided" or row.reference not in taken]
    held = {row.reference: row.body for row in rows if row.act == "published"}
    read = {ref: document_from_json(_kind(ref), body) for ref, body in held.items()}
    gone = [row.reference for row in rows if row.act == "retired" and row.reference in taken]
    kept = without_documents(with_documents(pack, read), gone)
    return kept, {row.reference: row.origin for row in rows}


def added_here(state: str) -> dict[str, str]:
    """The origin of each reference that was added or decided here. One query."""
    return {row.reference: row.origin for row in _newest_here(state)}


def _newest_here(state: str) -> list[Version]:
    here = Version.objects.filter(state__slug=state).exclude(origin="pack").values("reference")
    found = Version.objects.filter(state__slug=state, reference__in=here)
    newest = found.order_by("reference", "-number").distinct("reference")
    return [
        row for row in newest if row.origin == "decided" or (row.origin == "here" and row.act == "published")
    ]


def _kind(reference: str) -> str:
    return reference.partition(":")[0]
