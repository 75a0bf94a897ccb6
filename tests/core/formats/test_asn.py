"""ASN statement trees: the Common Core as the registry's other format has it, the index, and a broken file."""

import html
import json
from collections import Counter

import pytest

from tests.core.formats.ctdl.shared import PATHWAYS, content
from throughline.core.formats import asn
from throughline.core.formats.packages import Package, Unreadable

pytestmark = pytest.mark.usefixtures("shared_standards")
MODELLING = "★"
"""Marks the modelling standards in the ASN file; the CASE file has dropped it."""


def read(name: str) -> Package:
    path = PATHWAYS / "asn" / name
    (found,) = asn.read(content(path), name=name.removesuffix(".gz"))
    return found


def same(text: str) -> str:
    return asn.TAGS.sub("", text).replace(MODELLING, "").replace("...", "…").strip()


def test_asn_and_case_give_the_same_mathematics() -> None:
    case = json.loads(content(PATHWAYS / "case/packages/opensalt/ccss-math-cfpackage-703items.json.gz"))
    theirs = {each["identifier"]: same(html.unescape(each["fullStatement"])) for each in case["CFItems"]}
    found = read("ccss_math_D10003FB.json.gz")
    ours = {each.uri: same(each.statement) for each in found.items}
    assert len(ours) == 703
    assert ours == theirs
    above = {
        each["originNodeIdentifier"]: each["destinationNodeIdentifier"] for each in case["CFAssociations"]
    }
    uris = {each.identifier: each.uri for each in found.items} | {"": found.document.uri}
    assert {each.uri: uris[each.parent] for each in found.items} == above
    assert found.document.uri == case["CFDocument"]["identifier"]


def test_texts_with_html_are_mended_and_it_is_said() -> None:
    found = read("ccss_math_D10003FB.json.gz")
    (note,) = found.notes
    assert "statements hold HTML" in note.what
    assert not any("<sup>" in each.statement or "&amp;" in each.statement for each in found.items)
    assert any("&" in json.loads(each.body)["text"] for each in found.items), "the source is kept as it came"


def test_language_arts_are_whole() -> None:
    assert len(tuple(read("ccss_ela_D10003FC.json.gz").items)) == 1084


def test_the_index_lists_every_document_by_jurisdiction() -> None:
    found = read("asn-documents-2024-02-22.json.gz")
    by_place = Counter(each.level for each in found.items)
    assert (len(tuple(found.items)), by_place["Arkansas"], by_place["Massachusetts"]) == (4222, 419, 13)


def test_a_text_that_runs_over_its_line_is_refused_there() -> None:
    with pytest.raises(Unreadable) as caught:
        read("jurisdictions.json")
    assert (caught.value.line, caught.value.why) == (17, "a text goes on over the end of its line.")
