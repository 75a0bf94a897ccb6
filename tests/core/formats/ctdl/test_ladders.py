"""Ladders of several countries in one shape, and the map between two of them."""

import pytest

from tests.core.formats.ctdl.shared import packages
from throughline.core.catalogue.documents import QualificationFramework
from throughline.core.formats.ctdl.ladders import LevelMatch, counterpart, ladder_in, matches_in

pytestmark = pytest.mark.usefixtures("shared_standards")
LADDERS = {
    "EQF": ("The European Qualifications Framework", [(1, "Level 1"), (2, "Level 2")]),
    "scqf": ("Scottish Credit and Qualifications Framework", [(n, f"Level {n}") for n in (1, 2, 3, 4)]),
    "NLQF": ("Dutch National Qualifications Framework", [(0, "Entry Level"), (1, "NLQF Level 1")]),
    "zqf_part": (
        "Zambia Qualifications Framework Level Descriptors",
        [(1, "1"), (2, "2 A"), (2, "2 B"), *[(n, str(n)) for n in range(3, 11)]],
    ),
}


def ladder(name: str) -> QualificationFramework:
    found = packages(f"qualifications-frameworks/{name}.json")
    return ladder_in(next(each for each in found if each.document.kind == "qualification_framework"))


@pytest.mark.parametrize("name", LADDERS)
def test_each_ladder_has_its_levels_in_order(name: str) -> None:
    title, levels = LADDERS[name]
    found = ladder(name)
    assert found.title["en"] == title
    assert [(each.number, each.title["en"]) for each in found.levels] == levels


def test_a_level_says_what_it_asks_for_facet_by_facet() -> None:
    first = ladder("EQF").levels[0].descriptor["en"].split("\n")
    assert first == [
        "Knowledge: Basic general knowledge.",
        "Skills: Basic skills required to carry out simple tasks.",
        "Responsibility and autonomy: Work or study under direct supervision in a structured context.",
    ]


def test_a_level_names_the_qualifications_that_stand_on_it() -> None:
    levels = {each.number: each.types for each in ladder("zqf_part").levels}
    assert levels[7] == ("Bachelors' Degree (Ordinary)", "Bachelors' Degree (Honours)")


def test_which_european_level_is_scottish_level_eight() -> None:
    (found,) = packages("qualifications-frameworks/scqf-eqf-mapping.json")
    lines = matches_in(found)
    assert len(lines) == 12
    assert counterpart(lines, "scqf", 8) == ("eqf", 5)
    assert [counterpart(lines, "scqf", n) for n in (1, 2, 12)] == [None, None, ("eqf", 8)]
    assert lines[0] == LevelMatch("scqf:level1", "", "NoMatch")
