"""`throughline load` and `throughline audit` as a person meets them: real processes, a real database, real folders."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.house.test_command_line import ROOT, _environment, _throughline
from throughline.project.embedded import Server

VALLEY = ROOT / "tests" / "core" / "formats" / "packs" / "valley"
LEARNER = "7b1f6a52-8f3e-4b0c-9b7e-2d1f0c9a4e11"
ENROL = f"""
from throughline.cli import installation
installation.begin()
from datetime import UTC, date, datetime
from uuid import UUID
from throughline.apps.directory import actions
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import queries
place = sorted(queries.catalogue().organizations)[0]
new = actions.NewPerson(UUID("{LEARNER}"), "Ana", "Reed", roles=(("learner", place),))
actions.add_people(by=HOUSE, people=[new], starts=date(2026, 1, 1), now=datetime.now(UTC))
"""


def said(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@contextmanager
def database(home: Path) -> Iterator[psycopg.Connection]:
    server = Server(home)
    with psycopg.connect(server.start()) as connection:
        yield connection
    server.stop()


def written(home: Path) -> tuple[int, int, int]:
    """Versions, entries of the public log that publish one, events."""
    with database(home) as connection:
        found = connection.execute(
            "SELECT (SELECT count(*) FROM frameworks_version), "
            " (SELECT count(*) FROM trail_publicentry WHERE kind = 'version' AND act = 'published'),"
            " (SELECT count(*) FROM trail_event)"
        ).fetchone()
    assert found is not None
    return found


def followed(home: Path) -> bool:
    """Whether the registry has taken up the newest publication, so that no visitor waits for it."""
    with database(home) as connection:
        found = connection.execute(
            "SELECT (SELECT newest FROM registry_cataloguemark) = (SELECT id FROM trail_publicentry"
            " WHERE kind = 'version' ORDER BY position DESC LIMIT 1),"
            " EXISTS (SELECT 1 FROM registry_registrydocument WHERE own)"
        ).fetchone()
    return found == (True, True)


def test_a_state_is_previewed_loaded_once_and_its_change_said_in_words(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "valley"
    shutil.copytree(VALLEY, folder)
    preview = said(_throughline(home, "load", str(folder), "--preview"))
    assert "Nothing was written." in preview
    assert written(home) == (0, 0, 0)

    assert "Published: " in said(_throughline(home, "load", str(folder)))
    loaded = written(home)
    assert loaded[0] == loaded[1] > 0
    assert followed(home)
    assert "Nothing has changed since it was last loaded." in said(_throughline(home, "load", str(folder)))
    assert written(home) == loaded

    _ask_more(folder)
    changed = said(_throughline(home, "load", str(folder), "--preview"))
    assert changed.splitlines()[0].startswith("  Changes the ")
    assert "Quantities" in changed.splitlines()[0]
    assert written(home) == loaded
    said(_throughline(home, "load", str(folder)))
    assert written(home)[0] > loaded[0]
    assert followed(home)


def test_a_faulty_folder_is_refused_whole_and_says_where_and_why(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "valley"
    shutil.copytree(VALLEY, folder)
    said(_throughline(home, "load", str(folder)))
    loaded = written(home)
    state = folder / "state.yaml"
    state.write_text(state.read_text().replace("cooling_days: 14", "cooling_days: fortnight"))
    done = _throughline(home, "load", str(folder))
    assert done.returncode == 2
    assert (
        f"{state}:10: state.cooling_days: 'fortnight' is not a whole number from 0 up. Write e.g. `2`."
        in done.stdout
    )
    assert done.stderr == (
        "The state was not loaded.\n"
        f"  where: {folder}\n"
        "  why:   it does not pass its checks; they are listed above.\n"
        f"  next:  Mend them, try `throughline check {folder}`, and load it again. Nothing was written.\n"
    )
    assert written(home) == loaded


def test_a_learner_of_the_database_is_audited_in_lines_and_in_json(home: Path) -> None:
    said(_throughline(home, "load", str(VALLEY)))
    subprocess.run([sys.executable, "-c", ENROL], env=_environment(home), cwd=ROOT, check=True, timeout=120)
    lines = said(_throughline(home, "audit", "--learner", LEARNER))
    assert "caring-work" in lines
    assert "of " in lines
    every = json.loads(_throughline(home, "audit", "--learner", LEARNER, "--json").stdout)
    assert {each["pathway"] for each in every} >= {"caring-work"}
    one = json.loads(
        _throughline(home, "audit", "--learner", LEARNER, "--pathway", "caring-work", "--json").stdout
    )
    assert (one["pathway"], one["version"], one["complete"]) == ("caring-work", 1, False)
    with database(home) as connection:
        looks = connection.execute(
            "SELECT who, target, authority FROM trail_event WHERE verb = 'read'"
        ).fetchall()
    assert looks == [(None, "progress", "you gave a command at the house's own machine")]
    nobody = _throughline(home, "audit", "--learner", LEARNER.replace("7b", "7c"))
    assert nobody.returncode == 2
    assert "Traceback" not in nobody.stderr
    assert "nobody here has the id" in nobody.stderr
    unknown = _throughline(home, "audit", "--learner", LEARNER, "--pathway", "flying")
    assert unknown.returncode == 2
    assert "the state has no pathway of that name" in unknown.stderr


def _ask_more(folder: Path) -> None:
    """A milestone of the state asks for a level of one competency."""
    milestones = folder / "milestones.yaml"
    more = "of: [{have: {what: competency:quantities, level: 2}}, competency:communication]"
    milestones.write_text(
        milestones.read_text().replace("of: [competency:quantities, competency:communication]", more, 1)
    )
