"""A worker that is killed in the middle of a batch loses nothing and does nothing twice: real processes, SIGKILL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.house.test_command_line import ROOT
from throughline.project.embedded import Server

MANY = 1_000
"""benchmarks/credentials_batch.py does the same with 10,000."""
PREPARE = """
import sys
from throughline.cli import installation
installation.begin()
installation.migrate()
from datetime import date
from uuid import uuid4
from django.utils import timezone
from tests.awarding import awarding_state
from tests.factories import load
from throughline.apps.directory import actions as directory
from throughline.apps.directory.actions import NewPerson
from throughline.apps.directory.actor import HOUSE
from throughline.apps.records import actions
now = timezone.now()
load(awarding_state(), now=now)
people = [NewPerson(uuid4(), f"L{n}", "Reed", roles=(("learner", "northside-high"),)) for n in range(int(sys.argv[1]))]
directory.add_people(by=HOUSE, people=people, starts=date(2026, 1, 1), now=now)
data = "learner,credential\\n" + "".join(f"{each.id},trade-licence\\n" for each in people)
data += "not-an-id,trade-licence\\n"
batch = actions.bring(by=HOUSE, organization="board", kind="issue", data=data.encode(), now=now)
actions.confirm(by=HOUSE, batch=batch, now=now)
"""
REVOKE = """
from throughline.cli import installation
installation.begin()
from django.utils import timezone
from throughline.apps.directory.actor import HOUSE
from throughline.apps.records import actions
from throughline.apps.records.models import Award
ids = Award.objects.order_by("id").values_list("id", flat=True)
data = "award,cause,reason\\n" + "".join(f"{key},issued_in_error,last year's list\\n" for key in ids[: len(ids) // 2])
now = timezone.now()
batch = actions.bring(by=HOUSE, organization="board", kind="revoke", data=data.encode(), now=now)
actions.confirm(by=HOUSE, batch=batch, now=now)
"""


@pytest.fixture
def house(home: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of processes that share one database of their own."""
    server = Server(home, durable=False)
    yield environment(server.start(), str(tmp_path))
    server.stop()


def environment(url: str, home: str) -> dict[str, str]:
    """What processes are given to work on the database at that address."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("THROUGHLINE", "DATABASE", "DJANGO"))}
    return kept | {
        "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "THROUGHLINE_DATA": f"{home}/data",
    }  # fmt: skip


def run(house: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=house, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def ask(house: dict[str, str], question: str) -> tuple[int, ...]:
    with psycopg.connect(house["DATABASE_URL"]) as connection:
        found = connection.execute(question).fetchone()  # type: ignore[arg-type]
    assert found is not None
    return found


ROWS = "SELECT count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'ready') FROM records_batchrow"


WRITING = "SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
"""Who is in the middle of writing something that is not kept yet."""


def work_until_killed(house: dict[str, str], *, after: int) -> int:
    """Start a worker and kill it once so many rows are done and more are half written; how many were done when it was
    dead."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "throughline", "worker"], cwd=ROOT, env=house, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 300
    while ask(house, ROWS)[0] < after and time.monotonic() < deadline:
        assert worker.poll() is None, "the worker ended by itself"
        time.sleep(0.02)
    while ask(house, WRITING)[0] == 0 and time.monotonic() < deadline:
        assert worker.poll() is None, "the worker ended by itself"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    return ask(house, ROWS)[0]


def test_a_killed_worker_loses_no_row_and_the_next_one_does_none_twice(house: dict[str, str]) -> None:
    run(house, "-c", PREPARE, str(MANY))
    done = work_until_killed(house, after=200)
    assert 200 <= done < MANY, "killed in the middle"
    assert ask(house, "SELECT count(*) FROM records_award") == (done,), "what is done is kept with its row"
    run(house, "-m", "throughline", "worker", "--once")
    assert ask(house, ROWS) == (MANY, 0)
    assert (
        ask(house, "SELECT count(*), count(DISTINCT learner_id), count(DISTINCT place) FROM records_award")
        == (MANY,) * 3
    )
    assert ask(house, "SELECT count(*) FROM records_batchrow WHERE state = 'refused'") == (1,)
    assert ask(house, "SELECT count(*) FROM trail_event WHERE verb = 'issued'") == (MANY,)
    run(house, "-c", REVOKE)
    done = work_until_killed(house, after=MANY + 100)
    assert done < MANY * 3 // 2
    run(house, "-m", "throughline", "worker", "--once")
    assert ask(house, ROWS) == (MANY * 3 // 2, 0)
    assert (
        ask(house, "SELECT count(*), count(DISTINCT award_id) FROM records_awardmark WHERE kind = 'revoked'")
        == (MANY // 2,) * 2
    )
    assert ask(house, "SELECT count(*) FROM records_awardreview") == (MANY // 2,)
