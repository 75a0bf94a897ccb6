"""Rules in plain words, and what changed between two of them."""

import copy
from decimal import Decimal
from string import Formatter
from typing import Any

import pytest
from hypothesis import given

from tests.core.certification.small_state import small_state
from tests.core.requirements.strategies import EMPTY, rules, small_rules
from throughline.core.catalogue.naming import names_of
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.difference import difference, eases
from throughline.core.requirements.nodes import Choose, Node, children, walk
from throughline.core.requirements.phrases import EN, LANGUAGES
from throughline.core.requirements.reading import read
from throughline.core.requirements.words import Sentence, describe, missing_sentence

TITLES = {
    "competency:math": {"en": "Mathematics", "es": "Matemáticas", "pt": "Matemática", "ht": "Matematik"},
    "milestone:biology": {"en": "Biology", "es": "Biología"},
    "tag:workplace": {"es": "lugar de trabajo", "pt": "local de trabalho", "ht": "kote travay"},
    "tag:teacher": {"es": "docente", "pt": "professor", "ht": "pwofesè"},
    "tag:workplace_mentor": {"es": "mentora de la empresa", "pt": "mentora da empresa", "ht": "mantò travay"},
    "tag:internship": {"es": "prácticas", "pt": "estágio", "ht": "estaj"},
}


def names(ref: str, language: str) -> str:
    return TITLES.get(ref, {}).get(language) or ref.partition(":")[2].replace("-", " ").replace("_", " ")


RULE: dict[str, Any] = {"choose": {"min": 2, "of": [
    {"have": {"what": "competency:math", "level": 3,
              "validated_by": ["teacher", {"role": "workplace_mentor", "distinct_organization": True}]}},
    {"total": {"measure": "hours", "min": 100,
               "from": {"kind": "experience", "tags": "internship", "context": "workplace"}}},
    {"choose": ["milestone:biology", "milestone:chemistry"]},
    {"total": {"measure": "distinct", "min": 2, "from": {"kind": "course", "tags": "arts"}}},
    {"choose": {"min": 1, "of": ["course:a", "course:b", "course:c"]}},
]}}  # fmt: skip

SAID = {
    "en": [
        "Any 2 of these 5",
        "Mathematics, level 3 or above, judged by a teacher and a workplace mentor from another organization",
        "At least 100 hours of internship, in a workplace",
        "All 2 of these",
        "At least 2 different courses (arts)",
        "Any 1 of these 3",
    ],
    "es": [
        "Cualquiera de estas opciones: 2 de 5",
        "Matemáticas, nivel 3 o superior, valorado por un docente y una mentora de la empresa de otra organización",
        "Al menos 100 horas de prácticas, en un lugar de trabajo",
        "Todo lo siguiente (2)",
        "Al menos 2 cursos (arts), sin repetir",
        "Cualquiera de estas opciones: 1 de 3",
    ],
    "pt": [
        "Quaisquer destas opções: 2 de 5",
        "Matemática, nível 3 ou superior, avaliado por um professor e uma mentora da empresa de outra organização",
        "Pelo menos 100 horas de estágio, em um local de trabalho",
        "Tudo o que segue (2)",
        "Pelo menos 2 cursos (arts), sem repetir",
        "Quaisquer destas opções: 1 de 3",
    ],
    "ht": [
        "Nenpòt 2 nan 5 sa yo",
        "Matematik, nivo 3 oswa pi wo, yon pwofesè ak yon mantò travay ki soti nan yon lòt òganizasyon jije li",
        "Omwen 100 èdtan estaj, nan yon kote travay",
        "Tout 2 sa yo",
        "Omwen 2 kou (arts) diferan",
        "Nenpòt 1 nan 3 sa yo",
    ],
}


@pytest.mark.parametrize("language", sorted(SAID))
def test_a_rule_is_said_in_plain_words_of_each_language(language: str) -> None:
    said = describe(read(RULE), names, language)
    assert [said.text, *(child.text for child in said.children)] == SAID[language]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_says_every_phrase_with_the_same_parts(language: str) -> None:
    def parts(phrase: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(phrase) if name}

    assert set(LANGUAGES[language]) == set(EN)
    for key, phrase in LANGUAGES[language].items():
        free = {"n"} if key in ("all", "some", "year", "month", "day") else set()
        assert parts(phrase) - free == parts(EN[key]) - free, key


@given(rules)
def test_every_rule_can_be_said_node_by_node(rule: Node) -> None:
    def nodes_of(said: Sentence) -> list[str]:
        return [said.node, *(node for child in said.children for node in nodes_of(child))]

    for language in LANGUAGES:
        assert nodes_of(describe(rule, names, language)) == [node.id for node in walk(rule)]


def test_what_is_missing_is_said_from_what_is_there() -> None:
    rule = read(RULE)
    assert isinstance(rule, Choose)
    competency, hours, *_ = rule.of
    assert missing_sentence(rule, 1, names, "en") == "1 more of these 5"
    assert (
        missing_sentence(hours, Decimal("70.5"), names, "en")
        == "29.5 more hours of internship, in a workplace"
    )
    assert missing_sentence(hours, 70, names, "es") == "30 horas más de prácticas, en un lugar de trabajo"
    assert missing_sentence(competency, 0, names, "es").startswith(
        "Aún por mostrar: Matemáticas, nivel 3 o superior"
    )


def test_a_states_documents_give_the_names_and_an_unknown_one_is_shown_as_its_words() -> None:
    of_state = names_of(small_state())
    assert of_state("rule:common", "es") == "Common"
    assert of_state("tag:workplace_mentor", "en") == "workplace mentor"
    assert of_state("course:early-college", "en") == "early college"


def changed(edit: Any) -> list[tuple[str, str]]:
    new = copy.deepcopy(RULE)
    edit(new["choose"], new["choose"]["of"])
    return [(change.kind, change.sentence) for change in difference(read(RULE), read(new), names, "en")]


def _raise_hours(_: Any, of: Any) -> None:
    of[1]["total"]["min"] = 120


def _level(_: Any, of: Any) -> None:
    of[0]["have"]["level"] = 2


CHANGES: list[tuple[Any, list[tuple[str, str]]]] = [
    (lambda body, of: body.update(min=3), [("tightened", "now asks for 3 of 5 instead of 2 of 5")]),
    (_raise_hours, [("tightened", "adds 20 hours of internship")]),
    (_level, [("loosened", "Mathematics: now asks for level 2 instead of level 3")]),
    (lambda body, of: of[2]["choose"].pop(0), [("removed", "removes Biology")]),
    (lambda body, of: of[2]["choose"].append("milestone:art"), [("added", "adds art")]),
    (lambda body, of: of.insert(0, {"choose": {"min": 1, "of": ["course:x", "course:y"]}}),
     [("added", "adds Any 1 of these 2 (x; y)")]),
    (lambda body, of: of[3]["total"].update(min=1), [("loosened", "asks for 1 fewer: courses (arts)")]),
    (lambda body, of: of[1]["total"].update(cite="603 CMR 4"),
     [("changed", "At least 100 hours of internship, in a workplace: now rests on 603 CMR 4")]),
    (lambda body, of: of.append(
        {"total": {"measure": "credits", "unit": "college-credit", "min": 6, "from": {"kind": "course"}}}),
     [("added", "adds 6 college credit of courses")]),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), CHANGES, ids=[expected[0][1] for _, expected in CHANGES])
def test_a_change_is_said_in_words(edit: Any, expected: list[tuple[str, str]]) -> None:
    assert changed(edit) == expected


@given(rules)
def test_a_rule_does_not_differ_from_itself(rule: Node) -> None:
    assert difference(rule, rule, names, "es") == ()


@given(small_rules, small_rules)
def test_two_rules_that_ask_for_different_things_always_differ(a: Node, b: Node) -> None:
    book = RuleBook(EMPTY)
    if not (eases(a, b, book).holds and eases(b, a, book).holds):
        assert difference(_named(a), _named(b), names, "en") != ()


def _named(rule: Node) -> Node:
    from tests.core.requirements.strategies import _unnamed
    from throughline.core.requirements.reading import write

    return read(_unnamed(write(rule)))


def test_a_change_eases_only_where_every_old_way_still_holds() -> None:
    book = RuleBook(EMPTY)
    old = read({"choose": ["course:a", {"have": {"what": "competency:b", "level": 3}}]})
    easier = read({"choose": ["course:a", {"have": {"what": "competency:b", "level": 2}}]})
    assert eases(old, easier, book).holds
    assert not eases(easier, old, book).holds
    assert children(old)
