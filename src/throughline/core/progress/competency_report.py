"""What a record shows of chosen competencies, in the order of their framework; no score, no rank, no person compared."""

from collections.abc import Iterable
from dataclasses import dataclass

from throughline.core.catalogue.competency_frameworks import split_frameworks
from throughline.core.progress.standing import Standing
from throughline.core.requirements.values import nearest


@dataclass(eq=False)
class SplitFramework(ValueError):
    """A report on a part of a framework whose outcomes only stand together."""

    framework: str
    asked: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"The report asks for {', '.join(self.asked)} of '{self.framework}' alone; its outcomes only stand together. "
            "Ask for all of them, or leave them out."
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """One competency: the proficiency level shown (None: not yet), and the ids of the facts that show it."""

    competency: str
    level: int | None
    facts: tuple[str, ...]


def competency_report(names: Iterable[str], standing: Standing) -> tuple[Shown, ...]:
    """The chosen competencies (ids or references) as confirmed facts show them.

    Raises `SplitFramework` for a part of an indivisible framework, `ValueError` for a name nobody published.
    """
    catalogue = standing.program.rules.catalogue
    chosen = {name.removeprefix("competency:") for name in names}
    for name in sorted(chosen - set(catalogue.competencies)):
        raise ValueError(f"there is no competency '{name}'. {nearest(name, list(catalogue.competencies))}")
    for framework, asked in split_frameworks(chosen, catalogue).items():
        raise SplitFramework(framework, asked)
    return tuple(_shown(name, standing) for name in catalogue.competencies if name in chosen)


def _shown(name: str, standing: Standing) -> Shown:
    facts = standing.sure.evidence.by_what.get(f"competency:{name}", [])
    level = max((fact.level or 1 for fact in facts), default=None)
    return Shown(name, level, tuple(sorted(fact.id for fact in facts if (fact.level or 1) == level)))
