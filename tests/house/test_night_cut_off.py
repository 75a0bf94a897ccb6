"""A night that is killed goes on where it was and ends in the same bytes; order and seeds leave no mark: real processes."""

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

from tests.house.test_batches_cut_off import environment
from tests.house.test_command_line import ROOT
from throughline.project.embedded import Server

MANY, AT_ONCE = 240, 3
PREPARE = """
import random, sys
from throughline.cli import installation
installation.begin()
from datetime import date, timedelta
from uuid import UUID
from django.db import connection
from tests.factories import NOW, load, small_state
from throughline.apps.directory import actions as directory
from throughline.apps.directory.actions import NewPerson
from throughline.apps.directory.actor import HOUSE
load(small_state())
dice = random.Random(5)
keys = [UUID(int=dice.getrandbits(128), version=4) for _ in range(int(sys.argv[1]))]
people = [NewPerson(key, f"L{n}", "Reed", roles=(("learner", "northside-high"),)) for n, key in enumerate(keys)]
directory.add_people(by=HOUSE, people=people, starts=date(2026, 1, 1), now=NOW)
whats = ["competency:numbers", "competency:reading", "competency:cells", "competency:tools", "assessment:medical-4-written"]
rows = []
for key in keys:
    for what in dice.sample(whats, dice.randint(1, 5)):
        on = date(2026, 1, 1) + timedelta(days=dice.randint(0, 90))
        rows.append((UUID(int=dice.getrandbits(128), version=4), key, what, dice.randint(1, 3), on, dice.random() < .9))
with connection.cursor() as cursor:
    columns = "id, learner_id, what, level, happened_on, confirmed, scale, amounts, tags, framework, context, organization,"
    columns += " issuer, validators, note, judged_reference, source"
    with cursor.copy(f"COPY records_attainment ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((*row, "", "{}", [], "", "", "", "", "[]", "", "", "assessor"))
from django.utils import timezone
from throughline.apps.population import actions
actions.work_out(by=HOUSE, now=timezone.now())
"""
SHUFFLE = """
ALTER TABLE records_attainment DISABLE TRIGGER USER;
CREATE TABLE kept_apart AS SELECT * FROM records_attainment;
DELETE FROM records_attainment;
INSERT INTO records_attainment (id, learner_id, what, level, happened_on, confirmed, scale, amounts, tags, framework,
    context, organization, issuer, validators, note, judged_reference, source)
SELECT id, learner_id, what, level, happened_on, confirmed, scale, amounts, tags, framework, context, organization, issuer,
    validators, note, judged_reference, source FROM kept_apart ORDER BY md5(id::text);
DROP TABLE kept_apart;
"""
ANEW = "TRUNCATE population_learnerrow, population_basis, population_night"
ROWS = """
SELECT count(*), md5(string_agg(concat_ws('|', learner_id, steps, array_to_string(form.references, ','), pathway, number,
    changes, as_of), ',' ORDER BY learner_id))
FROM population_learnerrow JOIN population_rowform form ON form.id = form_id
"""
BRING_UP = """
from throughline.cli import installation
installation.begin()
from django.utils import timezone
from throughline.apps.directory.actor import HOUSE
from throughline.apps.population import actions
actions.bring_up(by=HOUSE, now=timezone.now())
assert actions.work_out(by=HOUSE, now=timezone.now()).differences == 0
"""


@pytest.fixture
def house(home: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of processes that share one database of their own, with learners and facts in it."""
    server = Server(home, durable=False)
    found = environment(server.start(), str(tmp_path))
    run(found, "-c", PREPARE, str(MANY), PYTHONHASHSEED="1")
    yield found
    server.stop()


def run(house: dict[str, str], *words: str, code: int = 0, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=house | more, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def ask(house: dict[str, str], sql: str) -> tuple[object, ...]:
    with psycopg.connect(house["DATABASE_URL"], autocommit=True) as connection:
        found = connection.execute(sql)
        return (found.fetchone() or ()) if found.description else ()


def killed(house: dict[str, str], after: int) -> int:
    """Begins a night, kills it once so many parts are done; how many rows there were then."""
    night = subprocess.Popen(
        [sys.executable, "-m", "throughline", "night", "--at-once", str(AT_ONCE)], cwd=ROOT, env=house,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    with psycopg.connect(house["DATABASE_URL"], autocommit=True) as connection:
        while time.monotonic() < deadline and night.poll() is None:
            parts = connection.execute("SELECT coalesce(max(parts), 0) FROM population_night").fetchone()
            if parts and parts[0] >= after:
                break
            time.sleep(0.005)
    os.kill(night.pid, signal.SIGKILL)
    night.wait()
    return int(str(ask(house, "SELECT count(*) FROM population_learnerrow")[0]))


def test_a_killed_night_goes_on_and_ends_in_the_bytes_of_one_that_was_left_alone(
    house: dict[str, str],
) -> None:
    alone = ask(house, ROWS)
    assert alone[0] == MANY
    ask(house, SHUFFLE)
    ask(house, ANEW)
    assert 0 < killed(house, after=3) < MANY
    said = run(house, "-m", "throughline", "night", "--at-once", "150", PYTHONHASHSEED="2")
    assert "cut off and taken up" in said
    assert ask(house, ROWS) == alone

    # A row that is not what the records say is found, told by the exit code, and mended.
    ask(house, "UPDATE population_learnerrow SET steps = set_byte(steps, 1, 99) WHERE learner_id IN "
        "(SELECT learner_id FROM population_learnerrow ORDER BY learner_id LIMIT 2)")  # fmt: skip
    assert "2 not right and mended" in run(house, "-m", "throughline", "night", code=1)
    assert ask(house, ROWS) == alone

    # A fact whose transaction began before the night and ends after it is not missed.
    with psycopg.connect(house["DATABASE_URL"]) as slow:
        learner = slow.execute(
            "INSERT INTO records_attainment (id, learner_id, what, level, happened_on, scale, amounts, tags, framework,"
            " context, organization, issuer, validators, note, judged_reference, source, confirmed)"
            " SELECT gen_random_uuid(), id, 'competency:tools', 3, '2026-03-01', '', '{}', '{}', '', '', '', '', '[]', '',"
            " '', 'assessor', true FROM directory_person WHERE id NOT IN (SELECT learner_id FROM"
            " records_attainment WHERE what = 'competency:tools') ORDER BY id LIMIT 1 RETURNING learner_id"
        ).fetchone()
        slow.execute(
            "INSERT INTO trail_event (id, verb, about, target, happened_at, authority, data)"
            " VALUES (gen_random_uuid(), 'attested', %s, '', now(), '', '{}')",
            learner,
        )
        run(house, "-m", "throughline", "night")
        assert ask(house, ROWS) == alone
        slow.commit()
    run(house, "-c", BRING_UP)
    assert ask(house, ROWS) != alone
