"""Texts for learners name no want as if it were theirs, and no age or grade."""

from pathlib import Path

import pytest

from tests.core.formats.planting import found, planted
from throughline.core.certification.plain_words import unplain


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("A second chance for at-risk students.", "en", "at-risk"),
        ("For learners who failed before.", "en", "failed"),
        ("A remedial course.", "en", "remedial"),
        ("Low-performing schools", "en", "Low-performing"),
        ("Open to 10th-graders.", "en", "10th-graders"),
        ("For grades 9 and up", "en", "grades 9"),
        ("Apoyo a estudiantes rezagados.", "es", "rezagados"),
        ("Para quienes fracasaron.", "es", "fracasaron"),
        ("Desde el décimo grado", "es", "décimo grado"),
        ("Para alunos com baixo desempenho.", "pt", "baixo desempenho"),
        ("A partir da 9ª série", "pt", "9ª série"),
        ("Pou elèv ki an reta.", "ht", "an reta"),
        ("Pou timoun ki gen 14 an.", "ht", "gen 14 an"),
    ],
)
def test_a_word_of_want_or_age_is_found(text: str, language: str, word: str) -> None:
    assert [found for found, _ in unplain(text, language)] == [word]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tests a weld until it fails safely under low heat.", "en"),
        ("Reads the grade of a slope and upgrades a pump.", "en"),
        ("Assesses the risk at a crossing.", "en"),
        ("Mide el grado de un ángulo y el riesgo de una obra.", "es"),
        ("A text in a language without a list: failed", "vi"),
    ],
)
def test_words_about_things_are_no_words_about_people(text: str, language: str) -> None:
    assert list(unplain(text, language)) == []


def test_a_state_that_labels_learners_is_told_where(tmp_path: Path) -> None:
    label = "{en: For at-risk 9th graders.}"
    directory = planted(tmp_path, ("milestones.yaml", "{en: What numbers is about.}", label))
    assert found(directory) == [
        "milestones.yaml:4: milestones[0].summary.en: C18: milestone:numbers says 'at-risk' in 'en' under `summary`,"
        " which puts a want into the person. Say what is there, or what comes next.",
        "milestones.yaml:4: milestones[0].summary.en: C18: milestone:numbers says '9th graders' in 'en' under `summary`,"
        " which labels by age or grade. Say what is there, or what comes next.",
    ]
