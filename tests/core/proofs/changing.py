"""Every way to change a file: each member taken out, put twice, swapped with its neighbour; each value changed."""

import copy
import os
from collections.abc import Iterator
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
TO_TRY = int(os.environ.get("THROUGHLINE_CHANGES", "300"))
"""How many changes of each file are tried; `python -m benchmarks.proofs --changed` tries a thousand."""


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """The way to each member, at any depth."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in items:
        yield (*path, name)
        yield from places(each, (*path, name))


def at(file: Any, path: Path) -> Any:
    """What stands at the end of a way."""
    for name in path:
        file = file[name]
    return file


def changes(file: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Changed files, each by where it was changed."""
    for path in places(file):
        where = "/".join(map(str, path))
        for name, changed in _at(file, path):
            if changed != file:
                yield f"{where} {name}", changed


def _at(file: dict[str, Any], path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    value = at(file, path)
    yield "taken out", _edited(file, path, lambda place, name: place.pop(name))
    if isinstance(value, str) and value:
        for nth in sorted({0, len(value) // 2, len(value) - 1}):
            yield f"letter {nth}", _put(file, path, _turned(value, nth))
        yield "emptied", _put(file, path, "")
    elif isinstance(value, bool) or value is None:
        yield "turned", _put(file, path, not value)
    elif isinstance(value, int | float):
        yield "one more", _put(file, path, value + 1)
        yield "one less", _put(file, path, value - 1)
    elif isinstance(value, dict):
        yield "a further name", _put(file, (*path, "further"), "word")
    elif isinstance(value, list):
        yield "emptied", _put(file, path, [])
        yield "twice", _put(file, path, [*value, *value[-1:]]) if value else _put(file, path, ["word"])
        if len(value) > 1 and value[0] != value[1]:
            yield "in another order", _put(file, path, [value[1], value[0], *value[2:]])


def _turned(text: str, nth: int) -> str:
    letter = "A" if text[nth] != "A" else "B"
    return text[:nth] + letter + text[nth + 1 :]


def _put(file: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    def put(place: Any, name: Any) -> None:
        place[name] = value

    return _edited(file, path, put)


def _edited(file: dict[str, Any], path: Path, edit: Any) -> dict[str, Any]:
    # Only what leads to the change is copied: a file is large, and there are thousands of changes.
    changed = copy.copy(file)
    place: Any = changed
    for name in path[:-1]:
        place[name] = copy.copy(place[name])
        place = place[name]
    edit(place, path[-1])
    return changed
