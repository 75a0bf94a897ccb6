"""Where a public log is read from: another house's address, a saved file, or this installation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from throughline.core import ledger
from throughline.core.checkpoint import Checkpoint
from throughline.core.log_file import entries_of, read_head
from throughline.core.signed_notes import NoteKey, Signer, read_note_key
from throughline.core.subtrees import Growing
from throughline.project.problem import Problem

SECONDS = 20
LARGEST = 8 * 1024 * 1024


class Source(Protocol):
    """A log that can be read. is_own: whether its key needs no comparing."""

    @property
    def is_own(self) -> bool:
        """As above."""

    def checkpoint(self, cosigned: int = 0) -> str:
        """Its newest signed checkpoint; of a log that is read from its house, the newest that so many witnesses cosigned."""

    def entries(self, size: int) -> Iterator[Mapping[str, Any]]:
        """The first `size` entries, in order; of a saved log all, so that one too many is seen."""

    def shown_keys(self) -> tuple[NoteKey, ...]:
        """The public keys it shows."""

    def only_grew(self, before: Checkpoint, now: Checkpoint) -> bool:
        """Whether it still begins with what an earlier checkpoint covers."""


def source_of(where: str) -> Source:
    """The log at an address, in a file, or of this installation (empty)."""
    if not where:
        return House()
    return Remote(where.rstrip("/")) if urlsplit(where).scheme in ("http", "https") else Saved(Path(where))


@dataclass(frozen=True, slots=True)
class Saved:
    """A log saved as a file."""

    file: Path
    is_own: bool = False

    def checkpoint(self, cosigned: int = 0) -> str:
        with self.file.open(encoding="utf-8") as lines:
            return read_head(lines.readline(200_000))

    def entries(self, size: int) -> Iterator[Mapping[str, Any]]:
        with self.file.open(encoding="utf-8") as lines:
            lines.readline()
            yield from entries_of(lines)

    def shown_keys(self) -> tuple[NoteKey, ...]:
        return ()

    def only_grew(self, before: Checkpoint, now: Checkpoint) -> bool:
        return recomputed(self, before, now)


@dataclass(frozen=True, slots=True)
class Remote:
    """The log of a house at its address."""

    address: str
    is_own: bool = False

    def checkpoint(self, cosigned: int = 0) -> str:
        return self._text("/log/checkpoint" + (f"?cosigned={cosigned}" if cosigned else ""))

    def entries(self, size: int) -> Iterator[Mapping[str, Any]]:
        start = 0
        while start < size:
            found = self._json("/log/entries", start=start, limit=size - start)["entries"]
            if not found:
                return
            yield from found[: size - start]
            start += len(found)

    def shown_keys(self) -> tuple[NoteKey, ...]:
        return tuple(read_note_key(line) for line in self._text("/log/key").splitlines())

    def only_grew(self, before: Checkpoint, now: Checkpoint) -> bool:
        if not 0 < before.size <= now.size:
            return before.size == 0
        path = self._json("/log/proof/consistency", **{"from": before.size, "to": now.size})["path"]
        steps = [bytes.fromhex(step) for step in path]
        return ledger.is_consistent(before.size, now.size, before.root, now.root, steps)

    def _json(self, path: str, **asked: int) -> dict[str, Any]:
        found = json.loads(self._text(f"{path}?{urlencode(asked)}"))
        if not isinstance(found, dict):
            raise ValueError(f"{self.address}{path} gave no JSON object")
        return found

    def _text(self, path: str) -> str:
        try:
            with urlopen(Request(self.address + path), timeout=SECONDS) as answer:
                return str(answer.read(LARGEST).decode())
        except (URLError, TimeoutError, OSError) as error:
            raise Problem(
                "The log could not be reached.", where=self.address + path, why=str(error),
                next_step="check the address, or verify a log that was saved before.",
            ) from None  # fmt: skip


@dataclass(frozen=True, slots=True)
class House:
    """This installation's own log."""

    is_own: bool = True

    def checkpoint(self, cosigned: int = 0) -> str:
        begin_here()
        from throughline.apps.trail import queries

        return queries.signed_checkpoint(cosigned=cosigned)

    def entries(self, size: int) -> Iterator[Mapping[str, Any]]:
        begin_here()
        from throughline.apps.trail import queries

        start = 0
        while found := queries.public_log(start=start, end=size):
            yield from (each.contents for each in found)
            start += len(found)

    def shown_keys(self) -> tuple[NoteKey, ...]:
        begin_here()
        from throughline.apps.trail.log_keys import public_keys

        return public_keys()

    def only_grew(self, before: Checkpoint, now: Checkpoint) -> bool:
        return recomputed(self, before, now)


def begin_here() -> None:
    """Sets Django up on this installation's database, unless it is."""
    from django.apps import apps

    if not apps.ready:
        from throughline.cli import installation

        installation.begin()


def recomputed(source: Source, before: Checkpoint, now: Checkpoint) -> bool:
    """Whether a log's entries give its checkpoint, and begin with those of an earlier one: worked out from all of them."""
    growing, held = Growing(), before.size == 0
    for entry in source.entries(now.size):
        growing.add(ledger.leaf_hash(ledger.canonical(dict(entry))))
        held = held or (growing.size == before.size and growing.root() == before.root)
    return held and (growing.size, growing.root()) == (now.size, now.root)


def witness_of(name: str, file: Path) -> tuple[NoteKey, Signer]:
    """A witness's public key, and what signs with its private one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text().strip()))
    return NoteKey(name, private.public_key().public_bytes_raw(), "witness"), private.sign
