"""The interface's translations: from the texts people edit (`.po`) to the tables Django reads (`.mo`).

Uses only the standard library: a set-up and a build make the tables before any package is there. Working on the
texts (finding new ones, checking them) is `throughline.project.messages`.
"""

from __future__ import annotations

import ast
import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

LOCALE: Final = Path(__file__).resolve().parents[1] / "locale"
_LINE: Final = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[(\d+)\])? )?(".*")')
_CONTEXT, _PLURAL = "\4", "\0"
"""How the table joins a context to its text, and the forms of a plural to each other (GNU gettext's format)."""


def texts() -> tuple[Path, ...]:
    """The files of translations, one a language."""
    return tuple(sorted(LOCALE.glob("*/LC_MESSAGES/django.po")))


def ensure_compiled() -> int:
    """Makes each table that is missing or older than its text; how many there were to make."""
    stale = [text for text in texts() if _is_stale(text)]
    for text in stale:
        compile_one(text)
    return len(stale)


def _is_stale(text: Path) -> bool:
    table = text.with_suffix(".mo")
    return not table.is_file() or table.stat().st_mtime_ns < text.stat().st_mtime_ns


def compile_one(text: Path) -> Path:
    """Writes the table of one text beside it, in one move, so that no reader finds half a table."""
    fresh = text.with_suffix(f".mo.{os.getpid()}")
    fresh.write_bytes(table_of(dict(entries(text.read_text("utf-8")))))
    return fresh.replace(text.with_suffix(".mo"))


def entries(text: str) -> Iterator[tuple[str, str]]:
    """What a `.po` text says: key and translation, those that are empty or in doubt (fuzzy) left out.

    :raises ValueError: a line that is neither a comment nor part of an entry; the message names its number.
    """
    for block, doubtful in _blocks(text):
        key = block["msgid"]
        if "msgid_plural" in block:
            key += _PLURAL + block["msgid_plural"]
        if "msgctxt" in block:
            key = block["msgctxt"] + _CONTEXT + key
        forms = [value for part, value in block.items() if part.startswith("msgstr")]
        if all(forms) and not doubtful:
            yield key, _PLURAL.join(forms)


def _blocks(text: str) -> Iterator[tuple[dict[str, str], bool]]:
    block: dict[str, str] = {}
    part, doubtful = "", False
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.startswith("#"):
            doubtful = doubtful or (line.startswith("#,") and "fuzzy" in line)
        elif found := _LINE.fullmatch(line.strip()):
            part = f"{found[1]}{found[2] or ''}" if found[1] else part
            block[part] = block.get(part, "") + ast.literal_eval(found[3])
        elif line.strip():
            raise ValueError(f"Line {number} of a translation is no part of an entry: {line!r}")
        else:
            if "msgid" in block:
                yield block, doubtful
            block, part, doubtful = {}, "", False


def table_of(translations: dict[str, str]) -> bytes:
    """A table as GNU gettext defines it: header, index of keys in order, index of translations, then the texts."""
    pairs = [(key.encode(), translations[key].encode()) for key in sorted(translations, key=str.encode)]
    header, width = 28, 8 * len(pairs)
    index: tuple[list[bytes], list[bytes]] = ([], [])
    body, start = bytearray(), header + 2 * width
    for side in (0, 1):
        for pair in pairs:
            index[side].append(struct.pack("<II", len(pair[side]), start + len(body)))
            body += pair[side] + b"\0"
    head = struct.pack("<IIIIIII", 0x950412DE, 0, len(pairs), header, header + width, 0, start)
    return head + b"".join(index[0]) + b"".join(index[1]) + bytes(body)
