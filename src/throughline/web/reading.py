"""What the public pages read: the catalogue in force, and its structure, worked out once for each catalogue."""

from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.requirements.structure import Structure

_latest: list[Structure] = []


def catalogue() -> Catalogue:
    """The documents in force now."""
    return frameworks.catalogue()


def structure() -> Structure:
    """How the pathways in force hang together."""
    current = catalogue()
    if not _latest or _latest[0].catalogue is not current:
        _latest[:] = [Structure(current)]
    return _latest[0]
