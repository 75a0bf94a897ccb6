"""Lists that a state keeps in its own order: kinds of demonstration, areas of quality, exchanges, conditions of change,
lines of work."""

from dataclasses import dataclass, field
from typing import Literal

from throughline.core.requirements.nodes import Text


@dataclass(frozen=True, slots=True)
class Named:
    """One thing of a list that a state keeps in its own order."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class QualityArea:
    """Something that regions and schools look at each year in their own work. priority: of first rank, else it runs
    through all of them. asks: what to look at."""

    id: str
    title: Text
    asks: Text = field(default_factory=dict)
    priority: bool = False


WorkRole = Literal["orchestrate", "innovate", "advocate", "govern", "lead"]


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A recommendation that the state took up, or another line of its work, with its work items in order. role: what those
    do who carry it: bring people together, change what is there, speak up, govern, lead."""

    id: str
    title: Text
    role: WorkRole
    items: tuple[Named, ...]
