"""C19 and C23: each passed by a sound packet and by versions as they should be, and broken in each way it can be."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.core.certification.test_pathway_checks import CARE, VALLEY
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Region
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.c19_reviewed import Reach, Review, access_of, c19
from throughline.core.certification.c23_versions import KeptVersion, c23, upgrade_map
from throughline.core.certification.draft_checks import DETECTORS
from throughline.core.requirements.reading import read

REF, GROUPS = f"pathway:{CARE.id}", ("east", "west")
REVIEW = Review("No: nobody is asked to score first.", DETECTORS)
ACCESS = (Reach("east", 40, 100), Reach("west", None, 60))


def reviewed(review: Review | None = REVIEW, access: tuple[Reach, ...] = ACCESS) -> list[str]:
    found = c19(REF, review, access, GROUPS, 10)
    assert all((each.check, each.object_ref) == ("C19", REF) and each.fix.endswith(".") for each in found)
    return [each.sentence for each in found]


def test_a_packet_with_its_review_and_protected_figures_passes() -> None:
    assert reviewed() == []


@pytest.mark.covers("C19")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"review": None}, "No sorting review of pathway:caring-work is attached."),
        ({"review": Review("  ", DETECTORS)}, "No sorting review of pathway:caring-work is attached."),
        (
            {"review": Review("No.", DETECTORS[1:])},
            "The sorting review of pathway:caring-work was written without what C03 finds.",
        ),
        (
            {"access": ACCESS[:1]},
            "No figure of access to pathway:caring-work is attached for the group 'west'.",
        ),
        (
            {"access": (Reach("east", 4, 100), ACCESS[1])},
            "The figure of access to pathway:caring-work for the group 'east' could point at a person.",
        ),
        (
            {"access": (Reach("east", 96, 100), ACCESS[1])},
            "The figure of access to pathway:caring-work for the group 'east' could point at a person.",
        ),
        (
            {"access": (Reach("east", 40, None), ACCESS[1])},
            "The figure of access to pathway:caring-work for the group 'east' could point at a person.",
        ),
    ],
)
def test_each_thing_a_packet_lacks_is_refused_with_its_sentence(changed, said: str) -> None:
    assert reviewed(**changed) == [said]


def test_the_figures_count_who_lives_where_it_is_offered_and_hide_what_could_point_at_somebody() -> None:
    here = VALLEY.organizations[CARE.offered_by[0].removeprefix("organization:")].region
    regions = {
        here: Region(here, {"en": here}, 500, {"east": 400, "west": 5, "north": 90, "south": 0}),
        "far": Region(
            "far", {"en": "far"}, 500, {"east": 100, "west": 300, "north": 4, "south": 50, "few": 3}
        ),
    }
    groups = {name: {"en": name} for name in ("east", "west", "north", "south", "few")}
    state = replace(VALLEY, regions=regions, state=replace(VALLEY.state, groups=groups, smallest_group=10))
    found = access_of(CARE, state)
    assert found == (
        Reach("east", 400, 500), Reach("west", None, 305), Reach("north", None, 94), Reach("south", 0, 50),
        Reach("few", None, None),
    )  # fmt: skip
    assert c19(REF, REVIEW, found, tuple(groups), 10) == ()


# -- versions

NEWER = replace(VALLEY, versions={**VALLEY.versions, REF: 2}, past={(REF, 1): CARE})
"""The state after an amendment that changed no text: version 1 is kept."""
KEPT = (KeptVersion(1, "aa", "aa", learners=3), KeptVersion(2, "bb", "bb", learners=5))


def said(versions: tuple[KeptVersion, ...] = KEPT, state: Catalogue = NEWER) -> list[str]:
    found = c23(CARE.id, versions, state)
    assert all((each.check, each.object_ref) == ("C23", REF) and each.fix.endswith(".") for each in found)
    return [each.sentence for each in found]


def test_versions_that_are_kept_and_lead_on_pass() -> None:
    assert said() == []
    assert said(KEPT[:1], VALLEY) == []


def without_stage(state: Catalogue) -> Catalogue:
    """The newer version has no second stage, and nothing awards what that did."""
    newer = replace(CARE, stages=(CARE.stages[0], *CARE.stages[2:]))
    return replace(state, pathways={**state.pathways, CARE.id: newer})


def without_agreements(state: Catalogue) -> Catalogue:
    return replace(state, agreements={})


def without_past(state: Catalogue) -> Catalogue:
    return replace(state, past={})


SECOND = CARE.stages[1].id


@pytest.mark.covers("C23")
@pytest.mark.parametrize(
    ("versions", "change", "expected"),
    [
        ((replace(KEPT[0], digest="cc"), KEPT[1]), None,
         "Version 1 of pathway 'caring-work' says something else than the public log holds of it."),
        ((replace(KEPT[0], logged=""), KEPT[1]), None, "Version 1 of pathway 'caring-work' is not in the public log."),
        (KEPT[1:], None, "Version 1 of pathway 'caring-work' is gone."),
        (KEPT, without_past,
         "3 learners on version 1 of pathway 'caring-work' rest on pathway:caring-work version 1, which is not kept."),
        ((replace(KEPT[0], pins={"milestone:care-1": 7}), KEPT[1]), None,
         "3 learners on version 1 of pathway 'caring-work' rest on milestone:care-1 version 7, which is not kept."),
        (KEPT, without_stage,
         f"From stage '{SECOND}' of version 1 no way leads to version 2 of pathway 'caring-work' (3 learners)."),
        ((replace(KEPT[0], learners=1),), without_agreements,
         f"1 learner on version 1 of pathway 'caring-work' could complete its stage '{CARE.stages[0].id}' without any"
         " agreement opening, as one does now."),
    ],
)  # fmt: skip
def test_what_was_changed_lost_or_strands_somebody_is_refused_with_its_sentence(
    versions, change: Callable[[Catalogue], Catalogue] | None, expected: str
) -> None:
    found = said(versions, change(NEWER) if change else NEWER)
    assert expected in found
    assert change is without_agreements or found == [expected]


def test_a_version_that_nobody_is_on_need_not_lead_anywhere() -> None:
    nobody = tuple(replace(each, learners=0) for each in KEPT)
    assert said(nobody, without_agreements(without_past(NEWER))) == []


def test_the_map_says_of_each_stage_where_it_leads_and_what_is_kept_new_and_gone() -> None:
    """A stage that was renamed is found by what it awards; what its gate asks for besides is new, and what it no longer asks
    for is gone."""
    first, second, college, *rest = CARE.stages
    asks = {"choose": {"of": ["milestone:care-1", "milestone:numbers"]}}
    renamed = replace(college, id="practice", gate=read(asks))
    newer = replace(CARE, stages=(first, second, renamed, *rest))
    state = replace(NEWER, pathways={**NEWER.pathways, CARE.id: newer})
    moves = upgrade_map(CARE.id, RuleBook(state, {REF: 1}), RuleBook(state))
    own = {each.id: each.id for each in CARE.stages}
    assert {each.stage: each.to for each in moves} == {**own, "college": "practice"}
    assert (moves[0].kept, moves[0].new, moves[0].gone) == (("numbers", "community"), (), ())
    assert (moves[2].kept, moves[2].new, moves[2].gone) == ((), ("care-1", "numbers"), ("care-2",))
