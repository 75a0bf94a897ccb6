"""A draft as the rules read it: its documents, the catalogue as it would be, the parts in which it differs, the checks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.words import document_in
from throughline.apps.governance.models import AuthorSignature, Draft
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.certification.draft_checks import draft_findings
from throughline.core.formats.state_pack import names, shape
from throughline.core.formats.state_pack.bodies import document_from_json, document_to_json
from throughline.core.formats.state_pack.drafts import would_be
from throughline.core.formats.state_pack.errors import PackErrors, ended
from throughline.core.governing.authorship import Part, Signature, authors_lacking, parts_changed
from throughline.core.governing.opening import CARRIES
from throughline.core.reasoning.findings import Finding

Bodies = Mapping[str, Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft read against what was in force when it was written. after: the catalogue as it would be now."""

    documents: Mapping[str, Any]
    after: Catalogue
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]


def read_documents(kind: str, given: Bodies) -> dict[str, Any]:
    """The documents of a draft by reference, None for what it retires.

    :raises Refused: naming the document, where in it, and what to do.
    """
    found: dict[str, Any] = {}
    for reference, body in given.items():
        of, _, name = reference.partition(":")
        if of not in CARRIES[kind]:
            may = ", ".join(sorted(CARRIES[kind])) or "no document; write its text"
            raise Refused(
                "The draft", f"a proposal of the kind '{kind}' changes no {of}.", f"It may change: {may}."
            )
        if body is not None and body.get("id", name) != name:
            raise Refused(
                "The draft", f"{reference} says that its id is '{body['id']}'.", "Give both the same name."
            )
        found[reference] = None if body is None else _read(of, reference, body)
    _names(found)
    return found


def _read(kind: str, reference: str, body: Mapping[str, Any]) -> Any:
    try:
        return document_from_json(kind, body)
    except PackErrors as errors:
        first = errors.errors[0]
        why = f"{reference}, at '{first.path}': {first.reason}."
        raise Refused(
            "The draft", why, ended(first.fix), {"errors": [str(e) for e in errors.errors]}
        ) from errors


def _names(documents: Mapping[str, Any]) -> None:
    """Refuses what names a thing that would not be there, lacks a language or a citation."""
    after = would_be(frameworks.catalogue(), documents)
    ids = {kind: frozenset(getattr(after, held)) for kind, held in shape.COLLECTION_OF.items()}
    ids["stage"] = frozenset(f"{p.id}/{s.id}" for p in after.pathways.values() for s in p.stages)
    ids["destination"] = frozenset(f"{p.id}/{d.id}" for p in after.pathways.values() for d in p.destinations)
    known = names.Known(ids, after.state, _levels(after))
    for reference, document in documents.items():
        for path, reason, fix in names.problems(document, "", known) if document is not None else ():
            raise Refused("The draft", f"{reference}, at '{path.lstrip('.')}': {reason}.", ended(fix))


def _levels(kept: Catalogue) -> frozenset[int]:
    return frozenset(level.number for each in kept.qualification_frameworks.values() for level in each.levels)


def in_force(references: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The bodies in force by reference, of those that are."""
    kept = frameworks.catalogue()
    documents = {reference: document_in(kept, reference) for reference in references}
    written = as_written({ref: document for ref, document in documents.items() if document is not None})
    return {ref: body for ref, body in written.items() if body is not None}


def as_written(documents: Mapping[str, Any]) -> dict[str, dict[str, Any] | None]:
    """The bodies of documents, each as it would be published; None for what is retired."""
    return {
        ref: None if document is None else document_to_json(ref.partition(":")[0], document)
        for ref, document in documents.items()
    }


def base_of(references: Iterable[str]) -> dict[str, int]:
    """By reference the number of the version in force; 0 where none is."""
    kept = frameworks.catalogue()
    return {ref: kept.versions[ref] if document_in(kept, ref) is not None else 0 for ref in references}


def moved(draft: Draft) -> tuple[str, ...]:
    """References of a draft that have changed since it was written."""
    now = base_of(draft.documents)
    return tuple(ref for ref, number in draft.base.items() if now[ref] != number)


def drafted(draft: Draft) -> Drafted:
    """A draft with what the checks say of it; worked out once for each catalogue in force."""
    return _drafted(_Held(draft), frameworks.published().newest)


class _Held:
    """A draft that is the same as another of its id."""

    __slots__ = ("draft",)

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.draft.id == other.draft.id

    def __hash__(self) -> int:
        return hash(self.draft.id)


@lru_cache(maxsize=16)
def _drafted(held: _Held, _newest: UUID | None) -> Drafted:
    bodies = held.draft.documents
    documents = {
        ref: None if body is None else document_from_json(ref.partition(":")[0], body)
        for ref, body in bodies.items()
    }
    after = would_be(frameworks.catalogue(), documents)
    return Drafted(
        documents, after, parts_changed(in_force(bodies), bodies), draft_findings(list(bodies), after)
    )


def signatures_of(rows: Iterable[AuthorSignature]) -> tuple[Signature, ...]:
    """Kept signatures as the rules read them."""
    return tuple(Signature(row.part, row.digest, row.sector) for row in rows)


def authors_missing(kind: str, parts: Iterable[Part], rows: Iterable[AuthorSignature]) -> tuple[Finding, ...]:
    """Which authors a draft lacks; only pathways must be made together."""
    return authors_lacking(parts, signatures_of(rows)) if kind == "pathway" else ()
