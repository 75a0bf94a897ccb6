"""A worker that is killed in the middle of an import leaves no document half, and the next one goes on; the commands beside
it: real processes, SIGKILL."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps.test_interop import framework
from tests.house.test_batches_cut_off import ask, environment, run
from tests.house.test_command_line import ROOT
from throughline.project.embedded import Server

DOCUMENTS, ITEMS = 60, 150
PREPARE = f"""
from throughline.cli import installation
installation.begin()
from django.utils import timezone
from tests.factories import load
from tests.apps.test_interop import framework
from throughline.apps.directory.actor import HOUSE
from throughline.apps.interop import actions
load()
names = [f"statement {{n}}" for n in range({ITEMS})]
files = [(f"{{n}}.json", framework(*(f"{{n}} {{name}}" for name in names), name=f"f {{n}}")) for n in range({DOCUMENTS})]
now = timezone.now()
run = actions.look(by=HOUSE, brought=actions.Brought(name="many", folder=files), now=now)
actions.apply(by=HOUSE, run=run, now=now)
"""
DONE = "SELECT count(*) FILTER (WHERE stage = 'done'), count(*) FROM interop_importpart"
WHOLE = f"""
SELECT count(*), count(*) FILTER (WHERE d.items = {ITEMS} AND d.number = 1 AND
    (SELECT count(*) FROM registry_registryitem i WHERE i.document_id = d.id) = {ITEMS})
FROM registry_registrydocument d WHERE NOT own"""


@pytest.fixture
def house(home: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of processes that share one database and one folder of files, of their own."""
    server = Server(home, durable=False)
    # The real settings: those of tests give each process files of its own.
    real = {
        "DJANGO_SETTINGS_MODULE": "throughline.project.settings",
        "THROUGHLINE_SECRET_KEY": "only-for-tests",
    }
    yield environment(server.start(), str(tmp_path)) | real
    server.stop()


def test_a_killed_worker_leaves_whole_documents_and_the_next_one_goes_on(house: dict[str, str]) -> None:
    run(house, "-c", PREPARE)
    worker = subprocess.Popen(
        [sys.executable, "-m", "throughline", "worker"], cwd=ROOT, env=house, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 300
    while ask(house, DONE)[0] < 5 and time.monotonic() < deadline:
        assert worker.poll() is None, "the worker ended by itself"
        time.sleep(0.02)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    done = ask(house, DONE)[0]
    assert 5 <= done < DOCUMENTS, "killed in the middle"
    time.sleep(0.5)
    assert ask(house, WHOLE) == (done, done), "what is there is there whole"
    run(house, "-m", "throughline", "worker", "--once")
    assert ask(house, DONE) == (DOCUMENTS, DOCUMENTS)
    assert ask(house, WHOLE) == (DOCUMENTS, DOCUMENTS)
    assert ask(house, "SELECT rows_done, rows_all FROM interop_importrun") == (DOCUMENTS * ITEMS * 2,) * 2


def test_the_commands_import_show_export_and_undo(house: dict[str, str], tmp_path: Path) -> None:
    def command(*words: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "throughline", *words], cwd=ROOT, env=house, input=data, capture_output=True,
            check=False,
        )  # fmt: skip

    run(house, "-c", "from throughline.cli import installation as i\ni.begin()\n"
        "from tests.factories import load\nload()")  # fmt: skip
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "science.json").write_bytes(framework("atoms"))
    (folder / "broken.json").write_text("{,}")
    looked = command("import", "framework", str(folder), "--preview")
    assert (looked.returncode, b"1 new" in looked.stderr) == (1, True)
    assert command("registry", "list").stdout.count(b"Science") == 0
    took = command("import", "framework", "-", "--json", data=(folder / "science.json").read_bytes())
    assert took.returncode == 0, took.stderr
    told = json.loads(took.stdout)
    assert (told["state"], told["documents"][0]["after"]) == ("done", 1)
    assert b"Science" in command("registry", "list").stdout
    key = told["documents"][0]["document"]
    out = tmp_path / "science.csv"
    assert command("export", key, "--format", "csv", "--out", str(out)).returncode == 0
    assert "Explains atoms." in out.read_text()
    assert command("registry", "undo", told["import"]).returncode == 0
    assert b"withdrawn" in command("registry", "show", key).stdout
    refused = command("registry", "undo", told["import"])
    assert refused.returncode == 2
    assert b"undone before" in refused.stderr
    assert command("export", "nothing").returncode == 2
