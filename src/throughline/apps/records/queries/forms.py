"""Reads: one award in each form a reader may want: a signed document, a token, a picture that carries it, a record of
many. All say the same, because all are made of the same content."""

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from secrets import token_bytes
from typing import Any, Literal
from uuid import UUID, uuid4

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import addresses, issuing, signing
from throughline.apps.records.credentials.contents import issuer_profile, statuses_of, words
from throughline.apps.records.credentials.endorsed import with_endorsements
from throughline.apps.records.credentials.following import Ground, grounds_of
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.apps.records.credentials.standing_of_awards import standing_of
from throughline.apps.records.models import Award
from throughline.core.credentials.building import associations, clr, disclosing, subjects
from throughline.core.credentials.building.facts import Association, Clr, ClrSubject
from throughline.core.credentials.carriers import baking
from throughline.core.credentials.keys import new_private
from throughline.core.credentials.proofs import data_integrity, selective
from throughline.core.credentials.status import revocation_list
from throughline.core.credentials.tokens import jose
from throughline.core.drawing.badge import badge_png, badge_svg

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
"""The context that holds the word of the 1EdTech revocation list."""


def token_of(actor: Actor, key: UUID, *, now: datetime) -> str:
    """An award as a VC-JWT in the 1EdTech profile (RS256), for whoever may read the record."""
    row = _readable(actor, key, now)
    with transaction.atomic():
        held, private = live(row.issuer, "RSA", now)
        content = with_endorsements(row.content, row.id, True, now)
    entry = revocation_list.entry_for(addresses.revocations(row.issuer))
    document = {
        **content,
        "@context": [*row.content["@context"], EXTENSIONS],
        "credentialStatus": [*statuses_of(row.content), entry],
    }
    return jose.sign_token(document, key=private, kid=method_of(held), profile="1edtech", jwk=True)


def parts_of(actor: Actor, key: UUID, *, now: datetime) -> tuple[str, ...]:
    """What of an award's credential its holder may show or leave out, by name (`disclosing.optional_parts`)."""
    row = _readable(actor, key, now)
    return tuple(disclosing.optional_parts(row.content))


def part_of(actor: Actor, key: UUID, parts: Collection[str], *, now: datetime) -> dict[str, Any]:
    """A part of an award's credential, signed so that it verifies by itself and tells nothing of the rest
    (ecdsa-sd-2023): what every part shows, and the optional parts named. For the learner alone.

    The issuer signs it anew each time with another secret, so that two parts cannot be laid beside each other by it.
    """
    row = _kept(key)
    require(
        actor, "record.export", directory.subject_for(actor, row.learner_id), what="A part of a credential"
    )
    if (standing := standing_of([key]).get(key)) is not None and standing.state != "stands":
        raise Refused("A part of a credential", "it does not stand now.", "Look at it in your record.")
    optional = disclosing.optional_parts(row.content)
    with transaction.atomic():
        held, private = live(row.issuer, "P-256", now)
    own = selective.sign_for_showing(
        row.content, key=private, method=method_of(held), created=now.replace(microsecond=0),
        mandatory=disclosing.always_shown(row.content), statements_key=new_private("P-256"), secret=token_bytes(32),
    )  # fmt: skip
    chosen = [pointer for name, pointers in optional.items() if name in parts for pointer in pointers]
    return selective.show(own, chosen)


def badge_of(actor: Actor, key: UUID, form: Literal["svg", "png"], *, now: datetime) -> bytes:
    """The picture of an award with its signed credential inside, for whoever may read the record."""
    row = _readable(actor, key, now)
    signed = json.dumps(signing.signed(key, now=now), ensure_ascii=False, separators=(",", ":"))
    picture = _picture(row)
    if form == "svg":
        return baking.bake_svg(picture.encode(), signed)
    return baking.bake_png(badge_png(picture), signed)


def _picture(row: Award) -> str:
    house = frameworks.catalogue()
    listing = house.credentials.get(row.credential.partition(":")[2])
    title, issuer = row.content["name"], row.content["issuer"]["name"]
    ladder = house.qualification_frameworks.get(house.state.qualification_framework)
    steps = ladder.levels if ladder and listing else ()
    level = next((words(s.title, house) for s in steps if listing and s.number == listing.level), "")
    # Everything of one kind is drawn in one colour, so that it is known again.
    colour = sum(row.credential.encode())
    return badge_svg(title, issuer, level, f"{title}, from {issuer}", colour)


def record_of_awards(
    learner: UUID, keys: Sequence[UUID], *, now: datetime, whole: bool = False
) -> dict[str, Any]:
    """These awards of a learner as one CLR, signed by the body that keeps the records of the state; for queries that
    asked the policy first. whole: it holds everything there is. It says nothing of what is not in it."""
    rows = list(
        Award.objects.filter(learner__in=ids_of([learner]), id__in=list(keys)).order_by("issued_at", "id")
    )
    house = frameworks.catalogue()
    keeper = house.state.id
    with transaction.atomic():
        held, private = live(keeper, "Ed25519", now)
        subject = issuing.subject_for(learner, keeper)
        signed = [signing.signed(row.id, now=now) for row in rows]
    moment = now.astimezone(UTC).replace(microsecond=0)
    unsigned = clr.build(
        Clr(
            id=f"urn:uuid:{uuid4()}", issuer=issuer_profile(keeper, house), valid_from=moment,
            name=f"Learner record, {words(house.state.title, house)}", partial=not whole,
            subject=ClrSubject(
                tuple(signed), id=subjects.pairwise(subject), associations=_associations(learner, rows)
            ),
        )
    )  # fmt: skip
    return data_integrity.sign(unsigned, key=private, method=method_of(held), created=moment)


def _associations(learner: UUID, rows: Sequence[Award]) -> tuple[Association, ...]:
    ground = grounds_of([learner]).get(learner, Ground())
    if not ground.pathway:
        return ()
    book = frameworks.rules_for(ground.pathway, ground.number)
    ids = {row.credential: str(row.content["credentialSubject"]["achievement"]["id"]) for row in rows}
    return associations.of_pathway(book.pathway(ground.pathway), book, ids)


def _kept(key: UUID) -> Award:
    row = Award.objects.filter(id=key).defer("signed").first()
    if row is None:
        raise issuing.no_such_award(key)
    return row


def _readable(actor: Actor, key: UUID, now: datetime) -> Award:
    row = _kept(key)
    directory.may_read(actor, "record.read", row.learner_id, what="record", now=now)
    return row
