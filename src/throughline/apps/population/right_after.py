"""Writes: the rows of the few about whom something was just done, brought up before its request is answered.

Each is read as their own pages read them, which takes milliseconds; the job of the minute takes in the same entries of the
trail and works them out again with everyone's program. Nobody waits for a row and no act is refused for one: whatever
stands in the way, the job is the net below.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from logging import getLogger
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import F

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.population.actions import day_of_rows
from throughline.apps.population.models import Basis, RowForm
from throughline.apps.population.rows import near_gates
from throughline.apps.population.rules import Version, gates_of, roots_in, version_of
from throughline.apps.records.credentials.following import Ground, grounds_of, program_on
from throughline.apps.records.queries.record import records_of
from throughline.apps.trail import queries as trail
from throughline.core.progress.population.results import of_one
from throughline.core.progress.program import Program
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing
from throughline.core.progress.touched import Touched

AT_MOST = 8
"""More than so many are left to the job."""
MOST_KEPT = 50
"""So many versions of pathways have their rules ready, the oldest goes first."""
log = getLogger(__name__)


def bring_up_now(people: Iterable[UUID], *, now: datetime) -> int:
    """Work out these people anew, where they are few, learners, and nobody else is at it; how many rows were written."""
    wanted = list(dict.fromkeys(people))
    if not 0 < len(wanted) <= AT_MOST:
        return 0
    try:
        with transaction.atomic(), frameworks.one_reading():
            return _brought_up(wanted, now)
    except frameworks.NothingPublished:
        return 0
    except Exception:
        # The act is over and stands; whatever is wrong with a row must not be its answer.
        log.exception("Rows of %d people are left to the job of the minute.", len(wanted))
        return 0


def _brought_up(people: list[UUID], now: datetime) -> int:
    learners = _free(people)
    if not learners or not Basis.objects.exists():
        return 0
    as_of, cursor = day_of_rows(now), trail.everything_before()
    rows = _rows(learners, as_of)
    if not rows:
        return 0
    written, added = _written(rows, {
        "as_of": as_of, "moment": cursor.moment, "changes": as_of + timedelta(days=1),
    })  # fmt: skip
    if added:
        Basis.objects.update(learners=F("learners") + added)
    return written


def _free(people: list[UUID]) -> list[UUID]:
    """Under which ids they are known now; without those whom others work out at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(hashtext('population.rows'))")
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(
            "SELECT known.id, pg_try_advisory_xact_lock(hashtext('population.rows'), hashtext(known.id::text)) FROM"
            " (SELECT DISTINCT directory_stands_for(asked.id) AS id FROM unnest(%s::uuid[]) AS asked(id)) AS known"
            " WHERE known.id IS NOT NULL",
            [people],
        )
        return sorted(learner for learner, free in cursor if free)


@dataclass(frozen=True, slots=True)
class _Row:
    learner: UUID
    form: int
    steps: bytes
    ground: Ground
    gates: str


def _rows(learners: Sequence[UUID], as_of: date) -> list[_Row]:
    records, grounds = records_of(learners), grounds_of(learners)
    found = []
    for learner, record in records.items():
        if learner in grounds or record.facts or record.exceptions:
            found.append(_row(learner, record, grounds.get(learner), as_of))
    return [each for each in found if each is not None]


def _row(learner: UUID, record: Record, ground: Ground | None, as_of: date) -> _Row | None:
    version, on = version_of(ground, as_of), ground or Ground()
    program = program_on(on, as_of)
    refs, together = _together(version, program)
    steps, untold = of_one(Standing(record, program, as_of), together)
    form = RowForm.objects.filter(references=list(refs)).order_by("-id").first()
    # A form that nobody has yet, or that cannot hold so many steps, is made with everyone's program.
    if form is None or steps.max(initial=0) >= 1 << 8 * form.width:
        return None
    row = steps.astype(f"<u{form.width}").tobytes() + np.packbits(untold).tobytes()
    gates = near_gates(gates_of(version, on.pathway), refs, steps[None], untold[None])
    return _Row(learner, form.pk, row, on, gates[0])


_kept: dict[tuple[object, Version], tuple[Program, tuple[str, ...], Touched]] = {}


def _together(version: Version, program: Program) -> tuple[tuple[str, ...], Touched]:
    """Everything a row answers, made ready once for all who are on that version, until something is published."""
    key = (frameworks.published().newest, version)
    found = _kept.get(key)
    if found is None or found[0] is not program:
        for old in [each for each in _kept if each[0] != key[0]]:
            _kept.pop(old, None)
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        roots = roots_in(version)
        together = program.touched((root.node, root.owner) for root in roots)
        found = _kept[key] = (program, tuple(root.ref for root in roots), together)
    return found[1], found[2]


_WRITE = """
WITH written AS (
    INSERT INTO population_learnerrow AS kept
        (learner_id, form_id, steps, pathway, number, gates, changes, as_of, moment)
    SELECT learner, form, steps, pathway, number, gates, %(changes)s, %(as_of)s, %(moment)s
    FROM unnest(%(learners)s::uuid[], %(forms)s::bigint[], %(steps)s::bytea[], %(pathways)s::text[],
        %(numbers)s::integer[], %(gates)s::text[]) AS fresh(learner, form, steps, pathway, number, gates)
    ON CONFLICT (learner_id) DO UPDATE SET form_id = excluded.form_id, steps = excluded.steps,
        pathway = excluded.pathway, number = excluded.number, gates = excluded.gates, changes = excluded.changes,
        as_of = excluded.as_of, moment = excluded.moment
    WHERE kept.moment <= excluded.moment AND (kept.steps, kept.form_id, kept.pathway, kept.number, kept.gates)
        IS DISTINCT FROM (excluded.steps, excluded.form_id, excluded.pathway, excluded.number, excluded.gates)
    RETURNING xmax = 0 AS added
) SELECT count(*), count(*) FILTER (WHERE added) FROM written
"""


def _written(rows: Sequence[_Row], given: Mapping[str, Any]) -> tuple[int, int]:
    """How many rows came out otherwise than they were, and how many of these are new. The day on which a day alone changes
    something is not worked out here: tomorrow is never too late, and the job says it."""
    columns: dict[str, Any] = {
        "learners": [each.learner for each in rows], "forms": [each.form for each in rows],
        "steps": [each.steps for each in rows], "pathways": [each.ground.pathway for each in rows],
        "numbers": [each.ground.number for each in rows], "gates": [each.gates for each in rows],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, {**columns, **given})
        written, added = cursor.fetchone()
    return written, added
