"""The order in which what learners publish stands before those who look for somebody. This file is shown on its page.

First whoever shows more of what is asked for; among equals the order is drawn anew each day. Nothing else goes in: no
money, no sponsor, no name, no school, no score. Nobody can be moved up, and nobody stays on top.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Listed:
    """What one learner published. key: drawn at random; shows: what is in it (`competency:numbers`)."""

    key: str
    shows: frozenset[str]


def fit(listed: Listed, asked: frozenset[str]) -> int:
    """How many of the things asked for are shown."""
    return len(listed.shows & asked)


def turn(key: str, day: date) -> str:
    """Where a listing stands among its equals on a day: a number that anybody can work out, another one each day."""
    return sha256(f"{day.isoformat()} {key}".encode()).hexdigest()


def ordered(listings: Iterable[Listed], asked: frozenset[str], day: date) -> tuple[Listed, ...]:
    """Those who show at least one of the things asked for, or all where nothing is asked for, in the stated order."""
    fitting = [each for each in listings if not asked or fit(each, asked)]
    return tuple(sorted(fitting, key=lambda each: (-fit(each, asked), turn(each.key, day))))
