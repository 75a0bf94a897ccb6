"""A framework that came in another format, as CTDL-ASN: statements, what stands under what, and alignments.

The CTID of a statement is `ce-` before its GUID, as the published mapping from CASE says. What CTDL-ASN has no term for is
told, and stays in the document's own format.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from throughline.core.formats.ctdl.places import CONTEXT, Body
from throughline.core.formats.noting import Tally
from throughline.core.formats.packages import Association, Item, Note, Package

ALIGNMENTS: Mapping[str, str] = {
    "exactmatchof": "ceasn:exactAlignment", "exactalignment": "ceasn:exactAlignment",
    "broadalignment": "ceasn:broadAlignment", "narrowalignment": "ceasn:narrowAlignment",
    "ispartof": "ceasn:broadAlignment", "precedes": "ceasn:prerequisiteAlignment",
}  # fmt: skip
_TREE = ("ischildof", "haschild")


def outlined(package: Package) -> tuple[Body, tuple[Note, ...]]:
    """The graph of a framework, and what is lost on the way."""
    items = {each.identifier: each for each in package.items}
    below: dict[str, list[Item]] = {}
    for each in sorted(items.values(), key=lambda item: (item.position, item.place)):
        below.setdefault(each.parent if each.parent in items else "", []).append(each)
    tally = Tally()
    nodes = {each.identifier: _competency(each, package, below) for each in items.values()}
    for link in package.associations:
        _align(nodes, link, tally)
    head = _framework(package, below.get("", []))
    return {"@context": CONTEXT, "@graph": [head, *nodes.values()]}, (*_unsaid(package), *tally.notes())


def _framework(package: Package, tops: list[Item]) -> Body:
    document = package.document
    said = {
        "@type": "ceasn:CompetencyFramework", "@id": _address(document.identifier, document.uri),
        "ceterms:ctid": f"ce-{document.identifier}", "ceasn:name": _text(document.title, document.language),
        "ceasn:inLanguage": [document.language] if document.language else [],
        "ceasn:publisherName": _text(document.publisher, document.language),
        "ceasn:hasTopChild": [_address(each.identifier, each.uri) for each in tops],
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _competency(item: Item, package: Package, below: Mapping[str, list[Item]]) -> Body:
    document = package.document
    whole = _address(document.identifier, document.uri)
    said = {
        "@type": "ceasn:Competency", "@id": _address(item.identifier, item.uri), "ceterms:ctid": f"ce-{item.identifier}",
        "ceasn:competencyText": _text(item.statement, item.language or document.language),
        "ceasn:competencyCategory": _text(item.kind, document.language), "ceasn:codedNotation": item.code,
        "ceasn:isPartOf": [whole], "ceasn:educationLevelType": [each for each in item.level.split(",") if each],
        "ceasn:hasChild": [_address(each.identifier, each.uri) for each in below.get(item.identifier, [])],
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _align(nodes: Mapping[str, Body], link: Association, tally: Tally) -> None:
    name = link.kind.rpartition(":")[2].lower()
    term, origin = ALIGNMENTS.get(name), nodes.get(link.origin)
    if name in _TREE:
        return
    if term is None or origin is None:
        tally.add(link.identifier, f"CTDL-ASN has no term for a link of the kind {link.kind}.", "Left out.")
        return
    there = link.destination_uri or f"urn:uuid:{link.destination}"
    # A prerequisite is said from the later one: what comes before it.
    if name == "precedes":
        here = str(origin["@id"])
        target = nodes.get(link.destination)
        if target is None:
            tally.add(link.identifier, "What it comes before is elsewhere.", "Left out.")
            return
        target.setdefault(term, []).append(here)
        return
    origin.setdefault(term, []).append(there)


def _unsaid(package: Package) -> Iterator[Note]:
    if package.document.status:
        yield Note(
            package.document.identifier,
            f"The status {package.document.status!r} is not carried over.",
            "Left out.",
        )


def _address(identifier: str, uri: str) -> str:
    return uri or f"urn:uuid:{identifier}"


def _text(text: str, language: str) -> Any:
    return {language or "en": text} if text else None
