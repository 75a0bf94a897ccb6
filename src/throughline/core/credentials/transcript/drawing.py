"""Draws a transcript as a PDF for every reader and for archives: PDF/UA-1 and PDF/A-3a, the record attached."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import segno
import typst

from throughline.core.credentials.transcript.facts import Transcript

OWN_FONT = "Libertinus Serif"
ATTACHED = "clr.json"
_MISSING = re.compile(r'the text `?"(?P<text>[^"]*)"`? could not be displayed')


@dataclass(eq=False)
class CannotDraw(ValueError):
    """A transcript that cannot be drawn: what is in the way, and what to do."""

    why: str
    fix: str

    def __str__(self) -> str:
        return f"{self.why}. {self.fix}."


def draw(
    transcript: Transcript,
    record: bytes,
    now: datetime,
    *,
    fonts: Sequence[Path] = (),
    families: Sequence[str] = (),
) -> bytes:
    """The transcript as a PDF, the same bytes for the same values. record: the signed CLR, attached as `clr.json`.

    fonts: folders of further fonts, and families: their names, tried after the transcript's own, for names in other
    scripts. Raises `CannotDraw` naming letters that no font has, since a name with holes is no name.
    """
    data = {
        **asdict(transcript),
        "qr": _qr(transcript.url),
        "clr": record.decode("utf-8"),
        "fonts": [OWN_FONT, *families],
    }
    try:
        return typst.compile(
            _template(),
            format="pdf",
            pdf_standards=["a-3a", "ua-1"],
            sys_inputs={"data": json.dumps(data)},
            font_paths=_fonts(tuple(fonts)),
            timestamp=now,
        )
    except typst.TypstError as error:
        raise _explained(str(error)) from error


@cache
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    # Only fonts that are named: the same record looks the same on every machine.
    return typst.Fonts(include_system_fonts=False, font_paths=list(folders))


@cache
def _template() -> bytes:
    return files(__package__).joinpath("transcript.typ").read_bytes()


def _qr(url: str) -> str:
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", xmldecl=False, nl=False, border=2)
    return out.getvalue().decode()


def _explained(error: str) -> CannotDraw:
    missing = _MISSING.search(error)
    if missing:
        return CannotDraw(
            f"no font here has the letters '{missing['text']}'",
            "Install a font that has them and name it in the settings",
        )
    return CannotDraw(f"the drawing stopped: {error.splitlines()[0]}", "Report this with the record's number")
