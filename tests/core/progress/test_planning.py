"""The least that is left over real offers: against every subset of the offers, held to the audit itself."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.progress.made import DAY, catalogue, milestone, pathway, stage
from tests.core.progress.strategies import FOLLOWING, NAMES, catalogues, facts, records, rules
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.state_pack import Pack
from throughline.core.progress.audit import audit
from throughline.core.progress.planning.asking import CannotPlan
from throughline.core.progress.planning.offers import Offer, Offered, Offering
from throughline.core.progress.planning.plans import Answer, Choices, Goal, Limits, Plan, plan
from throughline.core.progress.program import Program
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import Standing, stand
from throughline.core.requirements.nodes import Choose, Have, Node, walk

AFTER = DAY + timedelta(days=200)
GOAL = [Goal("goal")]


@st.composite
def offered(draw: st.DrawFn, number: int) -> Offer:
    leads_to = tuple(
        draw(facts(f"o{number}#{n}", st.just(True), lasting=True)) for n in range(draw(st.integers(1, 2)))
    )
    needs = draw(st.lists(st.sampled_from(NAMES + FOLLOWING), max_size=1).map(tuple))
    return Offer(f"o{number}", leads_to, needs, effort=Decimal(draw(st.integers(0, 4))))


@st.composite
def questions(draw: st.DrawFn) -> tuple[Catalogue, Record, tuple[Offer, ...]]:
    """A state whose pathway `goal` asks for any rule that only gains by evidence, a record, up to five offers."""
    kept = draw(catalogues())
    goal = pathway("goal", [replace(stage("s", "course:none"), gate=draw(rules(2, steady=True)))])
    offers = tuple(draw(offered(number)) for number in range(draw(st.integers(0, 5))))
    made = replace(kept, pathways={**kept.pathways, "goal": goal})
    return made, draw(records(3, confirmed=True, lasting=True, decisions=False)), offers


def days_apart(offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """Each offered fact on a day of its own, after the record's."""
    day, found = DAY, []
    for each in offers:
        led: list[Fact] = []
        for fact in each.leads_to:
            day += timedelta(days=1)
            led.append(replace(fact, when=day))
        found.append(replace(each, leads_to=tuple(led)))
    return tuple(found)


def reaches(offers: tuple[Offer, ...], record: Record, program: Program) -> bool:
    """Whether the audit says so, each offer begun only when the record by then holds what it needs."""
    waiting, now = list(offers), record
    while True:
        standing = Standing(now, program, AFTER)
        ready = [each for each in waiting if all(map(standing.holds, each.needs))]
        if not ready:
            return audit("goal", standing).complete
        waiting = [each for each in waiting if each not in ready]
        now = replace(now, facts=now.facts + tuple(f for each in ready for f in each.leads_to))


def least_by_trying(kept: Catalogue, record: Record, offers: tuple[Offer, ...]) -> Decimal | None:
    program, apart = Program(RuleBook(kept), sorted(kept.pathways)), days_apart(offers)
    program.include_names(need for each in offers for need in each.needs)
    costs = [
        sum((each.effort for each in some), Decimal(0))
        for size in range(len(apart) + 1)
        for some in combinations(apart, size)
        if reaches(some, record, program)
    ]
    return min(costs, default=None)


def asked_of(kept: Catalogue, record: Record, offers: tuple[Offer, ...], **more: object) -> Answer:
    return plan(stand(record, RuleBook(kept), DAY), Offered(offers), GOAL, **more)  # type: ignore[arg-type]


def follows_in_a_pool(kept: Catalogue) -> bool:
    """Whether what follows from rules may stand in a pool beside facts: the plan is then one way, not surely the
    least."""
    nodes = [m.rule for m in kept.milestones.values()] + [
        s.gate for p in kept.pathways.values() for s in p.stages
    ]
    nodes += [edition.root for rule in kept.rules.values() for edition in rule.editions]
    pools = [n for each in nodes for n in walk(each) if isinstance(n, Choose) and n.exclusive]
    return any(
        isinstance(leaf, Have) and (leaf.kind in ("milestone", "credential") or kept.equivalences)
        for pool in pools
        for leaf in pool.of
    )


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(questions())
def test_a_plan_is_the_least_of_all_sets_of_offers_that_the_audit_says_are_enough(
    question: tuple[Catalogue, Record, tuple[Offer, ...]],
) -> None:
    kept, record, offers = question
    try:
        answer = asked_of(kept, record, offers, limits=Limits(plans=1))
    except CannotPlan:
        return
    least = least_by_trying(kept, record, offers)
    if not follows_in_a_pool(kept):
        assert (least is None) == (answer.lack == "reach"), (answer, least)
        assert not answer.plans or answer.plans[0].takes("effort") == least
    for found in answer.plans:
        program = Program(RuleBook(kept), sorted(kept.pathways))
        program.include_names(need for each in offers for need in each.needs)
        chosen = tuple(each for each in days_apart(offers) if each.id in found.offers)
        assert reaches(chosen, record, program)
        assert found.proved


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(questions(), st.randoms(use_true_random=False))
def test_no_order_of_offers_or_facts_changes_a_plan_and_more_offers_never_cost_more(
    question: tuple[Catalogue, Record, tuple[Offer, ...]], dice: Random
) -> None:
    kept, record, offers = question
    try:
        answer = asked_of(kept, record, offers, limits=Limits(plans=2))
        fewer = asked_of(kept, record, offers[:-1], limits=Limits(plans=1))
    except CannotPlan:
        return
    again = asked_of(
        kept, Record(tuple(dice.sample(record.facts, len(record.facts)))),
        tuple(dice.sample(offers, len(offers))), limits=Limits(plans=2),
    )  # fmt: skip
    assert again == answer
    if fewer.plans and not follows_in_a_pool(kept):
        assert answer.plans[0].takes("effort") <= fewer.plans[0].takes("effort")
