"""What each part of the rule language means to a record, one table or case at a time."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.core.progress.made import (
    DAY,
    catalogue,
    equivalence,
    fact,
    milestone,
    pathway,
    record,
    rule,
    shared_rule,
    stage,
)
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.audit import audit, audit_all, audit_milestone
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.program import Program
from throughline.core.progress.record import Record, RuleException, Validator
from throughline.core.progress.standing import Standing, evaluate, stand
from throughline.core.requirements.nodes import CapPer, Choose, Selector, Total

BOOK = RuleBook(catalogue())


def answer(data: Any, learner: Record, book: RuleBook = BOOK, owner: str = "rule:r") -> Outcome:
    return evaluate(rule(data), learner, book, DAY, owner)


def have(what: str = "competency:a", **more: Any) -> Any:
    return {"have": {"id": "it", "what": what, **more}}


@pytest.mark.parametrize(
    ("asked", "facts", "status"),
    [
        (have(level=2), [fact("competency:a", level=3)], "met"),
        (have(level=2), [fact("competency:a")], "not_met"),
        (have(level=1), [fact("competency:a")], "met"),
        (have(times=2), [fact("competency:a", "f1"), fact("competency:a", "f2")], "not_met"),
        (
            have(times=2),
            [fact("competency:a", "f1"), fact("competency:a", "f2", when=date(2030, 1, 2))],
            "met",
        ),
        (have(context=["work"]), [fact("competency:a", context="school")], "not_met"),
        (have(issuer=["union"]), [fact("competency:a", issuer="somebody")], "not_met"),
        (have(score={"min": 70, "scale": "s"}), [fact("competency:a", score=Decimal(70), scale="s")], "met"),
        (
            have(score={"min": 70, "scale": "s"}),
            [fact("competency:a", score=Decimal(90), scale="t")],
            "not_met",
        ),
        (have(fresh={"years": 1}), [fact("competency:a", when=date(2029, 6, 2))], "met"),
        (have(fresh={"years": 1}), [fact("competency:a", when=date(2029, 6, 1))], "not_met"),
        (have(), [fact("competency:a", valid_until=DAY)], "met"),
        (have(), [fact("competency:a", valid_until=date(2030, 5, 31))], "not_met"),
        (have(), [fact("competency:a", revoked=DAY)], "not_met"),
        (have(), [fact("competency:a", revoked=date(2030, 6, 2))], "met"),
        (have(), [fact("competency:a", when=date(2030, 6, 2))], "not_met"),
        (have(), [fact("competency:a", confirmed=False)], "cannot_tell"),
        ({"not": have()}, [fact("competency:a", confirmed=False)], "cannot_tell"),
        ({"not": have()}, [], "met"),
    ],
)
def test_a_fact_meets_a_have_only_with_all_it_asks(asked: Any, facts: list[Any], status: str) -> None:
    assert answer(asked, record(*facts)).status == status


def test_two_unknown_facts_are_weighed_apart_and_not_only_together() -> None:
    """Held both or held neither, this rule is not met; held only the first, it is: nobody can tell."""
    asked = {"choose": ["competency:a", {"not": "competency:b"}]}
    learner = record(fact("competency:a", confirmed=False), fact("competency:b", confirmed=False))
    outcome = answer(asked, learner)
    assert outcome.status == "cannot_tell"
    assert outcome.unsettled


@pytest.mark.parametrize(
    ("attempt", "status"), [("best", "met"), ("first", "not_met"), ("latest", "not_met")]
)
def test_best_of_all_tries_counts_unless_a_funding_rule_says_first_or_latest(
    attempt: str, status: str
) -> None:
    scores = [50, 80, 60]
    tries = [
        fact("assessment:x", f"t{n}", when=date(2030, 1, n + 1), score=Decimal(s), scale="s")
        for n, s in enumerate(scores)
    ]
    asked = have("assessment:x", score={"min": 70, "scale": "s"}, attempt=attempt)
    assert answer(asked, record(*tries)).status == status


TWO_SIDES = [{"role": "teacher"}, {"role": "mentor", "distinct_organization": True}]


@pytest.mark.parametrize(
    ("people", "status"),
    [
        ([("ann", "teacher", "school"), ("bo", "mentor", "firm")], "met"),
        ([("ann", "teacher", "school"), ("bo", "mentor", "school")], "not_met"),
        ([("ann", "teacher", "school"), ("ann", "mentor", "firm")], "not_met"),
        ([("ann", "teacher", "school"), ("bo", "mentor", "")], "not_met"),
        ([("ann", "teacher", "firm"), ("cy", "teacher", "school"), ("bo", "mentor", "firm")], "met"),
    ],
)
def test_validators_are_different_people_and_where_asked_from_another_organization(
    people: Any, status: str
) -> None:
    learner = record(fact("competency:a", validators=tuple(Validator(*each) for each in people)))
    assert answer(have(validated_by=TWO_SIDES), learner).status == status


def test_what_has_expired_says_that_renewal_is_due_and_until_when_the_rest_holds() -> None:
    asked = {"choose": ["credential:first-aid", "credential:driving"]}
    learner = record(fact("credential:first-aid", valid_until=date(2030, 5, 1)), "credential:driving")
    outcome = answer(asked, learner)
    assert (outcome.status, outcome.renewal_due) == ("not_met", True)
    assert [gap.what for gap in outcome.missing] == ["credential:first-aid"]
    renewed = record(fact("credential:first-aid", valid_until=date(2031, 5, 1)), "credential:driving")
    assert answer(asked, renewed).until == date(2031, 5, 1)
    spare = record(*renewed.facts, fact("credential:first-aid", "second", valid_until=date(2032, 5, 1)))
    assert answer(asked, spare).until == date(2032, 5, 1)


def hours(name: str, amount: int, **more: Any) -> Any:
    return fact(f"experience:{name}", amounts={"h": amount}, **more)


@pytest.mark.covers("S002-B3")
def test_a_law_may_count_hours_and_its_answer_is_marked_as_law() -> None:
    asked = {
        "total": {
            "measure": "hours",
            "min": 900,
            "from": {"kind": "experience"},
            "cite": {"source": "603 CMR 4.00", "law": True},
        }
    }
    short, full = answer(asked, record(hours("shop", 899))), answer(asked, record(hours("shop", 900)))
    assert (short.status, full.status) == ("not_met", "met")
    assert short.law
    assert full.law
    assert short.missing[0].more == 1


@pytest.mark.parametrize(
    ("cap", "done"),
    [
        (None, 90),
        ({"by": "what", "max": 30}, 60),
        ({"by": "context", "max": 40}, 70),
        ({"by": "tag", "max": 10, "tag": "virtual"}, 40),
        ({"by": "tag", "max": 25, "tag": "site:"}, 55),
    ],
)
def test_a_cap_limits_what_one_group_adds_to_a_total(cap: Any, done: int) -> None:
    total: dict[str, Any] = {"measure": "hours", "min": 500, "from": {"kind": "experience"}}
    learner = record(
        hours("a", 60, context="work", tags=["virtual", "site:x"]), hours("b", 30, context="school")
    )
    outcome = answer({"total": total | ({"cap_per": cap} if cap else {})}, learner)
    assert outcome.done == done


def test_within_a_family_all_facts_carry_one_value() -> None:
    asked = {
        "choose": {
            "within": "lang",
            "of": [{"total": {"measure": "credits", "unit": "cr", "min": 2, "from": {"tags": ["language"]}}}],
        }
    }

    def course(name: str, lang: str) -> Any:
        return fact(f"course:{name}", amounts={"cr": 1}, tags=["language", f"lang:{lang}"])

    assert answer(asked, record(course("f1", "fr"), course("s1", "es"))).status == "not_met"
    both = answer(asked, record(course("f1", "fr"), course("s1", "es"), course("s2", "es")))
    assert (both.status, both.within, both.facts) == ("met", "es", ("course:s1", "course:s2"))


def test_whole_credits_serve_one_child_only_and_are_placed_so_that_both_are_met() -> None:
    """First come first served would give the five credits to the first child and leave the second open."""

    def credits(name: str, least: int, tag: str) -> Any:
        body = {"id": name, "measure": "credits", "unit": "cr", "min": least, "from": {"tags": [tag]}}
        return {"total": body}

    asked = {"choose": {"exclusive": True, "of": [credits("science", 4, "s"), credits("writing", 5, "w")]}}
    both = fact("course:science-writing", amounts={"cr": 5}, tags=["s", "w"])
    lab = fact("course:lab", amounts={"cr": 4}, tags=["s"])
    assert answer(asked, record(both)).status == "not_met"
    outcome = answer(asked, record(both, lab))
    assert outcome.status == "met"
    assert [child.used for child in outcome.children] == [("course:lab",), ("course:science-writing",)]


def test_an_equivalence_counts_when_certified_and_the_chain_is_named() -> None:
    book = RuleBook(
        catalogue(
            equivalences=[
                equivalence("e1", "course:algebra", "competency:a", level=2, certified_by="state board"),
                equivalence("e2", "course:abroad", "course:algebra", status="reviewed"),
            ]
        )
    )
    outcome = answer(have(level=2), record("course:algebra"), book)
    assert outcome.status == "met"
    assert [[e.id for e in step.chain] for step in outcome.relied_on] == [["e1"]]
    assert answer(have(level=3), record("course:algebra"), book).status == "not_met"
    assert answer(have(), record("course:abroad"), book).status == "not_met"
    assert answer(have(via="any"), record("course:abroad"), book).status == "met"
    assert answer(have(via="exact"), record("course:algebra"), book).status == "not_met"
    assert answer(have(), record(), book).missing[0].ways == ("competency:a", "course:algebra")


def decision(kind: str, node: str = "it", **more: Any) -> RuleException:
    return RuleException(**{
        "id": "d1", "rule": "rule:r", "node": node, "kind": kind, "signed_by": "dean", "when": date(2030, 2, 1),
        "reason": "equal work", **more,
    })  # fmt: skip


def test_a_waiver_shows_as_waived_and_counts_as_satisfied() -> None:
    asked = {"choose": [have(), "competency:b"]}
    outcome = answer(asked, record("competency:b", exceptions=[decision("waive")]))
    assert [child.status for child in outcome.children] == ["waived", "met"]
    assert (outcome.status, outcome.decisions) == ("met", ("d1",))


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, "met"), ({"version": 1}, "met"), ({"version": 2}, "not_met"), ({"until": date(2030, 5, 31)}, "not_met"),
        ({"when": date(2030, 6, 2)}, "not_met"), ({"rule": "rule:other"}, "not_met"),
    ],
)  # fmt: skip
def test_a_substitute_counts_for_its_rule_version_and_days(more: Any, status: str) -> None:
    signed = decision("substitute", accept=("course:z",), **more)
    assert answer(have(level=3), record("course:z", exceptions=[signed])).status == status
    assert answer(have(level=3), record(exceptions=[signed])).status == "not_met"


@pytest.mark.parametrize("accepted", ["milestone:m", "credential:c"])
def test_a_substitute_may_itself_follow_from_the_record(accepted: str) -> None:
    book = RuleBook(catalogue(milestones=[milestone("m", "competency:z", awards=("c",))]))
    signed = decision("substitute", accept=(accepted,))
    assert answer(have(), record("competency:z", exceptions=[signed]), book).status == "met"
    assert answer(have(), record("competency:y", exceptions=[signed]), book).status == "not_met"


def test_a_decision_about_a_shared_rule_follows_the_learner_to_another_pathway() -> None:
    book = RuleBook(
        catalogue(
            rules=[shared_rule("foundation", {"choose": ["competency:a", have("competency:b")]})],
            pathways=[pathway(name, [stage("s", {"use": "foundation"})]) for name in ("p", "q")],
        )
    )
    learner = record("competency:a", exceptions=[decision("waive", rule="rule:foundation")])
    standing = stand(learner, book, DAY)
    assert [each.complete for each in audit_all(standing)] == [True, True]
    assert audit("q", standing).stages[0].gate.decisions == ("d1",)


def test_what_serves_advice_alone_begins_nothing() -> None:
    asked = {"choose": ["competency:a", {"have": {"what": "competency:b", "advisory": True}}]}
    book = RuleBook(catalogue([milestone("m", asked)], [pathway("p", [stage("s", "milestone:m")])]))
    found = audit_milestone("m", stand(record("competency:b"), book, DAY))
    assert found.outcome is not None
    assert (found.status, found.outcome.facts) == ("open", ())


def test_an_advisory_node_never_blocks() -> None:
    asked = {"choose": ["competency:a", {"have": {"what": "competency:b", "advisory": True}}]}
    outcome = answer(asked, record("competency:a"))
    assert (outcome.status, outcome.needed, outcome.missing) == ("met", 1, ())


def test_max_limits_what_is_counted_and_never_unmeets() -> None:
    asked = {"choose": {"of": ["competency:a", "competency:b", "competency:c"], "min": 1, "max": 2}}
    outcome = answer(asked, record("competency:a", "competency:b", "competency:c"))
    assert (outcome.status, outcome.done) == ("met", 2)


def test_a_gap_names_every_way_to_close_it() -> None:
    asked = {"choose": {"of": ["competency:a", "competency:b", "competency:c"], "min": 2}}
    (gap,) = answer(asked, record("competency:a")).missing
    assert (gap.more, gap.ways) == (1, ("competency:b", "competency:c"))


def test_a_credential_follows_from_the_stage_that_awards_it_and_opens_what_asks_for_it() -> None:
    book = RuleBook(
        catalogue(
            [milestone("m", "competency:a", ("badge",))],
            [pathway("p", [stage("s", "credential:badge", ("diploma",)), stage("t", "credential:diploma")])],
        )
    )
    found = audit("p", stand(record("competency:a"), book, DAY))
    assert [each.passed for each in found.stages] == [True, True]
    assert found.stages[1].gate.ref == "credential:diploma"
    assert found.stages[1].gate.facts == ("competency:a",)


def test_a_rule_met_only_inside_its_own_evaluation_is_not_met() -> None:
    book = RuleBook(
        catalogue(
            [
                milestone("m", "milestone:n"),
                milestone("n", {"choose": {"of": ["milestone:m", "competency:a"], "min": 1}}),
            ]
        )
    )
    assert answer("milestone:m", record(), book).status == "not_met"
    assert answer("milestone:m", record("competency:a"), book).status == "met"


def test_a_granted_milestone_stays_when_the_evidence_behind_it_is_withdrawn() -> None:
    book = RuleBook(catalogue([milestone("m", "competency:a")]))
    withdrawn = fact("competency:a", revoked=date(2030, 3, 1))
    assert answer("milestone:m", record(withdrawn), book).status == "not_met"
    assert answer("milestone:m", record(withdrawn, "milestone:m"), book).status == "met"
    assert answer("milestone:m", record(fact("milestone:m", revoked=DAY)), book).status == "not_met"


def test_a_rule_asked_after_the_record_was_read_finds_its_equivalences() -> None:
    book = RuleBook(catalogue(equivalences=[equivalence("e", "competency:a", "competency:b")]))
    standing = Standing(record("competency:a"), Program(book), DAY)
    assert standing.status(rule("competency:c"), "rule:r") == "not_met"
    assert standing.status(rule("competency:b"), "rule:r") == "met"


def test_a_waived_child_of_an_exclusive_choice_leaves_its_evidence_to_the_others() -> None:
    credits = {"measure": "count", "min": 1, "from": {"kind": "course"}}
    asked = {
        "choose": {
            "exclusive": True,
            "of": [{"total": {"id": "it", **credits}}, {"total": {"id": "other", **credits}}],
        }
    }
    assert answer(asked, record("course:one")).status == "not_met"
    outcome = answer(asked, record("course:one", exceptions=[decision("waive")]))
    assert [(child.status, child.used) for child in outcome.children] == [
        ("waived", ()),
        ("met", ("course:one",)),
    ]
    assert outcome.status == "met"


def test_one_fact_more_takes_no_place_from_what_follows_from_rules() -> None:
    kept = catalogue(
        [milestone("m", "course:m"), milestone("n", "course:n")],
        equivalences=[
            equivalence("em", "milestone:m", "competency:a"), equivalence("en", "milestone:n", "competency:a"),
        ],
    )  # fmt: skip
    asked = {"choose": {"exclusive": True, "of": [have(), {"have": {"what": "competency:a", "id": "again"}}]}}
    held = ["course:m", "course:n"]
    assert answer(asked, record(*held), RuleBook(kept)).status == "met"
    assert answer(asked, record(*held, "competency:a"), RuleBook(kept)).status == "met"


def test_a_capped_count_that_serves_once_is_missing_in_items_whether_a_decision_is_near_or_not() -> None:
    count = Total(
        "n",
        measure="count",
        unit="",
        min=Decimal(2),
        select=Selector("course"),
        cap_per=CapPer("what", Decimal(2)),
    )
    node = Choose("top", of=(count,), exclusive=True)
    one = fact("course:x")
    near = RuleException("e", "rule:r", "top", "waive", "somebody", date(2030, 1, 1), "A reason.", version=7)
    for facts, left in (((), 2), ((one,), 1)):
        for decisions in ((), (near,)):
            program = Program(BOOK)
            program.include(node, "rule:r")
            standing = Standing(Record(facts=facts, exceptions=decisions), program, DAY)
            assert standing.remaining(node, "rule:r") == left
            assert standing.explain(node, "rule:r").remaining == left
