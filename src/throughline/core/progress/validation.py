"""Whether the people behind a fact are the people a rule asks for."""

from throughline.core.progress.record import Validator
from throughline.core.requirements.nodes import ValidatedBy


def validated(asked: tuple[ValidatedBy, ...], people: tuple[Validator, ...]) -> bool:
    """True if the people can be chosen: for each entry so many in its role, nobody for two, and for an
    entry with `distinct_organization` a known organization that nobody chosen for another entry comes from.
    Exact search."""
    seats = tuple((entry, i) for i, entry in enumerate(asked) for _ in range(entry.count))
    return not seats or _seat(seats, tuple(dict.fromkeys(people)), ())


def _seat(
    seats: tuple[tuple[ValidatedBy, int], ...],
    people: tuple[Validator, ...],
    chosen: tuple[tuple[ValidatedBy, int, Validator], ...],
) -> bool:
    if not seats:
        return True
    entry, number = seats[0]
    return any(
        _seat(seats[1:], people, (*chosen, (entry, number, person)))
        for person in people
        if person.role == entry.role and _may_sit(entry, number, person, chosen)
    )


def _may_sit(
    entry: ValidatedBy, number: int, person: Validator, chosen: tuple[tuple[ValidatedBy, int, Validator], ...]
) -> bool:
    if entry.distinct_organization and not person.organization:
        return False
    for other, other_number, seated in chosen:
        if seated.person == person.person:
            return False
        apart = entry.distinct_organization or other.distinct_organization
        if number != other_number and apart and seated.organization == person.organization:
            return False
    return True
