"""`throughline issue`, `revoke` and `keys`, as whoever operates the house gives them."""

import pytest
from cryptography.fernet import Fernet
from django.utils import timezone

from tests.awarding import awarding_state
from tests.factories import learner, load
from tests.governing import agreed_key
from throughline import cli
from throughline.apps.records.models import Award, AwardMark
from throughline.cli import installation

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(installation, "begin", lambda: None)
    load(awarding_state())
    return [learner(f"L{n}") for n in range(3)]


def test_a_file_is_only_looked_at_until_somebody_says_yes(people, tmp_path, capsys):
    file = tmp_path / "list.csv"
    file.write_text(
        "learner,credential\n" + "".join(f"{p.me},trade-licence\n" for p in people) + "x,trade-licence\n"
    )
    command = ["issue", "--file", str(file), "--in-the-name-of", "board"]
    assert cli.main(command) == 1
    said = capsys.readouterr().out
    assert "line 5, learner: this is no id: x" in said
    assert "0 done, 3 to do, 1 with a fault." in said
    assert Award.objects.count() == 0
    assert cli.main([*command, "--yes"]) == 1, "one line still has a fault"
    assert "3 done, 0 to do, 1 with a fault." in capsys.readouterr().out
    assert Award.objects.count() == 3
    keys = Award.objects.values_list("id", flat=True)
    file.write_text(
        "award,cause,reason\n" + "".join(f"{key},issued_in_error,an old list\n" for key in keys[:2])
    )
    assert cli.main(["revoke", "--file", str(file), "--in-the-name-of", "board", "--yes"]) == 0
    assert AwardMark.objects.count() == 2


def test_a_file_that_cannot_be_read_is_explained(people, tmp_path, capsys):
    assert cli.main(["issue", "--file", str(tmp_path / "none.csv"), "--in-the-name-of", "board"]) == 2
    assert "The file cannot be read." in capsys.readouterr().err
    (tmp_path / "bad.csv").write_text("who\nx\n")
    assert cli.main(["issue", "--file", str(tmp_path / "bad.csv"), "--in-the-name-of", "board"]) == 2
    assert "lacks the columns" in capsys.readouterr().err


def test_keys_are_listed_rotated_and_reported_as_stolen(people, capsys):
    assert cli.main(["keys", "rotate", "board", "--reason", "the first"]) == 0
    assert cli.main(["keys", "rotate", "board", "--reason", "yearly"]) == 2
    assert "needs the yes of a second person" in capsys.readouterr().err
    agreed_key("board", timezone.now())
    assert cli.main(["keys", "rotate", "board", "--reason", "yearly"]) == 0
    assert cli.main(["keys", "stolen", "board", "key-2", "--reason", "a laptop", "--issue-anew"]) == 0
    assert cli.main(["keys", "list", "board"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[-3:]] == ["key-1", "key-2", "key-3"]
    assert ["retired" in lines[-3], "stolen" in lines[-2], "in use" in lines[-1]] == [True, True, True]
    assert cli.main(["keys", "retire", "board", "key-9", "--reason", "x"]) == 2
    assert "has none named 'key-9'" in capsys.readouterr().err


def test_a_new_secret_is_one_that_can_be_set(people, capsys):
    assert cli.main(["keys", "secret"]) == 0
    Fernet(capsys.readouterr().out.strip())
