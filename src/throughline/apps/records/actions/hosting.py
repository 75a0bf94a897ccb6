"""Writes: what an app does with a learner's record that the learner let in, and letting it in or out."""

from datetime import datetime
from typing import Any

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.records.models import HolderProfile
from throughline.apps.records.queries.apps import tokens_of
from throughline.apps.records.queries.hosting import App, may_pass_on
from throughline.apps.trail import actions as trail

OURS = ("@context", "id", "type", "name", "givenName", "familyName", "dateOfBirth")
"""Of a profile, what an app does not write: the house knows the name, and keeps no day of birth."""
TEXTS = ("url", "phone", "description", "email", "official", "additionalName", "patronymicName", "honorificPrefix",
         "honorificSuffix", "familyNamePrefix")  # fmt: skip


def let_in(*, by: Actor, app: App, scopes: list[str], now: datetime) -> None:
    """A learner lets an app into their record, for these scopes."""
    decision = require(by, "app.let_in", directory.subject_for(by, by.me), what="Letting an app in")
    may_pass_on(by.me, now=now)
    data = {"app": app.name, "scopes": scopes}
    trail.record(trail.Act(by.person, "let in", now, by.me, f"app:{app.id}", decision.authority, data))


@transaction.atomic
def let_out(*, by: Actor, app: str, now: datetime) -> None:
    """A learner lets an app in no more: what it holds opens nothing from now on."""
    decision = require(by, "app.let_in", directory.subject_for(by, by.me), what="Letting an app out")
    if tokens_of(by.me).filter(client_id=app).delete()[0]:
        trail.record(trail.Act(by.person, "let out", now, by.me, f"app:{app}", decision.authority))


@transaction.atomic
def write_profile(*, by: Actor, app: App, content: dict[str, Any], now: datetime) -> None:
    """An app writes what its learner says of themselves beside their name. Raises `Refused` for what is no Profile."""
    decision = require(by, "app.let_in", directory.subject_for(by, by.me), what="Writing a profile")
    may_pass_on(by.me, now=now)
    kept = {name: value for name, value in content.items() if name not in OURS}
    _check(content, kept)
    HolderProfile.objects.update_or_create(learner_id=by.me, defaults={"content": kept, "written_at": now})
    trail.record(
        trail.Act(
            by.person, "wrote the profile", now, by.me, f"app:{app.id}", decision.authority, {"app": app.name}
        )
    )


def _check(content: dict[str, Any], kept: dict[str, Any]) -> None:
    types = content.get("type")
    if "Profile" not in (types if isinstance(types, list) else [types]):
        raise Refused("A profile", "its type is not Profile.", "Send a Profile of Open Badges 3.0.")
    wrong = next((name for name in TEXTS if not isinstance(kept.get(name, ""), str)), None)
    if wrong is not None:
        raise Refused("A profile", f"its {wrong} is no text.", "Send a Profile of Open Badges 3.0.")
    for name in ("image", "address"):
        if not isinstance(kept.get(name, {}), dict | str if name == "image" else dict):
            raise Refused(
                "A profile", f"its {name} is not written as one.", "Send a Profile of Open Badges 3.0."
            )
