"""Statement trees of the Achievement Standards Network, and its index of documents; read, and written back as they came.

The files are lists of trees without the document they belong to; its id stands in the file's name (`D10003FB`).
"""

import html
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from throughline.core.formats.opening import json_of, text_of
from throughline.core.formats.packages import Association, Document, Item, Note, Package, Unreadable
from throughline.core.formats.trees import Branch, alone, branches, made_of, regrown

FORMAT = "asn"
DOCUMENTS = "http://purl.org/ASN/resources/"
TAGS = re.compile(r"</?(?:sup|sub|i|b|u|em|strong|p|br|span|div|ul|ol|li|a)\b[^<>]*>", re.I)
NAMED = re.compile(r"D[0-9A-F]{7}", re.I)


def read(data: bytes, *, name: str) -> tuple[Package, ...]:
    """The framework of a file, or its index of documents as one collection. Raises `Unreadable`."""
    text, notes = text_of(data, name)
    root = json_of(text, name)
    if isinstance(root, Mapping) and isinstance(root.get("hits"), Mapping):
        return (_index(root, notes),)
    trees = root if isinstance(root, list) else [root]
    if not any(
        isinstance(each, Mapping) and ("text" in each or "dcterms_description" in each) for each in trees
    ):
        raise Unreadable(
            name, 1, "no statement of ASN stands in it.", "Send the tree of statements as ASN gives it."
        )
    return (_framework(trees, name, notes, isinstance(root, list)),)


def written_back(package: Package) -> Any:
    """The JSON that a package came from."""
    body = json.loads(package.document.body)
    if "hits" in body:
        return {**body, "hits": {**body["hits"], "hit": [json.loads(each.body) for each in package.items]}}
    trees = regrown(package.items, "children")
    return trees if body["listed"] else trees[0]


def _framework(trees: Sequence[Any], name: str, notes: tuple[Note, ...], listed: bool) -> Package:
    found = list(branches(trees, "children"))
    match = NAMED.search(name)
    uri = DOCUMENTS + match[0].upper() if match else f"{DOCUMENTS}of/{_uri(found[0].node)}"
    items = tuple(_item(each, found) for each in found)
    pairs = zip(items, found, strict=True)
    mended = [each.uri for each, branch in pairs if each.statement != _said(branch.node).strip()]
    if mended:
        what = f"{len(mended)} statements hold HTML (&amp;, <sup>)"
        notes = (*notes, Note(mended[0], what, "read as plain text; kept as they came"))
    document = Document(
        identifier=made_of(uri), uri=uri, kind="framework", format=FORMAT, title=match[0].upper() if match else name,
        body=json.dumps({"file": name, "listed": listed}).encode(), language=items[0].language,
    )  # fmt: skip
    return Package(
        document, items, tuple(_child_of(each, document, place) for place, each in enumerate(items)), notes
    )


def _uri(node: Mapping[str, Any]) -> str:
    return (
        _one(node, "asn_identifier", "literal")
        or _one(node, "asn_identifier", "uri")
        or str(node.get("id") or "")
    )


def _item(each: Branch, found: Sequence[Branch]) -> Item:
    node = each.node
    return Item(
        identifier=made_of(_uri(node)),
        uri=_uri(node),
        place=each.place,
        statement=TAGS.sub("", html.unescape(_said(node))).strip(),
        body=alone(node, "children"),
        kind=_one(node, "asn_statementLabel", "literal"),
        code=_one(node, "asn_statementNotation", "literal")
        or _one(node, "asn_altStatementNotation", "literal"),
        level=", ".join(str(level.get("prefLabel", "")) for level in _many(node, "dcterms_educationLevel")),
        language=_one(node, "dcterms_description", "language"),
        parent=made_of(_uri(found[each.above].node)) if each.above is not None else "",
        position=each.position,
    )


def _said(node: Mapping[str, Any]) -> str:
    return _one(node, "dcterms_description", "literal") or str(node.get("text", ""))


def _many(node: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = node.get(name, [])
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, Mapping)]


def _one(node: Mapping[str, Any], name: str, member: str) -> str:
    value = node.get(name)
    if isinstance(value, str):
        return value if member == "literal" else ""
    return next((str(each[member]) for each in _many(node, name) if each.get(member)), "")


def _child_of(item: Item, document: Document, place: int) -> Association:
    parent = item.parent or document.identifier
    return Association(
        identifier=made_of(f"{item.uri} isChildOf {parent}"), uri="", place=place, kind="isChildOf",
        origin=item.identifier, origin_uri=item.uri, destination=parent, destination_uri="" if item.parent else document.uri,
        body=b"{}", position=item.position,
    )  # fmt: skip


def _index(root: Mapping[str, Any], notes: tuple[Note, ...]) -> Package:
    hits = [each for each in root["hits"].get("hit", []) if isinstance(each, Mapping)]
    items = tuple(_listed(each, place) for place, each in enumerate(hits))
    rest = {**root, "hits": {k: v for k, v in root["hits"].items() if k != "hit"}}
    document = Document(
        identifier=made_of(f"{DOCUMENTS}index"), uri=f"{DOCUMENTS}index", kind="collection", format=FORMAT,
        title="Documents of the Achievement Standards Network", body=json.dumps(rest, ensure_ascii=False).encode(),
    )  # fmt: skip
    return Package(document, items, (), notes)


def _listed(hit: Mapping[str, Any], place: int) -> Item:
    held = hit.get("data", {})
    first = {
        name: str(values[0]) if isinstance(values, list) and values else "" for name, values in held.items()
    }
    uri = f"{DOCUMENTS}{str(hit.get('id', '')).upper()}"
    return Item(
        identifier=made_of(uri), uri=uri, place=place, statement=html.unescape(first.get("title", "")),
        body=json.dumps(hit, ensure_ascii=False).encode(), kind="framework", level=first.get("jurisdiction", ""),
        code=str(hit.get("id", "")).upper(), position=place,
    )  # fmt: skip
