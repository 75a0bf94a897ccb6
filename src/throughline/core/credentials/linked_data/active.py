"""The words that hold at one place of a document (JSON-LD 1.1 API, section 4.1, for compiled term tables).

Every set of words is made once and kept: the next credential with the same contexts and types finds it ready.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from throughline.core.credentials.linked_data.terms import Source, source_of, table_of
from throughline.core.credentials.linked_data.terms.compiling import CannotCompile, compile_context
from throughline.core.credentials.linked_data.terms.table import Table, Term
from throughline.core.credentials.linked_data.unsafe import UnknownContext, Unsafe

BASES = ("https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1")
_MOST_KEPT = 512
_WHOLE_LIST = "Name only published contexts by their address, the one for verifiable credentials first."

Allowed: TypeAlias = tuple[str, ...]
SERVED: Final[Allowed] = ("served",)
# For conformance suites alone: their catch-all vocabularies, and contexts written inside of a document.
WITH_TESTS: Final[Allowed] = ("served", "tests", "inside")


class Active:
    """The words in force, what is in force outside of the types that brought some of them, and what follows."""

    __slots__ = ("_made", "previous", "properties", "terms", "vocab", "words")

    def __init__(self, terms: Mapping[str, Term], vocab: str, previous: Active | None) -> None:
        self.terms, self.vocab, self.previous = terms, vocab, previous
        self.properties, self.words = _properties(terms), _words(terms)
        self._made: dict[object, Active] = {}

    def with_contexts(self, named: object, allowed: Allowed) -> Active:
        """The words after an `@context` of this document or of a part of it. Raises `Unsafe`."""
        urls = tuple(named) if isinstance(named, list) else (named,)
        if not all(isinstance(url, str) for url in urls):
            return self._with_written(urls, allowed)
        key = (urls, allowed)
        made = self._made.get(key)
        if made is None:
            made = self
            for source in _sources(urls, allowed):
                made = made.merged(table_of(source))
            self._keep(key, made)
        return made

    def _with_written(self, named: Sequence[object], allowed: Allowed) -> Active:
        if "inside" not in allowed or not all(isinstance(each, str | dict) for each in named):
            raise Unsafe("A context is written inside of the document.", _WHOLE_LIST)
        made = self
        for each in named:
            made = (
                made.with_contexts(each, allowed)
                if isinstance(each, str)
                else made.merged(_compiled(each, made))
            )
        return made

    def with_types(self, types: Sequence[str]) -> Active:
        """The words inside of a node of these types; they do not hold in the nodes below it."""
        key = ("types", *types)
        made = self._made.get(key)
        if made is None:
            made = self
            for name in sorted(set(types)):
                term = self.terms.get(name)
                if term is not None and term.scoped is not None:
                    made = made.merged(term.scoped, keep=self)
            self._keep(key, made)
        return made

    def inside(self, term: Term) -> Active:
        """The words inside of a property that brings its own."""
        if term.scoped is None:
            return self
        key = id(term.scoped)
        made = self._made.get(key)
        if made is None:
            made = self._keep(key, self.merged(term.scoped, override=True))
        return made

    def merged(self, table: Table, *, override: bool = False, keep: Active | None = None) -> Active:
        """The words of a table on top of these. A protected word keeps its meaning, unless a property overrides."""
        terms: dict[str, Term] = {}
        if not table.fresh:
            terms.update(self.terms)
        elif not override and any(term.protected for term in self.terms.values()):
            raise Unsafe("A context forgets words that are protected.", _WHOLE_LIST)
        for name, term in table.terms.items():
            if term.open:
                term = _closed(term, self.terms)
            old = terms.get(name)
            if old is None or override or not old.protected:
                terms[name] = term
            elif old != term:
                raise Unsafe(f"Two contexts give {name!r} different meanings.", _WHOLE_LIST)
        previous = self.previous if keep is None or self.previous is not None else keep
        return Active(terms, table.vocab or ("" if table.fresh else self.vocab), previous)

    def _keep(self, key: object, made: Active) -> Active:
        if len(self._made) >= _MOST_KEPT:
            self._made.clear()
        self._made[key] = made
        return made


def _properties(terms: Mapping[str, Term]) -> dict[str, Term]:
    """The words that may name a property: one for each IRI, protected before not, and never one that names a type.

    Published contexts give one IRI to `criteria` and to `Criteria`. Were both read, a credential could be respelled
    under its signature so that a reader no longer finds what it says.
    """
    chosen: dict[str, tuple[bool, str]] = {}
    for name, term in terms.items():
        if not name[:1].isupper():
            place = (not term.protected, name)
            chosen[term.iri] = min(chosen.get(term.iri, place), place)
    return {name: terms[name] for _, name in chosen.values() if terms[name].iri[0] != "@"}


def _words(terms: Mapping[str, Term]) -> dict[str, Term]:
    """The words that may stand for a type or a value: a property's name does not stand for the type of its IRI."""
    types = {term.iri for name, term in terms.items() if name[:1].isupper()}
    return {
        name: term
        for name, term in terms.items()
        if term.iri[0] != "@" and (name[:1].isupper() or term.iri not in types)
    }


def _closed(term: Term, terms: Mapping[str, Term]) -> Term:
    """A word whose table relies on another context for a prefix, with that prefix written out where there is one."""
    return replace(term, iri=_written_out(term.iri, terms), type=_written_out(term.type, terms))


def _written_out(iri: str, terms: Mapping[str, Term]) -> str:
    prefix, colon, suffix = iri.partition(":")
    known = terms.get(prefix) if colon and not suffix.startswith("//") else None
    return known.iri + suffix if known is not None and known.prefix else iri


def used(named: object, allowed: Allowed = SERVED) -> tuple[Source, ...]:
    """The sources that an `@context` stands for. Raises `Unsafe`."""
    urls = tuple(named) if isinstance(named, list) else (named,)
    return _sources(urls, allowed)


def _compiled(written: object, outer: Active) -> Table:
    def not_read(url: str) -> object:
        raise CannotCompile(f"it names {url}")

    # The W3C's own suite wraps a written context once more, as the most used processor lets it.
    if isinstance(written, dict) and set(written) == {"@context"}:
        written = written["@context"]
    try:
        return compile_context(written, not_read, outer.terms)
    except (CannotCompile, RecursionError) as problem:
        raise Unsafe(f"A context cannot be read: {problem}.", _WHOLE_LIST) from None


def _sources(urls: Sequence[object], allowed: Allowed) -> tuple[Source, ...]:
    bases = [url for url in urls if url in BASES]
    if len(bases) > 1 or (bases and urls[0] != bases[0]):
        raise Unsafe("The contexts are not in their order.", _WHOLE_LIST)
    named = [url for url in urls if "inside" not in allowed or not isinstance(url, dict)]
    return tuple(_source(url, allowed) for url in named)


def _source(url: object, allowed: Allowed) -> Source:
    if isinstance(url, str):
        for use in allowed:
            source = source_of(url, use)
            if source is not None:
                return source
    raise UnknownContext(f"The context {str(url)[:200]!r} is not one of those known here.", _WHOLE_LIST)


NOTHING: Final = Active({}, "", None)
