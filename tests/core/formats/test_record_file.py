"""A record as a file: what is written is read again the same, and what is no record is refused line by line."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.progress.strategies import records
from throughline.core.formats.record_file import RecordFile, read_record, record_of, write_record
from throughline.core.formats.state_pack import PackErrors
from throughline.core.progress.record import Fact, Record, RuleException, Validator

TODAY = date(2030, 6, 1)
days = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
texts = st.text(max_size=12).filter(lambda text: text.strip())


@settings(max_examples=80, deadline=None)
@given(records(), days, days)
def test_a_record_written_and_read_again_is_the_same(
    learner: Record, as_of: date | None, began: date | None
) -> None:
    file = RecordFile(learner, as_of, began)
    assert record_of(write_record(file), "record.json", TODAY) == file


@settings(max_examples=200, deadline=None)
@given(
    texts, texts, st.decimals(0, 10**9, allow_nan=False, places=4), st.lists(texts, max_size=3, unique=True)
)
def test_no_text_and_no_number_changes_on_the_way(
    words: str, unit: str, amount: Decimal, tags: list[str]
) -> None:
    made = Fact(
        "f-1", "course:x", TODAY, score=amount, amounts={unit: amount}, tags=frozenset(tags), organization=words,
        validators=(Validator(words, "mentor"),),
    )  # fmt: skip
    signed = RuleException("e-1", "rule:r", "n", "waive", words, TODAY, words)
    file = RecordFile(Record((made,), (signed,)))
    text = write_record(file)
    assert json.loads(text)["facts"][0]["organization"] == words
    assert record_of(text, "record.json", TODAY) == file


def test_yaml_may_leave_out_what_a_case_may_leave_out() -> None:
    text = """
as_of: 2030-01-01
facts:
  - competency:care
  - {what: course:x, when: 2029-05-05, amounts: {h: 2.5}, validators: [mentor, teacher]}
"""
    found = record_of(text, "ana.yaml", TODAY)
    first, second = found.record.facts
    assert (first.id, first.when, found.as_of) == ("fact-1", date(2030, 1, 1), date(2030, 1, 1))
    assert second.amounts == {"h": Decimal("2.5")}
    assert [(v.person, v.role) for v in second.validators] == [
        ("person-1", "mentor"),
        ("person-2", "teacher"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "r.yaml:1: a record is a mapping of fields. Write as_of, began, facts, exceptions."),
        ("fact: []", "r.yaml:1: fact: unknown key 'fact'. Did you mean `facts`?"),
        ("facts: {}", None),
        ("facts: {a: b}", "r.yaml:1: facts: 'facts' is not a list. Write `- ` before each."),
        ("facts:\n- {what: course:x}\n- {what: course:x, when: 1/2/2030}",
         "r.yaml:3: facts[1].when: '1/2/2030' is not a day. Write year-month-day, e.g. `2026-09-01`."),
        ("facts:\n- {what: x}", "r.yaml:2: facts[0].what: unknown kind 'x' in 'x'."),
        ("facts:\n- what: course:x\n  amounts: {h: many}",
         "r.yaml:3: facts[0].amounts.h: 'many' is not a number. Write e.g. `2.5`."),
        ("facts:\n- what: course:x\n  amounts: {h: -2}",
         "r.yaml:3: facts[0].amounts.h: -2 is below zero. Write a number from zero up."),
        ("facts:\n- {id: a, what: course:x}\n- {id: a, what: course:y}",
         "r.yaml:3: facts[1].id: the id 'a' stands twice. Give each its own id."),
        ("facts:\n- what: course:x\n  validators:\n  - person: p",
         "r.yaml:4: facts[0].validators[0]: the key 'role' is missing. Add `role`."),
        ("exceptions:\n- {rule: rule:r, node: n, kind: force, signed_by: d, when: 2030-01-01, reason: r}",
         "r.yaml:2: exceptions[0].kind: unknown value 'force'."),
        ("facts: [", "r.yaml:2: this is not YAML"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused_with_line_reason_and_fix(text: str, message: str | None) -> None:
    if message is None:
        assert record_of(text, "r.yaml", TODAY) == RecordFile(Record())
        return
    with pytest.raises(PackErrors) as refused:
        record_of(text, "r.yaml", TODAY)
    assert str(refused.value).startswith(message)


def test_every_error_of_a_file_is_told_at_once() -> None:
    with pytest.raises(PackErrors) as refused:
        record_of("facts:\n- {what: x}\n- {what: course:y, level: high}\nfact: 1\n", "r.yaml", TODAY)
    assert [error.line for error in refused.value.errors] == [2, 3, 4]


def test_a_file_that_is_not_there_or_is_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackErrors, match=r"none\.yaml:1: No such file or directory\. Check the name"):
        read_record(tmp_path / "none.yaml", TODAY)
    (tmp_path / "photo.yaml").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(PackErrors, match=r"photo\.yaml:1: the file is not text\. Save it as UTF-8"):
        read_record(tmp_path / "photo.yaml", TODAY)
