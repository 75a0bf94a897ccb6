"""What an endorsement says before it is signed, and awards with the endorsements that their learners show.

What is signed cannot be added to: an award with endorsements is a copy of it, signed by its issuer once for each set of
endorsements, under the award's own id, status and salt.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from throughline.apps.directory.one_person import Belongs
from throughline.apps.frameworks.queries import home_state
from throughline.apps.records.credentials import addresses
from throughline.apps.records.credentials.contents import issuer_profile
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.apps.records.credentials.issuing import endorsement_place
from throughline.apps.records.models import (
    Award,
    EndorsedCopy,
    Endorsement,
    EndorsementAnswer,
    KeyMark,
    NeutralPlace,
)
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.credentials.building import endorsement as building
from throughline.core.credentials.building.facts import Document, Endorsed, StatusEntry
from throughline.core.credentials.building.facts import Endorsement as EndorsementFacts
from throughline.core.credentials.proofs import data_integrity
from throughline.core.credentials.tokens import jose
from throughline.core.log_proof import digest_of


@dataclass(frozen=True, slots=True)
class Spoken:
    """An endorsement before it is kept. target: the id of what it speaks of; title: what that is called.

    award, about, number, organization, person, role, words: as it is kept.
    """

    target: str
    title: str
    organization: str
    person: UUID
    role: str
    words: str
    award: UUID | None = None
    about: str = ""
    number: int | None = None


def keep(spoken: Spoken, published: Catalogue, now: datetime) -> Endorsement:
    """Keep an endorsement, signed by the organization that speaks, and enter it in the public log. Call it in a
    transaction. Raises `CannotBuild`."""
    key, salt = uuid4(), secrets.token_bytes(32)
    status_list, place = endorsement_place(spoken.organization, now)
    content = _content(key, spoken, addresses.status(status_list, "revocation"), place, published, now)
    row, private = live(spoken.organization, "Ed25519", now)
    signed = data_integrity.sign(
        content, key=private, method=method_of(row), created=now.replace(microsecond=0)
    )
    made = Endorsement.objects.create(
        id=key, award_id=spoken.award, about=spoken.about, number=spoken.number, organization=spoken.organization,
        person_id=spoken.person, role=spoken.role, words=spoken.words, said_at=now, status_list_id=status_list,
        place=place, salt=salt.hex(), content=content, digest=ledger.digest(content), signed=signed, signed_with=row,
    )  # fmt: skip
    trail.enter([leaf_of(signed, made.salt)], now=now)
    return made


def _content(
    key: UUID, spoken: Spoken, status: str, place: int, published: Catalogue, now: datetime
) -> dict[str, Any]:
    issuer = issuer_profile(spoken.organization, published)
    return building.build(
        EndorsementFacts(
            id=f"urn:uuid:{key}", issuer=issuer, subject=Endorsed(spoken.target, spoken.words),
            valid_from=now.replace(microsecond=0), name=f"Endorsement of {spoken.title}",
            description=f"Said by a {spoken.role.replace('_', ' ')} for {issuer.name}.",
            status=(
                StatusEntry(f"{status}#{place}", "BitstringStatusListEntry", "revocation", str(place), status),
            ),
        )
    )  # fmt: skip


def leaf_of(signed: Mapping[str, Any], salt: str) -> trail.Leaf:
    """What the public log says of a signed credential: a hash under its salt, and nothing else."""
    return trail.credential_leaf(state=home_state(), digest=digest_of(signed), salt=bytes.fromhex(salt))


def standing() -> QuerySet[Endorsement]:
    """Endorsements that nobody took back, in the order in which they were said."""
    return Endorsement.objects.filter(mark=None).order_by("said_at", "id")


def with_answer(rows: QuerySet[Endorsement]) -> QuerySet[Endorsement]:
    """The same, each with its learner's latest answer as `shows`; None where there is none yet."""
    return rows.annotate(shows=_answer())


def _answer() -> Subquery:
    answers = EndorsementAnswer.objects.filter(endorsement=OuterRef("pk")).order_by("-answered_at", "-id")
    return Subquery(answers.values("shows")[:1])


def _shown() -> QuerySet[Endorsement]:
    own = Belongs(F("learner"), OuterRef("award__learner"))
    hidden = NeutralPlace.objects.filter(own, organization=OuterRef("organization"))
    return standing().filter(~Exists(hidden)).annotate(shows=_answer()).filter(shows=True)


SHOWN = """records_endorsement said WHERE said.award_id = award.id
  AND NOT EXISTS(SELECT FROM records_endorsementmark WHERE endorsement_id = said.id)
  AND NOT EXISTS(
    SELECT FROM records_neutralplace hidden WHERE hidden.organization = said.organization
      AND hidden.learner_id = ANY(ARRAY(SELECT directory_same_person(award.learner_id)))
  ) AND (
    SELECT shows FROM records_endorsementanswer answer WHERE answer.endorsement_id = said.id
    ORDER BY answer.answered_at DESC, answer.id DESC LIMIT 1
  )"""
"""The same of one `award`, for queries that are written out."""


def with_endorsements_shown(awards: QuerySet[Award]) -> QuerySet[Award]:
    """These awards, each with what is said in the endorsements shown with it, as `spoken`."""
    said = JSONObject(organization="organization", role="role", words="words", said_at="said_at")
    return awards.annotate(spoken=ArraySubquery(_shown().filter(award=OuterRef("pk")).values(json=said)))


def shown_with(awards: Iterable[UUID]) -> dict[UUID, list[Endorsement]]:
    """The endorsements that go with each award wherever it goes: those that stand, that its learner lets show, and whose
    place the learner does not mind naming. One query."""
    rows = _shown().filter(award__in=list(awards))
    found: dict[UUID, list[Endorsement]] = defaultdict(list)
    for row in rows:
        found[row.award_id].append(row)  # type: ignore[index]
    return found


def copies(rows: Mapping[UUID, Award], now: datetime) -> dict[UUID, dict[str, Any]]:
    """Of these awards the ones with endorsements to show, as they are handed out: signed now where that set of
    endorsements was not. One query where there are none, else two. Call it in a transaction."""
    shown = shown_with(rows)
    wanted = {key: [each.id for each in spoken] for key, spoken in shown.items()}
    stolen = KeyMark.objects.filter(key=OuterRef("signed_with"), kind="stolen")
    kept = EndorsedCopy.objects.filter(~Exists(stolen), award__in=wanted) if wanted else ()
    found = {row.award_id: dict(row.signed) for row in kept if row.endorsements == wanted[row.award_id]}
    for key in wanted.keys() - found.keys():
        found[key] = _copy(rows[key], shown[key], now)
    return found


def _copy(award: Award, spoken: Sequence[Endorsement], now: datetime) -> dict[str, Any]:
    key, private = live(award.issuer, "Ed25519", now)
    signed = data_integrity.sign(
        endorsed(award.content, [each.signed for each in spoken]), key=private, method=method_of(key),
        created=now.replace(microsecond=0),
    )  # fmt: skip
    made = EndorsedCopy.objects.create(
        award=award, endorsements=[each.id for each in spoken], signed=signed, signed_at=now, signed_with=key
    )
    trail.enter([leaf_of(signed, award.salt)], now=now)
    # As it is kept, so that it is handed out the same to the byte the next time.
    made.refresh_from_db(fields=["signed"])
    return dict(made.signed)


def endorsed(content: Document, documents: Sequence[Document]) -> dict[str, Any]:
    """An unsigned credential with these endorsements inside; as it was where there are none."""
    return {**content, "endorsement": [dict(each) for each in documents]} if documents else dict(content)


def with_endorsements(document: Document, award: UUID, as_tokens: bool, now: datetime) -> dict[str, Any]:
    """An award's unsigned credential with the endorsements that its learner shows: signed documents in one that will be
    signed like them, tokens in a token. Call it in a transaction."""
    spoken = shown_with([award]).get(award, [])
    if not as_tokens or not spoken:
        return endorsed(document, [each.signed for each in spoken])
    return {**document, "endorsementJwt": [_token(each, now) for each in spoken]}


def _token(row: Endorsement, now: datetime) -> str:
    key, private = live(row.organization, "RSA", now)
    return jose.sign_token(row.content, key=private, kid=method_of(key), profile="1edtech", jwk=True)
