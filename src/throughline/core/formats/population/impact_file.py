"""A draft tried on everyone in a file of facts, without a database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.draft_checks import affected_pathways
from throughline.core.formats.population.facts_file import FactsFile, read_decisions
from throughline.core.formats.population.facts_rows import FactsError
from throughline.core.formats.state_pack.drafts import Changes, would_be
from throughline.core.progress.population.facts import Facts
from throughline.core.progress.population.impact import (
    Ground,
    RuleChange,
    RuleTrial,
    Tally,
    Trial,
    shared_out,
)
from throughline.core.progress.population.running import Runner, with_numpy

pa: Any = import_module("pyarrow")
pq: Any = import_module("pyarrow.parquet")

LEARNERS_AT_ONCE = 65_536


@dataclass(frozen=True)
class FileTrial:
    """What is to be tried: a draft against a state, on the facts of a file (and signed decisions). people: a file of
    learners with the pathway each is on and the group each is counted in; without one everybody is on none."""

    state: Catalogue
    draft: Changes
    facts: Path
    as_of: date
    decisions: Path | None = None
    people: Path | None = None
    runner: Runner = with_numpy


@dataclass(frozen=True)
class Tried:
    """What came of it. learners: of how many; pathways: by id, those the draft touches; on: by pathway and group what it
    does to those on it (last: in no group); others: what it would do to everyone else; rules: each that answers anyone
    otherwise."""

    learners: int
    pathways: tuple[str, ...]
    groups: tuple[str, ...]
    on: Mapping[str, Sequence[tuple[str, Tally]]]
    others: Mapping[str, Tally]
    rules: tuple[RuleChange, ...]


def try_on_file(work: FileTrial, told: Callable[[int, int], None] = lambda done, rows: None) -> Tried:
    """Tries it part by part. told: after each part, the rows done and the rows there are."""
    after = would_be(work.state, work.draft)
    touched = {name for kept in (work.state, after) for name in affected_pathways(work.draft.keys(), kept)}
    names = sorted(touched & after.pathways.keys())
    agreements = [ref.partition(":")[2] for ref in work.draft if ref.startswith("agreement:")]
    people = _People(work.people)
    before_book, after_book = RuleBook(work.state), RuleBook(after)
    trial = Trial(
        names, lambda ground: before_book, lambda day: after_book, len(people.groups), work.as_of, work.runner
    )
    rules, learners = RuleTrial(before_book, after_book, touched, agreements), 0
    for facts in _parts(work, told):
        grounds, groups = people.of(facts.learners)
        trial.add(facts, grounds, shared_out(groups, people.groups))
        rules.add(facts, work.as_of, work.runner)
        learners += len(facts)
    on = {name: _named(trial.on.get(name, []), people.groups) for name in names}
    return Tried(learners, tuple(sorted(touched)), people.groups, on, trial.others, tuple(rules.changed()))


def _parts(work: FileTrial, told: Callable[[int, int], None]) -> Iterator[Facts]:
    source = FactsFile(work.facts, read_decisions(work.decisions) if work.decisions else None)
    for part in source.parts(LEARNERS_AT_ONCE):
        yield part.facts
        told(part.next, source.rows)


def _named(found: Sequence[Tally], groups: Sequence[str]) -> list[tuple[str, Tally]]:
    return [(group, each) for group, each in zip((*groups, ""), found, strict=False) if each.learners]


class _People:
    """Who is on which pathway and in which group, from a Parquet file with the columns learner, pathway and group; each but
    the first may be left out."""

    def __init__(self, path: Path | None) -> None:
        self.on: dict[str, Ground] = {}
        self.group: dict[str, str] = {}
        if path is not None:
            self._read(path)
        self.groups = tuple(sorted({each for each in self.group.values() if each}))

    def of(self, learners: Sequence[str]) -> tuple[list[Ground], list[str]]:
        """The ground and the group of each."""
        nowhere = Ground()
        return [self.on.get(each, nowhere) for each in learners], [
            self.group.get(each, "") for each in learners
        ]

    def _read(self, path: Path) -> None:
        try:
            table = pq.read_table(path)
        except (OSError, pa.ArrowInvalid) as error:
            raise FactsError(
                path, 0, "learner", f"it cannot be read ({error})", "Write a Parquet file"
            ) from error
        if "learner" not in table.column_names:
            raise FactsError(
                path, 0, "learner", "there is no such column", "Name each learner as the facts do"
            )
        learners = table.column("learner").to_pylist()
        columns = [
            table.column(name).to_pylist() if name in table.column_names else [None] * len(learners)
            for name in ("pathway", "group")
        ]
        known: dict[str, Ground] = {}
        for learner, pathway, group in zip(learners, *columns, strict=True):
            if pathway:
                name = pathway.removeprefix("pathway:")
                self.on[learner] = known.setdefault(name, Ground(name))
            if group:
                self.group[learner] = group
