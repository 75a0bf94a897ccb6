"""Another house: a second, empty database on the same server, under an address of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest
from django.db import connections, transaction
from django.test import override_settings

NAME = "another_house"
House = Callable[..., AbstractContextManager[None]]


@pytest.fixture(scope="session")
def another_house(django_db_setup: None, django_db_blocker: object) -> Iterator[House]:
    """Gives a context in which everything asks the other house; what was done there is gone after it."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        copy_database(NAME)
    yield _within
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        drop_database(NAME)


def copy_database(name: str) -> None:
    """Makes a database that holds what the tests' own holds in its tables for good. What a thread that has ended left
    connected to that one would hinder it, and is cut off."""
    here = connections["default"]
    here.close()
    own = _name(here)
    _on_server(
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{own}'",
        f'CREATE DATABASE "{name}" TEMPLATE "{own}"',
    )


def drop_database(name: str) -> None:
    """Removes it, whoever is connected."""
    _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _within(address: str = "https://elsewhere.example", **settings: object) -> Iterator[None]:
    here = connections["default"]
    there = here.copy()
    there.settings_dict = {**here.settings_dict, "NAME": NAME}
    connections["default"] = there
    try:
        with override_settings(ADDRESS=address, **settings), transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        there.close()
        connections["default"] = here


def _name(connection: object) -> str:
    return str(connection.settings_dict["NAME"])  # type: ignore[attr-defined]


def _on_server(*statements: str) -> None:
    held = connections["default"].settings_dict
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    given = {ours: str(held[theirs]) for theirs, ours in names.items() if held.get(theirs)}
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as server:
        for statement in statements:
            server.execute(statement)  # type: ignore[call-overload]
