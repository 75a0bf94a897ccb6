"""Every night everything that can be proven is proven anew, and each proof given to the separate checker."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from throughline import check_proof
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries
from throughline.apps.frameworks.proofs import pathway_proof
from throughline.apps.trail import actions as trail
from throughline.apps.trail import log_keys
from throughline.apps.trail import queries as trail_queries
from throughline.core.proofs.liveness import ways_on

VERB = "proved"


@dataclass(frozen=True, slots=True)
class Night:
    """What was proven one night. pathways, credentials: how many there are. unproven: by pathway why it has no proof, or why
    the separate checker does not believe it. dead: the credentials that lead nowhere."""

    at: datetime
    pathways: int
    unproven: dict[str, str]
    credentials: int
    dead: tuple[str, ...]


@transaction.atomic
def prove(*, by: Actor, now: datetime) -> Night:
    """Prove what every pathway in force promises, and that no credential is dead; what came of it stays in the trail."""
    decision = require(by, "night.prove", what="Proving everything anew")
    kept = queries.catalogue()
    reasons = {name: _doubt(f"pathway:{name}", now) for name in sorted(kept.pathways)}
    ways = ways_on(kept)
    night = Night(
        now, len(reasons), {name: why for name, why in reasons.items() if why}, len(ways),
        tuple(ref for ref, way in ways.items() if not way),
    )  # fmt: skip
    data: dict[str, object] = {
        "pathways": night.pathways, "unproven": night.unproven, "credentials": night.credentials,
        "dead": list(night.dead),
    }  # fmt: skip
    target = f"state:{queries.home_state()}"
    trail.record(trail.Act(by.person, VERB, now, target=target, authority=decision.authority, data=data))
    return night


def last_night() -> Night | None:
    """What came of the latest night; None before the first. One query."""
    found = trail_queries.newest_of(VERB, f"state:{queries.home_state()}")
    if found is None:
        return None
    said = found.data
    return Night(
        found.happened_at, said["pathways"], said["unproven"], said["credentials"], tuple(said["dead"])
    )


def _doubt(reference: str, now: datetime) -> str:
    """Why a pathway's proof is not believed; empty where it is."""
    try:
        file = pathway_proof(reference, now=now)
    except Refused as why:
        return why.why
    keys = [each.text() for each in log_keys.public_keys()]
    believed, why_not = check_proof.answer(json.dumps(file).encode(), set(), now, keys)
    return "" if believed else why_not[0]
