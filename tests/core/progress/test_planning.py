"""The least that is left over real offers: against every subset of the offers, held to the audit itself."""

import os
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.progress.made import DAY, catalogue, milestone, pathway, stage
from tests.core.progress.strategies import FOLLOWING, NAMES, catalogues, facts, haves, records, rules, totals
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.naming import names_of
from throughline.core.catalogue.pace import Term, coming
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.state_pack import Pack
from throughline.core.progress.audit import audit
from throughline.core.progress.planning.asking import CannotPlan
from throughline.core.progress.planning.offers import Offer, Offered, Offering
from throughline.core.progress.planning.plans import Answer, Goal, Plan, Step, plan
from throughline.core.progress.planning.search import Choices, Limits
from throughline.core.progress.planning.words import PHRASES, said, sure_said
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
def test_a_plan_is_the_least_too_where_what_follows_shares_a_pool_with_what_is_shown(
    question: Question,
) -> None:
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
        offer("a", "course:x", hours=Decimal(20), weeks=Decimal(15)),
        offer("b", "course:y", needs=("course:x",), hours=Decimal(20), weeks=Decimal(30)),
        offer("c", "course:z", hours=Decimal(20), weeks=Decimal(15), terms=(0, 3)),
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


def test_equal_offers_are_put_in_an_order_drawn_for_each_learner_so_that_none_comes_first_for_all() -> None:
    equal = [offer(f"o{n}", "course:x") for n in range(4)]
    first = [
        small("course:x", *equal, choices=Choices(lot=f"learner {n}"), limits=Limits(plans=1))
        for n in range(40)
    ]
    counted = Counter(each.plans[0].offers for each in first)
    assert len(counted) == 4
    assert min(counted.values()) >= 4
    assert first[0] == small("course:x", *equal, choices=Choices(lot="learner 0"), limits=Limits(plans=1))


def test_another_plan_leaves_a_good_part_of_each_one_before_where_it_can_and_says_how_much() -> None:
    gate = {"choose": [f"course:c{n}" for n in range(6)]}
    every = [offer(f"{way}{n}", f"course:c{n}", effort=5 + n % 2) for way in "abc" for n in range(6)]
    plans = small(gate, *every).plans
    for nth, each in enumerate(plans):
        assert each.apart == (2 if nth else 0)
        assert all(len(set(other.offers) - set(each.offers)) >= 2 for other in plans[:nth])
    only = small(gate, *every[:6], offer("b0", "course:c0", effort=9)).plans
    assert [each.apart for each in only] == [0, 1]


def test_what_is_farther_than_the_learner_said_is_left_out_and_named() -> None:
    near, far = (
        offer("near", "course:x", effort=9, away=Decimal(8)),
        offer("far", "course:x", away=Decimal(70)),
    )
    assert names(small("course:x", near, far, limits=Limits(kilometers=Decimal(25), plans=1))) == [{"near"}]
    assert names(small("course:x", near, far, limits=Limits(plans=1))) == [{"far"}]
    lacking = small("course:x", far, limits=Limits(kilometers=Decimal(25)))
    assert [(each.why, each.offers) for each in lacking.missing] == [("far", ("far",))]
    wanted = Choices(taken=frozenset({"far"}))
    assert names(small("course:x", far, choices=wanted, limits=Limits(kilometers=Decimal(25)))) == [{"far"}]


def test_each_step_says_what_would_be_missing_without_it() -> None:
    kept = catalogue(
        [milestone("m", "competency:m")],
        [pathway("goal", [stage("s", {"choose": ["milestone:m", "course:y"]})])],
    )
    offers = (offer("a", "competency:m"), offer("b", "course:y", needs=("course:z",)), offer("c", "course:z"))
    answer = asked_of(
        kept, Record(()), (*offers, offer("d", "course:q")), choices=Choices(taken=frozenset("d"))
    )
    assert {each.offer: each.why for each in answer.plans[0].steps} == {
        "a": ("milestone:m",), "b": ("pathway:goal#s",), "c": ("opportunity:b",), "d": (),
    }  # fmt: skip


def test_what_does_not_fit_is_shown_in_order_with_what_alone_is_too_much_in_a_week() -> None:
    both = (offer("a", "course:x", hours=Decimal(40), weeks=Decimal(15)), offer("b", "course:y"))
    answer = small({"choose": ["course:x", "course:y"]}, *both, limits=Limits(terms=4, hours=Decimal(20)))
    assert (answer.lack, answer.heavy) == ("terms", ("a",))
    assert answer.in_order is not None
    assert set(answer.in_order.offers) == {"a", "b"}


def test_the_terms_to_come_are_those_that_begin_after_today() -> None:
    year = {"fall": Term({"en": "Fall"}, 9), "spring": Term({"en": "Spring"}, 1, 15)}
    found = coming(year, date(2030, 6, 1), 3)
    assert [(each.id, each.begins) for each in found] == [
        ("fall", date(2030, 9, 1)), ("spring", date(2031, 1, 15)), ("fall", date(2031, 9, 1)),
    ]  # fmt: skip
    assert [each.title for each in coming({}, DAY, 2)] == [{}, {}]


# -- in terms, by trying


@settings(max_examples=MANY // 3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_plan_in_terms_is_the_least_of_all_ways_to_lay_offers_into_them(data: st.DataObject) -> None:
    offers = tuple(data.draw(timed_offers(number)) for number in range(data.draw(st.integers(1, 4))))
    gate = {"choose": {"of": ["course:x", "course:y", "course:z"], "min": data.draw(st.integers(1, 3))}}
    limits = Limits(plans=1, terms=3, hours=Decimal(data.draw(st.integers(10, 30))))
    answer = small(gate, *offers, limits=limits)
    least = least_in_terms(gate["choose"]["min"], offers, limits)  # type: ignore[index, arg-type]
    assert (answer.plans[0].takes("effort") if answer.plans else None) == least


@st.composite
def timed_offers(draw: st.DrawFn, number: int) -> Offer:
    return offer(
        f"o{number}", *draw(st.lists(st.sampled_from(["course:x", "course:y", "course:z"]), min_size=1, max_size=2)),
        needs=draw(st.sampled_from([(), (), ("course:x",), ("course:y",)])), effort=draw(st.integers(0, 4)),
        weeks=Decimal(draw(st.sampled_from([5, 15, 30]))), hours=Decimal(draw(st.sampled_from([0, 10, 15]))),
        terms=draw(st.sampled_from([(), (), (0,), (1, 2)])),
    )  # fmt: skip


def least_in_terms(least: int, offers: tuple[Offer, ...], limits: Limits) -> Decimal | None:
    """Every way to start each offer in some term or not at all."""
    costs = []
    for starts in product([None, *range(limits.terms)], repeat=len(offers)):
        laid = [(each, start) for each, start in zip(offers, starts, strict=True) if start is not None]
        if all(fits(each, start, laid, limits) for each, start in laid):
            given = {fact.what for each, _ in laid for fact in each.leads_to}
            if len(given) >= least and most_in_a_week(laid, limits) <= limits.hours:  # type: ignore[operator]
                costs.append(sum((each.effort for each, _ in laid), Decimal(0)))
    return min(costs, default=None)


def fits(each: Offer, start: int, laid: list[tuple[Offer, int]], limits: Limits) -> bool:
    ends = start + limits.lasts(each)
    before = {fact.what for other, at in laid if at + limits.lasts(other) <= start for fact in other.leads_to}
    return ends <= limits.terms and (not each.terms or start in each.terms) and before >= set(each.needs)


def most_in_a_week(laid: list[tuple[Offer, int]], limits: Limits) -> Decimal:
    return max(
        sum((limits.load(o) for o, at in laid if at <= term < at + limits.lasts(o)), Decimal(0))
        for term in range(limits.terms)
    )


# -- the demo state


@pytest.fixture(scope="module")
def from_nothing(meridian_pack: Pack) -> Standing:
    program = Program(RuleBook(meridian_pack.catalogue), sorted(meridian_pack.catalogue.pathways))
    return Standing(Record(()), program, DAY)


def test_every_certified_pathway_of_meridian_can_be_planned_to_its_end_and_destinations_from_an_empty_record(
    meridian_pack: Pack, from_nothing: Standing
) -> None:
    kept = meridian_pack.catalogue
    given, lacking = Offering(kept, DAY).offered, {}
    for name in sorted(kept.pathways):
        adding = ["", *(each.id for each in kept.pathways[name].destinations if each.adds is not None)]
        for destination in adding:
            answer = plan(from_nothing, given, [Goal(name, "", destination)], limits=Limits(plans=1))
            if answer.lack:
                where = f"{name} {destination}".strip()
                lacking[where] = answer.lack, [(each.owner, each.node) for each in answer.missing]
                continue
            assert answer.plans[0].proved, name
            if not destination:
                done = [
                    f for each in given.offers if each.id in answer.plans[0].offers for f in each.leads_to
                ]
                apart = tuple(replace(f, when=DAY + timedelta(days=n)) for n, f in enumerate(done))
                assert audit(name, Standing(Record(apart), from_nothing.program, AFTER)).complete, name
    assert lacking == {}


def test_who_offers_sponsors_or_pays_changes_no_plan(meridian_pack: Pack, from_nothing: Standing) -> None:
    kept = meridian_pack.catalogue
    places = sorted(kept.organizations)
    other = dict(zip(places, places[::-1], strict=True))
    turned = {
        o.id: replace(
            o, provider=other[o.provider], sponsors=tuple(other[s] for s in o.sponsors), paid=not o.paid
        )
        for o in kept.opportunities.values()
    }
    elsewhere = Offering(replace(kept, opportunities=turned), DAY).offered
    for name in ("nursing", "ironworking", "journalism-media"):
        asked = [Goal(name)], Choices(lot="a learner"), Limits(plans=2)
        here = plan(from_nothing, Offering(kept, DAY).offered, *asked)
        assert here.plans
        assert [p.offers for p in plan(from_nothing, elsewhere, *asked).plans] == [
            p.offers for p in here.plans
        ]


def test_a_plan_and_a_gap_are_said_in_every_language_with_titles_and_duty(
    meridian_pack: Pack, from_nothing: Standing
) -> None:
    kept = meridian_pack.catalogue
    titles, given = names_of(kept), Offering(kept, DAY).offered
    planned = plan(from_nothing, given, [Goal("nursing")], limits=Limits(plans=2))
    without = Offered(
        tuple(
            o for o in given.offers if not any(f.what == "competency:expecting-the-best" for f in o.leads_to)
        )
    )
    lacking = plan(from_nothing, without, [Goal("teaching")], limits=Limits(plans=1))
    assert all(words.keys() == PHRASES["en"].keys() for words in PHRASES.values())
    for language in PHRASES:
        told, second = said(planned, "effort", titles, language)
        assert len(told) == len(planned.plans[0].steps) + 2
        assert told[-1] == PHRASES[language]["proved"]
        assert second[-1] == PHRASES[language]["apart"].format(n=planned.plans[1].apart)
        assert all("{" not in line and line for line in told)
    first = said(lacking, "effort", titles, "en")[0]
    assert first[0] == "Nothing offered today leads to Listening for understanding."
    assert "Northside High" in first[1]


def test_what_is_not_proved_says_how_much_less_there_might_be_at_most() -> None:
    step = Step("a", None, Decimal(200), Decimal(0), Decimal(0), Decimal(15))
    half_known = Plan((step,), proved=False, gap=0.06)
    assert (
        sure_said(half_known, "effort", "en")
        == "We stopped looking. No other way can save more than about 12 hours."
    )
