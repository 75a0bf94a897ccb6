"""What happened on the ways of everybody who learns here or ever chose a pathway, from what is kept; for jobs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.going import NOTHING_ENTERED, States, stays_by_learner, who_chose
from throughline.apps.advising.models import Choice
from throughline.apps.directory import queries as directory
from throughline.apps.directory.one_person import ids_of, stand_for, whose
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries as governance
from throughline.apps.records.queries.record import fact_days
from throughline.apps.trail import queries as trail
from throughline.core.progress.clear_path import Life, State
from throughline.core.progress.junctures import Stay

AT_ONCE = 2000


def everyone(on: date) -> list[UUID]:
    """Whoever learns somewhere on a day, or ever took a step, by the id they are known by now. Four queries."""
    learn = stand_for(directory.who_learn(on=on)).values()
    return sorted({*who_chose(), *learn})


def lives(learners: Iterable[UUID]) -> Iterator[Life]:
    """The life of each of these, in parts, six queries each."""
    wanted = list(learners)
    for nth in range(0, len(wanted), AT_ONCE):
        yield from _part(wanted[nth : nth + AT_ONCE])


def _part(wanted: list[UUID]) -> Iterator[Life]:
    steps, stays = _steps(wanted), stays_by_learner(wanted)
    entered = _own(wanted, trail.days_entered(ids_of(wanted), without=NOTHING_ENTERED))
    shown, said = _own(wanted, fact_days(wanted)), governance.groups_said(wanted)
    for each in wanted:
        own = stays.get(each, ())
        days = tuple(sorted({*entered[each], *shown[each]}))
        yield Life(tuple(steps[each]), days, own, _region(own), said.get(each, ()))


def _own(wanted: list[UUID], found: Iterable[tuple[UUID, date]]) -> dict[UUID, set[date]]:
    rows = list(found)
    same = whose(wanted, {key for key, _ in rows})
    days: dict[UUID, set[date]] = defaultdict(set)
    for key, day in rows:
        if key in same:
            days[same[key]].add(day)
    return days


def _steps(wanted: list[UUID]) -> dict[UUID, list[tuple[date, State]]]:
    drawn = States.drawn()
    rows = list(
        Choice.objects.filter(learner__in=ids_of(wanted))
        .order_by("chosen_at", "position")
        .values_list("learner", "state", "chosen_at")
    )
    same = whose(wanted, {key for key, _, _ in rows})
    steps: dict[UUID, list[tuple[date, State]]] = defaultdict(list)
    for key, state, at in rows:
        if key in same:
            steps[same[key]].append((timezone.localdate(at), drawn.of(state)))
    return steps


def _region(stays: tuple[Stay, ...]) -> str:
    found = frameworks.catalogue().organizations.get(stays[-1].place) if stays else None
    return found.region if found else ""
