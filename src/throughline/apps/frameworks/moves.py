"""The proven bound on portability, worked out when a pack is published and kept: a page only looks it up."""

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from throughline.apps.frameworks.models import Move, State
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning import moving as proven
from throughline.core.reasoning.move_grounds import early_digest
from throughline.core.reasoning.ways import Method

NEWEST = ("-position", "-worked_out_at")


def note_moves(state: State, pack: Catalogue, position: int, now: datetime) -> int:
    """Write the worst move of every pair of pathways whose rules are new since it was last worked out; gives how
    many. position: the size of the public log after the publication."""
    return len(Move.objects.bulk_create(_new_moves(state, pack, position, now), batch_size=1000))


def _new_moves(state: State, pack: Catalogue, position: int, now: datetime) -> Iterator[Move]:
    book = RuleBook(pack)
    digests = {name: early_digest(each, book) for name, each in pack.pathways.items()}
    known = _known(state)
    for target in sorted(digests):
        moves = proven.MovesTo(pack.pathways[target], book)
        for source in sorted(digests):
            ground = f"{digests[source]} {digests[target]}"
            if source == target or known.get((source, target)) == ground:
                continue
            move = moves.worst_from(pack.pathways[source])
            yield Move(
                state=state, position=position, source=source, target=target, ground=ground, most=move.most,
                method=move.method, exact=move.exact, record=move.record, gate=move.gate, needed=move.needed,
                worked_out_at=now,
            )  # fmt: skip


def _known(state: State) -> dict[tuple[str, str], str]:
    found = Move.objects.filter(state=state).order_by("source", "target", *NEWEST)
    rows = found.distinct("source", "target").values_list("source", "target", "ground")
    return {(source, target): ground for source, target, ground in rows}


def kept_moves(state: str, pathway: str) -> dict[str, proven.Move]:
    """The worst moves from a pathway (its id), by the other one. One query."""
    found = Move.objects.filter(state__slug=state, source=pathway).order_by("target", *NEWEST)
    return {row.target: _read(row) for row in found.distinct("target")}


def every_move(state: str) -> dict[str, dict[str, proven.Move]]:
    """The worst move of every pair of pathways, by where it comes from, then by the other one. One query."""
    kept: dict[str, dict[str, proven.Move]] = {}
    for row in (
        Move.objects.filter(state__slug=state)
        .order_by("source", "target", *NEWEST)
        .distinct("source", "target")
    ):
        kept.setdefault(row.source, {})[row.target] = _read(row)
    return kept


def _read(row: Move) -> proven.Move:
    method = cast("Method", row.method)
    held, needed = tuple(row.record), tuple(row.needed)
    return proven.Move(row.source, row.target, row.most, method, row.exact, held, row.gate, needed)
