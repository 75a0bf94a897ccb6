"""No changed proof of a pathway is believed: not with its broken seal, and not by whoever seals it anew."""

from random import Random

import pytest

from tests.core.proofs.changing import TO_TRY, changes
from tests.core.proofs.published import checked, proof_file
from tests.core.proofs.test_pathway_proofs import NAMES, of, state_of
from throughline.core.proofs.writing import sealed

LISTED, REFUTED = 200, 0


def proven(most: int):
    state = state_of(
        of(4, *NAMES), of(5, *NAMES), low=of(2, *NAMES[:3]), high=of(2, *NAMES[3:]), diploma="credential:two"
    )
    return proof_file(state, "two", most)


@pytest.mark.covers("X02")
@pytest.mark.parametrize("most", [LISTED, REFUTED])
def test_changed_proofs_are_all_refused(most):
    file = proven(most)
    assert checked(file)[0]
    every = list(changes(file))
    assert len(every) > TO_TRY
    for where, changed in Random(3).sample(every, TO_TRY):
        assert not checked(changed)[0], where


@pytest.mark.covers("X02")
@pytest.mark.parametrize("most", [LISTED, REFUTED])
def test_who_changes_a_proof_and_seals_it_anew_proves_nothing_else(most):
    """The seal is anybody's. What holds a proof is in it: texts under the log's signature, and steps that follow. So a
    changed one is refused; where an example or a refutation is another one that holds too, it says the same as before."""
    file = proven(most)
    _, said = checked(file)
    inside = [(where, each) for where, each in changes(file) if not where.startswith("seal")]
    believed = 0
    for where, changed in Random(4).sample(inside, TO_TRY):
        holds, why = checked(sealed(changed))
        believed += holds
        assert not holds or (why == said and ("/chains/" in where or "/before/" in where)), where
    assert believed < TO_TRY // 40
