"""What a document names must be there: other documents, words of the state, levels, languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from throughline.core.catalogue import documents as d
from throughline.core.catalogue import state_profile as s
from throughline.core.catalogue.assessments import Assessment
from throughline.core.catalogue.charters import Body
from throughline.core.formats.state_pack import shape
from throughline.core.formats.state_pack.cases import Case
from throughline.core.formats.state_pack.charters import problems as charter_problems
from throughline.core.formats.state_pack.walking import Part, cited, named, parts, rules_of
from throughline.core.requirements import values as v
from throughline.core.requirements.nodes import Text

UNCITED = "the rule does not say what law or policy it stands on"

PLURAL = {"criterion": "criteria", "duty": "duties"}

Problem = tuple[str, str, str]
"""Path in the document, reason, fix."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names a pack declares: ids by kind of document, the state itself, and its levels."""

    ids: Mapping[str, frozenset[str]]
    state: s.StateProfile
    levels: frozenset[int]


def problems(document: Any, path: str, known: Known) -> Iterator[Problem]:
    """Everything in a document that names what is not there, lacks a language, or rests on nothing."""
    for part in parts(document, path):
        yield from _unknown_references(part, known)
        yield from _unknown_words(part, known)
        yield from _texts(part, known.state)
    yield from _uncited(document, path)
    yield from _repeated_ids(document, path)
    if isinstance(document, s.LearnerStates):
        yield from _learner_states(document, path)
    if isinstance(document, Body):
        yield from charter_problems(document, path)
    if isinstance(document, d.Region):
        yield from _unknown_groups(document, path, known.state)


def _unknown_groups(region: d.Region, path: str, state: s.StateProfile) -> Iterator[Problem]:
    for name in region.groups:
        if name not in state.groups:
            reason = f"'{name}' is not among the state's groups"
            yield f"{path}.groups.{name}", reason, v.nearest(name, list(state.groups))


def _unknown_references(part: Part, known: Known) -> Iterator[Problem]:
    kinds = shape.BARE.keys()
    several = isinstance(part.value, tuple)
    for reference in named(part):
        kind, _, name = reference.partition(":")
        if name in known.ids[kind]:
            continue
        written = name if (part.owner, part.name) in kinds else reference
        path = f"{part.path}[{part.value.index(written)}]" if several else part.path
        yield path, f"there is no {kind.replace('_', ' ')} '{name}'", nearest(name, known.ids[kind])


def nearest(name: str, known: frozenset[str]) -> str:
    """The nearest known id, or a few of those there are."""
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    if close:
        return f"Did you mean `{close[0]}`?"
    few = sorted(known)[:5]
    return (
        f"Define it, or name one of those there are: {', '.join(few)}" + " ..." * (len(known) > 5)
        if few
        else "Define it"
    )


def _unknown_words(part: Part, known: Known) -> Iterator[Problem]:
    key = (part.owner, part.name)
    if key in shape.STATE_WORDS and part.value:
        where = shape.STATE_WORDS[key]
        declared = list(getattr(known.state, where))
        for word in part.value if isinstance(part.value, tuple) else (part.value,):
            if word not in declared:
                yield part.path, f"'{word}' is not among the state's {where}", v.nearest(word, declared)
    if key in shape.LEVELS and known.levels and part.value not in known.levels:
        levels = ", ".join(str(each) for each in sorted(known.levels))
        yield part.path, f"the state's qualification framework has no level {part.value}", f"Levels: {levels}"


def _texts(part: Part, state: s.StateProfile) -> Iterator[Problem]:
    if part.type != Text or not part.value:
        return
    for language in state.complete_languages:
        if language not in part.value:
            yield part.path, f"the text is missing in '{language}'", f"Add `{language}: ...`"
    for language in part.value:
        if language not in state.languages:
            reason = f"'{language}' is not one of the state's languages"
            yield f"{part.path}.{language}", reason, v.nearest(language, list(state.languages))


def _uncited(document: Any, path: str) -> Iterator[Problem]:
    """An agreement is itself what its trigger rests on; any other rule says where it comes from."""
    if isinstance(document, d.Agreement) or getattr(document, "cite", None) is not None:
        return
    for at, root, _ in rules_of(document, path):
        if not cited(root):
            yield at, UNCITED, "Add `cite: {source: ...}` at its root"


def _repeated_ids(document: Any, path: str) -> Iterator[Problem]:
    groups = {
        "ways": "way", "stages": "stage", "destinations": "destination", "exemplars": "exemplar",
        "powers": "power", "seats": "seat", "duties": "duty",
    }  # fmt: skip
    if isinstance(document, Assessment):
        groups["parts"] = "part"
        for index, part in enumerate(document.parts):
            yield from _repeated_in(part, {"criteria": "criterion"}, f"{path}.parts[{index}]")
    yield from _repeated_in(document, groups, path)


def _repeated_in(document: Any, groups: Mapping[str, str], path: str) -> Iterator[Problem]:
    for name, word in groups.items():
        seen: dict[str, int] = {}
        for index, each in enumerate(getattr(document, name, ())):
            if each.id in seen:
                reason = f"two {PLURAL.get(word, f'{word}s')} have the id '{each.id}': also {name}[{seen[each.id]}]"
                yield f"{path}.{name}[{index}].id", reason, f"Give each {word} its own id"
            seen.setdefault(each.id, index)


def _learner_states(document: s.LearnerStates, path: str) -> Iterator[Problem]:
    named_states = [("start", document.start), ("home", document.home)]
    for index, action in enumerate(document.actions):
        at = f"actions[{index}]"
        named_states += [(f"{at}.source", action.source), (f"{at}.target", action.target)]
    for where, name in named_states:
        if name not in document.states:
            reason = f"there is no learner state '{name}'"
            yield f"{path}.{where}", reason, v.nearest(name, list(document.states))


def case_problems(case: Case, known: Known) -> Iterator[Problem]:
    """What a case names that is not there: in its facts, its exceptions, and what it expects."""
    for index, fact in enumerate(case.record.facts):
        yield from _unknown_in_case(fact.what, f"facts[{index}].what", known)
    for index, exception in enumerate(case.record.exceptions):
        for name in (exception.rule, *exception.accept):
            yield from _unknown_in_case(name, f"exceptions[{index}]", known)
    for index, expectation in enumerate(case.expect):
        kind, name = expectation.target
        yield from _unknown_in_case(expected_reference(kind, name), f"expect[{index}].{kind}", known)
        for each in expectation.missing:
            yield from _unknown_in_case(each, f"expect[{index}].missing", known)


def expected_reference(kind: str, name: str) -> str:
    """The reference of what an expectation is about, however it was written."""
    if kind == "node":
        return name.partition("#")[0]
    listed = "stage" if kind == "gate" else kind
    return f"{listed}:{name.removeprefix(f'{kind}:')}"


def _unknown_in_case(reference: str, path: str, known: Known) -> Iterator[Problem]:
    kind, _, name = reference.partition(":")
    if kind in known.ids and kind not in shape.FREE and name not in known.ids[kind]:
        yield path, f"there is no {kind.replace('_', ' ')} '{name}'", nearest(name, known.ids[kind])
