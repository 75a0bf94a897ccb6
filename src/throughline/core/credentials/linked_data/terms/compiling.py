"""Compiles a JSON-LD 1.1 context into a term table: only the facts, each IRI written out.

Reads the part of the language that contexts of credentials use (JSON-LD 1.1 API, sections 4.1 and 4.2). Whatever
it does not read it refuses, so that no table says less than its source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from throughline.core.credentials.linked_data.terms.table import Table, Term

Load: TypeAlias = Callable[[str], Any]
_ALIASES = {"@id", "@type"}
_CONTAINERS = {"@set", "@list", "@language", "@graph"}
_COERCIONS = {"@id", "@vocab", "@json"}
_TERM_KEYS = {"@id", "@type", "@container", "@context", "@protected", "@prefix"}
_CONTEXT_KEYS = {"@version", "@protected", "@vocab"}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|^`\\]*")
_GEN_DELIMS = (":", "/", "?", "#", "[", "]", "@")


class CannotCompile(ValueError):
    """A context says something that no term table can hold."""


def compile_context(context: Any, load: Load, around: Mapping[str, Term] | None = None) -> Table:
    """The table of a context: an object, a list, an address that `load` gives the document of, or null.

    `around`: the words that hold where a scoped context stands, for IRIs written with a prefix.
    """
    table = Table({})
    for part in context if isinstance(context, list) else [context]:
        outer = {} if table.fresh else dict(around or {})
        table = _joined(table, _part(part, load, {**outer, **table.terms}))
    return table


def _joined(first: Table, then: Table) -> Table:
    if then.fresh:
        return then
    return Table({**first.terms, **then.terms}, then.vocab or first.vocab, first.fresh)


def _part(part: Any, load: Load, around: Mapping[str, Term]) -> Table:
    if part is None:
        return Table({}, fresh=True)
    if isinstance(part, str):
        return compile_context(load(part)["@context"], load, around)
    if not isinstance(part, Mapping):
        raise CannotCompile(f"a context cannot be {part!r}")
    return _Compiling(part, load, around).table()


class _Compiling:
    """One object of a context, with the words already defined; a word may be written in terms of a later one."""

    def __init__(self, part: Mapping[str, Any], load: Load, around: Mapping[str, Term]) -> None:
        unread = {key for key in part if key.startswith("@")} - _CONTEXT_KEYS
        if unread:
            raise CannotCompile(f"{', '.join(sorted(unread))} of a context is not read")
        self.part, self.load, self.around = part, load, around
        self.vocab: str = part.get("@vocab", "")
        self.protected: bool = part.get("@protected", False)
        self.iris: dict[str, str] = {}

    def table(self) -> Table:
        # A word with @reverse is left out, and so a credential that uses it is refused as using an unknown word.
        names = [name for name, said in self.part.items() if not name.startswith("@") and not _reverse(said)]
        plain = {name: self.term(name, self.part[name]) for name in names}
        words = {**self.around, **plain}
        terms = {name: self.with_scoped(term, self.part[name], words) for name, term in plain.items()}
        return Table(terms, self.vocab)

    def term(self, name: str, said: Any) -> Term:
        body = said if isinstance(said, Mapping) else {"@id": said}
        if set(body) - _TERM_KEYS or "/" in name:
            raise CannotCompile(f"the term {name!r} is defined in a way that is not read: {said!r}")
        iri = self.iri_of(name)
        plain_prefix = not isinstance(said, Mapping) and iri.endswith(_GEN_DELIMS)
        return Term(
            iri,
            self.type_of(body.get("@type", "")),
            self.container_of(body.get("@container", "")),
            body.get("@protected", self.protected),
            body.get("@prefix", plain_prefix and ":" not in name),
        )

    def with_scoped(self, term: Term, said: Any, words: Mapping[str, Term]) -> Term:
        if not isinstance(said, Mapping) or "@context" not in said:
            return term
        scoped = compile_context(said["@context"], self.load, words)
        return Term(term.iri, term.type, term.container, term.protected, term.prefix, scoped)

    def iri_of(self, name: str, chain: tuple[str, ...] = ()) -> str:
        if name in chain:
            raise CannotCompile(f"the term {name!r} is defined by itself")
        if name not in self.iris:
            said = self.part[name]
            written = said.get("@id", name) if isinstance(said, Mapping) else said
            self.iris[name] = self.expanded(written, (*chain, name))
        return self.iris[name]

    def expanded(self, written: Any, chain: tuple[str, ...]) -> str:
        if not isinstance(written, str):
            raise CannotCompile(f"the term {chain[-1]!r} stands for {written!r}")
        if written.startswith("@"):
            if written not in _ALIASES:
                raise CannotCompile(f"the term {chain[-1]!r} is another name of {written}")
            return written
        if written in self.part and written != chain[-1]:
            return self.iri_of(written, chain)
        if written in self.around and written != chain[-1]:
            return self.around[written].iri
        return self.compact(written, chain)

    def compact(self, written: str, chain: tuple[str, ...]) -> str:
        prefix, colon, suffix = written.partition(":")
        if not colon:
            if not self.vocab:
                raise CannotCompile(f"the term {chain[-1]!r} stands for no IRI: {written!r}")
            return self.vocab + written
        if not suffix.startswith("//") and prefix in self.part and prefix != chain[-1]:
            return self.iri_of(prefix, chain) + suffix
        if not suffix.startswith("//") and prefix in self.around:
            return self.around[prefix].iri + suffix
        if not _IRI.fullmatch(written):
            raise CannotCompile(f"the term {chain[-1]!r} stands for no IRI: {written!r}")
        return written

    def type_of(self, written: str) -> str:
        if not written or written in _COERCIONS:
            return written
        return self.expanded(written, ("@type",))

    def container_of(self, written: Any) -> str:
        named = written[0] if isinstance(written, list) and len(written) == 1 else written
        if named and named not in _CONTAINERS:
            raise CannotCompile(f"the container {written!r} is not read")
        return str(named)


def _reverse(said: Any) -> bool:
    return isinstance(said, Mapping) and "@reverse" in said
