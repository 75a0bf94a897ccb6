"""By when what must happen to a proposal: comment, answers, vote, answer to a region; and what to remind of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

Step: TypeAlias = Literal["comment", "answer_comments", "open_vote", "vote", "answer_region"]
LEAD_DAYS = 7
"""How many days ahead of its day a step is reminded of."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something must have happened. done: whether it has."""

    step: Step
    due: date
    done: bool = False

    def days_left(self, on: date) -> int:
        """How many days are left; less than 0 where the day has passed."""
        return (self.due - on).days


@dataclass(frozen=True, slots=True)
class Course:
    """How far a proposal has come. sent_up: when a region's proposal reached the body, answered: when the body decided.
    window: first and last day for comment. unanswered: comments without an answer. closes: last day to vote. again: when
    a vote came to nothing (no quorum, or it could not come into force), so that another is due."""

    sent_up: date | None = None
    answered: date | None = None
    window: tuple[date, date] | None = None
    unanswered: int = 0
    vote_opened: date | None = None
    closes: date | None = None
    decided: date | None = None
    again: date | None = None


def last_day(opened: date, days: int) -> date:
    """The last day of a window that opens on a day and stays open for so many whole days after it."""
    return opened + timedelta(days=days)


def has_run(window: tuple[date, date], on: date) -> bool:
    """Whether a window for comment is over: its last day is behind us."""
    return on > window[1]


def deadlines(course: Course, answer_days: int, on: date) -> tuple[Deadline, ...]:
    """What is due when, soonest first. A region is answered within `answer_days` of sending its proposal up; comments are
    answered within `answer_days` of the end of their window, which ends by itself; a vote that came to nothing is held
    again within `answer_days` of that day."""
    found: list[Deadline] = []
    if course.window is not None:
        end, opened = course.window[1], course.vote_opened is not None
        found.append(Deadline("comment", end, opened or on > end))
        found.append(Deadline("answer_comments", end + timedelta(days=answer_days), not course.unanswered))
        found.append(Deadline("open_vote", end + timedelta(days=answer_days), opened))
    if course.again is not None:
        found.append(Deadline("open_vote", course.again + timedelta(days=answer_days)))
    if course.closes is not None:
        found.append(Deadline("vote", course.closes, course.decided is not None))
    if course.sent_up is not None:
        due = course.sent_up + timedelta(days=answer_days)
        found.append(Deadline("answer_region", due, course.answered is not None))
    return tuple(sorted(found, key=lambda each: each.due))


def reminders(found: Iterable[Deadline], on: date, lead: int = LEAD_DAYS) -> tuple[Deadline, ...]:
    """What is open and due within `lead` days, or overdue; soonest first."""
    return tuple(each for each in found if not each.done and each.days_left(on) <= lead)
