"""Reads: the apps that a learner let into their record, for what and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.idp.oidc.models import Token
from django.db.models import Q

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.models import Person
from throughline.apps.directory.policy import require


@dataclass(frozen=True, slots=True)
class AppLetIn:
    """One of them. id: its own in this house. scopes: what it may do. until: when it is out by itself."""

    id: str
    name: str
    scopes: tuple[str, ...]
    since: datetime
    until: datetime | None


def apps_let_in(actor: Actor, learner: UUID, *, now: datetime) -> tuple[AppLetIn, ...]:
    """Every app that is let in now, by name. Two queries."""
    require(actor, "app.read", directory.subject_for(actor, learner), what="Apps")
    rows = tokens_of(learner).filter(Q(expires_at=None) | Q(expires_at__gt=now)).select_related("client")
    found: dict[str, AppLetIn] = {}
    for row in rows.order_by("created_at"):
        before = found.get(row.client_id)
        scopes = dict.fromkeys([*(before.scopes if before else ()), *row.get_scopes()])
        ends = max(filter(None, (row.expires_at, before.until if before else None)), default=None)
        since = before.since if before else row.created_at
        found[row.client_id] = AppLetIn(row.client_id, row.client.name, tuple(scopes), since, ends)
    return tuple(sorted(found.values(), key=lambda each: each.name.casefold()))


def tokens_of(learner: UUID) -> Any:
    """The tokens that apps hold for a learner; spent codes are none."""
    account = Person.objects.filter(id=learner).values("user_id")
    kinds = (Token.Type.ACCESS_TOKEN, Token.Type.REFRESH_TOKEN)
    return Token.objects.filter(user_id__in=account, type__in=kinds)
