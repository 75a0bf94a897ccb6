"""The solver that proves what it says, against every assignment there is, and steps that a checker repeats."""

from itertools import product
from random import Random

import pytest

from throughline.check_proof import No, refuted
from throughline.core.proofs.resolution import Clause, Refuted, Satisfied, TooHard, solve


def random_clauses(random: Random) -> list[Clause]:
    names = random.randint(1, 7)
    return [
        frozenset(
            random.choice((1, -1)) * random.randint(1, names) for _ in range(random.choice((1, 2, 3, 3)))
        )
        for _ in range(random.randint(1, 5 * names))
    ]


def can_be_true(clauses: list[Clause]) -> bool:
    names = sorted({abs(literal) for clause in clauses for literal in clause})
    return any(
        all(any(literal in true for literal in clause) for clause in clauses)
        for signs in product((1, -1), repeat=len(names))
        for true in [{sign * name for sign, name in zip(signs, names, strict=True)}]
    )


def test_what_is_refuted_has_no_assignment_and_its_steps_are_repeated_by_the_checker():
    random, refutations = Random(5), 0
    for _ in range(1500):
        clauses = [clause for clause in random_clauses(random) if not any(-each in clause for each in clause)]
        answer = solve(clauses)
        if isinstance(answer, Satisfied):
            assert all(clause & answer.true for clause in clauses)
            continue
        refutations += 1
        assert not can_be_true(clauses)
        refuted(clauses, [list(chain) for chain in answer.chains])
    assert refutations > 300


def pigeons(holes: int) -> list[Clause]:
    """One pigeon more than holes: hard for any resolution, so many steps."""
    at = {(p, h): p * holes + h + 1 for p in range(holes + 1) for h in range(holes)}
    each = [frozenset(at[p, h] for h in range(holes)) for p in range(holes + 1)]
    alone = [
        frozenset({-at[p, h], -at[q, h]}) for h in range(holes) for p in range(holes + 1) for q in range(p)
    ]
    return each + alone


def test_a_long_refutation_is_repeated_step_by_step_and_no_step_of_it_can_be_left_out():
    clauses = pigeons(5)
    answer = solve(clauses)
    assert isinstance(answer, Refuted)
    chains = [list(chain) for chain in answer.chains]
    refuted(clauses, chains)
    for at in range(len(chains)):
        with pytest.raises((No, IndexError)):
            refuted(clauses, chains[:at] + chains[at + 1 :])
    with pytest.raises(No):
        refuted(clauses[1:], chains)


def test_a_question_beyond_the_given_number_of_steps_is_not_guessed_at():
    with pytest.raises(TooHard):
        solve(pigeons(8), conflicts=50)
