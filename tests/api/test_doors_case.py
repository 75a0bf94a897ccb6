"""The registry as a CASE provider: a client that knows nothing but the standard's own OpenAPI document reads all of it."""

from __future__ import annotations

import copy
import gzip
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from django.test import Client

from tests.factories import NOW, load
from tests.packages import document, guid, item, key, link, package, tree
from tests.rows import shared_folder
from throughline.apps.directory.actor import HOUSE
from throughline.apps.registry import actions
from throughline.core.formats.case import reading
from throughline.core.formats.packages import Package

SCHEMAS = shared_folder() / "standards" / "pathways" / "case" / "schema"
PACKAGES = shared_folder() / "standards" / "pathways" / "case" / "packages"
FILES = ("opensalt/what-standards-could-be.json", "opensalt/Ordering.json", "smarter-balanced/mockSingleGradePT.json.gz",
         "smarter-balanced/mockDOK.json")  # fmt: skip
BASES = {"1.1": "/ims/case/v1p1", "1.0": "/ims/case/v1p0"}


def description(version: str) -> dict[str, Any]:
    """The standard's own description of a provider, as OpenAPI 3."""
    name = "imscasev1p1_openapi3_v1p0.json" if version == "1.1" else "case-v1p0-swagger.json"
    if not (SCHEMAS / name).exists():
        pytest.skip("the shared OpenAPI documents of CASE are not here")
    found: dict[str, Any] = json.loads((SCHEMAS / name).read_text())
    for shape in found.get("definitions", {}).values():
        _flatten(shape, found["definitions"])
    return found


def _flatten(shape: dict[str, Any], every: dict[str, Any]) -> None:
    # 1.0's document writes a record outside a package as all of two closed objects, which nothing can be; read is what
    # it means: the one with the members of the other.
    if "allOf" not in shape:
        return
    parts = [every[e["$ref"].rpartition("/")[2]] if "$ref" in e else e for e in shape.pop("allOf")]
    shape["properties"] = {name: one for part in parts for name, one in part.get("properties", {}).items()}
    shape["required"] = [name for part in parts for name in part.get("required", [])]
    shape["additionalProperties"] = False


class Standard:
    """What a client of the OpenAPI document knows: paths, parameters, and the shape of each answer."""

    def __init__(self, version: str) -> None:
        self.said = description(version)
        self.base = BASES[version]
        self.client = Client()

    def schema(self, path: str, code: int) -> dict[str, Any]:
        answer = self.said["paths"][path]["get"]["responses"][str(code)]
        shape = answer.get("schema") or answer["content"]["application/json"]["schema"]
        return {**self.said, **copy.deepcopy(shape)}

    def get(self, path: str, code: int = 200, identifier: str = "", **asked: Any) -> tuple[Any, Any]:
        name = re.search(r"\{(\w+)\}", path)
        where = path.replace(name[0], identifier) if name else path
        answer = self.client.get(f"{self.base}{where}", asked)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert answer.status_code == code, (where, body[:400])
        read = json.loads(body)
        checker = jsonschema.Draft4Validator(self.schema(path, code))
        wrong = [f"{list(each.absolute_path)}: {each.message[:160]}" for each in checker.iter_errors(read)]
        assert wrong == [], where
        return read, answer

    def pages(self, path: str, **asked: Any) -> Iterator[Any]:
        """Every page by the Link header alone."""
        read, answer = self.get(path, **asked)
        yield read, answer
        while following := re.search(r'<([^>]+)>; rel="next"', answer["Link"]):
            parts = urlsplit(following[1])
            assert parts.path == f"{self.base}{path}"
            read, answer = self.get(path, **dict(each.split("=") for each in parts.query.split("&")))
            yield read, answer


def paths(said: dict[str, Any]) -> dict[str, str]:
    """The paths by what they give: `CFItems` to `/CFItems/{sourcedId}`."""
    return {path.split("/")[1]: path for path in said["paths"] if "{" in path}


RICH = {
    "CFDocument": {
        "identifier": guid("rich"), "uri": "https://standards.example/rich", "title": "Rich", "creator": "Board",
        "lastChangeDateTime": "2025-02-03T04:05:06+00:00", "subject": ["Physics"], "adoptionStatus": "Implemented",
    },
    "CFItems": [
        {"identifier": guid(f"rich {n}"), "uri": f"https://standards.example/rich/{n}", "fullStatement": f"Rich {n}",
         "lastChangeDateTime": "2025-02-03T04:05:06+00:00"} for n in range(3)
    ],
    "CFAssociations": [
        {"identifier": guid(f"under {n}"), "uri": f"https://standards.example/under/{n}", "associationType": "isChildOf",
         "originNodeURI": {"title": "a", "identifier": guid(f"rich {n}"), "uri": f"https://standards.example/rich/{n}"},
         "destinationNodeURI": {"title": "d", "identifier": guid("rich"), "uri": "https://standards.example/rich"},
         "lastChangeDateTime": "2025-02-03T04:05:06+00:00"} for n in range(3)
    ],
    "CFDefinitions": {
        "CFConcepts": [{"identifier": guid("concept"), "uri": "https://s.example/c", "title": "Energy",
                        "keywords": "e|f", "hierarchyCode": "1", "lastChangeDateTime": "2025-02-03T04:05:06+00:00"}],
        "CFSubjects": [
            {"identifier": guid(f"subject {code}"), "uri": f"https://s.example/s{code}", "title": f"Subject {code}",
             "hierarchyCode": code, "lastChangeDateTime": "2025-02-03T04:05:06+00:00"} for code in ("1", "1.1", "2")
        ],
        "CFLicenses": [{"identifier": guid("licence"), "uri": "https://s.example/l", "title": "Open",
                        "licenseText": "Use it.", "lastChangeDateTime": "2025-02-03T04:05:06+00:00"}],
        "CFItemTypes": [{"identifier": guid("type"), "uri": "https://s.example/t", "title": "Standard", "description": "A",
                         "hierarchyCode": "1", "lastChangeDateTime": "2025-02-03T04:05:06+00:00"}],
        "CFAssociationGroupings": [{"identifier": guid("grouping"), "uri": "https://s.example/g", "title": "By topic",
                                    "lastChangeDateTime": "2025-02-03T04:05:06+00:00"}],
    },
    "CFRubrics": [{"identifier": guid("rubric"), "uri": "https://s.example/r", "title": "How well",
                   "lastChangeDateTime": "2025-02-03T04:05:06+00:00",
                   "CFRubricCriteria": [{"identifier": guid("criterion"), "uri": "https://s.example/k",
                                         "lastChangeDateTime": "2025-02-03T04:05:06+00:00"}]}],
}  # fmt: skip
DEFINED = {
    "CFConcepts": "concept", "CFSubjects": "subject 1", "CFLicenses": "licence", "CFItemTypes": "type",
    "CFAssociationGroupings": "grouping", "CFRubrics": "rubric",
}  # fmt: skip


def bring(given: Package) -> None:
    actions.take_in(by=HOUSE, package=given, now=NOW)


def bring_all() -> None:
    load()
    bring(reading.read(json.dumps(RICH).encode(), name="rich.json"))
    for name in FILES:
        file = PACKAGES / name
        if not file.exists():
            pytest.skip("the shared files of CASE are not here")
        data = gzip.decompress(file.read_bytes()) if name.endswith("gz") else file.read_bytes()
        for given in reading.read_all(data, name=name):
            bring(given)


@pytest.mark.django_db
@pytest.mark.parametrize("version", BASES)
def test_a_client_written_from_the_openapi_document_alone_reads_everything(version: str) -> None:
    bring_all()
    standard = Standard(version)
    at = paths(standard.said)
    found = [each for read, _ in standard.pages("/CFDocuments", limit=2) for each in read["CFDocuments"]]
    assert len(found) == len({each["identifier"] for each in found}) == 5
    seen = 0
    for each in found:
        standard.get(at["CFDocuments"], identifier=each["identifier"])
        whole, _ = standard.get(at["CFPackages"], identifier=each["identifier"])
        for one in whole["CFItems"][:8]:
            alone, _ = standard.get(at["CFItems"], identifier=one["identifier"])
            assert alone["fullStatement"] == one["fullStatement"]
            linked, _ = standard.get(at["CFItemAssociations"], identifier=one["identifier"])
            assert linked["CFItem"] == alone
            seen += len(linked["CFAssociations"])
        for one in whole["CFAssociations"][:8]:
            alone, _ = standard.get(at["CFAssociations"], identifier=one["identifier"])
            assert alone["originNodeURI"] == one["originNodeURI"]
    assert seen > 30
    for kind, name in DEFINED.items():
        if kind in at:
            standard.get(at[kind], identifier=guid(name))


@pytest.mark.django_db
def test_every_path_of_the_standard_is_answered() -> None:
    standard = Standard("1.1")
    assert len(standard.said["paths"]) == 12
    load()
    bring(reading.read(json.dumps(RICH).encode(), name="rich.json"))
    for kind, path in paths(standard.said).items():
        known = {**{k: guid(n) for k, n in DEFINED.items()}, "CFDocuments": guid("rich"), "CFPackages": guid("rich"),
                 "CFAssociations": guid("under 1")}  # fmt: skip
        standard.get(path, identifier=known.get(kind, guid("rich 1")))
        gone, answer = standard.get(path, 404, identifier=guid("nobody has this"))
        assert gone["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == "unknownobject"
        bad, _ = standard.get(path, 404, identifier="not-a-uuid")
        assert bad["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == "invalid_uuid"
        assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
def test_a_subject_comes_with_those_below_it_and_no_other() -> None:
    load()
    bring(reading.read(json.dumps(RICH).encode(), name="rich.json"))
    read, _ = Standard("1.1").get("/CFSubjects/{sourcedId}", identifier=guid("subject 1"))
    assert [each["hierarchyCode"] for each in read["CFSubjects"]] == ["1", "1.1"]


@pytest.mark.django_db
def test_documents_are_filtered_sorted_and_cut_to_fields_as_the_binding_says() -> None:
    load()
    for name in ("alpha", "beta", "gamma"):
        bring(package(name, tree("atoms"), publisher=name.upper()))
    standard = Standard("1.1")

    def titles(**asked: str) -> list[str]:
        read, _ = standard.get("/CFDocuments", **asked)
        return [each["title"] for each in read["CFDocuments"]]

    assert titles() == ["Alpha", "Beta", "Gamma"]
    assert titles(sort="title", orderBy="desc") == ["Gamma", "Beta", "Alpha"]
    assert titles(filter="title~'et'") == ["Beta"]
    assert titles(filter="title='Alpha' OR title='Gamma'", sort="title", orderBy="desc") == ["Gamma", "Alpha"]
    answer = Client().get("/ims/case/v1p1/CFDocuments", {"fields": "title,identifier", "limit": 1})
    assert json.loads(answer.content) == {"CFDocuments": [{"identifier": guid("alpha"), "title": "Alpha"}]}
    assert answer["X-Total-Count"] == "3"
    assert 'offset=2>; rel="last"' in answer["Link"]
    for wrong in ({"filter": "title=alpha"}, {"limit": "0"}, {"offset": "-1"}, {"orderBy": "up"}):
        standard.get("/CFDocuments", 400, **wrong)


@pytest.mark.django_db
def test_what_came_in_another_format_is_answered_in_case() -> None:
    load()
    changed = document("outlook", format="ctdl", kind="pathway")
    bring(Package(changed, (item("step", 0),), (link("precedes", "step", "later", 0),)))
    standard = Standard("1.1")
    at = paths(standard.said)
    whole, _ = standard.get(at["CFPackages"], identifier=guid("outlook"))
    assert (whole["CFDocument"]["frameworkType"], len(whole["CFItems"])) == ("Pathways", 1)
    standard.get(at["CFItemAssociations"], identifier=guid("step"))


@pytest.mark.django_db
def test_who_has_an_answer_already_is_not_sent_it_again() -> None:
    load()
    bring(package("science", tree("atoms"), [link("precedes", "atoms", "matter", 0)]))
    client = Client()
    for path in (f"CFPackages/{key('science')}", f"CFItems/{guid('atoms')}", "CFDocuments"):
        tag = client.get(f"/ims/case/v1p1/{path}")["ETag"]
        assert client.get(f"/ims/case/v1p1/{path}", headers={"If-None-Match": tag}).status_code == 304
    tag = client.get(f"/ims/case/v1p1/CFPackages/{key('science')}")["ETag"]
    bring(package("science", tree("atoms", "waves")))
    again = client.get(f"/ims/case/v1p1/CFPackages/{key('science')}", headers={"If-None-Match": tag})
    assert again.status_code == 200


@pytest.mark.django_db
def test_nothing_is_written_through_case() -> None:
    load()
    answer = Client().post("/ims/case/v1p1/CFDocuments", "{}", content_type="application/json")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert json.loads(answer.content)["imsx_codeMajor"] == "failure"
