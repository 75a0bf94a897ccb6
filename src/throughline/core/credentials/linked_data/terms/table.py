"""A term table: what each word of one context stands for, and its rows in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

HEADER = "scope\tterm\tiri\ttype\tcontainer\tflags"
_VOCAB = "@vocab"


@dataclass(frozen=True, slots=True)
class Term:
    """One word: the IRI it stands for, how its values are read, and the words that hold inside of it.

    `type` is `@id`, `@vocab`, `@json` or the IRI of a datatype; `container` is `@set`, `@list`, `@language` or
    `@graph`. A `protected` word cannot be given another meaning; a `prefix` may begin a compact IRI; an `open`
    word is written with a prefix that another context has to bring.
    """

    iri: str
    type: str = ""
    container: str = ""
    protected: bool = field(default=False, compare=False)
    prefix: bool = False
    scoped: Table | None = None
    open: bool = field(init=False, compare=False, repr=False)
    predicate: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "open", _open(self.iri) or _open(self.type))
        object.__setattr__(self, "predicate", f"<{self.iri}>")


@dataclass(frozen=True, slots=True)
class Table:
    """The words of a context. `fresh`: it forgets what held before. `vocab`: what every unknown word begins with."""

    terms: Mapping[str, Term]
    vocab: str = ""
    fresh: bool = False


def to_rows(table: Table, scope: str = "") -> Iterator[str]:
    """The table as lines of tab-separated values, words in alphabetical order, scoped words below their word."""
    if table.vocab or table.fresh:
        yield "\t".join((scope, _VOCAB, table.vocab, "", "", "f" if table.fresh else ""))
    for name in sorted(table.terms):
        term = table.terms[name]
        flags = "p" * term.protected + "x" * term.prefix + "s" * (term.scoped is not None)
        yield "\t".join((scope, name, term.iri, term.type, term.container, flags))
        if term.scoped is not None:
            yield from to_rows(term.scoped, f"{scope}/{name}")


def from_rows(lines: Iterable[str]) -> Table:
    """The table that `to_rows` wrote."""
    rows: dict[str, list[list[str]]] = {}
    for line in lines:
        row = line.split("\t")
        rows.setdefault(row[0], []).append(row)
    return _table(rows, "")


def _table(rows: Mapping[str, list[list[str]]], scope: str) -> Table:
    terms, vocab, fresh = {}, "", False
    for _, name, iri, kind, container, flags in rows.get(scope, ()):
        if name == _VOCAB:
            vocab, fresh = iri, "f" in flags
            continue
        scoped = _table(rows, f"{scope}/{name}") if "s" in flags else None
        terms[name] = Term(iri, kind, container, "p" in flags, "x" in flags, scoped)
    return Table(terms, vocab, fresh)


def _open(iri: str) -> bool:
    _, colon, suffix = iri.partition(":")
    return bool(colon) and not suffix.startswith("//")
