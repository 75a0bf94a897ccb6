"""Who answers for which side of a badge."""

from collections.abc import Mapping

from throughline.apps.frameworks import queries as frameworks

SECTORS: Mapping[str, str] = {"workforce": "industry", "postsecondary": "college"}
"""The side that an organization answers for, by its sector."""


def side_of(organization: str) -> str:
    """The side an organization answers for: industry or college; empty where neither."""
    held = frameworks.catalogue().organizations.get(organization)
    return SECTORS.get(held.sector, "") if held else ""
