"""A part of a document, named by JSON pointers (RFC 6901), that still says only what the whole document says."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_KEPT = ("id", "type", "@context")
_PLACE = re.compile(r"0|[1-9][0-9]{0,8}")


class NoSuchPart(ValueError):
    """A pointer that leads nowhere in the document, or is not one."""


@dataclass(slots=True)
class Selection:
    """A part of a document. `origin`: which object of the whole each of its objects was taken from, by identity."""

    document: dict[str, Any]
    origin: dict[int, int] = field(default_factory=dict)


def select(document: Mapping[str, Any], pointers: Sequence[str]) -> Selection:
    """The document reduced to what the pointers name, with ids, types and contexts of all that lies on the way.

    (Data Integrity ECDSA Cryptosuites 1.0, section 3.4.) Raises `NoSuchPart`.
    """
    selection = Selection({})
    selection.document = _begun(document, selection)
    for pointer in pointers:
        _add(document, _steps(pointer), selection)
    return Selection(_closed(selection.document), selection.origin)


def _steps(pointer: str) -> list[str]:
    if pointer and not pointer.startswith("/"):
        raise NoSuchPart(f"{pointer!r} is no JSON pointer: it begins with a slash.")
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


class _Sparse(dict[int, Any]):
    """A list of which only some places are chosen so far."""


def _begun(value: Mapping[str, Any], selection: Selection) -> dict[str, Any]:
    made = {name: copy.deepcopy(value[name]) for name in _KEPT if name in value}
    if str(made.get("id", "")).startswith("_:"):
        made.pop("id")
    selection.origin[id(made)] = id(value)
    return made


def _add(document: Mapping[str, Any], steps: Sequence[str], selection: Selection) -> None:
    value: Any = document
    chosen: Any = selection.document
    if not steps:
        chosen.update({name: _whole(each, selection) for name, each in document.items()})
    for place, step in enumerate(steps):
        key = _key(value, step, steps)
        value = value[key]
        if place == len(steps) - 1:
            chosen[key] = _merged(chosen.get(key), value, selection)
        elif key not in chosen:
            chosen[key] = _Sparse() if isinstance(value, list) else _begun(value, selection)
        chosen = chosen[key]


def _key(value: Any, step: str, steps: Sequence[str]) -> str | int:
    if isinstance(value, dict) and step in value:
        return step
    if isinstance(value, list) and _PLACE.fullmatch(step) and int(step) < len(value):
        return int(step)
    raise NoSuchPart(f"/{'/'.join(steps)} leads nowhere in this document.")


def _merged(chosen: Any, value: Any, selection: Selection) -> Any:
    """The whole value, in the object that was begun for it if there is one, since others may point into it."""
    whole = _whole(value, selection)
    if isinstance(chosen, dict) and isinstance(whole, dict):
        chosen.update(whole)
        return chosen
    return whole


def _whole(value: Any, selection: Selection) -> Any:
    if isinstance(value, list):
        return _Sparse(enumerate(_whole(each, selection) for each in value))
    if not isinstance(value, dict):
        return value
    made = {name: _whole(each, selection) for name, each in value.items()}
    selection.origin[id(made)] = id(value)
    return made


def _closed(value: Any) -> Any:
    if isinstance(value, _Sparse):
        return [_closed(value[place]) for place in sorted(value)]
    if isinstance(value, dict):
        # In place, since the objects are known by their identity.
        for name, each in value.items():
            value[name] = _closed(each)
    return value
