"""Peers, fetched by whoever runs this and run beside ours: nothing of them is part of the project.

Packages go into a Python environment of their own in a folder that is kept (`throughline-peers` in the temporary folder, or
THROUGHLINE_PEERS); the UTD validator is a checkout of github.com/UTDNebula/planner, named by UTD_PLANNER.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PACKAGES = (
    "openfisca-core",
    "openfisca-country-template",
    "matching",
    "ortools",
    "python-dotenv",
    "pydantic",
)


class NotHere(Exception):
    """A peer that was not run, and why."""


def environment() -> Path:
    """The Python of the peers' environment, made if need be."""
    folder = Path(os.environ.get("THROUGHLINE_PEERS") or Path(tempfile.gettempdir()) / "throughline-peers")
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        for words in (
            [sys.executable, "-m", "venv", folder],
            [python, "-m", "pip", "install", "-q", *PACKAGES],
        ):
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            if done.returncode:
                raise NotHere(f"could not be installed: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
        (folder / "ready").touch()
    return python


def packages() -> Path:
    """Where the peers' packages stand."""
    return next((environment().parents[1] / "lib").glob("python3*/site-packages"))


def openfisca(people: int) -> float:
    """Nanoseconds of processor time of one variable for one person."""
    return float(_said("openfisca.py", str(people))["nanoseconds"])


def utd(times: int) -> list[float]:
    """Milliseconds of processor time of each audit of the UTD validator."""
    checkout = os.environ.get("UTD_PLANNER")
    if not checkout:
        raise NotHere("name a checkout of github.com/UTDNebula/planner with UTD_PLANNER")
    spent: list[float] = _said("utd.py", str(Path(checkout) / "validator"), str(times))
    return spent


def told(ask: Callable[[], str]) -> str:
    """What a peer took, in words; where it was not run, why."""
    try:
        return ask()
    except NotHere as reason:
        return f"not run: {reason}"


def _said(script: str, *words: str) -> Any:
    command = [environment(), HERE / "in_peers" / script, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHere((done.stderr.strip().splitlines() or ["it ended without a word"])[-1])
    return json.loads(done.stdout.splitlines()[-1])
