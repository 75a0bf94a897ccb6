"""The decision-rights register: each kind of decision has one right behind it, with its clause and whose votes it is."""

from fractions import Fraction

import pytest

from tests.core.governing.sitting import body
from throughline.core.catalogue.charters import Power
from throughline.core.governing.rights import STANDING, right_behind, right_over, rights

BODIES = [body(), body(id="council", powers=(Power("vary", {}, ("variation",), "Article 9"),))]


def test_the_register_holds_every_power_with_its_clause_and_the_share_of_each_sector() -> None:
    found = rights(BODIES)
    assert [each.id for each in found[:3]] == ["board/certify", "board/charter", "council/vary"]
    assert found[3:] == STANDING
    assert found[0].clause == "Article 2"
    assert found[0].sectors == {
        "k12": Fraction(2, 7), "postsecondary": Fraction(1, 7), "workforce": Fraction(2, 7),
        "community": Fraction(2, 7),
    }  # fmt: skip
    assert found[0].voices == Fraction(2, 7)


@pytest.mark.parametrize(
    ("kind", "reference", "right"),
    [
        ("version", "pathway:nursing", "board/certify"),
        ("version", "body:council", "board/charter"),
        ("version", "organization:harbor", "listing"),
        ("version", "competency:numbers", None),
        ("decision", "decision:board/pathway/12", "board/certify"),
        ("decision", "decision:council/variation/13", "council/vary"),
        ("decision", "decision:council/pathway/14", None),
        ("seat", "seat:board/k12/1", "seating"),
        ("vote", "vote:12", "voting"),
        ("operator", "operator:3", "operating"),
        ("credential", "", "issuing"),
        ("something", "", None),
    ],
)
def test_an_entry_of_the_log_resolves_to_the_right_behind_it(kind, reference, right) -> None:
    found = right_behind(BODIES, kind, reference)
    assert (found.id if found else None) == right


def test_a_right_is_that_of_the_body_named_and_of_no_other() -> None:
    assert right_over(BODIES, "variation", "council").id == "council/vary"
    assert right_over(BODIES, "variation", "board") is None
    assert right_over(BODIES, "funding") is None
