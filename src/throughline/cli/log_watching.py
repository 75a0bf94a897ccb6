"""`throughline log monitor` and `throughline log witness`: a log watched by others, once or for as long as they like."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from throughline.cli.log_sources import SECONDS, Remote, Source, recomputed, source_of, witness_of
from throughline.cli.log_witnessing import WitnessBook, serve
from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.core.checkpoint import Checkpoint, Witnesses
    from throughline.core.signed_notes import NoteKey

Keys = Callable[[Source, list[str]], "tuple[NoteKey, ...]"]
LEAST_SECONDS = 5
POLICY = "who must have cosigned, and how many of them: a file as a house gives it at /log/witnesses"


def arguments(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Who watches which log, and where they keep what they saw."""
    monitor = actions.add_parser(
        "monitor", help="keep a copy of a log, and say what was added or changed since"
    )
    monitor.add_argument("where", metavar="URL|FILE", help="the address of a house, or a saved log")
    monitor.add_argument("--copy", type=Path, required=True, metavar="FILE", help="where the copy is kept")
    monitor.add_argument("--gossip", action="append", default=[], metavar="URL|FILE",
                         help="what another one saw of it: their copy, or a checkpoint; may be repeated")  # fmt: skip
    _common(monitor)
    monitor.add_argument("--witnesses", type=Path, metavar="FILE", help=POLICY)
    witness = actions.add_parser("witness", help="check that a log only grew, cosign it, and hand that over")
    witness.add_argument(
        "where", nargs="?", default="", metavar="URL|FILE", help="the address of a house, or a saved log"
    )
    witness.add_argument("--name", required=True, help="the witness's name, as university.example/witness")
    witness.add_argument("--witness-key", type=Path, required=True, metavar="FILE", help="its private key")
    witness.add_argument("--kept", type=Path, required=True, metavar="FOLDER",
                         help="where each checkpoint it cosigned is kept, by log, the newest as `newest`")  # fmt: skip
    witness.add_argument("--serve", type=int, metavar="PORT",
                         help="in place of looking: be asked, as a service, by the logs whose --key is given")  # fmt: skip
    witness.add_argument("--host", default="127.0.0.1", help="the address to serve at")
    _common(witness)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", action="append", default=[], metavar="KEY",
                        help="the log's public key; without it, the one it shows itself is taken")  # fmt: skip
    parser.add_argument(
        "--every", type=int, default=0, metavar="SECONDS", help="look again and again, until stopped"
    )


def monitor(arguments: argparse.Namespace, known: Keys) -> int:
    """0 where the log only grew, 1 where it was changed or shows others another one."""
    return _again(arguments, lambda: _look(arguments, known))


def witness(arguments: argparse.Namespace, known: Keys) -> int:
    """0 where the log only grew and was cosigned, 1 where it was changed: then nothing is signed."""
    if arguments.serve is not None:
        return serve(arguments)
    if not arguments.where:
        raise ValueError("say which log to look at, or with --serve PORT at which port to be asked")
    with WitnessBook(arguments.kept) as book:
        return _again(arguments, lambda: _cosign(arguments, known, book))


def policy(file: Path | None) -> Witnesses:
    """Who must have cosigned a log: the file's word, or nobody."""
    from throughline.core.checkpoint import NOBODY, read_witnesses

    return read_witnesses(file.read_text(encoding="utf-8")) if file else NOBODY


def _again(arguments: argparse.Namespace, once: Callable[[], int]) -> int:
    if not arguments.every:
        return once()
    while True:
        try:
            found = once()
        except Problem as problem:
            # A house that is away for a while is not a log that was changed.
            print(problem, file=sys.stderr, flush=True)
            found = 0
        if found:
            return found
        time.sleep(max(arguments.every, LEAST_SECONDS))


# -- a monitor


def _look(arguments: argparse.Namespace, known: Keys) -> int:
    from throughline.core.checkpoint import trusted
    from throughline.core.log_file import check_log, written
    from throughline.core.log_watching import watched

    source = source_of(arguments.where)
    keys = known(source, arguments.key)
    witnesses = policy(arguments.witnesses)
    note = source.checkpoint(witnesses.quorum)
    now, _ = trusted(note, keys, witnesses)
    entries = [dict(each) for each in source.entries(now.size)]
    before, earlier = _copy(arguments.copy)
    found = watched(before, entries)
    faults = [*found.faults, *check_log(note, entries, log=keys, earlier=earlier).faults]
    faults += _gossip(arguments.gossip, entries, keys)
    if faults:
        # The copy from before is the evidence: it stays.
        apart = arguments.copy.with_name(arguments.copy.name + ".differs")
        apart.write_text("".join(written(note, entries)), encoding="utf-8")
        _say([f"CHANGED. {fault}" for fault in faults])
        _say([f"Your copy is kept in {arguments.copy}, and what the log shows now in {apart}."])
        return 1
    arguments.copy.write_text("".join(written(note, entries)), encoding="utf-8")
    _say([f"{now.origin}: {now.size} entries, {len(entries) - len(before)} new. Nothing before was changed."])
    _say([f"  {each}" for each in found.added] if before else [])
    return 0


def _copy(file: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """The entries of the copy and its checkpoint, where there is one."""
    from throughline.core.log_file import entries_of, read_head

    if not file.exists():
        return [], []
    with file.open(encoding="utf-8") as lines:
        head = read_head(lines.readline(200_000))
        return list(entries_of(lines)), [head]


def _gossip(others: list[str], entries: list[dict[str, Any]], keys: tuple[NoteKey, ...]) -> list[str]:
    """What another one saw that is not of the same log."""
    from throughline.core.checkpoint import trusted
    from throughline.core.log_watching import parts_from

    found = []
    for where in others:
        fault = parts_from(entries, trusted(_their_checkpoint(where), keys)[0])
        found += [f"{fault} (from {where})"] if fault else []
    return found


def _their_checkpoint(where: str) -> str:
    """The checkpoint at an address of a house or of a note, in a copy, or in a note on its own."""
    from throughline.core.log_file import read_head

    if urlsplit(where).scheme in ("http", "https"):
        text = _fetched(where)
    else:
        with Path(where).open(encoding="utf-8") as lines:
            first = lines.readline(200_000)
            text = first if first.startswith("{") else first + lines.read(200_000)
    return read_head(text.splitlines()[0]) if text.startswith("{") else text


def _fetched(where: str) -> str:
    try:
        with urlopen(Request(where), timeout=SECONDS) as answer:
            return str(answer.read(1_000_000).decode())
    except (URLError, TimeoutError, OSError) as error:
        raise Problem("What another one saw could not be reached.", where=where, why=str(error),
                      next_step="check the address, or ask them for a file.") from None  # fmt: skip


# -- a witness


def _cosign(arguments: argparse.Namespace, known: Keys, book: WitnessBook) -> int:
    from throughline.core.checkpoint import read_checkpoint, trusted
    from throughline.core.signed_notes import cosign

    source = source_of(arguments.where)
    keys = known(source, arguments.key)
    now, note = trusted(source.checkpoint(), keys)
    kept = book.newest(now.origin)
    before = read_checkpoint(kept)[0] if kept else None
    if not recomputed(source, before or _empty(now), now):
        began = (
            f"no longer begins with the {before.size} entries it had" if before else "is not what it signed"
        )
        _say([f"NOT COSIGNED. The log {began}. What it had is kept in {arguments.kept}."])
        return 1
    key, sign = witness_of(arguments.name, arguments.witness_key)
    cosigned = note.with_signature(cosign(note.text, key, sign, at=datetime.now(UTC))).written()
    book.keep(now, cosigned)
    _say([f"{now.origin}: {now.size} entries, cosigned. {_handed_over(source, cosigned)}"])
    return 0


def _empty(now: Checkpoint) -> Checkpoint:
    from throughline.core import ledger
    from throughline.core.checkpoint import Checkpoint

    return Checkpoint(now.origin, 0, ledger.root([]))


def _handed_over(source: Source, cosigned: str) -> str:
    """Gives the house what was cosigned, and says what it did with it."""
    if not isinstance(source, Remote):
        return "Hand the newest file over to the house."
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    try:
        with urlopen(
            Request(f"{source.address}/log/cosignatures", cosigned.encode(), headers), timeout=SECONDS
        ) as answer:
            return str(answer.read(10_000).decode()).strip()
    except (URLError, TimeoutError, OSError) as error:
        return f"The house did not take it ({error}); hand the newest file over."


def _say(lines: list[str]) -> None:
    for line in lines:
        print(line, flush=True)
