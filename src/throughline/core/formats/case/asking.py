"""What a client may ask of `GET /CFDocuments`: a page, an order, a filter and some fields.

Source: REST binding 1.1, section 3. Its grammar of a filter is `field predicate 'value'`, joined by ` AND ` or ` OR `; AND
binds closer. A sort field that does not exist gives the default order, a selected field that does not exist all fields.
The binding wants `invalid_filter_field` for a filter that cannot be read, which its own OpenAPI document does not allow
in an answer; `invalid_selection_field` is answered, and the words say that it is the filter.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from unicodedata import normalize
from urllib.parse import urlencode

from throughline.core.formats.case.classes import DOCUMENT
from throughline.core.formats.case.records import CodeMinor

PAGE, MOST = 100, 1000
_FIELDS = frozenset(DOCUMENT.members) | {"CFPackageURI"}
_COMPARISON = re.compile(r"\s*([A-Za-z][\w.]*)\s*(!=|>=|<=|=|>|<|~)\s*'((?:[^']|'')*)'")
_JOIN = re.compile(r" (AND|OR) ")


class BadQuery(ValueError):
    """A query that cannot be answered: CASE's code for it, why, and what mends it."""

    def __init__(self, code: CodeMinor, why: str, fix: str) -> None:
        super().__init__(f"{why} {fix}")
        self.code, self.why, self.fix = code, why, fix


@dataclass(frozen=True, slots=True)
class Comparison:
    """One condition; field: with dots into nested objects."""

    field: str
    predicate: str
    value: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A query. filter: any of these groups, of which all must hold; fields: empty for all."""

    limit: int = PAGE
    offset: int = 0
    sort: str = ""
    descending: bool = False
    filter: tuple[tuple[Comparison, ...], ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The records that were asked for, and how many there are in all (X-Total-Count)."""

    records: tuple[Mapping[str, Any], ...]
    total: int


def asked(parameters: Mapping[str, str]) -> Asked:
    """The query that a request's parameters make. Raises BadQuery."""
    order = parameters.get("orderBy", "asc")
    if order not in ("asc", "desc"):
        raise BadQuery("invalid_sort_field", f"orderBy is {order!r}.", "Write asc or desc.")
    limit = _whole(parameters, "limit", PAGE, least=1)
    return Asked(
        min(limit, MOST), _whole(parameters, "offset", 0, least=0), parameters.get("sort", ""), order == "desc",
        read_filter(parameters["filter"]) if "filter" in parameters else (), _fields(parameters),
    )  # fmt: skip


def read_filter(text: str) -> tuple[tuple[Comparison, ...], ...]:
    """A filter, as groups of which any must hold. Raises BadQuery with the place that cannot be read."""
    groups: list[list[Comparison]] = [[]]
    at = 0
    while True:
        found = _COMPARISON.match(text, at)
        if not found:
            raise _unread(text, at)
        field, predicate, value = found.groups()
        if field.split(".")[0] not in _FIELDS:
            why = f"The filter names {field!r}, which documents do not have."
            raise BadQuery("invalid_selection_field", why, f"Choose of: {', '.join(sorted(_FIELDS))}.")
        groups[-1].append(Comparison(field, predicate, value.replace("''", "'")))
        at = found.end()
        if not text[at:].strip():
            return tuple(tuple(each) for each in groups)
        joined = _JOIN.match(text, at)
        if not joined:
            raise _unread(text, at)
        if joined[1] == "OR":
            groups.append([])
        at = joined.end()


def page(records: Iterable[Mapping[str, Any]], query: Asked) -> Page:
    """The page of the records that a query asks for."""
    found = [each for each in records if _holds(query.filter, each)]
    if query.sort.split(".")[0] in _FIELDS:
        having = [each for each in found if _written(each, query.sort)]
        lacking = [each for each in found if not _written(each, query.sort)]
        having.sort(key=lambda each: _comparable(_written(each, query.sort)), reverse=query.descending)
        found = having + lacking
    chosen = found[query.offset : query.offset + query.limit]
    return Page(tuple(_selected(each, query.fields) for each in chosen), len(found))


def links(query: Asked, total: int, address: str, parameters: Mapping[str, str]) -> str:
    """The Link header of a page: next, last, first and prev as far as there are such. address: of the request."""
    last = max(0, (total - 1) // query.limit * query.limit)
    offsets = {
        "next": query.offset + query.limit,
        "last": last,
        "first": 0,
        "prev": query.offset - query.limit,
    }
    if offsets["next"] >= total:
        del offsets["next"]
    if query.offset <= 0:
        del offsets["prev"]
    kept = {name: value for name, value in parameters.items() if name not in ("limit", "offset")}
    return ", ".join(
        f'<{address}?{urlencode(kept | {"limit": query.limit, "offset": max(0, offset)})}>; rel="{rel}"'
        for rel, offset in offsets.items()
    )


def _unread(text: str, at: int) -> BadQuery:
    why = f"The filter cannot be read from character {at + 1}: {text[at : at + 30]!r}."
    fix = "Write field, predicate (= != > >= < <= ~) and the value in single quotes, joined by ' AND ' or ' OR '."
    return BadQuery("invalid_selection_field", why, fix)


def _whole(parameters: Mapping[str, str], name: str, default: int, *, least: int) -> int:
    given = parameters.get(name, str(default))
    if not re.fullmatch(r"\d{1,9}", given) or int(given) < least:
        raise BadQuery(
            "invalid_selection_field", f"{name} is {given!r}.", f"Write a whole number from {least}."
        )
    return int(given)


def _fields(parameters: Mapping[str, str]) -> tuple[str, ...]:
    if "fields" not in parameters:
        return ()
    names = tuple(each.strip() for each in parameters["fields"].split(","))
    if not all(names):
        fix = "Name the fields with commas between, or leave the parameter out."
        raise BadQuery("invalid_selection_field", "A selected field is blank.", fix)
    return names if set(names) <= _FIELDS else ()


def _selected(record: Mapping[str, Any], fields: Sequence[str]) -> Mapping[str, Any]:
    return {name: value for name, value in record.items() if name in fields} if fields else record


def _holds(groups: tuple[tuple[Comparison, ...], ...], record: Mapping[str, Any]) -> bool:
    return not groups or any(all(_true(each, record) for each in group) for group in groups)


def _true(comparison: Comparison, record: Mapping[str, Any]) -> bool:
    here = _written(record, comparison.field)
    if comparison.predicate == "~":
        parts = [_folded(each) for each in comparison.value.split(",") if each] or [""]
        return any(each in _folded(here) for each in parts)
    if not here and comparison.predicate != "!=":
        return False
    return _COMPARED[comparison.predicate](_comparable(here), _comparable(comparison.value))


_COMPARED: Mapping[str, Callable[[str, str], bool]] = {
    "=": lambda here, there: here == there, "!=": lambda here, there: here != there,
    ">": lambda here, there: here > there, ">=": lambda here, there: here >= there,
    "<": lambda here, there: here < there, "<=": lambda here, there: here <= there,
}  # fmt: skip


def _written(record: Mapping[str, Any], field: str) -> str:
    """A member as text; a list with commas between, as the binding compares it."""
    value: Any = record
    for name in field.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        return ",".join(each if isinstance(each, str) else str(each.get("title", "")) for each in value)
    return "" if value is None or isinstance(value, Mapping) else str(value)


def _comparable(text: str) -> str:
    """Text without case and accents' writing; an instant in UTC, so that zones do not matter."""
    try:
        moment = datetime.fromisoformat(text) if len(text) > 10 else None
    except ValueError:
        moment = None
    if moment is None:
        return _folded(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat().lower()


def _folded(text: str) -> str:
    return normalize("NFKD", text).casefold()
