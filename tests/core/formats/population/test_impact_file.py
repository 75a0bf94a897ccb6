"""A draft tried on a file of everyone's facts, by command."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'throughline[population]'")

import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

from benchmarks.made_state import DAY
from tests.core.formats.population.test_by_parts import STATE, row, some_records, work
from throughline.cli import main
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats import state_pack
from throughline.core.formats.population import impact_file
from throughline.core.formats.population.impact_file import FileTrial, try_on_file
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.core.formats.state_pack.drafts import changes_between, would_be
from throughline.core.progress.audit import audit
from throughline.core.progress.program import Program
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing
from throughline.core.progress.whole_way import steps_to_the_end
from throughline.core.requirements.nodes import Choose, Have

HARDER = Have(id="again", what="competency:core-1-k", times=3)


def draft() -> dict[str, Any]:
    """One pathway asks for one thing more, and a milestone of many for less."""
    way = STATE.pathways["p001"]
    stage = replace(way.stages[0], gate=Choose(id="whole", of=(way.stages[0].gate, HARDER)))
    eased = {
        f"milestone:{name}": replace(each, rule=Have(id="does", what=f"competency:{name}-d"))
        for name, each in STATE.milestones.items() if name.startswith("core-")
    }  # fmt: skip
    return {"pathway:p001": replace(way, stages=(stage,)), **eased}


def test_numbers_from_a_file_are_those_of_each_learner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impact_file, "LEARNERS_AT_ONCE", 11)
    records = some_records(30)
    files = work(tmp_path, records)
    people = tmp_path / "people.parquet"
    rows = [
        (name, f"p00{n % 3}", "north" if n % 2 else "south") for n, (name, _) in enumerate(records) if n % 5
    ]
    names = ("learner", "pathway", "group")
    pq.write_table(pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))), people)
    changes = draft()
    found = try_on_file(FileTrial(STATE, changes, files.facts, DAY, files.decisions, people))
    assert (found.learners, found.groups) == (30, ("north", "south"))
    on = {name: pathway for name, pathway, _ in rows}
    group = {name: group for name, _, group in rows}
    for pathway in ("p000", "p001", "p002"):
        before, after = (Program(RuleBook(each), [pathway]) for each in (STATE, would_be(STATE, changes)))
        differences = {
            name: steps(after, pathway, record) - steps(before, pathway, record) for name, record in records
        }
        for place, counted in found.on[pathway]:
            theirs = Counter(
                n for name, n in differences.items() if on.get(name) == pathway and group[name] == place
            )
            assert (counted.learners, dict(counted.by_steps)) == (
                theirs.total(), {n: many for n, many in sorted(theirs.items()) if n > 0},
            )  # fmt: skip
            assert counted.gain == sum(many for n, many in theirs.items() if n < 0)
        others = Counter(n for name, n in differences.items() if on.get(name) != pathway)
        assert (found.others[pathway].learners, found.others[pathway].same) == (others.total(), others[0])
    assert any(each.tally.need_more for each in found.rules if each.ref == "pathway:p001#s")
    assert all(each.tally.learners == 30 for each in found.rules)


def steps(program: Program, pathway: str, record: Record) -> int:
    return steps_to_the_end(audit(pathway, Standing(record, program, DAY)))


def test_the_command_tries_a_draft_on_a_file_and_hides_small_groups(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_pack, "read_pack", lambda folder: SimpleNamespace(catalogue=STATE))
    body = document_to_json("pathway", draft()["pathway:p001"])
    asked = tmp_path / "draft.json"
    asked.write_text(json.dumps({"pathway:p001": body}))
    facts = tmp_path / "facts.parquet"
    held = [row(f"l{n:02}", fact) for n in range(30) for fact in some_records(1)[0][1].facts]
    pq.write_table(
        pa.table({name: [each[name] for each in held] for name in ("learner", "what", "when")}), facts
    )
    given = [
        "impact",
        "--draft",
        str(asked),
        "--state",
        str(tmp_path),
        "--facts",
        str(facts),
        "--as-of",
        "2030-06-01",
    ]
    assert main([*given, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    others = said["pathways"]["pathway:p001"]["others"]
    assert (others["learners"], others["more"], others["gain"]) == (30, 30, 0)
    assert {each["rule"] for each in said["rules"]} == {"pathway:p001#s"}
    assert main([*given, "--smallest", "40"]) == 0
    assert "(hidden) learners; 0 gain, (hidden) would need more" in capsys.readouterr().out
    asked.write_text(json.dumps({"pathway:p001": {**body, "stages": "none"}}))
    assert main(given) == 2
    assert "pathway:p001" in capsys.readouterr().err


def test_a_folder_of_the_state_as_it_would_be_is_the_draft_that_makes_it() -> None:
    changes = draft()
    found = changes_between(STATE, would_be(STATE, {**changes, "pathway:p004": None}))
    assert found == {**changes, "pathway:p004": None}
