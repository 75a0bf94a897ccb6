"""JSON files of any size, as strangers send them: one meaning or none, and a refusal that names the line.

A file of 270 MB is cut into its records by one pass that holds no more than a record at a time; a file that is mapped into
memory is let go of behind the reader. A record is then decoded by itself: a name twice in an object, a number that is
none, bytes that are no UTF-8 and half letters are refused (RFC 8259, section 4; RFC 7493, I-JSON).
"""

import json
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from mmap import MADV_DONTNEED, PAGESIZE, mmap
from typing import Any, Final, NoReturn, TypeAlias

import msgspec

from throughline.core.formats.packages import Note, Unreadable

Data: TypeAlias = bytes | mmap
DEEPEST = 40
"""Objects and lists inside each other, within one value of a file."""
_HELD = 8 * 1024 * 1024
_LONGEST_NUMBER = 40
_MARK = b"\xef\xbb\xbf"
_UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"{\x00", b"[\x00", b"\x00{", b"\x00[")
_SPACE = re.compile(rb"[ \t\r\n]*+")
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_STRING_ONLY = re.compile(_STRING, re.DOTALL)
_HALF_LETTER = re.compile(rb"\\u[dD][89a-fA-F]")
_BYTE = re.compile(r"(.*) \(byte (\d+)\)")
_AS_UTF_8 = "Save it as UTF-8 and send it again."


def _value(depth: int) -> bytes:
    """A pattern of one value: strings whole, brackets in pairs. Possessive, so that no file makes it try twice."""
    inner = rb"[\[{][^\"{}\[\]]*+(?:" + _STRING + rb"[^\"{}\[\]]*+)*+[\]}]"
    for _ in range(depth - 1):
        either = rb"(?:" + _STRING + rb"|" + inner + rb")"
        inner = rb"[\[{][^\"{}\[\]]*+(?:" + either + rb"[^\"{}\[\]]*+)*+[\]}]"
    return inner + rb"|" + _STRING + rb"|[-+.0-9A-Za-z]++"


_VALUE = re.compile(_value(DEEPEST), re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """A file under its name, and where its JSON begins."""

    name: str
    data: Data
    start: int = 0

    def line(self, at: int) -> int:
        """The line, from 1, of the byte at that place."""
        steps = range(0, min(at, len(self.data)), _HELD)
        return 1 + sum(self.data[step : min(step + _HELD, at)].count(b"\n") for step in steps)

    def refuse(self, at: int, why: str, fix: str) -> Unreadable:
        """The refusal of the file for what stands at that byte."""
        return Unreadable(self.name, self.line(at), why, fix)


@dataclass(frozen=True, slots=True)
class Spans:
    """Where the elements of a list stand in a file: begin and end by turns."""

    source: Source
    places: Sequence[int]

    def __len__(self) -> int:
        return len(self.places) // 2

    def at(self, nth: int) -> tuple[int, int]:
        """Begin and end of the element of that number."""
        return self.places[2 * nth], self.places[2 * nth + 1]

    def raw(self, nth: int) -> bytes:
        """The element of that number as it is written."""
        begin, end = self.at(nth)
        return self.source.data[begin:end]

    def read(self) -> Iterator[tuple[int, bytes]]:
        """The elements one after the other: where each begins, and as it is written."""
        data, freed = self.source.data, self.places[0] if self.places else 0
        for nth in range(len(self)):
            begin, end = self.at(nth)
            yield begin, data[begin:end]
            freed = _let_go(data, freed, end)


@dataclass(frozen=True, slots=True)
class Outline:
    """An object of a file: where each member's value stands, and the elements of the lists that were asked for."""

    source: Source
    begin: int
    end: int
    members: Mapping[str, tuple[int, int]]
    lists: Mapping[str, Spans]

    def raw(self, name: str) -> bytes:
        """A member's value as it is written."""
        begin, end = self.members[name]
        return self.source.data[begin:end]

    def value(self, name: str) -> Any:
        """A member's value. Raises Unreadable."""
        return decoded(self.source, self.members[name][0], self.raw(name))


def opened(data: Data, name: str) -> tuple[Source, tuple[Note, ...]]:
    """The file, ready to be cut; with a note where it began with a byte order mark. Raises Unreadable."""
    head = data[:4]
    if head.startswith(_MARK):
        return Source(name, data, 3), (
            Note("line 1", "The file begins with a byte order mark.", "Left out."),
        )
    if head.startswith(_UTF16_OR_32):
        raise Unreadable(name, 1, "The file is UTF-16 or UTF-32 text.", _AS_UTF_8)
    if head.startswith((b"\x1f\x8b", b"PK\x03\x04")):
        raise Unreadable(name, 0, "The file is compressed.", "Unpack it and send what is in it.")
    if head.lstrip().startswith(b"<"):
        raise Unreadable(
            name, 1, "The file is a web page or XML, not JSON.", "Save the JSON itself and send that."
        )
    return Source(name, data), ()


def outline(source: Source, begin: int, lists: Sequence[str] = ()) -> Outline:
    """What stands where in the object that begins there; `lists` are cut into their elements. Raises Unreadable."""
    members: dict[str, tuple[int, int]] = {}
    cut: dict[str, Spans] = {}
    at = _after(source, begin, b"{")
    while _byte(source, at) != b"}":
        key, at = _key(source, at)
        if key in members:
            raise source.refuse(at, f"The name {key!r} stands twice in one object.", "Keep one of them.")
        starts = at
        if key in lists and _byte(source, at) == b"[":
            cut[key], at = elements(source, at)
        else:
            at = _end(source, at)
        members[key] = (starts, at)
        at = _next(source, at, b"}")
    return Outline(source, begin, at + 1, members, cut)


def elements(source: Source, begin: int) -> tuple[Spans, int]:
    """Where each element of the list that begins there stands, and the byte after the list. Raises Unreadable."""
    places, freed = array("Q"), begin
    at = _after(source, begin, b"[")
    while _byte(source, at) != b"]":
        end = _end(source, at)
        places.extend((at, end))
        at = _next(source, end, b"]")
        freed = _let_go(source.data, freed, end)
    return Spans(source, places), at + 1


def first(source: Source) -> tuple[bytes, int]:
    """The sign that the file's value begins with, and where. Raises Unreadable where there is none."""
    at = _space(source, source.start)
    if at == len(source.data):
        raise Unreadable(source.name, 1, "The file is empty.", "Send the file with its content.")
    return source.data[at : at + 1], at


def ends(source: Source, at: int) -> None:
    """Nothing but space may follow. Raises Unreadable."""
    after = _space(source, at)
    if after != len(source.data):
        why = "The JSON ends and something else begins: the file is several JSON texts, or one and a rest."
        raise source.refuse(after, why, "Send each JSON text as a file of its own.")


def decoded(source: Source, begin: int, raw: bytes) -> Any:
    """The value that is written there. Raises Unreadable with the line of what cannot be read."""
    try:
        value = STRICT.decode(raw.decode())
        if _HALF_LETTER.search(raw):
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        raise _not_utf_8(source, begin + error.start, raw) from None
    except UnicodeEncodeError:
        raise source.refuse(
            begin, "A text holds half a letter (a lone surrogate).", "Write the letter whole."
        ) from None
    except json.JSONDecodeError as error:
        at = begin + len(error.doc[: error.pos].encode())
        raise source.refuse(
            at, f"This is not JSON: {error.msg}.", "Mend it there, or export it again."
        ) from None
    except NotStrict as error:
        at = begin + max(raw.rfind(error.word.encode()), 0)
        raise source.refuse(at, error.why, error.fix) from None
    return value


class NotStrict(ValueError):
    """What not every reader of JSON takes alike. word: as it stands in the text."""

    def __init__(self, word: str, why: str, fix: str) -> None:
        super().__init__(why)
        self.word, self.why, self.fix = word, why, fix


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        why = f"The name {twice[:60]!r} stands twice in one object, and only one of the two can be meant."
        raise NotStrict(json.dumps(twice, ensure_ascii=False), why, "Keep one of them.")
    return made


_NUMBER = "Write a number, or a text in quotes."


def _constant(name: str) -> NoReturn:
    raise NotStrict(name, f"This is not JSON: {name} is no number.", _NUMBER)


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise NotStrict(digits, f"This is not JSON: a number has {len(digits)} digits.", _NUMBER)
    return int(digits)


STRICT: Final = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)
"""Reads a text of JSON; raises `NotStrict` besides what every reader of JSON refuses."""


def _not_utf_8(source: Source, at: int, raw: bytes) -> Unreadable:
    try:
        raw.decode("cp1252")
        reads_as = " It reads as Windows-1252 (cp1252)."
    except UnicodeDecodeError:
        reads_as = ""
    byte = source.data[at : at + 1].hex()
    return source.refuse(
        at, f"The file is not UTF-8: byte 0x{byte} belongs to no letter there.{reads_as}", _AS_UTF_8
    )


def _space(source: Source, at: int) -> int:
    found = _SPACE.match(source.data, at)
    return found.end() if found else at


def _byte(source: Source, at: int) -> bytes:
    return source.data[at : at + 1]


def _after(source: Source, at: int, sign: bytes) -> int:
    if _byte(source, at) != sign:
        raise _broken(source, at, f"{sign.decode()} is missing")
    return _space(source, at + 1)


def _key(source: Source, at: int) -> tuple[str, int]:
    found = _STRING_ONLY.match(source.data, at)
    if not found:
        raise _broken(source, at, "the name of a member is missing")
    key = decoded(source, at, found.group())
    return key, _after(source, _space(source, found.end()), b":")


def _end(source: Source, at: int) -> int:
    found = _VALUE.match(source.data, at)
    if not found:
        raise _broken(source, at, "a value is missing or does not end")
    return found.end()


def _next(source: Source, at: int, closing: bytes) -> int:
    """Where the next element begins, or the closing bracket stands."""
    at = _space(source, at)
    if _byte(source, at) == closing:
        return at
    after = _after(source, at, b",")
    if _byte(source, after) == closing:
        raise source.refuse(
            after, "This is not JSON: a comma stands before a closing bracket.", "Take it out."
        )
    return after


def _broken(source: Source, at: int, what: str) -> Unreadable:
    """The refusal of what is no JSON, at the byte that a strict reader of the whole file names, if it names one."""
    try:
        msgspec.json.decode(memoryview(source.data)[source.start :], type=msgspec.Raw)
    except msgspec.DecodeError as error:
        if named := _BYTE.match(str(error)):
            what, at = named[1].removeprefix("JSON is malformed: "), source.start + int(named[2])
        elif "truncated" in str(error):
            what, at = "it ends in the middle", len(source.data)
    else:
        why = f"Objects and lists stand more than {DEEPEST} levels deep in each other."
        return source.refuse(at, why, "Make the structure flatter.")
    return source.refuse(at, f"This is not JSON: {what}.", "Mend it there, or export it again.")


def _let_go(data: Data, freed: int, read: int) -> int:
    """Gives memory of a mapped file back, behind what was read; the new mark up to which that is done."""
    if not isinstance(data, mmap) or read - freed < _HELD:
        return freed
    begin, end = freed - freed % PAGESIZE, read - read % PAGESIZE
    data.madvise(MADV_DONTNEED, begin, end - begin)
    return end
