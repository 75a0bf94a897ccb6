"""Rules about learners, and rules about programs and organizations."""

from tests.core.progress.made import catalogue
from throughline.core.catalogue.documents import Edition, Rule
from throughline.core.catalogue.references import all_rules
from throughline.core.reasoning.scans import mixed_subjects, uncited_time
from throughline.core.requirements.reading import read

HOURS = {"total": {"measure": "hours", "min": 900, "from": {"kind": "course"}}}
RECENT = {"have": {"what": "assessment:review", "fresh": {"years": 2}}}


def rule(name: str, data: object, subject: str) -> Rule:
    return Rule(name, {"en": name}, "program", (Edition("", read(data)),), subject=subject)


def test_time_is_refused_in_a_rule_about_learners_and_may_be_read_in_one_about_programs() -> None:
    rules = [
        rule("learner-hours", HOURS, "learner"), rule("program-hours", HOURS, "program"),
        rule("learner-recent", RECENT, "learner"), rule("school-recent", RECENT, "organization"),
    ]  # fmt: skip
    found = uncited_time(all_rules(catalogue(rules=rules)))
    assert [each.object_ref for each in found] == ["rule:learner-hours@", "rule:learner-recent@"]


def test_a_rule_about_learners_cannot_take_time_from_one_about_programs() -> None:
    rules = [rule("program-hours", HOURS, "program"), rule("outcome", {"use": "program-hours"}, "learner")]
    (found,) = mixed_subjects(catalogue(rules=rules))
    assert found.sentence == (
        "rule:outcome@ is about a learner; node 'use-program-hours' uses rule:program-hours, which is about a program."
    )
    both = [rule("program-hours", HOURS, "program"), rule("type", {"use": "program-hours"}, "program")]
    assert mixed_subjects(catalogue(rules=both)) == ()
