"""Every sentence of a verification stands in the list of words, and none stands there for nothing."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from throughline.core.credentials.verifying import words
from throughline.core.credentials.verifying.answers import Said

HOME = Path(words.__file__).parent
SOURCE = "".join(file.read_text() for file in HOME.glob("*.py") if file.name != "words.py")
FINDINGS = {
    f"token_{each}"
    for each in ("claim_missing", "header_extra", "algorithm_of_other_profile", "times_differ")
}


def test_every_sentence_is_said_somewhere_and_every_code_has_its_sentence() -> None:
    named = set(re.findall(r'said\(\s*"(\w+)"', SOURCE))
    assert named <= set(words.SENTENCES)
    assert {code for code in words.SENTENCES if f'"{code}"' not in SOURCE} == FINDINGS


@pytest.mark.parametrize("code", words.SENTENCES)
def test_a_sentence_is_one_line_ends_with_a_stop_and_fills_its_places(code: str) -> None:
    text = words.SENTENCES[code]
    places = {name: "X" for _, name, _, _ in Formatter().parse(text) if name}
    assert words.english(Said(code, places)).count("X") >= len(places)
    assert re.search(r"[.?](”|’)?$", text) or text.endswith("{why}.")
    assert "\n" not in text
