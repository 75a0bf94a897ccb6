"""The least that is left over real offers: against every subset of the offers, held to the audit itself."""

import os
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.progress.made import DAY, catalogue, milestone, pathway, stage
from tests.core.progress.strategies import FOLLOWING, NAMES, catalogues, facts, haves, records, rules, totals
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.naming import names_of
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.state_pack import Pack
from throughline.core.progress.audit import audit
from throughline.core.progress.planning.asking import CannotPlan
from throughline.core.progress.planning.offers import Offer, Offered, Offering
from throughline.core.progress.planning.plans import Answer, Choices, Goal, Limits, Plan, plan
from throughline.core.progress.planning.words import PHRASES, said
from throughline.core.progress.program import Program
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import Standing, stand
from throughline.core.requirements.nodes import Choose, Have, Node

MANY = int(os.environ.get("THROUGHLINE_EXAMPLES", "100"))
AFTER = DAY + timedelta(days=200)
GOAL = [Goal("goal")]
Question = tuple[Catalogue, Record, tuple[Offer, ...]]


@st.composite
def offered(draw: st.DrawFn, number: int) -> Offer:
    leads_to = tuple(
        draw(facts(f"o{number}#{n}", st.just(True), lasting=True)) for n in range(draw(st.integers(1, 2)))
    )
    needs = draw(st.lists(st.sampled_from(NAMES + FOLLOWING), max_size=1).map(tuple))
    return Offer(f"o{number}", leads_to, needs, effort=Decimal(draw(st.integers(0, 4))))


ANY_RULE = rules(2, steady=True)
FOLLOWING_PLAINLY = st.sampled_from(["competency:a", "competency:b", *FOLLOWING])


@st.composite
def shared_pools(draw: st.DrawFn) -> Choose:
    """An exclusive choice among things that follow from rules or by equivalence, beside those that are shown."""
    plain = [Have(id=f"n{n}", what=draw(FOLLOWING_PLAINLY)) for n in range(draw(st.integers(2, 3)))]
    further = draw(st.lists(st.one_of(haves([10], steady=True), totals([20])), max_size=1))
    every = (*plain, *(replace(each, advisory=False) for each in further))
    return Choose(id="top", of=every, min=draw(st.sampled_from([None, 2])), exclusive=True)


@st.composite
def questions(draw: st.DrawFn, gates: st.SearchStrategy[Node] = ANY_RULE) -> Question:
    """A state whose pathway `goal` asks for any rule that only gains by evidence, a record, up to five offers."""
    kept = draw(catalogues())
    goal = pathway("goal", [replace(stage("s", "course:none"), gate=draw(gates))])
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


@settings(
    max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(questions())
def test_a_plan_is_the_least_of_all_sets_of_offers_that_the_audit_says_are_enough(question: Question) -> None:
    held_to_every_set(question)


@settings(
    max_examples=MANY // 2, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(questions(shared_pools()))
def test_a_plan_is_the_least_too_where_what_follows_shares_a_pool_with_what_is_shown(question: Question) -> None:
    held_to_every_set(question)


def held_to_every_set(question: Question) -> None:
    kept, record, offers = question
    try:
        answer = asked_of(kept, record, offers, limits=Limits(plans=1))
    except CannotPlan:
        return
    least = least_by_trying(kept, record, offers)
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
    question: Question, dice: Random
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
    if fewer.plans:
        assert answer.plans[0].takes("effort") <= fewer.plans[0].takes("effort")


# -- small states, by hand


def offer(name: str, *gives: str, needs: tuple[str, ...] = (), effort: int = 1, **more: object) -> Offer:
    led = tuple(Fact(f"{name}#{n}", what, DAY) for n, what in enumerate(gives))
    return Offer(name, led, needs, Decimal(effort), **more)  # type: ignore[arg-type]


def small(gate: object, *offers: Offer, **more: object) -> Answer:
    """A pathway of one stage that asks for this, an empty record, and these offers."""
    kept = catalogue(
        [milestone("m", "competency:m")],
        [pathway("goal", [stage("s", gate)]), pathway("other", [stage("s", "course:z")])],
    )
    return asked_of(kept, Record(()), offers, **more)


def names(answer: Answer) -> list[set[str]]:
    return [set(each.offers) for each in answer.plans]


ONE_OF_TWO = (
    offer("a", "course:x", effort=5),
    offer("b", "course:x", effort=5),
    offer("c", "course:x", effort=9),
)


@pytest.mark.parametrize(
    ("choices", "first"),
    [
        (Choices(), {"a"}),
        (Choices(liked=frozenset("b")), {"b"}),
        (Choices(earlier=frozenset("b")), {"b"}),
        (Choices(liked=frozenset("a"), earlier=frozenset("b")), {"a"}),
        (Choices(liked=frozenset("c")), {"a"}),
        (Choices(taken=frozenset("c")), {"c"}),
        (Choices(refused=frozenset("a")), {"b"}),
        (Choices(refused=frozenset("ab")), {"c"}),
    ],
)
def test_what_the_learner_said_is_held_and_breaks_ties_and_never_costs_more(
    choices: Choices, first: set[str]
) -> None:
    assert names(small("course:x", *ONE_OF_TWO, choices=choices))[0] == first


def test_up_to_three_plans_are_shown_the_least_first_and_none_holds_another() -> None:
    answer = small("course:x", *ONE_OF_TWO, offer("d", "course:x", effort=20))
    assert names(answer) == [{"a"}, {"b"}, {"c"}]
    assert all(each.proved for each in answer.plans)


def test_offers_that_need_each_other_are_no_way_and_the_gap_is_named() -> None:
    ring = (offer("a", "course:x", needs=("course:y",)), offer("b", "course:y", needs=("course:x",)))
    answer = small("course:x", *ring)
    assert (answer.lack, [(m.what, m.why, m.offers) for m in answer.missing]) == (
        "reach", [("course:x", "needs", ("a",))],
    )  # fmt: skip
    assert names(small("course:x", *ring, offer("c", "course:y", effort=8)))[0] == {"a", "c"}


def test_what_is_out_of_reach_is_named_with_why_and_whose_duty_it_is() -> None:
    kept = catalogue(
        [milestone("m", {"choose": ["competency:m", "competency:n"]})],
        [
            replace(
                pathway("goal", [replace(stage("s", "milestone:m"), owner="board")]), offered_by=("school",)
            )
        ],
    )
    full, unwanted = offer("f", "competency:m", seats=0), offer("u", "competency:n")
    answer = asked_of(kept, Record(()), (full, unwanted), choices=Choices(refused=frozenset("u")))
    assert [(m.stage, m.owner, m.what, m.why, m.offers) for m in answer.missing] == [
        ("s", "milestone:m", "competency:m", "full", ("f",)),
        ("s", "milestone:m", "competency:n", "refused", ("u",)),
    ]
    assert {m.owed_by for m in answer.missing} == {("body:board", "organization:school")}


@pytest.mark.parametrize("rule", [{"not": "course:x"}, {"have": {"what": "course:x", "attempt": "first"}}])
def test_a_rule_that_a_plan_cannot_say_is_refused_with_its_node(rule: object) -> None:
    with pytest.raises(CannotPlan, match="of pathway:goal#s"):
        small({"choose": ["course:z", rule]}, offer("a", "course:z"))


def test_several_pathways_kept_open_share_what_serves_both() -> None:
    kept = catalogue([], [pathway("p", [stage("s", "course:x")]), pathway("q", [stage("s", "course:y")])])
    given = Offered(
        (
            offer("x", "course:x", effort=3),
            offer("y", "course:y", effort=3),
            offer("xy", "course:x", "course:y", effort=4),
        )
    )
    standing = stand(Record(()), RuleBook(kept), DAY)
    alone = [names(plan(standing, given, [Goal(name)]))[0] for name in "pq"]
    assert (alone, names(plan(standing, given, [Goal("p"), Goal("q")]))[0]) == ([{"x"}, {"y"}], {"xy"})


def by_term(found: Plan) -> list[tuple[str, int | None]]:
    return [(each.offer, each.term) for each in found.steps]


def test_terms_hold_the_order_of_needs_the_hours_of_a_week_and_when_an_offer_starts() -> None:
    chain = (
        offer("a", "course:x", hours=Decimal(20)),
        offer("b", "course:y", needs=("course:x",), hours=Decimal(20), weeks=Decimal(30)),
        offer("c", "course:z", hours=Decimal(20), terms=(0, 3)),
    )
    gate = {"choose": ["course:y", "course:z"]}
    in_four = small(gate, *chain, limits=Limits(terms=4, hours=Decimal(30)))
    assert by_term(in_four.plans[0]) == [("c", 0), ("a", 1), ("b", 2)]
    in_three = small(gate, *chain, limits=Limits(terms=3, hours=Decimal(30)))
    assert (in_three.plans, in_three.lack) == ((), "terms")
    lighter = small(gate, *chain, limits=Limits(terms=3, hours=Decimal(40)))
    assert by_term(lighter.plans[0]) == [("a", 0), ("c", 0), ("b", 1)]


def test_a_dearer_offer_is_taken_where_the_cheapest_does_not_fit_into_the_terms() -> None:
    both = (offer("long", "course:x", effort=1, weeks=Decimal(60)), offer("short", "course:x", effort=5))
    assert names(small("course:x", *both, limits=Limits(terms=2, plans=1))) == [{"short"}]
    assert names(small("course:x", *both, limits=Limits(terms=4, plans=1))) == [{"long"}]


@pytest.mark.parametrize("measure", ["effort", "cost", "travel", "weeks"])
def test_each_measure_is_least_by_itself(measure: str) -> None:
    facts_of = {name: (Fact(name, "course:x", DAY),) for name in ("effort", "cost", "travel", "weeks")}
    many = dict.fromkeys(facts_of, Decimal(9))
    every = [Offer(name, led, **{**many, name: Decimal(1)}) for name, led in facts_of.items()]  # type: ignore[arg-type]
    assert names(small("course:x", *every, limits=Limits(measure=measure)))[0] == {measure}  # type: ignore[arg-type]


# -- the demo state


def test_every_pathway_of_meridian_has_a_plan_from_nothing_or_its_gaps_are_named_with_their_owners(
    meridian_pack: Pack,
) -> None:
    kept = meridian_pack.catalogue
    given, program = Offering(kept, DAY).offered, Program(RuleBook(kept), sorted(kept.pathways))
    standing, planned = Standing(Record(()), program, DAY), 0
    for name in sorted(kept.pathways):
        answer = plan(standing, given, [Goal(name)], limits=Limits(plans=1))
        if answer.lack:
            assert answer.lack == "reach"
            assert all(each.owed_by and each.owner for each in answer.missing)
            _truly_missing(answer, given)
            continue
        planned += 1
        done = tuple(f for each in given.offers if each.id in answer.plans[0].offers for f in each.leads_to)
        apart = tuple(replace(f, when=DAY + timedelta(days=n)) for n, f in enumerate(done))
        assert audit(name, Standing(Record(apart), program, AFTER)).complete
        assert answer.plans[0].proved
    assert planned >= 4


def _truly_missing(answer: Answer, given: Offered) -> None:
    for each in answer.missing:
        offers = [o for o in given.offers if any(fact.what == each.what for fact in o.leads_to)]
        assert each.why != "nothing" or not each.what or not offers


def test_a_plan_and_a_gap_are_said_in_every_language_with_titles_and_duty(meridian_pack: Pack) -> None:
    kept = meridian_pack.catalogue
    titles, given = names_of(kept), Offering(kept, DAY).offered
    standing = stand(Record(()), RuleBook(kept), DAY)
    planned = plan(standing, given, [Goal("nursing")], limits=Limits(plans=1))
    lacking = plan(standing, given, [Goal("teaching")], limits=Limits(plans=1))
    assert all(words.keys() == PHRASES["en"].keys() for words in PHRASES.values())
    for language in PHRASES:
        told = said(planned, "effort", titles, language)[0]
        assert len(told) == len(planned.plans[0].steps) + 2
        assert told[-1] == PHRASES[language]["proved"]
        assert all("{" not in line and line for line in told)
    first = said(lacking, "effort", titles, "en")[0]
    assert first[0] == "Nothing offered today leads to Listening for understanding."
    assert "Northside High" in first[1]
