"""Sittings for tests of governing, without any database. Everything is invented."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID, uuid5

from throughline.core.catalogue.charters import Body, Power, SeatKind
from throughline.core.governing.charters import Member, Sitting, Vacancy

TODAY = date(2026, 3, 2)
SPACE = UUID(int=7)


def words(text: str) -> dict[str, str]:
    """A text in English."""
    return {"en": text}


SEATS = (
    SeatKind("k12", words("K-12"), "k12", 2, 1),
    SeatKind("college", words("Colleges"), "postsecondary"),
    SeatKind("industry", words("Industries"), "workforce", 2, 2, "industry"),
    SeatKind("community", words("Community"), "community", stands_for="community"),
    SeatKind("learner", words("Learners"), "community", stands_for="learners", always=True),
    SeatKind("adviser", words("Advisers"), "government", 1, 0, voting=False),
)


def body(seats: Iterable[SeatKind] = SEATS, **changes: object) -> Body:
    """A body with seven voting seats and one without a vote."""
    powers = (
        Power("certify", words("Certify"), ("pathway",), "Article 2"),
        Power("charter", words("Charter"), ("charter", "policy"), "Article 3"),
    )
    fields: dict[str, object] = {
        "id": "board", "title": words("Board"), "scope": "state", "organization": "board", "powers": powers,
        "seats": tuple(seats),
    }  # fmt: skip
    return Body(**{**fields, **changes})  # type: ignore[arg-type]


def who(seat: str, place: int = 1) -> UUID:
    """The person in a seat."""
    return uuid5(SPACE, f"{seat} {place}")


def sitting(
    of: Body | None = None, *, without: Iterable[tuple[str, int]] = (),
    announced: Mapping[tuple[str, int], date] | None = None,
    regions: tuple[str, ...] = ("harbor",), reported: Mapping[UUID, frozenset[str]] | None = None,
    openly: frozenset[UUID] = frozenset(), offices: Mapping[tuple[str, int], str] | None = None,
) -> Sitting:  # fmt: skip
    """A body whose seats are all held but those named."""
    chosen, gone = of or body(), set(without)
    places = [(kind.id, place) for kind in chosen.seats for place in range(1, kind.count + 1)]
    members = tuple(
        Member(
            who(*at), f"{at[0]} {at[1]}", at[0], at[1], date(2025, 9, 1), date(2027, 8, 31),
            (offices or {}).get(at, ""), regions[nth % len(regions)],
        )
        for nth, at in enumerate(places)
        if at not in gone
    )  # fmt: skip
    vacancies = tuple(Vacancy(*at, (announced or {}).get(at)) for at in places if at in gone)
    return Sitting(chosen, 1, TODAY, members, vacancies, reported or {}, openly)
