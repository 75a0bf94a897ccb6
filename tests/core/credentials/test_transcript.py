"""The official record on paper: read aloud, kept for good, checked by anyone, and carrying the record itself."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from time import process_time
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from tests.core.credentials.badges import badge, built, record
from tests.factories import small_state
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.credentials.transcript.drawing import CannotDraw, draw
from throughline.core.credentials.transcript.facts import CourseRow, Row, Section, Transcript, Words
from throughline.core.credentials.transcript.legacy import LIMITS, courses_of

NOW = datetime(2027, 6, 1, tzinfo=UTC)
ENGLISH = Words(
    language="en", title="Learner record", name="Name", issued="Issued", number="Record number", kept_by="Kept by",
    issuers="Issued by", check="Check this record", how_to_check="Scan the code or open the address.",
    attached="The whole record is attached to this file as {file}.", qr="QR code that opens", what="What was earned",
    level="Level", issuer="From", date="Date", levels="What the levels mean", courses="Courses this corresponds to",
    courses_limits="What this list does not say", course="Course", stands_on="Stands on", decided="Decided by",
    page="Page {page} of {pages}",
)  # fmt: skip
SPANISH = replace(
    ENGLISH,
    language="es",
    title="Historial de aprendizaje",
    what="Lo que se logró",
    page="Página {page} de {pages}",
)
RECORD = json.dumps(built(record(badge(1, "credential:cad-design", "CAD design")))).encode()
ROW = Row("CAD design", "Harbor High School", "June 1, 2027", "Proficient", ("Models parts", "Reads plans"))
TRANSCRIPT = Transcript(
    ENGLISH, "Ana Lúcia Ortiz", "urn:uuid:475a540c", "Meridian Office of Records", "June 1, 2027",
    "https://meridian.example/v/k3jd8s", (Section("Foundation", (ROW,), "Level 2"), Section("Secondary stage", (ROW,))),
    "Manufacturing", ("Harbor High School",), (("Proficient", "Does this alone and explains it"),),
    (CourseRow("Algebra II", "Mathematics 2", "Board of Pathways"),), ("It holds no grades.",),
)  # fmt: skip


def _text(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def _tree(node: Any) -> Iterator[pikepdf.Dictionary]:
    """Every element of a PDF's structure, in reading order."""
    if isinstance(node, pikepdf.Array):
        for each in node:  # type: ignore[attr-defined]
            yield from _tree(each)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from _tree(node.get("/K"))


def test_a_transcript_can_be_read_aloud(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as file:
        assert file.Root.Lang == "en"
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"
            assert said["dc:title"] == "Learner record: Ana Lúcia Ortiz"
        assert all(page.obj.get("/Tabs") == "/S" for page in file.pages if "/Annots" in page.obj)
        elements = list(_tree(file.Root.StructTreeRoot.K))
        kinds = [str(each.S) for each in elements]
        figures = [each for each in elements if each.S == "/Figure"]
        assert [str(each.Alt) for each in figures] == ["QR code that opens https://meridian.example/v/k3jd8s"]
        assert kinds.count("/Table") == 3
        headers = [each for each in elements if each.S == "/TH"]
        assert len(headers) == 4 + 4 + 3
        assert all("Column" in str(_attribute(each, "/Scope")) for each in headers)
        assert [k for k in kinds if k in ("/Title", "/H1", "/H2", "/H3")][:3] == ["/Title", "/H1", "/H1"]


def _attribute(element: pikepdf.Dictionary, name: str) -> Any:
    held = element.get("/A", pikepdf.Array())
    each = held if isinstance(held, pikepdf.Array) else [held]
    return next((one[name] for one in each if name in one), None)  # type: ignore[union-attr]


def test_a_transcript_is_for_archives_and_carries_the_record_to_the_letter(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as file:
        with file.open_metadata() as said:
            assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("3", "A")
        assert list(file.attachments) == ["clr.json"]
        assert file.attachments["clr.json"].get_file().read_bytes() == RECORD
        related = file.Root.AF[0]
        assert related.AFRelationship == "/Source"
        assert file.attachments["clr.json"].get_file().mime_type == "application/json"


def test_a_transcript_shows_who_what_from_whom_at_which_level_and_where_to_check_it(pdf: bytes) -> None:
    text = _text(pdf)
    for said in ("Ana Lúcia Ortiz", "Meridian Office of Records", "Foundation · Level 2", "CAD design", "Proficient",
                 "Harbor High School", "June 1, 2027", "https://meridian.example/v/k3jd8s", "Page 1 of",
                 "attached to this file as clr.json", "Does this alone and explains it"):  # fmt: skip
        assert said in text
    links = {
        str(a.get_object()["/A"]["/URI"])
        for page in PdfReader(BytesIO(pdf)).pages
        for a in page.get("/Annots", ())
    }
    assert links == {"https://meridian.example/v/k3jd8s"}


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return draw(TRANSCRIPT, RECORD, NOW)


def test_a_transcript_in_spanish_says_so_to_the_reader() -> None:
    drawn = draw(replace(TRANSCRIPT, words=SPANISH), RECORD, NOW)
    with pikepdf.open(BytesIO(drawn)) as file:
        assert file.Root.Lang == "es"
    assert "Lo que se logró" in _text(drawn)
    assert "Página 1 de" in _text(drawn)


MARKUP = (
    "#panic()", "$x$ *bold* _it_", "= Heading", '#read("/etc/passwd")', "<label> @ref", "\\ `raw` // comment", '"]#sys',
)  # fmt: skip


@pytest.mark.parametrize("name", MARKUP)
def test_what_a_person_wrote_is_shown_as_written_and_never_carried_out(name: str) -> None:
    row = replace(ROW, title=name, issuer=name, details=(name,))
    drawn = draw(
        replace(TRANSCRIPT, name=name, sections=(Section(name, (row,)),), limits=(name,)), RECORD, NOW
    )
    assert _text(drawn).count(re.sub(r"\s+", " ", name)) >= 5


def test_the_same_record_is_drawn_to_the_same_bytes() -> None:
    assert draw(TRANSCRIPT, RECORD, NOW) == draw(TRANSCRIPT, RECORD, NOW)


def test_a_name_in_letters_no_font_has_is_refused_with_what_to_do_and_never_drawn_with_holes() -> None:
    with pytest.raises(CannotDraw, match=r"no font here has the letters '王.*Install a font"):
        draw(replace(TRANSCRIPT, name="王小明"), RECORD, NOW)
    for name in ("Nguyễn Thị Kʻaʻahumanu", "Þórdís Łukasz", "Михаил Ωμέγα", "سارة"):
        assert draw(replace(TRANSCRIPT, name=name), RECORD, NOW)


def test_a_record_of_three_hundred_items_is_drawn_at_once_with_its_headers_on_each_page() -> None:
    rows = tuple(replace(ROW, title=f"Achievement {n}") for n in range(300))
    long = replace(TRANSCRIPT, sections=(Section("All", rows),), courses=())
    begun = process_time()
    drawn = draw(long, RECORD, NOW)
    spent = process_time() - begun
    pages = PdfReader(BytesIO(drawn)).pages
    assert "Achievement 299" in _text(drawn)
    assert len(pages) > 10
    assert all("What was earned" in page.extract_text() for page in pages[:-1])
    assert spent < 1.5, f"{spent:.2f} s of work"


def _state(*equivalences: d.Equivalence) -> RuleBook:
    return RuleBook(replace(small_state(), equivalences={each.id: each for each in equivalences}))


@pytest.mark.covers("S001-D10.8")
def test_a_transcript_of_courses_follows_from_certified_equivalences_and_says_what_it_does_not_say() -> None:
    book = _state(
        d.Equivalence("a", "milestone:numbers", "course:algebra", "certified", certified_by="board"),
        d.Equivalence("b", "course:algebra", "course:algebra-honors", "claimed"),
        d.Equivalence(
            "c", "course:biology", "milestone:cells", "certified", exact=True, certified_by="board"
        ),
        d.Equivalence("d", "course:shop", "milestone:tools", "certified"),
    )
    found = courses_of(
        book, {"milestone:numbers": 3, "milestone:cells": None, "milestone:tools": 2, "course:art": None}
    )
    assert [(each.course, each.stands_on, [e.id for e in each.chain]) for each in found] == [
        ("course:algebra", "milestone:numbers", ["a"]),
        ("course:art", "course:art", []),
        ("course:biology", "milestone:cells", ["c"]),
    ], "a shop course would give the milestone; the milestone does not give the course"
    said = tuple(f"It has {name.replace('_', ' ')}." for name in LIMITS)
    rows = tuple(CourseRow(each.course, each.stands_on, "board") for each in found)
    text = _text(draw(replace(TRANSCRIPT, courses=rows, limits=said), RECORD, NOW))
    assert "course:algebra milestone:numbers board" in text
    assert "What this list does not say" in text
    assert all(each in text for each in said)


def test_no_field_of_a_transcript_can_hold_a_grade_an_average_or_a_rank() -> None:
    names = {name for kind in (Transcript, Row, CourseRow, Section) for name in kind.__dataclass_fields__}
    assert not names & {"grade", "gpa", "average", "rank", "attempts", "score", "percentile", "age", "born"}
