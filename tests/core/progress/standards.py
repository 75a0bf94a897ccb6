"""The shared standards, where they lie beside the checkout."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("THROUGHLINE_SHARED", ROOT.parent / "shared"))


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file of the shared standards; skips the test where it is absent."""
    path = SHARED / "standards" / name
    if not path.exists():
        pytest.skip(f"{path} is absent: set THROUGHLINE_SHARED to the folder that holds `standards`")
    return [json.loads(line) for line in path.read_text().splitlines()]
