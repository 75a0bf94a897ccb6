"""The whole population at once answers what each learner alone is answered."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.progress.population.everyone import OWNER, apart, facts_from, program_for, said, together
from tests.core.progress.strategies import DAY, catalogues, records, rules
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.population.encoding import encoded
from throughline.core.progress.record import Record
from throughline.core.progress.standing import evaluate
from throughline.core.requirements.nodes import Node

ROOT = Path(__file__).resolve().parents[4]
several = st.lists(records(), min_size=1, max_size=5)
many = settings(
    max_examples=int(os.environ.get("THROUGHLINE_EXAMPLES", "35")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@many
@given(catalogues(), rules(), several)
def test_everyone_at_once_is_everyone_alone(state: Catalogue, node: Node, learners: list[Record]) -> None:
    book, facts = RuleBook(state), facts_from(learners)
    assert said(together(program_for(book, node, facts), facts)) == apart(book, node, learners)


@many
@given(catalogues(), rules(), several)
def test_everyone_at_once_is_what_is_explained_to_each(
    state: Catalogue, node: Node, learners: list[Record]
) -> None:
    book, facts = RuleBook(state), facts_from(learners)
    results = together(program_for(book, node, facts), facts)
    for number, record in enumerate(learners):
        outcome = evaluate(node, record, book, DAY, OWNER)
        assert results.status(number, "top") == ("met" if outcome.status == "waived" else outcome.status)
        assert (results.steps("top")[number] == 0) == (outcome.remaining == 0 or outcome.satisfied)


@many
@given(catalogues(), rules(), several)
def test_compiled_with_numba_nothing_is_answered_otherwise(
    state: Catalogue, node: Node, learners: list[Record]
) -> None:
    pytest.importorskip("numba", reason="numba is not installed: pip install 'throughline[fast]'")
    from throughline.core.progress.population.running_fast import with_numba

    book, facts = RuleBook(state), facts_from(learners)
    program = program_for(book, node, facts)
    plain, fast = together(program, facts), together(program, facts, with_numba)
    assert fast.remaining.tobytes() == plain.remaining.tobytes()
    assert fast.doubtful.tobytes() == plain.doubtful.tobytes()


@many
@given(catalogues(), rules(), several, st.randoms(use_true_random=False))
def test_no_order_of_facts_changes_a_byte(
    state: Catalogue, node: Node, learners: list[Record], dice: random.Random
) -> None:
    book, facts = RuleBook(state), facts_from(learners)
    turned = [Record(tuple(dice.sample(r.facts, len(r.facts))), r.exceptions[::-1]) for r in learners]
    program = program_for(book, node, facts)
    before, after = encoded(program, facts, DAY), encoded(program, facts_from(turned), DAY)
    for name in ("start", "question", "left"):
        assert getattr(before.sure, name).tobytes() == getattr(after.sure, name).tobytes()
        assert getattr(before.hoped, name).tobytes() == getattr(after.hoped, name).tobytes()
    rows = [together(program, given).remaining.tobytes() for given in (facts, facts_from(turned))]
    assert rows[0] == rows[1]


SCRIPT = """
from benchmarks.made_state import DAY, catalogue, learners
from dataclasses import replace
from hashlib import sha256
from random import Random
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.population.encoding import encoded
from throughline.core.progress.population.facts import facts_of
from throughline.core.progress.population.program import compiled
from throughline.core.progress.population.results import answered
state, dice = catalogue(12), Random({seed})
records = list(learners(state, 20))
shuffled = lambda given: dict(dice.sample(sorted(given.items()), len(given)))
state = replace(state, milestones=shuffled(state.milestones), pathways=shuffled(state.pathways))
program = compiled(RuleBook(state))
facts = facts_of((str(n), replace(r, facts=tuple(dice.sample(r.facts, len(r.facts))))) for n, r in enumerate(records))
columns = encoded(program, facts, DAY)
results = answered(program, columns)
found = sha256(results.remaining.tobytes() + results.doubtful.tobytes() + program.digest.encode())
found.update(columns.sure.question.tobytes() + columns.sure.left.tobytes())
print(found.hexdigest())
"""


def test_shuffled_rules_evidence_and_hash_seed_give_the_same_bytes() -> None:
    found = set()
    for seed in (1, 2):
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        command = [sys.executable, "-c", SCRIPT.replace("{seed}", str(seed))]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        found.add(done.stdout.strip())
    assert len(found) == 1
    assert len(found.pop()) == 64
