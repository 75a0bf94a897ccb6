"""Rules of ours that came back changed: what we published beside what the file's own conditions say now."""

from collections.abc import Sequence
from typing import Any

from throughline.core.formats.ctdl.normal import OWN
from throughline.core.formats.ctdl.returning import Edited, returned
from throughline.core.formats.packages import Package
from throughline.core.requirements.nodes import Node
from throughline.core.requirements.reading import write

_MARK = f"{OWN}projection".encode()


def edited(packages: Sequence[Package]) -> list[dict[str, Any]]:
    """The rules in a file that somebody changed outside, as values to keep: node, exact, derived (rules or None) and
    difference (sentences)."""
    if not any(_is_ours(each) for each in packages):
        return []
    found = returned(packages)
    return [_kept(each) for each in found.edited] if found is not None else []


def _is_ours(package: Package) -> bool:
    if package.document.format != "ctdl":
        return False
    return _MARK in package.document.body or any(_MARK in each.body for each in package.items)


def _kept(each: Edited) -> dict[str, Any]:
    return {
        "node": each.node, "exact": _rule(each.exact), "derived": _rule(each.derived),
        "difference": [change.sentence for change in each.difference],
    }  # fmt: skip


def _rule(node: Node | None) -> Any:
    return write(node) if node is not None else None
