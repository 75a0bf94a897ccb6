"""The same code on a PostgreSQL server of one's own, where the machine has one installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda file: int(file.parts[-3]))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an installed server's fresh database."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    user = "postgres" if os.geteuid() == 0 else None
    home = Path("/tmp") / f"throughline-server-{os.getpid()}"
    home.mkdir(mode=0o711)
    if user:
        shutil.chown(home, user, user)

    def run(program: str, *words: str) -> None:
        command = (str(programs / program), *words)
        extra = [] if user else None
        subprocess.run(
            command,
            cwd=home,
            user=user,
            group=user,
            extra_groups=extra,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    run("initdb", "-D", "data", "-A", "trust", "-U", "someone", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    run(
        "pg_ctl",
        "start",
        "-w",
        "-D",
        "data",
        "-l",
        "log",
        "-o",
        f"-c listen_addresses= -c fsync=off -k {home}",
    )
    try:
        psycopg.connect(f"postgresql://someone@/postgres?host={home}").close()
        yield f"postgresql://someone@/postgres?host={home}"
    finally:
        run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", "data")
        shutil.rmtree(home)


def _run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("THROUGHLINE", "DATABASE", "DJANGO"))
    }
    environment = kept | {"PYTHONPATH": f"{ROOT / 'src'}"} | more
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_an_installation_is_set_up_on_a_named_server(url: str, tmp_path: Path) -> None:
    done = _run("throughline", "migrate", DATABASE_URL=url, THROUGHLINE_DATA=str(tmp_path))
    assert done.returncode == 0, done.stderr
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) > 20 FROM django_migrations").fetchone() == (True,)
    assert list(tmp_path.iterdir()) == []


def test_the_tests_of_the_kept_floor_pass_on_a_named_server(url: str) -> None:
    done = _run(
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/house/test_database_smoke.py",
        THROUGHLINE_TEST_DATABASE_URL=url,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
