"""The glossary says where each word lives, and it lives there; one word stands for one thing."""

from __future__ import annotations

import re
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| word ")
]
NAMES = sorted({name for row in ROWS for name in re.findall(r"`((?:apps|core)\.[\w.]+)`", row[2])})
NOT_WORDS = {"Kind", "Text", "JsonValue"}


def test_every_word_has_a_meaning_and_a_place() -> None:
    assert len(ROWS) > 40
    assert [row[0] for row in ROWS if len(row) != 4 or not row[1] or not row[2]] == []


def test_no_word_stands_for_two_things() -> None:
    words = Counter(word for row in ROWS for word in row[0].split(", "))
    assert [word for word, count in words.items() if count > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_the_glossary_names_is_there(name: str) -> None:
    module, _, thing = f"throughline.{name}".rpartition(".")
    if not thing[:1].isupper():
        try:
            import_module(f"{module}.{thing}")
            return
        except ModuleNotFoundError:
            pass
    assert hasattr(import_module(module), thing), name


def test_every_published_document_is_in_the_glossary() -> None:
    from throughline.core.catalogue import documents

    own = {
        name
        for name, thing in vars(documents).items()
        if getattr(thing, "__module__", "") == documents.__name__
    }
    parts = {"Retakes", "LearnerAction"}
    named = {name.rpartition(".")[2] for name in NAMES if name.startswith("core.catalogue.documents.")}
    assert {name for name in own if name[0].isupper()} - parts - NOT_WORDS - named == set()
