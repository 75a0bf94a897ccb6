"""The least set of offers that reaches what is asked, and when each is done, by an integer program.

First which offers, at least cost; of those that cost the same, the ones the learner named, then those of an earlier
plan, then in the order drawn for the learner: a second solution with the first cost held. Then when: if these offers fit
into the terms, no others could cost less; only where they do not, offers and terms are solved together. A solution that
rests on itself (an offer needing what only follows from it) is cut off: one offer more, of those that could help, must be
taken.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import sha256
from math import ceil

from throughline.core.progress.planning.formula import Asked, reached
from throughline.core.progress.planning.offers import Measure, Offer
from throughline.core.progress.planning.rows import Done, Rows, Solved, Terms, Writer

ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """What the learner says, by offer id. taken: begun or wanted for certain; refused: not wanted. liked: taken before
    others that cost the same; then those of an earlier plan. lot: what the order of all that is equal still is drawn
    from (empty: by id), so that no offer comes first for everyone."""

    taken: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    liked: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    lot: str = ""

    def place(self, name: str) -> str:
        """What puts an offer in its place among equals."""
        return sha256(f"{self.lot} {name}".encode()).hexdigest() if self.lot else name


@dataclass(frozen=True, slots=True)
class Limits:
    """What is least, and within what. plans: how many different ones at most. seconds: for each question to the solver.

    terms: into how many terms it must fit (0: no terms are laid out); hours: at most so many a week, on average over a
    term. kilometers: nothing farther away (None: however far). apart: by which share of what it takes up another plan must
    differ from each one shown, if any can.
    """

    measure: Measure = "effort"
    plans: int = 3
    seconds: float = 1.0
    terms: int = 0
    hours: Decimal | None = None
    weeks_in_term: Decimal = Decimal(15)
    kilometers: Decimal | None = None
    apart: Decimal = Decimal("0.3")

    def load(self, offer: Offer) -> Decimal:
        """Hours a week of an offer, on average over the terms it runs through."""
        return offer.hours * min(Decimal(1), offer.weeks / (self.weeks_in_term * self.lasts(offer)))

    def lasts(self, offer: Offer) -> int:
        """Through how many terms an offer runs."""
        return max(1, ceil(offer.weeks / self.weeks_in_term))


@dataclass(frozen=True, slots=True)
class Found:
    """Offers by number, the term each starts in (empty where none are laid out), whether it is proved least, and how far
    it may be above the least (0.05: by 5 of 100): of all plans that leave out `apart` offers of each one before."""

    offers: frozenset[int]
    starts: Mapping[int, int]
    proved: bool
    gap: float
    apart: int = 0


@dataclass(frozen=True, slots=True)
class Nothing:
    """No plan. in_time False: the solver was not done; else there is none."""

    in_time: bool


@dataclass
class Search:
    """Plans for one question, one after another, each different from all before."""

    asked: Asked
    offers: Sequence[Offer]
    choices: Choices
    limits: Limits
    cuts: list[frozenset[int]] = field(default_factory=list)
    shown: list[frozenset[int]] = field(default_factory=list)
    apart: int = 1

    def next(self) -> Found | Nothing:
        """The least plan of those that differ most from all shown; where there is none, of those that differ less."""
        free = min((len(shown - self.taken) for shown in self.shown), default=0)
        self.apart = max(1, ceil(free * self.limits.apart))
        while isinstance(found := self._next(), Nothing) and self.shown and self.apart > 1:
            self.apart //= 2
        if isinstance(found, Nothing):
            return found
        found = replace(found, apart=self.apart if self.shown else 0)
        self.shown.append(found.offers)
        return found

    def _next(self) -> Found | Nothing:
        found = self._which(self.asked.offers, 0)
        if isinstance(found, Found) and self.limits.terms:
            placed = self._when(found)
            found = placed if placed is not None else self._both()
        return found

    @property
    def taken(self) -> frozenset[int]:
        """Numbers of the offers that are in every plan."""
        return frozenset(n for n in self.asked.offers if self.offers[n].id in self.choices.taken)

    # -- which

    def _which(self, allowed: Collection[int], terms: int) -> Found | Nothing:
        cost = {n: float(self.offers[n].takes(self.limits.measure)) for n in allowed}
        first = self._sound(allowed, terms, cost, None)
        if isinstance(first, Nothing):
            return first
        if not first.proved:  # no time is left to choose among equals
            return self._pruned(first)
        least = sum(cost[n] for n in first.offers)
        second = self._sound(allowed, terms, self._ties(allowed), (cost, least + 1e-6 * max(1.0, least)))
        kept = second if isinstance(second, Found) else self._pruned(first)
        return Found(kept.offers, kept.starts, first.proved, first.gap)

    def _ties(self, allowed: Collection[int]) -> dict[int, float]:
        """What an offer weighs among plans of equal cost: never liked or planned before, most; then its place by id."""
        many = len(allowed) + 1
        weights = {}
        for place, number in enumerate(sorted(allowed, key=self._place), 1):
            name = self.offers[number].id
            new = 0 if name in self.choices.liked else 1 if name in self.choices.earlier else many
            weights[number] = new * many + place / many
        return weights

    @property
    def seconds(self) -> float:
        """For one question to the solver; less for each further plan, so that nobody waits for them."""
        return self.limits.seconds / (4 if self.shown else 1)

    def _place(self, number: int) -> str:
        return self.choices.place(self.offers[number].id)

    def _pruned(self, found: Found) -> Found:
        kept = set(found.offers)
        for number in sorted(found.offers - self.taken, key=self._place, reverse=True):
            if reached(self.asked, kept - {number}).meets(self.asked.goals):
                kept.discard(number)
        starts = {number: term for number, term in found.starts.items() if number in kept}
        return Found(frozenset(kept), starts, found.proved, found.gap)

    def _sound(
        self, allowed: Collection[int], terms: int, cost: Mapping[int, float],
        within: tuple[Mapping[int, float], float] | None,
    ) -> Found | Nothing:  # fmt: skip
        """A solution that rests on nothing but the record and itself in order."""
        for _ in range(ROUNDS):
            model = _Model(self, sorted(allowed), terms)
            if within is not None:
                model.at_most(*within)
            solved = model.least(cost)
            if solved.values is None:
                return Nothing(in_time=solved.impossible)
            picked = model.picked(solved.values)
            done = reached(self.asked, picked)
            if done.meets(self.asked.goals):
                starts = {n: t for n, t in model.starts(solved.values).items() if n in done.offers}
                return Found(done.offers, starts if terms else {}, solved.proved, _gap(solved))
            self.cuts.append(self._outside(picked))
        return Nothing(in_time=False)

    def _outside(self, picked: frozenset[int]) -> frozenset[int]:
        """Offers of which one at least must be taken: all but a largest set around the picked ones that still does not
        reach the goals."""
        kept, others = set(picked), [n for n in self.asked.offers if n not in picked]
        queue = [others]
        while queue:
            some = queue.pop()
            if not some or not reached(self.asked, kept | set(some)).meets(self.asked.goals):
                kept.update(some)
            elif len(some) > 1:
                half = len(some) // 2
                queue += [some[half:], some[:half]]
        return frozenset(self.asked.offers) - kept

    # -- when

    def _when(self, found: Found) -> Found | None:
        """The same offers laid into terms, as early as can be; None where they do not fit."""
        early = dict.fromkeys(found.offers, 0.0)
        placed = self._sound(found.offers, self.limits.terms, early, None)
        if isinstance(placed, Nothing) or placed.offers != found.offers:
            return None
        return Found(found.offers, placed.starts, found.proved, found.gap)

    def _both(self) -> Found | Nothing:
        found = self._which(self.asked.offers, self.limits.terms)
        if isinstance(found, Nothing):
            return found
        return self._when(found) or found


class _Model:
    """One integer program: a column for each offer, or for each offer and term it can start in."""

    def __init__(self, search: Search, allowed: Sequence[int], terms: int) -> None:
        self.search, self.allowed, self.terms = search, allowed, terms
        self.rows = Rows()
        self.columns = {number: self._columns_of(number) for number in allowed}
        self._goals()
        self._needs()
        self._choices()
        if terms and search.limits.hours is not None:
            self._load(float(search.limits.hours))

    def _columns_of(self, number: int) -> dict[int, int]:
        if not self.terms:
            return {0: self.rows.column(whole=True)}
        offer, limits = self.search.offers[number], self.search.limits
        last = self.terms - limits.lasts(offer)
        starts = [t for t in range(last + 1) if not offer.terms or t in offer.terms]
        found = {t: self.rows.column(whole=True) for t in starts}
        if len(found) > 1:
            self.rows.row([(column, 1.0) for column in found.values()], most=1.0)
        return found

    def done(self, number: int) -> Terms:
        """An offer is done, whenever."""
        return [(column, 1.0) for column in self.columns.get(number, {}).values()]

    def _before(self, term: int) -> Done:
        def done(number: int) -> Terms:
            length = self.search.limits.lasts(self.search.offers[number])
            return [(c, 1.0) for start, c in self.columns.get(number, {}).items() if start + length <= term]

        return done

    def _goals(self) -> None:
        self.writer = Writer(self.rows, self.search.asked.names, self.done)
        for goal in self.search.asked.goals:
            self.writer.must(goal)

    def _needs(self) -> None:
        asked = self.search.asked
        writers = [Writer(self.rows, asked.names, self._before(t)) for t in range(self.terms)]
        for number, starts in self.columns.items():
            for term, column in starts.items():
                writer = writers[term] if self.terms else self.writer
                for need in asked.needs[number]:
                    self.rows.row([*writer.met(need), (column, -1.0)], least=0.0)

    def _choices(self) -> None:
        taken = self.search.taken
        for number in sorted(taken):
            self.rows.row(self.done(number), least=1.0)
        for shown in self.search.shown:
            free = sorted(shown - taken)
            self.rows.row([t for n in free for t in self.done(n)], most=float(len(free) - self.search.apart))
        for cut in self.search.cuts:
            self.rows.row([t for n in sorted(cut) for t in self.done(n)], least=1.0)

    def _load(self, most: float) -> None:
        offers, limits = self.search.offers, self.search.limits
        for term in range(self.terms):
            terms = [
                (column, float(limits.load(offers[number])))
                for number, starts in self.columns.items()
                for start, column in starts.items()
                if start <= term < start + limits.lasts(offers[number]) and offers[number].hours
            ]
            self.rows.row(terms, most=most)

    def at_most(self, cost: Mapping[int, float], most: float) -> None:
        """Holds a sum over the offers at or below a bound."""
        self.rows.row([(c, cost[n]) for n in self.allowed for c, _ in self.done(n)], most=most)

    def least(self, cost: Mapping[int, float]) -> Solved:
        """The solution of least cost; of a laid out one, a later term weighs a little more."""
        late = 1.0 if not any(cost.values()) else 0.0
        costs = {
            column: cost[number] + late * start
            for number, starts in self.columns.items()
            for start, column in starts.items()
        }
        return self.rows.least(costs, self.search.seconds)

    def picked(self, values: Sequence[float]) -> frozenset[int]:
        """Numbers of the offers taken."""
        return frozenset(self.starts(values))

    def starts(self, values: Sequence[float]) -> dict[int, int]:
        """In which term each taken offer starts."""
        found: Iterable[tuple[int, int, int]] = (
            (number, start, column)
            for number, starts in self.columns.items()
            for start, column in starts.items()
        )
        return {number: start for number, start, column in found if values[column] > 0.5}


def _gap(solved: Solved) -> float:
    """How far a value may be above the least, as a share of it."""
    if solved.proved or solved.value <= 0:
        return 0.0
    return max(0.0, (solved.value - solved.bound) / solved.value)
