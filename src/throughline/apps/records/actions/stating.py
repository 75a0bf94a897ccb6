"""Writes: the keeper of the record states to a learner what finishing something will open."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import issuing
from throughline.apps.records.credentials.contents import issuer_profile, words
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.core.catalogue.naming import title_of
from throughline.core.credentials.building import forward, subjects
from throughline.core.credentials.proofs import data_integrity
from throughline.core.progress.promise import Promise


@transaction.atomic
def state_forward(*, by: Actor, learner: UUID, promised: Promise, now: datetime) -> dict[str, Any]:
    """What finishing something opens, as a credential signed by the keeper of the record (eddsa-jcs-2022), for the
    learner to keep. Called by the app that worked out what follows; nothing of it is kept here."""
    require(by, "record.export", directory.subject_for(by, learner), what="A statement of what opens")
    house = frameworks.catalogue()
    keeper, moment = house.state.id, now.replace(microsecond=0)
    done, opens = _titled(promised.finishing), _titled(promised.opens)
    document = forward.build(
        forward.Forward(
            id=f"urn:uuid:{uuid4()}", issuer=issuer_profile(keeper, house),
            subject=subjects.pairwise(issuing.subject_for(learner, keeper)), finishing=done, opens=opens,
            versions=promised.versions, valid_from=moment, name=f"What opens: {', '.join(done.values())}",
            words=f"By the rules as they stand on {promised.as_of}, whoever finishes {' and '.join(done.values())} "
            f"opens: {'; '.join(opens.values())}.",
        )
    )  # fmt: skip
    key, private = live(keeper, "Ed25519", now)
    return data_integrity.sign(
        document, key=private, method=method_of(key), created=moment, suite=forward.SUITE
    )


def _titled(refs: tuple[str, ...]) -> Mapping[str, str]:
    house, asked = frameworks.catalogue(), frameworks.structure().asked_titles
    return {ref: words(title_of(house, ref.partition("#")[0], asked), house) + _stage(ref) for ref in refs}


def _stage(ref: str) -> str:
    """The stage of a pathway that a gate closes, in words; empty for anything else."""
    pathway, _, name = ref.partition("#")
    found = frameworks.catalogue().pathways.get(pathway.partition(":")[2])
    stage = next((each for each in found.stages if each.id == name), None) if found and name else None
    return f", {words(stage.title, frameworks.catalogue())}" if stage else ""
