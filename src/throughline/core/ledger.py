"""An append-only log anyone can check: Merkle tree hashes and proofs (RFC 9162, section 2.1, with SHA-256).

All hashes are 32 bytes. A proof is a list of hashes, nearest the leaf first. Leaves are the hashes of `leaf_hash`.
"""

from collections.abc import Sequence
from hashlib import sha256

import rfc8785

HASH_BYTES = 32


def canonical(value: object) -> bytes:
    """The one way to write a JSON value as bytes (RFC 8785), so that its digest can be recomputed by anyone."""
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # its type of JSON is narrower than what it takes


def digest(value: object) -> str:
    """The sha256 of a JSON value's canonical bytes, in hex."""
    return sha256(canonical(value)).hexdigest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry. The 0 byte keeps an entry from passing for a node."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash that stands for the whole log (2.1.1)."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return node_hash(root(leaves[:split]), root(leaves[split:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """What shows that the entry at `index` is in the log (2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"the log has {len(leaves)} entries, none at {index}; give an index from 0")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root(leaves[:split])]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes) -> bool:
    """Whether the proof leads from the leaf at `index` to the root of a log of `size` entries (2.1.3.2)."""
    if not 0 <= index < size or len(leaf) != HASH_BYTES:
        return False
    at, last, computed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            computed = node_hash(step, computed)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            computed = node_hash(computed, step)
        at, last = at // 2, last // 2
    return last == 0 and computed == root_hash


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """What shows that the log's first `earlier` entries are those it had then (2.1.4.1)."""
    if not 0 < earlier <= len(leaves):
        raise ValueError(
            f"the log has {len(leaves)} entries; give an earlier size from 1 to that, not {earlier}"
        )
    return _subproof(earlier, leaves, True)


def _subproof(earlier: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root(leaves)]
    split = _split(len(leaves))
    if earlier <= split:
        return [*_subproof(earlier, leaves[:split], whole), root(leaves[split:])]
    return [*_subproof(earlier - split, leaves[split:], False), root(leaves[:split])]


def is_consistent(
    earlier: int, size: int, earlier_root: bytes, root_hash: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof leads from the earlier root to the later one, nothing changed between (2.1.4.2).

    Never for an earlier log without entries: every log begins with nothing, so that shows nothing.
    """
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and earlier_root == root_hash
    path = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    return bool(path) and _walk_consistency(earlier - 1, size - 1, path) == (earlier_root, root_hash)


def _walk_consistency(at: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    while at % 2:
        at, last = at // 2, last // 2
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if at % 2 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            new = node_hash(new, step)
        at, last = at // 2, last // 2
    return (old, new) if last == 0 else None


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
