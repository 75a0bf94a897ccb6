"""From PostgreSQL to answers to PostgreSQL: what a night of a whole state costs, and what bringing its rows up costs.

Run: `python -m benchmarks.population_database [learners] [pathways] [facts a learner]` (100,000, 200 and 60 unless told). It
fills a database of its own in a temporary folder (THROUGHLINE_DATA names another, which is kept and used again). Prints a
table that documentation can take over.
"""

import atexit
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

import numpy as np

MEGA = 1 << 20


def main(learners: int, pathways: int, facts: int) -> None:
    """Prints everything."""
    _prepare()
    from benchmarks.made_population import catalogue

    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    _publish(catalogue(pathways))
    if not _asked("SELECT EXISTS(SELECT FROM records_attainment)"):
        _fill(learners, facts, catalogue(pathways))
    many, size = (
        _asked("SELECT count(*) FROM records_attainment"),
        _asked("SELECT pg_size_pretty(pg_total_relation_size('records_attainment'))"),
    )
    print(f"\n{learners:,} learners, {many:,} facts ({size}), {pathways} pathways\n")
    print("| what | clock s | CPU s, Python | CPU s, PostgreSQL | peak MB |\n|---|---|---|---|---|")
    _nights()
    _reads()
    _events()
    print(f"\nload after: {os.getloadavg()[0]:.1f}")


def _prepare() -> None:
    if "THROUGHLINE_DATA" not in os.environ:
        folder = tempfile.mkdtemp(prefix="throughline-benchmark-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["THROUGHLINE_DATA"] = folder
        # PostgreSQL runs as another user where this one is the administrator.
        Path(folder).chmod(0o755)
    from throughline.cli import installation

    installation.begin("demo")
    installation.migrate()


def _publish(state: Any) -> None:
    """Puts the made state in force in this process: publishing it would prove all 200 pathways first, for minutes."""
    from throughline.apps.frameworks import queries

    queries._kept[""] = (None, queries.Published("made", state, {}))


def _asked(sql: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@contextmanager
def _quick() -> Iterator[Any]:
    """A cursor for which no trigger runs, and an attainment has no index but the one that nights read."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'records_attainment'::regclass AND contype IN ('p', 'u')"
        )
        held = cursor.fetchall()
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'records_attainment'"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
        plain = cursor.fetchall()
        cursor.execute(
            "CREATE TABLE made_fact (learner uuid, shape integer, happened_on date, confirmed boolean)"
        )
        yield cursor
        for name, _ in plain:
            cursor.execute(f'DROP INDEX "{name}"')
        begun = perf_counter()
        cursor.execute(
            "INSERT INTO records_attainment (id, learner_id, what, level, scale, amounts, tags, framework, context,"
            " organization, issuer, validators, happened_on, note, judged_reference, source, confirmed)"
            " SELECT gen_random_uuid(), learner, what, level, '', amounts, tags, '', context, '', '', validators,"
            " happened_on, '', '', 'made', confirmed FROM made_fact JOIN made_shape ON number = shape"
        )
        print(f"| facts written, each with the name of its shape | {perf_counter() - begun:.0f} s |")
        begun = perf_counter()
        for _, text in plain:
            cursor.execute(text)
        print(f"| {len(held) + len(plain)} indexes made | {perf_counter() - begun:.0f} s |")
        cursor.execute("DROP TABLE made_fact, made_shape")


def _fill(learners: int, facts: int, state: Any) -> None:
    """The made learners, thinned to about so many facts each; those who finished keep all of theirs."""
    from benchmarks.made_population import Maker

    maker, dice = Maker(state), np.random.default_rng(3)
    with _quick() as cursor:
        _shapes(cursor, maker.shapes.every)
        for part in maker.parts(learners):
            keys = dice.bytes(16 * len(part))
            _people(cursor, keys)
            counts = np.diff(part.start)
            share = np.minimum(facts / counts.mean(), 1.0)
            kept = dice.random(len(part.shape)) < share
            learner = np.repeat(np.arange(len(part)), counts)[kept]
            _facts(cursor, np.frombuffer(keys, "V16")[learner], part, kept)
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("records_attainment", "directory_person"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def _shapes(cursor: Any, shapes: Any) -> None:
    import json

    cursor.execute(
        "CREATE TABLE made_shape (number integer, what text, level integer, amounts jsonb, tags text[], context text,"
        " validators jsonb)"
    )
    with cursor.copy("COPY made_shape FROM STDIN") as copy:
        for number, each in enumerate(shapes):
            stood = [
                {"person": v.person, "role": v.role, "organization": v.organization} for v in each.validators
            ]
            amounts = json.dumps({unit: str(amount) for unit, amount in each.amounts.items()})
            copy.write_row(
                (number, each.what, each.level, amounts, sorted(each.tags), each.context, json.dumps(stood))
            )


def _people(cursor: Any, keys: bytes) -> None:
    with cursor.copy(
        "COPY directory_person (id, given_name, family_name, display_name, language, demo_key, about, created_at)"
        " FROM STDIN"
    ) as copy:
        for at in range(0, len(keys), 16):
            copy.write_row((UUID(bytes=keys[at : at + 16]), "L", "R", "L R", "en", "", "", "2026-01-01"))


def _facts(cursor: Any, learners: Any, part: Any, kept: Any) -> None:
    from datetime import date

    rows = np.zeros(len(learners), np.dtype(
        [("n", ">i2"), ("a", ">i4"), ("learner", "V16"), ("b", ">i4"), ("shape", ">i4"), ("c", ">i4"), ("when", ">i4"),
         ("d", ">i4"), ("confirmed", "?")]
    ))  # fmt: skip
    rows["n"], rows["a"], rows["b"], rows["c"], rows["d"] = 4, 16, 4, 4, 1
    rows["learner"], rows["shape"] = learners, part.shape[kept]
    rows["when"], rows["confirmed"] = part.when[kept] - date(2000, 1, 1).toordinal(), part.confirmed[kept]
    with cursor.copy("COPY made_fact FROM STDIN (FORMAT binary)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        copy.write(rows.tobytes())
        copy.write(b"\xff\xff")


def _told(what: str, work: Callable[[], Any]) -> Any:
    cpu, wall, theirs = process_time(), perf_counter(), _of_database()
    given = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    clock, own = perf_counter() - wall, process_time() - cpu
    print(f"| {what} | {clock:.2f} | {own:.2f} | {_of_database() - theirs:.2f} | {peak:.0f} |", flush=True)
    return given


def _of_database() -> float:
    """Seconds of processor time of the process of PostgreSQL that answers this one; of its helpers, nothing."""
    words = Path(f"/proc/{_asked('SELECT pg_backend_pid()')}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / float(os.sysconf("SC_CLK_TCK"))


def _nights() -> None:
    from django.utils import timezone

    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.population import actions

    def night() -> Any:
        return actions.work_out(by=HOUSE, now=timezone.now())

    actions.forget()
    _told("a first night: PostgreSQL to answers to PostgreSQL", night)
    found = _told("a night that compares and finds nothing to write", night)
    assert found.differences == found.renewed == found.added == 0


def _reads() -> None:
    from throughline.apps.population import queries

    reference = queries.references()[0]
    found = _told("one rule of everyone, read at once", lambda: queries.column(reference))
    short = _told("who is two steps short of it at most", lambda: queries.column(reference, at_most=2))
    _told("the same of 1,000 learners", lambda: queries.column(reference, learners=found.ids()[:1000]))
    assert len(short) == int(((found.steps <= 2) & ~found.untold).sum())


def _events() -> None:
    """New facts of one learner within a request; of one learner, and of ten thousand, taken in as the job does."""
    from django.utils import timezone

    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.population import actions, right_after
    from throughline.apps.population.models import LearnerRow

    first, *eight = LearnerRow.objects.order_by("-learner").values_list("learner_id", flat=True)[:9]
    for what, some in (
        ("once rules are compiled for a page", [first]),
        ("then", [first]),
        ("of eight", eight),
    ):
        _told(
            f"the row of a learner brought up within a request, {what}",
            lambda some=some: right_after.bring_up_now(some, now=timezone.now()),
        )
    for many in (1, 10_000):
        learners = list(LearnerRow.objects.order_by("learner").values_list("learner_id", flat=True)[:many])
        _more(learners)
        _told(
            f"{len(learners):,} new facts of as many learners taken in",
            lambda: actions.bring_up(by=HOUSE, now=timezone.now()),
        )


def _more(learners: list[UUID]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_attainment (id, learner_id, what, level, scale, amounts, tags, framework, context,"
            " organization, issuer, validators, happened_on, note, judged_reference, source, confirmed)"
            " SELECT gen_random_uuid(), who, what, level, '', '{}', '{}', '', '', '', '', '[]', '2026-09-01', '', '',"
            " 'made', true FROM unnest(%s::uuid[]) WITH ORDINALITY AS l(who, nth) JOIN"
            " (SELECT what, level, row_number() OVER () AS nth FROM (SELECT what, level FROM records_attainment"
            " WHERE what LIKE 'competency:%%' LIMIT 10000) AS few) AS facts USING (nth)",
            [learners],
        )
        cursor.execute(
            "INSERT INTO trail_event (id, verb, about, target, happened_at, authority, data)"
            " SELECT gen_random_uuid(), 'attested', who, '', now(), '', '{}' FROM unnest(%s::uuid[]) AS who",
            [learners],
        )


if __name__ == "__main__":
    given = sys.argv[1:] + ["100000", "200", "60"][len(sys.argv[1:]) :]
    main(*(int(word) for word in given))
