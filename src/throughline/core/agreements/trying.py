"""What a draft would do on many records before anybody signs it: how many it opens to, what decides, against the places.

Records are made from the rules alone: each least way to each stage, and each of those without one thing. Counts of people
are shown only where a group is as large as the state's smallest.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.commitments import rule_of
from throughline.core.catalogue.documents import Agreement, Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import Standing
from throughline.core.reasoning.ways import Way, ways
from throughline.core.requirements.nodes import Choose, Have, walk

MOST_WAYS = 6
"""Ways to one stage that are made into records."""
LEAST_RECORDS = 50


@dataclass(frozen=True, slots=True)
class Tried:
    """A draft on many records. opens: to how many; cannot_tell: of how many nobody can tell; sets: by set how many have
    it. deciding: by what is asked how many of those it does not open to have everything else; one_left: how many such."""

    records: int
    opens: int
    cannot_tell: int
    sets: Mapping[str, int]
    deciding: Mapping[str, int]
    one_left: int


def tried(agreement: Agreement, standings: Iterable[Standing]) -> Tried:
    """The agreement on each of these records. Nothing of a single record is in the answer."""
    ref, counts = f"agreement:{agreement.id}", Counter[str]()
    sets, deciding = Counter[str](), Counter[str]()
    for each in standings:
        answer = each.status(agreement.trigger, ref)
        counts.update(("records", answer))
        sets.update(s.id for s in agreement.sets if each.status(rule_of(s), f"{ref}#{s.id}") == "met")
        if answer == "not_met" and each.remaining(agreement.trigger, ref) == 1:
            counts["one_left"] += 1
            deciding.update(_missing(agreement, each, ref))
    return Tried(
        counts["records"], counts["met"], counts["cannot_tell"],
        {s.id: sets[s.id] for s in agreement.sets}, dict(deciding), counts["one_left"],
    )  # fmt: skip


def _missing(agreement: Agreement, standing: Standing, ref: str) -> Iterator[str]:
    for leaf in walk(agreement.trigger):
        if isinstance(leaf, Have) and standing.status(leaf, ref) != "met":
            yield leaf.what


def protected(found: Tried, smallest: int) -> Tried:
    """The same of people, where a number that tells of fewer than the smallest group, or of all but so few, is shown as 0:
    it stands for 'fewer than the smallest group'."""

    def safe(many: int) -> int:
        return many if smallest <= many <= found.records - smallest else 0

    if found.records < smallest:
        return Tried(0, 0, 0, {}, {}, 0)
    return Tried(
        found.records // smallest * smallest, safe(found.opens), safe(found.cannot_tell),
        {name: safe(n) for name, n in found.sets.items()},
        {name: safe(n) for name, n in found.deciding.items() if safe(n)}, safe(found.one_left),
    )  # fmt: skip


def made_records(agreement: Agreement, catalogue: Catalogue, on: date) -> tuple[Record, ...]:
    """At least fifty records from the rules alone, always the same: along the agreement's pathways first, then others."""
    book, found = RuleBook(catalogue), dict[tuple[str, ...], None]()
    own = [each.removeprefix("pathway:") for each in agreement.pathways]
    for name in dict.fromkeys([*own, *sorted(catalogue.pathways)]):
        if name not in own and len(found) >= LEAST_RECORDS:
            break
        for way in _along(catalogue.pathways[name], book):
            found.update(dict.fromkeys(way))
    for way in _ways_to(agreement, book):
        found.update(dict.fromkeys(way))
    return tuple(_record(f"made-{nth}", each, on) for nth, each in enumerate(found))


def _along(pathway: Pathway, book: RuleBook) -> Iterator[list[tuple[str, ...]]]:
    for nth in range(len(pathway.stages)):
        gates = Choose(id="completed", of=tuple(stage.gate for stage in pathway.stages[: nth + 1]))
        for way in ways(gates, book, steps=2000).ways[:MOST_WAYS]:
            yield _with_and_without(way)


def _ways_to(agreement: Agreement, book: RuleBook) -> Iterator[list[tuple[str, ...]]]:
    for rule in (agreement.trigger, *(rule_of(each) for each in agreement.sets)):
        for way in ways(rule, book).ways[:MOST_WAYS]:
            yield _with_and_without(way)


def _with_and_without(way: Way) -> list[tuple[str, ...]]:
    """A way, and the same without each of its things."""
    named = tuple(sorted({_written(each.node) for each in way if isinstance(each.node, Have)}))
    return [named, *(tuple(x for x in named if x != each) for each in named)]


def _written(node: Have) -> str:
    return f"{node.what}@{node.level}" if node.level else node.what


def _record(name: str, held: tuple[str, ...], on: date) -> Record:
    facts = []
    for nth, each in enumerate(held):
        what, _, level = each.partition("@")
        facts.append(Fact(id=f"{name}-{nth}", what=what, when=on, level=int(level) if level else None))
    return Record(facts=tuple(facts))


def tried_json(found: Tried) -> dict[str, Any]:
    """The same as plain JSON values."""
    return {
        "records": found.records, "opens": found.opens, "cannot_tell": found.cannot_tell, "sets": dict(found.sets),
        "deciding": dict(found.deciding), "one_left": found.one_left,
    }  # fmt: skip


def tried_from(said: Mapping[str, Any]) -> Tried:
    """It back from them."""
    return Tried(
        said["records"], said["opens"], said["cannot_tell"], said["sets"], said["deciding"], said["one_left"]
    )
