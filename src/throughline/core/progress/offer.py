"""What a program offers, as a record its rules can read.

Rules of subject `program` judge facts about a program. Most follow from the opportunities it is made of: which
courses it teaches, how many hours, with which placement, towards which credential, and which course builds on which.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Opportunity
from throughline.core.progress.record import Fact, Record

CHAIN = "chain"
"""The family of tags that says which things build on one another: `chain:` and where the chain begins."""


def offer(opportunities: Iterable[Opportunity], catalogue: Catalogue, on: date) -> Record:
    """The record of a program made of these opportunities, on a day.

    Each thing an opportunity gives is one fact, with its tags, `paid` where it is, `safety` for a safety credential,
    and `chain:x` for each thing x of the program that begins a chain of needs it stands in. Hours and credits of an
    opportunity stand with the first thing it gives, so that they count once.
    """
    parts = tuple(opportunities)
    needs = {given: set(part.needs) for part in parts for given in part.gives}
    return Record(tuple(fact for part in parts for fact in _facts(part, needs, catalogue, on)))


def _facts(
    part: Opportunity, needs: Mapping[str, set[str]], catalogue: Catalogue, on: date
) -> Iterator[Fact]:
    for index, given in enumerate(part.gives):
        chains = {f"{CHAIN}:{start}" for start in _starts(given, needs, set())}
        yield Fact(
            id=f"{part.id}:{given}", what=given, when=on, amounts={} if index else part.amounts,
            tags=frozenset({*part.tags, *_marks(part, given, catalogue), *chains}), context=part.context,
            organization=part.provider,
        )  # fmt: skip


def _marks(part: Opportunity, given: str, catalogue: Catalogue) -> Iterator[str]:
    credential = catalogue.credentials.get(given.removeprefix("credential:"))
    if given.startswith("credential:") and credential is not None and credential.safety:
        yield "safety"
    if part.paid:
        yield "paid"


def _starts(given: str, needs: Mapping[str, set[str]], seen: set[str]) -> set[str]:
    """Where the chains that lead to a thing begin, among what the program gives."""
    before = {each for each in needs.get(given, ()) if each in needs} - seen
    if not before:
        return {given}
    return {start for each in before for start in _starts(each, needs, seen | {given})}
