"""What the public pages read: the catalogue in force, and how its pathways hang together."""

from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.structure import Structure


def catalogue() -> Catalogue:
    """The documents in force now."""
    return frameworks.catalogue()


def structure() -> Structure:
    """How the pathways in force hang together."""
    return frameworks.structure()
