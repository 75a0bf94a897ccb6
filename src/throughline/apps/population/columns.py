"""Everyone's answers to the rules in force, kept in a folder as mapped arrays: for work elsewhere, by whoever operates."""

from datetime import date
from pathlib import Path

import numpy as np
from django.db import transaction

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.population.rules import Rules, Version, version_of
from throughline.apps.records.queries import everyone
from throughline.apps.records.shapes import Shapes
from throughline.apps.trail import queries as trail
from throughline.core.formats.population.snapshot import ids, write_columns
from throughline.core.progress.population.answers import Columns, stacked
from throughline.core.progress.population.encoding import Encoder


def keep_columns(*, by: Actor, folder: Path, as_of: date, at_once: int = 65_536) -> int:
    """Writes the answers of everybody in whose record anything stands to the questions of all rules in force, with the
    entry of the trail up to which nothing is missing in them; how many learners. `snapshot.read_columns` reads them. They
    hold the state of every learner: keep them as you keep the database.
    """
    require(by, "night.prove", what="Keeping everyone's answers")
    shapes, version = Shapes(), version_of(None, as_of)
    rules = Rules(as_of, shapes.every)
    with transaction.atomic():
        cursor = trail.everything_before()
        parts, learners = _parts(rules, version, shapes, at_once)
        if any(part.keys != parts[-1].keys for part in parts):
            # The first parts were asked before all tags were known that facts carry.
            parts, learners = _parts(rules, version, shapes, at_once)
    columns = stacked(parts)
    write_columns(folder, columns, ids(learners), cursor.moment)
    return len(columns)


def _parts(rules: Rules, version: Version, shapes: Shapes, at_once: int) -> tuple[list[Columns], list[str]]:
    parts, learners = list[Columns](), list[str]()
    after, last = everyone.NOBODY, everyone.last_of(everyone.NOBODY, at_once)
    while last is not None:
        found = everyone.between(after, last, shapes)
        some = found.facts.of(np.flatnonzero(found.standing))
        parts.append(Encoder(rules.program(version), shapes.every, rules.as_of).columns(some))
        learners += some.learners
        after, last = last, everyone.last_of(last, at_once)
    return parts, learners
