"""A public log as one file that anyone can keep and check on a machine without a network.

JSON lines: the first names the format and holds the newest signed checkpoint; each further line is one entry, in order.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from throughline.core import ledger
from throughline.core.checkpoint import NOBODY, Checkpoint, Witnesses, trusted
from throughline.core.signed_notes import BadNote, NoteKey
from throughline.core.subtrees import Growing

FORMAT = "throughline-log/1"
LONGEST_LINE = 4096


@dataclass(frozen=True, slots=True)
class LogReport:
    """What a check of a whole log found. kinds: how many entries of each. faults: sentences; none, and it holds.
    cosigned: the witnesses, of those asked for, that signed the checkpoint."""

    checkpoint: Checkpoint
    kinds: Mapping[str, int]
    faults: tuple[str, ...]
    cosigned: tuple[str, ...] = ()


def written(checkpoint: str, entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of the file."""
    yield json.dumps({"format": FORMAT, "checkpoint": checkpoint}, ensure_ascii=False) + "\n"
    for entry in entries:
        yield ledger.canonical(dict(entry)).decode() + "\n"


def read_head(line: str) -> str:
    """The checkpoint in the first line of the file. Raises `BadNote`."""
    head = _read(line, 0) if len(line) < 100_000 else {}
    if head.get("format") != FORMAT or not isinstance(head.get("checkpoint"), str):
        raise BadNote(
            f"This is no file of a public log ({FORMAT}). Save one with: throughline log save URL FILE"
        )
    return str(head["checkpoint"])


def check_log(
    checkpoint: str,
    entries: Iterable[Mapping[str, Any]],
    *,
    log: Iterable[NoteKey],
    earlier: Iterable[str] = (),
    witnesses: Witnesses = NOBODY,
) -> LogReport:
    """Recompute a log from its entries and hold it against its checkpoint, and against earlier ones kept elsewhere.

    Raises `BadNote` where a checkpoint is not the log's own, or an entry cannot be one.
    """
    keys = list(log)
    now, note = trusted(checkpoint, keys, witnesses)
    before = sorted((trusted(each, keys)[0] for each in earlier), key=lambda each: each.size)
    growing, kinds, faults = Growing(), dict[str, int](), list[str]()
    for entry in entries:
        while before and growing.size == before[0].size:
            faults += _differs(growing, before.pop(0), "earlier")
        kind = str(entry.get("kind", "version"))
        kinds[kind] = kinds.get(kind, 0) + 1
        growing.add(_leaf(entry, growing.size))
    for each in before:
        faults += _differs(growing, each, "earlier")
    seen = tuple(key.name for key in witnesses.keys if note.cosigned_by(key) is not None)
    return LogReport(now, kinds, (*faults, *_differs(growing, now, "newest")), seen)


def entries_of(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The entries in the lines behind the first. Raises `BadNote` naming the line."""
    for number, line in enumerate(lines, start=2):
        yield _read(line, number)


def _leaf(entry: Mapping[str, Any], at: int) -> bytes:
    try:
        return ledger.leaf_hash(ledger.canonical(dict(entry)))
    except (ValueError, RecursionError):
        raise BadNote(f"Entry {at} of the log is none. Save the log again from its address.") from None


def _differs(growing: Growing, checkpoint: Checkpoint, which: str) -> list[str]:
    if growing.size != checkpoint.size:
        return [f"The log has {growing.size} entries, and the {which} checkpoint covers {checkpoint.size}."]
    if growing.root() != checkpoint.root:
        return [f"The entries do not give the root of the {which} checkpoint: the log was changed."]
    return []


def _read(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line) if number == 0 or len(line) <= LONGEST_LINE else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadNote(f"Line {max(number, 1)} of the log is no entry. Save the log again from its address.")
    return found
