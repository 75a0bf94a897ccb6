"""The demo state, loaded for tests: read once for the run, published and settled once for a module."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests import installations
from throughline.core.formats.state_pack import Pack, read_pack

KEPT_APART = ("django_", "procrastinate_")
"""Tables of migrations and jobs: they are the database's own."""
NUMBERS = "numbers.json"
"""The file beside those of the tables: how far each sequence has counted."""
FOLDER = Path(__file__).resolve().parents[1] / "states" / "meridian"


@pytest.fixture(scope="session")
def meridian_pack() -> Pack:
    """The demo state as it is written."""
    return read_pack(FOLDER)


@pytest.fixture(scope="module")
def meridian(django_db_setup: None, django_db_blocker: object, meridian_pack: Pack) -> Iterator[Pack]:
    """The demo state published, its named people settled; gone again when the module is done."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        settled = installations.once("meridian-settled", partial(_settle, meridian_pack))
        if not _is_settled():
            _put_back(settled)
        yield meridian_pack
        transaction.set_rollback(True)


def _settle(pack: Pack, folder: Path) -> None:
    """Settles it and keeps what every table then holds, as PostgreSQL copies it out: a file a table."""
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.frameworks import actions
    from throughline.demo import populate

    actions.publish(by=HOUSE, pack=pack.catalogue, now=timezone.now())
    populate(pack, size=24)
    folder.mkdir()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(KEPT_APART):
                with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:  # type: ignore[attr-defined]
                    (folder / table).write_bytes(b"".join(rows))
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        (folder / NUMBERS).write_text(json.dumps(dict(cursor.fetchall())))


def _is_settled() -> bool:
    from throughline.apps.frameworks import queries

    return bool(queries.states())


def _put_back(folder: Path) -> None:
    """All tables as they were, without the triggers that were heard the first time, and their numbers go on from there."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in sorted(each for each in folder.iterdir() if each.name != NUMBERS):
            if rows := table.read_bytes():
                cursor.execute(f'DELETE FROM "{table.name}"')
                with cursor.copy(f'COPY "{table.name}" FROM STDIN') as copy:  # type: ignore[attr-defined]
                    copy.write(rows)
        cursor.execute("SET LOCAL session_replication_role = origin")
        for name, counted in json.loads((folder / NUMBERS).read_text()).items():
            cursor.execute(
                f'SELECT setval(\'"{name}"\', greatest({counted}, (SELECT last_value FROM "{name}")))'
            )
