"""Competency frameworks that only stand whole."""

from collections.abc import Collection

from throughline.core.catalogue.catalogue import Catalogue


def split_frameworks(names: Collection[str], catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """The indivisible frameworks that these competencies (ids) are only a part of, each with the part."""
    split, chosen = {}, set(names)
    for framework in catalogue.competency_frameworks.values():
        if framework.indivisible:
            whole = {each.id for each in catalogue.competencies.values() if each.framework == framework.id}
            if 0 < len(whole & chosen) < len(whole):
                split[framework.id] = tuple(sorted(whole & chosen))
    return split
