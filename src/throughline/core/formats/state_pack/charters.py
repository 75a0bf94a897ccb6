"""What a charter must say to hold together: whose seats answer for its duties, what its powers decide, whom it hears."""

from collections.abc import Iterator

from throughline.core.catalogue.charters import DECIDES, STANDS_FOR, Body, SeatKind
from throughline.core.requirements import values as v

Problem = tuple[str, str, str]
"""Path in the document, reason, fix."""


def problems(body: Body, path: str) -> Iterator[Problem]:
    """Everything in a charter by which its body could not work."""
    yield from _scope(body, path)
    for index, seat in enumerate(body.seats):
        yield from _seat(seat, f"{path}.seats[{index}]")
    for index, power in enumerate(body.powers):
        for kind in power.decides:
            if kind not in DECIDES:
                reason = f"'{kind}' is not a kind of proposal"
                yield f"{path}.powers[{index}].decides", reason, v.nearest(kind, list(DECIDES))
    kinds = [seat.id for seat in body.seats]
    for index, duty in enumerate(body.duties):
        if duty.owner not in kinds:
            reason = f"no seat '{duty.owner}' answers for it"
            yield f"{path}.duties[{index}].owner", reason, v.nearest(duty.owner, kinds)
    yield from _sectors(body, path)


def _scope(body: Body, path: str) -> Iterator[Problem]:
    if body.scope == "regional" and not body.parent:
        yield (
            path,
            "a regional body stands under the charter of a state body",
            "Add `parent: ID of that body`",
        )
    if body.scope == "regional" and not body.regions:
        yield path, "a regional body has a region", "Add `regions: [ID]`"


def _seat(seat: SeatKind, path: str) -> Iterator[Problem]:
    if seat.stands_for and seat.stands_for not in STANDS_FOR:
        reason = f"'{seat.stands_for}' is not one of those a seat can stand for"
        yield f"{path}.stands_for", reason, v.nearest(seat.stands_for, list(STANDS_FOR))
    if seat.needed > seat.count:
        reason = f"{seat.needed} must be filled and there are {seat.count}"
        yield f"{path}.needed", reason, f"Write at most `needed: {seat.count}`"


def _sectors(body: Body, path: str) -> Iterator[Problem]:
    held = {seat.sector for seat in body.seats if seat.voting}
    for sector in body.sectors:
        if sector not in held:
            yield f"{path}.seats", f"no voting seat is of the sector '{sector}'", "Add a seat of that sector"
