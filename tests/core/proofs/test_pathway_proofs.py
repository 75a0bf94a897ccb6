"""A pathway's promises proven: against every possible record, and checked by a program that shares nothing with it."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random
from typing import Any

import pytest

from tests.core.certification.small_state import (
    agreement,
    credential,
    milestone,
    pathway,
    small_state,
    stage,
    with_milestone,
    with_pathway,
)
from tests.core.proofs.published import NOW, checked, logged, proof_file, saved_log
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Equivalence
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.c04_guaranteed import c04
from throughline.core.proofs.pathway import NoProof, prove_pathway
from throughline.core.proofs.writing import pathway_file
from throughline.core.requirements.nodes import Choose, Have, Node

NAMES = tuple(f"milestone:m{at}" for at in range(6))


def of(least: int, *parts: object) -> dict[str, Any]:
    return {"choose": {"min": least, "of": list(parts)}}


def state_of(first: object, second: object, **promises: object) -> Catalogue:
    """Two stages, each with a credential, and promises by name."""
    two = pathway(
        "two",
        stage("first", "foundation", 2, first, "credential:one"),
        stage("second", "secondary", 3, second, "credential:two"),
    )
    state = with_milestone(small_state(), *(milestone(name.partition(":")[2]) for name in NAMES))
    state = replace(state, credentials={"one": credential("one"), "two": credential("two")})
    found = {name: agreement(name, trigger) for name, trigger in promises.items()}
    return replace(with_pathway(state, two), agreements=found)


def random_rule(random: Random, depth: int = 2) -> object:
    if depth == 0 or random.random() < 0.3:
        return random.choice(NAMES)
    parts = [random_rule(random, depth - 1) for _ in range(random.randint(1, 4))]
    return of(random.randint(1, len(parts)), *parts)


# -- the plainest reading: every record there is


def holds(node: Node, held: frozenset[str]) -> bool:
    if isinstance(node, Choose):
        return sum(holds(child, held) for child in node.of) >= node.needed
    assert isinstance(node, Have)
    return node.what in held


def guaranteed(state: Catalogue) -> bool:
    """Whether every record that completes a stage opens a promise that not all records of the stages before open."""
    stages = state.pathways["two"].stages
    records = [frozenset(some) for size in range(len(NAMES) + 1) for some in combinations(NAMES, size)]

    def closed(held: frozenset[str]) -> frozenset[str]:
        passed = [holds(each.gate, held) for each in stages]
        return held | {ref for each, met in zip(stages, passed, strict=True) if met for ref in each.awards}

    for nth in range(len(stages)):
        before = [r for r in map(closed, records) if all(holds(s.gate, r) for s in stages[:nth])]
        fresh = [a for a in state.agreements.values() if not all(holds(a.trigger, r) for r in before)]
        complete = [r for r in before if holds(stages[nth].gate, r)]
        if not all(any(holds(a.trigger, r) for a in fresh) for r in complete):
            return False
    return True


@pytest.mark.covers("C04")
def test_what_can_be_proven_is_what_holds_on_every_record_and_the_checker_believes_each_proof():
    random, proven, refused = Random(11), 0, 0
    for nth in range(160):
        promises = {
            f"p{at}": random.choice(["credential:one", "credential:two", random_rule(random)])
            for at in range(random.randint(1, 3))
        }
        state = state_of(random_rule(random), random_rule(random), **promises)
        try:
            files = [proof_file(state, "two", most) for most in (200, 0)]
        except NoProof:
            refused += 1
            assert not guaranteed(state), nth
            assert c04(state.pathways["two"], state) != ()
            continue
        proven += 1
        assert guaranteed(state), nth
        assert c04(state.pathways["two"], state) == ()
        for file in files:
            assert checked(file)[0], (nth, checked(file)[1])
    assert (proven > 20, refused > 20) == (True, True)


@pytest.mark.covers("C04", "X02")
@pytest.mark.parametrize("most", [200, 0])
def test_promises_that_cover_the_ways_only_together_are_proven_by_list_and_by_refutation(most):
    """Of six milestones any four: then two of the first three, or two of the last three, whichever they are."""
    state = state_of(
        of(4, *NAMES), of(5, *NAMES), low=of(2, *NAMES[:3]), high=of(2, *NAMES[3:]), diploma="credential:two"
    )
    file = proof_file(state, "two", most)
    believed, why = checked(file)
    assert believed, why
    ways = "15 ways, one by one" if most else "every way, by a refutation of any other"
    assert f"whoever completes it, in {ways}, opens one at least of agreement:high, agreement:low." in why[1]
    all_three = {
        "low": agreement("low", of(3, *NAMES[:3])),
        "high": agreement("high", of(3, *NAMES[3:])),
    }
    with pytest.raises(
        NoProof, match=r"pathway:two#first can be completed by milestone:m\d, milestone:m\d, "
    ):
        proof_file(replace(state, agreements={**state.agreements, **all_three}), "two", most)


@pytest.mark.covers("X02")
def test_a_rule_with_more_ways_than_anyone_can_list_is_refuted_in_a_moment():
    names = [f"milestone:n{at}" for at in range(40)]
    state = with_milestone(
        state_of(of(20, *names), of(30, *names), ten=of(19, *names), more="credential:two"),
        *(milestone(f"n{at}") for at in range(40)),
    )
    file = proof_file(state, "two")
    assert ["chains" in each for each in file["stages"]] == [True, True]
    assert checked(file)[0]
    fewer = replace(state, agreements={**state.agreements, "ten": agreement("ten", of(21, *names))})
    with pytest.raises(NoProof, match="no promise can be shown to open"):
        proof_file(fewer, "two")


TOTAL = {"total": {"measure": "credits", "unit": "c", "min": 6, "from": {"kind": "course", "tags": ["core"]}}}


@pytest.mark.parametrize("most", [200, 0])
@pytest.mark.parametrize(
    ("asked", "opens", "proven"),
    [
        (TOTAL, {"total": {**TOTAL["total"], "min": 5}}, True),
        (TOTAL, {"total": {**TOTAL["total"], "min": 7}}, False),
        (TOTAL, {"total": {**TOTAL["total"], "from": {"kind": "course"}}}, False),
        ({"have": {"what": "competency:a", "level": 3}}, {"have": {"what": "competency:a", "level": 2}}, True),
        ({"have": {"what": "competency:a", "level": 2}}, {"have": {"what": "competency:a", "level": 3}}, False),
        ({"have": {"what": "competency:a", "context": ["workplace"]}}, "competency:a", True),
        ("competency:a", {"have": {"what": "competency:a", "context": ["workplace"]}}, False),
        ({"have": {"what": "competency:a", "times": 3}}, {"have": {"what": "competency:a", "times": 2}}, True),
        ({"have": {"what": "competency:a", "via": "any"}}, "competency:a", False),
        ({"choose": {"exclusive": True, "of": ["course:a", "course:b"]}}, of(2, "course:a", "course:b"), True),
        (of(2, "course:a", "course:b"), {"choose": {"exclusive": True, "of": ["course:a", "course:b"]}}, False),
        (of(1, "course:a", {"have": {"what": "course:b", "advisory": True}}), "course:a", True),
    ],
)  # fmt: skip
def test_thresholds_are_compared_where_that_is_certain(asked, opens, proven, most):
    state = state_of(asked, NAMES[0], one=opens, two="credential:two")
    if proven:
        assert checked(proof_file(state, "two", most))[0]
    else:
        with pytest.raises(NoProof):
            proof_file(state, "two", most)


def test_what_a_milestone_asks_and_what_counts_as_it_is_opened_where_a_promise_rests_on_it():
    state = with_milestone(
        state_of("competency:a", NAMES[0], one="milestone:deep", two="credential:two"),
        milestone("deep", "competency:a"),
    )
    file = proof_file(state, "two")
    assert "milestone:deep" in [each["reference"] for each in file["documents"]]
    assert checked(file)[0]
    equal = Equivalence("same", "competency:a", "course:b", "certified", certified_by="board")
    state = replace(
        state_of("competency:a", NAMES[0], one="course:b", two="credential:two"), equivalences={"same": equal}
    )
    assert checked(proof_file(state, "two"))[0]
    with pytest.raises(NoProof):
        proof_file(replace(state, equivalences={"same": replace(equal, status="reviewed")}), "two")


def test_a_proof_made_for_other_texts_is_refused_whoever_seals_it():
    """Not the file says what follows from the texts, but the checker: it reads them anew."""
    sound = state_of(of(2, *NAMES), of(4, *NAMES), one=of(2, *NAMES), two="credential:two")
    for rule in (of(3, *NAMES), NAMES[0]):
        shut = replace(sound, agreements={**sound.agreements, "one": agreement("one", rule)})
        for most in (200, 0):
            proof = prove_pathway(sound.pathways["two"], RuleBook(sound), NOW.date(), most)
            believed, why = checked(pathway_file(proof, logged(shut, proof.references)))
            assert (believed, "does not" in why[0] or "step" in why[0]) == (False, True), why


def test_a_promise_that_has_ended_or_is_for_another_pathway_opens_nothing():
    ends = NOW.date() + timedelta(days=30)
    state = state_of(NAMES[0], NAMES[1], one="credential:one", two="credential:two")
    limited = replace(state.agreements["one"], ends=ends)
    file = proof_file(replace(state, agreements={**state.agreements, "one": limited}), "two")
    assert checked(file)[0]
    assert checked(file, NOW + timedelta(days=31)) == (False, ["agreement:one is not in force on this day."])
    assert checked(file, NOW - timedelta(days=1))[0] is False
    other = replace(limited, pathways=("care",))
    with pytest.raises(NoProof):
        proof_file(replace(state, agreements={**state.agreements, "one": other}), "two")


def test_the_whole_log_shows_whether_a_promise_was_withdrawn_since():
    state = state_of(NAMES[0], NAMES[1], one="credential:one", two="credential:two")
    file = proof_file(state, "two")
    log = saved_log(state)
    believed, why = checked(file, log=log)
    assert (believed, why[-1]) == (
        True,
        f"No promise in it was replaced or withdrawn in the {len(log.splitlines()) - 1} entries of the log.",
    )
    withdrawn = saved_log(state, {"reference": "agreement:one", "number": 2, "act": "retired"})
    assert checked(file, log=withdrawn) == (False, ["agreement:one was replaced or withdrawn since."])
    assert checked(file, log=saved_log(state, {"reference": "agreement:other", "number": 2}))[0]
    lines = log.splitlines()
    altered = b"\n".join([lines[0], lines[2], lines[1], *lines[3:]])
    assert "was changed" in checked(file, log=altered)[1][0]
    assert "is shorter" in checked(file, log=b"\n".join(lines[:-1]))[1][0]
