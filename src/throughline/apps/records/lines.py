"""A record as people read it: lines, gathered into entries. Values only; queries fill them, faces draw them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import is_
from types import MappingProxyType
from typing import Literal

from throughline.core.requirements.nodes import Text

Assurance = Literal["issued", "verified", "vouched", "said"]
ASSURANCE: tuple[Assurance, ...] = ("issued", "verified", "vouched", "said")
"""From the surest: a signed credential; attested by people in their roles; somebody else who was there spoke for it; the
learner's own word."""
KINDS = ("credential", "milestone", "course", "experience", "assessment", "competency", "evidence")
"""The kinds of an entry, in the order in which a record shows them."""
ALWAYS_NAMED = frozenset({"competency", "experience", "evidence"})
"""Kinds that stand on the first page even where something else rests on them: what a person can do, and did."""


@dataclass(frozen=True, slots=True)
class Stood:
    """In which role somebody stood behind a line, and for which place. No reader outside learns the person's name."""

    role: str
    place: Text
    place_id: str = ""


@dataclass(frozen=True, slots=True)
class Vouched:
    """What somebody who was there said of a piece of work: their tie to the learner, the words, and how sure one can be
    of who spoke. The name of a private person stays inside."""

    tie: str
    words: str
    assurance: str
    place: Text | None = None
    place_id: str = ""


@dataclass(frozen=True, slots=True)
class EndorsedBy:
    """What an organization says of a credential, in a signed endorsement that its learner lets show. role: of who spoke."""

    place: Text
    place_id: str
    role: str
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of a piece of work, by the SHA-256 of its bytes. words: what can be seen or heard in it."""

    digest: str
    name: str
    words: str
    media_type: str
    size: int

    @property
    def picture(self) -> bool:
        """Whether a page can show it."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a record: a fact, an award, or a piece of work. key: `fact:id`, `award:id`, `evidence:id.number`.

    what: the reference it is about; empty for evidence. step: the number of the level. place_id: the id of its place,
    empty where the name is not shown. words: the evidence in words. under: keys of the lines it rests on.
    """

    key: str
    what: str
    title: Text
    on: date
    assurance: Assurance
    level: Text | None = None
    step: int = 0
    until: date | None = None
    place: Text | None = None
    place_id: str = ""
    setting: str = ""
    amounts: tuple[tuple[str, Decimal], ...] = ()
    stood: tuple[Stood, ...] = ()
    words: str = ""
    withdrawn: date | None = None
    why: str = ""
    under: tuple[str, ...] = ()
    vouched: tuple[Vouched, ...] = ()
    endorsed: tuple[EndorsedBy, ...] = ()
    link: str = ""
    files: tuple[FileShown, ...] = ()
    picture: bool = False

    @property
    def kind(self) -> str:
        """What sort of thing it is: `competency`, `credential`, `experience` ..."""
        return (self.what or self.key).partition(":")[0]

    @property
    def ref(self) -> str:
        """What its entry is called by."""
        return self.what or self.key


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """All lines about the same thing, newest first: what a reader sees as one. level: the highest that stands.

    It is equal to itself alone, so that what was drawn of it can be kept by it.
    """

    ref: str
    title: Text
    lines: tuple[Line, ...]
    level: Text | None
    on: date
    assurance: Assurance
    withdrawn: bool
    featured: bool = False

    @property
    def kind(self) -> str:
        """What sort of thing it is."""
        return self.ref.partition(":")[0]

    @property
    def name(self) -> str:
        """Its reference without the kind."""
        return self.ref.partition(":")[2]


NO_ENTRIES: Mapping[str, Entry] = MappingProxyType({})


@dataclass(frozen=True)
class RecordView:
    """A record, or a shared part of one: whose, its entries by reference, the featured ones first."""

    name: str
    entries: Mapping[str, Entry]
    featured: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> dict[str, Line]:
        """Every line by its key."""
        return {line.key: line for entry in self.entries.values() for line in entry.lines}

    def below(self, entry: Entry) -> tuple[Line, ...]:
        """The lines in this view that an entry rests on, in the record's order."""
        wanted = {key for line in entry.lines for key in line.under}
        return tuple(line for key, line in self.lines.items() if key in wanted)

    def top(self) -> dict[str, tuple[Entry, ...]]:
        """Entries by kind, without the featured ones and those of which others are made up."""
        held = {key for line in self.lines.values() for key in line.under}
        found: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            own = entry.kind in ALWAYS_NAMED or any(line.key not in held for line in entry.lines)
            if own and not entry.featured:
                found.setdefault(entry.kind, []).append(entry)
        return {kind: tuple(found[kind]) for kind in sorted(found, key=_rank)}


def arranged(
    name: str, lines: Iterable[Line], featured: tuple[str, ...] = (), before: Mapping[str, Entry] = NO_ENTRIES
) -> RecordView:
    """Lines, newest first, gathered into entries: the featured ones in the learner's order, then by kind. before: entries
    of the same record; one that is made of the same lines still is the same entry."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.ref, []).append(line)
    made = {
        ref: _same(before.get(ref), each, ref in featured) or _entry(ref, each, ref in featured)
        for ref, each in groups.items()
    }
    first = tuple(ref for ref in featured if ref in made)
    rest = sorted((ref for ref in made if ref not in first), key=lambda ref: _rank(made[ref].kind))
    return RecordView(name, {ref: made[ref] for ref in (*first, *rest)}, first)


def _rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _same(known: Entry | None, lines: list[Line], featured: bool) -> Entry | None:
    if known is None or known.featured is not featured or len(known.lines) != len(lines):
        return None
    return known if all(map(is_, known.lines, lines)) else None


def _entry(ref: str, lines: list[Line], featured: bool) -> Entry:
    standing = [line for line in lines if line.withdrawn is None] or lines
    return Entry(
        ref, lines[0].title, tuple(lines), max(standing, key=lambda line: line.step).level,
        max(line.on for line in standing), min((line.assurance for line in standing), key=ASSURANCE.index),
        withdrawn=all(line.withdrawn for line in lines), featured=featured,
    )  # fmt: skip


def picked(view: RecordView, wanted: Iterable[str], *, deep: bool) -> tuple[str, ...]:
    """The keys of what was picked, by the reference of an entry or by key, in the record's order.

    An entry gives its best line that stands; `deep` gives every one, and the facts they rest on. Evidence is only
    there where it was picked itself.
    """
    keys: set[str] = set()
    for each in wanted:
        entry = view.entries.get(each)
        keys |= _standing(entry, deep) if entry else {each} & view.lines.keys()
    if deep:
        keys |= {
            u for key in keys for u in view.lines[key].under if u.startswith("fact:")
        } & view.lines.keys()
    return tuple(key for key in view.lines if key in keys)


def _standing(entry: Entry, deep: bool) -> set[str]:
    lines = [line for line in entry.lines if line.withdrawn is None]
    if deep or not lines:
        return {line.key for line in lines}
    return {min(lines, key=lambda line: (ASSURANCE.index(line.assurance), -line.step)).key}


def as_seen_outside(line: Line, shown: frozenset[str], neutral_places: frozenset[str], neutral: Text) -> Line:
    """A line as somebody outside reads it: why it was withdrawn stays inside, what is not shown leaves no key, and a
    place the learner would rather not show has the state's neutral name, with no words or setting that could tell it."""
    under = tuple(key for key in line.under if key in shown)
    stood = tuple(
        Stood(each.role, neutral if each.place_id in neutral_places else each.place) for each in line.stood
    )
    vouched = tuple(v for v in line.vouched if v.place_id not in neutral_places)
    seen = replace(line, why="", under=under, stood=stood, vouched=vouched)
    if line.place_id not in neutral_places:
        return seen
    bare = replace(seen, place=neutral, place_id="", setting="", words="", link="", endorsed=())
    return replace(bare, vouched=tuple(replace(v, words="") for v in vouched))
