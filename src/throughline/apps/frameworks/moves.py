"""The proven bound on portability, worked out when a pack is published and kept: a page only looks it up."""

from collections.abc import Iterator
from datetime import datetime

from throughline.apps.frameworks.models import Move, State
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.move_grounds import early_digest
from throughline.core.reasoning.moving import worst_move

NEWEST = ("-position", "-worked_out_at")


def note_moves(state: State, pack: Catalogue, position: int, now: datetime) -> int:
    """Write the worst move of every pair of pathways whose rules are new since it was last worked out; gives how
    many. position: the size of the public log after the publication."""
    return len(Move.objects.bulk_create(_new_moves(state, pack, position, now), batch_size=1000))


def _new_moves(state: State, pack: Catalogue, position: int, now: datetime) -> Iterator[Move]:
    book = RuleBook(pack)
    digests = {name: early_digest(each, book) for name, each in pack.pathways.items()}
    known = _known(state)
    for source, target in ((a, b) for a in sorted(digests) for b in sorted(digests) if a != b):
        ground = f"{digests[source]} {digests[target]}"
        if known.get((source, target)) != ground:
            move = worst_move(pack.pathways[source], pack.pathways[target], book)
            yield Move(
                state=state, position=position, source=source, target=target, ground=ground, most=move.most,
                exact=move.exact, worked_out_at=now,
            )  # fmt: skip


def _known(state: State) -> dict[tuple[str, str], str]:
    found = Move.objects.filter(state=state).order_by("source", "target", *NEWEST)
    rows = found.distinct("source", "target").values_list("source", "target", "ground")
    return {(source, target): ground for source, target, ground in rows}


def most_needed_in(state: str, pack: Catalogue, pathway: str) -> int | None:
    """The most that a move from this pathway to any other in force may still ask for; None where a pair is not worked
    out. One query."""
    name = pathway.removeprefix("pathway:")
    found = Move.objects.filter(state__slug=state, source=name).order_by("target", *NEWEST)
    most = dict(found.distinct("target").values_list("target", "most"))
    others = pack.pathways.keys() - {name}
    return max((most[other] for other in others), default=None) if others <= most.keys() else None
