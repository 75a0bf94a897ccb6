"""Which credentials follow from a learner's record by the rules they stand on, and are not issued yet.

Progress is worked out from record and rules, never stored; what follows from it is issued once and stays.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughline.apps.directory.one_person import ids_of, whose
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.models import Footing
from throughline.core.catalogue.documents import Milestone, Stage
from throughline.core.progress.audit import stage_ref
from throughline.core.progress.program import Program
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing

ON_REQUEST = "on-request"
"""A milestone with this feature awards only when its holder asks for it."""


@dataclass(frozen=True, slots=True)
class Due:
    """One credential that is met and not issued. source, judged, attainments: as in the award that will follow.

    issuer: where it is settled who gives it; else the learner's own organization gives it, if it may.
    """

    learner: UUID
    credential: str
    source: str
    judged: tuple[str, int] | None
    attainments: tuple[UUID, ...]
    competencies: tuple[str, ...]
    issuer: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a learner's rules are: the version of their pathway, and the day that chooses editions."""

    pathway: str = ""
    number: int | None = None
    began: date | None = None


def grounds_of(learners: Iterable[UUID]) -> dict[UUID, Ground]:
    """The ground of each learner who has chosen; where nothing is kept under the id that is asked, what is kept under
    another one of the same person. One query; a second where records were joined."""
    wanted = list(dict.fromkeys(learners))
    rows = list(Footing.objects.filter(learner__in=ids_of(wanted)).order_by("pathway", "learner"))
    mine = whose(wanted, (row.learner_id for row in rows))
    # The last one counts: what is kept under the id itself, else a pathway before none.
    rows.sort(key=lambda row: mine[row.learner_id] == row.learner_id)
    return {mine[row.learner_id]: Ground(row.pathway, row.number, row.began) for row in rows}


def following(
    learner: UUID, record: Record, ground: Ground, issued: frozenset[str], on: date, *, asked: str = ""
) -> list[Due]:
    """What follows for one learner and is not among `issued`, each credential once.

    asked: also what is only given on request, where it is this credential.
    """
    standing = Standing(record, program_on(ground, on), on)
    found: dict[str, Due] = {}
    for due in (*_by_milestones(learner, standing, asked), *_by_stages(learner, standing, ground)):
        if due.credential not in issued:
            found.setdefault(due.credential, due)
    return [_resting(due, standing) for due in found.values()]


def program_on(ground: Ground, on: date) -> Program:
    """The rules a learner on that ground is judged by on a day."""
    began = ground.began or on
    current = frameworks.catalogue().versions.get(ground.pathway)
    if ground.number is None or ground.number == current:
        return frameworks.program_for(began=began)
    return frameworks.program_for(ground.pathway, ground.number, began=began, everywhere=True)


def _by_milestones(learner: UUID, standing: Standing, asked: str) -> Iterator[Due]:
    for ref, unit in standing.program.units.items():
        if not unit.awards or ref not in standing.sure.counted or not ref.startswith("milestone:"):
            continue
        milestone = standing.program.rules.milestone(ref)
        for credential in unit.awards:
            if ON_REQUEST not in milestone.features or credential == asked:
                judged = (ref, standing.program.version(ref))
                yield Due(learner, credential, ref, judged, (), _certified(milestone))


def _by_stages(learner: UUID, standing: Standing, ground: Ground) -> Iterator[Due]:
    rules = standing.program.rules
    own = ground.pathway.partition(":")[2]
    for name in sorted({*rules.catalogue.pathways, *([own] if ground.number else [])}):
        judged = (f"pathway:{name}", standing.program.version(f"pathway:{name}"))
        for stage in rules.pathway(name).stages:
            ref = stage_ref(name, stage.id)
            if standing.status(stage.gate, ref) == "met":
                for credential in _credentials(stage):
                    yield Due(learner, credential, ref, judged, (), ())
            elif not _granted(stage, standing):
                break


def _granted(stage: Stage, standing: Standing) -> bool:
    """Whether what a stage awards was given by somebody: it opens what follows, and is nothing to issue."""
    held = standing.sure.evidence.by_what
    return bool(stage.awards) and all(each in held for each in _credentials(stage))


def _resting(due: Due, standing: Standing) -> Due:
    """The same with the facts it rests on, and for a stage with what its milestones certify."""
    if due.source.startswith("milestone:"):
        outcome = standing.behind(due.source)
        shown = [fact.id for fact in standing.sure.evidence.by_what.get(due.source, ())]
        names = due.competencies
    else:
        pathway, _, stage_id = due.source.removeprefix("pathway:").partition("#")
        stage = next(s for s in standing.program.rules.pathway(pathway).stages if s.id == stage_id)
        outcome, shown = standing.explain(stage.gate, due.source), []
        milestones = standing.program.milestones_in(stage.gate)
        names = tuple(
            dict.fromkeys(c for m in milestones for c in _certified(standing.program.rules.milestone(m)))
        )
    facts = dict.fromkeys([*shown, *(outcome.facts if outcome else ())])
    return Due(
        due.learner, due.credential, due.source, due.judged, tuple(UUID(fact) for fact in facts), names
    )


def _certified(milestone: Milestone) -> tuple[str, ...]:
    return tuple(each.removeprefix("competency:") for each in milestone.competencies)


def _credentials(stage: Stage) -> tuple[str, ...]:
    return tuple(f"credential:{each.removeprefix('credential:')}" for each in stage.awards)
