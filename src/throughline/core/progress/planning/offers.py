"""What can be begun, with what it leads to at best and what it takes: the opportunities of a state as a plan sees them.

An opportunity says which things it can lead to, not how well they will be shown there. A plan takes it at its best: the
highest level of a competency's scale, with everybody behind it whom some rule of the state asks for. What it does say
(amounts, tags, setting, provider) is taken as it says it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Milestone, Opportunity
from throughline.core.catalogue.pace import ComingTerm, Pace, coming
from throughline.core.catalogue.references import all_rules
from throughline.core.progress.record import Fact, Validator
from throughline.core.requirements.nodes import Have, ScoreAtLeast, Total, walk

Measure = Literal["effort", "cost", "travel", "weeks"]
EARTH_KM = 6371.0
SHOWING = "showing:"
"""Begins the id of an offer that is a milestone's own assessment, open wherever the milestone is judged."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be begun. leads_to: the facts it gives at best. needs: references that must be held before.

    effort in hours, cost in dollars, travel in kilometers, weeks: how long it lasts. hours: a week, while it lasts.
    seats: how many are free (None: always one). terms: in which it starts, counted from 0 (empty: in any). away: how far it
    is, in kilometers (None: not known, or wherever the learner is).
    """

    id: str
    leads_to: tuple[Fact, ...]
    needs: tuple[str, ...] = ()
    effort: Decimal = Decimal(1)
    cost: Decimal = Decimal(0)
    travel: Decimal = Decimal(0)
    weeks: Decimal = Decimal(1)
    hours: Decimal = Decimal(0)
    seats: int | None = None
    terms: tuple[int, ...] = ()
    away: Decimal | None = None

    def takes(self, measure: Measure) -> Decimal:
        """What it takes, in the measure's unit."""
        return {"effort": self.effort, "cost": self.cost, "travel": self.travel, "weeks": self.weeks}[measure]


@dataclass(frozen=True)
class Offered:
    """Offers at hand by what they lead to; made once for many learners. Raises `ValueError` where two carry one id."""

    given: Iterable[Offer]

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """By id; an offer's place here is its number."""
        every = tuple(sorted(self.given, key=lambda each: each.id))
        if len({each.id for each in every}) < len(every):
            raise ValueError("two offers carry one id: give each its own")
        return every

    @cached_property
    def by_what(self) -> Mapping[str, tuple[tuple[int, Fact], ...]]:
        """By name of a thing: the offered facts of it, with the number of their offer."""
        found: dict[str, list[tuple[int, Fact]]] = {}
        for number, offer in enumerate(self.offers):
            for fact in offer.leads_to:
                found.setdefault(fact.what, []).append((number, fact))
        return {what: tuple(found[what]) for what in sorted(found)}

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[str, ...]]:
        """By kind: the names of that kind that are offered."""
        found: dict[str, list[str]] = {}
        for what in self.by_what:
            found.setdefault(what.partition(":")[0], []).append(what)
        return {kind: tuple(names) for kind, names in found.items()}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """By id the number of an offer."""
        return {each.id: number for number, each in enumerate(self.offers)}

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """All that some offer needs."""
        return tuple(sorted({need for each in self.offers for need in each.needs}))

    @cached_property
    def full(self) -> frozenset[str]:
        """Ids of the offers without a free seat."""
        return frozenset(each.id for each in self.offers if each.seats == 0)


@dataclass(frozen=True)
class Offering:
    """The offers of one state. day: the day they are read for; the terms to come are counted from it. home: latitude and
    longitude, for what travel takes. seats: free seats by opportunity, where more is known than what is published."""

    catalogue: Catalogue
    day: date
    home: tuple[float, float] | None = None
    seats: Mapping[str, int] = field(default_factory=dict)

    @property
    def pace(self) -> Pace:
        """How the state turns amounts into hours and weeks."""
        return self.catalogue.state.pace

    @cached_property
    def offered(self) -> Offered:
        """Every opportunity, and every milestone's own assessment."""
        return Offered((*map(self._opportunity, self.catalogue.opportunities.values()), *self._showings()))

    def _opportunity(self, given: Opportunity) -> Offer:
        days, hours = self._days(given), self._hours(given)
        long = given.amounts["days"] / 5 if "days" in given.amounts else self.pace.weeks_in_term
        facts = tuple(self._fact(given, n, what) for n, what in enumerate(given.gives))
        away = self._kilometers(given)
        return Offer(
            given.id, facts, given.needs, hours, given.cost, (away or Decimal(0)) * 2 * days, long,
            hours / max(long, Decimal(1)), self.seats.get(given.id, given.places), self._terms(given), away,
        )  # fmt: skip

    def _terms(self, given: Opportunity) -> tuple[int, ...]:
        return tuple(n for n, term in enumerate(self._coming) if term.id in given.starts)

    @cached_property
    def _coming(self) -> tuple[ComingTerm, ...]:
        return coming(self.catalogue.state.terms, self.day, self.pace.most_terms)

    def _hours(self, given: Opportunity) -> Decimal:
        """The most that its amounts say; else its days a week for a term; else one day."""
        said = [
            self.pace.hours_in[u] * n for u, n in sorted(given.amounts.items()) if u in self.pace.hours_in
        ]
        in_days = self._days(given) * self.pace.hours_in_day
        return max(said) if said else in_days

    def _days(self, given: Opportunity) -> Decimal:
        if "days" in given.amounts:
            return given.amounts["days"]
        return sum(given.week.values()) * self.pace.weeks_in_term or Decimal(1)

    def _kilometers(self, given: Opportunity) -> Decimal | None:
        place = self.catalogue.organizations.get(given.provider)
        if self.home is None or place is None or place.latitude is None or place.longitude is None:
            return None
        return Decimal(str(round(kilometers(self.home, (place.latitude, place.longitude)), 1)))

    def _fact(self, given: Opportunity, number: int, what: str) -> Fact:
        tried = self._best_try.get(what)
        return Fact(
            id=f"{given.id}#{number}", what=what, when=self.day, level=self._top(what), amounts=given.amounts,
            tags=frozenset(given.tags), context=given.context, organization=given.provider,
            issuer=self._issuer(given, what), validators=self._everybody, score=tried.min if tried else None,
            scale=tried.scale if tried else "",
        )  # fmt: skip

    def _issuer(self, given: Opportunity, what: str) -> str:
        """A credential comes from who may award it: the provider, where it is one of them."""
        known = self.catalogue.credentials.get(what.removeprefix("credential:"))
        may = known.issuers if known else ()
        return given.provider if given.provider in may or not may else may[0]

    def _top(self, what: str) -> int | None:
        known = self.catalogue.competencies.get(what.removeprefix("competency:"))
        frame = self.catalogue.competency_frameworks.get(known.framework) if known else None
        return max((step.number for step in frame.scale), default=None) if frame else None

    def _showings(self) -> Iterator[Offer]:
        given = {what for each in self.catalogue.opportunities.values() for what in each.gives}
        for milestone in self.catalogue.milestones.values():
            asked = sorted({*_assessments(milestone)} - given) if milestone.ways else []
            if asked:
                facts = tuple(
                    self._shown(f"{SHOWING}{milestone.id}#{n}", what) for n, what in enumerate(asked)
                )
                hours = self.pace.showing * len(asked)
                yield Offer(f"{SHOWING}{milestone.id}", facts, effort=hours, hours=hours)

    def _shown(self, name: str, what: str) -> Fact:
        tried = self._best_try.get(what)
        score, scale = (tried.min, tried.scale) if tried else (None, "")
        return Fact(name, what, self.day, validators=self._everybody, score=score, scale=scale)

    @cached_property
    def _leaves(self) -> tuple[Have | Total, ...]:
        held = all_rules(self.catalogue)
        return tuple(n for each in held for n in walk(each.node) if isinstance(n, (Have, Total)))

    @cached_property
    def _best_try(self) -> Mapping[str, ScoreAtLeast]:
        """By name the highest score that a rule asks for."""
        found: dict[str, ScoreAtLeast] = {}
        for leaf in self._leaves:
            if isinstance(leaf, Have) and leaf.score is not None:
                other = found.get(leaf.what)
                found[leaf.what] = leaf.score if other is None or leaf.score.min > other.min else other
        return found

    @cached_property
    def _everybody(self) -> tuple[Validator, ...]:
        """As many in each role as the rule that asks for most, each from another organization."""
        most: dict[str, int] = {}
        for leaf in self._leaves:
            asked = leaf.validated_by if isinstance(leaf, Have) else leaf.select.validated_by
            for each in asked:
                alike = sum(other.count for other in asked if other.role == each.role)
                most[each.role] = max(most.get(each.role, 0), alike)
        names = [f"{role}-{n}" for role, many in sorted(most.items()) for n in range(many)]
        return tuple(Validator(name, name.rpartition("-")[0], f"of-{name}") for name in names)


def _assessments(milestone: Milestone) -> Iterable[str]:
    nodes = (node for node in walk(milestone.rule) if isinstance(node, Have))
    return (node.what for node in nodes if node.kind == "assessment")


def kilometers(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The way between two places as the crow flies, by the haversine formula."""
    (south, west), (north, east) = [(radians(x), radians(y)) for x, y in (a, b)]
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
