"""A CTDL file opened: JSON-LD in any shape, or Turtle, as a frame and the nodes that stand in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from throughline.core.formats.ctdl.envelopes import doubts, is_envelope, opened_envelope
from throughline.core.formats.ctdl.frame import frame_of, nodes_in
from throughline.core.formats.ctdl.graph import declared_prefixes
from throughline.core.formats.opening import json_of, text_of
from throughline.core.formats.packages import Note, Unreadable

TURTLE = re.compile(r"^\s*(@prefix|@base|prefix\s|base\s)", re.MULTILINE | re.IGNORECASE)
SCHEMA = ("$schema", "$id", "definitions")


@dataclass(frozen=True, slots=True)
class Opened:
    """The nodes at the top of a file, the file without them, the prefixes it declares, and what was mended."""

    frame: Any
    nodes: tuple[Mapping[str, Any], ...]
    prefixes: Mapping[str, str]
    notes: tuple[Note, ...]


def opened(data: bytes, name: str) -> Opened:
    """What stands in a file. Raises `Unreadable`, whole, for what is neither JSON-LD nor Turtle or holds no node."""
    text, notes = text_of(data, name)
    if text.lstrip()[:1] in ("{", "["):
        return _of_json(json_of(text, name), name, notes)
    if name.endswith(".ttl") or TURTLE.search(text):
        from throughline.core.formats.ctdl.turtle import nodes_of_turtle

        nodes = tuple(nodes_of_turtle(text, name))
        if not nodes:
            raise Unreadable(name, 0, "it holds no node.", "Send the file that has the statements.")
        return Opened(frame_of(list(nodes)), nodes, {}, notes)
    raise Unreadable(name, 1, "this is neither JSON nor Turtle.", "Export it as JSON-LD or as Turtle.")


def _of_json(root: Any, name: str, notes: tuple[Note, ...]) -> Opened:
    if isinstance(root, dict) and any(word in root for word in SCHEMA):
        raise Unreadable(
            name, 1, "this is a schema, which says how others are written.", "Send the documents."
        )
    if is_envelope(root):
        notes, root = (*notes, *doubts(root)), opened_envelope(root)
    nodes = nodes_in(root)
    found = tuple(node for node in nodes if isinstance(node, dict) and set(node) - {"@context"})
    if not found or not any(_says_what(node) for node in found):
        raise Unreadable(
            name, 1, "no node says of what class it is.", "Send CTDL, with `@type` on each thing."
        )
    return Opened(frame_of(root), tuple(nodes), declared_prefixes(root), notes)


def _says_what(node: Mapping[str, Any]) -> bool:
    return "@type" in node or "type" in node
