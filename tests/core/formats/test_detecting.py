"""What a file is, is told by what stands in it: not by its name; and what is none of the formats says what it looks like."""

import gzip
import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.formats import published_files
from throughline.core.formats import unpacking
from throughline.core.formats.case.building import NewDocument
from throughline.core.formats.detecting import Detected, SheetSaid, Unmapped, detect, read_any
from throughline.core.formats.packages import Unreadable
from throughline.core.formats.spreadsheets.mapping import Mapping
from throughline.core.formats.unpacking import unpacked

CASE = {"CFDocument": {"identifier": "a" * 8 + "-0000-4000-8000-000000000000", "title": "T", "creator": "C"},
        "CFItems": [], "CFAssociations": []}  # fmt: skip
PATHWAY = {"@context": "https://credreg.net/ctdl/schema/context/json", "@id": "https://x.example/p",
           "@type": "ceterms:Pathway", "ceterms:name": "Welding"}  # fmt: skip
CSV = "identifier,fullStatement\nA1,Adds numbers\nA2,Subtracts numbers\n"


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (json.dumps(CASE), "case"), (json.dumps([CASE, CASE]), "case"), (json.dumps({"a": 1, **CASE}), "case"),
        (json.dumps(PATHWAY), "ctdl"), (json.dumps({"@graph": [PATHWAY]}), "ctdl"), (json.dumps([PATHWAY]), "ctdl"),
        ("@prefix ceterms: <https://purl.org/ctdl/terms/> .\n<#a> a ceterms:Pathway .", "turtle"),
        (json.dumps({"envelope_id": "1", "resource": "x.y.z"}), "envelope"),
        (json.dumps([{"id": "1", "asn_identifier": {"uri": "http://x"}, "text": "t", "children": []}]), "asn"),
        (json.dumps({"elementId": "1", "requirements": {}}), "open-badges-pathway"),
        (json.dumps({"type": "RichSkillCollection", "skills": []}), "rsd"),
        (json.dumps([{"skillStatement": "Welds"}]), "rsd"),
        ("<elmo xmlns='x'></elmo>", "elm"), (CSV, "table"), (CSV.replace(",", ";"), "table"),
        ("ORIGINURI,ID,PREFERREDLABEL\nhttp://x/skill/1,k1,Welding\n", "esco"),
        ("Skill Name,Contextualized Skill Statement\nWelding,Welds\n", "rsd"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["file.json", "file.txt", "file.csv", "x"])
def test_a_file_is_known_by_what_stands_in_it_under_any_name(data: str, told: str, name: str) -> None:
    assert detect(data.encode(), name) == Detected(told, "utf-8")  # type: ignore[arg-type]
    assert detect(b"\xef\xbb\xbf" + data.encode(), name) == Detected(told, "utf-8-mark")  # type: ignore[arg-type]


def test_letters_of_windows_are_named() -> None:
    text = json.dumps({**PATHWAY, "ceterms:name": "Caf\xe9"}, ensure_ascii=False)
    assert detect(text.encode("cp1252"), "p.json") == Detected("ctdl", "cp1252")
    (package,) = read_any(text.encode("cp1252"), "p.json")
    assert package.document.title == "Café"
    assert "cp1252" in package.notes[0].done


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (b"%PDF-1.7 ...", "a PDF"), (b"\x89PNG\r\n", "a picture"), (b"\xd0\xcf\x11\xe0 old", "Excel before 2007"),
        (b"<!doctype html><html></html>", "a web page"), (b"Dear board,\n\nplease find it.\n", "plain text"),
        (b'{"openapi": "3.0.0"}', "an interface"), (b'{"$schema": "x", "type": "object"}', "a schema"),
        (b'{"type": ["VerifiableCredential"], "credentialSubject": {}}', "a person's credential"),
        (b'{"name": "x", "version": 2}', "its members are name, version"), (b"[1, 2]", "a list of values"),
        (b"O*NET-SOC Code\tTitle\n11-1011.00\tChief Executives\n", "data about occupations"),
        (packed(**{"word/document.xml": b"<w/>"}), "a text document"),
        (packed(**{"manifest.json": b"{}", "record.json": b"{}"}), "a learner's record"),
    ],
)  # fmt: skip
def test_what_is_none_of_the_formats_is_refused_with_what_it_looks_like(data: bytes, looks: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_any(data, "file.json")
    assert looks in refused.value.why
    assert refused.value.fix


def test_an_empty_file_and_broken_json_are_refused_with_the_line() -> None:
    for data, line in ((b"  \n", 1), (b'{"a": 1,\n "b": 2,\n}', 3), (b'{"a": 1}\n{"b": 2}', 2)):
        with pytest.raises(Unreadable) as refused:
            read_any(data, "file.json")
        assert refused.value.line == line


@pytest.mark.parametrize("name", published_files.PACKAGES)
def test_every_published_case_file_is_known_and_read(name: str) -> None:
    data = published_files.data(f"case/packages/{name}")
    assert detect(data, "any.txt").format == "case"
    assert len(read_any(data, "any.txt")) == published_files.PACKAGES[name]


def test_a_table_waits_until_somebody_says_what_it_is() -> None:
    with pytest.raises(Unmapped) as unmapped:
        read_any(CSV.encode(), "sums.csv")
    assert unmapped.value.mapping.columns == {"identifier": "identifier", "fullStatement": "fullStatement"}
    document = NewDocument(
        "b" * 8 + "-0000-4000-8000-000000000000", "Sums", "Board", "2026-03-02T15:00:00+00:00"
    )
    columns = Mapping({"identifier": "humanCodingScheme", "fullStatement": "fullStatement"})
    (package,) = read_any(CSV.encode(), "sums.csv", SheetSaid(document, columns))
    assert [(each.code, each.statement) for each in package.items] == [
        ("A1", "Adds numbers"), ("A2", "Subtracts numbers")
    ]  # fmt: skip


def test_packed_files_are_unpacked_and_what_lies_beside_them_is_left() -> None:
    inner = json.dumps(CASE).encode()
    archive = packed(**{"a/one.json.gz": gzip.compress(inner), "__MACOSX/a": b"x", "b.ttl": b"y"})
    assert detect(archive, "all.zip").format == "zip"
    assert [(m.name, m.data) for m in unpacked("zip", archive, "all.zip")] == [
        ("a/one.json", inner),
        ("b.ttl", b"y"),
    ]
    assert [m.name for m in unpacked("gzip", gzip.compress(inner), "one.json.gz")] == ["one.json"]


def test_what_unpacks_into_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST", 2**20)
    large = bytes(2**20 + 1)
    for format, data in (
        ("gzip", gzip.compress(large)),
        ("zip", packed(a=large)),
        ("zip", packed(a=large[:600_000], b=large[:600_000])),
    ):
        with pytest.raises(Unreadable, match="Unpacked it is larger than 1 MB"):
            list(unpacked(format, data, "bomb"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data", [b"\x1f\x8b broken", gzip.compress(b"x" * 99, mtime=0)[:-9]], ids=["no gzip", "cut off"]
)
def test_a_broken_gzip_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="broken"):
        list(unpacked("gzip", data, "a.gz"))


@given(st.binary(max_size=200))
def test_any_bytes_are_known_or_refused_and_never_anything_else(data: bytes) -> None:
    for given_ in (data, b"PK\x03\x04" + data, b"{" + data, b"<" + data):
        with suppress(Unreadable):
            assert detect(given_, "file").encoding
