"""What a plan asks of a usual week: its days laid onto the days that are still free."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Laid:
    """A week with what was laid into it, and what found no free day: (activity, days)."""

    days: Mapping[str, str]
    left_out: tuple[tuple[str, int], ...]


def most_days(weeks: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Days a week by setting, over several offers that run beside each other: a setting's days are shared (three days
    of school are the same three days for every offer that names them), so of each the most that any offer asks for."""
    found: dict[str, int] = {}
    for week in weeks:
        for setting, days in week.items():
            found[setting] = max(found.get(setting, 0), days)
    return found


def laid(held: Mapping[str, str], wanted: Mapping[str, int], weekdays: Sequence[str]) -> Laid:
    """The wanted days of each activity in the free days of a week; what is planned stays, and counts for its activity."""
    days, left_out = dict(held), list[tuple[str, int]]()
    for activity, many in wanted.items():
        missing = many - sum(each == activity for each in days.values())
        free = [day for day in weekdays if not days.get(day)][: max(0, missing)]
        days.update(dict.fromkeys(free, activity))
        if missing > len(free):
            left_out.append((activity, missing - len(free)))
    return Laid(days, tuple(left_out))
