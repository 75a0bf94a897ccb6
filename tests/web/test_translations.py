"""The interface's texts stand in every language of the house, whole and with the same places to fill."""

from __future__ import annotations

import gettext
import io
import re
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from throughline.project import messages, translations

TEMPLATES = sorted(messages.SOURCE.glob("*/templates/**/*.html"))
REACHED = {"es": 1.0, "pt": 1.0, "ht": 1.0}
"""What part of the texts each language has; it may grow and not shrink."""
NAMES = ("API", "Throughline", "https")
"""Words that are the same in every language."""
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
SAID_BY_ATTRIBUTES = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')


def test_the_house_speaks_the_languages_its_settings_name() -> None:
    from django.conf import settings

    assert {code for code, _ in settings.LANGUAGES} == {"en", *messages.languages()}


@pytest.mark.parametrize("language", messages.COMPLETE)
def test_no_text_of_the_interface_is_missing_in_a_complete_language(language: str) -> None:
    assert list(messages.problems(language)) == []


@pytest.mark.parametrize("language", messages.languages())
def test_a_language_keeps_what_it_has_reached(language: str) -> None:
    lacking = [each for each in messages.problems(language) if "other places" not in each]
    assert messages.translated(language) >= REACHED[language], lacking


@pytest.mark.parametrize("language", messages.languages())
def test_no_translation_is_in_doubt_or_fills_other_places(language: str) -> None:
    wrong = [each for each in messages.problems(language) if "fuzzy" in each or "other places" in each]
    assert wrong == []


@pytest.mark.parametrize("language", messages.languages())
def test_the_files_hold_no_text_that_is_no_longer_used(language: str) -> None:
    used = {(messages.key_of(m), m.context) for m in messages.template(language) if m.id}
    assert [
        m.id for m in messages.catalogue(language) if m.id and (messages.key_of(m), m.context) not in used
    ] == []


@pytest.mark.parametrize("language", messages.languages())
def test_the_table_says_what_the_file_says(language: str, tmp_path: Path) -> None:
    held = messages.catalogue(language)
    theirs = io.BytesIO()
    write_mo(theirs, held)
    theirs.seek(0)
    ours = translations.table_of(dict(translations.entries(messages.file_of(language).read_text("utf-8"))))
    read, reference = gettext.GNUTranslations(io.BytesIO(ours)), gettext.GNUTranslations(theirs)
    for message in held:
        if isinstance(message.id, tuple):
            for n in (1, 2):
                assert (
                    read.ngettext(*message.id, n) == reference.ngettext(*message.id, n) != message.id[n - 1]
                )
        elif message.id and message.context:
            assert read.pgettext(message.context, message.id) == message.string
        elif message.id:
            assert read.gettext(message.id) == reference.gettext(message.id) == message.string


def test_a_text_in_doubt_or_empty_is_left_out_of_the_table() -> None:
    text = (
        'msgid ""\nmsgstr ""\n"Language: es\\n"\n\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n'
    )
    assert dict(translations.entries(text)) == {"": "Language: es\n"}


def test_a_line_that_belongs_to_no_entry_is_named() -> None:
    with pytest.raises(ValueError, match="Line 2 of a translation is no part of an entry: 'msgstr b'"):
        list(translations.entries('msgid "a"\nmsgstr b\n'))


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("a.py", "x = f\"{_('Inside')}\"", {"Inside"}),
        ("a.py", 'ngettext("{n} day", "{n} days", count)', {("{n} day", "{n} days")}),
        ("a.py", 'pgettext("month", "May")', {"May"}),
        ("a.html", '<a title="{% trans \'Go\' %}">\n   {% trans "Stay" %}</a>', {"Go", "Stay"}),
        ("a.html", "{% blocktrans with n=page.n %}Level {{ n }}{% endblocktrans %}", {"Level %(n)s"}),
        (
            "a.html",
            "{% blocktrans count n=p %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}",
            {("%(n)s day", "%(n)s days")},
        ),
    ],
)
def test_texts_are_found_in_code_and_pages(
    name: str, source: str, found: set[object], tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_text(source)
    assert {text for _, text, _ in messages.texts_of(file)} == found


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_page_holds_words_that_cannot_be_translated(file: Path) -> None:
    source = re.sub(r"{% (blocktrans|comment)\b.*?{% end\1 %}", "", file.read_text("utf-8"), flags=re.DOTALL)
    plain = TAG.sub("", source)
    attributes = " ".join(SAID_BY_ATTRIBUTES.findall(plain))
    shown = re.sub(r"<(svg|style|script|code)\b.*?</\1>|<[^>]*>|&\w+;|/api/\S+", " ", plain, flags=re.DOTALL)
    words = re.findall(r"[^\W\d_]{2,}", f"{shown} {attributes}")
    assert [word for word in words if word not in NAMES] == []
