"""Why no credential is dead: from each one, the shortest way on to a destination or an agreement, link by link."""

from collections.abc import Mapping

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.certification.c06_live_credentials import onward_graph

ENDS = ("destination:", "agreement:")


def ways_on(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """For each credential of the catalogue, by reference, the references from it to an end, both included; empty where
    there is none: the credential is dead."""
    onward = onward_graph(catalogue)
    return {
        f"credential:{name}": _way(f"credential:{name}", onward) for name in sorted(catalogue.credentials)
    }


def _way(start: str, onward: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    came: dict[str, str] = {start: ""}
    waiting = [start]
    for ref in waiting:
        if ref.startswith(ENDS):
            return _back(ref, came)
        for following in onward.get(ref, ()):
            if following not in came:
                came[following] = ref
                waiting.append(following)
    return ()


def _back(end: str, came: Mapping[str, str]) -> tuple[str, ...]:
    found = [end]
    while came[found[-1]]:
        found.append(came[found[-1]])
    return tuple(reversed(found))
