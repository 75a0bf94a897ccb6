"""The two interfaces of a host, and how much one page of either holds."""

from dataclasses import dataclass

from throughline.apps.records.queries.hosting import Kind

MOST, USUAL = 100, 50


@dataclass(frozen=True, slots=True)
class Face:
    """One of the two interfaces. base: where it stands. scope: what its scopes begin with. title, document: its words."""

    kind: Kind
    base: str
    scope: str
    title: str
    document: str
