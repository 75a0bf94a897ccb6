"""The states' packs as tests use them: read once, their cases by name, and records of a test's own."""

import shutil
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.state_pack import read_pack
from throughline.core.formats.state_pack.cases import Case, read_record
from throughline.core.formats.state_pack.check import check
from throughline.core.formats.state_pack.pack import Pack
from throughline.core.formats.state_pack.run_cases import CaseResult, run_case
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing, stand

STATES = Path(__file__).resolve().parents[2] / "states"
DAY = date(2027, 6, 1)


@cache
def pack(name: str) -> Pack:
    """The pack in a folder of `states/`, or of `states/elsewhere/`."""
    home = STATES / name
    return read_pack(home if home.is_dir() else STATES / "elsewhere" / name)


def cases(name: str) -> list[Any]:
    """The cases of a pack, each as a parameter with its title as id."""
    return [pytest.param(case, id=case.title.lower().replace(" ", "-")) for case in pack(name).cases]


def run(name: str, case: Case) -> CaseResult:
    """A case of a pack run."""
    return run_case(case, pack(name).catalogue)


def differs(result: CaseResult) -> list[str]:
    """What came out otherwise than the case says."""
    return [f"{' '.join(each.expectation.target)} {said}" for each in result.results for said in each.differs]


def record(*facts: str, exceptions: Iterable[dict[str, Any]] = (), as_of: date = DAY) -> Record:
    """A record of facts as a pack writes them: `course:x`, or `{what: course:x, tags: [y]}`."""
    notes: list[str] = []
    body = {"facts": [yaml.safe_load(each) for each in facts], "exceptions": list(exceptions)}
    made = read_record(
        body, "record", as_of, lambda path, reason, fix: notes.append(f"{path}: {reason}. {fix}")
    )
    assert not notes, notes
    assert isinstance(made, Record)
    return made


def standing(name: str, made: Record, as_of: date = DAY, began: date | None = None) -> Standing:
    """Where a record stands in a state."""
    return stand(made, RuleBook(pack(name).catalogue, began=began), as_of)


def outcome(name: str, rule: str, made: Record, as_of: date = DAY, began: date | None = None) -> Outcome:
    """A rule of a state against a record."""
    there = standing(name, made, as_of, began)
    return there.explain(there.program.rules.of_rule(rule), f"rule:{rule}")


def node(whole: Outcome, name: str) -> Outcome:
    """One node of an explained rule, by its id."""
    return next(each for each in whole.walk() if each.node_id == name)


def gaps(whole: Outcome) -> set[str]:
    """Ids of the nodes that are in the way."""
    found: set[str] = set()
    left = list(whole.missing)
    while left:
        gap = left.pop()
        found.add(gap.node_id)
        left.extend(inner for option in gap.options for inner in option)
    return found


def copied(name: str, home: Path, more: str = "", *changes: tuple[str, str, str]) -> Path:
    """A copy of a pack with a further file, and with each (file, old words, new words) changed."""
    copy = home / name
    shutil.copytree(pack(name).directory, copy)
    for file, old, new in changes:
        text = (copy / file).read_text()
        assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
        (copy / file).write_text(text.replace(old, new))
    if more:
        (copy / "more.yaml").write_text(more)
    return copy


def faults(directory: Path, today: date = DAY) -> list[str]:
    """The sentences of everything the check finds."""
    return [
        f"{each.check}: {each.sentence}".removeprefix(": ")
        for one in check([directory], today).packs
        for each in one.faults
    ]
