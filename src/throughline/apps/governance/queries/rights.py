"""Reads: the decision-rights register, and the right behind everything the public log says. All public."""

from dataclasses import dataclass

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.queries import Written
from throughline.apps.trail import queries as trail
from throughline.core.governing.rights import Right, right_behind, rights


@dataclass(frozen=True, slots=True)
class Registered:
    """A right with the versions of the charter that gives it, oldest first: when and by whom it was changed."""

    right: Right
    changes: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """What the public log speaks of, how often, and the right behind it; None: nobody has it."""

    kind: str
    stem: str
    times: int
    right: Right | None


def rights_register() -> list[Registered]:
    """Every right, with its changes. One query."""
    changes = frameworks.changes_of("body")
    return [
        Registered(each, tuple(changes.get(f"body:{each.body}", ())))
        for each in rights(frameworks.catalogue().bodies.values())
    ]


def behind_the_log() -> list[Behind]:
    """The right behind each kind of entry of the public log, and behind each decision. One query."""
    bodies = list(frameworks.catalogue().bodies.values())
    return [
        Behind(kind, stem, times, right_behind(bodies, kind, stem))
        for kind, stem, times in trail.spoken_of(frameworks.home_state())
    ]
