"""What every test may use: a database of its own, the shared standards, and a count of the rows proven."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import installations
from throughline.project import database, translations
from throughline.project.embedded import NAME, Server
from throughline.project.problem import Problem

pytest_plugins = ["tests.rows", "tests.meridian", "tests.another_house", "tests.web.demo"]
PREFIX = "throughline-tests-"
STARTING = 600
"""Seconds within which a server that was begun certainly holds its lock."""


LONG = (
    "tests/house/",
    "_walks.py",
    "tests/web/test_witnessed_log.py",
    "tests/apps/test_demo.py",
    "tests/spec/test_meridian",
)
"""Files of tests that are long for their number, by parts of their paths."""


def pytest_configure() -> None:
    """Pages are tested in every language, so the tables of translations are made first."""
    translations.ensure_compiled()
    installations.begin_run()


def pytest_unconfigure() -> None:
    """What was set up for the run goes with it."""
    installations.end_run()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long and waits for other processes begins first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: not any(part in item.path.as_posix() for part in LONG))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A long text names a case by its place: signed ones differ from run to run, and so would the test's name."""
    return argname if isinstance(val, (str, bytes)) and len(val) > 40 else None


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """A server of the run's own goes whole, with every database in it; only in a named one they are dropped."""
    return not os.environ.get("THROUGHLINE_TEST_DATABASE_URL") or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The database of the run: the server THROUGHLINE_TEST_DATABASE_URL names, or a forgetful embedded one.

    It starts with the first test that asks for a database, so that tests of the core never wait for it.
    """
    from django.db import connections

    named = os.environ.get("THROUGHLINE_TEST_DATABASE_URL")
    if named:
        connections["default"].settings_dict.update(database.from_url(named))
        yield
        return
    _sweep()
    home = installations.migrated(Path(tempfile.mkdtemp(prefix=PREFIX)) / "data")
    server = Server(home, durable=False)
    connections["default"].settings_dict.update(database.from_url(server.start()))
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = NAME
    yield
    server.stop()
    shutil.rmtree(home.parent, ignore_errors=True)


def _sweep() -> None:
    # A run that was killed leaves its server behind; nobody holds its lock any more. One beside this run may only
    # just have made its folder and not hold the lock yet.
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/data"):
        if (home / "in-use.lock").exists() and os.access(home, os.W_OK) and _older(home, STARTING):
            with contextlib.suppress(Problem, FileNotFoundError):
                Server(home).start_over()
                shutil.rmtree(home.parent, ignore_errors=True)


def _older(home: Path, seconds: int) -> bool:
    return time.time() - home.stat().st_ctime > seconds
