"""Writes: the state's promise to every learner, in signed versions that stay."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import LearnerPromiseVersion
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.governing.promising import REFERENCE, LearnerPromise, as_json, from_json, lacks

SignPromise = Callable[[int, Mapping[str, Any], str], dict[str, Any]]
"""Signs a promise: its number, what it says, and the digest of the version before (empty: none)."""


def may_promise(by: Actor) -> tuple[str, Decision]:
    """Who makes the promise for the state, where the actor may speak for them. Raises `Refused`."""
    organization = frameworks.catalogue().state.promised_by
    if not organization:
        raise Refused(
            "The promise", "the state does not say who makes it.", "Name them in the state, as `promised_by`."
        )
    subject = Subject(organization=organization)
    return organization, require(by, "learner_promise.make", subject, what="The promise to every learner")


@transaction.atomic
def make_promise(
    *, by: Actor, promise: LearnerPromise, sign: SignPromise, now: datetime, why: str = ""
) -> int:
    """Publish the promise as its next version, signed, in the public log; gives its number. The versions before it stay as
    they are. From the second on it says why it changed."""
    organization, decision = may_promise(by)
    kept = frameworks.catalogue()
    if missing := lacks(promise, kept.state.complete_languages):
        first = missing[0]
        raise Refused("The promise", first.why, first.fix, {"part": first.part})
    _one_at_a_time()
    newest = LearnerPromiseVersion.objects.order_by("-number").first()
    if newest is not None and from_json(newest.says) == promise:
        raise Refused("The promise", "nothing in it is different.", "Change it first, or leave it as it is.")
    if newest is not None and not why.strip():
        raise Refused("The promise", "it does not say why it changed.", "Say it in a line.", {"part": -1})
    number, says = 1 + (newest.number if newest else 0), as_json(promise)
    document = sign(number, says, newest.digest if newest else "")
    digest, reference = ledger.digest(document), f"{REFERENCE}:{kept.state.id}"
    size = trail.enter([trail.Leaf(kept.state.id, "published", reference, number, digest)], now=now)
    LearnerPromiseVersion.objects.create(
        number=number, organization=organization, says=says, why=why.strip() if newest else "", document=document,
        digest=digest, position=size - 1, made_by_id=by.me, made_at=now,
    )  # fmt: skip
    trail.record(
        trail.Act(
            by.person,
            "made the learner promise",
            now,
            None,
            reference,
            decision.authority,
            {"number": number},
        )
    )
    return number


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('governance.learner_promise'))")
