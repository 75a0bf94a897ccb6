"""What the words of a credential mean: one term table for each JSON-LD context that is allowed.

A context of the network is never read. Each allowed one was compiled into a table of our own (see `compiling`),
and the table names the SHA-256 of the document it was compiled from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from throughline.core.credentials.linked_data.terms.table import Table, from_rows

_TABLES = files(__name__) / "tables"


@dataclass(frozen=True, slots=True)
class Source:
    """A published context: its address, the SHA-256 and SHA-384 of its content, and how it is used here.

    `use`: `served` to everyone, `earlier` for a content that its publisher has since replaced, `tests` for a
    catch-all vocabulary that would let any word pass.
    """

    url: str
    sha256: str
    file: str
    use: str
    sha384: str


@cache
def sources() -> tuple[Source, ...]:
    """Every context with a table, in the order of its address."""
    lines = (_TABLES / "index.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(Source(*line.split("\t")) for line in lines)


@cache
def source_of(url: str, use: str = "served") -> Source | None:
    """The source behind an address, or nothing where it is not allowed for that use."""
    return next((each for each in sources() if each.url == url and each.use == use), None)


@cache
def table_of(source: Source) -> Table:
    """The terms of a source. Raises `KeyError` where its table is not part of this installation."""
    return _read(source.file)


@cache
def _read(file: str) -> Table:
    return from_rows((_TABLES / file).read_text(encoding="utf-8").splitlines()[1:])
