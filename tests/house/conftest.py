"""Folders in which a database may live."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import installations


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder of the test's own. Not below pytest's own, which every start of pytest closes to other users:
    for the administrator, PostgreSQL runs as another user and must be able to pass."""
    folder = Path(tempfile.mkdtemp(prefix="throughline-house-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The data folder of an installation that has every table and nothing in them."""
    return installations.migrated(tmp_path / "data")
