"""Rows of an edition into their table, all in one COPY."""

import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from throughline.core.formats.labor import rows as r
from throughline.core.formats.labor.codes import soc_of

Written = tuple[Any, ...]


def _occupation(row: r.OnetOccupation) -> Written:
    names = "\n".join([row.title, *(t.text for t in row.titles), *(t.short for t in row.titles if t.short)])
    body = {
        "titles": [[t.text, t.short, t.reported] for t in row.titles],
        "tasks": [[t.id, t.text, t.core] for t in row.tasks],
        "shares": [[s.scale, s.category, str(s.percent), s.uncertain] for s in row.shares],
        "related": [[x.code, x.title, x.tier] for x in row.related],
    }
    return (row.code, soc_of(row.code), row.title, row.description, row.zone, row.letters, list(row.interests),
            names.casefold(), json.dumps(body))  # fmt: skip


def _wage(row: r.Wage) -> Written:
    figures = [row.figures.get(measure, r.Figure(None, "missing")) for measure in r.MEASURES]
    error = row.figures.get(r.ERROR, r.Figure(None, "missing")).value
    flags = {measure: each.flag for measure, each in row.figures.items() if each.flag and measure != r.ERROR}
    return (row.area, row.area_title, row.state, row.code, row.title, row.group, *(each.value for each in figures),
            error, json.dumps(flags))  # fmt: skip


def _outlook(row: r.Outlook) -> Written:
    return (row.code, row.title, row.total, row.base, row.target, row.change, row.change_percent, row.openings,
            row.education, row.experience, row.training)  # fmt: skip


TABLES: dict[type, tuple[str, tuple[str, ...], Callable[[Any], Written]]] = {
    r.OnetOccupation: (
        "occupation",
        ("code", "soc", "title", "description", "zone", "letters", "interests", "names", "body"),
        _occupation,
    ),
    r.Group: ("group", ("code", "title", "level", "parent"), lambda x: (x.code, x.title, x.level, x.parent)),
    r.Renamed: (
        "renamed", ("soc_2010", "title_2010", "soc", "title"), lambda x: (x.soc_2010, x.title_2010, x.soc, x.title)
    ),
    r.Program: (
        "program", ("code", "title", "definition", "action"), lambda x: (x.code, x.title, x.definition, x.action)
    ),
    r.Link: ("link", ("cip", "program", "soc", "title"), lambda x: (x.cip, x.program, x.soc, x.title)),
    r.Wage: ("wage", ("area", "area_title", "state", "code", "title", "grouping", *r.MEASURES, r.ERROR, "flags"), _wage),
    r.Outlook: (
        "outlook",
        ("code", "title", "total", "base", "target", "change", "change_percent", "openings", "education", "experience",
         "training"),
        _outlook,
    ),
    r.Hybrid: ("hybrid", ("onet", "soc", "nem", "title"), lambda x: (x.onet, soc_of(x.onet), x.nem, x.title)),
    r.LivingWage: (
        "livingwage", ("area", "area_title", "household", "hourly"), lambda x: (x.area, x.area_title, x.household, x.hourly)
    ),
}  # fmt: skip


def write(edition: UUID, rows: Iterable[r.Row]) -> int:
    """Writes rows of one kind and gives how many there were."""
    every = list(rows)
    if not every:
        return 0
    table, columns, written = TABLES[type(every[0])]
    listed = ", ".join(("edition_id", *columns))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY occupations_{table} ({listed}) FROM STDIN") as copy,
    ):
        for row in every:
            copy.write_row((edition, *written(row)))
    return len(every)


def counts_of(rows: Iterable[r.Row]) -> dict[str, int]:
    """How many rows there are, and how much stands in them."""
    every = list(rows)
    found = {TABLES[type(row)][0]: len(every) for row in every[:1]}
    occupations = [row for row in every if isinstance(row, r.OnetOccupation)]
    if occupations:
        for name in ("titles", "tasks", "shares", "related"):
            found[name] = sum(len(getattr(each, name)) for each in occupations)
    return found
