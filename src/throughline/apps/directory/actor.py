"""Who asks, and about whom: the two values every permission looks at."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Role:
    """Acting for an organization (its id in the state's pack) in a role, today."""

    role: str
    organization: str


@dataclass(frozen=True, slots=True)
class Help:
    """Being let in by a learner (or, as guardian, by law) today: as what, and into what."""

    learner: UUID
    kind: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who asks or acts, with what they may lean on. person None: the public, or the house itself.

    also: other ids under which records of the same person are kept, which they joined.
    """

    person: UUID | None
    name: str
    language: str = "en"
    roles: tuple[Role, ...] = ()
    helps: tuple[Help, ...] = ()
    house: bool = False
    also: frozenset[UUID] = frozenset()

    @property
    def me(self) -> UUID:
        """The actor's own id; refuses where nobody is signed in."""
        if self.person is None:
            raise Refused("This act", "a person does it, and nobody is signed in.", "Sign in first.")
        return self.person

    def is_me(self, person: UUID | None) -> bool:
        """Whether this is the actor, under any of their ids."""
        return person is not None and (person == self.person or person in self.also)

    def holds(self, *roles: str) -> bool:
        """Whether the actor acts in any of these roles anywhere."""
        return any(role.role in roles for role in self.roles)

    def organizations(self, *roles: str) -> frozenset[str]:
        """The organizations where the actor holds any of these roles (none named: any role)."""
        return frozenset(r.organization for r in self.roles if not roles or r.role in roles)


PUBLIC = Actor(None, "the public")
"""Anyone, signed in or not."""

HOUSE = Actor(None, "the operator at the command line", house=True)
"""The command line on the server itself: who reaches it operates the house."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a permission is about.

    learner: the person, with their name and the organizations where they learn. organization: where it is about one.
    issuers: organizations that may give what is to be given. judges: roles that may judge it (empty: any assessor).
    assessors: roles that the state's rules name as judges of anything. asked: people who were asked to judge it.
    by_link: the asker showed the secret of a link. shown_to: to whom the learner showed it, each an organization or a
    person's id. confirmed_by: organizations for which somebody confirmed it. seated: people who sit in the body it is
    about; keepers: those of them who keep its books, its chair and its clerk.
    """

    learner: UUID | None = None
    name: str = ""
    organizations: frozenset[str] = frozenset()
    organization: str = ""
    issuers: frozenset[str] = frozenset()
    judges: frozenset[str] = frozenset()
    assessors: frozenset[str] = frozenset()
    asked: frozenset[UUID] = frozenset()
    by_link: bool = False
    shown_to: frozenset[str] = frozenset()
    confirmed_by: frozenset[str] = frozenset()
    seated: frozenset[UUID] = frozenset()
    keepers: frozenset[UUID] = frozenset()


NOBODY = Subject()
"""For permissions that are about no one in particular."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The policy's answer. reason: one sentence that can be shown. authority: the same, short, for the event."""

    allowed: bool
    reason: str
    authority: str = ""


@dataclass(eq=False)
class Refused(Exception):
    """An act or a reading that is not allowed, or not possible now: what, why, and what to do next."""

    what: str
    why: str
    fix: str = ""
    about: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.what}: {self.why}" + (f" {self.fix}" if self.fix else "")
