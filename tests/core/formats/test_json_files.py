"""JSON of strangers: read with one meaning, or refused with its line and what mends it."""

from __future__ import annotations

import json
import mmap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.formats import published_files
from throughline.core.formats import json_files
from throughline.core.formats.packages import Unreadable

values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab\\\"{}[]:, é", max_size=4), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


def whole(data: bytes, name: str = "file.json") -> Any:
    source, _ = json_files.opened(data, name)
    sign, begin = json_files.first(source)
    if sign == b"[":
        spans, end = json_files.elements(source, begin)
        json_files.ends(source, end)
        return [json_files.decoded(source, at, raw) for at, raw in spans.read()]
    outline = json_files.outline(source, begin)
    json_files.ends(source, outline.end)
    return {name: outline.value(name) for name in outline.members}


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.text(max_size=4), values, max_size=4) | st.lists(values, max_size=4),
    st.sampled_from([None, 1, "\t"]),
)
def test_a_file_cut_into_its_records_says_what_it_says_whole(value: Any, indent: Any) -> None:
    written = json.dumps(value, indent=indent, ensure_ascii=False)
    if "\\ud" not in written:
        assert whole(written.encode("utf-8", "surrogatepass")) == value


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "empty"),
        (b'{"a": 1,\n "b": [1, 2}', 2, "not JSON"),
        (b'{"a": 1,\n}', 2, "comma"),
        (b'[{"a": 1},\n\n{"a": tru}]', 3, "not JSON"),
        (b'{"a":\n {"b": 1,\n "b": 2}}', 3, "'b' stands twice"),
        (b'{"a": 1,\n"a": 2}', 2, "'a' stands twice"),
        (b'{"a":\n NaN}', 2, "NaN is no number"),
        (b'{"a": [\n1, Infinity]}', 2, "Infinity is no number"),
        (b'{"a": ' + b"9" * 5000 + b"}", 1, "5000 digits"),
        (b'{"a": 1}\n{"b": 2}', 2, "something else begins"),
        (b'{"a": 1', 1, "ends in the middle"),
        (b'{"a":\n\n"it\x92s"}', 3, "reads as Windows-1252 (cp1252)"),
        (b'{"a": "\x81\xff"}', 1, "not UTF-8"),
        (b'{"a":\n"\\ud800"}', 2, "half a letter"),
        (b"[" * 60 + b"]" * 60, 1, "levels deep"),
        ('{"a": 1}'.encode("utf-16"), 1, "UTF-16"),
        (b"<html>", 1, "web page"),
        (b"\x1f\x8b\x08", 0, "compressed"),
    ],
)
def test_what_has_no_one_meaning_is_refused_with_its_line_and_what_mends_it(
    data: bytes, line: int, words: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        whole(data)
    assert (refused.value.file, refused.value.line) == ("file.json", line)
    assert words in refused.value.why
    assert refused.value.fix


def test_a_byte_order_mark_is_left_out_and_told() -> None:
    _, notes = json_files.opened(b'\xef\xbb\xbf{"a": 1}', "file.json")
    assert [note.done for note in notes] == ["Left out."]
    assert whole(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


INVALID = {
    "asn/jurisdictions.json": (17, "control character"),
    "ctdl/pathways/kansas/HutchinsonWeldingAAS.multidoc.json": (21, "several JSON texts"),
    "ctdl/pathways/pathway-builder/Constraints-API.json": (110, "not JSON"),
    "ctdl/pathways/pathway-builder/Constraints-CTDL.json": (58, "not JSON"),
    "ctdl/pathways/use-cases/UC26.multidoc.jsonld": (8, "several JSON texts"),
    "ctdl/registry-envelopes/ConditionManifest.json": (17, "not JSON"),
    "ctdl/transfer/Transfer_Intermediary_-_WICHE_Example.json": (33, "several JSON texts"),
    "ctdl/registry-payloads-2018/assessmentProfileSchema/2018-03-15_assessment_10a_payload.json": (
        201,
        "cp1252",
    ),
}


@pytest.mark.parametrize("name", INVALID)
def test_the_published_files_that_are_no_json_are_refused_with_file_line_and_reason(name: str) -> None:
    line, words = INVALID[name]
    with pytest.raises(Unreadable) as refused:
        whole(published_files.data(name), name)
    assert (refused.value.file, refused.value.line) == (name, line)
    assert words in refused.value.why


def test_a_mapped_file_is_read_as_its_bytes_are(tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    file.write_text(json.dumps([{"text": "x" * 2000, "nth": nth} for nth in range(6000)]))
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        source, _ = json_files.opened(mapped, file.name)
        spans, end = json_files.elements(source, 0)
        json_files.ends(source, end)
        for _ in range(2):
            read = [json_files.decoded(source, at, raw)["nth"] for at, raw in spans.read()]
            assert read == list(range(6000))
