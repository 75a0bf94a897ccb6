"""A small adapter: areas of study in the Hanson format (courses, `&`, `|`, "two of (...)", named requirements).

What the rule language does not say stays in the words of its source as an `unread` fact, which nobody can tell of
anyone: a message without a result, a limit from above, `where` with comparisons, a choice made by the student.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from throughline.core.requirements.nodes import Choose, Have, Node, Selector, Total

NUMBERS = dict(zip(
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), range(11), strict=True
))  # fmt: skip
KEYS = {
    "name",
    "type",
    "revision",
    "result",
    "message",
    "description",
    "slug",
    "available through",
    "student selected",
    "filter",
    "declare",
}
COURSE = r"(?:[A-Z][A-Z/]* +)?\d{3}[A-Z]?(?:\.[\w*]+)*"


def area(data: Mapping[str, Any]) -> Node:
    """The rule of an area of study."""
    return _Reading().requirement(str(data["name"]), data)


class _Reading:
    """Reads one area: names for nodes, and the department that was named last."""

    def __init__(self) -> None:
        self.count = 0

    def _id(self, name: str) -> str:
        self.count += 1
        return f"{self.count}-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')[:40]}"

    def _unread(self, words: str) -> Node:
        said = re.sub(r"[^A-Za-z0-9]+", "-", words).strip("-")[:80]
        return Have(id=self._id("unread"), what=f"unread:{said}")

    def requirement(self, name: str, data: Any) -> Node:
        if not isinstance(data, Mapping):
            return self._result(name, str(data), {})
        if "result" not in data:
            return self._unread(
                f"{name} {data.get('message') or data.get('description') or 'student selected'}"
            )
        below = {key: value for key, value in data.items() if key not in KEYS}
        return self._result(name, str(data["result"]), {**below, **_filter(data)})

    def _result(self, name: str, text: str, below: Mapping[str, Any]) -> Node:
        found = _Parser(self, name, text, below).whole()
        return found if found is not None else self._unread(f"{name} {text}")

    def named(self, name: str, below: Mapping[str, Any]) -> Node | None:
        """The requirement of this name or abbreviation, among those directly below."""
        for key, value in below.items():
            short = re.search(r"\(([^)]*)\)$", key)
            if name in {key, re.sub(r" *\([^)]*\)$", "", key), short.group(1) if short else key}:
                return self.requirement(key, value)
        return None


def _filter(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"filter ": data["filter"]} if "filter" in data else {}


class _Parser:
    """`a & b | c`, "n of (...)", courses and names; None for what it cannot read."""

    def __init__(self, reading: _Reading, name: str, text: str, below: Mapping[str, Any]) -> None:
        self.reading, self.name, self.text, self.below = reading, name, text, below
        names = sorted((re.escape(each) for each in _names(below)), key=len, reverse=True)
        known = "|".join(names) or r"(?!)"
        counts = "|".join([*NUMBERS, "all", "any", "none"])
        self.tokens = re.findall(
            rf"({known}|\(|\)|,|&|\||{COURSE}|(?:{counts}) of(?= *\()|[^&|(),]+)", " ".join(text.split())
        )
        self.tokens = [token.strip() for token in self.tokens if token.strip()]
        self.at, self.department = 0, ""

    def whole(self) -> Node | None:
        found = self._either()
        return found if self.at == len(self.tokens) else None

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def _either(self) -> Node | None:
        return self._joined("|", lambda: self._joined("&", self._one, None), 1)

    def _joined(self, sign: str, read: Any, least: int | None) -> Node | None:
        parts = [read()]
        while self._peek() == sign:
            self._next()
            parts.append(read())
        return _choose(self.reading._id(self.name), [part for part in parts if part is not None], least)

    def _one(self) -> Node | None:
        token = self._next()
        if token == "(":
            inside = self._either()
            self._next()
            return inside
        if token.endswith(" of") and self._peek() == "(":
            return self._of(token.split()[0])
        if re.fullmatch(COURSE, token):
            return self._course(token)
        return self.reading.named(token, self.below) or self._counted(token) or self.reading._unread(
            f"{self.name} {token} {''.join(self._rest())}"
        )  # fmt: skip

    def _rest(self) -> Iterator[str]:
        """The words up to the next sign on this level, so that what cannot be read is kept whole."""
        depth = 0
        while self._peek() and (depth or self._peek() not in "&|),"):
            depth += {"(": 1, ")": -1}.get(self._peek(), 0)
            yield self._next() + " "

    def _of(self, count: str) -> Node | None:
        self._next()
        parts: list[Node] = []
        while self._peek() not in (")", ""):
            if self._peek() == ",":
                self._next()
                continue
            part = self._either()
            parts += [part] if part is not None else []
        self._next()
        least = len(parts) if count == "all" else 1 if count == "any" else NUMBERS.get(count, 0)
        return None if least == 0 or not parts else _several(self.reading._id(self.name), parts, least)

    def _course(self, token: str) -> Node:
        department, _, number = token.rpartition(" ")
        self.department = department.strip() or self.department
        if "." in number:
            return self.reading._unread(f"{self.department} {number}")
        return Have(id=self.reading._id(number), what=f"course:{self.department}-{number}".replace("/", "_"))

    def _counted(self, token: str) -> Node | None:
        """`three courses where { department = HIST & level = 300 }`; anything harder is left unread."""
        words = re.match(r"(\w+) (courses?|credits?) where \{ ?([^{}]*)\}?$", token)
        if words is None or words.group(1) not in NUMBERS:
            return None
        qualities = re.findall(r"(\w+) ?= ?(\w+)", words.group(3) + "".join(self._more()))
        tags = tuple(f"{key}:{value}" for key, value in qualities)
        return Total(
            id=self.reading._id(self.name), measure="count", unit="", min=Decimal(NUMBERS[words.group(1)]),
            select=Selector(kind="course", tags=tags),
        )  # fmt: skip

    def _more(self) -> Iterator[str]:
        if "}" in self.tokens[self.at - 1]:
            return
        while self._peek() == "&":
            self._next()
            yield " & " + self._peek()
            if "}" in self._next():
                return


def _names(below: Mapping[str, Any]) -> Iterator[str]:
    for key in below:
        yield key
        yield re.sub(r" *\([^)]*\)$", "", key)
        short = re.search(r"\(([^)]*)\)$", key)
        if short:
            yield short.group(1)


def _choose(name: str, parts: list[Node], least: int | None) -> Node | None:
    if len(parts) <= 1:
        return parts[0] if parts else None
    return Choose(id=name, of=tuple(parts), min=least)


def _several(name: str, parts: list[Node], least: int) -> Node:
    return (
        parts[0] if len(parts) == least == 1 else Choose(id=name, of=tuple(parts), min=min(least, len(parts)))
    )
