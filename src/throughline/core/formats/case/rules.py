"""A rule carried in CASE: what others can read of it, and the exact rule beside it.

Others see `ext:requires` associations from the milestone to what it asks for, one grouping for each `choose` with how many
of it are needed. The exact rule stands in the milestone's `extensions.throughline.rule`, with a hash of what others see:
as long as the hash fits, the exact rule counts; where someone changed the associations, it no longer fits, and what they
say is derived anew and shown beside it. CASE 1.0 has neither extensions nor `ext:` types (see `writing.losses`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from throughline.core.formats.case.building import NewGroup, NewLink
from throughline.core.formats.identifiers import derived
from throughline.core.formats.packages import Association, Document, Item
from throughline.core.requirements import reading
from throughline.core.requirements.errors import RuleReadError
from throughline.core.requirements.nodes import Choose, Have, Node, Use, children

REQUIRES, OURS = "ext:requires", "throughline"


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule names (`competency:x`, `milestone:y`, `rule:z`) as a node that CASE can link to."""

    identifier: str
    uri: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as CASE carries it: associations, their groupings, and what goes into the milestone's extensions."""

    links: tuple[NewLink, ...]
    groups: tuple[NewGroup, ...]
    extensions: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """A rule as a package brought it. exact: as it was written; edited: whether the associations were changed since;
    seen: what the associations say by themselves (none: nothing)."""

    exact: Node | None
    edited: bool
    seen: Node | None


def write(rule: Node, milestone: str, known: Mapping[str, Known]) -> Written:
    """The rule of a milestone as CASE carries it. What the known names do not cover goes only into the exact rule."""
    links: list[NewLink] = []
    groups: list[NewGroup] = []
    _project(rule, milestone, "", known, links, groups)
    shown = [(each.destination, each.group) for each in links]
    ours = {"rule": reading.write(rule), "projection": _hash(shown, _sizes(groups))}
    return Written(tuple(links), tuple(groups), {OURS: ours})


def read(
    item: Item, associations: Iterable[Association], document: Document, known: Mapping[str, str]
) -> Carried:
    """The rule that an item carries. associations: of its package; known: identifiers to the names that rules use."""
    shown = [each for each in associations if each.kind == REQUIRES and each.origin == item.identifier]
    groups = _groups(document)
    ours = _ours(json.loads(item.body))
    held = _hash([(each.destination, each.group) for each in shown], groups)
    exact = _exact(ours.get("rule"))
    return Carried(
        exact, exact is not None and ours.get("projection") != held, _derived(shown, groups, known)
    )


def _project(
    node: Node,
    milestone: str,
    group: str,
    known: Mapping[str, Known],
    links: list[NewLink],
    groups: list[NewGroup],
) -> None:
    if isinstance(node, Choose):
        inner = derived(milestone, f"grouping {node.id}")
        ours = {"min": node.needed, "of": len(node.of), "within": group, "node": node.id}
        groups.append(NewGroup(inner, f"{node.needed} of {len(node.of)}", extensions={OURS: ours}))
        for child in children(node):
            _project(child, milestone, inner, known, links, groups)
    elif isinstance(node, Have | Use):
        there = known.get(node.what if isinstance(node, Have) else f"rule:{node.rule}")
        if there is not None:
            links.append(
                NewLink(
                    REQUIRES, milestone, there.identifier, destination_uri=there.uri, destination_title=there.title,
                    group=group, extensions={OURS: {"node": node.id}},
                )
            )  # fmt: skip


def _hash(shown: Iterable[tuple[str, str]], groups: Mapping[str, Mapping[str, Any]]) -> str:
    """SHA-256 of what others see: each requirement with how many of its grouping are needed, in a fixed order."""
    said = sorted([destination, group, groups.get(group, {}).get("min")] for destination, group in shown)
    return sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def _sizes(groups: Iterable[NewGroup]) -> dict[str, Mapping[str, Any]]:
    return {each.identifier: each.extensions[OURS] for each in groups}


def _groups(document: Document) -> dict[str, Mapping[str, Any]]:
    definitions = json.loads(document.body).get("CFDefinitions")
    found = definitions.get("CFAssociationGroupings") if isinstance(definitions, dict) else None
    return {
        each["identifier"]: _ours(each)
        for each in found or ()
        if isinstance(each, dict) and "identifier" in each
    }


def _ours(record: Mapping[str, Any]) -> Mapping[str, Any]:
    extensions = record.get("extensions")
    ours = extensions.get(OURS) if isinstance(extensions, dict) else None
    return ours if isinstance(ours, dict) else {}


def _exact(rule: object) -> Node | None:
    try:
        return reading.read(rule) if isinstance(rule, dict) else None
    except RuleReadError:
        return None


def _derived(
    shown: Iterable[Association], groups: Mapping[str, Mapping[str, Any]], known: Mapping[str, str]
) -> Node | None:
    """What the associations say: all of the ungrouped, and of each grouping as many as it needs."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for each in shown:
        name = known.get(each.destination)
        if name:
            kind, _, rest = name.partition(":")
            parts.setdefault(each.group, []).append(
                {"use": {"rule": rest}} if kind == "rule" else {"have": {"what": name}}
            )
    outer = parts.pop("", [])
    for group, children_of in parts.items():
        needed = groups.get(group, {}).get("min")
        body = {"of": children_of} | (
            {"min": needed} if isinstance(needed, int) and needed <= len(children_of) else {}
        )
        outer.append({"choose": body})
    if not outer:
        return None
    return _exact(outer[0] if len(outer) == 1 else {"choose": {"of": outer}})
