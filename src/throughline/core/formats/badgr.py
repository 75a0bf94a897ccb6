"""Pathways of Open Badges platforms in their native form: a tree of elements, each with what completes it.

An element asks for its children, for other elements, and for badges, each all of them or at least so many.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from throughline.core.formats.opening import json_of, text_of
from throughline.core.formats.packages import Association, Document, Item, Note, Package, Unreadable
from throughline.core.formats.trees import Branch, alone, branches, made_of
from throughline.core.requirements.nodes import Node
from throughline.core.requirements.reading import read as read_rule

FORMAT = "open-badges-pathway"
ELEMENTS = "urn:badgr:element:"
Body = dict[str, Any]


def read(data: bytes, *, name: str) -> tuple[Package, ...]:
    """The pathway of a file. Raises `Unreadable`."""
    text, notes = text_of(data, name)
    root = json_of(text, name)
    if not isinstance(root, Mapping) or "elementId" not in root or "requirements" not in root:
        raise Unreadable(
            name, 1, "this is no pathway of badges.", "Send the tree of elements, from its root."
        )
    found = list(branches([root], "children"))
    uri = ELEMENTS + str(root["elementId"])
    document = Document(
        identifier=made_of(uri + "/pathway"), uri=uri, kind="pathway", format=FORMAT, title=str(root.get("name") or uri),
        body=json.dumps({"root": root["elementId"]}).encode(),
    )  # fmt: skip
    links = tuple(
        _link(each, place) for place, each in enumerate(link for branch in found for link in _links(branch))
    )
    shortcuts = [
        b.node
        for b in found
        if _asks(b.node).get("allowCompletionBadgeShortcut") and b.node.get("completionBadge")
    ]
    if shortcuts:
        what = f"the badge of {len(shortcuts)} elements completes them by itself"
        notes = (*notes, Note(uri, what, "kept in the source; their rules ask for what the badge asks for"))
    return (Package(document, tuple(_item(each, found) for each in found), links, notes),)


def rules_in(package: Package) -> Mapping[str, Node]:
    """The rule of each element that asks for something, by its identifier. What must be had: other elements as
    milestones, badges as credentials."""
    items = {each.identifier: each for each in package.items}
    below: dict[str, list[Item]] = {}
    for each in sorted(items.values(), key=lambda item: item.position):
        below.setdefault(each.parent, []).append(each)
    titles = {each.uri.removeprefix(ELEMENTS): each.statement for each in items.values()}
    found = {}
    for name, item in items.items():
        body = _rule(json.loads(item.body), below.get(name, []), titles)
        if body is not None:
            found[name] = read_rule(body)
    return found


def _item(each: Branch, found: list[Branch]) -> Item:
    node = each.node
    return Item(
        identifier=_identifier(node["elementId"]),
        uri=ELEMENTS + str(node["elementId"]),
        place=each.place,
        statement=str(node.get("name") or ""),
        body=alone(node, "children"),
        kind="element",
        code=str(node.get("shortCode") or ""),
        parent=_identifier(found[each.above].node["elementId"]) if each.above is not None else "",
        position=each.position,
    )


def _identifier(element: object) -> str:
    return made_of(ELEMENTS + str(element))


def _asks(node: Mapping[str, Any]) -> Mapping[str, Any]:
    asked = node.get("requirements")
    return asked if isinstance(asked, Mapping) else {}


def _badges(part: object) -> list[str]:
    found = part if isinstance(part, list) else []
    return [str(each["badgeUrl"]) for each in found if isinstance(each, Mapping) and "badgeUrl" in each]


def _rule(node: Mapping[str, Any], children: list[Item], titles: Mapping[str, str]) -> Body | None:
    asked = _asks(node)
    others = [str(each) for each in asked.get("nonChildElementRequirements", {}).get("elementIds") or []]
    parts = [
        _chosen(
            asked.get("childElementRequirements"),
            [_have(each.identifier, each.statement) for each in children],
        ),
        _chosen(
            asked.get("nonChildElementRequirements"),
            [_have(_identifier(e), titles.get(e, e)) for e in others],
        ),
        _chosen(
            asked.get("badgeRequirements"), _held(asked.get("badgeRequirements", {}).get("requiredBadges"))
        ),
    ]
    bodies = [each for each in parts if each is not None]
    if not bodies:
        return None
    whole: Body = bodies[0] if len(bodies) == 1 else {"choose": {"of": bodies}}
    shortcuts = _held(asked.get("shortcutBadges"))
    return {"choose": {"min": 1, "of": [whole, *shortcuts]}} if shortcuts else whole


def _chosen(part: object, haves: list[Body]) -> Body | None:
    """All of these, or at least so many; nothing where it asks for none."""
    rule = part.get("countRule", {}) if isinstance(part, Mapping) else {}
    least = rule.get("requiredCount", 0) if rule.get("@type") == "atLeastN" else len(haves)
    if not haves or least < 1:
        return None
    if len(haves) == 1:
        return haves[0]
    return {"choose": {"of": haves} | ({"min": least} if least < len(haves) else {})}


def _have(identifier: str, title: str) -> Body:
    return {"have": {"what": f"milestone:{identifier}"} | ({"title": {"en": title}} if title.strip() else {})}


def _held(badges: object) -> list[Body]:
    return [{"have": {"what": f"credential:{made_of(url)}", "title": {"en": url}}} for url in _badges(badges)]


def _links(each: Branch) -> Iterator[tuple[str, str, str, int]]:
    """What an element points to: its kind, from, to, and at which position."""
    node, asked = each.node, _asks(each.node)
    own = ELEMENTS + str(node["elementId"])
    lists = (
        ("hasChild", [ELEMENTS + str(child["elementId"]) for child in node.get("children") or []]),
        (
            "requiredElement",
            [ELEMENTS + str(e) for e in asked.get("nonChildElementRequirements", {}).get("elementIds") or []],
        ),
        ("requiredBadge", _badges(asked.get("badgeRequirements", {}).get("requiredBadges"))),
        ("shortcutBadge", _badges(asked.get("shortcutBadges"))),
        ("completionBadge", _badges([node["completionBadge"]] if node.get("completionBadge") else [])),
    )
    for kind, targets in lists:
        for position, to in enumerate(targets):
            yield kind, own, to, position


def _link(link: tuple[str, str, str, int], place: int) -> Association:
    kind, origin, to, position = link
    return Association(
        identifier=made_of(f"{origin} {kind} {to} {position}"), uri="", place=place, kind=kind, origin=made_of(origin),
        origin_uri=origin, destination=made_of(to), destination_uri=to, body=b"{}", position=position,
    )  # fmt: skip
