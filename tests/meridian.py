"""The demo state, loaded for tests: read once for the run, published and settled once for a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from throughline.core.formats.state_pack import Pack, read_pack

KEPT_APART = ("django_", "procrastinate_")
"""Tables of migrations and jobs: they are the database's own."""
FOLDER = Path(__file__).resolve().parents[1] / "states" / "meridian"


@pytest.fixture(scope="session")
def meridian_pack() -> Pack:
    """The demo state as it is written."""
    return read_pack(FOLDER)


@pytest.fixture(scope="module")
def meridian(django_db_setup: None, django_db_blocker: object, meridian_pack: Pack) -> Iterator[Pack]:
    """The demo state published, its named people settled; gone again when the module is done."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        if _settled:
            _put_back()
        else:
            _settle(meridian_pack)
        yield meridian_pack
        transaction.set_rollback(True)


_settled: dict[str, bytes] = {}
"""What every table held once the state was settled for the first time in this run, as PostgreSQL copies it out."""


def _settle(pack: Pack) -> None:

    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.frameworks import actions
    from throughline.demo import populate

    actions.publish(by=HOUSE, pack=pack.catalogue, now=timezone.now())
    populate(pack, size=24)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(KEPT_APART):
                with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:  # type: ignore[attr-defined]
                    _settled[table] = b"".join(rows)


def _put_back() -> None:
    """All tables as they were, without the triggers that were heard the first time."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, rows in _settled.items():
            if rows:
                cursor.execute(f'DELETE FROM "{table}"')
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:  # type: ignore[attr-defined]
                    copy.write(rows)
        cursor.execute("SET LOCAL session_replication_role = origin")
