"""ESCO in the tables that its mirrors publish: occupations under their ISCO groups, skills under their groups.

Each table can come alone; hierarchies and relations join what is in the tables given with them.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from throughline.core.formats.packages import Association, Document, Item, Note, Package, Unreadable
from throughline.core.formats.tables import Table, table_of
from throughline.core.formats.trees import made_of

FORMAT = "esco"
THINGS = ("ORIGINURI", "ID", "PREFERREDLABEL")
HIERARCHY = ("PARENTID", "CHILDID", "CHILDOBJECTTYPE")
RELATION = ("REQUIRINGID", "RELATIONTYPE", "REQUIREDID")
OCCUPATIONS = ("occupation", "isco")
UUID_AT_END = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
TITLES = {"occupations": "ESCO occupations", "skills": "ESCO skills"}


def read(files: Mapping[str, bytes]) -> tuple[Package, ...]:
    """The packages of the tables given, by their file names: occupations, skills, or both. Raises `Unreadable`."""
    tables = {name: table_of(data, name, _needed(data, name)) for name, data in files.items()}
    things = {n: t for n, t in tables.items() if "ORIGINURI" in t.columns}
    if not things:
        name = next(iter(files), "")
        raise Unreadable(
            name, 1, "it only says what belongs to what.", "Send it together with the table of the things."
        )
    names = {row["ID"]: row["ORIGINURI"] for table in things.values() for _, row in table.rows}
    parents = _parents(tables)
    made = []
    for kind in ("occupations", "skills"):
        own = {n: t for n, t in things.items() if _is_occupations(t) == (kind == "occupations")}
        if own:
            made.append(_package(kind, own, tables, names, parents))
    return tuple(made)


def _needed(data: bytes, name: str) -> Sequence[str]:
    head = data[:200]
    if b"REQUIRINGID" in head:
        return RELATION
    return HIERARCHY if b"CHILDID" in head else THINGS


def _is_occupations(table: Table) -> bool:
    return any(f"/{kind}/" in row["ORIGINURI"] for _, row in table.rows[:1] for kind in OCCUPATIONS)


def _parents(tables: Mapping[str, Table]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table in tables.values():
        for _, row in table.rows if "CHILDID" in table.columns else ():
            found.setdefault(row["CHILDID"], []).append(row["PARENTID"])
    return found


def _package(
    kind: str, own: Mapping[str, Table], tables: Mapping[str, Table], names: Mapping[str, str],
    parents: Mapping[str, list[str]],
) -> Package:  # fmt: skip
    rows = [row for table in own.values() for _, row in table.rows]
    held = {row["ID"] for row in rows}
    items = tuple(_item(row, place, names, parents, held) for place, row in enumerate(rows))
    uri = f"http://data.europa.eu/esco/concept-scheme/{kind}"
    document = Document(
        identifier=made_of(uri), uri=uri, kind="framework", format=FORMAT, title=TITLES[kind],
        body=json.dumps({"files": list(own)}).encode(), language="en", publisher="European Commission",
    )  # fmt: skip
    links = tuple(_links(tables, names, parents, held))
    outside = sum(parent not in held for row in rows for parent in parents.get(row["ID"], ()))
    notes = tuple(note for table in own.values() for note in table.notes)
    if outside:
        notes = (
            *notes,
            Note(uri, f"{outside} parents are in no table given", "their children stand at the top"),
        )
    return Package(document, items, links, notes)


def _item(
    row: Mapping[str, str],
    place: int,
    names: Mapping[str, str],
    parents: Mapping[str, list[str]],
    held: set[str],
) -> Item:
    uri = row["ORIGINURI"]
    above = next((each for each in parents.get(row["ID"], ()) if each in held), "")
    return Item(
        identifier=_identifier(uri),
        uri=uri,
        place=place,
        statement=row["PREFERREDLABEL"],
        body=json.dumps(row, ensure_ascii=False).encode(),
        kind=uri.split("/")[-2] if uri.count("/") > 3 else "",
        code=row.get("CODE", ""),
        language="en",
        parent=_identifier(names[above]) if above else "",
        position=place,
    )


def _identifier(uri: str) -> str:
    match = UUID_AT_END.search(uri)
    return match[0] if match else made_of(uri)


def _links(
    tables: Mapping[str, Table], names: Mapping[str, str], parents: Mapping[str, list[str]], held: set[str]
) -> Iterator[Association]:
    """What stands under what (all parents), and which skill another needs."""
    pairs = [("broader", child, parent) for child in parents if child in held for parent in parents[child]]
    for table in tables.values():
        for _, row in table.rows if "REQUIRINGID" in table.columns else ():
            if row["REQUIRINGID"] in held:
                pairs.append((row["RELATIONTYPE"], row["REQUIRINGID"], row["REQUIREDID"]))
    for place, (kind, origin, to) in enumerate(pairs):
        start, end = names[origin], names.get(to, f"urn:esco:{to}")
        yield Association(
            identifier=made_of(f"{start} {kind} {end}"), uri="", place=place, kind=kind, origin=_identifier(start),
            origin_uri=start, destination=_identifier(end), destination_uri=end, body=b"{}",
        )  # fmt: skip
