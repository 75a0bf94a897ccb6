"""What publishing a pack would change, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from throughline.apps.frameworks.collections import documents
from throughline.apps.frameworks.dependencies import rests_on
from throughline.apps.frameworks.models import Version
from throughline.core import ledger
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.formats.state_pack.bodies import document_to_json


@dataclass(frozen=True, slots=True)
class Draft:
    """A version about to be written. digest: over reference, number, act, body and pins."""

    reference: str
    number: int
    act: str
    body: dict[str, Any]
    pins: Mapping[str, int]

    @property
    def digest(self) -> str:
        """The sha256 of all it says, hex."""
        return version_digest(self.reference, self.number, self.act, self.body, self.pins)


def version_digest(
    reference: str, number: int, act: str, body: Mapping[str, Any], pins: Mapping[str, int]
) -> str:
    """The digest of a version: sha256 over the canonical JSON of its reference, number, act, body and pins."""
    return ledger.digest(
        {"reference": reference, "number": number, "act": act, "body": dict(body), "pins": dict(pins)}
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """References by what happens to them. carried: their text is the same; what they rest on has changed."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    carried: tuple[str, ...]
    retired: tuple[str, ...]
    drafts: tuple[Draft, ...]


def compare(pack: Catalogue, state: str) -> Difference:
    """The versions that publishing this pack would write."""
    newest = _newest(state)
    in_force = {ref: version for ref, version in newest.items() if version.act == "published"}
    named = dict(documents(pack))
    bodies = {ref: document_to_json(ref.partition(":")[0], document) for ref, document in named.items()}
    added = {ref for ref in named if ref not in in_force}
    changed = {ref for ref in named if ref in in_force and in_force[ref].body != bodies[ref]}
    below = rests_on(pack, named)
    carried = {
        ref for ref in named.keys() - added - changed
        if (below[ref] & (added | changed)) or below[ref] != in_force[ref].pins.keys()
    }  # fmt: skip
    new = added | changed | carried
    numbers = {ref: _next(newest, ref) if ref in new else newest[ref].number for ref in named}
    drafts = [
        Draft(ref, numbers[ref], "published", bodies[ref], {dep: numbers[dep] for dep in sorted(below[ref])})
        for ref in named
        if ref in new
    ]
    gone = sorted(in_force.keys() - named.keys())
    drafts += [
        Draft(ref, newest[ref].number + 1, "retired", newest[ref].body, newest[ref].pins) for ref in gone
    ]
    return Difference(
        tuple(sorted(added)), tuple(sorted(changed)), tuple(sorted(carried)), tuple(gone), tuple(drafts)
    )


def _newest(state: str) -> dict[str, Version]:
    found = Version.objects.filter(state__slug=state).order_by("reference", "-number").distinct("reference")
    return {version.reference: version for version in found}


def _next(newest: Mapping[str, Version], reference: str) -> int:
    return newest[reference].number + 1 if reference in newest else 1
