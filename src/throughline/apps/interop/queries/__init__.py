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
    run,
    runs,
    unfinished,
)
from throughline.apps.interop.queries.tables import Column, TableShown, table_of
from throughline.apps.interop.queries.words import Said, claimed_by, said_of

__all__ = [
    "Column",
    "FileShown",
    "PartShown",
    "Quarantined",
    "RunLine",
    "RunShown",
    "Said",
    "TableShown",
    "claimed_by",
    "quarantined",
    "quarantined_file",
    "run",
    "runs",
    "said_of",
    "table_of",
    "unfinished",
    "waiting_count",
]
