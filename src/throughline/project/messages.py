"""Working on the interface's translations: `python -m throughline.project.messages extract | compile | check`.

`extract` finds every text of pages and code and brings the `.po` files up to date, without the GNU tools that Django's
own `makemessages` needs. `compile` makes the tables. `check` says what a language still lacks. Needs Babel, which the
extra `dev` brings.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TypeAlias

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from throughline.project import translations
from throughline.project.translations import LOCALE

SOURCE: Final = LOCALE.parent
COMPLETE: Final = ("es",)
"""Languages in which no text of the interface may be missing."""
OWN_DATES: Final = ("ht", "pt")
"""Languages whose months and days are named here: Django has none for Haitian Creole, and Portugal's for Portuguese."""
DJANGO: Final = Path(django.__file__).parent
_FUNCTIONS: Final = (
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
)
_PLACE: Final = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
_HEAD: Final = """\
# Throughline's interface. `python -m throughline.project.messages extract` keeps it up to date.
msgid ""
msgstr ""
"Project-Id-Version: Throughline\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural={plural};\\n"

"""
_PLURAL: Final = {"pt": "(n > 1)"}

Found: TypeAlias = tuple[int, str | tuple[str, ...], str | None]
Call: TypeAlias = tuple[int, str, list[str]]


@cache
def template(language: str) -> Catalog:
    """Every text of the interface, with the files it stands in; with the names of months and days where they are ours."""
    found = Catalog()
    for file in sorted([*SOURCE.rglob("*.py"), *SOURCE.glob("*/templates/**/*.html")]):
        for line, text, context in texts_of(file):
            found.add(text, locations=[(file.relative_to(SOURCE).as_posix(), line)], context=context)
    if language in OWN_DATES:
        for line, text, context in texts_of(DJANGO / "utils" / "dates.py"):
            found.add(text, locations=[("django/utils/dates.py", line)], context=context)
    return found


def texts_of(file: Path) -> Iterator[Found]:
    """The texts to translate of one page or module: line, text (or one and many), context."""
    source = file.read_text("utf-8")
    for line, function, parts in _calls_of_page(source) if file.suffix == ".html" else _calls(source):
        context = parts.pop(0) if "pgettext" in function and parts else None
        if parts:
            yield line, (parts[0], parts[1]) if function.startswith("n") else parts[0], context


def _calls(source: str) -> Iterator[Call]:
    # Read as a tree, because Babel's own reading misses calls inside f-strings before Python 3.12.
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
            given = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            yield node.lineno, node.func.id, [text for text in given if isinstance(text, str)]


def _calls_of_page(source: str) -> Iterator[Call]:
    # Django writes a template as Python calls; what it leaves of the rest would be read as broken indentation.
    code = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    # Babel's types for this describe another function's results.
    found: Iterator[Any] = extract_python(BytesIO(code.encode()), dict.fromkeys(_FUNCTIONS), [], {})
    for line, function, given, _ in found:
        yield line, function, [part for part in (given if isinstance(given, tuple) else (given,)) if part]


def languages() -> tuple[str, ...]:
    """The languages there are translations for."""
    return tuple(file.parents[1].name for file in translations.texts())


def file_of(language: str) -> Path:
    """Where the translations of a language stand."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> Catalog:
    """The translations of a language, as they stand in its file."""
    with file_of(language).open("rb") as file:
        return read_po(file)


def extract() -> None:
    """Brings every language's file up to date: new texts come in empty, those no longer used go."""
    for language in languages():
        held = catalogue(language)
        held.update(template(language), no_fuzzy_matching=True)
        held.obsolete.clear()
        write(language, held)


def write(language: str, held: Catalog) -> None:
    """Writes a language's file: in order of the texts, without line numbers and dates, so that changes read well."""
    body = BytesIO()
    write_po(body, held, width=118, sort_output=True, include_lineno=False, omit_header=True)
    head = _HEAD.format(language=language, plural=_PLURAL.get(language, "(n != 1)"))
    file_of(language).write_bytes(head.encode() + body.getvalue())


def problems(language: str) -> Iterator[str]:
    """What is wrong with a language's file: texts it lacks, translations in doubt, places to fill that differ."""
    held = catalogue(language)
    for message in template(language):
        if message.id:
            found = held.get(key_of(message), message.context)
            if problem := lacks(found) or differs(message, found):
                yield f"{key_of(message)!r} {problem}"


def lacks(found: Message | None) -> str:
    """Why an entry is no translation; empty where it is one."""
    if found is None:
        return "is not in the file: run `python -m throughline.project.messages extract`"
    if not all(forms(found.string)):
        return "has no translation"
    return "is in doubt (fuzzy)" if found.fuzzy else ""


def differs(wanted: Message, found: Message | None) -> str:
    """Where a translation does not fill in what the text does; a singular may leave its number out."""
    one, many = (placeholders(each) for each in (forms(wanted.id)[0], forms(wanted.id)[-1]))
    filled = [placeholders(each) for each in forms(found.string if found else "")]
    loose = any(not form <= one | many for form in filled)
    return "has other places to fill than its translation" if loose or filled[-1] != many else ""


def translated(language: str) -> float:
    """The part of the interface's texts that a language has, from 0 to 1."""
    held = catalogue(language)
    found = [not lacks(held.get(key_of(m), m.context)) for m in template(language) if m.id]
    return sum(found) / len(found)


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """A text as its forms: one, or one and many."""
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)


def key_of(message: Message) -> str:
    """The text an entry is looked up by: of a plural, the one of one."""
    return forms(message.id)[0]


def placeholders(text: str) -> set[str]:
    """The names in a text that are filled in when it is shown."""
    return {found[1] or found[2] for found in _PLACE.finditer(text)}


def main(wish: str) -> str:
    """Does what is wished for, and says what came of it."""
    if wish == "extract":
        extract()
        return f"Up to date: {', '.join(languages())}."
    if wish == "compile":
        return f"Tables made: {len([translations.compile_one(file) for file in translations.texts()])}."
    if wish == "check":
        found = [f"{language}: {each}" for language in languages() for each in problems(language)]
        return "\n".join(found) or "Every text is there in every language."
    return (__doc__ or "").strip()


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1] if len(sys.argv) > 1 else "") + "\n")
