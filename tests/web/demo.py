"""The demo state served by its own command: set up once for a whole run, and a copy of its data for each module."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import installations

LEARNERS = "40"
# Nothing but this machine may be asked: whoever asks for another ends.
OFFLINE = """
import os, sys

HERE = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", None)

def refuse(event, arguments):
    asked = {"socket.connect": lambda: arguments[1], "socket.getaddrinfo": lambda: arguments}.get(event)
    if asked and isinstance(asked(), tuple) and asked()[0] not in HERE:
        sys.stderr.write(f"The network was asked for: {event} {asked()}\\n")
        sys.stderr.flush()
        os._exit(99)

sys.addaudithook(refuse)
from throughline.cli import main
sys.exit(main())
"""
COMMAND = [sys.executable, "-c", OFFLINE, "demo"]


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    """The address of a demo with few learners. What a module does in it no other module sees."""
    with own_data() as data, served(data) as address:
        yield address


@contextmanager
def own_data() -> Iterator[Path]:
    """A copy of the demo's data folder, for one module alone."""
    home = Path(tempfile.mkdtemp(prefix="throughline-demo-"))
    yield installations.copied(installations.once("demo", _set_up), home / "data")
    shutil.rmtree(home, ignore_errors=True)


def _set_up(data: Path) -> None:
    installations.migrated(data)
    with served(data):
        pass


@contextmanager
def served(data: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a demo on some data. settings: what an operator adds to its environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**installations.environment(data), **(settings or {})}
    words = ["--port", str(port), "--learners", LEARNERS, "--as-it-is"]
    with data.with_suffix(".said").open("w+") as said:
        process = subprocess.Popen([*COMMAND, *words], env=environment, stderr=said, stdout=said)
        address = f"http://localhost:{port}"
        try:
            _wait(address, process, data.with_suffix(".said"))
            yield address
        finally:
            process.terminate()
            process.wait(60)


def _wait(address: str, process: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(900):
        assert process.poll() is None, said.read_text()
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the demo did not answer in three minutes:\n{said.read_text()}")
