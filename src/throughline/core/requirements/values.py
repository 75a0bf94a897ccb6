"""Plain values of a document read exactly: words, whole numbers, decimals, lists, and the small values of a node.

Every reader takes the value and its path in the document, and gives the value or raises `RuleReadError`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, TypeAlias, TypeVar

from throughline.core.requirements.errors import RuleReadError
from throughline.core.requirements.nodes import (
    KINDS,
    TIME_KINDS,
    CapPer,
    Cite,
    Fresh,
    ScoreAtLeast,
    Selector,
    Text,
    ValidatedBy,
)

Value = TypeVar("Value")
Reader: TypeAlias = Callable[[Any, str], Any]


def nearest(word: str, known: list[str]) -> str:
    """'Did you mean' for a word that is not known, or the list of those that are."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Did you mean `{close[0]}`?" if close else f"Known here: {', '.join(sorted(known))}"


def wrong(path: str, value: object, wanted: str, fix: str) -> RuleReadError:
    """The error for a value of another type than the one wanted."""
    shown = repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "..."
    return RuleReadError(path, f"{shown} is not {wanted}", fix)


def mapping(value: Any, path: str, known: list[str]) -> Mapping[str, Any]:
    """A mapping that holds no field but the known ones."""
    if not isinstance(value, Mapping):
        raise wrong(path, value, "a mapping of fields", f"Write fields: {', '.join(known)}")
    for name in value:
        if name not in known:
            raise RuleReadError(path, f"unknown field '{name}'", nearest(str(name), known))
    return value


def required(value: Mapping[str, Any], path: str, *names: str) -> None:
    """Nothing, where every named field is there."""
    for name in names:
        if name not in value:
            raise RuleReadError(path, f"the field '{name}' is missing", f"Add `{name}`")


def words(value: Any, path: str) -> str:
    """A text; a number or date that YAML made of an unquoted word is written back as the word."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise wrong(path, value, "a text", "Write words, in quotation marks if in doubt")
    return value


def flag(value: Any, path: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise wrong(path, value, "true or false", "Write `true` or `false`, without quotation marks")
    return value


def whole(value: Any, path: str) -> int:
    """A whole number, 1 or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise wrong(path, value, "a whole number from 1 up", "Write e.g. `2`")
    return value


def count(value: Any, path: str) -> int:
    """A whole number, 0 or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise wrong(path, value, "a whole number from 0 up", "Write e.g. `2`")
    return value


def number(value: Any, path: str) -> Decimal:
    """An exact decimal number: 0.1 stays 0.1, whether written as number or as text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise wrong(path, value, "a number", "Write e.g. `2.5`")
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        raise wrong(path, value, "a number", "Write e.g. `2.5`") from None
    if not exact.is_finite():
        raise wrong(path, value, "a finite number", "Write e.g. `2.5`")
    return exact


def above_zero(value: Any, path: str) -> Decimal:
    """An exact decimal number above zero."""
    exact = number(value, path)
    if exact <= 0:
        raise wrong(path, value, "a number above zero", "Write e.g. `2.5`")
    return exact


def one_of(*names: str) -> Reader:
    """A reader of one of the given words."""

    def read(value: Any, path: str) -> str:
        if value not in names:
            raise RuleReadError(path, f"unknown value {value!r}", nearest(str(value), list(names)))
        return str(value)

    return read


def many(item: Reader) -> Reader:
    """A reader of a list; one thing alone is a list of one."""

    def read(value: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)):
            return (item(value, path),)
        if not value:
            raise RuleReadError(path, "the list is empty", "Name at least one, or leave the field out")
        return tuple(item(each, f"{path}[{i}]") for i, each in enumerate(value))

    return read


def reference(value: Any, path: str) -> str:
    """`kind:id` of something a record can hold."""
    text = words(value, path)
    kind, _, name = text.partition(":")
    if kind not in KINDS:
        raise RuleReadError(path, f"unknown kind '{kind}' in '{text}'", nearest(kind, sorted(KINDS)))
    if not name and kind not in TIME_KINDS:
        raise RuleReadError(path, f"'{text}' names no {kind}", f"Write `{kind}:` and its id")
    return text


def text_by_language(value: Any, path: str) -> Text:
    """One text in several languages."""
    if not isinstance(value, Mapping) or not value:
        raise wrong(path, value, "a text by language", "Write e.g. `{en: Mathematics, es: Matemáticas}`")
    return {words(tag, path): words(text, f"{path}.{tag}") for tag, text in value.items()}


def fields(value: Any, path: str, readers: Mapping[str, Reader], *needed: str) -> dict[str, Any]:
    """Every field of a mapping, read by its reader."""
    body = mapping(value, path, list(readers))
    required(body, path, *needed)
    return {name: readers[name](given, f"{path}.{name}") for name, given in body.items()}


def cite(value: Any, path: str) -> Cite:
    """The law or policy a node stands on; a text alone is its source."""
    if isinstance(value, str):
        return Cite(words(value, path))
    readers: dict[str, Reader] = {"source": words, "section": words, "url": words, "law": flag}
    return Cite(**fields(value, path, readers, "source"))


def validated_by(value: Any, path: str) -> ValidatedBy:
    """Who stands behind a fact; a text alone is the role."""
    if isinstance(value, str):
        return ValidatedBy(words(value, path))
    readers: dict[str, Reader] = {"role": words, "count": whole, "distinct_organization": flag}
    return ValidatedBy(**fields(value, path, readers, "role"))


def score(value: Any, path: str) -> ScoreAtLeast:
    """A score on a named scale."""
    return ScoreAtLeast(**fields(value, path, {"min": number, "scale": words}, "min", "scale"))


def fresh(value: Any, path: str) -> Fresh:
    """How long a fact keeps its force."""
    read = Fresh(**fields(value, path, {"years": count, "months": count, "days": count}))
    if read == Fresh():
        raise RuleReadError(path, "no time is given", "Write e.g. `{years: 2}`")
    return read


def cap_per(value: Any, path: str) -> CapPer:
    """The most one group may add."""
    by = one_of("what", "context", "organization", "tag")
    read = CapPer(**fields(value, path, {"by": by, "max": above_zero, "tag": words}, "by", "max"))
    if (read.by == "tag") != bool(read.tag):
        raise RuleReadError(
            path, "`tag` and `by: tag` go together", "Name the tag, or cap by what, context, organization"
        )
    return read


SELECTOR: dict[str, Reader] = {
    "kind": one_of(*sorted(KINDS)),
    "what": many(reference),
    "tags": many(words),
    "any_tags": many(words),
    "framework": words,
    "level": whole,
    "proficiency": whole,
    "score": score,
    "context": many(words),
    "issuer": many(words),
    "validated_by": many(validated_by),
    "exclude": many(words),
}


def selector(value: Any, path: str) -> Selector:
    """Which facts a total sums: at least one filter."""
    read = fields(value, path, SELECTOR)
    if not read:
        raise RuleReadError(path, "no filter is given", "Say which facts count, e.g. `{kind: course}`")
    return Selector(**read)
