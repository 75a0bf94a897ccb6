"""The command line as a person meets it: real processes, real ports, real folders."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from throughline.project.embedded import Server

ROOT = Path(__file__).resolve().parents[2]
Environment = dict[str, str]
PRODUCTION = {
    "THROUGHLINE_SECRET_KEY": "only for this test: kq3v9ZxW1u7Rt5bN8mYc2Ls6Pd4Hf0Gj",
    "THROUGHLINE_HOSTS": "127.0.0.1",
}


def _environment(home: Path) -> Environment:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("THROUGHLINE", "DATABASE", "DJANGO"))
    }
    return kept | {"PYTHONPATH": str(ROOT / "src"), "THROUGHLINE_DATA": str(home), "THROUGHLINE_WORKERS": "1"}


def _throughline(
    home: Path, *words: str, more: Environment | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "throughline", *words],
        cwd=ROOT,
        env=_environment(home) | (more or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@contextmanager
def _running(home: Path, *words: str, more: Environment | None = None) -> Iterator[subprocess.Popen[bytes]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    log = home.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "throughline", *words, "--port", port],
            cwd=ROOT,
            env=_environment(home) | (more or {}),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        assert _answer(f"http://127.0.0.1:{port}/health", process, log) == b"ok"
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _answer(address: str, process: subprocess.Popen[bytes], log: Path) -> bytes:
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{address} answers {refused.code}: {log.read_text()}") from refused
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer after two minutes: {log.read_text()}")


def _assert_explained(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for part in ("  where: ", "  why:   ", "  next:  ", *parts):
        assert part in done.stderr


def test_help_comes_at_once_and_names_every_command(tmp_path: Path) -> None:
    began = time.process_time()
    done = _throughline(tmp_path, "--help")
    assert done.returncode == 0
    assert {"demo", "serve", "worker", "migrate"} <= set(done.stdout.split())
    assert time.process_time() - began < 1
    loaded = "import sys, throughline.cli; print(sorted({'django', 'psycopg', 'numpy'} & set(sys.modules)))"
    modules = subprocess.run(
        [sys.executable, "-c", loaded], env=_environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert modules.stdout == "[]\n"


def test_the_demo_starts_keeps_its_data_stops_with_its_database_and_starts_over(tmp_path: Path) -> None:
    with _running(tmp_path, "demo", "--empty"), psycopg.connect(Server(tmp_path).url) as connection:
        assert _job_done(connection), "the jobs are done beside the pages"
        connection.execute("CREATE TABLE kept (x int)")
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()
    key = (tmp_path / "secret-key").read_text()
    with _running(tmp_path, "demo", "--empty"):
        with psycopg.connect(Server(tmp_path).url) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        _assert_explained(_throughline(tmp_path, "demo", "--port", "0", "--fresh"), "the data is in use")
    assert (tmp_path / "secret-key").read_text() == key
    with (
        _running(tmp_path, "demo", "--empty", "--fresh"),
        psycopg.connect(Server(tmp_path).url) as connection,
    ):
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)


def _job_done(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    for _ in range(300):
        found = connection.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'"
        ).fetchone()
        connection.rollback()
        if found != (0,):
            return True
        time.sleep(0.2)
    return False


def test_ctrl_c_ends_the_demo_and_its_database(home: Path) -> None:
    with _running(home, "demo", "--empty") as process:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_a_demo_that_was_killed_starts_again_with_its_data(home: Path) -> None:
    with _running(home, "demo", "--empty") as process:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(60)
    with _running(home, "demo", "--empty"):
        pass
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_a_port_in_use_is_named_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = _throughline(tmp_path, "demo", "--port", str(port))
    _assert_explained(
        done, f"Cannot listen on port {port}.", "another program already listens there", "--port"
    )
    assert list(tmp_path.iterdir()) == []


def test_data_newer_than_the_code_is_refused_and_left_alone(home: Path) -> None:
    server = Server(home)
    with psycopg.connect(server.start()) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('trail', '9999_from_the_future', now())"
        )
    done = _throughline(home, "demo", "--port", "0")
    server.stop()
    _assert_explained(done, "The data is newer than this version", "trail.9999_from_the_future")


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    done = _throughline(tmp_path, "migrate", more={"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"})
    _assert_explained(done, "The database cannot be reached", "DATABASE_URL", "port 1")


def test_an_address_that_is_none_is_named(tmp_path: Path) -> None:
    done = _throughline(tmp_path, "migrate", more={"DATABASE_URL": "mysql://root@localhost/x"})
    _assert_explained(done, "The database address cannot be read.", "postgresql://user:password@host")


def test_starting_over_never_touches_a_server_of_ones_own(tmp_path: Path) -> None:
    done = _throughline(
        tmp_path, "demo", "--port", "0", "--fresh", more={"DATABASE_URL": "postgresql://a@b/c"}
    )
    _assert_explained(done, "Will not start over on a server of your own.")


def test_serving_without_a_key_is_refused(tmp_path: Path) -> None:
    done = _throughline(tmp_path, "serve", "--port", "0")
    _assert_explained(done, "THROUGHLINE_SECRET_KEY", "THROUGHLINE_HOSTS")


def test_serving_on_an_older_database_is_refused_and_works_once_it_is_migrated(tmp_path: Path) -> None:
    _assert_explained(
        _throughline(tmp_path, "serve", "--port", "0", more=PRODUCTION),
        "older than this version",
        "throughline migrate",
    )
    assert _throughline(tmp_path, "migrate").returncode == 0
    with _running(tmp_path, "serve", more=PRODUCTION):
        pass


def test_djangos_own_check_for_deployment_finds_nothing(tmp_path: Path) -> None:
    done = _throughline(tmp_path, "django", "check", "--deploy", "--fail-level", "WARNING", more=PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_waiting_jobs_are_done_by_the_worker(home: Path) -> None:
    done = _throughline(home, "worker", "--once")
    assert done.returncode == 0, done.stderr
