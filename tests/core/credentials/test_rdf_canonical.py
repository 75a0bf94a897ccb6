"""Canonical graphs, by the suite of the W3C working group."""

import json
import re
from itertools import pairwise
from time import process_time
from typing import Any

import pytest

from tests.core.credentials import vectors
from throughline.core.credentials.linked_data.quads import NotQuads, line, literal, parse, sorted_lines
from throughline.core.credentials.linked_data.rdf_canonical import TooTangled, canonical_lines


def _entries(kind: str) -> list[Any]:
    entries = vectors.value("w3c-rdf-canon/manifest.jsonld")["entries"] if vectors.index() else []
    return [each for each in entries if each["type"] == kind]


def _hash(entry: dict[str, Any]) -> str:
    return str(entry.get("hashAlgorithm", "SHA256")).lower().replace("-", "")


def _present(name: str) -> bool:
    return (vectors.CREDENTIALS / "w3c-rdf-canon" / name).exists()


def test_every_graph_of_the_suite_gets_its_published_lines() -> None:
    vectors.path("w3c-rdf-canon")
    checked = 0
    for entry in _entries("rdfc:RDFC10EvalTest"):
        if _present(entry["action"]) and _present(entry["result"]):
            lines, _ = canonical_lines(parse(vectors.text(f"w3c-rdf-canon/{entry['action']}")), _hash(entry))
            assert "".join(lines) == vectors.text(f"w3c-rdf-canon/{entry['result']}"), entry["id"]
            checked += 1
    assert checked >= 25


def test_every_blank_node_of_the_suite_gets_its_published_name() -> None:
    vectors.path("w3c-rdf-canon")
    checked = 0
    for entry in _entries("rdfc:RDFC10MapTest"):
        if _present(entry["action"]) and _present(entry["result"]):
            _, names = canonical_lines(parse(vectors.text(f"w3c-rdf-canon/{entry['action']}")), _hash(entry))
            bare = {old.removeprefix("_:"): new.removeprefix("_:") for old, new in names.items()}
            assert bare == json.loads(vectors.text(f"w3c-rdf-canon/{entry['result']}")), entry["id"]
            checked += 1
    assert checked >= 5


def _cliques(size: int) -> list[Any]:
    """Every node beside every other, so that no name can be given before all orders were tried."""
    nodes = [f"_:n{number}" for number in range(size)]
    return [(one, "<urn:p>", other, "") for one in nodes for other in nodes if one != other]


def test_a_poisonous_graph_is_stopped_within_a_second() -> None:
    poison = [_cliques(12)]
    for entry in _entries("rdfc:RDFC10NegativeEvalTest"):
        if _present(entry["action"]):
            poison.append(parse(vectors.text(f"w3c-rdf-canon/{entry['action']}")))
    for quads in poison:
        began = process_time()
        with pytest.raises(TooTangled):
            canonical_lines(quads)
        assert process_time() - began < 1


def test_a_graph_with_more_nameless_nodes_than_are_read_is_refused() -> None:
    with pytest.raises(TooTangled, match="50001 nodes"):
        canonical_lines([(f"_:b{number}", "<urn:p>", f'"{number}"', "") for number in range(50_001)])


def test_many_alike_but_linked_apart_nodes_are_told_apart() -> None:
    chain = [(one, "<urn:next>", other, "") for one, other in pairwise(f"_:x{n}" for n in range(40))]
    lines, names = canonical_lines(chain)
    renamed = [tuple(part.replace("_:x", "_:other") for part in quad) for quad in reversed(chain)]
    assert canonical_lines(renamed)[0] == lines  # type: ignore[arg-type]  # still four parts
    assert len(set(names.values())) == 40


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain é 😀", '"plain é 😀"'),
        ('a "b" \\ c', '"a \\"b\\" \\\\ c"'),
        ("\t\n\r\b\f", '"\\t\\n\\r\\b\\f"'),
        ("\x00\x0b\x1f\x7f", '"\\u0000\\u000B\\u001F\\u007F"'),
        ("\x80\u2028", '"\x80\u2028"'),
    ],
)
def test_control_characters_have_one_way_of_being_written(text: str, written: str) -> None:
    assert literal(text) == written
    quad = ("<urn:s>", "<urn:p>", written, "")
    assert parse(line(quad)) == [quad]


@pytest.mark.parametrize(
    "bad",
    [
        "<urn:s> <urn:p> .",
        '"a" <urn:p> <urn:o> .',
        "<urn:s> _:p <urn:o> .",
        "<urn:s> <urn:p> <urn:o>",
        "<urn:s> <urn:p> <urn: o> .",
        '<urn:s> <urn:p> "a .',
        '<urn:s> <urn:p> "\\q" .',
        '<urn:s> <urn:p> "a"@ .',
    ],
)
def test_what_is_no_statement_is_refused(bad: str) -> None:
    with pytest.raises(NotQuads):
        parse(bad)


def test_other_spellings_of_a_line_are_read_as_the_canonical_one() -> None:
    loose = '\n# a comment\n<urn:\\u0073>  <urn:p>\t"\\u0061"^^<http://www.w3.org/2001/XMLSchema#string>. # end\r\n'
    assert sorted_lines(parse(loose)) == ['<urn:s> <urn:p> "a" .\n']
    assert re.fullmatch(r'<urn:s> <urn:p> "a"@en-us \.\n', line(parse('<urn:s><urn:p>"a"@en-us.')[0]))
