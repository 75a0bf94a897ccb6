"""Opens a file that somebody sends for the registry: its bytes as text, its text as JSON, or the reason it is refused.

What can be mended without guessing is mended and said in a `Note`: a byte order mark, letters of Windows. All else
refuses the file whole, with the line.
"""

import json
from typing import Any

from throughline.core.formats.json_files import STRICT, NotStrict
from throughline.core.formats.packages import Note, Unreadable

MARK = "\ufeff"


def text_of(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    """The text of a file in UTF-8; with a note where it began with a mark or was written in Windows letters (cp1252).

    Raises `Unreadable` for what is no text.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _windows_letters(data, name, error.start)
    if text.startswith(MARK):
        return text[1:], (Note("line 1", "the file begins with a byte order mark", "left out"),)
    return text, ()


def _windows_letters(data: bytes, name: str, first: int) -> tuple[str, tuple[Note, ...]]:
    line = data.count(b"\n", 0, first) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(
            name, line, f"byte {first} belongs to no letter.", "Save the file as UTF-8 text."
        ) from None
    if "\0" in text:
        raise Unreadable(name, line, "this is no text.", "Send the file itself, not an archive of it.")
    return text, (Note(f"line {line}", "the file is not UTF-8", "read as Windows letters (cp1252)"),)


def json_of(text: str, name: str) -> Any:
    """The value a JSON text stands for. Raises `Unreadable` at the line of the first thing that is not JSON, and where
    one object says one name twice or a number is none (`json_files.STRICT`)."""
    try:
        return STRICT.decode(text)
    except json.JSONDecodeError as error:
        raise Unreadable(name, error.lineno, *_reason(text, error)) from None
    except RecursionError:
        raise Unreadable(name, 0, "it is nested too deeply.", "Send it flat, as a list of nodes.") from None
    except NotStrict as error:
        raise Unreadable(name, _line_of(text, error.word), error.why, error.fix) from None


def _line_of(text: str, word: str) -> int:
    """The line of a word that stands once; 0 where it stands more often, so that no line is wrongly named."""
    return text.count("\n", 0, text.find(word)) + 1 if text.count(word) == 1 else 0


def _reason(text: str, error: json.JSONDecodeError) -> tuple[str, str]:
    before = text[: error.pos].rstrip()
    if not text.strip():
        return "the file is empty.", "Send the file again."
    if error.msg == "Extra data":
        return (
            "a second document begins after the first.",
            "Send each document as a file, or all as one list.",
        )
    if before.endswith(","):
        return "nothing follows a comma.", "Take the comma out."
    if error.msg.startswith("Invalid control character"):
        return "a text goes on over the end of its line.", "Write the line break as \\n."
    if error.msg == "Expecting ',' delimiter":
        return "a comma is missing.", "Put a comma between the two members."
    return f"this is not JSON ({error.msg}).", "Mend the line, or export the file again."
