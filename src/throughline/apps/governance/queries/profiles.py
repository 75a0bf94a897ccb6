"""Reads: what every graduate shows, as the state says it and as a district or school says it for its own learners."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Edition, Organization, Rule
from throughline.core.catalogue.rulebook import in_force
from throughline.core.certification.graduate_profiles import (
    Narrowed,
    ShutOut,
    Wanted,
    narrowed,
    parts,
    shut_out,
    wanted_in,
)
from throughline.core.requirements.nodes import Node

KINDS = ("district", "school")
"""Kinds of organization that may say more than the state; a school only where it belongs to no district."""


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """The graduate profile of a district or school. rule: its own; None where only the state's holds. number: of the
    version in force. editions: its texts, newest first. added: how many of its parts are not the state's."""

    holder: Organization
    state: Rule
    rule: Rule | None
    number: int
    editions: tuple[Edition, ...]
    added: int

    @property
    def root(self) -> Node:
        """What learners who begin now will show."""
        return in_force(self.rule or self.state, None).root

    @property
    def wanted(self) -> Wanted:
        """The same as a form takes it."""
        return wanted_in(self.root, in_force(self.state, None).root)


@dataclass(frozen=True, slots=True)
class ProfileCheck:
    """What keeps a profile from being published. narrowed: parts of the state's that it loses. shut_out: kinds of
    demonstration that a part of it refuses."""

    narrowed: tuple[Narrowed, ...]
    shut_out: tuple[ShutOut, ...]

    @property
    def holds(self) -> bool:
        """Whether it is a superset that accepts every kind."""
        return not self.narrowed and not self.shut_out


def state_profile() -> Rule | None:
    """What the state says every graduate shows; None where it says nothing."""
    kept = frameworks.catalogue()
    return kept.rules.get(kept.state.graduate_profile)


def holder_of(organization: str) -> Organization | None:
    """Who says what graduates of a school show: its district, or the school itself where it belongs to none."""
    known = frameworks.catalogue().organizations
    found = known.get(organization)
    above = known.get(found.part_of) if found else None
    chosen = above or found
    return chosen if chosen is not None and chosen.kind in KINDS else None


def own_name(organization: str) -> str:
    """The id of the rule that holds an organization's own profile."""
    return f"{frameworks.catalogue().state.graduate_profile}-{organization}"


def profile_of(organization: str) -> OwnProfile | None:
    """The profile of a district or school by its id; None where nobody of that name has one."""
    state, holder = state_profile(), holder_of(organization)
    if state is None or holder is None or holder.id != organization:
        return None
    kept = frameworks.catalogue()
    rule = kept.rules.get(own_name(organization))
    theirs = {part.id for part in parts(in_force(state, None).root)}
    own = parts(in_force(rule, None).root) if rule else ()
    added = sum(1 for part in own if part.id not in theirs)
    editions = tuple(reversed(rule.editions)) if rule else ()
    return OwnProfile(
        holder, state, rule, kept.versions.get(f"rule:{own_name(organization)}", 0), editions, added
    )


def profiles() -> list[OwnProfile]:
    """The profiles of every district, and of every school that belongs to none, by id."""
    found = (profile_of(name) for name in sorted(frameworks.catalogue().organizations))
    return [each for each in found if each is not None]


def profile_for(organizations: Iterable[str], began: date | None) -> tuple[OwnProfile | None, Edition] | None:
    """The profile that holds for a learner at these places who began on that day: whose it is (None: the state's own),
    and its text of then. None where the state has no profile. Amending it leaves those who have begun as they were."""
    state = state_profile()
    if state is None:
        return None
    for name in sorted(organizations):
        holder = holder_of(name)
        own = profile_of(holder.id) if holder else None
        if own is not None and own.rule is not None:
            return own, in_force(own.rule, began)
    return None, in_force(state, began)


_latest: list[tuple[Catalogue, dict[str, tuple[Narrowed, ...]]]] = []


def no_longer_held(own: OwnProfile) -> tuple[Narrowed, ...]:
    """The parts of the state's profile as it is now that a district's in force does not hold; worked out once for a
    catalogue."""
    kept = frameworks.structure()
    if not _latest or _latest[0][0] is not kept.catalogue:
        _latest[:] = [(kept.catalogue, {})]
    found = _latest[0][1]
    if own.rule is None:
        return ()
    if own.rule.id not in found:
        found[own.rule.id] = narrowed(own.root, in_force(own.state, None).root, kept.book)
    return found[own.rule.id]


def check_profile(root: Node, *, on: date) -> ProfileCheck:
    """Whether a district's profile keeps all of the state's, proven over every way to meet it, and accepts every kind of
    demonstration, audited for each."""
    kept, state = frameworks.structure(), state_profile()
    assert state is not None, "the state has a profile"
    base = in_force(state, None).root
    kinds = [each.id for each in kept.catalogue.state.demonstrations]
    return ProfileCheck(narrowed(root, base, kept.book), shut_out(root, kinds, kept.book, on))
