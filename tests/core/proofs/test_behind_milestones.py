"""Promises that rest on what lies behind a milestone: proven where every way to come by the milestone opens them."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

import pytest

from tests.core.certification.small_state import agreement, credential, milestone, with_milestone
from tests.core.proofs.changing import TO_TRY, changes
from tests.core.proofs.published import checked, proof_file
from tests.core.proofs.test_pathway_proofs import holds, of, state_of
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Equivalence
from throughline.core.certification.c04_guaranteed import c04
from throughline.core.proofs.pathway import NoProof
from throughline.core.proofs.writing import sealed

SKILLS = tuple(f"competency:s{at}" for at in range(4))
LISTED, REFUTED = 200, 0


def deep_state(first: object, second: object, rules: dict[str, object], **promises: object) -> Catalogue:
    """Two stages and promises, with milestones that ask for competencies and each award a credential of their name."""
    state = with_milestone(
        state_of(first, second, **promises),
        *(replace(milestone(name, rule), awards=(f"credential:{name}",)) for name, rule in rules.items()),
    )
    return replace(state, credentials={**state.credentials, **{name: credential(name) for name in rules}})


# -- the plainest reading: every record there is


def records(state: Catalogue) -> Iterator[frozenset[str]]:
    """Everything one can hold: some competencies, the milestones and credentials that they give, and no other."""
    for size in range(len(SKILLS) + 1):
        for some in combinations(SKILLS, size):
            held, before = frozenset(some), -1
            while before != len(held):
                before = len(held)
                for each in state.milestones.values():
                    if holds(each.rule, held):
                        held |= {f"milestone:{each.id}", *each.awards}
                for stage in state.pathways["two"].stages:
                    held |= {*stage.awards} if holds(stage.gate, held) else set()
            yield held


def guaranteed(state: Catalogue) -> bool:
    """Whether every record that completes a stage opens a promise that not all records of the stages before open."""
    stages, every = state.pathways["two"].stages, list(records(state))
    for nth in range(len(stages)):
        before = [held for held in every if all(holds(each.gate, held) for each in stages[:nth])]
        fresh = [a for a in state.agreements.values() if not all(holds(a.trigger, held) for held in before)]
        complete = [held for held in before if holds(stages[nth].gate, held)]
        if not all(any(holds(each.trigger, held) for each in fresh) for held in complete):
            return False
    return True


def random_rule(random: Random, names: tuple[str, ...], depth: int = 1) -> object:
    if depth == 0 or random.random() < 0.4:
        return random.choice(names)
    parts = [random_rule(random, names, depth - 1) for _ in range(random.randint(1, 3))]
    return of(random.randint(1, len(parts)), *parts)


def random_state(random: Random) -> Catalogue:
    rules: dict[str, object] = {f"d{at}": random_rule(random, SKILLS) for at in range(2)}
    rules["d2"] = random_rule(random, (*SKILLS, "milestone:d0", "credential:d1"))
    deep = tuple(f"{kind}:{name}" for name in rules for kind in ("milestone", "credential"))
    gates = [random_rule(random, deep) for _ in range(2)]
    promises = {
        f"p{at}": random.choice(
            [random_rule(random, SKILLS), random_rule(random, (*SKILLS, *deep)), "credential:two"]
        )
        for at in range(random.randint(1, 3))
    }
    return deep_state(*gates, rules, **promises)


@pytest.mark.covers("C04", "X02")
def test_what_holds_on_every_record_is_proven_and_nothing_else_also_behind_milestones():
    random, behind, refused = Random(8), 0, 0
    for nth in range(250):
        state = random_state(random)
        try:
            files = [proof_file(state, "two", most) for most in (LISTED, REFUTED)]
        except NoProof:
            refused += 1
            assert not guaranteed(state), nth
            assert c04(state.pathways["two"], state) != (), nth
            continue
        assert guaranteed(state), nth
        assert c04(state.pathways["two"], state) == (), nth
        for file in files:
            assert checked(file)[0], (nth, checked(file)[1])
        behind += bool(files[0]["opened"])
    assert (behind > 15, refused > 40) == (True, True), (behind, refused)


def both_ways(most: int) -> dict[str, Any]:
    """The first milestone is come by in two ways, each of which another promise answers; the second has no way around."""
    rules: dict[str, object] = {"d0": of(1, SKILLS[0], SKILLS[1]), "d1": of(2, SKILLS[2], SKILLS[3])}
    state = deep_state("milestone:d0", "credential:d1", rules, one=SKILLS[0], other=SKILLS[1], late=SKILLS[3])
    return proof_file(state, "two", most)


@pytest.mark.covers("C04")
@pytest.mark.parametrize("most", [LISTED, REFUTED])
def test_a_promise_on_a_competency_behind_a_milestone_is_proven_and_the_file_says_what_it_takes_as_given(
    most,
):
    file = both_ways(most)
    assert file["opened"] == ["credential:d1", "milestone:d0", "milestone:d1"]
    believed, why = checked(file)
    assert believed, why
    assert "opens one at least of agreement:one, agreement:other." in why[1]
    assert why[3] == "This takes it that no other text gives credential:d1, milestone:d0, milestone:d1."


@pytest.mark.parametrize("most", [LISTED, REFUTED])
def test_who_takes_more_as_given_or_less_and_seals_it_anew_is_not_believed(most):
    file = both_ways(most)
    for opened in (
        [],
        ["milestone:d0"],
        ["milestone:d0", "milestone:d1"],
        [*file["opened"], "competency:s0"],
    ):
        assert not checked(sealed({**file, "opened": opened}))[0], opened
    _, said = checked(file)
    inside = [(where, each) for where, each in changes(file) if where.startswith(("opened", "stages"))]
    for where, changed in Random(6).sample(inside, min(TO_TRY, len(inside))):
        holds_still, why = checked(sealed(changed))
        assert not holds_still or (why == said and ("/chains/" in where or "/before/" in where)), where


def test_one_way_more_to_a_milestone_that_no_promise_answers_breaks_the_proof():
    sound = deep_state("milestone:d0", SKILLS[2], {"d0": SKILLS[0]}, one=SKILLS[0], two="credential:two")
    assert checked(proof_file(sound, "two"))[0]
    assert c04(sound.pathways["two"], sound) == ()
    wide = deep_state(
        "milestone:d0", SKILLS[2], {"d0": of(1, *SKILLS[:2])}, one=SKILLS[0], two="credential:two"
    )
    equal = Equivalence("same", "course:b", "milestone:d0", "certified", certified_by="board")
    around = replace(sound, equivalences={"same": equal})
    for state in (wide, around):
        with pytest.raises(NoProof, match="pathway:two#first can be completed by milestone:d0"):
            proof_file(state, "two")
    answered = replace(around, agreements={**around.agreements, "b": agreement("b", "course:b")})
    assert checked(proof_file(answered, "two"))[0]


def test_a_promise_that_a_milestone_before_already_opened_counts_for_no_later_stage():
    """Named apart, and yet the same: who passed the first stage holds the competency already."""
    state = deep_state("milestone:d0", SKILLS[0], {"d0": SKILLS[0]}, one=SKILLS[0])
    with pytest.raises(NoProof, match="pathway:two#second"):
        proof_file(state, "two")
    assert [each.object_ref for each in c04(state.pathways["two"], state)] == ["pathway:two#second"]
