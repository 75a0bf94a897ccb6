"""Reads of what came from outside, and of how people see a learner's skills."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.models import Attainment, Award, ExternalResult, SkillReview, SourceRecord
from throughline.core.catalogue.assessments import Assessment, RatingForm


@dataclass(frozen=True, slots=True)
class Score:
    """A score of a test made elsewhere. counts: it reached the cut score. skills: those reported, with competencies."""

    assessment: Assessment
    score: Decimal
    scale: str
    taken_on: date
    counts: bool
    skills: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """A credential that a learner may ask for, on any day from the one on which they reached the cut score."""

    credential: str
    assessment: str
    since: date


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of an older record, word for word."""

    title: str
    as_written: str
    organization: str
    ended_on: date


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything that came from outside for one learner."""

    scores: tuple[Score, ...]
    offered: tuple[Offered, ...]
    sources: tuple[Source, ...]


def outside(actor: Actor, learner: UUID, *, now: datetime) -> Outside:
    """What came from outside, for the learner and those who assess where they learn. Three queries."""
    directory.may_read(
        actor, "results.read", learner, what="results from outside", now=now,
        assessors=frameworks.judging_roles(),
    )  # fmt: skip
    rows = list(ExternalResult.objects.filter(learner__in=ids_of([learner])).order_by("-taken_on", "id"))
    scores = tuple(score for row in rows if (score := _score(row)) is not None)
    sources = SourceRecord.objects.filter(learner__in=ids_of([learner])).order_by("-ended_on", "title")
    return Outside(
        scores, _offered(learner),
        tuple(Source(s.title, s.as_written, s.organization, s.ended_on) for s in sources),
    )  # fmt: skip


def _score(row: ExternalResult) -> Score | None:
    catalogue = frameworks.catalogue()
    found = catalogue.assessments.get(row.assessment.partition(":")[2])
    held = found if found is not None else catalogue.past.get((row.assessment, row.number))
    if not isinstance(held, Assessment) or held.external is None:
        return None
    skills = {each.id: each.competency for each in held.external.skills}
    named = tuple((each, skills[each]) for each in row.skills if each in skills)
    return Score(held, row.score, row.scale, row.taken_on, row.attainment_id is not None, named)


def _offered(learner: UUID) -> tuple[Offered, ...]:
    """Credentials whose cut score was reached and that the learner has not been given."""
    tests = {f"assessment:{a.id}": a.external.offers for a in frameworks.catalogue().assessments.values()
             if a.external is not None and a.external.offers}  # fmt: skip
    given = {f"credential:{name}" for name in tests.values()}
    there = set(
        Attainment.objects.filter(learner__in=ids_of([learner]), what__in=given, mark=None).values_list(
            "what", flat=True
        )
    )
    there |= set(
        Award.objects.filter(learner__in=ids_of([learner]), credential__in=given).values_list(
            "credential", flat=True
        )
    )
    reached = ExternalResult.objects.filter(
        learner__in=ids_of([learner]),
        assessment__in=list(tests),
        attainment__isnull=False,
        attainment__mark=None,
    )
    since: dict[str, date] = {}
    for name, day in reached.order_by("-taken_on").values_list("assessment", "taken_on"):
        since[name] = day
    return tuple(
        Offered(f"credential:{tests[name]}", name, day)
        for name, day in sorted(since.items())
        if f"credential:{tests[name]}" not in there
    )


@dataclass(frozen=True, slots=True)
class SkillLook:
    """One person's look at a learner's skills, with the learner's answer beside it. levels: by statement."""

    id: UUID
    form: str
    rater: str
    name: str
    organization: str
    levels: Mapping[str, int]
    words: str
    answer: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Compared:
    """The statements of a form, each with the latest step that each kind of rater chose. There is no sum of them."""

    form: RatingForm
    raters: tuple[str, ...]
    lines: tuple[tuple[str, Mapping[str, int]], ...]
    looks: tuple[SkillLook, ...]


def skills_seen(actor: Actor, learner: UUID, form: str, *, now: datetime) -> Compared:
    """How people see a learner's skills on one form, statement by statement. Four queries."""
    found = frameworks.catalogue().rating_forms.get(form)
    if found is None:
        raise Refused("The form", f"no form '{form}' is published.", "Choose one from the list.")
    directory.may_read(actor, "skills.read", learner, what="skills seen together", now=now)
    rows = (
        SkillReview.objects.filter(learner__in=ids_of([learner]), form=f"rating_form:{form}")
        .select_related("by", "answer")
        .prefetch_related("ratings")
        .order_by("given_at", "id")
    )
    looks = tuple(_look(row) for row in rows)
    latest: dict[str, dict[str, int]] = {item: {} for item in found.items}
    for look in looks:
        for item, level in look.levels.items():
            latest.setdefault(item, {})[look.rater] = level
    raters = tuple(each for each in found.raters if any(look.rater == each for look in looks))
    return Compared(found, raters, tuple(latest.items()), looks[::-1])


def _look(row: SkillReview) -> SkillLook:
    answer = getattr(row, "answer", None)
    return SkillLook(
        row.id, row.form, row.rater, row.by.display_name, row.organization,
        {each.item.partition(":")[2]: each.level for each in row.ratings.all()}, row.words,
        answer.words if answer else "", row.given_at,
    )  # fmt: skip
