"""The house never puts a want into a person and never labels by age or grade: in no page, no message, no chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from throughline.core.certification.plain_words import unplain_of_ours
from throughline.project import messages

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
LEARNERS = sorted(GUIDE.glob("0*.md"))
"""The chapters that learners and families read; those after them are for people at work."""
QUOTED = ("from best to worst", "de mejor a peor", "as fast or as slow")
"""Where a text says what the house does not do."""
OF_THINGS = (
    "ertification at risk", "ertification is at risk", "ertificación en riesgo", "ertificación está en riesgo",
    "ertificação em risco", "ertificação está em risco", "bajo sus estatutos", "Bajo los estatutos",
)  # fmt: skip
"""Words of a pathway's certification and of charters, never of a person (S001-P3.3 names the first)."""
LANGUAGES = ("en", *messages.languages())


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Every text of the interface and the guide in a language, with where it stands."""
    for message in messages.template("en") if language == "en" else messages.catalogue(language):
        for form in messages.forms(message.id if language == "en" else message.string):
            yield str(message.locations[:1]), form
    for file in (GUIDE if language == "en" else GUIDE / language).glob("*.md"):
        yield file.name, file.read_text("utf-8")


@pytest.mark.covers("S001-SH6.3")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_house_names_a_want_or_an_age(language: str) -> None:
    found = []
    for where, text in texts(language):
        for phrase in (*QUOTED, *OF_THINGS):
            text = text.replace(phrase, "")
        found += [f"{where}: '{word}' {why}" for word, why in unplain_of_ours(text, language)]
    assert found == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You failed this milestone."),
        ("en", "You are two milestones behind."),
        ("en", "Low progress"),
        ("en", "For learners 14 years old"),
        ("es", "Tu progreso es bajo"),
        ("pt", "Você falhou"),
        ("ht", "Ou rate etap sa a"),
    ],
)
def test_such_a_word_would_be_found(language: str, text: str) -> None:
    assert list(unplain_of_ours(text, language))


@pytest.mark.parametrize("file", LEARNERS, ids=lambda file: file.stem)
def test_a_chapter_for_learners_reads_easily(file: Path) -> None:
    assert grade(file.read_text("utf-8")) <= 6


def grade(markdown: str) -> float:
    """How many years of school a text asks for (Kincaid and others, 1975: words a sentence, syllables a word)."""
    text = re.sub(r"\]\([^)]*\)|^\|[-| ]+\|$", "", markdown, flags=re.MULTILINE)
    lines = [line.strip("#-*| ").replace("|", ". ") for line in re.split(r"\n\n|\n(?=[#|\-\d])", text)]
    sentences = [part for line in lines for part in re.split(r"[.!?]+\s", line) if re.search(r"[a-z]", part)]
    words = re.findall(r"[A-Za-z']+", " ".join(sentences))
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    heard = re.sub(r"(?<=[^aeioul])e$|(?<=[^td])ed$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", heard)))


def test_the_measure_of_reading_tells_easy_from_hard() -> None:
    easy = "You pick a way. You show it. Then a door opens."
    hard = "Institutional accreditation necessitates comprehensive documentation of interdisciplinary achievement."
    assert grade(easy) < 3 < 12 < grade(hard)
