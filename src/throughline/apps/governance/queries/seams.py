"""Reads: each diploma in force against each program it leads to. Public."""

from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.certification.seams import Seam
from throughline.core.certification.seams import seams as worked_out

_latest: list[tuple[Catalogue, tuple[Seam, ...]]] = []


def seams() -> tuple[Seam, ...]:
    """Every diploma with every program, and the gaps between; worked out once for a catalogue."""
    kept = frameworks.catalogue()
    if not _latest or _latest[0][0] is not kept:
        _latest[:] = [(kept, worked_out(kept))]
    return _latest[0][1]
