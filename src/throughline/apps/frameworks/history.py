"""What changed from one version of a pathway to the next, in words: in its own gates, and in what it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from throughline.apps.frameworks.differences import version_digest
from throughline.apps.frameworks.models import Version
from throughline.apps.frameworks.queries import (
    PublishedVersion,
    catalogue,
    home_state,
    rules_for,
    versions_of,
)
from throughline.apps.trail import queries as trail
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.c23_versions import KeptVersion
from throughline.core.reasoning.difference import difference
from throughline.core.requirements.nodes import Node
from throughline.core.requirements.words import Names


@dataclass(frozen=True, slots=True)
class PathwayVersion:
    """A version of a pathway. changes: what it asks differently than the one before, by stage or milestone, in words;
    none for the first, or where only texts changed."""

    version: PublishedVersion
    changes: tuple[tuple[str, str], ...]


def kept_versions() -> dict[str, list[KeptVersion]]:
    """Every version of every pathway of the home state, oldest first, by the pathway's id: what the public log holds of each
    beside what is kept. Two queries."""
    state = home_state()
    entries = trail.entries_of_kind(state, "version")
    logged = {(each.reference, each.number): each.digest for each in entries}
    found: dict[str, list[KeptVersion]] = {}
    rows = Version.objects.filter(state__slug=state, reference__startswith="pathway:")
    for row in rows.order_by("reference", "number"):
        digest = version_digest(row.reference, row.number, row.act, row.body, row.pins)
        said = logged.get((row.reference, row.number), "")
        kept = KeptVersion(row.number, said, digest, row.pins)
        found.setdefault(row.reference.partition(":")[2], []).append(kept)
    return found


def history(pathway: str, names: Names, language: str) -> list[PathwayVersion]:
    """Every version of a pathway (its id), newest first, with its difference to the one before. One query."""
    versions = versions_of(f"pathway:{pathway}")
    earlier = [*versions[1:], None]
    return [
        PathwayVersion(now, tuple(_changes(before, now, names, language)) if before else ())
        for now, before in zip(versions, earlier, strict=True)
    ]


def changes_since(pathway: str, number: int, names: Names, language: str) -> tuple[tuple[str, str], ...]:
    """What the newest version of a pathway (its id) asks differently than version `number`: by stage or milestone, in
    words. One query."""
    newest, *others = versions_of(f"pathway:{pathway}")
    before = next((each for each in others if each.number == number), None)
    return tuple(_changes(before, newest, names, language)) if before else ()


def _changes(
    before: PublishedVersion, now: PublishedVersion, names: Names, language: str
) -> Iterator[tuple[str, str]]:
    old, new = _rules_of(before, language), _rules_of(now, language)
    for where in dict.fromkeys([*old, *new]):
        was, is_now = old.get(where), new.get(where)
        if was is not None and is_now is not None and was != is_now:
            for change in difference(was, is_now, names, language):
                yield where, change.sentence


def _rules_of(version: PublishedVersion, language: str) -> Mapping[str, Node]:
    """The rules a version stands on, by the title of the stage, milestone or shared rule."""
    document: Pathway = version.document
    book = rules_for(version.reference, version.number)
    found = {_title(stage, language): stage.gate for stage in document.stages}
    for reference in sorted(version.pins):
        found.update(_pinned(reference, book, language))
    return found


def _pinned(reference: str, book: RuleBook, language: str) -> dict[str, Node]:
    kind, _, name = reference.partition(":")
    if kind == "milestone":
        milestone = book.milestone(name)
        return {_title(milestone, language): milestone.rule}
    if kind == "rule":
        rule = book.rule(name)
        return {f"{_title(rule, language)} {each.label}".strip(): each.root for each in rule.editions}
    return {}


def _title(document: Any, language: str) -> str:
    title: Mapping[str, str] = document.title
    return title.get(language) or title.get(catalogue().state.languages[0]) or document.id
