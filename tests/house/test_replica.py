"""Two processes of pages over a server that a second one follows: a real PostgreSQL standby, that falls behind when told.

Where PgBouncer is installed, the pages reach the first server through it, one connection lent for one transaction.
"""

from __future__ import annotations

import http.cookiejar
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import psycopg
import pytest

from tests.web.demo import own_data, served
from throughline.project.embedded import NAME, Server, _hand_over, _runner, programs

WORDS = "We looked at how a bridge is held up."


Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True)
class House:
    """address: of the pages. primary: of their database. follower: speaks with the server that follows."""

    address: str
    primary: str
    follower: Connection
    stop_following: Callable[[], None]


class Browser:
    """Somebody at a browser: keeps cookies, and opens a new connection each time, so that any process may answer."""

    def __init__(self, address: str) -> None:
        self.address, self.cookies = address, http.cookiejar.CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        with self.opener.open(f"{self.address}{path}", timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, at: str, **given: str) -> None:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(at))
        assert token is not None
        body = urlencode({"csrfmiddlewaretoken": token[1], **given}).encode()
        request = Request(f"{self.address}{path}", data=body, headers={"Referer": self.address})
        with self.opener.open(request, timeout=60) as answer:
            answer.read()

    def forget_writing(self) -> None:
        """As if what was written last had been written long ago."""
        for cookie in list(self.cookies):
            if cookie.name == "throughline_wrote":
                self.cookies.clear(cookie.domain, cookie.path, cookie.name)


def signed_in(address: str, who: str) -> Browser:
    browser = Browser(address)
    browser.post("/sign-in/as/", "/sign-in/", who=who, next="/help/")
    return browser


@contextmanager
def followed(primary: Server) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a standby that streams everything from the primary, and how to stop it."""
    home = primary.home.with_name("replica")
    home.mkdir(mode=0o711)
    _hand_over(home)

    def run(program: str, *words: str) -> None:
        user = _runner()
        with (home / "said").open("a") as said:
            subprocess.run(
                [str(programs() / program), *words], cwd=home, user=user, group=user,
                extra_groups=[] if user else None, stdout=said, stderr=said, check=True,
            )  # fmt: skip

    source = primary.url.replace(f"/{NAME}?", "/postgres?")
    run("pg_basebackup", "-d", source, "-D", "data", "-R", "-X", "stream", "--checkpoint=fast", "--no-sync")
    (home / "data").chmod(0o700)
    settings = ("listen_addresses=", f"unix_socket_directories={home}", "max_connections=60", "fsync=off")
    options = shlex.join(word for each in settings for word in ("-c", each))
    run("pg_ctl", "start", "-w", "-t", "60", "-D", "data", "-l", "log", "-o", options)

    def stop() -> None:
        if (home / "data" / "postmaster.pid").exists():
            run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", "data")

    try:
        yield f"postgresql://{NAME}@/{NAME}?host={quote(str(home), safe='')}", stop
    finally:
        stop()
        shutil.rmtree(home)


@contextmanager
def pooled(primary: Server) -> Iterator[dict[str, str]]:
    """Settings for pages that reach the primary through PgBouncer, by transaction; none where it is not installed."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        yield {}
        return
    home = primary.home.with_name("pooler")
    home.mkdir(mode=0o711)
    lines = (
        "[databases]", f"{NAME} = host={primary._socket_folder()} dbname={NAME} user={NAME} pool_size=4",
        "[pgbouncer]", "pool_mode = transaction", "listen_addr =", f"unix_socket_dir = {home}", "auth_type = any",
        f"logfile = {home}/log", f"pidfile = {home}/pid", "ignore_startup_parameters = extra_float_digits",
    )  # fmt: skip
    (home / "ini").write_text("\n".join(lines))
    _hand_over(home)
    user = _runner()
    process = subprocess.Popen([program, str(home / "ini")], user=user, group=user, stderr=subprocess.DEVNULL)
    soon(lambda: (home / ".s.PGSQL.6432").exists())
    try:
        url = f"postgresql://{NAME}@/{NAME}?host={quote(str(home), safe='')}&port=6432"
        yield {"DATABASE_URL": url, "THROUGHLINE_DATABASE_POOLING": "transaction"}
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(home)


def soon(true: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """Two processes of pages over a server, and one that follows it."""
    with own_data() as data:
        primary = Server(data, durable=False)
        primary.start()
        with (
            followed(primary) as (replica, stop),
            pooled(primary) as through,
            psycopg.connect(replica, autocommit=True) as follower,
        ):
            own = {"THROUGHLINE_DATABASE_REPLICA_URL": replica, "THROUGHLINE_REPLICA_FOR": "everyone"}
            with served(data, own | through) as address:
                yield House(address, primary.url, follower, stop)
        primary.stop()


def test_everyone_reads_what_they_wrote_and_the_replica_answers_the_rest(
    house: House,
) -> None:
    address, follower = house.address, house.follower
    here, there = signed_in(address, "jason-16"), signed_in(address, "jason-16")
    _let_hear(house)
    there.forget_writing()
    assert _answered_by(follower, lambda: there.get("/help/"))
    follower.execute("SELECT pg_wal_replay_pause()")
    soon(lambda: follower.execute("SELECT pg_get_wal_replay_pause_state() = 'paused'").fetchone() == (True,))
    here.post("/explore/note/", "/explore/", kind="visit", words=WORDS)
    # Who wrote reads it at once, whichever process answers: the replica has not heard of it, so the primary does.
    assert all(WORDS in here.get("/explore/") for _ in range(6))
    # Who did not is answered by the replica, which stands still: this is how we know that it answers at all.
    assert not any(WORDS in there.get("/explore/") for _ in range(6))
    follower.execute("SELECT pg_wal_replay_resume()")
    _let_hear(house)
    assert WORDS in there.get("/explore/")
    assert _answered_by(follower, lambda: here.get("/explore/"))


def test_nobody_is_signed_out_by_a_replica_that_has_not_heard_of_them(house: House) -> None:
    house.follower.execute("SELECT pg_wal_replay_pause()")
    late = signed_in(house.address, "jason-16")
    late.forget_writing()
    assert "Sign out" in late.get("/me/")
    house.follower.execute("SELECT pg_wal_replay_resume()")


def test_a_page_that_leaves_a_trace_is_answered_by_the_primary(
    house: House,
) -> None:
    adviser = signed_in(house.address, "mr-okafor")
    _let_hear(house)
    adviser.forget_writing()
    with psycopg.connect(house.primary, autocommit=True) as primary:
        before = primary.execute("SELECT count(*) FROM trail_event").fetchone()
        assert "Sign out" in adviser.get("/advising/")
        assert primary.execute("SELECT count(*) FROM trail_event").fetchone() != before


def test_without_the_replica_the_primary_answers_everything(house: House) -> None:
    reader = Browser(house.address)
    reader.get("/published/")
    assert _answered_by(house.follower, lambda: reader.get("/published/"))
    house.stop_following()
    assert all("Meridian" in reader.get("/published/") for _ in range(6))


def _let_hear(house: House) -> None:
    """Waits until the follower has heard of everything."""
    with psycopg.connect(house.primary, autocommit=True) as primary:
        place = primary.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone()
    asked = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
    soon(lambda: house.follower.execute(asked, place).fetchone() == (True,))


def _answered_by(follower: Connection, work: Callable[[], object]) -> bool:
    """Whether the follower worked meanwhile, for anybody but us."""
    now = follower.execute("SELECT clock_timestamp()").fetchone()
    work()
    others = "backend_type = 'client backend' AND pid <> pg_backend_pid() AND state_change > %s"
    found = follower.execute(f"SELECT count(*) > 0 FROM pg_stat_activity WHERE {others}", now).fetchone()
    return found == (True,)
