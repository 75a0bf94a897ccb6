"""A small state for the checks: two pathways that share a foundation, with everything that certification asks."""

from dataclasses import replace

from throughline.core.catalogue import documents as d
from throughline.core.catalogue import state_profile as s
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.requirements.reading import read

STATE = s.StateProfile(
    id="small", title={"en": "Small"}, languages=("en",), complete_languages=("en",), portability_bound=3
)
UNIVERSAL = d.CompetencyFramework(
    "universal",
    {"en": "Universal"},
    tuple(d.ProficiencyLevel(n, {"en": str(n)}) for n in (1, 2, 3)),
    universal=True,
)
SUBJECTS = {"reading": "language", "numbers": "mathematics", "body": "science", "tools": "technology"}
COMMON = ("reading", "numbers")


def competency(name: str) -> d.Competency:
    """A universal competency."""
    return d.Competency(
        name,
        "universal",
        "academic",
        "content",
        {"en": name},
        {"en": f"Shows {name}"},
        (),
        ("school", "workplace"),
    )


def milestone(name: str, asks: object = None, **more: object) -> d.Milestone:
    """A milestone that asks for its competency, shown in two ways."""
    base = d.Milestone(
        id=name,
        title={"en": name},
        summary={"en": name},
        level=3,
        competencies=(f"competency:{name}",),
        criteria=({"en": "clear"},),
        ways=(
            d.Way("task", {"en": "task"}, "project", performance=True),
            d.Way("exam", {"en": "exam"}, "written"),
        ),
        rule=read(asks or {"have": {"what": f"competency:{name}", "level": 2}}),
        subject=SUBJECTS.get(name, ""),
    )
    return replace(base, **more)  # type: ignore[arg-type]


def stage(name: str, phase: d.Phase, level: int, gate: object, *awards: str) -> d.Stage:
    """A stage with its gate."""
    return d.Stage(name, {"en": name}, {"en": name}, phase, level, read(gate), awards)


def pathway(name: str, *stages: d.Stage) -> d.Pathway:
    """A pathway with one destination."""
    text = {"en": name}
    work = d.Destination("work", {"en": "work"})
    return d.Pathway(name, text, text, "cluster", "family", text, name[0].upper(), stages, (work,))


def credential(name: str) -> d.Credential:
    """A credential."""
    return d.Credential(name, {"en": name}, "certificate", 3)


def agreement(name: str, trigger: object, *pathways: str) -> d.Agreement:
    """An agreement in force."""
    return d.Agreement(
        name, {"en": name}, "admission", (), read(trigger), {"en": "a seat"}, "contract", pathways
    )


def care() -> d.Pathway:
    """A pathway with a foundation, a secondary stage and a stage after entry."""
    return pathway(
        "care",
        stage("foundation", "foundation", 2, "rule:common"),
        stage(
            "secondary",
            "secondary",
            3,
            {"choose": ["milestone:body", "milestone:tools"]},
            "credential:care-diploma",
        ),
        stage("beyond", "beyond", 4, "milestone:body"),
    )


def crafts() -> d.Pathway:
    """Another pathway on the same foundation."""
    return pathway(
        "crafts",
        stage("foundation", "foundation", 2, "rule:common"),
        stage(
            "secondary",
            "secondary",
            3,
            {"choose": ["milestone:tools", "milestone:body"]},
            "credential:crafts-diploma",
        ),
    )


def small_state(**changes: object) -> Catalogue:
    """The whole state, with parts of it replaced."""
    names = list(SUBJECTS)
    base = Catalogue(
        state=STATE,
        competency_frameworks={"universal": UNIVERSAL},
        competencies={name: competency(name) for name in names},
        milestones={name: milestone(name) for name in names},
        rules={"common": d.Rule("common", {"en": "Common"}, "foundation", (
            d.Edition("1", read({"choose": [f"milestone:{name}" for name in COMMON]})),
        ))},
        credentials={name: credential(name) for name in ("care-diploma", "crafts-diploma")},
        pathways={"care": care(), "crafts": crafts()},
        agreements={
            "college": agreement("college", {"choose": {"min": 1, "of": ["credential:care-diploma",
                                                                        "credential:crafts-diploma"]}}),
            "summer": agreement("summer", "milestone:numbers"),
        },
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def with_milestone(catalogue: Catalogue, *changed: d.Milestone) -> Catalogue:
    """The state with milestones added or replaced."""
    return replace(catalogue, milestones={**catalogue.milestones, **{each.id: each for each in changed}})


def with_pathway(catalogue: Catalogue, *changed: d.Pathway) -> Catalogue:
    """The state with pathways added or replaced."""
    return replace(catalogue, pathways={**catalogue.pathways, **{each.id: each for each in changed}})
