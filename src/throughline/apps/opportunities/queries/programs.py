"""What a school's programs offer, held against the rules of the types they bear."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.documents import Rule
from throughline.core.catalogue.program_types import balance, program_types
from throughline.core.progress.offer import offer
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.record import Fact
from throughline.core.progress.standing import Standing


@dataclass(frozen=True, slots=True)
class ProgramAt:
    """A program type that a school bears, and how what it offers stands against it. facts: what it offers, by id."""

    rule: Rule
    outcome: Outcome
    facts: Mapping[str, Fact]


def programs_at(school: str, *, on: date) -> list[ProgramAt]:
    """The program types at a school that are judged by what is offered, not by any learner's record. No query."""
    catalogue = frameworks.catalogue()
    borne = [
        each for each in program_types(catalogue) if school in each.offered_by and each.subject == "program"
    ]
    if not borne:
        return []
    parts = [each for each in catalogue.opportunities.values() if each.provider == school]
    record = offer(parts, catalogue, on)
    standing, facts = Standing(record, frameworks.program_for(), on), {each.id: each for each in record.facts}
    rules = standing.program.rules
    return [
        ProgramAt(each, standing.explain(rules.of_rule(f"rule:{each.id}"), f"rule:{each.id}"), facts)
        for each in borne
    ]


def spectrum_at(school: str) -> Mapping[str, int]:
    """How many of a school's program types stand on each part of the spectrum; empty where none does. No query."""
    found = balance(school, frameworks.catalogue())
    return found if any(found.values()) else {}
