"""`throughline demo`"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from throughline.cli import installation
from throughline.cli.listening import address_arguments, listen, refuse_taken_port
from throughline.cli.progress import say
from throughline.core.formats.state_pack import Pack
from throughline.project import assets, database

FEW = 200
"""So many learners are there before the first page."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the address, and `--fresh`."""
    address_arguments(parser)
    parser.add_argument("--fresh", action="store_true", help="remove the demo's data and begin again")
    parser.add_argument(
        "--learners", type=int, metavar="N", help="how many learners (default: as the state's folder says)"
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
    say("Bringing the database to this version ...")
    installation.migrate()
    if arguments.empty:
        say(f"Ready: http://localhost:{arguments.port} (stop with Ctrl-C)")
        listen(arguments.host, arguments.port)
        return 0
    with _filled(arguments.learners):
        say(f"Ready: http://localhost:{arguments.port} (stop with Ctrl-C)")
        listen(arguments.host, arguments.port)
    return 0


@contextmanager
def _filled(learners: int | None) -> Iterator[None]:
    """The demo state with its named people. Its many further learners come while it serves already: a command of its
    own settles them, which ends with this one and goes on at the next start."""
    from throughline.demo import populate

    folder = _states() / "meridian"
    few = learners is not None and learners <= FEW
    pack = _published(folder)
    say("Settling its people ...")
    populate(folder, progress=say, size=learners if few else 0, pack=pack)
    rest = None if few else _settle(folder, learners)
    try:
        yield
    finally:
        if rest is not None:
            rest.terminate()
            rest.wait()


def _settle(folder: Path, learners: int | None) -> subprocess.Popen[bytes]:
    say("Its learners are being settled meanwhile; figures on the pages grow until they are all there.")
    size = [] if learners is None else ["--learners", str(learners)]
    return subprocess.Popen([sys.executable, "-m", "throughline", "population", str(folder), *size])


def _published(folder: Path) -> Pack | None:
    """The folder as it was read, now in force."""
    from throughline.apps.frameworks import queries
    from throughline.cli import load

    say("Reading the demo state ...")
    read = _read(folder)
    # What was published as it stands has passed its checks; they need not keep the second start waiting.
    if read is None or queries.preview(read.catalogue):
        say("Checking it, with its own cases ...")
        load.publish(load.sound(folder, read.catalogue if read else None), shown=0)
    return read


def _read(folder: Path) -> Pack | None:
    from throughline.core.formats.state_pack import PackError, PackErrors, read_pack

    try:
        return read_pack(folder)
    except (PackError, PackErrors):
        return None


def _states() -> Path:
    places = (assets.CHECKOUT / "states", assets.SOURCE / "states")
    return next(place for place in places if (place / "meridian").is_dir())


def _secret_key(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
