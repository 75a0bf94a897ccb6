"""Counts a state's headline again from a file of events, day by day: `python -m throughline.check_headline FILE`.

Apart from the house: nothing but the standard library, and another way of counting. The file (`throughline headline
--events FILE`) holds one JSON object a line: first the day, the state's days and the version of the definition, then what
happened, in any order, of learners who stand there by numbers that mean nothing.

A learner counts as on a clear and uninterrupted path when they chose a pathway, are on it (or completed it) on the day, and
no stretch since their first choice was longer than the state's days: off the pathway or without a place to learn
(`next_days`), without anything entered (`quiet_days`).
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ONE = timedelta(days=1)
Row = dict[str, Any]


def recount(lines: Iterable[str]) -> Row:
    """Lines of the file to the counts: on the path and all, of everyone, by region, by group."""
    rows = [json.loads(line) for line in lines if line.strip()]
    told, lives = rows[0], defaultdict(list)
    for row in rows[1:]:
        lives[row["learner"]].append(row)
    regions: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    groups: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for life in lives.values():
        who = next(row for row in life if row["event"] == "learner")
        yes = int(Walk(life, told).clear())
        for counts in (regions[who["region"]], groups[group_of(who["groups"])]):
            counts[0] += yes
            counts[1] += 1
    every = [sum(each[n] for each in regions.values()) for n in (0, 1)]
    return {
        "on_path": every[0], "learners": every[1],
        "regions": dict(sorted(regions.items())), "groups": dict(sorted(groups.items())),
    }  # fmt: skip


def group_of(said: list[str]) -> str:
    """One word for the groups that somebody says they belong to."""
    if not said:
        return "not-said"
    return said[0] if len(said) == 1 else "several"


class Walk:
    """Walks through every day of one learner, from their first choice on."""

    def __init__(self, life: list[Row], told: Row) -> None:
        self.told, self.last_day = told, date.fromisoformat(told["on"])
        self.steps: dict[date, list[str]] = defaultdict(list)
        self.entries: set[date] = set()
        self.places: list[tuple[date, date]] = []
        for row in life:
            self._take(row)

    def _take(self, row: Row) -> None:
        if row["event"] == "learner":
            return
        day = date.fromisoformat(row["day"])
        if row["event"] == "step" and day <= self.last_day:
            self.steps[day].append(row["state"])
        elif row["event"] == "entry":
            self.entries.add(day)
        elif row["event"] == "place":
            self.places.append((day, date.fromisoformat(row["until"]) if row["until"] else date.max))

    def clear(self) -> bool:
        """Whether the path held to the last day, or until it was completed."""
        begins = [day for day, states in self.steps.items() if "on" in states]
        if not begins:
            return False
        day = min(begins)
        self.state, self.at_place, self.entered = "on", day, day
        self.off_since: date | None = None
        while day <= self.last_day:
            if not self._holds(day):
                return False
            if self.state == "done" and day >= max(self.steps):
                return self._near(day)
            day += ONE
        return self.state == "on" and self._near(self.last_day)

    def _holds(self, day: date) -> bool:
        """Whether nothing that ends on this day had lasted too long."""
        held = True
        if any(first <= day <= until for first, until in self.places):
            held, self.at_place = (day - self.at_place).days <= self.told["next_days"], day
        for state in self.steps.get(day, ()):
            self.state = state
            held = self._steps_to(day) and held
        if day in self.entries or day in self.steps:
            held, self.entered = held and (day - self.entered).days <= self.told["quiet_days"], day
        return held

    def _steps_to(self, day: date) -> bool:
        if self.state == "off":
            self.off_since = self.off_since or day
            return True
        since, self.off_since = self.off_since, None
        return since is None or (day - since).days <= int(self.told["next_days"])

    def _near(self, day: date) -> bool:
        """Whether the last place and the last entry are near enough to a day."""
        return (day - self.at_place).days <= int(self.told["next_days"]) and (day - self.entered).days <= int(
            self.told["quiet_days"]
        )


def main(words: list[str]) -> int:
    """Reads the file that is named and prints the counts."""
    if len(words) != 1:
        sys.stderr.write(__doc__ or "")
        return 2
    with Path(words[0]).open(encoding="utf-8") as lines:
        found = recount(lines)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
