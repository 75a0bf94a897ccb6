"""A state's own tests: a small record, a day, and what must come out of the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from throughline.core.formats.state_pack import values as reading
from throughline.core.formats.state_pack.errors import Place
from throughline.core.formats.state_pack.values import BROKEN, Note
from throughline.core.progress.record import Fact, Record, RuleException
from throughline.core.requirements import values as v

TARGETS = ("gate", "milestone", "rule", "credential", "agreement", "destination", "node")
"""What an expectation can be about; each expectation names one."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must come out. Exactly one of the targets is named; what is left empty is not looked at.

    gate: pathway/stage; destination: pathway/destination; node: reference#node-id. missing: references that
    must be among what is missing; waived, renewal_due: nodes that must be so.
    """

    outcome: Literal["met", "not_met", "cannot_tell", "waived"] = field(metadata={"written": "is"})
    gate: str = ""
    milestone: str = ""
    rule: str = ""
    credential: str = ""
    agreement: str = ""
    destination: str = ""
    node: str = ""
    done: Decimal | None = None
    needed: Decimal | None = None
    missing: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    renewal_due: tuple[str, ...] = ()

    @property
    def target(self) -> tuple[str, str]:
        """What it is about: the kind of target, and which one."""
        return next((kind, getattr(self, kind)) for kind in TARGETS if getattr(self, kind))


NOWHERE = Place("", 1)


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a state's rules. began: the day that says which editions apply; None: the latest."""

    title: str
    as_of: date
    record: Record
    expect: tuple[Expectation, ...]
    began: date | None = None
    place: Place = NOWHERE
    expect_places: tuple[Place, ...] = ()


KEYS = ("title", "as_of", "began", "facts", "exceptions", "expect")


def read_case(value: Any, path: str, note: Note) -> Any:
    """The case written at a path, or `BROKEN` where errors were noted."""
    if not isinstance(value, Mapping):
        note(path, "a case is a mapping of fields", f"Write {', '.join(KEYS)}")
        return BROKEN
    unknown = [name for name in value if name not in KEYS]
    missing = [name for name in ("title", "as_of", "expect") if name not in value]
    for name in unknown:
        note(f"{path}.{name}", f"unknown key '{name}'", v.nearest(name, list(KEYS)))
    for name in missing:
        note(path, f"the key '{name}' is missing", f"Add `{name}`")
    return BROKEN if unknown or missing else _case(value, path, note)


def _case(value: Mapping[Any, Any], path: str, note: Note) -> Any:
    title = reading.read(str, value["title"], f"{path}.title", note)
    as_of = reading.read(date, value["as_of"], f"{path}.as_of", note)
    began = reading.read(date | None, value.get("began"), f"{path}.began", note)
    record = read_record(value, path, date.min if as_of is BROKEN else as_of, note)
    expect = [_expectation(each, at, note) for _, each, at in _numbered(value, "expect", path, note)]
    if any(each is BROKEN for each in (title, as_of, began, record, *expect)):
        return BROKEN
    return Case(title, as_of, record, tuple(expect), began)


def read_record(value: Mapping[Any, Any], path: str, as_of: date, note: Note) -> Any:
    """The record in `facts` and `exceptions`, or `BROKEN`. as_of: the day of facts that name none."""
    facts = [_fact(each, at, as_of, index, note) for index, each, at in _numbered(value, "facts", path, note)]
    signed = _numbered(value, "exceptions", path, note)
    exceptions = [_exception(each, at, index, note) for index, each, at in signed]
    for name, items in (("facts", facts), ("exceptions", exceptions)):
        _each_once(items, f"{path}.{name}".strip("."), note)
    broken = any(each is BROKEN for each in (*facts, *exceptions))
    return BROKEN if broken else Record(tuple(facts), tuple(exceptions))


def _each_once(items: list[Any], path: str, note: Note) -> None:
    """Nothing, where every id stands once: the same fact twice would count once, and nobody would see why."""
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item is not BROKEN and item.id in seen:
            note(f"{path}[{index}].id", f"the id '{item.id}' stands twice", "Give each its own id")
        seen.add("" if item is BROKEN else item.id)


def _numbered(value: Mapping[Any, Any], name: str, path: str, note: Note) -> list[tuple[int, Any, str]]:
    given = value.get(name) or []
    if not isinstance(given, list):
        note(f"{path}.{name}".strip("."), f"'{name}' is not a list", "Write `- ` before each")
        return []
    return [(index, each, f"{path}.{name}[{index}]".strip(".")) for index, each in enumerate(given)]


def _fact(value: Any, path: str, as_of: date, index: int, note: Note) -> Any:
    body = {"what": value} if isinstance(value, str) else value
    if not isinstance(body, Mapping):
        return reading.document(Fact, body, path, note)
    given: dict[str, Any] = {
        "id": f"fact-{index + 1}",
        "when": as_of,
    } | dict(body)
    people: Any = given.get("validators")
    if isinstance(people, list):
        given["validators"] = [_validator(each, at) for at, each in enumerate(people)]
    fact = reading.document(Fact, given, path, note)
    if fact is BROKEN or reading.read_reference(fact.what, f"{path}.what", note) is BROKEN:
        return BROKEN
    for unit, amount in fact.amounts.items():
        if amount < 0:
            note(f"{path}.amounts.{unit}", f"{amount} is below zero", "Write a number from zero up")
    return fact


def _validator(value: Any, index: int) -> Any:
    """Two entries are two people, unless they are named."""
    body = {"role": value} if isinstance(value, str) else value
    return {"person": f"person-{index + 1}"} | dict(body) if isinstance(body, Mapping) else value


def _exception(value: Any, path: str, index: int, note: Note) -> Any:
    given = {"id": f"exception-{index + 1}"} | dict(value) if isinstance(value, Mapping) else value
    return reading.document(RuleException, given, path, note)


def _expectation(value: Any, path: str, note: Note) -> Any:
    expectation = reading.document(Expectation, value, path, note)
    if expectation is BROKEN:
        return BROKEN
    named = [kind for kind in TARGETS if getattr(expectation, kind)]
    if len(named) == 1:
        return expectation
    reason = f"an expectation names one target, and this names {len(named)}"
    note(path, reason, f"Name one of {', '.join(TARGETS)}")
    return BROKEN
