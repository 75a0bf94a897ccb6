"""Writes: publishing a state's pack, all of it or nothing; adding documents that were made here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from throughline.apps.directory import actions as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries
from throughline.apps.frameworks.additions import added_here, with_what_was_added
from throughline.apps.frameworks.differences import Difference, Draft, compare
from throughline.apps.frameworks.models import State, Version
from throughline.apps.frameworks.moves import note_moves
from throughline.apps.frameworks.recognitions import new_leaves
from throughline.apps.frameworks.words import document_in
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Equivalence
from throughline.core.formats.state_pack.drafts import with_documents, would_be

DECIDED = "alignment-"
"""How the id of an equivalence begins that follows from a decision taken here."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What publishing wrote. log_size: entries in the public log after. `wrote` is 0 where nothing had changed."""

    state: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    carried: tuple[str, ...]
    retired: tuple[str, ...]
    log_size: int

    @property
    def wrote(self) -> int:
        """How many new versions there are."""
        return len(self.added) + len(self.changed) + len(self.carried) + len(self.retired)


@transaction.atomic
def publish(*, by: Actor, pack: Catalogue, now: datetime) -> Summary:
    """Publish a state's documents: new and changed ones as new versions, what rests on them carried along, removed
    ones retired; each entered in the public log, and of the home state who may issue. The same pack twice writes
    nothing."""
    decision = require(by, "catalogue.publish", what=f"Publishing {pack.state.id}")
    _wait_for_others()
    state = _state(pack.state.id, now)
    whole, here = with_what_was_added(pack, state.slug)
    summary = _publish(by, decision, state, whole, here, now)
    if state.home and summary.wrote:
        directory.publish_organizations(
            by=by, state=state.slug, organizations=pack.organizations.values(), now=now
        )
    return summary


@transaction.atomic
def recognize(*, by: Actor, pack: Catalogue, now: datetime) -> int:
    """Enter in the public log who may issue by a state's documents, which are not published yet: for a house whose history
    begins before. Gives how many that changes. Publishing the same documents later changes nobody's."""
    decision = require(by, "catalogue.publish", what=f"Recognizing the issuers of {pack.state.id}")
    _wait_for_others()
    state, leaves = _state(pack.state.id, now), new_leaves(pack)
    trail.enter(leaves if state.home else [], now=now)
    target, said = f"state:{state.slug}", {"issuers": len(leaves)}
    trail.record(
        trail.Act(by.person, "published", now, target=target, authority=decision.authority, data=said)
    )
    return len(leaves)


@transaction.atomic
def add(*, by: Actor, documents: Mapping[str, Any], organization: str, now: datetime) -> Summary:
    """Add new documents to the home state's catalogue, by reference, in the name of an organization that stands for
    them; each entered in the public log. Publishing the state's pack anew leaves them in force.

    :raises Refused: one of these references is taken.
    """
    subject = Subject(organization=organization)
    decision = require(by, "catalogue.add", subject, what="Adding to the catalogue")
    _wait_for_others()
    state = State.objects.get(home=True)
    kept = queries.catalogue()
    if taken := sorted(ref for ref in documents if ref in kept.versions):
        raise Refused("Adding to the catalogue", f"{taken[0]} is there already.", "Give it another name.")
    here = {**added_here(state.slug), **dict.fromkeys(documents, "here")}
    return _publish(by, decision, state, with_documents(kept, documents), here, now)


@transaction.atomic
def amend(*, by: Actor, documents: Mapping[str, Any], organization: str, now: datetime) -> Summary:
    """Bring documents of an organization's own into force, by reference: new ones, and new versions of those that were
    added here; each entered in the public log. The same documents twice write nothing.

    :raises Refused: one of them is the state's pack's own.
    """
    subject = Subject(organization=organization)
    decision = require(by, "catalogue.add", subject, what="Changing the catalogue")
    _wait_for_others()
    state = State.objects.get(home=True)
    with queries.one_reading():
        kept = queries.catalogue()
    here = added_here(state.slug)
    if theirs := sorted(ref for ref in documents if ref in kept.versions and ref not in here):
        raise Refused("Changing the catalogue", f"{theirs[0]} is the state's own.", "Give it another name.")
    return _publish(
        by,
        decision,
        state,
        with_documents(kept, documents),
        {**here, **dict.fromkeys(documents, "here")},
        now,
    )


@transaction.atomic
def settle(*, by: Actor, equivalences: Iterable[Equivalence], now: datetime) -> tuple[str, ...]:
    """Bring the equivalences that follow from decisions taken here into force, all there are: new and changed ones as new
    versions, those that follow no more retired. Their ids begin with `DECIDED`. Publishing the state's pack anew leaves
    them in force. Gives the references written, each entered in the public log; none where nothing changed."""
    decision = require(by, "equivalence.settle", what="Settling equivalences")
    _wait_for_others()
    with queries.one_reading():  # as it is now, whatever the page that asks for this has read before
        kept = queries.catalogue()
    wanted = {each.id: each for each in equivalences}
    others = {name: each for name, each in kept.equivalences.items() if not name.startswith(DECIDED)}
    if kept.equivalences == {**others, **wanted}:
        return ()
    state = State.objects.get(home=True)
    here = {**added_here(state.slug), **{f"equivalence:{name}": "here" for name in wanted}}
    summary = _publish(by, decision, state, replace(kept, equivalences={**others, **wanted}), here, now)
    return (*summary.added, *summary.changed, *summary.retired)


@transaction.atomic
def enact(
    *, by: Actor, documents: Mapping[str, Any], base: Mapping[str, int], asked: Subject, now: datetime
) -> tuple[tuple[str, int], ...]:
    """Bring what a body decided into force: documents by reference, None for what it retires. Each is a new version in the
    public log; who is on an older one stays on it; publishing the state's pack anew does not take it back. base: by
    reference the number in force that was decided on (0: none). asked: about whom the policy is asked. Gives references and
    numbers of the decided documents.

    :raises Refused: one of them has changed since.
    """
    decision = require(by, "catalogue.enact", asked, what="Enacting a decision")
    _wait_for_others()
    state = State.objects.get(home=True)
    with queries.one_reading():  # as it is now, whatever the page that asks for this has read before
        kept = queries.catalogue()
    for ref, number in base.items():
        if (kept.versions[ref] if document_in(kept, ref) is not None else 0) != number:
            raise Refused(
                "Bringing it into force", f"{ref} has changed since it was drafted.", "Draft it anew."
            )
    here = {**added_here(state.slug), **dict.fromkeys(documents, "decided")}
    _publish(by, decision, state, would_be(kept, documents), here, now)
    with queries.one_reading():
        numbers = queries.catalogue().versions
    return tuple((ref, numbers[ref]) for ref in documents)


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('frameworks.publish'))")


def _publish(
    by: Actor, decision: Decision, state: State, pack: Catalogue, here: Mapping[str, str], now: datetime
) -> Summary:
    """here: the origin of each document that is not the pack's own."""
    difference = compare(pack, state.slug)
    leaves = [*_leaves(state.slug, difference.drafts), *(new_leaves(pack) if state.home else ())]
    log_size = trail.enter(leaves, now=now)
    note_moves(state, pack, log_size, now)
    if not difference.drafts:
        return _summary(state.slug, difference, log_size)
    Version.objects.bulk_create(
        [_version(state, draft, here, now) for draft in difference.drafts], batch_size=500
    )
    _record(by, decision, state.slug, difference, now)
    return _summary(state.slug, difference, log_size)


def _state(slug: str, now: datetime) -> State:
    # The first state that is loaded is the one whose learners this house serves.
    home = not State.objects.filter(home=True).exists()
    state, _ = State.objects.get_or_create(slug=slug, defaults={"home": home, "created_at": now})
    return state


def _version(state: State, draft: Draft, here: Mapping[str, str], now: datetime) -> Version:
    origin = here.get(draft.reference, "pack")
    return Version(
        state=state, reference=draft.reference, number=draft.number, act=draft.act, digest=draft.digest,
        body=draft.body, pins=dict(draft.pins), origin=origin, published_at=now,
    )  # fmt: skip


def _leaves(state: str, drafts: Iterable[Draft]) -> list[trail.Leaf]:
    return [trail.Leaf(state, draft.act, draft.reference, draft.number, draft.digest) for draft in drafts]


def _record(by: Actor, decision: Decision, state: str, difference: Difference, now: datetime) -> None:
    counts: Mapping[str, object] = {
        "added": len(difference.added), "changed": len(difference.changed),
        "carried": len(difference.carried), "retired": len(difference.retired),
    }  # fmt: skip
    trail.record(
        trail.Act(
            by.person, "published", now, target=f"state:{state}", authority=decision.authority, data=counts
        )
    )


def _summary(state: str, difference: Difference, log_size: int) -> Summary:
    return Summary(
        state, difference.added, difference.changed, difference.carried, difference.retired, log_size
    )
