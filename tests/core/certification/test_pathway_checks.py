"""Each certification check of what a pathway holds: passed by the sound state, and broken in each way it can
be."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from throughline.core.catalogue import documents as d
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.certification.asked import asked
from throughline.core.certification.checks import CHECKS
from throughline.core.formats.state_pack import read_pack
from throughline.core.requirements.reading import read

VALLEY = read_pack(Path(__file__).parents[1] / "formats" / "packs" / "valley").catalogue
CARE = VALLEY.pathways["caring-work"]
OWN = ("C01", "C08", "C10", "C11", "C12", "C15", "C16", "C22")


def sentences(check: str, pathway: d.Pathway = CARE, catalogue: Catalogue = VALLEY) -> list[str]:
    """What one check says of a pathway."""
    function = next(each.function for each in CHECKS if each.id == check)
    found = function(pathway, catalogue)
    assert all(each.check == check and each.fix.endswith(".") for each in found)
    return [each.sentence for each in found]


def with_milestone(name: str, **changed: Any) -> Catalogue:
    """The state with one milestone changed."""
    milestones = dict(VALLEY.milestones)
    milestones[name] = replace(milestones[name], **changed)
    return replace(VALLEY, milestones=milestones)


def with_stages(change: Callable[[d.Stage], d.Stage | None]) -> d.Pathway:
    """The pathway with its stages changed, or left out where the change gives none."""
    changed = [change(stage) for stage in CARE.stages]
    return replace(CARE, stages=tuple(stage for stage in changed if stage is not None))


@pytest.mark.parametrize("check", OWN)
@pytest.mark.parametrize("pathway", sorted(VALLEY.pathways))
def test_a_sound_pathway_passes(check: str, pathway: str) -> None:
    assert sentences(check, VALLEY.pathways[pathway]) == []


def test_the_milestones_of_a_pathway_are_found_by_name_by_shared_rule_and_by_what_they_award() -> None:
    names = {each.id for each in asked(CARE, VALLEY)}
    assert names == {"numbers", "community", "care-1", "care-2", "first-patients", "teach-others"}


TEST = d.Way("test", {"en": "A test"}, "standardized_test", standardized=True)
TASK = d.Way("task", {"en": "A task"}, "project", performance=True)
WRITTEN = d.Way("written", {"en": "In writing"}, "written")
NAME = "Milestone 'care-1'"


@pytest.mark.covers("C01")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"competencies": ()}, [f"{NAME} certifies no competency."]),
        ({"criteria": ()}, [f"{NAME} has no criteria."]),
        ({"ways": (TASK,)}, [f"{NAME} can be shown in 1 way; two are asked for."]),
        ({"ways": (WRITTEN, TEST)}, [f"{NAME} has no performance task among its ways."]),
        ({"ways": (TEST, replace(TEST, id="again"))},
         [f"{NAME} has no performance task among its ways.", f"{NAME} can be shown by standardized tests only."]),
        ({"ways": ()},
         [f"{NAME} can be shown in 0 ways; two are asked for.", f"{NAME} has no performance task among its ways."]),
        ({"ways": (TASK, TEST)}, []),
    ],
)  # fmt: skip
def test_a_milestone_says_what_it_certifies_and_how_it_can_be_shown(
    changed: Any, expected: list[str]
) -> None:
    assert sentences("C01", catalogue=with_milestone("care-1", **changed)) == expected


@pytest.mark.covers("C08")
@pytest.mark.covers("S001-D5.3", "S001-D10.5")
def test_the_universal_competencies_and_the_success_skills_are_in_every_pathway() -> None:
    skill = VALLEY.competencies["communication"]
    silent = {
        name: replace(
            each, competencies=tuple(c for c in each.competencies if c != "competency:communication")
        )
        for name, each in VALLEY.milestones.items()
    }
    assert sentences("C08", catalogue=replace(VALLEY, milestones=silent)) == [
        "Pathway 'caring-work' leaves out the universal competency 'communication'.",
        "Pathway 'caring-work' leaves out the success skill 'communication'.",
    ]
    unmarked = dict(VALLEY.competencies) | {"communication": replace(skill, success_skill="")}
    assert sentences("C08", catalogue=replace(VALLEY, competencies=unmarked)) == [
        "Pathway 'caring-work' leaves out the success skill 'communication'."
    ]


def test_a_universal_competency_is_held_through_the_one_above_it_or_through_all_its_parts() -> None:
    whole = VALLEY.competencies["communication"]
    part = replace(whole, id="listening", parent="communication", success_skill="")
    assert (
        sentences("C08", catalogue=replace(VALLEY, competencies={**VALLEY.competencies, "listening": part}))
        == []
    )
    above = replace(whole, id="language", success_skill="")
    under = {**VALLEY.competencies, "language": above, "communication": replace(whole, parent="language")}
    assert sentences("C08", catalogue=replace(VALLEY, competencies=under)) == []
    other = replace(part, id="signing", parent="language")
    assert sentences("C08", catalogue=replace(VALLEY, competencies={**under, "signing": other})) == [
        "Pathway 'caring-work' leaves out the universal competency 'language'.",
        "Pathway 'caring-work' leaves out the universal competency 'signing'.",
    ]


@pytest.mark.covers("C10")
@pytest.mark.covers("S001-D3.7")
def test_a_pathway_without_work_based_learning_that_counts_is_refused() -> None:
    assert sentences("C10", catalogue=with_milestone("care-1", features=())) == [
        "Pathway 'caring-work' has no work-based milestone."
    ]
    named = read({"choose": {"of": ["milestone:care-1", "milestone:care-2"]}})
    pathway = with_stages(
        lambda stage: replace(stage, gate=named, awards=()) if stage.id == "secondary" else stage
    )
    unpaid = with_milestone("care-1", awards=())
    assert sentences("C10", pathway, unpaid) == [
        "The work-based milestones of pathway 'caring-work' ('care-1') bring neither credit nor credential."
    ]
    awarding = with_stages(lambda stage: replace(stage, gate=named) if stage.id == "secondary" else stage)
    assert sentences("C10", awarding, unpaid) == []
    credit = replace(
        VALLEY.agreements["caring-work-college"], id="credit", kind="credit", trigger=read("milestone:care-1")
    )
    assert (
        sentences("C10", pathway, replace(unpaid, agreements={**VALLEY.agreements, "credit": credit})) == []
    )


@pytest.mark.covers("C11")
@pytest.mark.covers("S001-D3.14")
def test_each_destination_comes_after_a_postsecondary_stage_of_some_form() -> None:
    pathway = with_stages(lambda stage: None if stage.phase == "postsecondary" else stage)
    assert sentences("C11", pathway) == [
        "Destination 'care-worker' of pathway 'caring-work' is reached without a postsecondary stage."
    ]


@pytest.mark.covers("C11")
@pytest.mark.covers("S001-D9.1")
def test_the_way_goes_on_after_entry_to_the_profession() -> None:
    pathway = with_stages(lambda stage: None if stage.phase == "beyond" else stage)
    assert sentences("C11", pathway) == ["Pathway 'caring-work' has no stage after entry to the profession."]


def test_phases_follow_each_other() -> None:
    stages = (CARE.stages[1], CARE.stages[0], *CARE.stages[2:])
    assert sentences("C11", replace(CARE, stages=stages)) == [
        "Stage 'foundation' of pathway 'caring-work' is foundation and comes after 'secondary', which is "
        "secondary."
    ]


@pytest.mark.covers("C12")
@pytest.mark.covers("S001-D9.2", "S001-D9.3")
def test_levels_never_fall_and_the_first_stage_is_secondary_or_earlier() -> None:
    lower = with_stages(lambda stage: replace(stage, level=3) if stage.id == "college" else stage)
    assert sentences("C12", lower) == [
        "Stage 'college' of pathway 'caring-work' is at level 3, below level 4 of stage 'secondary' "
        "before it."
    ]
    late = with_stages(lambda stage: replace(stage, level=max(stage.level, 5)))
    assert sentences("C12", late) == [
        "Pathway 'caring-work' begins at level 5, above the secondary stage (level 4)."
    ]


LAW = {"source": "General Laws", "law": True}
JUDGES = "judges by test, score, conduct or recommendation"


@pytest.mark.covers("C15")
@pytest.mark.parametrize(
    ("entry", "node", "why"),
    [
        ({"have": {"what": "assessment:placement"}}, "assessment-placement", JUDGES),
        ({"have": {"what": "assessment:placement", "cite": LAW}}, "assessment-placement", JUDGES),
        ({"have": {"what": "course:algebra", "score": {"min": 80, "scale": "percent"}}}, "course-algebra", JUDGES),
        ({"have": {"what": "experience:discipline-clear", "cite": LAW}}, "experience-discipline-clear", JUDGES),
        ({"have": {"what": "support:teacher-recommendation"}}, "support-teacher-recommendation", JUDGES),
        ({"total": {"id": "t", "measure": "points", "unit": "gpa", "min": 3, "from": {"kind": "course"}}}, "t", JUDGES),
        ({"choose": {"of": [{"not": "course:algebra"}]}}, "course-algebra",
         "asks for something that no law is cited for"),
    ],
)  # fmt: skip
def test_nobody_is_screened_out_at_entry(entry: Any, node: str, why: str) -> None:
    assert sentences("C15", replace(CARE, entry=read(entry))) == [
        f"The entry of pathway 'caring-work' screens learners: node '{node}' {why}."
    ]


def test_what_a_cited_law_asks_for_at_entry_is_no_screen_and_a_shared_rule_is_opened() -> None:
    lawful = read(
        {"choose": {"of": [{"have": {"what": "age", "score": {"min": 16, "scale": "years"}}}], "cite": LAW}}
    )
    assert sentences("C15", replace(CARE, entry=lawful)) == []
    shared = replace(CARE, entry=read({"use": {"rule": "common-foundation"}}))
    assert len(sentences("C15", shared)) == 2


@pytest.mark.covers("C15")
def test_a_pathway_says_how_places_are_given_when_there_are_too_few() -> None:
    assert sentences("C15", replace(CARE, shortage="")) == [
        "Pathway 'caring-work' does not say how places are given when there are too few."
    ]


PARTED = (TASK, d.Way("exam", {"en": "Exam"}, "written", parts=("written", "performance")))


@pytest.mark.covers("C16")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"retakes": d.Retakes(limit=3)}, [f"{NAME} may be tried again 3 times only."]),
        ({"retakes": d.Retakes(cooling_days=15)},
         [f"{NAME} asks for a wait of 15 days between tries; the state allows 14."]),
        ({"retakes": d.Retakes(cooling_days=14)}, []),
        ({"retakes": d.Retakes(parts_apart=False), "ways": PARTED},
         [f"{NAME} asks for parts again that were already shown."]),
        ({"retakes": d.Retakes(parts_apart=False)}, []),
    ],
)  # fmt: skip
def test_who_has_not_shown_it_yet_may_try_again(changed: Any, expected: list[str]) -> None:
    assert sentences("C16", catalogue=with_milestone("care-1", **changed)) == expected


@pytest.mark.covers("C22")
def test_a_pathway_keeps_a_strand_without_a_tie_to_a_career() -> None:
    assert sentences("C22", catalogue=with_milestone("community", features=("foundation",))) == [
        "Pathway 'caring-work' has no holistic milestone."
    ]
    everyones = replace(VALLEY.competencies["self-direction"], strand="professional")
    assert (
        sentences(
            "C22",
            catalogue=replace(VALLEY, competencies={**VALLEY.competencies, "self-direction": everyones}),
        )
        == []
    )
    tied = with_milestone("community", competencies=("competency:communication", "competency:caring"))
    assert sentences("C22", catalogue=tied) == [
        "The holistic milestones of pathway 'caring-work' are all tied to a profession."
    ]
