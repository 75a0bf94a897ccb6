"""Learning opportunities and qualifications of the European Learning Model, and what a transcript in ELMO says was offered.

Read only: titles, learning outcomes, levels, credits, and what belongs to what. Nothing about a learner is taken from
ELMO: no names, no results.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from throughline.core.formats.packages import Association, Document, Item, Package, Unreadable
from throughline.core.formats.trees import made_of

FORMAT = "elm"
LEVEL = re.compile(r"/(?:eqf|qdr)/([^/]+)$")
OFFERED = "learningOpportunitySpecification"


def read(data: bytes, *, name: str) -> tuple[Package, ...]:
    """The catalogue of a file. Raises `Unreadable`."""
    root = _opened(data, name)
    local = _local(root)
    if local == "elmo":
        return (_elmo(root, name),)
    if local == "schema":
        raise Unreadable(
            name, 1, "this is a schema, which says how others are written.", "Send the documents."
        )
    if not any(_local(each).endswith("References") for each in root):
        raise Unreadable(name, 1, f"'{local}' is no catalogue of learning.", "Send ELM or ELMO in XML.")
    return (_catalogue(root, name),)


def _opened(data: bytes, name: str) -> Element:
    try:
        return fromstring(data)
    except ParseError as error:
        raise Unreadable(
            name, error.position[0], f"this is not XML ({error.msg}).", "Export the file again."
        ) from None
    except DefusedXmlException:
        why = "it declares entities, which may hide others."
        raise Unreadable(name, 1, why, "Send it without a document type.") from None
    except (ValueError, LookupError):
        raise Unreadable(name, 1, "its letters cannot be read.", "Save it as UTF-8.") from None


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, *names: str) -> Iterator[Element]:
    return (each for each in element if _local(each) in names)


def _texts(element: Element, *names: str) -> Mapping[str, str]:
    """The first of these children that has words, by language."""
    for name in names:
        found = {_language(each): (each.text or "").strip() for each in _children(element, name)}
        if any(found.values()):
            return {tag: text for tag, text in found.items() if text}
    return {}


def _language(element: Element) -> str:
    return element.get("language") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""


def _first(texts: Mapping[str, str]) -> tuple[str, str]:
    """A language and its text, English before others."""
    found = sorted(texts.items(), key=lambda each: not each[0].startswith("en"))
    return found[0] if found else ("", "")


def _catalogue(root: Element, name: str) -> Package:
    elements = [each for group in root if _local(group).endswith("References") for each in group]
    parents = _parents(elements)
    items = tuple(_item(each, place, parents) for place, each in enumerate(elements))
    links = tuple(_links(elements))
    return Package(_document(root, name, "catalogue"), items, links)


def _document(root: Element, name: str, kind: str) -> Document:
    uri = root.get("id") or f"urn:{FORMAT}:{made_of(tostring(root, encoding='unicode'))}"
    version = root.get("xsdVersion") or ""
    return Document(
        identifier=made_of(uri), uri=uri, kind=kind, format=FORMAT, title=name, version=version,
        body=json.dumps({"root": _local(root), "members": dict(root.attrib)}).encode(),
    )  # fmt: skip


def _parents(elements: list[Element]) -> Mapping[str, str]:
    """By id: what it is part of, said from either side."""
    found = {}
    for each in elements:
        own = each.get("id", "")
        for part in _children(each, "hasPart"):
            found[part.get("idref", "")] = own
        for whole in _children(each, "isPartOf"):
            found[own] = whole.get("idref", "")
    return found


def _item(element: Element, place: int, parents: Mapping[str, str]) -> Item:
    uri = element.get("id", "") or f"urn:{FORMAT}:{place}"
    language, statement = _first(
        _texts(element, "title", "legalName", "prefLabel", "geographicName", "altLabel")
    )
    parent = parents.get(uri, "")
    return Item(
        identifier=made_of(uri), uri=uri, place=place, position=place, statement=statement, kind=_local(element),
        body=_kept(element), language=language, level=_level(element), code=_code(element),
        parent=made_of(parent) if parent and parent != uri else "",
    )  # fmt: skip


def _kept(element: Element) -> bytes:
    return json.dumps({"xml": tostring(element, encoding="unicode")}, ensure_ascii=False).encode()


def _level(element: Element) -> str:
    """The level on the European framework, where one is named."""
    for each in _children(element, "EQFLevel", "eqfLevel", "NQFLevel", "nqfLevel"):
        match = LEVEL.search(each.get("uri", ""))
        return match[1] if match else (each.text or "").strip()
    return ""


def _code(element: Element) -> str:
    for each in _children(element, "identifier"):
        for notation in _children(each, "notation"):
            return (notation.text or "").strip()
        return (each.text or "").strip()
    return ""


def _links(elements: list[Element]) -> Iterator[Association]:
    place = 0
    for each in elements:
        for child in each.iter():
            to = child.get("idref") or (child.get("uri") if "ESCO" in _local(child) else None)
            if to:
                yield _link(each.get("id", ""), _local(child), to, place)
                place += 1


def _link(origin: str, kind: str, to: str, place: int) -> Association:
    return Association(
        identifier=made_of(f"{origin} {kind} {to} {place}"), uri="", place=place, kind=kind, origin=made_of(origin),
        origin_uri=origin, destination=made_of(to), destination_uri=to, body=b"{}",
    )  # fmt: skip


def _elmo(root: Element, name: str) -> Package:
    """What was offered, part inside part; the learner and the results are left where they are."""
    items: list[Item] = []
    for report in _children(root, "report"):
        for each in _children(report, OFFERED):
            _offered(each, "", items)
    body: dict[str, Any] = {"root": "elmo"}
    uri = f"urn:elmo:{made_of(' '.join(each.uri for each in items))}"
    document = Document(
        identifier=made_of(uri),
        uri=uri,
        kind="catalogue",
        format="elmo",
        title=name,
        body=json.dumps(body).encode(),
    )
    return Package(document, tuple(items), ())


def _offered(element: Element, parent: str, items: list[Item]) -> None:
    language, title = _first(_texts(element, "title"))
    code = _code(element)
    uri = f"urn:elmo:{code or len(items)}:{title}"
    kept = {
        "title": dict(_texts(element, "title")), "description": dict(_texts(element, "description")), "code": code,
        "type": _first(_texts(element, "type"))[1], "credits": _credits(element),
    }  # fmt: skip
    items.append(
        Item(
            identifier=made_of(f"{parent} {uri}"), uri=uri, place=len(items), position=len(items), statement=title,
            body=json.dumps(kept, ensure_ascii=False).encode(), kind=OFFERED, code=code, language=language,
            parent=parent, level=_first(_texts(element, "level"))[1],
        )
    )  # fmt: skip
    own = items[-1].identifier
    for part in _children(element, "hasPart"):
        for each in _children(part, OFFERED):
            _offered(each, own, items)


def _credits(element: Element) -> list[Mapping[str, str]]:
    """Scheme and value, wherever the specification itself gives them."""
    own = [*_children(element, "specifies"), element]
    found = [
        c
        for each in own
        for inner in (each, *_children(each, "learningOpportunityInstance"))
        for c in _children(inner, "credit")
    ]
    return [{_local(part): (part.text or "").strip() for part in each} for each in found]
