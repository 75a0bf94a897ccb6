"""`throughline evidence check`: what lies in the storage is what was stored, or it is named."""

import json

import pytest

from tests.apps.test_evidence import NOW, ana, begun, own_folder, photo  # noqa: F401
from throughline import cli
from throughline.apps.records import actions
from throughline.cli import installation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr(installation, "begin", lambda: None)


def _stored(by, name: str, size: tuple[int, int]) -> tuple[str, str]:
    """A kept piece of work with one photo: its id, and the digest of the photo."""
    key = begun(by, "photo")
    digest = actions.evidence.add_file(by=by, evidence=key, data=photo("JPEG", size), name=name, now=NOW)
    actions.evidence.keep(by=by, evidence=key, now=NOW)
    return str(key), digest


def test_files_that_are_as_they_were_are_counted(ana, own_folder, capsys):  # noqa: F811
    _stored(ana, "one.jpg", (640, 480))
    assert cli.main(["evidence", "check"]) == 0
    assert "files are as they were stored." in capsys.readouterr().out


def test_what_was_changed_or_taken_away_is_named_with_the_work_that_holds_it(ana, own_folder, capsys):  # noqa: F811
    changed, gone, whole = (_stored(ana, f"{n}.jpg", (640, 480 + n)) for n in range(3))
    (file,) = own_folder.rglob(changed[1])
    file.write_bytes(file.read_bytes()[:-1] + b"\x00")
    (file,) = own_folder.rglob(gone[1])
    file.unlink()
    assert cli.main(["evidence", "check"]) == 1
    told = capsys.readouterr()
    lines = sorted(told.out.splitlines())
    assert lines == sorted([f"{changed[1]}  changed  {changed[0]}", f"{gone[1]}  gone     {gone[0]}"])
    assert "2 of " in told.err
    assert whole[1] not in told.out
    assert cli.main(["evidence", "check", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {(each["digest"], each["fault"]) for each in found["faults"]} == {
        (changed[1], "changed"),
        (gone[1], "gone"),
    }


def test_a_changed_small_picture_is_named_with_the_work_that_holds_the_whole_one(ana, own_folder, capsys):  # noqa: F811
    key, digest = _stored(ana, "robot.jpg", (1600, 1200))
    (preview,) = (each for each in own_folder.rglob("*") if each.is_file() and each.name != digest)
    preview.write_bytes(b"another picture")
    assert cli.main(["evidence", "check"]) == 1
    assert capsys.readouterr().out == f"{preview.name}  changed  {key}\n"
