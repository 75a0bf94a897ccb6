"""A rubric as a page shows it: criteria with their levels, what was chosen, and exemplars beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from throughline.core.catalogue.assessments import AssessmentPart, Exemplar
from throughline.core.requirements.nodes import Text
from throughline.web import reading


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a criterion. meets: it counts; first: it is the first that does. chosen: by the reader, or as typed."""

    number: int
    title: Text
    descriptor: Text
    meets: bool
    first: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion. own, seen: what the learner and the judges chose, None where nothing. others: each judge's level."""

    id: str
    title: Text
    competency: Text
    steps: tuple[Step, ...]
    own: Step | None = None
    seen: Step | None = None
    others: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """An exemplar with the level it shows of each criterion, in words."""

    exemplar: Exemplar
    levels: tuple[tuple[Text, Step], ...]


def rows(
    part: AssessmentPart, chosen: Mapping[str, int], *, own: Mapping[str, int] | None = None,
    seen: Mapping[str, int] | None = None, others: Iterable[tuple[str, Mapping[str, int]]] = (),
) -> tuple[Row, ...]:  # fmt: skip
    """The criteria of a part with what was chosen."""
    judges = tuple(others)
    found = []
    for criterion in part.criteria:
        steps = _steps(part, criterion.id, chosen.get(criterion.id, 0))
        by_number = {each.number: each for each in steps}
        competency = reading.catalogue().competencies.get(criterion.competency)
        found.append(
            Row(
                criterion.id, criterion.title, competency.title if competency else {}, steps,
                by_number.get((own or {}).get(criterion.id, 0)), by_number.get((seen or {}).get(criterion.id, 0)),
                tuple((name, levels[criterion.id]) for name, levels in judges if criterion.id in levels),
            )
        )  # fmt: skip
    return tuple(found)


def _steps(part: AssessmentPart, name: str, chosen: int) -> tuple[Step, ...]:
    criterion = next(each for each in part.criteria if each.id == name)
    titles = _titles(criterion.competency)
    return tuple(
        Step(
            level.number, titles.get(level.number, {}), level.descriptor, meets=level.number >= criterion.meets,
            first=level.number == criterion.meets, chosen=level.number == chosen,
        )
        for level in criterion.levels
    )  # fmt: skip


def _titles(competency: str) -> Mapping[int, Text]:
    """The names of a competency's own steps."""
    catalogue = reading.catalogue()
    found = catalogue.competencies.get(competency)
    framework = catalogue.competency_frameworks.get(found.framework) if found else None
    return {each.number: each.title for each in framework.scale} if framework else {}


def examples(part: AssessmentPart, exemplars: Iterable[Exemplar]) -> tuple[Example, ...]:
    """Exemplars of a part, each with its levels in the words of the rubric."""
    known = {each.id: each for each in part.criteria}
    return tuple(
        Example(
            each,
            tuple(
                (known[name].title, step)
                for name, level in each.levels.items()
                for step in _steps(part, name, level)
                if step.chosen
            ),
        )
        for each in exemplars
    )


def levels_from(part: AssessmentPart, given: Mapping[str, object]) -> dict[str, int]:
    """The levels a form sends, one field a criterion: `level:ID`."""
    typed = {each.id: str(given.get(f"level:{each.id}", "")) for each in part.criteria}
    return {name: int(level) for name, level in typed.items() if level.isdigit()}
