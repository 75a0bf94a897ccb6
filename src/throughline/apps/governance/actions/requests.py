"""Writes: a request for a missing pathway, or for a way to what nothing leads to."""

from datetime import datetime

from django.db import transaction

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import PathwayRequest
from throughline.apps.trail import actions as trail


@transaction.atomic
def request_pathway(*, by: Actor, profession: str, now: datetime, cluster: str = "", why: str = "") -> int:
    """Anyone signed in asks for a pathway that is not there; gives its number on the docket."""
    decision = require(by, "request.file", what="A request")
    if not profession.strip():
        raise Refused("A request", "it names no profession.", "Say which work the pathway should lead to.")
    if cluster and cluster not in frameworks.catalogue().clusters:
        raise Refused(
            "A request", f"there is no cluster '{cluster}'.", "Choose one from the list, or leave it open."
        )
    made = PathwayRequest.objects.create(
        profession=profession.strip(), cluster=cluster, why=why, asked_by_id=by.me, asked_at=now
    )
    made.refresh_from_db(fields=["docket"])
    trail.record(
        trail.Act(by.person, "requested", now, target=f"docket:{made.docket}", authority=decision.authority)
    )
    return made.docket


@transaction.atomic
def ask_for_a_way(*, by: Actor, what: str, of: str, now: datetime) -> int:
    """Anyone signed in asks that a way be opened to a published thing, of whom it is for: a place (`organization:id`) or a
    body (`body:id`). Gives its number on the docket; asked again it is the same one."""
    decision = require(by, "request.file", what="A request")
    kept = frameworks.catalogue()
    things = {"competency": kept.competencies, "milestone": kept.milestones, "credential": kept.credentials,
              "assessment": kept.assessments}  # fmt: skip
    kind, _, name = what.partition(":")
    if kind not in things or (kind != "assessment" and name not in things[kind]):
        raise Refused("A request", f"'{what}' is nothing this state publishes.", "Ask from the shortest way.")
    place, _, asked = of.partition(":")
    if asked not in {"organization": kept.organizations, "body": kept.bodies}.get(place, {}):
        raise Refused("A request", f"'{of}' is no place or body.", "Ask from the shortest way.")
    made, new = PathwayRequest.objects.get_or_create(
        asked_by_id=by.me, what=what, defaults={"of": of, "asked_at": now}
    )
    made.refresh_from_db(fields=["docket"])
    if new:
        trail.record(
            trail.Act(
                by.person, "requested", now, target=f"docket:{made.docket}", authority=decision.authority
            )
        )
    return made.docket
