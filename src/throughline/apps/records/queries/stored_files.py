"""The stored files of evidence, held against the digests they were stored by; for those who run the house."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from throughline.apps.records.files.storage import fault_of
from throughline.apps.records.models import EvidenceFile, StoredFile


@dataclass(frozen=True, slots=True)
class StoredFault:
    """A stored file that is not as it was. fault: gone, or changed. pieces: ids of the pieces of work that hold it."""

    digest: str
    fault: str
    pieces: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class StoredFiles:
    """How many files are stored (small pictures counted), and those that are not as they were, by digest."""

    files: int
    faults: tuple[StoredFault, ...]


def stored_files() -> StoredFiles:
    """Every stored file held against its digest. Reads every file; two queries. Names no person."""
    holding = _holding()
    whole = dict(StoredFile.objects.values_list("digest", "preview"))
    source = {preview: digest for digest, preview in whole.items() if preview}
    every = sorted({*whole, *source})
    found = ((digest, fault_of(digest)) for digest in every)
    faults = [
        StoredFault(digest, fault, holding.get(source.get(digest, digest), ()))
        for digest, fault in found
        if fault
    ]
    return StoredFiles(len(every), tuple(faults))


def _holding() -> Mapping[str, tuple[UUID, ...]]:
    rows = EvidenceFile.objects.order_by("version__evidence_id").values_list("stored", "version__evidence_id")
    found: dict[str, dict[UUID, None]] = defaultdict(dict)
    for digest, piece in rows:
        found[digest][piece] = None
    return {digest: tuple(pieces) for digest, pieces in found.items()}
