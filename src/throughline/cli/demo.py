"""`throughline demo`"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import secrets
import signal
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from throughline.cli import installation
from throughline.cli.listening import address_arguments, listen, refuse_taken_port
from throughline.cli.progress import say
from throughline.project import assets, database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from throughline.core.formats.state_pack.pack import Pack


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the address, and `--fresh`."""
    address_arguments(parser)
    parser.add_argument("--fresh", action="store_true", help="remove the demo's data and begin again")
    parser.add_argument(
        "--learners", type=int, metavar="N", help="how many learners (default: as the state's folder says)"
    )
    parser.add_argument(
        "--as-it-is",
        action="store_true",
        help="serve what is there as it is: fill in nothing, do no jobs (`throughline worker` does them)",
    )
    parser.add_argument(
        "--empty", action="store_true", help="start without the demo state, its learners included"
    )


def run(arguments: argparse.Namespace) -> int:
    """Starts everything on this machine and serves the demo state until interrupted."""
    refuse_taken_port(arguments.host, arguments.port)
    if arguments.fresh:
        say(f"Removing the data in {database.data_folder()} ...")
        database.start_over()
    say(f"Starting the database in {database.data_folder()} ...")
    database.connect()
    os.environ.setdefault("THROUGHLINE_SECRET_KEY", _secret_key(database.data_folder() / "secret-key"))
    installation.begin("demo")
    say("Fetching the web assets, once ..." if not assets.stand_ready() else "The web assets are here.")
    assets.ensure()
    if not (arguments.as_it_is and _something_there()):
        say("Bringing the database to this version ...")
        installation.migrate()
        if not arguments.empty:
            _fill(arguments.learners)
    say(f"Ready: http://localhost:{arguments.port} (stop with Ctrl-C)")
    with nullcontext() if arguments.as_it_is else _jobs_beside():
        listen(arguments.host, arguments.port)
    return 0


def _something_there() -> bool:
    """Whether a state is published in this database; not where it has no tables of this version."""
    from django.db import ProgrammingError

    from throughline.apps.frameworks import queries

    try:
        return bool(queries.states())
    except ProgrammingError:
        return False


@contextmanager
def _jobs_beside() -> Iterator[None]:
    """A process that does the jobs, until the pages end."""
    jobs = multiprocessing.get_context("spawn").Process(target=_jobs, name="jobs", daemon=True)
    jobs.start()
    try:
        yield
    finally:
        jobs.terminate()
        jobs.join()


def _jobs() -> None:
    from throughline.cli.worker import take_up, work

    Thread(target=_end_without_parent, daemon=True).start()
    # A page that somebody waits for comes first.
    os.nice(10)
    installation.begin("demo")
    take_up()
    work()


def _end_without_parent() -> None:
    """Ends this process where the one that began it was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _fill(learners: int | None) -> None:
    from django.utils import timezone

    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.frameworks import actions
    from throughline.cli import load
    from throughline.demo import at_noon, first_day, populate

    folder = _states() / "meridian"
    say("Reading the demo state ...")
    pack = _published(folder)
    if pack is None:
        say("Checking it, with its own cases ...")
        pack = load.sound(folder)
        # Its schools gave credentials before today, and a stranger believes only those of issuers recognized by then.
        actions.recognize(by=HOUSE, pack=pack.catalogue, now=at_noon(first_day(pack, timezone.localdate())))
        load.publish(pack.catalogue, shown=0)
    say("Settling its people ...")
    populate(pack, progress=say, size=learners)


def _published(folder: Path) -> Pack | None:
    """The folder as it is read, where all of it is published: it has passed its checks, and they need not keep the second
    start waiting."""
    from throughline.apps.frameworks import queries
    from throughline.core.formats.state_pack import PackError, PackErrors, read_pack

    if not queries.states():
        return None
    try:
        pack = read_pack(folder)
    except (PackError, PackErrors):
        return None
    return None if queries.preview(pack.catalogue) else pack


def _states() -> Path:
    places = (assets.CHECKOUT / "states", assets.SOURCE / "states")
    return next(place for place in places if (place / "meridian").is_dir())


def _secret_key(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
