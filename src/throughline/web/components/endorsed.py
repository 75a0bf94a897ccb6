"""What organizations say publicly of a thing, as its page shows it."""

from typing import TypeAlias

from throughline.apps.records.queries.endorsing import Endorsed, endorsements_of
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.names import title_of

Endorsing: TypeAlias = tuple[Endorsed, Text]
"""What was said, and the title of the organization that said it."""


def endorsing_of(about: str) -> tuple[Endorsing, ...]:
    """What is said of `credential:id` or `organization:id`, newest first. One query."""
    house = reading.catalogue()
    return tuple(
        (each, title_of(house, f"organization:{each.organization}")) for each in endorsements_of(about)
    )
