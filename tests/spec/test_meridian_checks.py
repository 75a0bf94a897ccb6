"""Every certification check on the real demo state: passed by each of its pathways, and refused, with the exact
sentence, in a copy into which one fault of its kind is planted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from throughline.core.catalogue import documents as d
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.certification.c06_live_credentials import dead_credentials
from throughline.core.certification.checks import CHECKS
from throughline.core.certification.pre_apprenticeships import pre_apprenticeships_sponsored
from throughline.core.formats.state_pack import Pack
from throughline.core.requirements.nodes import Choose, Cite
from throughline.core.requirements.reading import read

Planted = tuple[str, Catalogue, list[str]]
IDS = (
    "C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08", "C09", "C10", "C11", "C12", "C15", "C16", "C17", "C18",
    "C20", "C21", "C22", "C24",
)  # fmt: skip
PATHWAYS = (
    "agriculture-food", "business-finance", "electrical-trades", "environmental-energy", "hospitality-culinary",
    "ironworking", "journalism-media", "law-public-service", "manufacturing", "medical-sciences",
    "music-performance", "nursing", "social-work", "software", "teaching", "therapy-rehabilitation",
)  # fmt: skip


def sentences(check: str, pathway: str, state: Catalogue) -> list[str]:
    """What one check says of one pathway of a state."""
    function = next(each.function for each in CHECKS if each.id == check)
    return [found.sentence for found in function(state.pathways[pathway], state)]


def with_milestone(state: Catalogue, name: str, **changed: Any) -> Catalogue:
    """A copy of the state with one milestone changed."""
    return replace(state, milestones={**state.milestones, name: replace(state.milestones[name], **changed)})


def with_pathway(state: Catalogue, name: str, **changed: Any) -> Catalogue:
    """A copy of the state with one pathway changed."""
    return replace(state, pathways={**state.pathways, name: replace(state.pathways[name], **changed)})


def with_stage(state: Catalogue, pathway: str, stage: str, **changed: Any) -> Catalogue:
    """A copy of the state with one stage of a pathway changed."""
    stages = state.pathways[pathway].stages
    return with_pathway(
        state, pathway, stages=tuple(replace(s, **changed) if s.id == stage else s for s in stages)
    )


def asking_besides(state: Catalogue, milestone: str, *more: object) -> Catalogue:
    """A copy in which a milestone asks for more than it did."""
    rule = state.milestones[milestone].rule
    assert isinstance(rule, Choose)
    return with_milestone(state, milestone, rule=replace(rule, of=(*rule.of, *(read(each) for each in more))))


# -- one fault of each kind


def no_performance_task(state: Catalogue) -> Planted:
    """A benchmark that only asks for papers."""
    paper = d.Way("paper", {"en": "A paper"}, "written"), d.Way("essay", {"en": "An essay"}, "written")
    broken = with_milestone(state, "medical-benchmark-1", ways=paper, competencies=())
    name = "Milestone 'medical-benchmark-1'"
    said = [f"{name} certifies no competency.", f"{name} has no performance task among its ways."]
    return "medical-sciences", broken, said


def circle(state: Catalogue) -> Planted:
    """A foundation milestone that asks for a benchmark that asks for it."""
    broken = asking_besides(state, "mathematics-1", "milestone:medical-benchmark-1")
    broken = asking_besides(broken, "medical-benchmark-1", "milestone:mathematics-1")
    ring = (
        "milestone:mathematics-1 asks for milestone:medical-benchmark-1, which asks for milestone:mathematics-1:"
        " a circle, with no first step."
    )
    return "medical-sciences", broken, [ring]


def age_gate(state: Catalogue) -> Planted:
    """A benchmark for those of sixteen and older."""
    old = {"have": {"id": "sixteen", "what": "age", "score": {"min": 16, "scale": "years"}}}
    said = ["milestone:medical-benchmark-2: node 'sixteen' reads age, and no law is cited for it."]
    return "medical-sciences", asking_besides(state, "medical-benchmark-2", old), said


def no_onward_guarantee(state: Catalogue) -> Planted:
    """A secondary stage that can be completed without what the agreements ask for."""
    kept = {name: a for name, a in state.agreements.items() if "ironworking" not in a.pathways and a.pathways}
    broken = replace(state, agreements=kept)
    said = [
        f"pathway:ironworking#{stage} can be completed, and no agreement at all is in force for this pathway."
        for stage in ("foundation", "secondary", "apprenticeship", "journeyworker")
    ]
    return "ironworking", broken, said


def short_of_places(state: Catalogue) -> Planted:
    """More are expected than there are places, and the pathway no longer says how places are given."""
    broken = with_stage(state, "ironworking", "secondary", expected=400)
    broken = with_pathway(broken, "ironworking", shortage="whoever asks first")
    said = [
        f"agreement:{name} has {places} places a year, 400 a year are expected to complete "
        "pathway:ironworking#secondary, and no published rule says who gets a place."
        for name, places in (("ironworking-college-entry", 200), ("ironworking-apprenticeship-entry", 60))
    ]
    for name in ("apprenticeship", "journeyworker", "lead"):
        broken = with_stage(broken, "ironworking", name, expected=10)
    return "ironworking", broken, said


def pledge_in_disguise(state: Catalogue) -> Planted:
    """A pledge that calls itself binding, an agreement without remedy, and one without legal status."""
    agreements = dict(state.agreements)
    for name, changed in {
        "ironworking-college-entry": {"legal_status": "pledge", "promise": {"en": "A binding place."}},
        "ironworking-journeyworker-hire": {"remedy": {}},
        "ironworking-apprenticeship-entry": {"legal_status": ""},
    }.items():
        agreements[name] = replace(agreements[name], **changed)  # type: ignore[arg-type]
    said = {
        "ironworking-college-entry": "is a pledge, and its promise speaks of 'binding'.",
        "ironworking-journeyworker-hire": "does not say what is owed where it is not kept.",
        "ironworking-apprenticeship-entry": "does not say whether it is a contract, a policy or a pledge.",
    }
    order = [name for name in state.agreements if name in said]
    return "ironworking", replace(state, agreements=agreements), [f"agreement:{n} {said[n]}" for n in order]


def dead_credential(state: Catalogue) -> Planted:
    """One more stage, behind the last, that leads nowhere and hands out a certificate."""
    iron = state.pathways["ironworking"]
    more = replace(state.milestones["iron-exam-structures"], id="steel-history")
    last = replace(
        iron.stages[-1], id="after", gate=read("milestone:steel-history"), awards=("credential:wall-plaque",)
    )
    listed = replace(state.credentials["journeyworker-ironworker"], id="wall-plaque")
    broken = with_pathway(state, "ironworking", stages=(*iron.stages, last), destinations=())
    broken = replace(broken, milestones={**broken.milestones, "steel-history": more})
    said = [
        "credential:wall-plaque is a dead credential: it is awarded, but no rule, pathway or agreement uses it."
    ]
    return "ironworking", replace(broken, credentials={**state.credentials, "wall-plaque": listed}), said


def unshared_foundation(state: Catalogue) -> Planted:
    """A foundation that asks for a benchmark of this pathway alone."""
    gate = state.pathways["medical-sciences"].stages[0].gate
    assert isinstance(gate, Choose)
    own = replace(gate, of=(*gate.of, read("milestone:medical-benchmark-1")))
    said = [
        "milestone:medical-benchmark-1 is a foundation milestone of pathway:medical-sciences, and no other"
        " pathway uses it."
    ]
    return "medical-sciences", with_stage(state, "medical-sciences", "foundation", gate=own), said


def silent_skill(state: Catalogue) -> Planted:
    """No milestone certifies collaboration any more."""
    milestones = {
        name: replace(m, competencies=tuple(c for c in m.competencies if c != "competency:collaboration"))
        for name, m in state.milestones.items()
    }
    name = "Pathway 'ironworking' leaves out the"
    said = [f"{name} universal competency 'collaboration'.", f"{name} success skill 'collaboration'."]
    return "ironworking", replace(state, milestones=milestones), said


def weak_route(state: Catalogue) -> Planted:
    """Ironworking's eight milestones cut down to one card."""
    broken = with_stage(
        state, "ironworking", "secondary", gate=read({"choose": ["milestone:cert-site-safety"]})
    )
    said = [
        "pathway:ironworking#secondary asks for less than the same stage of the other pathways: competencies 4,"
        " in the middle of the others 18."
    ]
    return "ironworking", broken, said


def without_work(state: Catalogue) -> Planted:
    """No milestone is shown at work any more."""
    milestones = {
        name: replace(m, features=tuple(f for f in m.features if f != "work-based"))
        for name, m in state.milestones.items()
    }
    said = ["Pathway 'ironworking' has no work-based milestone."]
    return "ironworking", replace(state, milestones=milestones), said


def nothing_after_entry(state: Catalogue) -> Planted:
    """A pathway that ends on the first day in the profession."""
    stages = state.pathways["teaching"].stages[:-1]
    said = ["Pathway 'teaching' has no stage after entry to the profession."]
    return "teaching", with_pathway(state, "teaching", stages=stages), said


def falling_level(state: Catalogue) -> Planted:
    """College set below the secondary stage."""
    said = [
        "Stage 'college' of pathway 'medical-sciences' is at level 3, below level 4 of stage 'secondary' before it."
    ]
    return "medical-sciences", with_stage(state, "medical-sciences", "college", level=3), said


def entry_screen(state: Catalogue) -> Planted:
    """A test at the door, and no rule for when places are short."""
    test = read(
        {"have": {"id": "door", "what": "assessment:placement", "score": {"min": 80, "scale": "percent"}}}
    )
    said = [
        "The entry of pathway 'nursing' screens learners: node 'door' judges by test, score, conduct or"
        " recommendation.",
        "Pathway 'nursing' does not say how places are given when there are too few.",
    ]
    return "nursing", with_pathway(state, "nursing", entry=test, shortage=""), said


def three_tries(state: Catalogue) -> Planted:
    """Three tries, half a year apart, everything again each time."""
    broken = with_milestone(state, "iron-exam-structures", retakes=d.Retakes(3, 180, parts_apart=False))
    name = "Milestone 'iron-exam-structures'"
    said = [
        f"{name} may be tried again 3 times only.",
        f"{name} asks for a wait of 180 days between tries; the state allows 14.",
        f"{name} asks for parts again that were already shown.",
    ]
    return "ironworking", broken, said


def no_holistic_strand(state: Catalogue) -> Planted:
    """Nothing is left that is not about the job."""
    milestones = {
        name: replace(m, features=tuple(f for f in m.features if f != "holistic"))
        for name, m in state.milestones.items()
    }
    return (
        "music-performance",
        replace(state, milestones=milestones),
        ["Pathway 'music-performance' has no holistic milestone."],
    )


def unsigned_region(state: Catalogue) -> Planted:
    """Nursing is offered by one more school, in a region where nobody honors it yet."""
    far = replace(state.organizations["northside-high"], id="far-high", region="far-islands")
    schools = (*state.pathways["nursing"].offered_by, "far-high")
    broken = with_pathway(state, "nursing", offered_by=schools)
    said = [
        "Pathway 'nursing' is offered in region 'far-islands', and no school, college, employer or sponsor there has"
        " signed an agreement about it."
    ]
    return "nursing", replace(broken, organizations={**state.organizations, "far-high": far}), said


def english_only(state: Catalogue) -> Planted:
    """A benchmark without its Spanish summary, which speaks of grades besides."""
    only = {"en": "For 11th graders. Show how the body works."}
    said = [
        "milestone:medical-benchmark-1 has no text in 'es' under `summary`.",
        "milestone:medical-benchmark-1 says '11th graders' in 'en' under `summary`, which labels by age or grade.",
    ]
    return "medical-sciences", with_milestone(state, "medical-benchmark-1", summary=only), said


def unsaid_value(state: Catalogue) -> Planted:
    """A diploma that leads nowhere in words, and boasts of wages that nobody measured."""
    worth = d.Worth("wages", Decimal(90000), Decimal(40000), 0, date(2026, 1, 1), Cite(source=""))
    name = "journeyworker-ironworker"
    silent = replace(state.credentials[name], onward_study={}, onward_work={}, worth=(worth,))
    said = [
        f"Credential '{name}' does not say what study or work it leads to.",
        f"Credential '{name}' states what it was worth in wages without a source, holders or an interval.",
    ]
    return "ironworking", replace(state, credentials={**state.credentials, name: silent}), said


def groundless(state: Catalogue) -> Planted:
    """Software without a record of why the state wants it, towards jobs that no figure is kept of."""
    ends = tuple(replace(each, occupation="") for each in state.pathways["software"].destinations)
    said = [
        "Pathway 'software' says that it matters to the state's economy, and cites no record of it.",
        "Pathway 'software' stands on the state's economy, and leads to no occupation by its code.",
    ]
    return "software", with_pathway(state, "software", ground_cite=None, destinations=ends), said


FAULTS: dict[str, Callable[[Catalogue], Planted]] = {
    "C01": no_performance_task, "C02": circle, "C03": age_gate, "C04": no_onward_guarantee,
    "C05": short_of_places, "C06": dead_credential,
    "C07": unshared_foundation, "C08": silent_skill, "C09": weak_route, "C10": without_work,
    "C11": nothing_after_entry, "C12": falling_level, "C15": entry_screen, "C16": three_tries,
    "C17": unsigned_region, "C18": english_only, "C20": unsaid_value, "C21": groundless,
    "C22": no_holistic_strand, "C24": pledge_in_disguise,
}  # fmt: skip
OTHER_ROWS = {
    "C01": ("S001-V4",), "C03": ("S001-V5", "S001-D2.1", "X06"), "C06": ("X04",), "C09": ("X11",),
    "C08": ("S001-D5.3",), "C11": ("S001-D9.1",), "C12": ("S001-D9.2", "S001-D9.3"),
}  # fmt: skip
CLAIMED = [
    pytest.param(name, id=name, marks=pytest.mark.covers(name, *OTHER_ROWS.get(name, ()))) for name in IDS
]


def test_the_pathways_named_here_are_all_there_are(meridian_pack: Pack) -> None:
    assert tuple(sorted(meridian_pack.catalogue.pathways)) == PATHWAYS
    assert tuple(each.id for each in CHECKS) == IDS


@pytest.mark.parametrize("check", CLAIMED)
def test_every_pathway_of_the_demo_state_passes(check: str, meridian_pack: Pack) -> None:
    state = meridian_pack.catalogue
    assert {name: sentences(check, name, state) for name in PATHWAYS} == {name: [] for name in PATHWAYS}


@pytest.mark.parametrize("check", CLAIMED)
def test_a_fault_planted_in_a_real_pathway_is_refused_with_its_sentence(
    check: str, meridian_pack: Pack
) -> None:
    pathway, broken, said = FAULTS[check](meridian_pack.catalogue)
    found = sentences(check, pathway, broken)
    assert found[: len(said)] == said
    # What a fault of the foundation makes of moves and of later stages may follow; nothing else may.
    assert len(found) == len(said) or check in ("C02", "C07")


@pytest.mark.covers("C04")
def test_one_way_through_a_stage_that_no_agreement_honors_is_named(meridian_pack: Pack) -> None:
    state = meridian_pack.catalogue
    easier = read({"choose": {"of": ["milestone:mathematics-1", "milestone:literacy-1"]}})
    broken = with_stage(state, "ironworking", "foundation", gate=easier, awards=())
    assert sentences("C04", "ironworking", broken)[0].startswith(
        "pathway:ironworking#foundation can be completed by "
    )
    assert "and no agreement opens to a learner who does so." in sentences("C04", "ironworking", broken)[0]


@pytest.mark.covers("C07")
def test_a_promise_of_one_milestone_less_than_the_worst_move_is_refused(meridian_pack: Pack) -> None:
    state = meridian_pack.catalogue
    bold = replace(state, state=replace(state.state, portability_bound=7))
    (said,) = sentences("C07", "manufacturing", bold)
    assert said.startswith(
        "A move from pathway:manufacturing to pathway:ironworking can ask for 8 further milestones before the gate"
        " 'secondary'"
    )
    assert said.endswith("; the state promises 7 at most.")


@pytest.mark.covers("C06", "X04")
def test_no_credential_of_the_whole_state_is_dead_and_one_put_in_is_found(meridian_pack: Pack) -> None:
    state = meridian_pack.catalogue
    assert dead_credentials(state) == ()
    shelf = replace(state.credentials["foundation-certificate"], id="shelf-award")
    planted = replace(state, credentials={**state.credentials, "shelf-award": shelf})
    assert [each.sentence for each in dead_credentials(planted)] == [
        "credential:shelf-award is a dead credential: nothing awards it and nothing accepts it."
    ]


@pytest.mark.covers("N76")
def test_without_a_documented_sponsor_nothing_can_be_called_a_pre_apprenticeship(meridian_pack: Pack) -> None:
    state = meridian_pack.catalogue
    assert pre_apprenticeships_sponsored(state) == ()
    iron, plant, power = (f"{each}-pre-apprenticeship" for each in ("iron", "plant", "elec"))
    changed = {
        iron: replace(state.opportunities[iron], sponsors=()),
        plant: replace(state.opportunities[plant], provider="river-makers", sponsors=("river-makers",)),
        power: replace(state.opportunities[power], gives=("experience:a-day-in-a-van",)),
    }
    found = pre_apprenticeships_sponsored(replace(state, opportunities={**state.opportunities, **changed}))
    no_sponsor = "no sponsor of it has signed to take who finishes it."
    said = {
        iron: no_sponsor, plant: no_sponsor, power: "it gives nothing the way into the apprenticeship asks for.",
    }  # fmt: skip
    assert {each.object_ref: each.sentence for each in found} == {
        f"opportunity:{name}": f"'{name}' cannot be called a pre-apprenticeship: {why}"
        for name, why in said.items()
    }
