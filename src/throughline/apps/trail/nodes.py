"""The kept hashes of the public log, for its roots and proofs."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from throughline.apps.trail.models import PublicEntry, PublicNode
from throughline.core import subtrees
from throughline.core.subtrees import Node


def kept(nodes: Sequence[Node]) -> dict[Node, bytes]:
    """The hashes of these nodes: two queries, however many they are."""
    leaves = [node.at for node in nodes if node.level == 0]
    rows = PublicEntry.objects.filter(position__in=leaves).values_list("position", "leaf_hash")
    found = {Node(0, position): bytes.fromhex(leaf) for position, leaf in rows} if leaves else {}
    above = Q()
    for level in {node.level for node in nodes} - {0}:
        above |= Q(level=level, at__in=[node.at for node in nodes if node.level == level])
    if above:
        rows_above = PublicNode.objects.filter(above).values_list("level", "at", "hash")
        found |= {Node(level, at): bytes(value) for level, at, value in rows_above}
    return found


def keep(size: int, leaves: Iterable[bytes]) -> None:
    """Keep what becomes complete when these leaf hashes come behind `size` entries."""
    made = subtrees.completed(size, kept(subtrees.unfinished(size)), list(leaves))
    rows = [PublicNode(level=node.level, at=node.at, hash=value) for node, value in made.items()]
    PublicNode.objects.bulk_create(rows, batch_size=5000)
