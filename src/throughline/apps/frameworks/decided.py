"""Writes: equivalences that follow from decisions taken here, beside those of the state's pack."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks.differences import Draft, newest_versions
from throughline.apps.frameworks.models import State, Version
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.documents import Equivalence
from throughline.core.formats.state_pack.bodies import document_to_json


@transaction.atomic
def settle(*, by: Actor, equivalences: Iterable[Equivalence], now: datetime) -> tuple[str, ...]:
    """Bring what follows from decisions into force: new and changed equivalences as new versions, those that follow no
    more retired; each entered in the public log. Gives the references written; none where nothing changed."""
    decision = require(by, "equivalence.settle", what="Settling equivalences")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('frameworks.publish'))")
    state = State.objects.get(home=True)
    drafts = _drafts(state.slug, {f"equivalence:{each.id}": each for each in equivalences})
    if not drafts:
        return ()
    trail.enter(
        [trail.Leaf(state.slug, each.act, each.reference, each.number, each.digest) for each in drafts],
        now=now,
    )
    Version.objects.bulk_create(_version(state, each, now) for each in drafts)
    written = tuple(each.reference for each in drafts)
    trail.record(
        trail.Act(
            by.person, "settled", now, target=f"state:{state.slug}", authority=decision.authority,
            data={"equivalences": list(written)},
        )
    )  # fmt: skip
    return written


def _drafts(state: str, wanted: dict[str, Equivalence]) -> list[Draft]:
    newest = newest_versions(state)
    in_force = {ref: each for ref, each in newest.items() if each.decided and each.act == "published"}
    bodies = {ref: document_to_json("equivalence", each) for ref, each in wanted.items()}
    new = [ref for ref in sorted(bodies) if ref not in in_force or in_force[ref].body != bodies[ref]]
    numbers = {ref: newest[ref].number + 1 if ref in newest else 1 for ref in new}
    gone = sorted(in_force.keys() - wanted.keys())
    return [
        *(Draft(ref, numbers[ref], "published", bodies[ref], {}) for ref in new),
        *(Draft(ref, newest[ref].number + 1, "retired", newest[ref].body, {}) for ref in gone),
    ]


def _version(state: State, draft: Draft, now: datetime) -> Version:
    return Version(
        state=state, reference=draft.reference, number=draft.number, act=draft.act, digest=draft.digest,
        body=draft.body, pins={}, published_at=now, decided=True,
    )  # fmt: skip
