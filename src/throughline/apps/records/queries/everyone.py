"""Reads: the facts of many people at once as columns, straight from PostgreSQL, for jobs over a whole state.

What is read is what `record.RECORDS` reads of one learner; tests hold the two to each other. Facts come by COPY, one line a
learner with all of theirs packed by the server, from one index alone; nothing is done fact by fact in Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.utils import timezone

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials.following import Ground, grounds_of
from throughline.apps.records.queries.record import decisions_of
from throughline.apps.records.shapes import FACT, NAMED, Names, Shapes, award_shapes, shapes_of
from throughline.core.progress.population.facts import NEVER, Facts, starts
from throughline.core.progress.record import RuleException

Numbers = npt.NDArray[np.int64]
NOBODY = UUID(int=0)
"""The id before everybody's."""
_FROM_2000 = date(2000, 1, 1).toordinal()
_INFINITE = np.iinfo(np.int32).max
_FACTS = """
SELECT uuid_send(t.learner_id), string_agg(uuid_send(t.shape) || date_send(t.happened_on)
    || date_send(coalesce(t.valid_until, 'infinity')) || date_send(coalesce(mark.on, 'infinity'))
    || boolsend(t.confirmed), ''::bytea)
FROM records_attainment t LEFT JOIN records_attainmentmark mark ON mark.attainment_id = t.id
WHERE {whose} GROUP BY t.learner_id
"""
_AWARDS = f"""
WITH kind AS MATERIALIZED (
    SELECT credential, issuer, {NAMED} AS shape
    FROM (SELECT DISTINCT credential, issuer FROM records_award t WHERE {{whose}}) AS every
)
SELECT uuid_send(t.learner_id), string_agg(uuid_send(kind.shape)
    || date_send((t.issued_at AT TIME ZONE '{{zone}}')::date) || date_send(coalesce(t.valid_until, 'infinity'))
    || date_send(coalesce((mark.at AT TIME ZONE '{{zone}}')::date, 'infinity')) || boolsend(true), ''::bytea)
FROM records_award t JOIN kind USING (credential, issuer)
    LEFT JOIN records_awardmark mark ON mark.award_id = t.id AND mark.kind = 'revoked'
WHERE {{whose}} AND NOT EXISTS(SELECT FROM records_award later WHERE later.replaces_id = t.id)
GROUP BY t.learner_id
"""


@dataclass(frozen=True)
class Everyone:
    """Some people, by the ids they are known by now, in order, with all their facts under any of their ids.

    grounds: what each chose last. standing: who chose a pathway or in whose record anything stands.
    """

    people: Sequence[UUID]
    facts: Facts
    grounds: Mapping[UUID, Ground]
    standing: npt.NDArray[np.bool_]


def last_of(after: UUID, many: int) -> UUID | None:
    """The id of the last of so many people after one; None where nobody comes after. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM (SELECT id FROM directory_person WHERE id > %s ORDER BY id LIMIT %s) AS next"
            " ORDER BY id DESC LIMIT 1",
            [after, many],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def between(after: UUID, last: UUID, shapes: Shapes) -> Everyone:
    """Everybody known by an id after one and up to another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM directory_person WHERE id > %s AND id <= %s ORDER BY id", [after, last]
        )
        ids = [row[0] for row in cursor]
        cursor.execute(
            "SELECT person_id, directory_stands_for(person_id) FROM"
            " (SELECT DISTINCT person_id FROM directory_merge) AS joined"
        )
        now = {each: to for each, to in cursor if each != to}
    people = [each for each in ids if each not in now]
    mine = set(people)
    others = {each: to for each, to in now.items() if to in mine}
    whose = [f"t.{{learner}} > '{after}' AND t.{{learner}} <= '{last}'"]
    elsewhere = [each for each in others if not after < each <= last]
    return _read(people, others, [*whose, *([_any(elsewhere)] if elsewhere else [])], shapes)


def of_these(people: Iterable[UUID], shapes: Shapes) -> Everyone:
    """The same of some people, named by any of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT same.id, directory_stands_for(same.id) FROM unnest(%s::uuid[]) AS asked(id),"
            " LATERAL directory_same_person(asked.id) AS same(id)",
            [list(dict.fromkeys(people))],
        )
        now = {each: to for each, to in cursor if to is not None}
    others = {each: to for each, to in now.items() if each != to}
    return _read(sorted(set(now.values())), others, [_any(now)] if now else [], shapes)


def _any(ids: Iterable[UUID]) -> str:
    """A condition for COPY, which takes no values beside it; an id holds nothing but hex digits."""
    return f"t.{{learner}} = ANY('{{{{{','.join(str(UUID(int=each.int)) for each in ids)}}}}}'::uuid[])"


def _read(
    people: Sequence[UUID], others: Mapping[UUID, UUID], whose: Sequence[str], shapes: Shapes
) -> Everyone:
    places = {person: n for n, person in enumerate(people)}
    places |= {each: places[to] for each, to in others.items()}
    facts, awards = _lines(_FACTS, whose, places), _lines(_AWARDS, whose, places)
    shape = _numbered(facts, shapes, award_shapes=False)
    award_shape = _numbered(awards, shapes, award_shapes=True)
    alone = ~_recorded_too(facts.who, shape, awards.who, award_shape, shapes)
    who = np.concatenate([facts.who, awards.who[alone]])
    order = np.argsort(who, kind="stable")
    every = np.concatenate([facts.facts, awards.facts[alone]])[order]
    counts = np.bincount(who, minlength=len(people)).astype(np.int64)
    decided = {places[each]: found for each, found in _decided(whose, places, people).items() if found}
    grounds = _grounds(whose, people, others)
    table = Facts(
        [str(each) for each in people], starts(counts), np.concatenate([shape, award_shape[alone]])[order],
        _days(every["when"]), _days(every["until"]), _days(every["revoked"]), every["confirmed"].astype(bool),
        shapes.every, decided,
    )  # fmt: skip
    standing = counts > 0
    standing[[*decided, *(places[each] for each in grounds)]] = True
    return Everyone(people, table, grounds, standing)


@dataclass(frozen=True)
class _Lines:
    """Facts as they came: each, whose it is (their place), and on which line; and by line the id it is kept under."""

    facts: np.ndarray[Any, Any]
    who: Numbers
    line: Numbers
    ids: Sequence[bytes]


def _lines(sql: str, whose: Sequence[str], places: Mapping[UUID, int]) -> _Lines:
    by_bytes = {each.bytes: place for each, place in places.items()}
    ids, packed, at = list[bytes](), list[bytes](), list[int]()
    zone = timezone.get_current_timezone_name()
    with connection.cursor() as cursor:
        for condition in whose:
            text = sql.format(whose=condition.format(learner="learner_id"), zone=zone)
            with cursor.copy(f"COPY ({text}) TO STDOUT (FORMAT binary)") as copy:
                copy.set_types(["bytea", "bytea"])
                for learner, theirs in copy.rows():
                    if (place := by_bytes.get(learner)) is not None:
                        ids.append(learner)
                        at.append(place)
                        packed.append(theirs)
    counts = np.array([len(each) // FACT.itemsize for each in packed], np.int64)
    line = np.repeat(np.arange(len(ids)), counts)
    who = np.array(at, np.int64)
    return _Lines(np.frombuffer(b"".join(packed), FACT), who[line], line, ids)


def _numbered(lines: _Lines, shapes: Shapes, *, award_shapes: bool) -> npt.NDArray[np.int32]:
    """The number of each fact's shape; shapes that were not met before are looked up, each by one who has it."""
    names: Names = lines.facts["shape"]
    found = shapes.numbers(names)
    while (found < 0).any():
        rows = shapes.unknown(names, found)
        learners = [UUID(bytes=lines.ids[line]) for line in sorted(set(lines.line[rows].tolist()))]
        shapes.add(_looked_up(names[rows], learners, award_shapes))
        found = shapes.numbers(names)
    return found


def _looked_up(names: Names, learners: Sequence[UUID], awards: bool) -> Any:
    return award_shapes(learners) if awards else shapes_of(names, learners)


def _recorded_too(
    who: Numbers, shape: npt.NDArray[np.int32], award_who: Numbers, award_shape: npt.NDArray[np.int32], shapes: Shapes
) -> npt.NDArray[np.bool_]:  # fmt: skip
    """Of each award, whether its issuer also recorded it as given: it is one fact then."""
    if not len(award_who):
        return np.zeros(0, bool)
    names = {name: n for n, name in enumerate({shapes.every[n].what for n in np.unique(award_shape)})}
    of_shape = np.array([names.get(each.what, -1) for each in shapes.every], np.int64)
    rows = np.flatnonzero(of_shape[shape] >= 0)
    recorded = who[rows] * len(names) + of_shape[shape[rows]]
    found: npt.NDArray[np.bool_] = np.isin(award_who * len(names) + of_shape[award_shape], recorded)
    return found


def _days(days: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    found = days.astype(np.int64)
    return np.where(found == _INFINITE, NEVER, found + _FROM_2000).astype(np.int32)


def _grounds(whose: Sequence[str], people: Sequence[UUID], others: Mapping[UUID, UUID]) -> dict[UUID, Ground]:
    found, known = dict[UUID, Ground](), set(people)
    with connection.cursor() as cursor:
        for condition in whose:
            text = condition.format(learner="learner_id")
            cursor.execute(f"SELECT learner_id, pathway, number, began FROM records_footing t WHERE {text}")
            found |= {row[0]: Ground(*row[1:]) for row in cursor if row[0] in known}
    return found | (grounds_of(set(others.values())) if others else {})


def _decided(
    whose: Sequence[str], places: Mapping[UUID, int], people: Sequence[UUID]
) -> dict[UUID, tuple[RuleException, ...]]:
    """Signed decisions, and what waivers excuse, of the few who have any."""
    schools = sorted({school for each in frameworks.switched_off() for school in each.schools})
    found = set[UUID]()
    with connection.cursor() as cursor:
        for condition in whose:
            text = condition.format(learner="learner_id")
            cursor.execute(f"SELECT DISTINCT learner_id FROM records_exceptiongrant t WHERE {text}")
            found |= {people[places[row[0]]] for row in cursor if row[0] in places}
            if schools:
                text = condition.format(learner="person_id")
                cursor.execute(
                    "SELECT DISTINCT t.person_id FROM directory_membership t JOIN directory_organization place"
                    f" ON place.id = t.organization_id WHERE t.role = 'learner' AND place.slug = ANY(%s) AND {text}",
                    [schools],
                )
                found |= {people[places[row[0]]] for row in cursor if row[0] in places}
    return decisions_of(found) if found else {}
