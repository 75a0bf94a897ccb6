"""A record as a file, and an audit as text and JSON."""

import json
from datetime import date

import pytest
from hypothesis import given, settings

from tests.core.progress.made import DAY, catalogue, equivalence, fact, milestone, pathway, record, stage
from tests.core.progress.strategies import records
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.audit import audit, audit_all
from throughline.core.progress.record import Record, RuleException
from throughline.core.progress.record_file import RecordError, read_record, write_record
from throughline.core.progress.report import as_json, as_text, summary_json
from throughline.core.progress.standing import stand


@settings(max_examples=60, deadline=None)
@given(records())
def test_a_record_written_and_read_again_is_the_same(learner: Record) -> None:
    assert read_record(json.loads(json.dumps(write_record(learner)))) == learner


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "record: '[]' stands where an object belongs. Write it in braces, name by name"),
        ({"fact": []}, "record: `fact` is unknown. Did you mean `facts`?"),
        ({"facts": {}}, "facts: '{}' stands where a list belongs. Write a list in square brackets"),
        ({"facts": [{"id": "a", "what": "course:x"}]}, "facts[0]: `when` is missing. Add `when`"),
        ({"facts": [{"id": "a", "what": "course:x", "when": "1/2/2030"}]},
         "facts[0].when: '1/2/2030' is no day. Write year-month-day, such as 2030-06-01"),
        ({"facts": [{"id": "a", "what": "x", "when": "2030-01-01"}]}, "facts[0].what: 'x' is no reference."),
        ({"facts": [{"id": "a", "what": "course:x", "when": "2030-01-01", "amounts": {"h": "many"}}]},
         "facts[0].amounts.h: 'many' is no number. Write digits, such as 3 or \"2.5\""),
        ({"facts": [{"id": "a", "what": "course:x", "when": "2030-01-01"}] * 2}, "facts[1].id: 'a' stands twice."),
        ({"facts": [{"id": "a", "what": "course:x", "when": "2030-01-01", "validators": [{"person": "p"}]}]},
         "facts[0].validators[0]: `role` is missing."),
        ({"exceptions": [{"id": "e", "rule": "rule:r", "node": "n", "kind": "force", "signed_by": "d",
                          "when": "2030-01-01", "reason": "r"}]},
         "exceptions[0].kind: 'force' is no kind of decision. Write one of waive, substitute, also_accept"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_a_record_is_refused_with_place_reason_and_fix(data: object, message: str) -> None:
    with pytest.raises(RecordError) as refused:
        read_record(data)
    assert str(refused.value).startswith(message)


STATE = catalogue(
    [
        milestone("care", {"choose": ["competency:care", "assessment:exam"]}, ("aide",)),
        milestone("maths", "course:algebra"),
    ],
    [
        pathway(
            "nursing",
            [
                stage(
                    "pre",
                    {
                        "choose": [
                            "milestone:care",
                            {"choose": {"of": ["milestone:maths", "course:statistics"], "min": 1}},
                        ]
                    },
                ),
                stage("college", "credential:aide", level=5),
            ],
        )
    ],
    equivalences=[equivalence("e1", "course:abroad", "competency:care", certified_by="board")],
)


def test_a_report_in_words_says_what_is_met_missing_and_next() -> None:
    waived = RuleException(
        "d1", "milestone:care", "assessment-exam", "waive", "dean", date(2030, 1, 1), "equal work"
    )
    learner = record(fact("course:abroad", context="work", valid_until=date(2031, 1, 1)), exceptions=[waived])
    text = as_text(audit("nursing", stand(learner, RuleBook(STATE), DAY)), STATE)
    assert text.splitlines() == [
        "nursing, version 1, on 2030-06-01",
        "",
        "Stage pre: open, 1 of 2",
        "  met          care (work)",
        "  open         maths",
        "  missing: 1 more of: maths or course:statistics",
        "  counted by equivalence: course:abroad (e1 certified by board)",
        "  by signed decision: d1",
        "",
        "Stage college: passed",
        "  counted by equivalence: course:abroad (e1 certified by board)",
        "  by signed decision: d1",
        "  holds until 2031-01-01",
        "",
        "Next: maths",
        "Follows: credential:aide",
    ]


def test_a_report_as_json_carries_the_same_answers_and_survives_a_round_trip() -> None:
    standing = stand(record("competency:care"), RuleBook(STATE), DAY)
    found = audit("nursing", standing)
    data = json.loads(json.dumps(as_json(found)))
    assert data["remaining_at_most"] == found.remaining == 3
    care = data["stages"][0]["gate"]["children"][0]
    assert (care["status"], care["ref"], care["missing"][0]["ways"]) == (
        "not_met",
        "milestone:care",
        ["milestone:care"],
    )
    assert care["children"][0]["missing"][0]["what"] == "assessment:exam"
    assert summary_json(audit_all(standing)[0])["stages"] == {"pre": "not_met", "college": "not_met"}
