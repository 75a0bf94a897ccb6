"""Reads: the state's work, line by line: who carries each item, what was talked over, what it changed. Public."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import WorkChange, WorkNote, WorkStanding
from throughline.core.catalogue.lists import Named, WorkLine, WorkRole


@dataclass(frozen=True, slots=True)
class ItemNow:
    """A work item as it stands. owner, state: empty where nobody carries it. notes: meetings and notes; noted_on: the day of
    the newest. changes: entries of the public log that it is linked to."""

    item: Named
    owner: str
    state: str
    due: date | None
    said_at: datetime | None
    notes: int
    noted_on: date | None
    changes: int


@dataclass(frozen=True, slots=True)
class LineNow:
    """A line of work with its items."""

    line: WorkLine
    items: tuple[ItemNow, ...]


@dataclass(frozen=True, slots=True)
class RollUp:
    """The items of one role, counted. states: by state, those nobody carries under the empty one."""

    role: WorkRole
    items: int
    owned: int
    noted: int
    changed: int
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """Who carried an item from a moment on, and how far it was."""

    owner: str
    state: str
    due: date | None
    words: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """A meeting or a note of a day. present: organizations."""

    kind: str
    on: date
    words: str
    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What an item changed: an entry of the public log."""

    means: str
    kind: str
    reference: str
    number: int
    words: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class OneItem:
    """A work item whole. stakeholders: organizations that carry it, carried it, or took part."""

    line: WorkLine
    item: Named
    standings: tuple[Standing, ...]
    notes: tuple[Noted, ...]
    changes: tuple[Changed, ...]
    stakeholders: tuple[str, ...]

    @property
    def owner(self) -> str:
        """Who carries it now; empty: nobody yet."""
        return self.standings[0].owner if self.standings else ""


def work() -> list[LineNow]:
    """Every line of the state's work with its items as they stand. Three queries."""
    newest = {r.item: r for r in WorkStanding.objects.order_by("item", "-said_at").distinct("item")}
    noted = {r["item"]: r for r in WorkNote.objects.values("item").annotate(n=Count("id"), last=Max("on"))}
    changed = dict(WorkChange.objects.values_list("item").annotate(n=Count("id")))
    return [
        LineNow(
            line, tuple(_item(each, newest.get(each.id), noted.get(each.id), changed) for each in line.items)
        )
        for line in frameworks.catalogue().state.work
    ]


def _item(
    item: Named, row: WorkStanding | None, noted: Mapping[str, object] | None, changed: Mapping[str, int]
) -> ItemNow:
    many, last = (noted["n"], noted["last"]) if noted else (0, None)
    return ItemNow(
        item, row.owner if row else "", row.state if row else "", row.due if row else None, row.said_at if row else None,
        many, last, changed.get(item.id, 0),  # type: ignore[arg-type]
    )  # fmt: skip


def work_states() -> Counter[str]:
    """How many work items stand at each state; those that nobody carries are left out. One query."""
    known = {each.id for line in frameworks.catalogue().state.work for each in line.items}
    rows = WorkStanding.objects.order_by("item", "-said_at").distinct("item").values_list("item", "state")
    return Counter(state for item, state in rows if item in known)


def rolled_up(lines: Iterable[LineNow]) -> list[RollUp]:
    """The work by role, in the order of the state's lines. No query."""
    by_role: dict[WorkRole, list[ItemNow]] = {}
    for line in lines:
        by_role.setdefault(line.line.role, []).extend(line.items)
    return [
        RollUp(
            role, len(items), sum(bool(each.owner) for each in items), sum(bool(each.notes) for each in items),
            sum(bool(each.changes) for each in items), Counter(each.state for each in items),
        )
        for role, items in by_role.items()
    ]  # fmt: skip


def work_item(item: str) -> OneItem | None:
    """One work item whole; None where the state has none of that name. Three queries."""
    at = {each.id: (line, each) for line in frameworks.catalogue().state.work for each in line.items}.get(
        item
    )
    if at is None:
        return None
    standings = tuple(
        Standing(r.owner, r.state, r.due, r.words, r.said_at)
        for r in WorkStanding.objects.filter(item=item).order_by("-said_at")
    )
    notes = tuple(
        Noted(r.kind, r.on, r.words, tuple(r.present))
        for r in WorkNote.objects.filter(item=item).order_by("-on", "-written_at")
    )
    changes = tuple(
        Changed(r.means, r.kind, r.reference, r.number, r.words, r.changed_at)
        for r in WorkChange.objects.filter(item=item).order_by("-changed_at", "reference")
    )
    taking_part = dict.fromkeys([*(s.owner for s in standings), *(o for n in notes for o in n.present)])
    return OneItem(*at, standings, notes, changes, tuple(taking_part))
