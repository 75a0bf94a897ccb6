"""Reads: who acts, whom a permission is about, an organization, and what happened to a learner."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from throughline.apps.directory.actor import PUBLIC, Actor, Help, Refused, Role, Subject
from throughline.apps.directory.models import Membership, Organization, Person, Relation
from throughline.apps.directory.one_person import Belongs, SamePerson, StandsFor, ids_of, whose
from throughline.apps.directory.policy import allowed, require
from throughline.apps.trail import actions as trail
from throughline.apps.trail import queries as trail_queries

NAME_OF_WHO = Subquery(Person.objects.filter(pk=OuterRef("who")).values("display_name"))
"""The name of the person behind an event, asked for with the event."""
UNREMARKABLE = ("read", "looked at portability")
"""Verbs that change nothing: they stand under "who looked", or nowhere."""
TRYING = ("handed in", "took back", "signed", "gave feedback", "judged")
HANDED_IN = "work handed in"
"""What would tell how often somebody tried, and on which work: for the learner's own eyes."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as others are shown them: a name, a tongue, nothing else."""

    id: UUID
    name: str
    language: str = "en"
    about: str = ""
    demo_key: str = ""


@dataclass(frozen=True, slots=True)
class Helping:
    """One open tie between a learner and a helper. cite: the law it ends by, where it ends by law."""

    id: UUID
    learner: Someone
    helper: Someone
    kind: str
    scopes: tuple[str, ...]
    starts: date
    until: date | None
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to a learner's record or plan, and who did it."""

    when: datetime
    verb: str
    target: str
    who: str
    authority: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """One day on which somebody else looked, once or more: who, at what, and why they could."""

    when: datetime
    who: str
    at: str
    because: str

    @property
    def share(self) -> str:
        """The id of the share that was looked at; empty where it was something else."""
        kind, _, key = self.at.partition("/")[0].partition(":")
        return key if kind == "share" else ""


def actor_of_account(user_id: int | None, *, on: date) -> Actor:
    """Who the signed-in account acts as on that day; the public where there is no account or no person. One query."""
    return PUBLIC if user_id is None else _actor(Person.objects.filter(user_id=user_id), on)


def actor_of(person: UUID, *, on: date) -> Actor:
    """A person as an actor on that day. One query."""
    found = _actor(Person.objects.filter(id=person), on)
    if found is PUBLIC:
        raise Refused("A person", f"nobody here has the id {person}.", "Check the id.")
    return found


def actor_named(demo_key: str, *, on: date) -> Actor:
    """The demo's person of that key (`jason-14`) as an actor."""
    return _actor(Person.objects.filter(demo_key=demo_key), on)


# Written out, because every request of a signed-in person begins with it and Django takes four times as long to
# write it as PostgreSQL to answer it. It says what `_acting` says (tests/apps/test_directory.py).
ACCOUNT = """
SELECT auth_user.*, person.id AS person_id, person.display_name AS person_name, person.language AS person_language,
  ARRAY(SELECT same FROM directory_same_person(person.id) AS same WHERE same <> person.id) AS person_also,
  ARRAY(
    SELECT json_build_array(membership.role, organization.slug)
    FROM directory_membership membership JOIN directory_organization organization
      ON organization.id = membership.organization_id
    WHERE membership.person_id = ANY(ARRAY(SELECT directory_same_person(person.id))) AND membership.starts <= %(on)s
      AND (membership.until IS NULL OR membership.until >= %(on)s)
    ORDER BY membership.starts, membership.id
  ) AS person_roles,
  ARRAY(
    SELECT json_build_array(
      ARRAY(SELECT directory_same_person(relation.learner_id)), relation.kind, relation.scopes
    )
    FROM directory_relation relation
    WHERE relation.helper_id = ANY(ARRAY(SELECT directory_same_person(person.id))) AND relation.starts <= %(on)s
      AND relation.revoked_at IS NULL
      AND (relation.until IS NULL OR relation.until >= %(on)s)
    ORDER BY relation.starts, relation.id
  ) AS person_ties
FROM auth_user LEFT JOIN directory_person own ON own.user_id = auth_user.id
  LEFT JOIN directory_person person ON person.id = directory_stands_for(own.id)
WHERE auth_user.id = %(account)s
"""


def account_with_actor(user_id: int, *, on: date) -> tuple[Any, Actor] | None:
    """A signed-in account together with who acts through it: the public, where no person has it. None where there is
    no such account. One query."""
    found: list[Any] = list(get_user_model().objects.raw(ACCOUNT, {"account": user_id, "on": on}))
    if not found:
        return None
    account = found[0]
    if account.person_id is None:
        return account, PUBLIC
    roles = tuple(Role(role, organization) for role, organization in account.person_roles)
    ties = tuple(_help(of, kind, scopes) for same, kind, scopes in account.person_ties for of in same)
    also = frozenset(account.person_also)
    return account, Actor(
        account.person_id, account.person_name, account.person_language, roles, ties, also=also
    )


def _help(learner: str, kind: str, scopes: Iterable[str]) -> Help:
    return Help(UUID(learner), kind, frozenset(scopes))


def _actor(people: QuerySet[Person], on: date) -> Actor:
    person = _acting(people, on).only("id", "display_name", "language").first()
    return PUBLIC if person is None else _actor_of(person)


def _acting(people: QuerySet[Person], on: date) -> QuerySet[Person]:
    now = Person.objects.filter(id__in=people.values(now=StandsFor(F("id"))))
    return now.annotate(
        same=SamePerson(F("pk")),
        roles=ArraySubquery(
            _in_force(Membership.objects.filter(Belongs(F("person"), OuterRef("pk"))), on)
            .order_by("starts", "id")
            .values(json=JSONObject(role="role", organization="organization__slug"))
        ),
        ties=ArraySubquery(
            _open(Relation.objects.filter(Belongs(F("helper"), OuterRef("pk"))), on)
            .order_by("starts", "id")
            .values(json=JSONObject(same=SamePerson(F("learner_id")), kind="kind", scopes="scopes"))
        ),
    )


def _actor_of(person: Any) -> Actor:
    roles = tuple(Role(each["role"], each["organization"]) for each in person.roles)
    ties = (_help(of, t["kind"], t["scopes"]) for t in person.ties for of in t["same"])
    also = frozenset(person.same) - {person.id}
    return Actor(person.id, person.display_name, person.language, roles, tuple(ties), also=also)


def _in_force(rows: QuerySet[Membership], on: date) -> QuerySet[Membership]:
    return rows.filter(Q(until=None) | Q(until__gte=on), starts__lte=on)


def _open(rows: QuerySet[Relation], on: date) -> QuerySet[Relation]:
    return rows.filter(Q(until=None) | Q(until__gte=on), starts__lte=on, revoked_at=None)


def subject_of(learner: UUID, *, on: date | None = None) -> Subject:
    """A learner as permissions see them. One query."""
    rows = Membership.objects.filter(Belongs(F("person"), OuterRef("pk")), role="learner")
    places = (_in_force(rows, on) if on else rows.filter(until=None)).values("organization__slug")
    row = (
        Person.objects.filter(id=learner)
        .annotate(places=ArraySubquery(places))
        .values("given_name", "places")
        .first()
    )
    if row is None:
        raise Refused("A learner", f"nobody here has the id {learner}.", "Check the id.")
    return Subject(learner, row["given_name"], frozenset(row["places"]))


def subjects_of(learners: Iterable[UUID]) -> dict[UUID, Subject]:
    """Many learners as permissions see them. One query."""
    own = Belongs(F("person"), OuterRef("pk"))
    places = Membership.objects.filter(own, role="learner", until=None)
    rows = (
        Person.objects.filter(id__in=set(learners))
        .annotate(places=ArraySubquery(places.values("organization__slug")))
        .values_list("id", "given_name", "places")
    )
    return {key: Subject(key, name, frozenset(where)) for key, name, where in rows}


def subject_for(actor: Actor, learner: UUID) -> Subject:
    """The same, without a query where the actor asks about themselves."""
    return Subject(learner, actor.name) if actor.is_me(learner) else subject_of(learner)


def may_read(
    actor: Actor, permission: str, learner: UUID, *, what: str, now: datetime,
    assessors: frozenset[str] = frozenset(),
) -> Subject:  # fmt: skip
    """The learner, where the actor may read this of theirs; another's reading leaves an event the learner can see,
    one a day."""
    subject = replace(subject_for(actor, learner), assessors=assessors)
    decision = require(actor, permission, subject, what=what)
    if not actor.is_me(learner):
        trail.note_reads(
            trail.Act(actor.person, "read", now, target=what, authority=decision.authority), [learner]
        )
    return subject


def someone(person: UUID) -> Someone:
    """A person by id, as others are shown them."""
    return people([person])[person]


def people(ids: Iterable[UUID]) -> dict[UUID, Someone]:
    """People by id, as others are shown them. One query."""
    return {p.id: shown(p) for p in Person.objects.filter(id__in=set(ids))}


def names_of_all() -> Iterator[tuple[str, str]]:
    """Everyone's id and name, for a look through what is public: nobody may be found there."""
    for key, name in (
        Person.objects.order_by("id").values_list("id", "display_name").iterator(chunk_size=5000)
    ):
        yield str(key), name


def demo_people() -> list[tuple[Someone, str]]:
    """The demo's named people with the role each holds first (empty: none), for the page where one is picked."""
    first = Membership.objects.filter(person=OuterRef("pk")).order_by("starts", "role").values("role")[:1]
    rows = (
        Person.objects.exclude(demo_key="").annotate(role=Subquery(first)).order_by("created_at", "demo_key")
    )
    return [(shown(person), person.role or "") for person in rows]


def account_of(demo_key: str) -> int | None:
    """The account behind a demo person; None where there is no such person."""
    return Person.objects.filter(demo_key=demo_key).values_list("user_id", flat=True).first()


def person_named(account: str) -> Someone | None:
    """The person who signs in under exactly this name; for acts that name somebody, after their own permission."""
    found = Person.objects.filter(user__username=account.strip()).first()
    return shown(found) if found else None


def organization_id(slug: str) -> UUID:
    """The id of an organization by its name in the state's pack."""
    found = Organization.objects.filter(slug=slug).values_list("id", flat=True).first()
    if found is None:
        raise Refused("An organization", f"none is called '{slug}'.", "Use an id from the state's pack.")
    return found


def learners_at(actor: Actor, school: str) -> list[Someone]:
    """The learners of a school, for its own staff."""
    require(actor, "strategy.write", Subject(organization=school), what=f"The learners of {school}")
    found = Person.objects.filter(
        memberships__organization__slug=school, memberships__role="learner", memberships__until=None
    )
    return [shown(person) for person in found.order_by("family_name", "given_name", "id")]


def members(school: str, role: str) -> list[UUID]:
    """Ids of those who hold a role at an organization now; for the apps above, which ask the policy first."""
    found = Membership.objects.filter(organization__slug=school, role=role, until=None)
    return list(found.order_by("starts", "id").values_list("person_id", flat=True))


def members_at(organizations: Iterable[str], role: str) -> dict[str, list[UUID]]:
    """The same for several organizations, each of them present, in the order given. One query."""
    found: dict[str, list[UUID]] = {name: [] for name in organizations}
    rows = Membership.objects.filter(organization__slug__in=list(found), role=role, until=None)
    for place, person in rows.order_by("starts", "id").values_list("organization__slug", "person_id"):
        found[place].append(person)
    return found


def regions_of(learners: Iterable[UUID]) -> dict[UUID, str]:
    """The region of the place where each of these people learns now, the latest where they learn at several; without those
    who learn at none; for the apps above, which ask the policy first. One query."""
    rows = Membership.objects.filter(person__in=list(learners), role="learner", until=None)
    found = rows.exclude(organization__region="").order_by("starts", "id")
    return dict(found.values_list("person_id", "organization__region"))


def learning_at(place: str, region: str) -> QuerySet[Membership]:
    """Whoever learns now at a place, or at any place of a region, or (both empty) anywhere, as memberships that an app above
    makes a part of its own query (`values("person")`); it asks the policy first."""
    rows = Membership.objects.filter(role="learner", until=None)
    if region:
        return rows.filter(organization__region=region)
    return rows.filter(organization__slug=place) if place else rows


def region_of_learner(person: OuterRef) -> QuerySet[Membership, str]:
    """The region of the place where one person learns now, the latest first, as a part of a query."""
    rows = Membership.objects.filter(person=person, role="learner", until=None).exclude(
        organization__region=""
    )
    return rows.order_by("-starts", "-id").values_list("organization__region", flat=True)[:1]


def learners_counted(organizations: Iterable[str]) -> dict[str, int]:
    """How many learn at each of these organizations now; for the apps above, which tell no small number. One query."""
    rows = Membership.objects.filter(organization__slug__in=list(organizations), role="learner", until=None)
    counted = rows.values_list("organization__slug").annotate(many=Count("person", distinct=True))
    return dict(counted)


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in a role at an organization."""

    person: Someone
    role: str
    organization: str


def stays_at(
    organizations: Iterable[str], learners: Iterable[UUID]
) -> list[tuple[UUID, str, date, date | None]]:
    """Who of these learned at which of these places, from when and until when, then or now; for the apps above, which ask
    the policy first. A learner stands under any of their ids. One query."""
    rows = Membership.objects.filter(organization__slug__in=list(organizations), role="learner")
    mine = rows.filter(person__in=ids_of(learners)).order_by("starts", "id")
    return list(mine.values_list("person_id", "organization__slug", "starts", "until"))


def stays_of(learners: Iterable[UUID]) -> list[tuple[UUID, str, date, date | None]]:
    """Where each of these learned, from when and until when, then or now; for the apps above, which ask the policy first. A
    learner stands under any of their ids. One query."""
    rows = Membership.objects.filter(person__in=ids_of(learners), role="learner").order_by("starts", "id")
    return list(rows.values_list("person_id", "organization__slug", "starts", "until"))


def who_learn(*, on: date) -> list[UUID]:
    """Everybody who learns at a place on a day, under the ids their places know; for jobs. One query."""
    rows = _in_force(Membership.objects.filter(role="learner"), on)
    return list(rows.order_by("person").values_list("person", flat=True).distinct())


def advisers_of(learners: Iterable[UUID], *, on: date) -> dict[UUID, UUID]:
    """Each one's adviser on a day, where they have one; for the apps above, which ask the policy first. A learner stands
    under any of their ids. One query."""
    ties = _open(Relation.objects.filter(learner__in=ids_of(learners), kind="adviser"), on)
    return dict(ties.order_by("-starts", "id").values_list("learner_id", "helper_id"))


def may_stand_beside(actor: Actor, learner: UUID, roles: Iterable[str]) -> list[Seat]:
    """Who could judge together with the actor, in one of these roles: those who help the learner, and those who act
    where the actor acts. By name. One query."""
    near = Q(person__helps__learner=learner, person__helps__revoked_at=None)
    near |= Q(organization__slug__in=actor.organizations())
    rows = Membership.objects.filter(near, role__in=list(roles), until=None).exclude(person=actor.person)
    found = rows.select_related("person", "organization").order_by("person__display_name", "id").distinct()
    return [Seat(shown(row.person), row.role, row.organization.slug) for row in found]


def could_sit(actor: Actor, roles: Iterable[str]) -> list[Seat]:
    """Who could sit on a panel in one of these roles: those of the regions where the actor acts. By name. One query."""
    near = Organization.objects.filter(slug__in=actor.organizations()).values("region")
    rows = Membership.objects.filter(organization__region__in=near, role__in=list(roles), until=None)
    found = rows.select_related("person", "organization").order_by("person__display_name", "id").distinct()
    return [Seat(shown(row.person), row.role, row.organization.slug) for row in found]


def who_hold(
    roles: Iterable[str], *, named: str = "", besides: Iterable[UUID] = (), most: int = 40
) -> list[Seat]:
    """Who holds one of these roles and bears such a name, and `besides` whatever theirs is; for the apps above, which ask
    the policy first. By name, so many at most. One query."""
    fit = Q(person__display_name__icontains=named.strip()) | Q(person__in=list(besides))
    rows = Membership.objects.filter(fit, role__in=list(roles), until=None)
    first = Case(When(person__in=list(besides), then=0), default=1)
    found = rows.select_related("person", "organization").order_by(first, "person__display_name", "id")[:most]
    return [Seat(shown(row.person), row.role, row.organization.slug) for row in found]


def hold_roles(asked: Iterable[tuple[UUID, str, str]]) -> set[tuple[UUID, str, str]]:
    """Of these (person, role, organization), the ones that are true. One query."""
    wanted = set(asked)
    rows = Membership.objects.filter(person_id__in={person for person, _, _ in wanted})
    return wanted & set(rows.values_list("person_id", "role", "organization__slug"))


def has_guardian(learner: UUID, *, on: date) -> bool:
    """Whether a guardian stands beside this person by law on that day."""
    return _open(Relation.objects.filter(learner__in=ids_of([learner]), kind="guardian"), on).exists()


def guardians_of(learners: Iterable[UUID], *, on: date) -> dict[UUID, frozenset[UUID]]:
    """Who is guardian by law of each of these people on that day. One query."""
    wanted = list(learners)
    found: dict[UUID, set[UUID]] = {learner: set() for learner in wanted}
    ties = _open(Relation.objects.filter(learner__in=ids_of(wanted), kind="guardian"), on)
    rows = list(ties.values_list("learner_id", "helper_id"))
    mine = whose(wanted, (learner for learner, _ in rows))
    for learner, helper in rows:
        found[mine[learner]].add(helper)
    return {learner: frozenset(helpers) for learner, helpers in found.items()}


def helpers_of(actor: Actor, learner: UUID) -> list[Helping]:
    """Who helps a learner, and with what."""
    require(actor, "relations.read", subject_for(actor, learner), what="Who helps")
    return _helping(Relation.objects.filter(learner=learner, revoked_at=None))


def helped_by(actor: Actor, kinds: Iterable[str] = ()) -> list[Helping]:
    """Whom the actor helps now; `kinds` empty: as anything."""
    found = Relation.objects.filter(helper=actor.person, revoked_at=None)
    return _helping(found.filter(kind__in=list(kinds)) if kinds else found)


def _helping(rows: QuerySet[Relation]) -> list[Helping]:
    by_name = ("learner__family_name", "learner__given_name", "id")
    return [_tie_of(row) for row in rows.select_related("learner", "helper").order_by(*by_name)]


def _tie_of(row: Relation) -> Helping:
    return Helping(
        row.id, shown(row.learner), shown(row.helper), row.kind, tuple(row.scopes), row.starts, row.until,
        row.cite,
    )  # fmt: skip


def what_changed(actor: Actor, learner: UUID, *, newest: int = 20) -> list[Change]:
    """What happened to a learner's record and plan, newest first; for the learner, looks at what they shared among it.
    One query."""
    require(actor, "changes.read", subject_for(actor, learner), what="What changed")
    own = actor.is_me(learner)
    found = trail_queries.events_about(
        ids_of([learner]), newest=newest, without=UNREMARKABLE if own else (*UNREMARKABLE, *TRYING),
        but="share" if own else "", named=NAME_OF_WHO,
    )  # fmt: skip
    return [
        Change(e.happened_at, e.verb, e.target, _name(e, actor, learner), e.authority, e.data) for e in found
    ]


def reads_of(actor: Actor, learner: UUID, *, newest: int = 50) -> list[Look]:
    """Who looked at a learner's record or plan, newest first. One query."""
    require(actor, "reads.read", subject_for(actor, learner), what="Who looked")
    found = trail_queries.events_of(ids_of([learner]), verb="read", newest=newest, named=NAME_OF_WHO)
    seen = [each for each in found if actor.is_me(learner) or each.target != HANDED_IN]
    return [Look(e.happened_at, _name(e, actor, learner), e.target, e.authority) for e in seen]


def _name(event: trail_queries.Happening, actor: Actor, learner: UUID) -> str:
    if event.who is None:
        return str(event.data.get("as") or "the house")
    if event.who == actor.person:
        return "you"
    return event.name or ("the learner" if event.who == learner else "somebody who left")


def may_see(actor: Actor, permission: str, learner: UUID) -> str:
    """Why the actor may read this of a learner, in one sentence; empty where they may not."""
    decision = allowed(actor, permission, subject_for(actor, learner))
    return decision.reason if decision.allowed else ""


def shown(person: Person) -> Someone:
    """A person whom an app has read with its own rows, as others are shown them."""
    return Someone(person.id, person.display_name, person.language, person.about, person.demo_key)


def tied(learner: UUID, helper: UUID, kinds: Iterable[str], *, on: date) -> bool:
    """Whether somebody stands beside a learner in one of these ways on that day; for the apps above, which ask the policy
    first. One query."""
    ties = _open(Relation.objects.filter(learner__in=ids_of([learner]), kind__in=list(kinds)), on)
    return ties.filter(helper=helper).exists()
