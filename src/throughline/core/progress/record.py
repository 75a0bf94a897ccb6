"""A learner's record as the rules see it: facts and exceptions, and nothing else about the person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Validator:
    """A person who stood behind a fact: in which role, for which organization."""

    person: str
    role: str
    organization: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One attested item: an attainment, award, course, hours, experience.

    what: `kind:id`. level: proficiency reached, 1 up. amounts: what it adds, by unit (`{"h": 40, "college-credit": 3}`).
    framework_level: level on the qualification framework. confirmed False: stated, but nobody could tell yet;
    such a fact makes answers `cannot_tell`, never `met`. revoked: the day it was marked as withdrawn.
    """

    id: str
    what: str
    when: date
    level: int | None = None
    score: Decimal | None = None
    scale: str = ""
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    framework: str = ""
    framework_level: int | None = None
    context: str = ""
    organization: str = ""
    issuer: str = ""
    validators: tuple[Validator, ...] = ()
    valid_until: date | None = None
    revoked: date | None = None
    confirmed: bool = True

    @property
    def kind(self) -> str:
        """The kind of thing: competency, course, credential ..."""
        return self.what.partition(":")[0]


@dataclass(frozen=True, slots=True)
class RuleException:
    """A dated, signed decision about one learner and one rule node.

    waive: the node need not be met; substitute: one of `accept` stands in for what it asks;
    also_accept: one of `accept` counts beside it. version 0: for all versions of the rule.
    """

    id: str
    rule: str
    node: str
    kind: Literal["waive", "substitute", "also_accept"]
    signed_by: str
    when: date
    reason: str
    accept: tuple[str, ...] = ()
    version: int = 0
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """All the rules may know of a learner."""

    facts: tuple[Fact, ...] = ()
    exceptions: tuple[RuleException, ...] = ()
