"""A catalogue as a list of documents by reference, and back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.formats.state_pack.bodies import document_from_json

COLLECTIONS: Mapping[str, str] = {
    "qualification_framework": "qualification_frameworks",
    "competency_framework": "competency_frameworks",
    "competency": "competencies",
    "cluster": "clusters",
    "region": "regions",
    "organization": "organizations",
    "credential": "credentials",
    "milestone": "milestones",
    "rule": "rules",
    "pathway": "pathways",
    "agreement": "agreements",
    "equivalence": "equivalences",
    "opportunity": "opportunities",
    "assessment": "assessments",
    "rating_form": "rating_forms",
    "body": "bodies",
    "waiver": "waivers",
}
"""Kind of a document to its collection in `Catalogue`."""


def documents(pack: Catalogue) -> Iterator[tuple[str, Any]]:
    """Every document of a pack with its reference; the state's own first."""
    yield f"state:{pack.state.id}", pack.state
    if pack.learner_states is not None:
        yield f"learner_states:{pack.state.id}", pack.learner_states
    for kind, collection in COLLECTIONS.items():
        for name, document in getattr(pack, collection).items():
            yield f"{kind}:{name}", document


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored version, as needed to put a catalogue together."""

    reference: str
    number: int
    act: str
    body: dict[str, Any]


def catalogue_of(stored: list[Stored]) -> Catalogue:
    """The catalogue in force: the highest number of each reference that is not retired; older ones under `past`.

    `versions` also counts the number under which a document was retired, so that who pinned it finds it in `past`.
    """
    read = {(s.reference, s.number): document_from_json(_kind(s.reference), s.body) for s in stored}
    newest = {s.reference: s for s in sorted(stored, key=lambda s: s.number)}
    current = {ref: read[(ref, s.number)] for ref, s in newest.items() if s.act == "published"}
    past = {key: document for key, document in read.items() if newest[key[0]].number != key[1]}
    past.update({(ref, s.number): read[(ref, s.number)] for ref, s in newest.items() if s.act == "retired"})
    by_collection: dict[str, dict[str, Any]] = {collection: {} for collection in COLLECTIONS.values()}
    for ref, document in current.items():
        if _kind(ref) in COLLECTIONS:
            by_collection[COLLECTIONS[_kind(ref)]][ref.partition(":")[2]] = document
    return Catalogue(
        state=_only(current, "state"), learner_states=_only(current, "learner_states"),
        versions={ref: s.number for ref, s in newest.items()}, past=past, **by_collection,
    )  # fmt: skip


def _only(current: Mapping[str, Any], kind: str) -> Any:
    return next((document for ref, document in current.items() if _kind(ref) == kind), None)


def _kind(reference: str) -> str:
    return reference.partition(":")[0]
