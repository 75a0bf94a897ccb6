"""Which competencies join an academic with a career standard, by the alignments that count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from throughline.core.alignment.equivalence import Links


@dataclass(frozen=True, slots=True)
class Resting:
    """A competency and the standards it cites: those that give it, and those that it gives."""

    competency: str
    academic: tuple[str, ...]
    career: tuple[str, ...]

    @property
    def integrated(self) -> bool:
        """Whether it cites at least one of both."""
        return bool(self.academic and self.career)


def resting(
    competencies: Sequence[str], academic: Iterable[str], career: Iterable[str], links: Links
) -> tuple[Resting, ...]:
    """Each competency with its standards of the two sets, in the order of the competencies."""
    school, work = frozenset(academic), frozenset(career)
    return tuple(_resting(each, school, work, links) for each in competencies)


def _resting(competency: str, school: frozenset[str], work: frozenset[str], links: Links) -> Resting:
    around = links.given([competency]).keys() | links.stand_ins(competency).keys()
    return Resting(competency, tuple(sorted(around & school)), tuple(sorted(around & work)))
