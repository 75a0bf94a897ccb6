"""A public log watched over time: what was added since a copy was kept, in words; what was changed, moved or taken out; and
whether it showed somebody else another log.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from throughline.core import ledger
from throughline.core.checkpoint import Checkpoint
from throughline.core.subtrees import Growing

Entry: TypeAlias = Mapping[str, Any]
MOST_SAID = 20
WORDS = {
    ("version", "published"): "{reference} was published, version {number}",
    ("version", "retired"): "{reference} was retired (version {number})",
    ("credential", "issued"): "a credential was issued",
    ("status_list", "published"): "{reference} was published: which credentials were taken back",
    ("issuer_key", "published"): "a key of {reference} was published",
    ("issuer_key", "retired"): "a key of {reference} was retired",
    ("issuer_key", "stolen"): "a key of {reference} was reported as stolen",
    ("recognition", "granted"): "{reference} may issue credentials",
    ("recognition", "withdrawn"): "{reference} may issue credentials no more",
    ("document", "taken_in"): "{reference} was taken in from elsewhere",
    ("document", "undone"): "what was taken in as {reference} was undone",
    ("document", "withdrawn"): "{reference} was withdrawn",
    ("alignment", "certified"): "{reference} was certified",
    ("alignment", "withdrawn"): "{reference} was withdrawn",
    ("seat", "filled"): "{reference} was filled",
    ("seat", "vacated"): "{reference} became vacant",
    ("proposal", "opened"): "{reference} was opened",
    ("proposal", "withdrawn"): "{reference} was withdrawn",
    ("vote", "opened"): "the vote on {reference} was opened",
    ("vote", "cast"): "a vote was cast: {reference}",
    ("vote", "closed"): "the vote on {reference} was closed",
    ("decision", "taken"): "{reference} was decided",
    ("money", "granted"): "money was granted: {reference}",
    ("endorsement", "given"): "{reference} was endorsed by its region",
    ("endorsement", "taken_back"): "the endorsement of {reference} was taken back",
    ("finding", "opened"): "{reference} of tracking was opened",
    ("finding", "answered"): "{reference} of tracking was answered",
    ("finding", "kept"): "the change for {reference} of tracking was made",
    ("finding", "raised"): "{reference} of tracking went on to the next body",
}
"""What an entry says; one of another kind says its kind, name, number and act."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What became of a log since a copy was kept. added: in words, the same ones counted together. faults: sentences; none,
    and it only grew."""

    added: tuple[str, ...]
    faults: tuple[str, ...]


def said(entry: Entry) -> str:
    """One entry in words."""
    kind = str(entry.get("kind", "version"))
    words = WORDS.get((kind, str(entry.get("act"))))
    if words is not None:
        return words.format(reference=entry.get("reference"), number=entry.get("number"))
    name = f"{entry.get('reference', '')} {entry.get('number') or ''}".strip()
    return f"{kind.replace('_', ' ')} {name}: {entry.get('act')}".replace("  ", " ")


def watched(before: Sequence[Entry], now: Sequence[Entry]) -> Watched:
    """What became of a log, by the entries of a copy and by those it shows now."""
    faults = _changed(before, now)
    return Watched(_counted(said(each) for each in now[len(before) :]) if not faults else (), faults)


def _changed(before: Sequence[Entry], now: Sequence[Entry]) -> tuple[str, ...]:
    """Each place where the log is not what it was."""
    there = [_leaf(each) for each in before]
    shown = [_leaf(each) for each in now]
    differ = [at for at, leaf in enumerate(there) if at >= len(shown) or shown[at] != leaf]
    if not differ:
        return ()
    stand = {leaf: at for at, leaf in reversed([*enumerate(shown)])}
    kept = set(there)
    faults = []
    for at in differ:
        what = f"Entry {at} ({said(before[at])})"
        if there[at] in stand:
            faults.append(f"{what} was moved: it stands at {stand[there[at]]} now.")
        elif at < len(shown) and shown[at] not in kept:
            faults.append(f"{what} was changed: it says now that {said(now[at])}, with another content.")
        else:
            faults.append(f"{what} was taken out.")
    more = len(faults) - MOST_SAID
    return (*faults[:MOST_SAID], *([f"And {more} more."] if more > 0 else []))


def _counted(words: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, int] = {}
    for each in words:
        found[each] = found.get(each, 0) + 1
    return tuple(each if many == 1 else f"{each} ({many} times)" for each, many in found.items())


def parts_from(entries: Iterable[Entry], other: Checkpoint) -> str:
    """Why a checkpoint that somebody else was shown is not of the log with these entries; empty where it is.

    Two checkpoints that a log signed, of which neither is the other's beginning, prove that it shows different logs to
    different people.
    """
    growing = Growing()
    for entry in entries:
        if growing.size == other.size:
            break
        growing.add(_leaf(entry))
    if growing.size < other.size:
        return (
            f"Somebody else was shown {other.size} entries, and you {growing.size}: ask again, and if it stays so,"
            " it is held back from you."
        )
    if growing.root() != other.root:
        return (
            f"Somebody else was shown another log: the first {other.size} entries that it signed for them are not yours."
            " Keep both copies: they prove it."
        )
    return ""


def _leaf(entry: Entry) -> bytes:
    return ledger.leaf_hash(ledger.canonical(dict(entry)))
