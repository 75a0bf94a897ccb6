"""Backed up, killed, restored elsewhere: the public log and every record verify."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.test_batches_cut_off import PREPARE, ROOT, ask, environment, run
from throughline.project.embedded import Server, programs

SIGNED = """
import json, sys
from throughline.cli import installation
installation.begin()
from pathlib import Path
from django.utils import timezone
from throughline.apps.records.credentials import signing
from throughline.apps.records.models import Award
keys = sorted(Award.objects.values_list("id", flat=True))
found = [signing.signed(key, now=timezone.now()) for key in keys]
Path(sys.argv[1]).write_text(json.dumps(found, sort_keys=True))
"""
CHECKED = """
import json, sys
from throughline.cli import installation
installation.begin()
from pathlib import Path
from django.test import Client
for each in json.loads(Path(sys.argv[1]).read_text()):
    answer = Client().post("/verify/", {"pasted": json.dumps(each)})
    assert answer.status_code == 200
    assert "This is verified" in answer.content.decode() or "Verified" in answer.content.decode(), answer.content.decode()
"""
AWARDS, ENTRIES = "SELECT count(*) FROM records_award", "SELECT count(*) FROM trail_publicentry"


def command(house: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "throughline", *words], cwd=ROOT, env=house, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def as_postgres(program: str, *words: str) -> None:
    """One of PostgreSQL's own programs, as an operator calls it."""
    subprocess.run([programs() / program, *words], check=True, capture_output=True)


@pytest.mark.covers("A-OP-2")
def test_after_a_crash_a_copy_restored_elsewhere_verifies_to_the_last_entry(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "house" / "data").mkdir(parents=True)
    first = Server(home, durable=False)
    house = environment(first.start(), str(tmp_path / "house"))
    run(house, "-c", PREPARE, "3")
    run(house, "-m", "throughline", "worker", "--once")
    run(house, "-c", SIGNED, str(tmp_path / "before.json"))
    command(house, "log", "save", ".", str(tmp_path / "log-before.json"))
    kept = ask(house, AWARDS), ask(house, ENTRIES)

    # Backed up: the database, and the folder of files and keys.
    as_postgres("pg_dump", "--no-owner", "--file", str(tmp_path / "dump.sql"), house["DATABASE_URL"])
    shutil.copytree(tmp_path / "house", tmp_path / "copied")

    # Killed, as by a power cut, and gone for good.
    os.kill(int((first.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    first.stop()
    shutil.rmtree(tmp_path / "house")

    second = Server(tmp_path / "elsewhere", durable=False)
    again = environment(second.start(), str(tmp_path / "copied"))
    try:
        strict = ("--quiet", "--set", "ON_ERROR_STOP=1")
        as_postgres("psql", *strict, "--file", str(tmp_path / "dump.sql"), again["DATABASE_URL"])
        assert (ask(again, AWARDS), ask(again, ENTRIES)) == kept
        assert "fault" not in command(again, "log", "verify").casefold()
        command(again, "evidence", "check")
        run(again, "-c", SIGNED, str(tmp_path / "after.json"))
        assert (tmp_path / "after.json").read_bytes() == (tmp_path / "before.json").read_bytes()
        run(again, "-c", CHECKED, str(tmp_path / "before.json"))
        command(again, "log", "save", ".", str(tmp_path / "log-after.json"))
        # The log goes on: the lists asked for by the check follow, and every entry before them is the same.
        before = _entries(tmp_path / "log-before.json")
        assert _entries(tmp_path / "log-after.json")[: len(before)] == before
    finally:
        second.stop()


def _entries(log: Path) -> list[str]:
    _checkpoint, *entries = log.read_text().splitlines()
    assert entries
    return entries
