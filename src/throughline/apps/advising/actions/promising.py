"""Writes: the state's promise to every learner, signed with the key of whoever makes it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions as governance
from throughline.apps.records.credentials.addresses import did_of
from throughline.apps.records.credentials.contents import issuer_profile
from throughline.apps.records.credentials.stating import credential_signer
from throughline.core.credentials.building.learner_promise import Promised, build
from throughline.core.governing.promising import LearnerPromise


def make_promise(*, by: Actor, promise: LearnerPromise, now: datetime, why: str = "") -> int:
    """Make the promise, or its next version, and sign it as a credential of whoever makes it for the state; gives its
    number. Raises `Refused`."""
    organization, _ = governance.may_promise(by)
    with transaction.atomic():
        # A new key enters the public log: by itself, before anything waits for the log.
        credential_signer(organization, now=now)
    with transaction.atomic():
        sign, house, moment = (
            credential_signer(organization, now=now),
            frameworks.catalogue(),
            now.replace(microsecond=0),
        )

        def signed(number: int, says: Mapping[str, Any], earlier: str) -> dict[str, Any]:
            name = (
                f"Promise of {house.state.title[house.state.languages[0]]} to every learner, version {number}"
            )
            return sign(
                build(
                    Promised(
                        id=f"urn:uuid:{uuid4()}", issuer=issuer_profile(organization, house),
                        made_for=did_of(house.state.id), name=name, number=number, says=says, earlier=earlier,
                        made_at=moment,
                    )
                )
            )  # fmt: skip

        return governance.make_promise(by=by, promise=promise, sign=signed, now=now, why=why)
