"""Which database this installation uses, and whether its data fits this code."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

from psycopg import OperationalError, ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import DiskFull

from throughline.project.problem import Problem

URL = "DATABASE_URL"
REPLICA = "THROUGHLINE_DATABASE_REPLICA_URL"
POOLING = "THROUGHLINE_DATABASE_POOLING"
DATA = "THROUGHLINE_DATA"
_NAMED = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def data_folder() -> Path:
    """The folder that holds all of this installation's own data: `./data`, or what THROUGHLINE_DATA names."""
    return Path(os.environ.get(DATA) or "data").resolve()


def from_url(url: str, variable: str = URL) -> dict[str, Any]:
    """Django's database settings for a PostgreSQL address (`postgresql://user:password@host:port/name?option=value`).

    :raises Problem: the address, which the variable holds, is not one of a PostgreSQL database.
    """
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except ProgrammingError as error:
        raise _not_an_address(str(error), variable) from error
    if not parts.get("dbname"):
        raise _not_an_address("the name of the database is missing.", variable)
    named = {ours: parts.pop(theirs) for theirs, ours in _NAMED.items() if theirs in parts}
    return (
        {
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": parts,
        }
        | named
        | _pooling()
    )


def configured() -> dict[str, Any]:
    """Django's database settings for this process: DATABASE_URL, or the embedded server of the data folder."""
    from throughline.project.embedded import Server

    return from_url(os.environ.get(URL) or Server(data_folder()).url)


def replica() -> dict[str, Any] | None:
    """The same for the read replica; None where there is none."""
    url = os.environ.get(REPLICA)
    return from_url(url, REPLICA) if url else None


def _pooling() -> dict[str, Any]:
    """Behind a pooler that hands out a connection for one transaction (PgBouncer), nothing may outlive one."""
    way = os.environ.get(POOLING, "")
    if way not in ("", "transaction"):
        raise Problem(
            "How connections are pooled cannot be read.",
            where=f"environment variable {POOLING}",
            why=f"{way!r} is not known.",
            next_step="write `transaction` behind a pooler in that mode, or unset it.",
        )
    return {"DISABLE_SERVER_SIDE_CURSORS": True} if way else {}


def connect() -> None:
    """Makes sure that there is a database: starts the embedded server unless DATABASE_URL names another.

    To be called before Django is set up.
    """
    if os.environ.get(URL):
        return
    from throughline.project.embedded import Server

    os.environ[URL] = Server(data_folder()).start()


def start_over() -> None:
    """Removes the embedded server's data.

    :raises Problem: DATABASE_URL names a server of one's own, whose data is never removed from here.
    """
    if os.environ.get(URL):
        raise Problem(
            "Will not start over on a server of your own.",
            where=f"the database that {URL} names",
            why="`--fresh` removes all data, and only the embedded database is ours to remove.",
            next_step=f"drop and create that database yourself, or unset {URL}.",
        )
    from throughline.project.embedded import Server

    Server(data_folder()).start_over()


def refuse_newer_data() -> None:
    """Does nothing if this code knows every migration the database has seen.

    :raises Problem: the data was written by a newer version of the code.
    """
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("throughline.")}
    installed = {app.label for app in apps.get_app_configs()}
    known = set(loader.disk_migrations or ())
    # Other people's packages may squash their migrations away; only ours say how new the data is.
    newer = sorted(
        f"{label}.{name}"
        for label, name in loader.applied_migrations or ()
        if (label in ours or label not in installed) and (label, name) not in known
    )
    if newer:
        raise Problem(
            "The data is newer than this version of Throughline.",
            where=f"database {connection.settings_dict['NAME']!r} at {connection.settings_dict['HOST'] or 'localhost'}",
            why=f"it holds changes that this code does not know: {', '.join(newer[:5])}"
            + (f" and {len(newer) - 5} more." if len(newer) > 5 else "."),
            next_step="run the newer version that wrote it, or begin again with `throughline demo --fresh`.",
        )


def explained(error: Exception) -> Problem | None:
    """The problem behind an error of the database or the disk, where it is one that a person can mend."""
    from throughline.project.embedded import ROOM_TO_GO_ON, disk_full, nearest, room_left

    chain = [error, error.__cause__, error.__context__]
    full = any(isinstance(link, DiskFull) or getattr(link, "errno", None) == errno.ENOSPC for link in chain)
    folder = nearest(data_folder())
    if full or room_left(folder) < ROOM_TO_GO_ON:
        return disk_full(folder, ROOM_TO_GO_ON)
    if isinstance(error, OSError):
        return None
    if any(isinstance(link, OperationalError) for link in chain):
        return Problem(
            "The database cannot be reached, or stopped answering.",
            where=f"the database that {URL} names" if os.environ.get(URL) else str(data_folder()),
            why=str(error).strip(),
            next_step=f"check that the server runs and that {URL} is right; the log of the embedded one is "
            f"{data_folder() / 'postgres.log'}.",
        )
    return None


def _not_an_address(reason: str, variable: str) -> Problem:
    return Problem(
        "The database address cannot be read.",
        where=f"environment variable {variable}",
        why=reason.strip(),
        next_step="write it as postgresql://user:password@host:5432/name, or unset it"
        + (" to use the embedded database." if variable == URL else "."),
    )
