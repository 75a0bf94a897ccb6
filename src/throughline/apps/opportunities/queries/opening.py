"""Reads: what an opportunity needs first, what of that a learner has, and what a credential opens."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils import timezone

from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import queries as records
from throughline.core.catalogue.documents import Opportunity
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import Have


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that is needed first, by reference, and whether the learner has it."""

    what: str
    met: bool


@dataclass(frozen=True, slots=True)
class Door:
    """What stands before an opportunity for one learner."""

    opportunity: str
    needs: tuple[Need, ...]

    @property
    def open(self) -> bool:
        """Whether nothing is missing."""
        return all(need.met for need in self.needs)


def door(actor: Actor, learner: UUID, opportunity: str, *, now: datetime) -> Door:
    """What of an opportunity's needs a learner's record already shows. Nothing is stored: a credential that is held
    today opens it today."""
    found = frameworks.catalogue().opportunities[opportunity.removeprefix("opportunity:")]
    record = records.record_of(actor, learner, now=now)
    standing = Standing(record, frameworks.program_for(), timezone.localdate(now))
    needs = tuple(Need(each, needs_met(each, standing)) for each in found.needs)
    return Door(found.id, needs)


def needs_met(what: str, standing: Standing) -> bool:
    """Whether a record shows one thing that is needed first, by reference."""
    return standing.explain(_need(what), "need").satisfied


@lru_cache(maxsize=10_000)
def _need(what: str) -> Have:
    # One node a thing: compiled rules are kept by their node.
    return Have(id="need", what=what)


def opened_by(credential: str) -> list[Opportunity]:
    """Opportunities in force whose needs name a credential (`credential:id`), by id."""
    every = frameworks.catalogue().opportunities.values()
    return sorted((each for each in every if credential in each.needs), key=lambda each: each.id)
