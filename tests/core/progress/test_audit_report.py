"""An audit as text and as JSON."""

import json
from datetime import date

from tests.core.progress.made import DAY, catalogue, equivalence, fact, milestone, pathway, record, stage
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.audit import audit, audit_all
from throughline.core.progress.record import RuleException
from throughline.core.progress.report import as_json, as_text, summary_json
from throughline.core.progress.standing import stand

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
