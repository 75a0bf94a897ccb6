"""What others published goes out again in every form there is of it, by link and by what the asker takes; and the whole
registry goes out as one file that can be read back whole."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.factories import NOW, load
from tests.rows import shared_folder
from tests.web.looking import said
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.registry import actions, own
from throughline.apps.registry.digests import package_digest
from throughline.apps.registry.models import DocumentVersion
from throughline.apps.registry.queries import documents
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.apps.registry.queries.exporting import package
from throughline.core.formats.ctdl.frame import nodes_in
from throughline.core.formats.detecting import SheetSaid, read_any
from throughline.core.formats.packages import Package
from throughline.core.formats.spreadsheets.mapping import Mapping
from throughline.web.public.registry import files

PATHWAYS = shared_folder() / "standards" / "pathways"
PUBLISHED = (
    "ctdl/pathways/heriot-watt/pathway.json", "ctdl/competency-frameworks/bcsp-asp.json",
    "ctdl/competency-frameworks/bcsp-ohst.ttl", "asn/ccss_ela_D10003FC.json.gz",
    "case/packages/opensalt/ccss-math-cfpackage-703items.json.gz",
)  # fmt: skip
MEDIA = {form.name: form.media for form in files.FORMS}


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, DocumentLine]]:
    """A small state's registry with the published files taken in; the document of each, the largest of a file."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        own.follow(now=NOW)
        yield {name: _taken_in(name) for name in PUBLISHED}
        transaction.set_rollback(True)


def _taken_in(name: str) -> DocumentLine:
    taken = [actions.take_in(by=HOUSE, package=each, now=NOW) for each in read_any(_data(name), _bare(name))]
    found = documents.document(max(taken, key=lambda each: each.same + each.added).document)
    assert found is not None
    return found


def _data(name: str) -> bytes:
    file = PATHWAYS / name
    if not file.is_file():
        pytest.skip(
            f"the shared standards are not here: no file {file}; name their place with THROUGHLINE_SHARED"
        )
    return gzip.decompress(file.read_bytes()) if name.endswith(".gz") else file.read_bytes()


def _bare(name: str) -> str:
    return Path(name).name.removesuffix(".gz")


@pytest.fixture
def visitor(kept: dict[str, DocumentLine], db: None) -> Client:
    """Somebody who is not signed in."""
    return Client()


def body(answer: HttpResponse) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def tree(found: Package) -> dict[str, tuple[str, str]]:
    return {each.identifier: (" ".join(each.statement.split()), each.parent) for each in found.items}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_document_is_had_in_every_form_by_link_by_format_and_by_what_the_asker_takes(
    visitor: Client, kept: dict[str, DocumentLine], name: str
) -> None:
    document = kept[name]
    here = f"/registry/{document.key}/"
    page = visitor.get(here, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page["Content-Type"].startswith("text/html")
    assert "Accept" in page["Vary"].split(", ")
    forms = {form.name for form in files.forms_of(document)}
    assert {"json", "case-1.0.json", "csv", "xlsx"} <= forms
    assert ({"jsonld", "ttl"} <= forms) == (document.format == "ctdl" or document.kind == "framework")
    assert ("asn.json" in forms) == (document.format == "asn")
    for form in forms:
        assert f'href="/registry/{document.key}.{form}"' in page.content.decode()
        linked, asked = visitor.get(f"/registry/{document.key}.{form}"), visitor.get(here, {"format": form})
        assert linked["Content-Type"] == asked["Content-Type"] == MEDIA[form]
        whole = body(linked)
        assert _same(whole, body(asked), form)
        if form not in ("case-1.0.json", "asn.json"):
            taken = visitor.get(here, headers={"Accept": MEDIA[form]})
            assert _same(whole, body(taken), form)
        _holds(whole, form, document)
        again = visitor.get(f"/registry/{document.key}.{form}", headers={"If-None-Match": linked["ETag"]})
        assert again.status_code == 304


def _holds(data: bytes, form: str, document: DocumentLine) -> None:
    """Every item with its statement and its place."""
    theirs = tree(_read(None, form, document))
    if form in ("csv", "xlsx") and not all(text for text, _ in theirs.values()):
        return  # a sheet is read by its statements; what has none is told as lost
    ours = tree(_read(data, form, document))
    if form != "ttl":
        assert ours == theirs, form
        return
    # A thing without an address has no name in Turtle by which it is known again; and Heriot-Watt gives one address to
    # two things: RDF knows one thing of two titles.
    said = [Counter(text for text, _ in each.values()) for each in (theirs, ours)]
    assert (len(ours), (said[0] - said[1]).total() <= 1) == (len(theirs), True)


def _same(one: bytes, other: bytes, form: str) -> bool:
    """Turtle numbers the things without an address anew every time."""
    return one == other or form == "ttl"


def _read(data: bytes | None, form: str, document: DocumentLine) -> Package:
    if data is None:
        found = package(document.key, document.number)
        assert found is not None
        return found
    said = None
    if form == "csv":
        from throughline.core.formats.case.building import NewDocument

        columns = {"identifier": "identifier", "fullStatement": "fullStatement", "smartLevel": "smartLevel"}
        new = NewDocument(document.identifier, document.title, "Somebody", NOW.isoformat())
        said = SheetSaid(new, Mapping(columns, "smartLevel"))
    return max(read_any(data, f"file.{form}", said), key=lambda each: len(list(each.items)))


@pytest.mark.parametrize("name", [each for each in PUBLISHED if each.endswith((".json", ".gz"))])
def test_in_its_own_format_a_document_goes_out_as_it_came(
    visitor: Client, kept: dict[str, DocumentLine], name: str
) -> None:
    document, source = kept[name], json.loads(_data(name))
    ending = {"ctdl": "jsonld", "asn": "asn.json"}.get(document.format, "source")
    found = json.loads(body(visitor.get(f"/registry/{document.key}.{ending}")))
    if document.format != "ctdl":
        assert found == source
        return
    ours, theirs = nodes_in(found), nodes_in(source)
    assert ours
    assert all(each in theirs for each in ours), "every node is as it came"


def test_what_there_is_no_form_of_is_refused_with_those_that_there_are(
    visitor: Client, kept: dict[str, DocumentLine]
) -> None:
    case = kept[PUBLISHED[-1]]
    none = visitor.get(f"/registry/{case.key}/", headers={"Accept": "image/png"})
    assert none.status_code == 406
    assert {"html", "json", "jsonld", "ttl", "csv", "xlsx"} <= {
        e["format"] for e in json.loads(none.content)["forms"]
    }
    for path in (f"{case.key}.asn.json", f"{case.key}.docx", f"{case.key}.json?version=2"):
        assert visitor.get(f"/registry/{path}").status_code == 404


def test_of_a_very_large_document_only_what_is_sent_row_by_row_is_offered(
    visitor: Client, kept: dict[str, DocumentLine]
) -> None:
    large = replace(kept[PUBLISHED[0]], items=files.MOST_ROWS)
    assert {form.name for form in files.forms_of(large)} == {"json", "case-1.0.json", "csv"}


def test_the_permanent_address_leads_to_the_form_that_is_asked_for(
    visitor: Client, kept: dict[str, DocumentLine]
) -> None:
    document = kept["ctdl/competency-frameworks/bcsp-asp.json"]
    answer = visitor.get(f"/resources/ce-{document.identifier}?format=ttl", follow=True)
    assert answer["Content-Type"] == "text/turtle"


def test_a_ladder_of_another_country_is_shown_level_by_level_and_its_map_line_by_line(
    visitor: Client,
) -> None:
    folder = "ctdl/qualifications-frameworks"
    ladder, compared = _taken_in(f"{folder}/zqf_part.json"), _taken_in(f"{folder}/scqf-eqf-mapping.json")
    here = f"/registry/{ladder.key}/levels/"
    assert f'href="{here}"' in visitor.get(f"/registry/{ladder.key}/").content.decode()
    shown = visitor.get(here)
    titles = re.findall("<h2>(.*?)</h2>", shown.content.decode())
    assert titles == [*map(str, range(10, 2, -1)), "2 B", "2 A", "1"], "the highest first"
    assert "Bachelors&#x27; Degree (Honours)" in shown.content.decode()
    lines = said(visitor.get(f"/registry/{compared.key}/levels/"))
    assert "SCQF, level 8 a part of EQF, level 5" in lines
    assert "SCQF, level 1 There is none like it." in lines
    case = documents.documents(own=True)[0]
    assert visitor.get(f"/registry/{case.key}/levels/").status_code == 404


def test_the_states_own_frameworks_go_out_as_ctdl_too(visitor: Client, kept: Any) -> None:
    for document in documents.documents(own=True):
        forms = {form.name for form in files.forms_of(document)}
        if "jsonld" in forms:
            found = json.loads(body(visitor.get(f"/registry/{document.key}.jsonld")))
            assert f"ce-{document.identifier}" in {each["ceterms:ctid"] for each in found["@graph"]}
        reference = own.reference_of(document.key)
        assert ("jsonld" in forms) == reference.startswith(("framework:", "competency_framework:")), reference


def test_the_whole_registry_is_one_file_that_is_read_back_whole(
    visitor: Client, kept: dict[str, DocumentLine]
) -> None:
    with zipfile.ZipFile(io.BytesIO(body(visitor.get("/registry/everything.zip")))) as found:
        assert found.testzip() is None
        names = found.namelist()
        every = documents.documents()
        assert {f"case-1.1/{each.key}.json" for each in every} == {
            e for e in names if e.startswith("case-1.1/")
        }
        assert found.read("documents.csv").decode("utf-8-sig").count("\r\n") == len(every) + 1
        for each in every:
            came = next((n for n in names if n.startswith(f"as-it-came/{each.key}.")), "")
            assert bool(came) == (each.format.startswith("case-") or each.format in ("ctdl", "asn"))
            digest = DocumentVersion.objects.get(document=each.key, number=each.number).digest
            case = read_any(found.read(f"case-1.1/{each.key}.json"), f"{each.key}.json")
            assert [p.document.identifier for p in case] == [each.identifier]
            assert len(list(case[0].items)) == each.items
            if came and each.format != "asn":  # whose file's name is a part of it
                again = {p.document.identifier: p for p in read_any(found.read(came), _bare(came))}
                if each.format.startswith("case-"):
                    assert package_digest(again[each.identifier]) == digest
                assert tree(again[each.identifier]) == tree(_read(None, "json", each))
        nodes = json.loads(found.read("catalogue.jsonld"))["@graph"]
    where, catalogue = own.places(), frameworks.catalogue()
    ids = [each["@id"] for each in nodes]
    assert len(ids) == len(set(ids))
    for kind in (
        "pathway",
        "credential",
        "organization",
        "agreement",
        "opportunity",
        "milestone",
        "competency",
    ):
        collection = getattr(catalogue, "competencies" if kind == "competency" else "opportunities" if kind ==
                             "opportunity" else f"{kind}s")  # fmt: skip
        assert {where.address(f"{kind}:{each}") for each in collection} <= set(ids), kind
