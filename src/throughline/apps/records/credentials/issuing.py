"""Keeping awards: who issues, under which pairwise name, at which place of a status list. Everything set by set."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from random import SystemRandom
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import QuerySet

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Refused
from throughline.apps.directory.models import Person
from throughline.apps.directory.one_person import ids_of, whose
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials.contents import Draft, content_of
from throughline.apps.records.credentials.following import Due
from throughline.apps.records.models import (
    LIST_SIZE,
    Award,
    BroughtFact,
    Endorsement,
    PairwiseSubject,
    StatusList,
)
from throughline.core import ledger
from throughline.core.catalogue.documents import Credential

FULL = 2
"""A list is full when one in so many of its places is given: its last places would no longer be random."""


def lock(learners: Iterable[UUID]) -> None:
    """Two acts about one learner wait for each other, so that nothing is issued twice."""
    list(Person.objects.select_for_update().filter(id__in=set(learners)).order_by("id").values_list("id"))


def issued_to(learners: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """The credentials each learner was ever issued, here or, by a proof they brought, by a known issuer. One query."""
    found: dict[UUID, set[str]] = defaultdict(set)
    wanted = list(learners)
    kept = Award.objects.filter(learner__in=ids_of(wanted)).values_list("learner", "credential")
    brought = BroughtFact.objects.filter(attainment__learner__in=ids_of(wanted)).exclude(proof="")
    signed = brought.filter(attainment__what__startswith="credential:")
    rows = list(kept.union(signed.values_list("attainment__learner", "attainment__what")))
    mine = whose(wanted, (learner for learner, _ in rows))
    for learner, credential in rows:
        found[mine[learner]].add(credential)
    return {learner: frozenset(each) for learner, each in found.items()}


def keep(dues: Sequence[Due], *, now: datetime, replaces: Mapping[int, Award] | None = None) -> list[Award]:
    """Keep these awards, unsigned, in the order given; the caller has locked the learners. A due whose credential has
    no issuer in the state is passed over. replaces: by position, the award that one stands in for."""
    listed = _with_issuers(dues)
    subjects = _subjects({(due.learner, issuer) for _, due, issuer in listed})
    places = _places([issuer for _, _, issuer in listed], now)
    names = dict(Person.objects.filter(id__in={d.learner for d in dues}).values_list("id", "display_name"))
    rows = [
        _row(
            due,
            issuer,
            subjects[due.learner, issuer],
            place,
            names[due.learner],
            now,
            (replaces or {}).get(nth),
        )
        for (nth, due, issuer), place in zip(listed, places, strict=True)
    ]
    return Award.objects.bulk_create(rows, batch_size=500)


def _with_issuers(dues: Sequence[Due]) -> list[tuple[int, Due, str]]:
    where = {s.learner: s.organizations for s in directory.subjects_of({d.learner for d in dues}).values()}
    credentials = frameworks.catalogue().credentials
    found = []
    for nth, due in enumerate(dues):
        credential = credentials.get(due.credential.removeprefix("credential:"))
        issuer = due.issuer or (issuer_for(credential, where[due.learner]) if credential else "")
        if credential is not None and issuer:
            found.append((nth, due, issuer))
    return found


def issuer_for(credential: Credential, theirs: frozenset[str]) -> str:
    """Who gives a credential to a learner: where they learn, if it may; else the first that may."""
    own = [name for name in credential.issuers if name in theirs]
    return next(iter((*own, *credential.issuers)), "")


def _row(
    due: Due, issuer: str, subject: UUID, place: tuple[UUID, int], name: str, now: datetime, replaces: Award | None
) -> Award:  # fmt: skip
    house = frameworks.catalogue()
    credential = house.credentials[due.credential.removeprefix("credential:")]
    number, salt, key = house.versions.get(due.credential, 1), secrets.token_bytes(32), uuid4()
    content = content_of(
        Draft(
            key, name, credential, number, issuer, due.competencies, subject, *place, now, due.valid_until, salt
        ),
        house,
    )  # fmt: skip
    judged = due.judged or ("", None)
    return Award(
        id=key, learner_id=due.learner, credential=due.credential, number=number, issuer=issuer, source=due.source,
        judged_reference=judged[0], judged_number=judged[1], attainments=list(due.attainments), subject_id=subject,
        status_list_id=place[0], place=place[1], issued_at=now, valid_until=due.valid_until, salt=salt.hex(),
        content=content, digest=ledger.digest(content), replaces=replaces,
    )  # fmt: skip


def _subjects(wanted: set[tuple[UUID, str]]) -> dict[tuple[UUID, str], UUID]:
    """The pairwise name of each learner with each issuer, drawn where there is none. Two queries."""
    learners = {learner for learner, _ in wanted}
    PairwiseSubject.objects.bulk_create(
        [
            PairwiseSubject(learner_id=learner, issuer=issuer)
            for learner, issuer in wanted - _known(learners).keys()
        ],
        ignore_conflicts=True,
    )
    return _known(learners)


def subject_for(learner: UUID, issuer: str) -> UUID:
    """The pairwise name of one learner with one issuer, drawn where there is none."""
    return _subjects({(learner, issuer)})[learner, issuer]


def no_such_award(key: UUID) -> Refused:
    """What to say of an id that no award has."""
    return Refused("An award", f"none has the id {key}.", "Open the record and pick one.")


def _known(learners: Iterable[UUID]) -> dict[tuple[UUID, str], UUID]:
    rows = PairwiseSubject.objects.filter(learner__in=list(learners))
    return {(learner, issuer): key for learner, issuer, key in rows.values_list("learner", "issuer", "id")}


def endorsement_place(organization: str, now: datetime) -> tuple[UUID, int]:
    """A free place for one endorsement, on a list of the organization's that holds nothing else."""
    return _free(organization, 1, now, "endorsements")[0]


def _places(issuers: Sequence[str], now: datetime) -> list[tuple[UUID, int]]:
    """A free place of the issuer's list for each, at random; a new list where the newest is full enough."""
    waiting = {issuer: _free(issuer, issuers.count(issuer), now) for issuer in sorted(set(issuers))}
    return [waiting[issuer].pop() for issuer in issuers]


def _free(issuer: str, many: int, now: datetime, holds: str = "awards") -> list[tuple[UUID, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('records.status.' || %s))", [issuer])
    found: list[tuple[UUID, int]] = []
    while len(found) < many:
        newest = StatusList.objects.filter(issuer=issuer, holds=holds).order_by("-opened_at", "-id").first()
        taken = _given(newest).count() if newest else LIST_SIZE
        room = LIST_SIZE // FULL - taken
        if newest is None or room <= 0 or found:
            newest = StatusList.objects.create(issuer=issuer, holds=holds, opened_at=now)
            room = LIST_SIZE // FULL
        found += [(newest.id, place) for place in _drawn(newest, min(room, many - len(found)))]
    return found


def _given(where: StatusList) -> QuerySet[Award] | QuerySet[Endorsement]:
    """What has a place on a list."""
    kept = Award.objects if where.holds == "awards" else Endorsement.objects
    return kept.filter(status_list=where)


def _drawn(where: StatusList, many: int) -> list[int]:
    random, drawn = SystemRandom(), list[int]()
    while len(drawn) < many:
        tried = set(random.sample(range(where.size), min(where.size, 2 * (many - len(drawn)) + 8)))
        tried -= set(drawn)
        free = sorted(tried - set(_given(where).filter(place__in=tried).values_list("place", flat=True)))
        random.shuffle(free)
        drawn += free[: many - len(drawn)]
    return drawn
