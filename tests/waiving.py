"""A small state that lets some rules be waived, and its board with the power to do so. Everything is invented."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.docketed import all_vote, closed, opened, ready
from tests.factories import NOW, every, have, learner, milestone, person, words
from tests.governing import Seated, board, governed
from throughline.apps.directory.actor import Actor
from throughline.apps.governance import actions
from throughline.apps.governance.actions import NewWaiver
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.charters import Body, Power
from throughline.core.catalogue.documents import Organization
from throughline.core.catalogue.waivers import NeverWaived, SystemRule, WaiverTerms
from throughline.core.requirements.nodes import Cite, Selector, Total

LAW = Cite("Small Education Act", "section 21", law=True)
TERMS = WaiverTerms(
    rules=(
        SystemRule("hours", words("Hours at work"), LAW, words("40 hours are logged.")),
        SystemRule("answers", words("Answers in time"), Cite("Record Rules", "6"), switch="answer_days", instead=45),
        SystemRule("wait", words("The wait between tries"), Cite("Board", "15"), switch="cooling_days"),
    ),
    never=(
        *(
            NeverWaived(name, words(name.replace("-", " ").capitalize()), Cite("KRS 156.161", f"({letter})", law=True))
            for letter, name in zip("abcdfghij", (
                "health-and-safety", "civil-rights", "federal-law", "attendance-data", "state-assessment", "audits",
                "open-records", "purchasing", "instructional-time",
            ), strict=True)
        ),
        NeverWaived(
            "teacher-certification", words("Teacher certification"), Cite("KRS 156.161", "(e)", law=True), Decimal("0.25")
        ),
    ),
)  # fmt: skip
"""What Kentucky's law of 2025 lets be waived, in short (N44)."""


def waiving_board(**changes: Any) -> Body:
    """The board with the power over waivers."""
    powers = (*board().powers, Power("waive", words("Switch rules off"), ("waiver",), "Article 2.3"))
    return replace(board(powers=powers), **changes)


def hours() -> Total:
    """Forty hours at a place of work, because a law asks for them."""
    return Total("legal-hours", "hours", "h", Decimal(40), Selector(kind="experience"), cite=LAW)


def waiving_state(terms: WaiverTerms = TERMS) -> Catalogue:
    """The small state: a valley district with one of two schools, and legal hours in the milestone `tools`; a try at
    `medical-1` cools for ten days."""
    kept = governed(waiving_board())
    tools = milestone("tools", every("tools-all", [have("competency:tools", 2), hours()]))
    exam = replace(
        kept.milestones["medical-1"], retakes=replace(kept.milestones["medical-1"].retakes, cooling_days=10)
    )
    places = {
        **kept.organizations,
        "valley-district": Organization("valley-district", words("Valley District"), "district", "k12"),
        "northside-high": replace(kept.organizations["northside-high"], part_of="valley-district"),
    }
    return replace(
        kept, state=replace(kept.state, waivers=terms, answer_days=20, cooling_days=10), organizations=places,
        milestones={**kept.milestones, "tools": tools, "medical-1": exam},
    )  # fmt: skip


def superintendent() -> Actor:
    """Somebody who acts for the district."""
    return person("Sue", ("superintendent", "valley-district"))


def new_waiver(now: datetime = NOW, days: int = 90, **changes: Any) -> NewWaiver:
    """Legal hours waived for the district's school, so many days ahead."""
    made = NewWaiver(
        "valley-district", ("northside-high",), ("hours",), "What is shown counts", "Workshops close in winter",
        timezone.localdate(now) + timedelta(days=days),
    )  # fmt: skip
    return replace(made, **changes)


def decided(seats: Seated, docket: int, now: datetime, word: str = "for") -> str:
    """A matter brought through comment, answers, vote and decision: on the docket on one day, decided 40 days later."""
    later = now + timedelta(days=40)
    ready(seats, docket, now)
    opened(seats, docket, later)
    all_vote(seats, docket, word, later)
    return closed(seats, docket, later)


def granted(seats: Seated, by: Actor, now: datetime = NOW, **changes: Any) -> str:
    """A waiver asked for on one day and granted 40 days later; gives its id."""
    docket = actions.ask_waiver(by=by, asked=new_waiver(now, **changes), now=now)
    assert decided(seats, docket, now) == "carried"
    return f"valley-district-{docket}"


def pupil(name: str = "Ana", school: str = "northside-high") -> Actor:
    """A learner who has shown everything of `tools` but the hours."""
    return learner(name, school)


def day(text: str) -> date:
    """A day as it is written."""
    return date.fromisoformat(text)
