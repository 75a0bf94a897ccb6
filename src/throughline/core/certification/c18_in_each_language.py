"""C18: every text a learner reads about a pathway is there in each language the state promises, in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_type_hints

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.references import awards, behind_pathway
from throughline.core.certification.asked import asked
from throughline.core.certification.c04_guaranteed import active_agreements
from throughline.core.certification.plain_words import unplain
from throughline.core.reasoning.findings import Finding
from throughline.core.requirements.nodes import Text


def c18(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each text of the pathway, its milestones, competencies, credentials and agreements that is missing
    in a language the state is complete in, or says what a learner should not read of themselves."""
    languages = catalogue.state.complete_languages
    return tuple(
        Finding("C18", reference, where, f"{reference} {fault}", fix)
        for reference, document in _read_by_learners(pathway, catalogue)
        for path, text in texts(document)
        for where, fault, fix in _faults(path, text, languages)
    )


def texts(document: Any, path: str = "") -> Iterator[tuple[str, Text]]:
    """Every text of a document with the path of fields and positions to it; an empty one is no text."""
    for name, is_text in _fields(type(document)):  # type: ignore[arg-type]  # a type is hashable
        value, at = getattr(document, name), f"{path}.{name}" if path else name
        if is_text:
            if value:
                yield at, value
        elif isinstance(value, tuple):
            for nth, each in enumerate(value):
                yield from _within(each, f"{at}[{nth}]")
        else:
            yield from _within(value, at)


def _within(value: Any, at: str) -> Iterator[tuple[str, Text]]:
    if is_dataclass(value) and not isinstance(value, type):
        yield from texts(value, at)
    elif isinstance(value, Mapping) and value:
        yield at, value


@cache
def _fields(kind: type[object]) -> tuple[tuple[str, bool], ...]:
    hints = get_type_hints(kind)
    return tuple(
        (each.name, hints[each.name] == Text)
        for each in fields(kind)  # type: ignore[arg-type]  # only dataclasses come here
        if each.name != "cite" and not (hints[each.name] != Text and "Mapping" in str(hints[each.name]))
    )


def _read_by_learners(pathway: Pathway, catalogue: Catalogue) -> Iterator[tuple[str, Any]]:
    milestones = asked(pathway, catalogue)
    yield f"pathway:{pathway.id}", pathway
    for milestone in milestones:
        yield f"milestone:{milestone.id}", milestone
    certified = dict.fromkeys(
        name.removeprefix("competency:") for each in milestones for name in each.competencies
    )
    for name in certified:
        if name in catalogue.competencies:
            yield f"competency:{name}", catalogue.competencies[name]
    holders = {held.holder for held in behind_pathway(pathway, catalogue)}
    for reference in dict.fromkeys(ref for source, ref in awards(catalogue) if source in holders):
        if (credential := catalogue.credentials.get(reference.removeprefix("credential:"))) is not None:
            yield reference, credential
    for agreement in active_agreements(pathway, catalogue, None):
        yield f"agreement:{agreement.id}", agreement


def _faults(path: str, text: Text, languages: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for language in languages:
        if not text.get(language, "").strip():
            yield path, f"has no text in '{language}' under `{path}`.", f"Add `{language}: ...`."
    for language, words in text.items():
        for word, why in unplain(words, language):
            fault = f"says '{word}' in '{language}' under `{path}`, which {why}."
            yield f"{path}.{language}", fault, "Say what is there, or what comes next."
