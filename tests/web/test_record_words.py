"""What leaves the house with a learner has a text for every place in it."""

from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from django.utils import translation

from throughline.core.credentials.bundle import Contents, read_bundle, write_bundle
from throughline.core.credentials.transcript.drawing import draw
from throughline.core.credentials.transcript.facts import Row, Section, Transcript
from throughline.core.credentials.transcript.legacy import LIMITS
from throughline.web.components.record_words import bundle_words, course_limits, transcript_words

NOW = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "es", "pt", "ht"])
def test_a_transcript_and_a_bundle_are_made_in_every_language(language: str) -> None:
    with translation.override(language):
        words, pages = transcript_words(), bundle_words()
    assert all(asdict(words).values())
    assert (words.language, pages.language) == (language, language)
    assert "{page}" in words.page
    assert "{pages}" in words.page
    assert "{file}" in words.attached
    assert "{date}" in pages.made
    assert "{date}" in pages.as_of
    row = Row("CAD", "Harbor High", "2027", "Proficient")
    drawn = draw(
        Transcript(words, "Ana", "1", "Records", "2027", "https://m.example/v", (Section("A", (row,)),)),
        b"{}",
        NOW,
    )
    assert drawn.startswith(b"%PDF")
    contents = Contents("Ana", NOW, {})
    assert read_bundle(b"".join(write_bundle(contents, pages))) == contents


def test_every_limit_of_the_list_of_courses_has_a_sentence() -> None:
    assert set(course_limits()) == set(LIMITS)
