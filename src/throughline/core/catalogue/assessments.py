"""Assessments as a state publishes them: what is shown, on which rubric, judged by whom; and forms for rating.

An assessment is a document like any other: a change makes a new version, and whoever was judged under an older one stays
judged under it. docs/reference/state-format.md shows how each is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from throughline.core.catalogue.documents import ProficiencyLevel
from throughline.core.requirements.nodes import Cite, Text

Reviewer = Literal["author", "learner"]


@dataclass(frozen=True, slots=True)
class CriterionLevel:
    """One step of a criterion, 1 up, with what a judge sees there."""

    number: int
    descriptor: Text


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of a rubric. meets: the level from which it counts as shown. competency: the one it speaks about, by id;
    its levels are then levels of that competency's own scale."""

    id: str
    title: Text
    levels: tuple[CriterionLevel, ...]
    meets: int
    competency: str = ""


@dataclass(frozen=True, slots=True)
class Judging:
    """Who judges: so many people in one of these roles. distinct_organization, distinct_sector: none of the other
    judges acts for the same organization, or for one of the same sector."""

    roles: tuple[str, ...]
    count: int = 1
    distinct_organization: bool = False
    distinct_sector: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """What an exhibition asks of its panel: at least so many members, from at least so many sectors."""

    members: int = 3
    sectors: int = 2


@dataclass(frozen=True, slots=True)
class AssessmentPart:
    """One part: shown, judged and taken again by itself.

    kind: performance, project, portfolio, exhibition, written, interview, demonstration_at_work ... shows: the fact that
    stands once it is met, as rules ask for it (empty: the competencies of its criteria alone). destinations:
    `pathway/destination` to which this part is an extra (empty: for everyone). panel: where it is shown before one.
    """

    id: str
    title: Text
    kind: str
    task: Text
    criteria: tuple[Criterion, ...]
    judges: tuple[Judging, ...]
    shows: str = ""
    performance: bool = False
    settings: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    panel: Panel | None = None


@dataclass(frozen=True, slots=True)
class Exemplar:
    """A piece of work that shows what levels look like; it names nobody. levels: by criterion."""

    id: str
    part: str
    title: Text
    description: Text
    levels: Mapping[str, int]
    url: str = ""


@dataclass(frozen=True, slots=True)
class DesignReview:
    """What one reviewer says about the design: how it deepens learning, what learners decide, whom it might shut out.

    The three questions follow the principles of the Assessment for Learning Project: deepen learning, ownership, equity.
    """

    by: Reviewer
    who: str
    on: date
    deepens: Text
    ownership: Text
    equity: Text


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill that a test from outside reports on, and the competency of this state it stands for."""

    id: str
    title: Text
    domain: str
    competency: str


@dataclass(frozen=True, slots=True)
class CutScore:
    """A result that comes from outside. scale: of its score. min: the score from which it counts. offers: the credential a
    learner may then ask for, at once or at any later time."""

    scale: str
    min: Decimal
    offers: str = ""
    shows: str = ""
    skills: tuple[Skill, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """A defined way to show something (CTDL AssessmentProfile).

    milestone: the one it serves, by id; it may serve none. cooling_days: the wait between two certifying tries. practice:
    learners may first hand in work that only brings feedback. external: the result comes from a test outside.
    """

    id: str
    title: Text
    summary: Text
    parts: tuple[AssessmentPart, ...] = ()
    milestone: str = ""
    exemplars: tuple[Exemplar, ...] = ()
    reviews: tuple[DesignReview, ...] = ()
    cooling_days: int = 0
    practice: bool = True
    self_assessment: bool = True
    external: CutScore | None = None
    cite: Cite | None = None

    def part(self, name: str) -> AssessmentPart | None:
        """The part of that id."""
        return next((each for each in self.parts if each.id == name), None)

    def parts_for(self, pathway: str, destination: str) -> tuple[AssessmentPart, ...]:
        """The parts a learner on the way to a destination shows: those for everyone and the extras of that destination."""
        wanted = f"{pathway}/{destination}"
        return tuple(each for each in self.parts if not each.destinations or wanted in each.destinations)

    def exemplars_of(self, part: str) -> tuple[Exemplar, ...]:
        """The exemplars of one part."""
        return tuple(each for each in self.exemplars if each.part == part)


@dataclass(frozen=True, slots=True)
class RatingForm:
    """Statements that several people rate on the same words: the competency is at once objective and item.

    items: competencies, by id. raters: self, mentor, teacher, family, employer. review: a short form for
    an employer.
    """

    id: str
    title: Text
    summary: Text
    items: tuple[str, ...]
    raters: tuple[str, ...]
    scale: tuple[ProficiencyLevel, ...]
    review: bool = False
    cite: Cite | None = None
