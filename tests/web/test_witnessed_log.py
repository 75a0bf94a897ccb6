"""The log of a running house, cosigned by two witnesses that run beside it; another log shown to one of them, and to a
friend, is found out. Every part is a process of its own, as it would be on machines of their own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests import installations
from tests.web.demo import own_data, served
from throughline.cli import main as command
from throughline.core import ledger
from throughline.core.checkpoint import Checkpoint, read_checkpoint, read_witnesses, signed, trusted
from throughline.core.log_file import entries_of, written
from throughline.core.signed_notes import NoteKey, read_note_key
from throughline.core.witnessing import Asking

COMMAND = [sys.executable, "-c", "import sys; from throughline.cli import main; sys.exit(main())", "log"]
ENTER = """
from throughline.cli import installation
installation.begin()
from django.db import transaction
from django.utils import timezone
from throughline.apps.trail.actions import Leaf, enter
with transaction.atomic():
    enter([Leaf("meridian", "cast", "vote:later/seat-1", 1, "00" * 32, "vote")], now=timezone.now())
"""
JOB = """
from throughline.cli import installation
installation.begin()
from throughline.apps.trail.tasks import ask_witnesses
assert ask_witnesses() == 2
"""
NAMES = ("town.example/w", "paper.example/w")


def read(address: str, body: str | None = None) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, body.encode() if body else None, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Witnessing:
    """A house at an address, with its data, its log's key, and two witnesses: folder, port and process of each."""

    address: str
    data: Path
    environment: dict[str, str]
    folder: Path
    ports: tuple[int, ...]
    key: NoteKey
    running: dict[int, subprocess.Popen[bytes]]

    def start(self, nth: int) -> None:
        words = ["witness", "--serve", str(self.ports[nth]), "--name", NAMES[nth], "--key", self.key.text()]
        words += ["--witness-key", str(self.folder / f"{nth}.key"), "--kept", str(self.kept(nth))]
        said = (self.folder / f"{nth}.said").open("w")
        self.running[nth] = subprocess.Popen([*COMMAND, *words], stdout=said, stderr=said)
        said.close()
        for _ in range(300):
            try:
                read(f"http://127.0.0.1:{self.ports[nth]}/")
                return
            except OSError:
                assert self.running[nth].poll() is None, (self.folder / f"{nth}.said").read_text()
                time.sleep(0.1)
        raise AssertionError((self.folder / f"{nth}.said").read_text())

    def kept(self, nth: int) -> Path:
        return self.folder / f"kept-{nth}"

    def own(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command at the house's own machine."""
        run = [*COMMAND[:-1], *words] if words[0] != "-c" else [sys.executable, *words]
        return subprocess.run(run, env=self.environment, capture_output=True, text=True, check=False)

    def checkpoint(self) -> str:
        return read(f"{self.address}/log/checkpoint")[1]

    def asked(self, nth: int, asking: Asking) -> tuple[int, str]:
        return read(f"http://127.0.0.1:{self.ports[nth]}/add-checkpoint", asking.text())

    def fork(self, size: int, entries: list[dict[str, object]]) -> tuple[str, list[dict[str, object]]]:
        """Another log under the house's own signature: one past entry says something else."""
        other = [dict(each) for each in entries[:size]]
        other[3]["digest"] = "ff" * 32
        leaves = [ledger.leaf_hash(ledger.canonical(each)) for each in other]
        private = Ed25519PrivateKey.from_private_bytes(
            bytes.fromhex((self.data / "public-log-key").read_text())
        )
        made = Checkpoint(self.key.name, size, ledger.root(leaves))
        return signed(made, self.key, private.sign, at=datetime.now(UTC)).written(), other


@pytest.fixture(scope="module")
def witnessing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Witnessing]:
    folder = tmp_path_factory.mktemp("witnesses")
    with ExitStack() as stack:
        yield stack.enter_context(_house(folder))


@contextmanager
def _house(folder: Path) -> Iterator[Witnessing]:
    ports, keys = (free_port(), free_port()), []
    for nth, name in enumerate(NAMES):
        assert command(["log", "witness-key", str(folder / f"{nth}.key"), "--name", name]) == 0
        private = Ed25519PrivateKey.from_private_bytes(
            bytes.fromhex((folder / f"{nth}.key").read_text().strip())
        )
        keys.append(NoteKey(name, private.public_key().public_bytes_raw(), "witness").text())
    named = ",".join(f"{key} http://127.0.0.1:{port}" for key, port in zip(keys, ports, strict=True))
    settings = {"THROUGHLINE_PUBLIC_LOG_WITNESSES": named, "THROUGHLINE_PUBLIC_LOG_QUORUM": "2"}
    with own_data() as data, served(data, settings) as address:
        environment = {**installations.environment(data), "THROUGHLINE_MODE": "demo", **settings}
        key = read_note_key(read(f"{address}/log/key")[1].splitlines()[0])
        house = Witnessing(address, data, environment, folder, ports, key, {})
        try:
            yield house
        finally:
            for process in house.running.values():
                process.terminate()
                process.wait(30)


@pytest.mark.covers("X09")
def test_two_witnesses_cosign_what_the_house_publishes_and_none_can_be_shown_another_log(
    witnessing: Witnessing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house, policy = witnessing, tmp_path / "witnesses.txt"
    policy.write_text(read(f"{house.address}/log/witnesses")[1])
    required = read_witnesses(policy.read_text())
    key, where = ["--key", house.key.text()], house.address
    asked_for = [*key, "--witnesses", str(policy)]

    # 1. Nobody signs yet, and who asks for two witnesses is not content.
    away = house.own("log", "ask")
    assert away.returncode == 1
    assert away.stdout.count("It could not be reached") == 2
    assert command(["log", "verify", where, *asked_for]) == 2
    for nth in (0, 1):
        house.start(nth)

    # 2. Asked by the house's own job, both sign; the house publishes that with its checkpoint.
    done = house.own("-c", JOB)
    assert done.returncode == 0, done.stderr
    checkpoint, note = trusted(house.checkpoint(), [house.key], required)
    assert all(note.cosigned_by(each) for each in required.keys)
    said = json.loads(read(f"{where}/log/cosignatures")[1])
    assert [(each["name"], each["size"]) for each in said["witnesses"]] == [
        (name, checkpoint.size) for name in NAMES
    ]
    capsys.readouterr()
    assert command(["log", "verify", where, *asked_for]) == 0
    assert f"Seen and cosigned: {', '.join(NAMES)}." in capsys.readouterr().out
    copy = ["--copy", str(tmp_path / "mine.jsonl")]
    assert command(["log", "monitor", where, *copy, *asked_for]) == 0
    page = read(f"{where}/log/check/")[1]
    assert "--witnesses witnesses.txt" in page
    assert all(f"{name}: signed" in page for name in NAMES)

    # 3. A witness that is killed in the middle of its work knows what it signed.
    house.running[0].kill()
    house.running[0].wait(30)
    house.start(0)
    assert house.asked(0, Asking(0, (), house.checkpoint())) == (409, f"{checkpoint.size}\n")
    assert house.own("-c", ENTER).returncode == 0
    grown = house.own("log", "ask")
    assert (grown.returncode, "2 cosigned." in grown.stdout) == (0, True), grown.stdout + grown.stderr
    newest = read_checkpoint(house.checkpoint())[0]
    assert newest.size == checkpoint.size + 1
    assert house.own("log", "ask").stdout == "Nobody is left to be asked.\n"
    assert command(["log", "monitor", where, *copy, *asked_for]) == 0
    assert "a vote was cast: vote:later/seat-1" in capsys.readouterr().out

    # 4. Another log under the same signature, shown to one of them: refused, whatever its size, and kept as evidence.
    with (tmp_path / "mine.jsonl").open() as lines:
        next(lines)
        entries = list(entries_of(lines))
    for size, status in ((newest.size, 409), (newest.size - 5, 409)):
        forked, _ = house.fork(size, entries)
        assert house.asked(1, Asking(min(size, newest.size), (), forked))[0] == status
    longer, others = house.fork(newest.size + 1, [*entries, {**entries[-1], "number": 2}])
    leaves = [ledger.leaf_hash(ledger.canonical(each)) for each in others]
    steps = tuple(ledger.consistency_proof(leaves, newest.size))
    assert house.asked(1, Asking(newest.size, steps, longer))[0] == 422
    evidence = [*(house.kept(1) / quote(house.key.name, safe="") / "does-not-fit").iterdir()]
    assert len(evidence) == 2
    assert all(trusted(each.read_text(), [house.key]) for each in evidence), "the log's own signature"

    # 5. A friend was shown the other log alone. Each is content; together they are not.
    theirs = tmp_path / "shown-to-them.jsonl"
    theirs.write_text("".join(written(longer, others)))
    friend = ["--copy", str(tmp_path / "theirs.jsonl"), *key]
    assert command(["log", "monitor", str(theirs), *friend]) == 0
    assert command(["log", "monitor", where, *copy, *key, "--gossip", str(tmp_path / "theirs.jsonl")]) == 1
    assert "Somebody else was shown" in capsys.readouterr().out
    newest_of = f"http://127.0.0.1:{house.ports[0]}/newest/{quote(house.key.name, safe='')}"
    assert command(["log", "monitor", where, *copy, *key, "--gossip", newest_of]) == 0
    assert command(["log", "monitor", str(theirs), *friend, "--gossip", newest_of]) == 1
    assert "Somebody else was shown another log" in capsys.readouterr().out
    # And no two witnesses can be found for it.
    assert command(["log", "verify", str(theirs), *asked_for]) == 2


def test_a_witness_works_once_for_each_book(witnessing: Witnessing) -> None:
    words = ["witness", "--serve", str(free_port()), "--name", NAMES[1], "--key", witnessing.key.text()]
    words += ["--witness-key", str(witnessing.folder / "1.key"), "--kept", str(witnessing.kept(1))]
    second = subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False, timeout=60)
    assert second.returncode != 0
    assert "This witness is at work already." in second.stderr + second.stdout
