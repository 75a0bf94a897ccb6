"""The least that is left to a goal over real offers: up to three different plans, each proved least or with its gap.

`plan(standing, offered, goals)` reads the gates of one pathway, or of several kept open at once, against the
record; what is met is met, what is held counts, certified equivalences and signed decisions too. The same input in any
order gives the same plan. Method: docs/reference/planning.md.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from throughline.core.catalogue.documents import Pathway, Stage
from throughline.core.progress.planning.asking import Reader
from throughline.core.progress.planning.formula import MET, Asked, AtLeast, Formula, Reached, reached
from throughline.core.progress.planning.missing import Closed, Goalpost, Missing, missing
from throughline.core.progress.planning.offers import Measure, Offer, Offered
from throughline.core.progress.planning.search import Choices, Found, Limits, Nothing, Search
from throughline.core.progress.planning.why import reasons
from throughline.core.progress.standing import Standing

MEASURES: tuple[Measure, ...] = ("effort", "cost", "travel", "weeks")
NOTHING_SAID = Choices()
USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Goal:
    """A pathway to complete: up to a stage (empty: to its end), with what one destination adds."""

    pathway: str
    stage: str = ""
    destination: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One offer of a plan. term: in which it starts, from 0 (None: no terms are laid out); lasts: through how many.

    why: what would be missing without it: milestones and credentials, else stages (`pathway:p#s`), else offers that need
    it (`opportunity:o`); empty where the learner wants it all the same. takes what it takes; hours: a week, on average
    over a term; seats: free ones, where that is known.
    """

    offer: str
    term: int | None
    effort: Decimal
    cost: Decimal
    travel: Decimal
    weeks: Decimal
    hours: Decimal = Decimal(0)
    lasts: int = 1
    seats: int | None = None
    away: Decimal | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Offers in an order in which they can be done; nothing to do where the goals are met.

    proved: nothing less reaches the goals. gap: otherwise by what share less there might be (0.05: 5 of 100). apart: of
    a further plan, in how many offers each plan before is left; it is the least of those that leave so many.
    """

    steps: tuple[Step, ...]
    proved: bool
    gap: float
    apart: int = 0

    def takes(self, measure: Measure) -> Decimal:
        """What all of it takes."""
        return sum((_of(each, measure) for each in self.steps), Decimal(0))

    def could_save(self, measure: Measure) -> Decimal:
        """How much less some other plan might take, at most; 0 where it is proved."""
        return self.takes(measure) * Decimal(str(self.gap))

    @property
    def offers(self) -> tuple[str, ...]:
        """Ids of its offers, in order."""
        return tuple(each.offer for each in self.steps)


Lack = Literal["", "reach", "terms", "time"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Plans, the least first. lack: why there is none: something is out of `reach` (`missing` names it), nothing fits
    the `terms` and hours (`in_order` is the least without them, `heavy` its offers that alone are too much in a week), or
    the solver had no `time`."""

    plans: tuple[Plan, ...]
    lack: Lack = ""
    missing: tuple[Missing, ...] = ()
    in_order: Plan | None = None
    heavy: tuple[str, ...] = ()


def plan(
    standing: Standing,
    offered: Offered,
    goals: Iterable[Goal],
    choices: Choices = NOTHING_SAID,
    limits: Limits = USUAL,
) -> Answer:
    """Plans for a record to reach all goals. Raises `CannotPlan` where a rule cannot be said as a plan,
    `UnknownReference` for a pathway nobody published, `ValueError` for a choice that is no offer."""
    numbers, offers = offered.numbers, offered.offers
    _known(numbers, choices)
    closed = _closed(offered, choices, limits)
    begun = frozenset(numbers[name] for name in choices.taken)
    reader = Reader(standing, offered, begun, closed.every)
    posts = tuple(_goalposts(standing, reader, goals))
    asked = reader.gathered([post.part for post in posts])
    most = reached(asked, asked.offers)
    if not most.meets(asked.goals):
        catalogue = standing.program.rules.catalogue
        return Answer((), "reach", missing(posts, asked, most, closed, catalogue))
    return _Found(asked, posts, offers, choices, limits).answer()


def _closed(offered: Offered, choices: Choices, limits: Limits) -> Closed:
    numbers, far = offered.numbers, limits.kilometers
    full = frozenset(numbers[name] for name in offered.full - choices.taken)
    refused = frozenset(numbers[name] for name in choices.refused)
    away = frozenset(
        number for number, each in enumerate(offered.offers)
        if far is not None and each.away is not None and each.away > far and each.id not in choices.taken
    )  # fmt: skip
    return Closed(offered, full, refused, away)


@dataclass(frozen=True)
class _Found:
    """One question, and how its plans are shown."""

    asked: Asked
    posts: tuple[Goalpost, ...]
    offers: Sequence[Offer]
    choices: Choices
    limits: Limits

    def answer(self) -> Answer:
        search, plans = Search(self.asked, self.offers, self.choices, self.limits), list[Plan]()
        while len(plans) < self.limits.plans:
            found = search.next()
            if isinstance(found, Nothing):
                break
            plans.append(self._plan(found))
            if found.offers <= search.taken:
                break
        if plans:
            return Answer(tuple(plans))
        assert isinstance(found, Nothing)
        return self._does_not_fit() if found.in_time and self.limits.terms else Answer((), "time")

    def _does_not_fit(self) -> Answer:
        anyhow = replace(self.limits, terms=0, plans=1)
        in_order = replace(self, limits=anyhow).answer().plans
        most = self.limits.hours
        heavy = (
            each.offer
            for each in (in_order[0].steps if in_order else ())
            if most is not None and each.hours > most
        )
        return Answer((), "terms", in_order=in_order[0] if in_order else None, heavy=tuple(heavy))

    def _plan(self, found: Found) -> Plan:
        done = reached(self.asked, found.offers)
        in_terms = sorted(done.order, key=lambda number: found.starts.get(number, 0))
        steps = (self._step(number, found.starts.get(number), done) for number in in_terms)
        return Plan(tuple(steps), found.proved, found.gap, found.apart)

    def _step(self, number: int, term: int | None, done: Reached) -> Step:
        offer = self.offers[number]
        found = reasons(number, self.asked, done, self.posts)
        why = tuple(
            f"opportunity:{self.offers[int(n[6:])].id}" if n.startswith("needs:") else n for n in found
        )
        return Step(
            offer.id, term, offer.effort, offer.cost, offer.travel, offer.weeks, self.limits.load(offer),
            self.limits.lasts(offer), offer.seats, offer.away, why,
        )  # fmt: skip


def _of(step: Step, measure: Measure) -> Decimal:
    return {"effort": step.effort, "cost": step.cost, "travel": step.travel, "weeks": step.weeks}[measure]


def _known(names: Collection[str], choices: Choices) -> None:
    if unknown := sorted((choices.taken | choices.refused) - set(names)):
        raise ValueError(f"'{unknown[0]}' is chosen and is no offer: name an offer that is given")
    if both := sorted(choices.taken & choices.refused):
        raise ValueError(f"'{both[0]}' is taken and refused: choose one of the two")


# -- what the goals ask


def _goalposts(standing: Standing, reader: Reader, goals: Iterable[Goal]) -> Iterator[Goalpost]:
    for goal in sorted(set(goals), key=lambda each: (each.pathway, each.stage, each.destination)):
        pathway = standing.program.rules.pathway(goal.pathway)
        standing.program.include_pathway(pathway.id)
        for stage in _stages(pathway, goal.stage):
            yield Goalpost(pathway, stage, _gate(pathway, stage, standing, reader))
        if goal.destination:
            yield Goalpost(pathway, None, _adds(pathway, goal.destination, reader))


def _stages(pathway: Pathway, last: str) -> tuple[Stage, ...]:
    names = [stage.id for stage in pathway.stages]
    if last and last not in names:
        raise ValueError(f"pathway:{pathway.id} has no stage '{last}': it has {', '.join(names)}")
    return pathway.stages[: names.index(last) + 1] if last else pathway.stages


def _gate(pathway: Pathway, stage: Stage, standing: Standing, reader: Reader) -> Formula:
    """A gate; it is passed too where all that it awards was granted as such."""
    gate = reader.part(stage.gate, f"pathway:{pathway.id}#{stage.id}")
    awards = [f"credential:{each.removeprefix('credential:')}" for each in stage.awards]
    if not awards or gate is MET:
        return gate
    held = standing.sure.evidence.by_what
    granted = tuple(MET if each in held else reader.given(each) for each in awards)
    return AtLeast(1, (gate, AtLeast(len(granted), granted)))


def _adds(pathway: Pathway, name: str, reader: Reader) -> Formula:
    found = next((each for each in pathway.destinations if each.id == name), None)
    if found is None:
        known = ", ".join(each.id for each in pathway.destinations)
        raise ValueError(f"pathway:{pathway.id} has no destination '{name}': it has {known}")
    return MET if found.adds is None else reader.part(found.adds, f"pathway:{pathway.id}#{found.id}")
