"""A body and its members, for tests of governing. Everything is invented."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from tests.factories import NOW, TODAY, fresh, load, person, small_state, words
from throughline.apps.directory import two_persons
from throughline.apps.directory.actor import Actor
from throughline.apps.governance import actions
from throughline.apps.governance.actions import NewTerm
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.charters import Body, Duty, Power, SeatKind
from throughline.core.catalogue.documents import Region

BEGAN = date(2025, 9, 1)

SEATS = (
    SeatKind("k12", words("K-12"), "k12"),
    SeatKind("postsecondary", words("Colleges"), "postsecondary"),
    SeatKind("professional-board", words("Professional boards"), "government", 2, 2, "professional_board"),
    SeatKind("industry", words("Industries"), "workforce", 2, 2, "industry"),
    SeatKind("union", words("Unions"), "workforce", stands_for="union"),
    SeatKind("community", words("Community"), "community", stands_for="community", always=True),
    SeatKind("learner", words("Learners"), "community", 2, 2, "learners", always=True, months=12),
    SeatKind("family", words("Families"), "community", stands_for="families"),
    SeatKind("youth", words("Youth groups"), "community", stands_for="youth", months=12),
)


def board(**changes: Any) -> Body:
    """A state board with twelve voting seats."""
    made = Body(
        "board", words("Board of Pathways"), "state", "board",
        powers=(
            Power("certify", words("Certify pathways"), ("pathway", "framework"), "Article 2.1"),
            Power("charter", words("Charter bodies"), ("charter",), "Article 2.2"),
        ),
        seats=SEATS,
        duties=(Duty("feedback", words("Hear the regions"), "k12", 6),),
        comment_days=14, answer_days=30,
    )  # fmt: skip
    return replace(made, **changes)


def council(region: str = "harbor", **changes: Any) -> Body:
    """A region's council under the board's charter."""
    made = Body(
        f"{region}-council", words(f"{region.title()} Council"), "regional", "northside-high",
        powers=(
            Power("operate", words("Run the region's pathways"), ("variation",), "Article 3", "operates"),
            Power("inform", words("Speak to the state"), ("policy",), "Article 4", "informs"),
        ),
        seats=(
            SeatKind("k12", words("K-12"), "k12"), SeatKind("college", words("Colleges"), "postsecondary"),
            SeatKind("work", words("Work"), "workforce"),
            SeatKind("learner", words("Learners"), "community", stands_for="learners", always=True),
        ),
        parent="board", regions=(region,),
    )  # fmt: skip
    return replace(made, **changes)


def governed(*bodies: Body) -> Catalogue:
    """The small state with two regions and these bodies; the board alone where none is named."""
    chosen = bodies or (board(),)
    regions = {name: Region(name, words(name.title())) for name in ("harbor", "valley")}
    return replace(small_state(), regions=regions, bodies={each.id: each for each in chosen})


@dataclass
class Seated:
    """A body whose seats are filled. by_seat: each member as an actor, by kind and place. clerk: keeps its books.
    operators: two of them."""

    body: Body
    by_seat: Mapping[tuple[str, int], Actor]
    clerk: Actor
    chair: Actor
    operators: tuple[Actor, Actor]

    def voting(self) -> list[Actor]:
        """Everyone with a vote, in the order of the charter."""
        kinds = {each.id for each in self.body.seats if each.voting}
        return [who for (kind, _), who in self.by_seat.items() if kind in kinds]


def operators() -> tuple[Actor, Actor]:
    """Two operators of the house."""
    return person("Olu", ("operator", "board")), person("Petra", ("operator", "board"))


def agreed(
    pair: tuple[Actor, Actor], act: str, body: str, detail: Mapping[str, object], now: datetime = NOW
) -> None:
    """One operator asks, the other says yes."""
    asked = two_persons.ask(by=pair[0], act=act, about=f"body:{body}", detail=detail, why="To begin", now=now)
    two_persons.answer(by=pair[1], request=asked, yes=True, now=now)


def agreed_key(
    issuer: str, now: datetime = NOW, kind: str = "Ed25519", pair: tuple[Actor, Actor] | None = None
) -> None:
    """Two operators agree that an issuer signs with a new key."""
    one, other = pair or operators()
    said = {"issuer": issuer, "kind": kind}
    asked = two_persons.ask(
        by=one, act="key.rotate", about=f"organization:{issuer}", detail=said, why="In turn", now=now
    )
    two_persons.answer(by=other, request=asked, yes=True, now=now)


def seat(
    body: Body, without: Iterable[str] = (), pair: tuple[Actor, Actor] | None = None, since: date = BEGAN,
    now: datetime = NOW,
) -> Seated:  # fmt: skip
    """Fill every seat of a published body, but those kinds, through the operator with a second person's yes; the first
    two members are its clerk and its chair. Members come from its regions in turn."""
    both = pair or operators()
    places = [(k.id, n) for k in body.seats if k.id not in set(without) for n in range(1, k.count + 1)]
    members = {at: person(f"{at[0].title()} {at[1]}") for at in places}
    regions = body.regions or ("harbor", "valley")
    terms = [
        NewTerm(kind, who.me, since, place, until=date(2028, 8, 31), region=regions[nth % len(regions)])
        for nth, ((kind, place), who) in enumerate(members.items())
    ]
    agreed(both, "seat.fill", body.id, actions.said_of(body.id, terms), now)
    actions.fill(by=both[0], body=body.id, terms=terms, now=now)
    clerk, chair = list(members.values())[:2]
    for office, who in (("clerk", clerk), ("chair", chair)):
        said = {"body": body.id, "office": office, "person": str(who.me), "since": TODAY.isoformat()}
        agreed(both, "office.give", body.id, said, now)
        actions.give_office(by=both[0], body=body.id, office=office, person=who.me, since=TODAY, now=now)
    return Seated(body, members, fresh(clerk), fresh(chair), both)


def seated_board(**changes: Any) -> Seated:
    """The board published and seated."""
    made = board(**changes)
    load(governed(made))
    return seat(made)
