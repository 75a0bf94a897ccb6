"""Documents of the registry go out in the field's formats, with what is lost told; and our rules come back noticed."""

import io
import json
import os
import subprocess
import sys
from typing import Any

import openpyxl
import pytest

from tests.apps.test_interop import finish, framework, look, shared
from tests.factories import NOW, load
from tests.packages import guid
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.interop import queries
from throughline.apps.interop.exporting import EXPORTS, export
from throughline.apps.registry.models import RegistryDocument
from throughline.core.formats.detecting import SheetSaid, read_any
from throughline.core.formats.packages import Package
from throughline.core.formats.spreadsheets.mapping import Mapping

COMMON_CORE = "case/packages/opensalt/ccss-math-cfpackage-703items.json.gz"


def written(named: str, format: Any) -> tuple[bytes, tuple[Any, ...]]:
    found = export(PUBLIC, named, format, now=NOW)
    return b"".join(found.pieces), found.losses


@pytest.mark.django_db
@pytest.mark.parametrize("format", [each for each in EXPORTS if each != "asn"])
def test_a_framework_goes_out_in_every_format_and_comes_back_with_every_statement_and_its_place(format: str):
    load()
    finish(look(shared(COMMON_CORE), name="maths.json.gz"))
    kept = RegistryDocument.objects.get(items=703)
    data, _ = written(kept.identifier, format)
    (came,) = read_any(data, "maths.bin", _said(kept) if format == "csv" else None)
    (source,) = read_any(b"".join(export(PUBLIC, kept.identifier, "case-1.1", now=NOW).pieces), "maths.json")
    assert _tree(came) == _tree(source)


def _said(kept: RegistryDocument) -> SheetSaid:
    from throughline.core.formats.case.building import NewDocument

    columns = {"identifier": "identifier", "fullStatement": "fullStatement", "smartLevel": "smartLevel",
               "humanCodingScheme": "humanCodingScheme"}  # fmt: skip
    return SheetSaid(
        NewDocument(kept.identifier, "Maths", "CCSSO", "2026-03-02T15:00:00+00:00"),
        Mapping(columns, "smartLevel"),
    )


def _tree(package: Package) -> dict[str, tuple[str, str]]:
    return {each.identifier: (each.statement, each.parent) for each in package.items}


@pytest.mark.django_db
def test_what_a_format_has_no_place_for_is_told():
    load()
    links = [("a", "exactMatchOf", "atoms", "particles"), ("b", "ext:inspires", "atoms", "poems")]
    finish(look(framework("atoms", "waves", links=links)))
    data, losses = written(guid("science"), "ctdl")
    nodes = {each["ceterms:ctid"]: each for each in json.loads(data)["@graph"]}
    assert nodes[f"ce-{guid('atoms')}"]["ceasn:exactAlignment"] == ["urn:particles"]
    assert [note.what for note in losses] == [
        "The status 'Implemented' is not carried over.",
        "CTDL-ASN has no term for a link of the kind ext:inspires.",
    ]
    _, losses = written(guid("science"), "csv")
    assert any("2 associations have no column" in note.what for note in losses)
    book = openpyxl.load_workbook(io.BytesIO(written(guid("science"), "xlsx")[0]))
    assert book.sheetnames == ["CF Doc", "CF Item", "CF Association"]
    with pytest.raises(Refused, match="No document is called"):
        written("nothing", "case-1.1")


@pytest.mark.django_db
def test_a_rule_of_ours_edited_outside_is_refused_here_and_shown_beside_the_published_one():
    load()
    data, _ = written("pathway:medicine", "ctdl")
    unchanged = look(data, name="medicine.json")
    assert unchanged.files.get().edited == []
    assert unchanged.state == "refused", "it is of this state's own catalogue"
    graph = json.loads(data)
    stage = next(n for n in graph["@graph"] if str(n.get("throughline:of", "")).endswith("/stage/foundation"))
    dropped = stage["ceterms:hasCondition"].pop()
    assert dropped
    run = look(json.dumps(graph).encode(), name="medicine.json")
    (edited,) = run.files.get().edited
    assert edited["node"] == "pathway:medicine/stage/foundation"
    assert edited["exact"] != edited["derived"]
    assert edited["difference"]
    assert (run.state, run.parts.count()) == ("refused", 0)
    (told,) = queries.run(HOUSE, run.id).files
    assert told.edited == (edited,)


def test_the_commands_say_what_they_take_without_a_database():
    for words, told in (
        (["import", "framework", "--help"], "PATH|URL|-"), (["export", "--help"], "case-1.1"),
        (["registry", "--help"], "bundle"),
    ):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "throughline", *words], capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": "src"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert told in done.stdout
