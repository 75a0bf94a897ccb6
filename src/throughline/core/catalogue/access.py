"""What a state says of getting there: its towns, the lines between them, how far is near, and who takes whom."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from throughline.core.requirements.nodes import Cite, Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass(frozen=True, slots=True)
class Town:
    """A town or neighborhood: where people set out from. It is no one's address."""

    id: str
    title: Text
    latitude: float
    longitude: float
    region: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of a line in a town. minutes: from the first stop of the line."""

    town: str
    minutes: int


@dataclass(frozen=True, slots=True)
class TransitLine:
    """A line that runs both ways. days: on which it runs; every: minutes between two departures."""

    id: str
    title: Text
    kind: Literal["bus", "train", "ferry", "ride"]
    days: tuple[Weekday, ...]
    every: int
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class TakesFrom:
    """An organization that takes learners of these towns alone; who is not named takes everyone."""

    organization: str
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccessRules:
    """What counts as in reach. minutes: the most on the way, one way. near_km: as the crow flies, what counts as near.

    walk_km_hour, walk_minutes: how fast one walks, and for how long at most at either end.
    """

    minutes: int
    near_km: Decimal
    walk_km_hour: Decimal = Decimal(5)
    walk_minutes: int = 30
    towns: tuple[Town, ...] = ()
    lines: tuple[TransitLine, ...] = ()
    takes: tuple[TakesFrom, ...] = ()
    cite: Cite | None = None
