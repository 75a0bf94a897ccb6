"""Quads, the parts that meaning is compared in, and N-Quads, the lines they are written in (RDF 1.1 N-Quads).

Each part of a quad is kept as it stands in a line of canonical N-Quads: `<iri>`, `_:label`, `"text"`,
`"text"^^<datatype>`, `"text"@language`; the graph of a quad in the default graph is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

Quad: TypeAlias = tuple[str, str, str, str]

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_TO_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_IRI = r"<((?:[^\x00-\x20<>\"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*)>"
_BLANK = r"_:((?:\w|[:])(?:[\w\-.:·]*[\w\-:·])?)"
_LITERAL = r'"((?:[^"\\\n\r]|\\.)*)"(?:\^\^' + _IRI + r"|@([a-zA-Z]+(?:-[a-zA-Z0-9]+)*))?"
_TERM = rf"(?:{_IRI}|{_BLANK}|{_LITERAL})"
_LINE = re.compile(
    rf"[ \t]*(?:{_IRI}|{_BLANK})[ \t]*{_IRI}[ \t]*{_TERM}[ \t]*(?:(?:{_IRI}|{_BLANK})[ \t]*)?\.[ \t]*(?:#.*)?"
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_UNESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


class NotQuads(ValueError):
    """A line that is no N-Quads statement."""


def literal(text: str, datatype: str = "", language: str = "") -> str:
    """A text as it stands in canonical N-Quads, control characters and quotation marks escaped."""
    written = f'"{_TO_ESCAPE.sub(_escaped, text)}"' if _TO_ESCAPE.search(text) else f'"{text}"'
    if language:
        return f"{written}@{language}"
    return written if datatype in ("", _XSD_STRING) else f"{written}^^<{datatype}>"


def line(quad: Quad) -> str:
    """A quad as one line of canonical N-Quads, with its line feed."""
    subject, predicate, object_, graph = quad
    if graph:
        return f"{subject} {predicate} {object_} {graph} .\n"
    return f"{subject} {predicate} {object_} .\n"


def parse(text: str) -> list[Quad]:
    """The quads of an N-Quads document, each once. Raises `NotQuads`."""
    found: dict[Quad, None] = {}
    for number, each in enumerate(re.split(r"[\n\r]+", text), 1):
        if each.strip(" \t") and not each.lstrip(" \t").startswith("#"):
            found[_quad(each, number)] = None
    return list(found)


def sorted_lines(quads: Iterable[Quad]) -> list[str]:
    """The lines of some quads, each once, in the order of their code points."""
    return sorted({line(quad) for quad in quads})


def _quad(text: str, number: int) -> Quad:
    match = _LINE.fullmatch(text)
    if match is None:
        raise NotQuads(f"Line {number} is no N-Quads statement: {text[:80]!r}")
    subject_iri, subject_blank, predicate, *rest = match.groups()
    iri, blank, body, datatype, language, graph_iri, graph_blank = rest
    value = _node(iri, blank) if body is None else _literal(body, datatype, language)
    return _node(subject_iri, subject_blank), _node(predicate, None), value, _node(graph_iri, graph_blank)


def _node(iri: str | None, blank: str | None) -> str:
    if iri is not None:
        return f"<{_plain(iri)}>"
    return "" if blank is None else f"_:{blank}"


def _literal(body: str, datatype: str | None, language: str | None) -> str:
    return literal(_plain(body), _plain(datatype or ""), language or "")


def _plain(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    short, long, letter = match.groups()
    if letter is None:
        return chr(int(short or long, 16))
    if letter not in _UNESCAPED:
        raise NotQuads(f"\\{letter} is no escape of N-Quads")
    return _UNESCAPED[letter]


def _escaped(match: re.Match[str]) -> str:
    letter = match.group()
    return _SHORT.get(letter) or f"\\u{ord(letter):04X}"
