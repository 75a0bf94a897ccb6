"""The shared standards on credentials, where they lie beside the checkout."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.rows import shared_folder

CREDENTIALS = shared_folder() / "standards" / "credentials"


def path(name: str) -> Path:
    """A file or folder of the shared standards on credentials; skips the test where it is not at hand."""
    found = CREDENTIALS / name
    if not found.exists():
        pytest.skip(f"{found} is not here: name the place of the shared standards with THROUGHLINE_SHARED")
    return found


def text(name: str) -> str:
    """A file as text."""
    return path(name).read_text(encoding="utf-8")


def value(name: str) -> Any:
    """A file as JSON."""
    return json.loads(text(name))


@cache
def index() -> tuple[dict[str, Any], ...]:
    """Every row of the manifest; none where the folder is not at hand."""
    listed = CREDENTIALS / "index.json"
    return tuple(json.loads(listed.read_text(encoding="utf-8"))) if listed.exists() else ()


def family(name: str, ending: str = "") -> list[str]:
    """The files of a family, as names that `value` reads."""
    return [
        row["file"] for row in index() if row["file"].startswith(f"{name}/") and row["file"].endswith(ending)
    ]
