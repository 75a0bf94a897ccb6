"""Writes: people, who acts for which organization, who helps whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.models import Membership, Organization, Person, Relation
from throughline.apps.directory.policy import require
from throughline.apps.directory.queries import organization_id, subject_for
from throughline.apps.trail import actions as trail
from throughline.core.catalogue import documents

BY_LAW = frozenset({"guardian"})
"""Ties the law makes; the learner does not grant these and cannot end them alone."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be added, with the roles they hold from the start. account: a name to sign in with, or empty."""

    id: UUID
    given_name: str
    family_name: str = ""
    display_name: str = ""
    language: str = "en"
    roles: tuple[tuple[str, str], ...] = ()
    account: str = ""
    demo_key: str = ""
    about: str = ""


@transaction.atomic
def add_people(*, by: Actor, people: Iterable[NewPerson], starts: date, now: datetime) -> None:
    """Add people, their memberships (role, organization) from the day `starts`, and accounts where named."""
    decision = require(by, "directory.manage", what="Adding people")
    wanted = list(people)
    places = dict(Organization.objects.values_list("slug", "id"))
    accounts = _accounts([p.account for p in wanted if p.account])
    Person.objects.bulk_create([_person(p, accounts, now) for p in wanted], batch_size=1000)
    Membership.objects.bulk_create(
        [
            Membership(person_id=p.id, organization_id=_place(places, place), role=role, starts=starts)
            for p in wanted
            for role, place in p.roles
        ],
        batch_size=1000,
    )
    trail.record_many(
        trail.Act(by.person, "added", now, about=p.id, target="person", authority=decision.authority)
        for p in wanted
    )


def _accounts(names: list[str]) -> dict[str, int]:
    User = get_user_model()
    unusable = make_password(None)
    User.objects.bulk_create([User(username=name, password=unusable) for name in names])
    return dict(User.objects.filter(username__in=names).values_list("username", "pk"))


def _person(new: NewPerson, accounts: Mapping[str, int], now: datetime) -> Person:
    return Person(
        id=new.id, given_name=new.given_name, family_name=new.family_name, language=new.language,
        display_name=new.display_name or f"{new.given_name} {new.family_name}".strip(),
        user_id=accounts.get(new.account), demo_key=new.demo_key, about=new.about, created_at=now,
    )  # fmt: skip


def _place(places: Mapping[str, UUID], slug: str) -> UUID:
    if slug not in places:
        raise Refused(
            "A membership", f"no organization is called '{slug}'.", "Use an id from the state's pack."
        )
    return places[slug]


@transaction.atomic
def speak(*, by: Actor, language: str, now: datetime) -> None:
    """A person keeps a language in which the house speaks to them."""
    decision = require(by, "language.keep", what="Keeping a language")
    if Person.objects.filter(id=by.me).exclude(language=language).update(language=language):
        act = trail.Act(by.person, "kept a language", now, None, f"person:{by.me}", decision.authority)
        trail.record(replace(act, data={"language": language}))


@transaction.atomic
def join(*, by: Actor, person: UUID, organization: str, role: str, starts: date, now: datetime) -> UUID:
    """A person acts for an organization in a role from a day."""
    decision = require(
        by, "person.enrol", Subject(organization=organization), what=f"A membership at {organization}"
    )
    made = Membership.objects.create(
        person_id=person, organization_id=organization_id(organization), role=role, starts=starts
    )
    trail.record(
        trail.Act(by.person, "joined", now, person, f"organization:{organization}", decision.authority)
    )
    return made.id


@transaction.atomic
def leave(*, by: Actor, person: UUID, organization: str, role: str, until: date, now: datetime) -> None:
    """A membership ends on a day; what was done in it stays."""
    decision = require(
        by, "person.enrol", Subject(organization=organization), what=f"A membership at {organization}"
    )
    Membership.objects.filter(person=person, organization__slug=organization, role=role, until=None).update(
        until=until
    )
    trail.record(
        trail.Act(by.person, "left", now, person, f"organization:{organization}", decision.authority)
    )


@transaction.atomic
def let_in(
    *, by: Actor, learner: UUID, helper: UUID, kind: str, scopes: Iterable[str], now: datetime,
    until: date | None = None,
) -> UUID:  # fmt: skip
    """A learner lets a helper into plan, progress or record. A guardian's tie is made by the law, through `assign`."""
    subject = subject_for(by, learner)
    decision = require(by, "relation.grant", subject, what=f"Letting in a {kind}")
    if kind in BY_LAW:
        raise Refused(
            "Letting in a guardian",
            "the law says who is a guardian.",
            "The school or the operator enters it.",
        )
    if by.me != learner and helper == by.me:
        # Else a guardian could outstay the law by letting themselves in as something else.
        raise Refused("Letting in yourself", "only the learner does that.", "Ask the learner.")
    return _tie(by, learner, helper, kind, scopes, until, now, decision.authority)


@transaction.atomic
def assign(
    *, by: Actor, learner: UUID, helper: UUID, kind: str, scopes: Iterable[str], now: datetime,
    until: date | None = None,
) -> UUID:  # fmt: skip
    """A school gives a learner an adviser or teacher, or enters a guardian. The learner sees it and who did it."""
    decision = require(by, "relation.assign", subject_for(by, learner), what=f"Assigning a {kind}")
    return _tie(by, learner, helper, kind, scopes, until, now, decision.authority)


@transaction.atomic
def assign_many(
    *, by: Actor, helper: UUID, learners: Iterable[UUID], kind: str, scopes: Iterable[str], now: datetime
) -> None:
    """The same for a whole list of learners, by whoever operates the house."""
    decision = require(by, "directory.manage", what=f"Assigning a {kind}")
    ids, into = list(learners), sorted(scopes)
    Relation.objects.bulk_create(
        [_relation(by, learner, helper, kind, into, None, now) for learner in ids], batch_size=1000
    )
    trail.record_many(_tied(by, learner, helper, kind, into, now, decision.authority) for learner in ids)


def _tie(
    by: Actor, learner: UUID, helper: UUID, kind: str, scopes: Iterable[str], until: date | None, now: datetime,
    authority: str,
) -> UUID:  # fmt: skip
    into = sorted(scopes)
    made = _relation(by, learner, helper, kind, into, until, now)
    made.save(force_insert=True)
    trail.record(_tied(by, learner, helper, kind, into, now, authority))
    return made.id


def _relation(
    by: Actor, learner: UUID, helper: UUID, kind: str, scopes: list[str], until: date | None, now: datetime
) -> Relation:
    return Relation(
        learner_id=learner, helper_id=helper, kind=kind, scopes=scopes, granted_by_id=by.person,
        starts=timezone.localdate(now), until=until,
    )  # fmt: skip


def _tied(
    by: Actor, learner: UUID, helper: UUID, kind: str, scopes: list[str], now: datetime, authority: str
) -> trail.Act:
    return trail.Act(
        by.person, "let in", now, about=learner, target=f"person:{helper}", authority=authority,
        data={"kind": kind, "scopes": scopes},
    )  # fmt: skip


@transaction.atomic
def end_by_law(*, by: Actor, relation: UUID, until: date, cite: str, now: datetime) -> None:
    """Enter the last day of a guardian's tie and the law that ends it; access stops by itself after that day."""
    found = Relation.objects.select_for_update().get(id=relation)
    decision = require(by, "relation.assign", subject_for(by, found.learner_id), what="The end of a tie")
    if found.kind not in BY_LAW or not cite:
        raise Refused(
            "The end of a tie", "only a guardian's tie ends by law, and the law has a name.", "Name the law."
        )
    found.until, found.cite = until, cite
    found.save(update_fields=["until", "cite"])
    trail.record(
        trail.Act(
            by.person, "set the end of a tie", now, found.learner_id, f"person:{found.helper_id}",
            decision.authority, {"until": until.isoformat(), "cite": cite},
        )
    )  # fmt: skip


@transaction.atomic
def revoke(*, by: Actor, relation: UUID, now: datetime) -> None:
    """A learner ends a helper's tie, at once. A guardian's tie ends by law, through the operator."""
    found = Relation.objects.select_for_update().get(id=relation)
    decision = require(by, "relation.revoke", subject_for(by, found.learner_id), what="Ending a tie")
    if found.kind in BY_LAW:
        raise Refused("Ending a guardian's tie", "the law made it.", "The school or the operator ends it.")
    found.revoked_at = now
    found.save(update_fields=["revoked_at"])
    trail.record(
        trail.Act(
            by.person, "ended help", now, found.learner_id, f"person:{found.helper_id}", decision.authority
        )
    )


def publish_organizations(
    *, by: Actor, state: str, organizations: Iterable[documents.Organization], now: datetime
) -> None:
    """Keep the state's organizations as its pack now has them. The one call comes from publishing the whole pack."""
    require(by, "catalogue.publish", what="Publishing organizations")
    rows = [_organization(state, each) for each in organizations]
    Organization.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[
            "title",
            "kind",
            "sector",
            "region",
            "place",
            "latitude",
            "longitude",
            "invented",
            "retired_at",
        ],
    )
    gone = Organization.objects.filter(state=state, retired_at=None).exclude(
        slug__in=[row.slug for row in rows]
    )
    gone.update(retired_at=now)


def _organization(state: str, doc: documents.Organization) -> Organization:
    return Organization(
        state=state, slug=doc.id, title=dict(doc.title), kind=doc.kind, sector=doc.sector, region=doc.region,
        place=doc.place, latitude=doc.latitude, longitude=doc.longitude, invented=doc.invented, retired_at=None,
    )  # fmt: skip
