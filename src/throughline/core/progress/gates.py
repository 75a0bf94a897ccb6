"""The gates of many pathways, to be worked out for one learner at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from throughline.core.catalogue.documents import Pathway
from throughline.core.progress.touched import Touched
from throughline.core.requirements.nodes import Node

Rules = Iterable[tuple[Node, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A pathway among them: the ids of its stages in order, where their gates stand, the milestones they name."""

    stages: tuple[str, ...]
    gates: slice
    milestones: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gates:
    """lines: by pathway. rules: every gate."""

    lines: Mapping[str, Line]
    rules: Touched


def gates_of(
    pathways: Iterable[Pathway],
    milestones: Callable[[str], frozenset[str]],
    touched: Callable[[Rules], Touched],
) -> Gates:
    """All gates of these pathways. milestones: those that a pathway's gates name. touched: makes rules ready."""
    rules: list[tuple[Node, str]] = []
    lines: dict[str, Line] = {}
    for pathway in pathways:
        place = slice(len(rules), len(rules) + len(pathway.stages))
        stages = tuple(stage.id for stage in pathway.stages)
        lines[pathway.id] = Line(stages, place, milestones(pathway.id))
        rules += [(stage.gate, f"pathway:{pathway.id}#{stage.id}") for stage in pathway.stages]
    return Gates(lines, touched(rules))
