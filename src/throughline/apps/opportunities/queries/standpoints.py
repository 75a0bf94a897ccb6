"""Who may rank what in a round, and how an opening's turn of a learner comes about: what actions and pages both read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.models import Round, RoundOpening
from throughline.apps.opportunities.queries.opening import needs_met
from throughline.apps.records import queries as records
from throughline.core.catalogue.agreements import LOTTERY
from throughline.core.catalogue.state_profile import Shortage
from throughline.core.matching.ranking import Wish
from throughline.core.matching.shortage import tier_at
from throughline.core.progress.planning.offers import kilometers
from throughline.core.progress.standing import Standing

TOLD = "told:"
"""Begins a group that learners count themselves in; where a region's learners come first it is `region:id`."""
Barrier = Literal["", "far", "licence", "law"]


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a learner stands towards the openings of a round. learns_at, regions: where they learn."""

    standing: Standing
    learns_at: frozenset[str]
    regions: frozenset[str]
    confirmed: frozenset[str] = frozenset()

    def missing(self, opening: RoundOpening) -> tuple[str, ...]:
        """What the opportunity needs first and they have not shown."""
        needs = frameworks.catalogue().opportunities[opening.opportunity].needs
        return tuple(each for each in needs if not needs_met(each, self.standing))

    def distance(self, opening: RoundOpening) -> float | None:
        """Kilometers from the nearest place where they learn; None where nobody knows."""
        kept = frameworks.catalogue()
        there = kept.organizations.get(kept.opportunities[opening.opportunity].provider)
        if there is None or there.latitude is None or there.longitude is None:
            return None
        ways = [
            kilometers((here.latitude, here.longitude), (there.latitude, there.longitude))
            for here in (kept.organizations.get(name) for name in self.learns_at)
            if here is not None and here.latitude is not None and here.longitude is not None
        ]
        return min(ways, default=None)

    def barrier(self, opening: RoundOpening) -> Barrier:
        """What keeps them from ranking it now; empty: nothing."""
        way = self.distance(opening) if opening.within_km is not None else None
        if way is not None and opening.within_km is not None and way > opening.within_km:
            return "far"
        if opening.holds and not needs_met(opening.holds, self.standing):
            return "licence"
        return "law" if opening.by_law and opening.name not in self.confirmed else ""

    def wish(self, opening: RoundOpening, rule: Shortage) -> Wish:
        """The wish with its turn: first band with all that is needed first, second band without; the rule's tier."""
        tier = tier_at(rule, self.learns_at, self.regions)
        return Wish(opening.name, 2 if self.missing(opening) else 1, tier)

    def counts_in(self, openings: Iterable[RoundOpening], told: Iterable[str]) -> frozenset[str]:
        """The groups of reserves that they count in: by where they learn, and those they asked to count in."""
        groups = {each["group"] for opening in openings for each in opening.reserves}
        said = {group for group in groups & set(told) if group.startswith(TOLD)}
        return frozenset(said | {group for group in groups if group.removeprefix("region:") in self.regions})


def standpoints(learners: Mapping[UUID, Iterable[str]], *, now: datetime) -> dict[UUID, Standpoint]:
    """By learner; with the openings that each confirmed the law for. Two queries, at most four."""
    kept, program = frameworks.catalogue(), frameworks.program_for()
    places, found = directory.subjects_of(learners), dict[UUID, Standpoint]()
    for learner, record in records.records_of(learners).items():
        where = places[learner].organizations if learner in places else frozenset()
        regions = frozenset(kept.organizations[name].region for name in where if name in kept.organizations)
        standing = Standing(record, program, timezone.localdate(now))
        found[learner] = Standpoint(standing, where, regions - {""}, frozenset(learners[learner]))
    return found


def rule_of(given: Round) -> Shortage:
    """The round's public rule."""
    rules = {each.id: each for each in frameworks.catalogue().state.shortages}
    return replace(rules.get(given.rule, LOTTERY), then="lottery")
