"""A log on a server that somebody alters on disk: whoever kept a copy, or cosigned it before, finds out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from tests.factories import NOW, learner, load
from throughline.apps.trail import actions, log_keys, nodes
from throughline.apps.trail import queries as trail
from throughline.apps.trail.actions import Leaf
from throughline.apps.trail.models import KINDS, PublicEntry, PublicNode, SignedCheckpoint
from throughline.apps.trail.public_log import contents
from throughline.cli import main as command
from throughline.core import ledger
from throughline.core.checkpoint import read_checkpoint
from throughline.core.log_file import written
from throughline.core.log_scan import personal
from throughline.core.log_watching import parts_from, said, watched
from throughline.core.signed_notes import NoteKey

pytestmark = pytest.mark.django_db
VOTES = [("vote", "cast", f"vote:7/seat-{at}") for at in range(6)]


def governed(kind: str, act: str, reference: str, number: int = 1) -> Leaf:
    """What a body did, as an entry: of a kind the log knows of itself."""
    if kind in KINDS:
        return Leaf("small", act, reference, number, ledger.digest(reference), kind)
    return Leaf("small", "published", reference, number, ledger.digest(reference))


@pytest.fixture
def voted() -> int:
    """A log with a certification's votes in it; where the first of them stands."""
    load()
    first = trail.log_size()
    actions.enter([governed(*vote) for vote in VOTES], now=NOW)
    actions.enter([governed("decision", "taken", "decision:7")], now=NOW + timedelta(hours=1))
    return first


@pytest.fixture
def key() -> str:
    return log_keys.signer().key.text()


@dataclass(frozen=True)
class Watching:
    """Somebody with a copy, and somebody who cosigns, of what the house shows at `shown`."""

    folder: Path
    key: str

    @property
    def shown(self) -> Path:
        return self.folder / "shown.jsonl"

    @property
    def signed(self) -> Path:
        """Where the witness keeps what it cosigned of this log."""
        return self.folder / "seen" / quote(settings.LOG_NAME, safe="")

    def show(self) -> None:
        """What the house answers today, as anyone would read it from its address."""
        note = trail.signed_checkpoint()
        size = read_checkpoint(note)[0].size
        entries = (each.contents for each in trail.public_log(end=size, limit=size))
        self.shown.write_text("".join(written(note, entries)))

    def monitor(self, *more: str) -> int:
        copy = str(self.folder / "copy.jsonl")
        return command(["log", "monitor", str(self.shown), "--copy", copy, "--key", self.key, *more])

    def witness(self) -> int:
        words = ["--name", "town.example/witness", "--witness-key", str(self.folder / "town.key")]
        words += ["--kept", str(self.folder / "seen"), "--key", self.key]
        return command(["log", "witness", str(self.shown), *words])


@pytest.fixture
def watching(tmp_path: Path, key: str) -> Watching:
    (tmp_path / "town.key").write_text("07" * 32)
    return Watching(tmp_path, key)


def on_disk() -> Iterator[None]:
    """Past the triggers that let these tables only grow: as somebody with the disk in their hands."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")


def sign_anew() -> None:
    """The house computes all its hashes anew and signs, as if nothing had been."""
    for _ in on_disk():
        PublicNode.objects.all().delete()
        SignedCheckpoint.objects.all().delete()
        rows = list(PublicEntry.objects.order_by("position"))
        for at, row in enumerate(rows):
            leaf = ledger.leaf_hash(ledger.canonical(contents(row))).hex()
            PublicEntry.objects.filter(id=row.id).update(position=10_000 + at, leaf_hash=leaf)
        for at, row in enumerate(rows):
            PublicEntry.objects.filter(id=row.id).update(position=at)
        leaves = PublicEntry.objects.order_by("position").values_list("leaf_hash", flat=True)
        nodes.keep(0, map(bytes.fromhex, leaves))
        actions._sign(len(rows), timezone.now())


def alter(at: int) -> None:
    """One past vote says something else."""
    for _ in on_disk():
        PublicEntry.objects.filter(position=at).update(digest=ledger.digest("another"))


def swap(at: int) -> None:
    """Two votes change places."""
    for _ in on_disk():
        PublicEntry.objects.filter(position=at).update(position=9_999)
        PublicEntry.objects.filter(position=at + 1).update(position=at)
        PublicEntry.objects.filter(position=9_999).update(position=at + 1)


def take_out(at: int) -> None:
    """One vote was never there."""
    for _ in on_disk():
        PublicEntry.objects.filter(position=at).delete()


def cut_off(at: int) -> None:
    """The log ends before the vote."""
    for _ in on_disk():
        PublicEntry.objects.filter(position__gte=at).delete()


@pytest.mark.covers("X09")
@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (alter, "was changed"),
        (swap, "was moved: it stands at"),
        (take_out, "was taken out"),
        (cut_off, "was taken out"),
    ],
)
def test_one_past_vote_altered_on_disk_is_found_by_who_watches_and_by_who_witnesses(
    voted, watching, capsys, edit, told
):
    watching.show()
    assert (watching.monitor(), watching.witness()) == (0, 0)
    kept = (watching.folder / "copy.jsonl").read_text()
    edit(voted + 2)
    sign_anew()
    watching.show()
    capsys.readouterr()
    assert watching.monitor() == 1
    out = capsys.readouterr().out
    assert f"CHANGED. Entry {voted + 2} (" in out
    assert told in out
    assert (watching.folder / "copy.jsonl").read_text() == kept, "the evidence stays"
    assert watching.witness() == 1
    assert "NOT COSIGNED. The log no longer begins with the" in capsys.readouterr().out
    assert len([*watching.signed.iterdir()]) == 2, "nothing new was signed"


@pytest.mark.covers("X09")
def test_a_vote_altered_without_signing_anew_is_found_too(voted, watching, capsys):
    """The signed root is still the true one; what the house shows below it is not."""
    watching.show()
    assert (watching.monitor(), watching.witness()) == (0, 0)
    alter(voted)
    watching.show()
    assert (watching.monitor(), watching.witness()) == (1, 1)
    assert "the log was changed" in capsys.readouterr().out


def test_who_watches_is_told_in_words_what_was_added(voted, watching, capsys):
    watching.show()
    assert watching.monitor() == 0
    actions.enter(
        [
            Leaf("small", "published", "pathway:weaving", 1, "0" * 64),
            *(actions.credential_leaf(state="small", digest=bytes(32), salt=bytes([at]) * 32) for at in (1, 2)),
        ],
        now=NOW,
    )  # fmt: skip
    watching.show()
    capsys.readouterr()
    assert watching.monitor() == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  pathway:weaving was published, version 1",
        "  a credential was issued (2 times)",
    ]


@pytest.mark.covers("X09")
def test_two_who_compare_what_they_were_shown_find_that_it_was_not_the_same(
    voted, watching, tmp_path, capsys
):
    """The house signs one log for one, and another for the other, each of which only grows."""
    watching.show()
    friend = Watching(tmp_path / "friend", watching.key)
    friend.folder.mkdir()
    alter(voted + 1)
    sign_anew()
    friend.show()
    assert (watching.monitor(), friend.monitor()) == (0, 0)
    theirs = friend.folder / "copy.jsonl"
    assert watching.monitor("--gossip", str(theirs)) == 1
    assert "Somebody else was shown another log" in capsys.readouterr().out
    note = tmp_path / "note"
    note.write_text(json.loads(theirs.read_text().splitlines()[0])["checkpoint"])
    assert friend.monitor("--gossip", str(note)) == 0
    actions.enter([governed("decision", "taken", "decision:8")], now=NOW)
    friend.show()
    assert friend.monitor() == 0
    assert friend.monitor("--gossip", str(watching.folder / "copy.jsonl")) == 1


def test_a_house_takes_what_a_witness_it_knows_signed_and_nothing_else(voted, watching):
    watching.show()
    assert watching.witness() == 0
    cosigned = (watching.signed / "newest").read_bytes()
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex("07" * 32))
    known = NoteKey("town.example/witness", private.public_key().public_bytes_raw(), "witness").text()
    post = {"path": "/log/cosignatures", "data": cosigned, "content_type": "text/plain"}
    assert b"No new cosignature" in Client().post(**post).content
    with override_settings(LOG_WITNESSES=[known], LOG_QUORUM=1):
        assert Client().post(**post).content == b"1 new cosignature taken.\n"
        assert b"No new cosignature" in Client().post(**post).content
        assert Client().post(**{**post, "data": b"nonsense"}).status_code == 400
        assert Client().put("/log/cosignatures").status_code == 400
        said = Client().get("/log/cosignatures").json()
        size = read_checkpoint(trail.signed_checkpoint())[0].size
        assert [(each["name"], each["size"]) for each in said["witnesses"]] == [
            ("town.example/witness", size)
        ]
        assert Client().get("/log/witnesses").content.decode() == f"quorum 1\nwitness {known}\n"
        assert b"town.example/witness" in Client().get("/log/checkpoint").content


def test_every_kind_of_entry_has_its_words():
    for kind, acts in KINDS.items():
        for act in acts:
            words = said({"kind": kind, "act": act, "reference": "thing:one", "number": 1})
            assert words
            assert "None" not in words


def test_a_log_that_is_shorter_than_what_another_saw_is_named():
    entries = [{"reference": f"r{at}", "number": 1, "act": "published"} for at in range(5)]
    assert (
        watched(entries, entries[:3])
        .faults[0]
        .startswith("Entry 3 (r3 was published, version 1) was taken out")
    )
    leaves = [ledger.leaf_hash(ledger.canonical(each)) for each in entries]
    from throughline.core.checkpoint import Checkpoint

    assert parts_from(entries, Checkpoint("o", 5, ledger.root(leaves))) == ""
    assert "and you 3" in parts_from(entries[:3], Checkpoint("o", 5, ledger.root(leaves)))


@pytest.mark.usefixtures("meridian")
def test_nothing_about_a_person_stands_in_the_log_of_the_demo_state(capsys):
    assert command(["log", "scan"]) == 0
    assert "Nothing in the log looks like personal data." in capsys.readouterr().out


def test_what_looks_like_personal_data_in_a_log_is_found(voted):
    ana = learner("Ana")
    actions.enter([Leaf("small", "published", f"vote:ana-reed/{uuid4()}", 1, "0" * 64)], now=NOW)
    assert command(["log", "scan"]) == 1
    last = trail.log_size() - 1
    entry = {"reference": "x"}
    for text, word in {
        "write to ana@example.org": "an e-mail address", "call 617-555-0101": "a telephone number",
        "born 2009-04-05": "a day that may be somebody's birth", "123-45-6789": "a social security number",
        f"seat of {ana.me}": "the id of a person", "reed/ana": "the name of a person",
    }.items():  # fmt: skip
        assert personal([{**entry, "reference": text}], [(str(ana.me), ana.name)]) == (
            f"Entry 0 holds {word}.",
        )
    assert (
        personal([{"digest": str(ana.me)}, {"reference": "vote:7/seat-2"}], [(str(ana.me), ana.name)]) == ()
    )
    assert last > 0
