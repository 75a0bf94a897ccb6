"""Reads: proofs of what a pathway promises, and the published texts with what shows that they stand in the public log."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries
from throughline.apps.frameworks.models import Version
from throughline.apps.trail import log_keys
from throughline.apps.trail import queries as trail
from throughline.core.catalogue.rulebook import UnknownReference
from throughline.core.proofs.pathway import NoProof, PathwayProof, prove_pathway
from throughline.core.proofs.writing import LoggedText, LoggedTexts, pathway_file

_kept: dict[tuple[UUID | None, str, int | None, date], PathwayProof] = {}
_MOST_KEPT = 100


def proven(reference: str, number: int | None = None, *, now: datetime) -> PathwayProof:
    """What is proven of one version of a pathway (None: the one in force) on this day. Kept in the process until something
    is published: it takes about a second to find.

    :raises Refused: a stage's promise cannot be shown, or there is no such version.
    """
    key = (queries.published().newest, reference, number, timezone.localdate(now))
    if key not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = _prove(reference, number, now)
    return _kept[key]


def pathway_proof(reference: str, number: int | None = None, *, now: datetime) -> dict[str, Any]:
    """The same as a proof file, with the texts and their places in the public log. Raises as above."""
    proof = proven(reference, number, now=now)
    version = number if number is not None else queries.current_number(reference)
    return pathway_file(proof, logged_texts(numbers_of(reference, version, proof.references)))


def _prove(reference: str, number: int | None, now: datetime) -> PathwayProof:
    book = queries.rules_for(reference, number) if number is not None else queries.rules_for()
    try:
        return prove_pathway(book.pathway(reference), book, timezone.localdate(now))
    except UnknownReference as why:
        raise Refused("A proof", str(why), "Look in the catalogue for what is in force.") from None
    except NoProof as why:
        raise Refused("A proof", str(why), "Tell the body that certified the pathway.") from None


def numbers_of(reference: str, number: int, references: Iterable[str]) -> dict[str, int]:
    """The version of each text as one version of a pathway sees it: what it rests on is pinned, all else is as in force."""
    house = queries.published()
    pins = {**house.pins.get((reference, number), {}), reference: number}
    return {ref: pins.get(ref) or house.catalogue.versions.get(ref, 1) for ref in references}


def logged_texts(numbers: Mapping[str, int]) -> LoggedTexts:
    """These versions of the home state's texts with their places in the log, under its newest checkpoint. Five queries.

    :raises Refused: the log is not signed yet, or a text is not under its newest checkpoint.
    """
    state, checkpoint = queries.home_state(), trail.signed_checkpoint()
    wanted = Q()
    for ref, number in numbers.items():
        wanted |= Q(reference=ref, number=number)
    rows = list(Version.objects.filter(wanted, state__slug=state, act="published"))
    places = trail.positions_of(state, numbers)
    if not checkpoint or len(rows) != len(numbers) or len(places) != len(numbers):
        raise Refused(
            "A proof", "a text it needs is not under the log's newest checkpoint.", "Try again later."
        )
    paths = trail.inclusion_paths(list(places.values()), checkpoint)
    texts = (
        LoggedText(state, row.reference, row.number, row.body, row.pins, places[row.reference], paths[places[row.reference]])
        for row in rows
    )  # fmt: skip
    return LoggedTexts(checkpoint, log_keys.signer().key, tuple(texts))
