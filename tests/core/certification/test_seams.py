"""A diploma leads into every program it is promised for; what a program asks besides is found and named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.certification.seams import Seam, seams
from throughline.core.formats.state_pack import Pack
from throughline.core.requirements.nodes import Choose, Have

ENTRY = "ironworking-college-entry"


@pytest.fixture(scope="module")
def state(meridian_pack: Pack) -> Catalogue:
    return meridian_pack.catalogue


def asking(state: Catalogue, *more: Have) -> list[Seam]:
    """The seams of the ironworking college entry, where it asks for these besides."""
    entry = state.agreements[ENTRY]
    trigger = Choose(id="entry", of=(entry.trigger, *more))
    planted = replace(state, agreements={ENTRY: replace(entry, trigger=trigger)})
    return [each for each in seams(planted) if each.agreement == ENTRY]


@pytest.mark.covers("S003-B1")
def test_between_each_diploma_and_each_program_of_a_certified_pathway_there_is_no_gap(
    state: Catalogue,
) -> None:
    found = seams(state)
    assert {each.pathway for each in found} == set(state.pathways), (
        "every pathway has a diploma and a program"
    )
    assert {each.agreement for each in found} == {
        a.id for a in state.agreements.values() if a.kind == "admission"
    }
    assert [(each.pathway, each.agreement) for each in found if each.gaps] == []
    diplomas = {each.credential for each in found}
    assert {state.credentials[each.partition(":")[2]].type for each in diplomas} >= {"diploma"}


@pytest.mark.covers("S003-B1")
def test_a_program_that_asks_for_what_the_diploma_does_not_hold_has_a_gap(state: Catalogue) -> None:
    (seam,) = asking(
        state, Have("test", "assessment:college-placement"), Have("maths", "milestone:mathematics-1")
    )
    assert [gap.node.id for gap in seam.gaps] == ["test"]
    assert seam.gaps[0].way, "with a way to the diploma that leaves it out"
    (higher,) = asking(state, Have("maths", "competency:quantitative-reasoning", level=4))
    assert [gap.node.id for gap in higher.gaps] == ["maths"]


def test_a_program_entered_after_a_later_stage_is_held_against_that_stage(state: Catalogue) -> None:
    later = next(each for each in seams(state) if each.agreement == "ironworking-lead-degree")
    diploma = next(each for each in seams(state) if each.agreement == ENTRY)
    stages = [each.id for each in state.pathways["ironworking"].stages]
    assert stages.index(later.stage) > stages.index(diploma.stage)
