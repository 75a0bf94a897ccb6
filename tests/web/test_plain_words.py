"""The house never puts a want into a person and never labels by age or grade: in no page, no message, no chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from throughline.apps.advising.queries import SupportMissing
from throughline.core.certification.plain_words import unplain, unplain_of_ours
from throughline.core.progress.missing_support import KINDS
from throughline.project import messages
from throughline.web.components.missing_support import BEGIN, NEEDS, SEEN

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


@cache
def texts(language: str) -> tuple[tuple[str, str], ...]:
    """Every text of the interface and the guide in a language, with where it stands."""
    return tuple(_texts(language))


def _texts(language: str) -> Iterator[tuple[str, str]]:
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


def seeded(told: Any) -> Iterator[str]:
    """Every text that the demo is filled with, but for what laws are quoted to say."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for name, each in told.items():
            yield from seeded(each) if name != "cite" else ()
    elif isinstance(told, list):
        for each in told:
            yield from seeded(each)


BROKEN_PARTS = ("failure-analysis",)
"""What is learned of things that break."""
OF_A_FAULT = (
    "absen", "attend", "miss(ed|es) (class|school)", "grade", "mark", "score", "did not", "has not", "risk", "poor",
)  # fmt: skip
"""What would tell of a person, and not of a support."""


@pytest.mark.covers("S001-V7", "T-04")
def test_no_label_stands_in_pages_or_seeded_words_and_alerts_name_the_missing_support() -> None:
    found = [
        (where, word) for where, text in texts("en") for word, _ in unplain_of_ours(_of_persons(text), "en")
    ]
    for file in (ROOT / "states" / "meridian").rglob("*.yaml"):
        told = "\n".join(seeded(yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)))
        found += [(file.name, word) for each in LANGUAGES for word, _ in unplain(_of_persons(told), each)]
    assert found == []
    assert not {"score", "risk", "rank"} & {each.name for each in fields(SupportMissing)}, (
        "no number for a person"
    )
    assert NEEDS.keys() == BEGIN.keys() == {*KINDS}, "each alert names the support, and how giving it begins"
    alerts = [str(each) for each in (*NEEDS.values(), *SEEN.values(), *BEGIN.values())]
    interface = {text for _, text in texts("en")}
    assert interface.issuperset(alerts), "so these were among the texts looked through"
    pattern = re.compile("|".join(OF_A_FAULT), re.IGNORECASE)
    assert [each for each in alerts if pattern.search(each)] == []


def _of_persons(text: str) -> str:
    for phrase in (*QUOTED, *OF_THINGS, *BROKEN_PARTS):
        text = text.replace(phrase, "")
    return text


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
