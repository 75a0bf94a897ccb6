"""What the registry's database makes of a large framework: the first import, the same again, a changed one, going back, and
the page of its tree.

Run: `python -m benchmarks.standards_kept [items]` (100,000 unless told), on a file as `benchmarks.standards` makes it. It
fills a database of its own in a temporary folder. Elapsed and processor time of this process, rows that were written, and
the most memory that it ever held as a whole (`ru_maxrss`); the database's own processes are not in it.
"""

import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from benchmarks.pages import _client, _cost, _drawn, _prepare
from benchmarks.standards import DOCUMENT, mapped, package, write
from throughline.core.formats.case import reading


def main(items: int) -> None:
    """Prints a line for each step, as a table that documentation can take over."""
    _prepare(1)
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "first.json"), Path(folder, "second.json")
        write(first, package(items))
        write(second, package(items, changed_every=100))
        print(f"{items:,} items, {items:,} associations, {first.stat().st_size / 1e6:.0f} MB.\n")
        print("| step | s | CPU s, user + system | rows written | memory MB |\n|---|---|---|---|---|")
        _say("look at the file as an import", lambda: _look(first))
        _say("read the file and keep it", lambda: _take_in(first))
        _say("read the same file again", lambda: _take_in(first))
        _say("look at the same file again", lambda: _look(first))
        _say("read it with one item in 100 changed", lambda: _take_in(second))
        _say("go back to version 1", _undo)
    client, page = _client(""), f"/registry/{DOCUMENT}/"
    for words, cost in (
        ("kept for everybody", _cost(client, "anyone", page)),
        ("drawn anew", _drawn(client, "anyone", page)),
    ):
        print(
            f"\nThe page of its tree, {words}: {cost.cpu:.1f} ms CPU, {cost.queries} queries, {cost.size:,} bytes."
        )


def _look(file: Path) -> int:
    """A worker's look (`interop.actions.read_on`); what it writes is the errand alone, no row of the registry."""
    from django.utils import timezone

    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.interop import actions

    with file.open("rb") as data:
        brought = actions.Brought(name=file.name, data=data)
        run = actions.look(by=HOUSE, brought=brought, now=timezone.now(), at_once=False)
    actions.read_on(run=run, now=timezone.now())
    return 0


def _take_in(file: Path) -> int:
    from django.utils import timezone

    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.registry import actions

    with mapped(file) as data:
        taken = actions.take_in(by=HOUSE, package=reading.read(data, name=file.name), now=timezone.now())
    return taken.added + taken.changed + taken.removed


def _undo() -> int:
    from django.utils import timezone

    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.registry import actions

    taken = actions.undo(by=HOUSE, document=UUID(DOCUMENT), to=1, now=timezone.now())
    return taken.added + taken.changed + taken.removed


def _say(step: str, act: Callable[[], Any]) -> None:
    began, before = perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    rows = act()
    elapsed, after = perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    print(
        f"| {step} | {elapsed:.1f} | {user:.1f} + {system:.1f} | {rows:,} | {after.ru_maxrss // 1024} |",
        flush=True,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
