"""What data a state keeps: of which kind, what it means, whose it is, what for, how long, on which ground; and whether a
request for some of it has a ground."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from throughline.core.requirements.nodes import Cite, Text

DataKind = Literal["workforce", "achievement", "learner"]
KINDS: tuple[DataKind, ...] = get_args(DataKind)


@dataclass(frozen=True, slots=True)
class Ground:
    """A law or rule on which data may be asked for."""

    id: str
    title: Text
    cite: Cite


@dataclass(frozen=True, slots=True)
class Dataset:
    """Data that belongs together. owner: the organization that answers for it. readers: who may read it, in words;
    permissions: the lines of the house's policy that say so. keep_days: how long it is kept (None: as the retention says).
    ground: on which law the state keeps it; asked_on: grounds on which others may ask for some of it; longest_days: for
    how long at most. holds: the tables of the house that it is kept in, `app` or `app.table`."""

    id: str
    kind: DataKind
    title: Text
    definition: Text
    owner: str
    purpose: Text
    readers: Text
    retention: Text
    ground: Cite
    permissions: tuple[str, ...] = ()
    keep_days: int | None = None
    asked_on: tuple[str, ...] = ()
    longest_days: int = 365
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A request: which data, on which ground, what for, until when it would be used."""

    dataset: str
    ground: str
    purpose: str
    until: date | None


def without_ground(asked: AskedFor, known: Iterable[Dataset], on: date) -> tuple[str, str] | None:
    """Why a request cannot be taken, and what to do; None where it has a ground, a purpose and an end."""
    dataset = next((each for each in known if each.id == asked.dataset), None)
    if dataset is None:
        return "no such data is in the catalogue.", "Choose some of the catalogue."
    if not asked.ground:
        return "it names no ground.", "Name the law or rule on which you ask."
    if asked.ground not in dataset.asked_on:
        return "its ground does not reach this data.", "Choose a ground that the catalogue gives for it."
    if not asked.purpose.strip():
        return "it says nothing of its purpose.", "Say what the data is for."
    if asked.until is None or asked.until <= on:
        return "no day is given by which its use ends.", "Give a day to come."
    if (asked.until - on).days > dataset.longest_days:
        return (
            f"it would be used longer than {dataset.longest_days} days.",
            "Give an earlier day, and ask again then.",
        )
    return None


def holder(table: str, known: Iterable[Dataset]) -> Dataset | None:
    """The data that a table of the house (`app.table`) belongs to: what names it most exactly."""
    named = [(name, each) for each in known for name in each.holds if _names(name, table)]
    return max(named, key=lambda pair: len(pair[0]), default=(None, None))[1]


def _names(name: str, table: str) -> bool:
    return table == name or table.startswith(f"{name}.")
