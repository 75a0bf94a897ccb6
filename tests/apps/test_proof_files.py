"""A proof file is believed by a checker that is not the house's own code, and no changed one is: by it or by the house."""

from __future__ import annotations

import ast
import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.outside import browser_of
from tests.awarding import awarding_state, the
from tests.factories import NOW, learner, load, person, show, teacher
from throughline import check_proof
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.records import actions, queries
from throughline.cli import main as command
from throughline.core.credentials.controllers.resolving import Unreachable
from throughline.core.credentials.keys import public_from_multibase
from throughline.core.credentials.strict_json import Unreadable
from throughline.core.credentials.verifying.registry_file import read_issuers
from throughline.core.credentials.verifying.verify import verify

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def ana():
    load(awarding_state())
    ana = learner()
    show(ana, teacher(), "competency:numbers")
    return ana


def made(ana, now=NOW) -> dict[str, Any]:
    return queries.proof_file(ana, [the(ana, "numbers-badge").id], now=now)


def state_keys() -> set[str]:
    return {each.public for each in queries.keepers_keys()}


def believed(file: object, keys: set[str] | None = None, at: datetime = LATER) -> bool:
    data = file if isinstance(file, bytes) else json.dumps(file, ensure_ascii=False).encode()
    return check_proof.answer(data, state_keys() if keys is None else keys, at)[0]


class House:
    """The house's own verifier, given the same parts and nothing else."""

    def __init__(self) -> None:
        self.pinned = [public_from_multibase(key) for key in state_keys()]

    def believes(self, file: dict[str, Any], at: datetime = LATER) -> bool:
        try:
            issuers = read_issuers(json.dumps(file["issuers"]).encode())
            if not issuers.is_proven({}, self.pinned):
                return False
        except (Unreadable, ValueError, KeyError, TypeError, AttributeError):
            return False

        def resolve(address: str) -> bytes:
            for each in file["statusLists"]:
                if isinstance(each, dict) and each.get("id") == address:
                    return json.dumps(each, ensure_ascii=False).encode()
            raise Unreachable("It is not in the file.")

        found = [
            verify(
                json.dumps(each, ensure_ascii=False).encode(), registry=issuers.issuers, resolver=resolve, now=at,
                closed=True,
            )
            for each in file["credentials"]
        ]  # fmt: skip
        return bool(found) and all(each.answer == "verified" for each in found)


# -- every way to change a file


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in items:
        yield (*path, name)
        yield from leaves(each, (*path, name))


def put(file: dict[str, Any], path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(file)
    place: Any = changed
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return changed


def without(file: dict[str, Any], path: tuple[str | int, ...]) -> dict[str, Any]:
    changed = copy.deepcopy(file)
    place: Any = changed
    for name in path[:-1]:
        place = place[name]
    del place[path[-1]]
    return changed


def at(file: Any, path: tuple[str | int, ...]) -> Any:
    for name in path:
        file = file[name]
    return file


def turned(text: str, nth: int) -> str:
    """The text with its nth letter turned into another."""
    letter = "A" if text[nth] != "A" else "B"
    return text[:nth] + letter + text[nth + 1 :]


def mutations(file: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each member taken out, each value changed: texts at their beginning, middle and end, numbers by one. By where."""
    for path in leaves(file):
        where = "/".join(map(str, path))
        yield where, without(file, path)
        value = at(file, path)
        if isinstance(value, str) and value:
            for nth in {0, len(value) // 2, len(value) - 1}:
                yield where, put(file, path, turned(value, nth))
        elif isinstance(value, int | float):
            yield where, put(file, path, value + 1)
        elif isinstance(value, dict):
            yield where, put(file, (*path, "further"), "word")


def test_a_true_file_is_believed_by_the_separate_checker_and_by_the_house(ana):
    file = made(ana)
    assert believed(file)
    assert House().believes(file)
    _, why = check_proof.answer(json.dumps(file).encode(), state_keys(), LATER)
    assert why[0].startswith("Numbers Badge, issued by Northside-High (did:web:")


def test_every_changed_file_is_refused_by_both(ana):
    """Some hundreds of changes: every member and every value of the file, one at a time. The house is asked about all
    that stands inside a part; of the file around the parts it knows nothing."""
    file, house, tried = made(ana), House(), 0
    for where, changed in mutations(file):
        tried += 1
        assert not believed(changed), where
        if "/" in where:
            assert not house.believes(changed), where
    assert tried > 500


def test_no_byte_of_a_file_can_be_changed(ana):
    data = json.dumps(made(ana), ensure_ascii=False, separators=(",", ":")).encode()
    assert believed(data)
    for nth in range(0, len(data), 7):
        for mask in (0x01, 0x20):
            changed = data[:nth] + bytes([data[nth] ^ mask]) + data[nth + 1 :]
            assert not believed(changed), (nth, mask, data[max(0, nth - 40) : nth + 40])
    for cut in range(0, len(data), 997):
        assert not believed(data[:cut])


def test_parts_of_two_true_files_do_not_make_a_third(ana):
    bo = learner("Bo")
    show(bo, teacher("Tom"), "competency:tools")
    one, other = made(ana), queries.proof_file(bo, [the(bo, "tools-certificate").id], now=NOW)
    assert believed(other)
    assert not believed({**one, "statusLists": other["statusLists"]})
    assert not believed({**one, "credentials": other["credentials"]})
    swapped = copy.deepcopy(one)
    swapped["credentials"][0]["proof"] = other["credentials"][0]["proof"]
    assert not believed(swapped)
    assert not House().believes(swapped)
    both = {**other, "credentials": one["credentials"] + other["credentials"],
            "statusLists": one["statusLists"] + other["statusLists"]}  # fmt: skip
    assert believed(both)


def test_a_credential_that_was_taken_back_is_refused_by_a_file_made_after_it(ana):
    award, file = the(ana, "numbers-badge"), made(ana)
    registrar = person("Reg", ("registrar", "northside-high"))
    actions.revoke(by=registrar, award=award.id, cause="issued_in_error", reason="It was another's.", now=NOW)
    after = made(ana, now=LATER)
    later = LATER + timedelta(hours=1)
    assert check_proof.answer(json.dumps(after).encode(), state_keys(), later) == (
        False,
        ["It was taken back."],
    )
    assert not House().believes(after, later)
    mixed = {**file, "statusLists": after["statusLists"]}
    assert not believed(mixed, at=later)


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0.1, True), (6, True), (8, False), (4000, False)])
def test_a_file_holds_as_long_as_its_status_lists_do(ana, days, holds):
    file, at_ = made(ana), NOW + timedelta(days=days)
    assert believed(file, at=at_) is holds
    assert House().believes(file, at_) is holds


def test_the_states_key_comes_from_elsewhere(ana):
    file = made(ana)
    stranger = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    assert not believed(file, {stranger})
    assert not believed(file, set())


def test_a_withdrawn_key_proves_nothing_any_more(ana):
    old = made(ana)
    (key,) = [k for k in queries.issuer_keys("northside-high") if k.kind == "Ed25519"]
    actions.keys.report_stolen(
        by=HOUSE, issuer="northside-high", name=key.name, at=NOW, reason="It was taken.", now=LATER
    )
    new = made(ana, now=LATER)
    assert believed(new, at=LATER + timedelta(hours=1)), "it is signed anew with another key"
    mixed = {**old, "issuers": new["issuers"]}
    assert not believed(mixed, at=LATER + timedelta(hours=1))
    assert not House().believes(mixed, LATER + timedelta(hours=1))


def test_only_the_learner_takes_a_proof_file(ana):
    award = the(ana, "numbers-badge").id
    for outsider in (learner("Cy"), teacher("Tom")):
        with pytest.raises(Refused):
            queries.proof_file(outsider, [award], now=NOW)
    phone = browser_of(ana)
    answer = phone.get(f"/me/record/award/{award}/proof.json")
    assert believed(answer.content, at=datetime.now(NOW.tzinfo))
    assert browser_of(learner("Dee")).get(f"/me/record/award/{award}/proof.json").status_code == 403


def test_the_checker_is_one_short_file_that_knows_nothing_of_the_house():
    file = Path(check_proof.__file__)
    tree = ast.parse(file.read_text())
    named = {a.name.partition(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    named |= {str(n.module).partition(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert named - sys.stdlib_module_names == {"cryptography"}
    assert len(file.read_text().splitlines()) < 850
    assert Client().get("/verify/check_proof.py").content == file.read_bytes()


def test_it_runs_alone_and_as_a_command(ana, tmp_path, capsys):
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(made(ana)))
    (key,) = state_keys()
    (tmp_path / "alone.py").write_bytes(Path(check_proof.__file__).read_bytes())
    words = [str(file), "--state-key", key, "--as-of", f"{LATER:%Y-%m-%dT%H:%M:%SZ}"]
    alone = [sys.executable, "-I", str(tmp_path / "alone.py"), *words]
    run = subprocess.run(alone, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (run.returncode, run.stdout.splitlines()[0]) == (0, "PROVEN"), run.stderr
    assert command(["check-proof", *words]) == 0
    assert "Numbers Badge" in capsys.readouterr().out
    file.write_text(file.read_text().replace("Numbers Badge", "Letters Badge", 1))
    assert command(["check-proof", *words]) == 1
    assert "NOT PROVEN" in capsys.readouterr().out
