"""Reads: errands with their documents, what was refused, where a document came from; for those who may import."""

from throughline.apps.interop.queries.quarantine import (
    Quarantined,
    quarantined,
    quarantined_file,
    waiting_count,
)
from throughline.apps.interop.queries.runs import (
    FileShown,
    PartShown,
    RunLine,
    RunShown,
    claimed_by,
    run,
    runs,
    unfinished,
)
from throughline.apps.interop.queries.tables import Column, TableShown, table_of

__all__ = [
    "Column",
    "FileShown",
    "PartShown",
    "Quarantined",
    "RunLine",
    "RunShown",
    "TableShown",
    "claimed_by",
    "quarantined",
    "quarantined_file",
    "run",
    "runs",
    "table_of",
    "unfinished",
    "waiting_count",
]
