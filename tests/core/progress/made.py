"""Small catalogues, records and rules for the tests of progress."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import (
    Agreement,
    Destination,
    Edition,
    Equivalence,
    Milestone,
    Opportunity,
    Pathway,
    Rule,
    Stage,
)
from throughline.core.catalogue.state_profile import StateProfile
from throughline.core.progress.record import Fact, Record, RuleException
from throughline.core.requirements.nodes import Node
from throughline.core.requirements.reading import read

DAY = date(2030, 6, 1)
EN = {"en": "x"}


def rule(data: Any) -> Node:
    return read(data)


def milestone(name: str, data: Any, awards: tuple[str, ...] = ()) -> Milestone:
    return Milestone(
        id=name, title={"en": name}, summary=EN, level=3, competencies=(), criteria=(), ways=(), rule=read(data),
        awards=awards,
    )  # fmt: skip


def stage(name: str, gate: Any, awards: tuple[str, ...] = (), level: int = 3) -> Stage:
    return Stage(
        id=name,
        title={"en": name},
        descriptor=EN,
        phase="secondary",
        level=level,
        gate=read(gate),
        awards=awards,
    )


def pathway(
    name: str, stages: Iterable[Stage], destinations: Iterable[Destination] = (), entry: Any = None
) -> Pathway:
    return Pathway(
        id=name, title={"en": name}, summary=EN, cluster="c", family="f", field=EN, letter="A",
        stages=tuple(stages), destinations=tuple(destinations), entry=read(entry) if entry else None,
    )  # fmt: skip


def shared_rule(name: str, data: Any, purpose: str = "foundation") -> Rule:
    return Rule(id=name, title={"en": name}, purpose=purpose, editions=(Edition("1", read(data)),))


def equivalence(name: str, has: str, counts_as: str, **more: Any) -> Equivalence:
    return Equivalence(id=name, has=has, counts_as=counts_as, **{"status": "certified", **more})


def catalogue(
    milestones: Iterable[Milestone] = (),
    pathways: Iterable[Pathway] = (),
    rules: Iterable[Rule] = (),
    equivalences: Iterable[Equivalence] = (),
    agreements: Iterable[Agreement] = (),
    opportunities: Iterable[Opportunity] = (),
    versions: Mapping[str, int] | None = None,
) -> Catalogue:
    return Catalogue(
        state=StateProfile(id="s", title={"en": "S"}, languages=("en",), complete_languages=("en",)),
        milestones={each.id: each for each in milestones},
        pathways={each.id: each for each in pathways},
        rules={each.id: each for each in rules},
        equivalences={each.id: each for each in equivalences},
        agreements={each.id: each for each in agreements},
        opportunities={each.id: each for each in opportunities},
        versions=versions or {},
    )


def fact(what: str, name: str = "", **more: Any) -> Fact:
    amounts = {unit: Decimal(str(amount)) for unit, amount in more.pop("amounts", {}).items()}
    more = {"when": date(2030, 1, 1), **more, "amounts": amounts, "tags": frozenset(more.get("tags", ()))}
    return Fact(id=name or what, what=what, **more)


def record(*facts: Fact | str, exceptions: Iterable[RuleException] = ()) -> Record:
    return Record(tuple(fact(f) if isinstance(f, str) else f for f in facts), tuple(exceptions))
