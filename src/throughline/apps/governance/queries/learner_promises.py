"""Reads: the state's promise to every learner, each version with what it changed. Public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.apps.directory.actor import Actor, Subject
from throughline.apps.directory.policy import allowed
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import LearnerPromiseVersion
from throughline.core.governing.promising import LearnerPromise, from_json


@dataclass(frozen=True, slots=True)
class MadePromise:
    """One version. document: as it was signed; digest: as the public log has it at `position`."""

    number: int
    organization: str
    promise: LearnerPromise
    why: str
    document: Mapping[str, Any]
    digest: str
    position: int
    made_at: datetime


def promises_made() -> list[MadePromise]:
    """Every version, newest first. One query."""
    return [
        MadePromise(
            r.number, r.organization, from_json(r.says), r.why, r.document, r.digest, r.position, r.made_at
        )
        for r in LearnerPromiseVersion.objects.order_by("-number")
    ]


def makes_promise(actor: Actor) -> bool:
    """Whether the actor may make the promise for the state."""
    organization = frameworks.catalogue().state.promised_by
    return (
        bool(organization)
        and allowed(actor, "learner_promise.make", Subject(organization=organization)).allowed
    )
