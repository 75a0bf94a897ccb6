"""Everything of a learner's in one zip file, that reads and verifies where this software is not.

docs/reference/learner-record-formats.md says what is in it.
"""

from throughline.core.credentials.bundle.contents import BundleError, Contents, EvidenceFile, Held, Snapshot
from throughline.core.credentials.bundle.page_words import PageWords
from throughline.core.credentials.bundle.reading import Limits, read_bundle
from throughline.core.credentials.bundle.writing import write_bundle

__all__ = [
    "BundleError",
    "Contents",
    "EvidenceFile",
    "Held",
    "Limits",
    "PageWords",
    "Snapshot",
    "read_bundle",
    "write_bundle",
]
