"""Reads: how pathways spread from the first learner on, from what happened, quarter by quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db import connection

from throughline.apps.frameworks import queries as frameworks

DEFINITION = 1
"""The version of what is counted, shown with it: another way of counting is another number."""
EMPLOYERS = ("posted at the desk", "posted", "claimed a credit", "kept a promise")
"""What an employer does that takes part, as events say it."""
_FIRST = """
SELECT date_trunc('quarter', first)::date, count(*) FROM ({first}) AS firsts GROUP BY 1 ORDER BY 1
"""
_LEARNERS = """
SELECT about, min(happened_at) AS first FROM trail_event WHERE verb = 'chose' AND about IS NOT NULL GROUP BY about
"""
_SCHOOLS = """
SELECT member.organization_id, min(event.happened_at) AS first FROM trail_event AS event
JOIN directory_membership AS member ON member.person_id = event.about AND member.role = 'learner'
WHERE event.verb = 'chose' GROUP BY member.organization_id
"""
_EMPLOYERS = """
SELECT event.target, min(event.happened_at) AS first FROM trail_event AS event
JOIN directory_organization AS place ON 'organization:' || place.slug = event.target AND place.sector = 'workforce'
WHERE event.verb = ANY(%s) GROUP BY event.target
"""


@dataclass(frozen=True, slots=True)
class Quarter:
    """What it had come to at the end of a quarter. learners: rounded down to whole groups of the state's smallest; 0 is
    fewer than one such group. schools, employers: exact."""

    starts: date
    learners: int
    schools: int
    employers: int

    @property
    def name(self) -> str:
        """The quarter as `2026 Q3`."""
        return f"{self.starts.year} Q{(self.starts.month + 2) // 3}"


@dataclass(frozen=True, slots=True)
class Growth:
    """Every quarter from the first to now. smallest: learners are told in groups of so many. definition: its version."""

    quarters: tuple[Quarter, ...]
    smallest: int
    definition: int = DEFINITION


def growth(*, on: date) -> Growth:
    """How many learners ever chose a pathway, at how many schools, with how many employers. Three queries.

    Learners are told in whole groups alone, so that no quarter and no difference of two says who came.
    """
    smallest = max(frameworks.catalogue().state.smallest_group, 1)
    learners, schools = _counted(_LEARNERS), _counted(_SCHOOLS)
    employers = _counted(_EMPLOYERS, [list(EMPLOYERS)])
    first = min((*learners, *schools, *employers), default=None)
    if first is None:
        return Growth((), smallest)
    quarters = list(_quarters(first, on))
    told = (list(accumulate(each.get(q, 0) for q in quarters)) for each in (learners, schools, employers))
    return Growth(
        tuple(Quarter(q, n // smallest * smallest, s, e) for q, n, s, e in zip(quarters, *told, strict=True)),
        smallest,
    )


def _counted(first: str, given: list[list[str]] | None = None) -> dict[date, int]:
    with connection.cursor() as cursor:
        cursor.execute(_FIRST.format(first=first), given or [])
        return dict(cursor.fetchall())


def _quarters(first: date, last: date) -> Iterable[date]:
    at = first
    while at <= last:
        yield at
        at = date(at.year + (at.month > 9), (at.month + 2) % 12 + 1, 1)
