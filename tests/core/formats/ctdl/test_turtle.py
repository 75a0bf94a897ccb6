"""Turtle in and out: the same statements, in the file's order."""

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from tests.core.formats.ctdl.shared import CTDL, content, files, packages
from throughline.core.formats.ctdl.frame import nodes_in
from throughline.core.formats.ctdl.graph import graph_of
from throughline.core.formats.ctdl.reading import read, written_back
from throughline.core.formats.ctdl.turtle import NOWHERE, turtle_of
from throughline.core.formats.packages import Unreadable

READABLE = [
    "competency-frameworks/bcsp-ohst.ttl",
    "context/vocab-assessmentMethod-deprecated.ttl",
    "pathways/heriot-watt/courses.ttl",
    "pathways/heriot-watt/pathway.ttl",
]


def statements(data: bytes) -> Graph:
    return Graph().parse(data=data, format="turtle", publicID=NOWHERE)


@pytest.mark.parametrize("path", READABLE)
@pytest.mark.usefixtures("shared_standards")
def test_turtle_goes_out_with_the_statements_that_came_in(path: str) -> None:
    out = turtle_of(graph_of(nodes_in(written_back(packages(path)))))
    assert isomorphic(statements(out), statements(content(CTDL / path)))


def test_the_list_of_readable_files_is_whole() -> None:
    found = [path for path in files("ctdl") if path.endswith(".ttl")]
    assert not found or set(READABLE) <= set(found)


@pytest.mark.usefixtures("shared_standards")
def test_a_degree_in_turtle_and_in_json_is_one_degree() -> None:
    (one,), (two,) = (
        packages("pathways/heriot-watt/pathway.ttl"),
        packages("pathways/heriot-watt/pathway.json"),
    )
    named = {each.identifier: each.statement for each in one.items if each.kind != "Constraint"}
    assert named == {each.identifier: each.statement for each in two.items if each.kind != "Constraint"}


def test_parts_stand_in_the_order_of_the_file() -> None:
    text = b"""@prefix ceterms: <https://purl.org/ctdl/terms/> .
<https://x.org/p> a ceterms:Pathway ; ceterms:hasPart <https://x.org/b>, <https://x.org/a>, <https://x.org/c> .
<https://x.org/b> a ceterms:BasicComponent ; ceterms:name "B" .
<https://x.org/a> a ceterms:BasicComponent ; ceterms:name "A" .
<https://x.org/c> a ceterms:BasicComponent ; ceterms:name "C" .
"""
    (found,) = read(text, name="p.ttl")
    assert [each.statement for each in sorted(found.items, key=lambda item: item.position)] == ["B", "A", "C"]


def test_a_broken_statement_is_refused_with_its_line() -> None:
    with pytest.raises(Unreadable) as caught:
        read(b"@prefix a: <https://x.org/> .\n\na:b a:c a:d\na:e a:f .\n", name="x.ttl")
    assert caught.value.line in (3, 4)
