"""Canonical names for the blank nodes of a graph: RDF Dataset Canonicalization, RDFC-1.0 (W3C, 2024), by section.

Two documents that say the same get the same lines, whatever their blank nodes were called. A graph built to make
that endless is stopped by a limit on the work, never by the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256, sha384, sha512
from itertools import permutations
from typing import Any, TypeAlias

from throughline.core.credentials.linked_data.quads import Quad, line

Hash: TypeAlias = Callable[[bytes], Any]
HASHES: dict[str, Hash] = {"sha256": sha256, "sha384": sha384, "sha512": sha512}
MOST_BLANK_NODES = 50_000
MOST_WORK = 100_000


class TooTangled(ValueError):
    """A graph whose blank nodes cannot be told apart within the limits."""


def canonical_lines(
    quads: Sequence[Quad], hash: str = "sha256", most_work: int = MOST_WORK
) -> tuple[list[str], dict[str, str]]:
    """The sorted canonical lines of some quads, and the canonical name of each blank node (`_:x` to `_:c14n0`).

    `most_work` counts the quads and neighbours looked at in section 4.8. Raises `TooTangled`.
    """
    try:
        names = _Canonicalization(quads, HASHES[hash], most_work).names()
    except RecursionError:
        raise TooTangled("its nodes without a name hang on one another in too long a chain") from None
    return sorted({line(_renamed(quad, names)) for quad in quads}), names


def _renamed(quad: Quad, names: dict[str, str]) -> Quad:
    subject, predicate, value, graph = quad
    return names.get(subject, subject), predicate, names.get(value, value), names.get(graph, graph)


class _Issuer:
    """Gives out names in the order they are asked for (section 4.5)."""

    __slots__ = ("issued", "prefix")

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix, self.issued = prefix, issued if issued is not None else {}

    def issue(self, node: str) -> str:
        name = self.issued.get(node)
        if name is None:
            name = self.issued[node] = f"{self.prefix}{len(self.issued)}"
        return name

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.issued))


class _Canonicalization:
    """The state of section 4.3 and the steps of section 4.4."""

    def __init__(self, quads: Sequence[Quad], hash: Hash, most_work: int) -> None:
        self.hash = hash
        self.quads_of = _by_blank_node(quads)
        if len(self.quads_of) > MOST_BLANK_NODES:
            raise TooTangled(
                f"{len(self.quads_of)} nodes have no name of their own; {MOST_BLANK_NODES} are read"
            )
        self.canonical = _Issuer("_:c14n")
        self.first: dict[str, str] = {}
        self.work_left = most_work

    def names(self) -> dict[str, str]:
        by_hash: dict[str, list[str]] = {}
        for node in self.quads_of:
            self.first[node] = digest = self.first_degree(node)
            by_hash.setdefault(digest, []).append(node)
        ordered = sorted(by_hash.items())
        for _, nodes in ordered:
            if len(nodes) == 1:
                self.canonical.issue(nodes[0])
        for _, nodes in ordered:
            if len(nodes) > 1:
                self.tell_apart(nodes)
        return self.canonical.issued

    def tell_apart(self, nodes: list[str]) -> None:
        """Section 4.4.3, step 5: names for the nodes that share a first degree hash."""
        paths = []
        for node in nodes:
            if node not in self.canonical.issued:
                issuer = _Issuer("_:b")
                issuer.issue(node)
                paths.append(self.n_degree(node, issuer))
        for _, issuer in sorted(paths, key=lambda found: found[0]):
            for node in issuer.issued:
                self.canonical.issue(node)

    def first_degree(self, node: str) -> str:
        """Section 4.6: the hash over a node's own quads, other blank nodes unnamed."""
        lines = []
        for subject, predicate, value, graph in self.quads_of[node]:
            lines.append(
                line((_marked(subject, node), predicate, _marked(value, node), _marked(graph, node)))
            )
        lines.sort()
        return self.digest("".join(lines))

    def digest(self, text: str) -> str:
        return str(self.hash(text.encode()).hexdigest())

    def related(self, other: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """Section 4.7: the hash of a neighbour as seen from one place of one quad."""
        name = self.canonical.issued.get(other) or issuer.issued.get(other) or self.first[other]
        return self.digest(f"{position}{'' if position == 'g' else quad[1]}{name}")

    def neighbours(self, node: str, issuer: _Issuer) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for quad in self.quads_of[node]:
            for position, other in (("s", quad[0]), ("o", quad[2]), ("g", quad[3])):
                if other.startswith("_") and other != node:
                    found.setdefault(self.related(other, quad, issuer, position), []).append(other)
        return found

    def n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Section 4.8: the hash over a node's neighbourhood, and the names given on the best way through it."""
        self.spend(len(self.quads_of[node]))
        parts = []
        for digest, others in sorted(self.neighbours(node, issuer).items()):
            path, issuer = self.best_path(others, issuer)
            parts.append(digest + path)
        return self.digest("".join(parts)), issuer

    def best_path(self, others: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        best: tuple[str, _Issuer] | None = None
        for order in permutations(others):
            self.spend(len(order))
            found = self.path_along(order, issuer.copy(), best[0] if best else "")
            if found and (best is None or found[0] < best[0]):
                best = found
        assert best is not None  # the first order is never given up
        return best

    def path_along(self, order: Iterable[str], issuer: _Issuer, best: str) -> tuple[str, _Issuer] | None:
        """One order of the neighbours; nothing once its path is longer than the best and sorts after it."""
        path, to_visit = "", []
        for other in order:
            name = self.canonical.issued.get(other)
            if name is None:
                if other not in issuer.issued:
                    to_visit.append(other)
                name = issuer.issue(other)
            path += name
            if _hopeless(path, best):
                return None
        for other in to_visit:
            digest, deeper = self.n_degree(other, issuer)
            path += f"{issuer.issue(other)}<{digest}>"
            issuer = deeper
            if _hopeless(path, best):
                return None
        return path, issuer

    def spend(self, work: int) -> None:
        self.work_left -= work
        if self.work_left < 0:
            raise TooTangled(
                "its nodes without a name are tied together so that telling them apart does not end"
            )


def _hopeless(path: str, best: str) -> bool:
    return bool(best) and len(path) >= len(best) and path > best


def _marked(part: str, node: str) -> str:
    if part[:1] != "_":
        return part
    return "_:a" if part == node else "_:z"


def _by_blank_node(quads: Sequence[Quad]) -> dict[str, list[Quad]]:
    found: dict[str, list[Quad]] = {}
    for quad in quads:
        for part in {quad[0], quad[2], quad[3]}:
            if part[:1] == "_":
                found.setdefault(part, []).append(quad)
    return found
