"""Who may issue credentials: each grant, each change of what may be issued, and each withdrawal is an entry of the public
log, so that nobody can later be made an issuer, or unmade one, for a time gone by.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from throughline.apps.trail import actions as trail
from throughline.apps.trail import queries as log
from throughline.core import ledger
from throughline.core.catalogue.catalogue import Catalogue

KIND = "recognition"


@dataclass(frozen=True, slots=True)
class Recognition:
    """What the log says of one issuer. reference: `organization:id`, or `state:id` for the body that keeps the records.

    entries: how many there are. digest: of what it may issue, by the newest. until: since when it is withdrawn.
    """

    reference: str
    since: datetime
    until: datetime | None
    entries: int
    digest: str


def recognitions(state: str) -> dict[str, Recognition]:
    """Every issuer that a state ever recognized, by reference. One query."""
    found: dict[str, Recognition] = {}
    for entry in log.entries_of_kind(state, KIND):
        before = found.get(entry.reference)
        until = entry.recorded_at if entry.act == "withdrawn" else None
        first = Recognition(entry.reference, entry.recorded_at, until, 0, entry.digest)
        known = before or first
        found[entry.reference] = replace(known, until=until, entries=known.entries + 1, digest=entry.digest)
    return found


def new_leaves(pack: Catalogue) -> list[trail.Leaf]:
    """What publishing this pack decides anew about issuers, as leaves of the public log."""
    before, now = recognitions(pack.state.id), _may_issue(pack)
    standing = {ref for ref, each in before.items() if each.until is None}
    changed = [
        ref for ref in sorted(now) if ref not in standing or before[ref].digest != _digest(ref, now[ref])
    ]
    gone = sorted(standing - now.keys())
    return [
        *(_leaf(pack.state.id, "granted", ref, now[ref], before) for ref in changed),
        *(_leaf(pack.state.id, "withdrawn", ref, (), before) for ref in gone),
    ]


def _leaf(
    state: str, act: str, ref: str, credentials: Iterable[str], before: Mapping[str, Recognition]
) -> trail.Leaf:
    number = before[ref].entries + 1 if ref in before else 1
    return trail.Leaf(state, act, ref, number, _digest(ref, credentials), KIND)


def _digest(ref: str, credentials: Iterable[str]) -> str:
    return ledger.digest({"issuer": ref, "credentials": sorted(credentials)})


def _may_issue(pack: Catalogue) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {f"state:{pack.state.id}": []}
    for credential in pack.credentials.values():
        for issuer in credential.issuers:
            found.setdefault(f"organization:{issuer}", []).append(f"credential:{credential.id}")
    return found
