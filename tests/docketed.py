"""Matters on a docket, brought as far as a test needs them. Everything is invented."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.factories import NOW, fresh, load, person, words
from tests.governing import Seated, governed, seat
from throughline.apps.advising import actions as advising
from throughline.apps.directory.actor import Actor
from throughline.apps.governance import actions
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.charters import Body
from throughline.core.governing.opening import QUESTIONS

SECTORS = {
    "k12": ("teacher", "northside-high"), "postsecondary": ("registrar", "harbor-college"),
    "workforce": ("employer", "mercy-bay"), "community": ("community_mentor", "river-makers"),
}  # fmt: skip
"""By sector, a role at an organization of it in the small state."""
AFTER = NOW + timedelta(days=40)
"""A day after every window for comment that opened on `NOW`."""


def with_sectors(pack: Catalogue) -> Catalogue:
    """The small state with a college and a community group beside its schools and employers."""
    more = {
        "harbor-college": d.Organization("harbor-college", words("Harbor College"), "college", "postsecondary"),
        "river-makers": d.Organization("river-makers", words("River Makers"), "community_group", "community"),
    }  # fmt: skip
    return replace(pack, organizations={**pack.organizations, **more})


def seated(*bodies: Body) -> list[Seated]:
    """These bodies published and seated, all in one small state."""
    load(with_sectors(governed(*bodies)))
    return [seat(each) for each in bodies]


def sailing(**changes: Any) -> dict[str, Any]:
    """The body of a new competency, as a framework's proposal carries it."""
    made = {
        "framework": "universal", "strand": "academic", "kind": "skill", "title": {"en": "Sailing"},
        "statement": {"en": "Sails a boat."}, "criteria": [{"en": "Safe"}], "contexts": ["school", "community"],
    }  # fmt: skip
    return {"id": "sailing", **made, **changes}


def authors() -> dict[str, Actor]:
    """Somebody of each sector who acts for an organization."""
    return {sector: person(f"Author {sector}", role) for sector, role in SECTORS.items()}


def proposed(
    by: Actor, *bodies: str, kind: str = "framework", documents: dict[str, Any] | None = None, text: str = "",
    now: datetime = NOW, made_for: str = "",
) -> int:  # fmt: skip
    """A proposal with its first draft."""
    docket = actions.propose(
        by=by,
        kind=kind,
        title="Sailing counts",
        reason="We have a river",
        bodies=bodies,
        now=now,
        made_for=made_for,
    )
    given = {"competency:sailing": sailing()} if documents is None and not text else documents
    actions.draft(by=by, docket=docket, documents=given, text=text, now=now)
    return docket


def packet(by: Actor, docket: int, now: datetime = NOW, without: tuple[str, ...] = ()) -> None:
    """Every question of the packet answered, but those."""
    for question in QUESTIONS:
        if question not in without:
            actions.answer_question(
                by=by, docket=docket, question=question, text=f"As to {question}: yes", now=now
            )


def ready(board: Seated, docket: int, now: datetime = NOW) -> None:
    """The packet answered and the window for comment opened by the clerk."""
    packet(board.chair, docket, now)
    actions.open_comment(by=board.clerk, docket=docket, now=now)


def opened(board: Seated, docket: int, now: datetime = AFTER) -> int:
    """The vote, opened as the pages open it."""
    return advising.open_vote(by=board.clerk, docket=docket, body=board.body.id, now=now)


def all_vote(board: Seated, docket: int, word: str = "for", now: datetime = AFTER, but: int = 0) -> None:
    """Everyone with a vote votes alike, but the last few."""
    members = board.voting()
    for member in members[: len(members) - but]:
        actions.vote(by=fresh(member), docket=docket, body=board.body.id, word=word, now=now)  # type: ignore[arg-type]


def closed(board: Seated, docket: int, now: datetime = AFTER, reasons: str = "It was asked for.") -> str:
    """The decision, taken by the clerk."""
    return advising.decide(by=board.clerk, docket=docket, body=board.body.id, reasons=reasons, now=now)
