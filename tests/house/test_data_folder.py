"""A data folder that cannot be used is explained, never half used."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from throughline.project.database import explained
from throughline.project.embedded import Server
from throughline.project.problem import Problem


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data", durable=False)
    yield server
    server.stop()


def _assert_refused(server: Server, *parts: str) -> None:
    with pytest.raises(Problem) as caught:
        server.start()
    for part in parts:
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        ("rubbish", "its file PG_VERSION is damaged"),
        ("99", "written by PostgreSQL 99, newer than the 18"),
        ("15", "written by PostgreSQL 15; this code brings 18"),
        (None, "its file PG_VERSION is missing"),
    ],
)
def test_a_folder_of_another_version_is_refused(server: Server, damage: str | None, why: str) -> None:
    server.data.mkdir(parents=True)
    if damage:
        (server.data / "PG_VERSION").write_text(damage)
    _assert_refused(server, "The data folder cannot be read.", why, "--fresh")


def test_a_damaged_folder_is_refused_with_postgresqls_own_reason(server: Server) -> None:
    server.start()
    server.stop()
    (server.data / "global" / "pg_control").unlink()
    _assert_refused(server, "The database does not start.", "pg_control", str(server.data), "--fresh")
    server.start_over()
    server.start()


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    _assert_refused(Server(tmp_path / "data"), "The data folder cannot be used.", "THROUGHLINE_DATA")


def test_a_lock_left_by_the_dead_does_not_hinder(server: Server) -> None:
    server.start()
    server.stop()
    dead = subprocess.Popen(("true",))  # nobody has asked after it yet, so its number is still taken
    for number in (os.getpid(), dead.pid):
        (server.data / "postmaster.pid").write_text(f"{number}\n{server.data}\n")
        (server.data / ".s.PGSQL.5432.lock").write_text(f"{number}\n{server.data}\n")
        server.start()
        server.stop()
    assert dead.wait() == 0


def test_a_creation_that_was_cut_off_is_begun_anew(server: Server) -> None:
    (server.home / "postgres.new").mkdir(parents=True)
    (server.home / "postgres.new" / "half").write_text("")
    server.start()
    assert not (server.home / "postgres.new").exists()


@pytest.mark.parametrize(
    "name", ["with a space", "with 'quotes' and \"more\" $HOME", "with, comma", "x" * 120]
)
def test_a_folder_of_any_name_will_do(tmp_path: Path, name: str) -> None:
    server = Server(tmp_path / name, durable=False)
    with psycopg.connect(server.start()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()


def test_the_last_to_leave_stops_the_server(server: Server) -> None:
    first, second = Server(server.home, durable=False), Server(server.home, durable=False)
    first.start()
    second.start()
    first.stop()
    psycopg.connect(second.url).close()
    second.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(second.url)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 400 MB; only the administrator can mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs the administrator's rights")
    mounted = subprocess.run(
        ("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", str(place)), capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield place
    subprocess.run(("umount", "-l", str(place)), check=True)


def _fill(disk: Path, leave: int) -> None:
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    with (disk / "ballast").open("wb") as ballast:
        ballast.write(bytes(free - leave))


def test_a_disk_without_room_is_named_before_anything_is_written(small_disk: Path) -> None:
    _fill(small_disk, leave=100 * 2**20)
    _assert_refused(Server(small_disk / "data"), "The disk is full.", "at least 300 MB", "THROUGHLINE_DATA")
    assert not (small_disk / "data" / "postgres").exists()


def test_a_disk_that_fills_up_while_working_is_named(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(small_disk / "data", durable=False)
    server.start()
    _fill(small_disk, leave=24 * 2**20)
    monkeypatch.setenv("THROUGHLINE_DATA", str(server.home))
    with pytest.raises(psycopg.Error) as caught, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE big AS SELECT repeat('x', 1000) FROM generate_series(1, 200000)")
    problem = explained(caught.value)
    assert problem is not None
    assert problem.what == "The disk is full."
    server.stop()
