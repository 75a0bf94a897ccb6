"""Frameworks as spreadsheets: what published sheets hold, how a tree is made, and what is wrong in which cell."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.formats import published_files
from tests.core.formats.case.packages_made import guid
from throughline.core.formats.case import writing as case_writing
from throughline.core.formats.case.building import NewDocument, NewItem, NewLink, build
from throughline.core.formats.comparing import compare
from throughline.core.formats.packages import Package, Unreadable
from throughline.core.formats.spreadsheets import reading, workbook_writing, writing
from throughline.core.formats.spreadsheets.mapping import Mapping
from throughline.core.formats.spreadsheets.tables import Faulty

CHANGED = "2026-11-01T00:00:00+00:00"
DOCUMENT = NewDocument(
    guid(0), "A sheet", "State of Example", CHANGED, service="https://x.example/ims/case/v1p1"
)


def sheet(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def read(data: bytes, mapping: Mapping | None = None, name: str = "sheet.csv") -> Package:
    return reading.read(data, name=name, changed=CHANGED, document=DOCUMENT, mapping=mapping)


def tree(package: Package) -> dict[str, str]:
    """Codes, or statements without one, by what stands above them."""
    names = {each.identifier: each.code or each.statement for each in package.items}
    return {names[each.identifier]: names.get(each.parent, "") for each in package.items}


ROWS = {
    "HFMathSkillsWithParents.csv.gz": (2663, 2656), "SALT_OLO_ELA_TEST.csv.gz": (2501, 0),
    "ccsso_ela_item.csv": (1189, 1177), "sample_case.csv": (10, 7), "spreadsheet_import_sample.xlsx": (4, 3),
    "test_items.csv": (99, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", published_files.SPREADSHEETS)
def test_every_published_sheet_is_read_whole_and_comes_back_as_a_workbook_the_same(name: str) -> None:
    package = read(published_files.data(f"case/spreadsheets/{name}"), name=name)
    rows = list(package.items)
    assert (len(rows), sum(bool(each.parent) for each in rows)) == ROWS[name]
    back = reading.read(writing.workbook(package), name="back.xlsx", changed=CHANGED)
    assert not compare(package, back)
    assert writing.losses(package) == ()


@pytest.mark.parametrize("name", [each for each in published_files.SPREADSHEETS if ".csv" in each])
def test_the_items_of_every_published_csv_come_back_as_csv_the_same(name: str) -> None:
    package = read(published_files.data(f"case/spreadsheets/{name}"), name=name)
    back = read("".join(writing.items_csv(package)).encode())
    assert not compare(package, back).items


def test_the_sample_workbook_gives_its_document_tree_and_links_elsewhere() -> None:
    data = published_files.data("case/spreadsheets/spreadsheet_import_sample.xlsx")
    package = reading.read(data, name="sample.xlsx", changed=CHANGED)
    assert (package.document.title, package.document.identifier) == (
        "SampleFramework",
        "93a2d99e-2988-11e9-8a65-bf64185a38dc",
    )
    assert tree(package) == {"S": "", "S.1": "S", "S.2": "S", "S.2.1": "S.2"}
    kinds = sorted(each.kind for each in package.associations if each.kind != "isChildOf")
    assert kinds == ["exactMatchOf", "hasSkillLevel", "isPartOf", "isPeerOf", "precedes", "replacedBy"]
    assert [each.level for each in package.items] == ["3", "4,5", "6", ""]


def test_headings_propose_what_each_column_is() -> None:
    data = sheet(
        "GUID,Full Statement,Human Coding Scheme,Grade Level,Is Child Of,Exact Match Of,Shoe size", "x,y,,,,,"
    )
    _, mapping = reading.propose(data, name="sheet.csv")
    assert mapping == Mapping(
        {
            "GUID": "identifier", "Full Statement": "fullStatement", "Human Coding Scheme": "humanCodingScheme",
            "Grade Level": "educationLevel", "Is Child Of": "parent", "Exact Match Of": "link:exactMatchOf", "Shoe size": "",
        },
        "parent",
    )  # fmt: skip


def test_a_tree_is_made_by_parent_by_level_by_code_or_by_columns_of_levels() -> None:
    by_parent = sheet("code,statement,parent", "A,a,", "A1,b,A", "B,c,a")
    assert tree(read(by_parent)) == {"A": "", "A1": "A", "B": "A"}
    by_level = sheet("code,statement,smartLevel", "Z,z,2", "A1,a,1.10", "A2,b,1.2", "A,c,1", "D,d,3.4.1")
    package = read(by_level)
    assert tree(package) == {"Z": "", "A1": "A", "A2": "A", "A": "", "D": ""}
    positions = {each.code: each.position for each in package.items}
    assert positions == {"A": 0, "Z": 1, "D": 2, "A2": 0, "A1": 1}
    by_code = sheet("code,statement", "M,m", "M.F,f", "M.F-1.a,g", "MF,h")
    coded = Mapping({"code": "humanCodingScheme", "statement": "fullStatement"}, "code")
    assert tree(read(by_code, coded)) == {"M": "", "M.F": "M", "M.F-1.a": "M.F", "MF": ""}
    by_columns = sheet("Level 1,Level 2,Level 3", "a,,", ",b,", ",,c", ",d,", "e,,")
    assert tree(read(by_columns)) == {"a": "", "b": "a", "c": "b", "d": "a", "e": ""}


def test_a_row_whose_parent_is_not_in_the_sheet_is_at_the_top_told_and_keeps_the_name() -> None:
    package = read(sheet("code,statement,parent", "A,a,H.A", "B,b,B"))
    assert tree(package) == {"A": "", "B": ""}
    assert [(note.where, note.what) for note in package.notes] == [
        ("line 2, column parent", "The row above is not in the sheet."),
        ("line 3, column parent", "A row names itself as the one above."),
    ]
    kept = json.loads(next(iter(package.items)).body)["extensions"]["throughline"]["columns"]
    assert kept == {"parent": "H.A"}


def test_a_column_that_is_nothing_of_case_stays_with_its_rows_and_goes_out_again() -> None:
    package = read(sheet("statement,Shoe size", "a,42", "b,"))
    first, second = package.items
    assert json.loads(first.body)["extensions"] == {"throughline": {"columns": {"Shoe size": "42"}}}
    assert "extensions" not in json.loads(second.body)
    assert "Shoe size" in next(writing.items_csv(package))


def test_the_same_sheet_brought_again_gives_the_same_identifiers_and_other_documents_others() -> None:
    data = sheet("code,statement", "A,a", "A,b", ",c")
    assert not compare(read(data), read(data))
    other = reading.read(
        data, name="sheet.csv", changed=CHANGED, document=replace(DOCUMENT, identifier=guid(7))
    )
    assert not {each.identifier for each in other.items} & {each.identifier for each in read(data).items}


def test_links_go_to_rows_to_addresses_and_to_codes_elsewhere() -> None:
    package = read(sheet("code,statement,isRelatedTo", 'A,a,"B; https://x.example/video, CCSS.1"', "B,b,"))
    found = [
        (each.destination_uri, each.destination_title)
        for each in package.associations
        if each.kind == "isRelatedTo"
    ]
    assert found[0][1] == "B"
    assert found[1] == ("https://x.example/video", "https://x.example/video")
    assert found[2][1] == "CCSS.1"


FAULTS = {
    "the same identifier twice": (
        sheet("identifier,statement", f"{guid(1)},a", f"{guid(1).upper()},b"), [(3, "identifier")],
    ),
    "a row without statement": (sheet("code,statement", "A,a", "B,"), [(3, "statement")]),
    "rows in a circle": (sheet("code,statement,parent", "A,a,B", "B,b,A"), [(2, "parent")]),
    "a level twice": (sheet("statement,smartLevel", "a,1", "b,1"), [(3, "smartLevel")]),
    "more cells than columns": (sheet("code,statement", "A,a,b"), [(2, "")]),
    "no column of statements": (sheet("code,shoe", "A,1"), [(1, "")]),
    "several faults at once": (
        sheet("identifier,statement", f"{guid(1)},a", "x,", f"{guid(1)},c"), [(3, "statement"), (4, "identifier")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
def test_a_sheet_with_faults_is_refused_whole_with_each_line_and_column(what: str) -> None:
    data, places = FAULTS[what]
    with pytest.raises(Faulty) as refused:
        read(data)
    assert [(each.line, each.column) for each in refused.value.faults] == places
    assert all(each.why and each.fix for each in refused.value.faults)
    assert refused.value.line == places[0][0]


def test_a_mapping_that_does_not_fit_its_sheet_is_refused() -> None:
    data = sheet("code,statement", "A,a")
    for mapping, words in (
        (Mapping({"code": "humanCodingScheme", "statement": "fullStatement"}, "parent"), "no column is that"),
        (Mapping({"name": "fullStatement"}), "no such column"),
        (Mapping({"code": "fullStatement", "statement": "fullStatement"}), "Two columns are fullStatement"),
        (Mapping({"code": "shoe", "statement": "fullStatement"}), "nothing that a column can be"),
    ):
        with pytest.raises(Faulty) as refused:
            read(data, mapping)
        assert any(words in each.why for each in refused.value.faults)


def test_a_cp1252_sheet_is_read_and_named_as_such() -> None:
    package = read("statement\nlearner’s café".encode("cp1252"))
    assert [each.statement for each in package.items] == ["learner’s café"]
    assert "Windows-1252 (cp1252)" in package.notes[0].done
    with pytest.raises(Unreadable, match="line 2: The file is neither UTF-8 nor Windows-1252"):
        read(b"statement\n\x81\x8d")


def test_sheets_as_excel_saves_them_are_read() -> None:
    for data in (
        "statement;code\na;A".encode("utf-8-sig"), "statement\tcode\r\na\tA".encode("utf-16"), b'statement,code\n"a",A\n\n',
    ):  # fmt: skip
        assert tree(read(data)) == {"A": ""}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'statement\n"never closed', "line 2: The row that begins there cannot be read"),
        (b"", "no rows"),
        (b"statement\n", "no rows"),
        (b"\xd0\xcf\x11\xe0rest", "before 2007"),
        (b"PK\x03\x04broken", "no Excel workbook"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read(data)


def test_a_sheet_without_a_document_is_refused() -> None:
    with pytest.raises(Unreadable, match="does not say what framework"):
        reading.read(b"statement\na", name="sheet.csv", changed=CHANGED)


def salt(items: Sequence[Sequence[str]], links: Sequence[Sequence[str]]) -> bytes:
    return workbook_writing.written(
        {
            "CF Doc": [["title", "creator"], ["T", "C"]], "CF Item": [["identifier", "fullStatement"], *items],
            "CF Association": [["originNodeIdentifier", "associationType", "destinationNodeIdentifier"], *links],
        }
    )  # fmt: skip


def test_a_workbook_names_the_row_of_an_association_that_cannot_be() -> None:
    with pytest.raises(Faulty) as refused:
        reading.read(
            salt([[guid(1), "a"]], [[guid(1), "Eats", guid(2)], [guid(1), "precedes", ""]]),
            name="x.xlsx",
            changed=CHANGED,
        )
    assert [(each.line, each.column) for each in refused.value.faults] == [
        (2, "associationType"), (3, "destinationNodeIdentifier"),
    ]  # fmt: skip


def test_no_cell_is_a_formula_and_every_text_comes_back() -> None:
    statements = ["=1+1", "+44", "-minus", "@name", "'quoted", "'=both", "a <b> & c", "line\nbreak", " plain"]
    items = [NewItem(guid(nth), text.strip()) for nth, text in enumerate(statements, 1)]
    package = build(DOCUMENT, items)
    back = reading.read(writing.workbook(package), name="x.xlsx", changed=CHANGED)
    assert [each.statement for each in back.items] == [each.statement for each in package.items]
    csv_text = "".join(writing.items_csv(package))
    assert ",=1+1" not in csv_text
    assert [each.statement for each in read(csv_text.encode()).items] == [
        each.statement for each in package.items
    ]
    cells = openpyxl.load_workbook(io.BytesIO(writing.workbook(package)))["CF Item"]["B"]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert writing.workbook(package) == writing.workbook(package)


def test_what_a_workbook_has_no_column_for_is_told() -> None:
    package = build(
        DOCUMENT, [NewItem(guid(1), "a" * 40_000, extensions={"other": 1})],
        [NewLink("precedes", guid(1), guid(2), extensions={"x": 1})],
    )  # fmt: skip
    assert {note.what for note in writing.losses(package)} == {
        "CFItem.extensions has no column.", "CFItem.fullStatement is longer than a cell.",
        "CFAssociation.extensions has no column.",
    }  # fmt: skip


words = st.text("abc é\"',;\n=&<", min_size=1, max_size=12).map(str.strip).filter(bool)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, words, st.integers(0, 6)), max_size=8))
def test_any_tree_of_any_words_goes_through_a_workbook_and_a_csv_unchanged(
    rows: list[tuple[str, str, int]],
) -> None:
    items = [
        NewItem(
            guid(nth), statement, code=code, under=guid(above) if 0 < above < nth else "", changed=CHANGED
        )
        for nth, (statement, code, above) in enumerate(rows, 1)
    ]
    package = build(DOCUMENT, items)
    back = reading.read(writing.workbook(package), name="x.xlsx", changed=CHANGED)
    assert not compare(package, back)
    assert b"".join(case_writing.as_it_came(back)) == b"".join(case_writing.as_it_came(package))
    if items:
        assert not compare(package, read("".join(writing.items_csv(package)).encode())).items
