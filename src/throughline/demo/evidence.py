"""What the demo's named people made, who spoke for it, and what they asked to have counted; all through real actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import PUBLIC, Actor
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions, queries
from throughline.apps.records.actions.attesting import Saying
from throughline.apps.records.actions.recognizing import Answer, Wish
from throughline.apps.records.queries.evidence import OwnEvidence
from throughline.demo.drawings import drawing


@dataclass(frozen=True, slots=True)
class Made:
    """A piece of work of one of the named people. by: their key. days: how long ago it was kept, before the day the demo
    is settled; None: it is still a draft. pictures: drawn, each with what can be seen in it."""

    by: str
    key: str
    kind: str
    days: int | None
    typed: Mapping[str, Any]
    pictures: Sequence[tuple[str, str]] = ()


MADE = (
    Made("jason-12", "maze", "photo", None, {"title": "Maze robot, second try", "setting": "community"},
         (("robot", "The robot with its new eye"),)),
    Made("jason-14", "line-robot", "photo", 370,
         {"title": "A robot that finds its way", "words": "I built it at River Makers when I was in my second robotics "
          "season. It kept losing the line in the curves. I wrote down what it did each time, changed one thing, and "
          "tried again. The eye had to sit lower. Now it gets through the whole maze.",
          "setting": "community", "place": "River Makers", "organization": "river-makers", "happened_on": "2024-10-08",
          "until": "2025-05-20", "people": [("Maya Whitefeather", "led the club")],
          "shows": ["competency:problem-solving"]},
         (("robot", "A small robot on two wheels follows a dark line"),)),
    Made("jason-14", "wheels", "text", 200,
         {"title": "Four wheels on sand", "words": "I tested four wheel shapes on sand, five times each. The wide one "
          "with ribs sank least. Next I want to know if that holds when the sand is wet.",
          "setting": "community", "place": "River Makers", "organization": "river-makers",
          "happened_on": "2026-03-11", "shows": ["competency:scientific-inquiry"]}),
    Made("mariah-14", "engine", "photo", 40,
         {"title": "The engine that would not start", "words": "In my uncle's shop. We took it apart and I found that "
          "two gears of the starter did not meet. I counted the teeth and worked out which gear it needs.",
          "setting": "family", "place": "Santos Repair", "happened_on": "2026-02-02", "until": "2026-03-28",
          "people": [("Rafael Santos", "my uncle, it is his shop")], "shows": ["competency:problem-solving"]},
         (("engine", "An engine on the bench, and two gears beside it"),)),
    Made("mariah-14", "draft", "reflection", None,
         {"title": "What I learned about asking", "words": "I used to think asking means not knowing."}),
    Made("mariah-16", "footbridge", "photo", 120,
         {"title": "The footbridge by the mill", "words": "Six of us built it in the pre-apprenticeship. I laid out the "
          "steel and told the others where each piece goes.", "setting": "work", "place": "Ironbridge Steel",
          "organization": "ironbridge-steel", "happened_on": "2026-04-06", "until": "2026-06-12",
          "people": [("Pete Kowalski", "journeyworker")], "shows": ["competency:collaboration"]},
         (("footbridge", "A steel footbridge over the mill stream"),)),
    Made("marie-pierre", "interpreting", "text", 30,
         {"title": "Interpreting at the clinic", "words": "I go with my grandmother and our neighbors to the clinic, the "
          "bank and the school, and say in the other language what each of them means. When a word does not exist I "
          "explain it.", "setting": "family", "place": "Eastgate clinic", "happened_on": "2025-11-03",
          "until": "2026-10-30", "strengths": ["linguistic", "familial"], "shows": ["competency:communication"]}),
    Made("renee-dubois", "home-care", "hours", 25,
         {"title": "Six years of home care", "words": "I cared for eleven families, day and night.", "hours": "1800",
          "setting": "work", "place": "Gull Point Home Care", "organization": "gull-point-home-care",
          "happened_on": "2019-09-02", "until": "2025-12-19"}),
)  # fmt: skip
SAID = (
    ("mariah-14", "engine", "Rafael Santos", "family", "mi sobrina",
     "Mariah desarmó el motor conmigo. Ella encontró los dos engranajes que no se tocaban, y contó los dientes sola.",
     ""),
    ("renee-dubois", "home-care", "Claudette Pierre", "supervisor", "I planned her weeks",
     "Renee worked for us all these years. Families asked for her by name.", "1650"),
)  # fmt: skip
"""Words through a one-time link: whose piece, which, who speaks, the tie, in their words, what they saw, hours."""
SIGNED_IN = (
    ("jason-14", "line-robot", "maya-whitefeather", "coach",
     "Jason stayed with this robot for a whole season. He kept a log and changed one thing at a time."),
    ("mariah-16", "footbridge", "pete-kowalski", "supervisor",
     "She laid out every piece of that bridge, and the crew listened to her."),
)  # fmt: skip
ASKED = (
    ("jason-14", ("line-robot",), "northside-high", Wish("competency:problem-solving", 2), 5,
     "This is from two years ago, and I can still show it."),
    ("mariah-14", ("engine",), "riverbend-high", Wish("competency:problem-solving", 2), 11, ""),
    ("mariah-16", ("footbridge",), "riverbend-high", Wish("competency:collaboration", 2), 80, ""),
    ("marie-pierre", ("interpreting",), "eastgate-high", Wish("competency:communication", 2), 18, ""),
    ("renee-dubois", ("home-care",), "eastgate-high", Wish("experience:home-care", amounts={"h": Decimal(1650)}), 3, ""),
)  # fmt: skip
"""Whose work, which pieces, the place that was asked, for what, how many days ago, in which words."""
ANSWERED = ("mariah-16", "mr-bell", 71,
            "The layout sheet is hers, and two of the crew told me how she spread the work.")  # fmt: skip


Pieces = dict[tuple[str, str], tuple[Actor, UUID]]


@transaction.atomic
def tell(now: datetime) -> int:
    """Bring the named people's work to where their stories stand; who has work already keeps it as it is. Gives how many
    pieces are new."""
    there: Pieces = {}
    for actor, made in _new(now):
        there[(made.by, made.key)] = (actor, _make(made, actor, now))
    for whose, key, *words in SAID:
        if (whose, key) in there:
            _say(*there[(whose, key)], words, now)
    for whose, key, who, tie, words_ in SIGNED_IN:
        if (whose, key) in there:
            _say_signed_in(
                *there[(whose, key)], directory.actor_named(who, on=timezone.localdate(now)), tie, words_, now
            )
    for whose, keys, place, wish, days, words_ in ASKED:
        if all((whose, key) in there for key in keys):
            _ask(there[(whose, keys[0])][0], [there[(whose, key)][1] for key in keys], place, wish, words_,
                 now - timedelta(days=days))  # fmt: skip
    _answer(there, now)
    return len(there)


def _new(now: datetime) -> list[tuple[Actor, Made]]:
    """The pieces of those who are there and have none yet."""
    actors = {
        key: directory.actor_named(key, on=timezone.localdate(now)) for key in {made.by for made in MADE}
    }
    without = {
        key for key, actor in actors.items() if actor.person and _has_none(queries.evidence.own(actor, actor.me))
    }  # fmt: skip
    return [(actors[made.by], made) for made in MADE if made.by in without]


def _has_none(found: OwnEvidence) -> bool:
    return not (found.kept or found.drafts or found.aside)


def _make(made: Made, actor: Actor, now: datetime) -> UUID:
    when = now - timedelta(days=made.days or 1)
    typed = {**made.typed, "happened_on": str(made.typed.get("happened_on", ""))}
    key = actions.evidence.begin(by=actor, learner=actor.me, kind=made.kind, typed=typed, now=when)
    for name, seen in made.pictures:
        actions.evidence.add_file(
            by=actor, evidence=key, data=drawing(name), name=f"{name}.jpg", words=seen, now=when
        )
    if made.days is not None:
        actions.evidence.keep(by=actor, evidence=key, now=now if _later(typed, when) else when)
    return key


def _later(typed: Mapping[str, Any], when: datetime) -> bool:
    """Whether the days of the story lie after the day it would be kept, as they do where the clock stands earlier."""
    return str(typed.get("until") or typed["happened_on"]) > str(timezone.localdate(when))


def _say(actor: Actor, piece: UUID, said: Sequence[str], now: datetime) -> None:
    name, tie, tie_words, words, hours = said
    _, secret = actions.attesting.ask_by_link(
        by=actor, piece=(piece, 1), name=name, tie=tie, address="{secret}", now=now - timedelta(days=21)
    )
    saying = Saying(words, tie, tie_words, hours, name)
    actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=saying, now=now - timedelta(days=20))


def _say_signed_in(actor: Actor, piece: UUID, who: Actor, tie: str, words: str, now: datetime) -> None:
    if who.person is None:
        return
    actions.evidence.show(by=actor, pieces=[(piece, 1)], person=who.me, why="to say what they saw", now=now)
    saying = Saying(words, tie)
    actions.attesting.say_signed_in(by=who, piece=(piece, 1), saying=saying, now=now - timedelta(days=90))


def _ask(actor: Actor, pieces: Sequence[UUID], place: str, wish: Wish, words: str, now: datetime) -> None:
    actions.recognizing.ask(
        by=actor, learner=actor.me, organization=place, wishes=[wish], evidence=[(key, 1) for key in pieces],
        words=words, now=now,
    )  # fmt: skip


def _answer(there: Pieces, now: datetime) -> None:
    whose, who, days, reasons = ANSWERED
    assessor = directory.actor_named(who, on=timezone.localdate(now))
    actor = next((actor for (by, _), (actor, _) in there.items() if by == whose), None)
    if actor is None or assessor.person is None:
        return
    when = now - timedelta(days=days)
    (asked,) = queries.recognizing.recognitions(actor, actor.me, now=now)
    answers = [Answer(wish.id, met=True, reasons=reasons) for wish in asked.wishes]
    with opening(now=when):
        actions.recognizing.decide(by=assessor, recognition=asked.id, answers=answers, now=when)
