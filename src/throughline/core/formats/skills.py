"""Rich skill descriptors (OSMT): collections, lists and tables in, and out again; trees of skills in; our competencies out.

A skill is an item; its occupations, alignments and standards are associations to what others hold.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from throughline.core.catalogue.documents import Competency
from throughline.core.formats.opening import json_of, text_of
from throughline.core.formats.packages import Association, Document, Item, Note, Package, Unreadable
from throughline.core.formats.tables import table_of
from throughline.core.formats.trees import alone, branches, made_of

FORMAT = "rsd"
CONTEXT = "https://rsd.openskillsnetwork.org/context-v1.json"
COLUMNS = ("Skill Name", "Contextualized Skill Statement")
CODES = (
    "BLS Major Group",
    "BLS Minor Group",
    "BLS Broad Occupation",
    "BLS Detailed Occupation",
    "O*NET Job Role",
)


def read(data: bytes, *, name: str) -> tuple[Package, ...]:
    """The collection of a file: JSON of the skills manager, its table for imports, or a tree of skills. Raises
    `Unreadable`."""
    text, notes = text_of(data, name)
    if text.lstrip()[:1] not in ("{", "["):
        return (_of_table(data, name),)
    root = json_of(text, name)
    if isinstance(root, Mapping) and root.get("type") == "RichSkillCollection":
        return (_collection(root, root.get("skills", []), name, notes),)
    if (
        isinstance(root, list)
        and root
        and all(isinstance(e, Mapping) and "skillStatement" in e for e in root)
    ):
        return (_collection({}, root, name, notes),)
    if isinstance(root, Mapping) and any(
        "targetName" in e for e in root.get("skills", []) if isinstance(e, Mapping)
    ):
        return (_tree(root, notes),)
    raise Unreadable(name, 1, "no skill stands in it.", "Send a collection of rich skill descriptors.")


def written_back(package: Package) -> Any:
    """The JSON that a package of skills came from."""
    head = json.loads(package.document.body)
    skills = [json.loads(each.body) for each in sorted(package.items, key=lambda item: item.place)]
    return skills if head["list"] else {**head["collection"], "skills": skills}


def collection_of(
    competencies: Iterable[Competency], *, uri: str, title: str, author: str, language: str = "en"
) -> Mapping[str, Any]:
    """Our competencies as a collection of rich skill descriptors, at addresses under `uri`."""
    return {
        "@context": CONTEXT, "type": "RichSkillCollection", "id": uri, "name": title, "author": author,
        "skills": [_descriptor(each, uri, author, language) for each in competencies],
    }  # fmt: skip


def _descriptor(competency: Competency, uri: str, author: str, language: str) -> Mapping[str, Any]:
    def said(text: Mapping[str, str]) -> str:
        return text.get(language) or next(iter(text.values()), "")

    address = f"{uri}/skills/{competency.id}"
    return {
        "@context": CONTEXT, "type": "RichSkillDescriptor", "id": address, "uuid": made_of(address), "author": author,
        "skillName": said(competency.title), "skillStatement": said(competency.statement),
        "categories": [competency.strand], "keywords": [competency.subject] if competency.subject else [],
        "status": "published",
    }  # fmt: skip


def _collection(
    root: Mapping[str, Any], skills: Sequence[Any], name: str, notes: tuple[Note, ...]
) -> Package:
    uri = str(root.get("id") or f"urn:rsd:list:{skills[0].get('id', name) if skills else name}")
    head = {k: v for k, v in root.items() if k != "skills"}
    document = Document(
        identifier=str(root.get("uuid") or made_of(uri)), uri=uri, kind="collection", format=FORMAT,
        title=str(root.get("name") or name), publisher=str(root.get("author") or ""), status=str(root.get("status") or ""),
        body=json.dumps({"collection": head, "list": not root}, ensure_ascii=False).encode(),
    )  # fmt: skip
    items = tuple(_skill(each, place) for place, each in enumerate(skills))
    pairs = [link for item, skill in zip(items, skills, strict=True) for link in _links(item, skill)]
    return Package(document, items, tuple(_link(link, place) for place, link in enumerate(pairs)), notes)


def _skill(skill: Mapping[str, Any], place: int) -> Item:
    uri = str(skill.get("id") or f"urn:rsd:{skill.get('uuid', place)}")
    return Item(
        identifier=str(skill.get("uuid") or made_of(uri)), uri=uri, place=place, position=place,
        statement=str(skill.get("skillStatement") or skill.get("skillName") or ""),
        body=json.dumps(skill, ensure_ascii=False).encode(), kind="skill", code=str(skill.get("skillName") or ""),
        language="en",
    )  # fmt: skip


Link = tuple[Item, str, str, str]


def _links(item: Item, skill: Mapping[str, Any]) -> Iterator[Link]:
    """Item, kind, address and title of what a skill is joined to."""
    for each in skill.get("occupations") or []:
        if isinstance(each, Mapping) and each.get("code"):
            named = str(each.get("targetNodeName") or each.get("name") or "")
            yield item, "occupation", f"urn:soc:{each['code']}", named
    for kind in ("alignments", "standards", "certifications", "employers"):
        for each in skill.get(kind) or []:
            if isinstance(each, Mapping) and (each.get("id") or each.get("skillName") or each.get("name")):
                titled = str(each.get("skillName") or each.get("name") or "")
                yield item, kind.removesuffix("s"), str(each.get("id") or f"urn:rsd:{kind}:{titled}"), titled


def _link(link: Link, place: int) -> Association:
    item, kind, to, title = link
    return Association(
        identifier=made_of(f"{item.uri} {kind} {to}"), uri="", place=place, kind=kind, origin=item.identifier,
        origin_uri=item.uri, destination=made_of(to), destination_uri=to, destination_title=title, body=b"{}",
    )  # fmt: skip


def _of_table(data: bytes, name: str) -> Package:
    """The table that the skills manager imports: one row a skill, lists with semicolons."""
    table = table_of(data, name, COLUMNS)
    skills = [_of_row(row) for _, row in table.rows]
    return _collection({}, skills, name, table.notes)


def _of_row(row: Mapping[str, str]) -> Mapping[str, Any]:
    codes = [code.strip() for column in CODES for code in row.get(column, "").split(";") if code.strip()]
    uri = f"urn:rsd:{made_of(row['Skill Name'] + row['Contextualized Skill Statement'])}"
    aligned = {"skillName": row.get("Alignment Title", ""), "id": row.get("Alignment", "")}
    return {
        "id": uri, "uuid": uri.removeprefix("urn:rsd:"), "skillName": row["Skill Name"].strip(),
        "skillStatement": row["Contextualized Skill Statement"].strip(),
        "categories": _several(row, "Skill Category"), "keywords": _several(row, "Keywords"),
        "occupations": [{"code": code} for code in codes], "row": dict(row),
        "alignments": [aligned] if aligned["id"] else [],
        "standards": [{"skillName": each} for each in _several(row, "Professional Standards")],
        "certifications": [{"name": each} for each in _several(row, "Certifications")],
    }  # fmt: skip


def _several(row: Mapping[str, str], column: str) -> list[str]:
    return [each.strip() for each in row.get(column, "").split(";") if each.strip()]


def _tree(root: Mapping[str, Any], notes: tuple[Note, ...]) -> Package:
    """A taxonomy of skills inside skills."""
    found = list(branches(root.get("skills", []), "subskills"))
    space = f"urn:skills:{root.get('id', root.get('name', ''))}"
    uris = [f"{space}:{each.node.get('id') or each.place}" for each in found]
    items = tuple(
        Item(
            identifier=made_of(uris[each.place]), uri=uris[each.place], place=each.place, position=each.position,
            statement=str(each.node.get("targetName") or ""), body=alone(each.node, "subskills"),
            kind=str(each.node.get("role") or each.node.get("type") or "skill"),
            code=str(each.node.get("targetCode") or ""), language="en",
            parent=made_of(uris[each.above]) if each.above is not None else "",
        )
        for each in found
    )  # fmt: skip
    document = Document(
        identifier=made_of(space), uri=space, kind="framework", format="skill-tree", title=str(root.get("name") or space),
        body=json.dumps({k: v for k, v in root.items() if k != "skills"}, ensure_ascii=False).encode(), language="en",
    )  # fmt: skip
    return Package(document, items, (), notes)
