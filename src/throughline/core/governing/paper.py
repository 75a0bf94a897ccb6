"""Draws the papers of a body as PDF: agenda, packet, minutes. For every reader and for archives: PDF/UA-1 and PDF/A-3a."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

import typst

FONT = "Libertinus Serif"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A part of a paper: a heading, facts by name, paragraphs, a list, a table; each may be empty."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a body. kind: what it is, in words; page: `{page} of {pages}` in the reader's language."""

    kind: str
    title: str
    body: str
    day: str
    language: str
    page: str
    sections: tuple[PaperSection, ...]


def drawn(paper: Paper, now: datetime) -> bytes:
    """The paper as a PDF, the same bytes for the same values. Raises `ValueError` where a letter has no font."""
    data = {**asdict(paper), "fonts": [FONT]}
    try:
        return typst.compile(
            _template(), format="pdf", pdf_standards=["a-3a", "ua-1"], sys_inputs={"data": json.dumps(data)},
            font_paths=_fonts(), timestamp=now.replace(microsecond=0),
        )  # fmt: skip
    except typst.TypstError as error:
        raise ValueError(f"the paper cannot be drawn: {str(error).splitlines()[0]}") from error


@cache
def _template() -> bytes:
    return files(__package__).joinpath("paper.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    # Only fonts that are named: the same paper looks the same on every machine.
    return typst.Fonts(include_system_fonts=False, font_paths=[])
