"""Massachusetts: MassCore, MyCAP and the program types, each number of its rows asserted on records of its own."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.spec.packs import cases, copied, differs, faults, gaps, node, outcome, pack, record, run, standing
from throughline.core.catalogue.documents import Opportunity
from throughline.core.catalogue.program_types import balance, program_types
from throughline.core.formats.state_pack import read_pack
from throughline.core.formats.state_pack.cases import Case
from throughline.core.progress.competency_report import competency_report
from throughline.core.progress.offer import offer
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.time_saved import time_saved
from throughline.core.reasoning.scans import time_predicates
from throughline.core.requirements.nodes import walk

MA = "massachusetts"
DAY = date(2027, 6, 1)
ENGLISH = "{what: course:english, tags: [core, english], amounts: {unit: 4}}"
MATHEMATICS = "{what: course:algebra, tags: [core, mathematics, algebra-2], amounts: {unit: 4}}"
SCIENCE = "{what: course:sciences, tags: [core, lab-science], amounts: {unit: 3}}"
HISTORY = "{what: course:history, tags: [core, history, us-history, world-history], amounts: {unit: 3}}"
LANGUAGE = (
    "{what: course:portuguese, tags: [core, world-language, 'language:portuguese'], amounts: {unit: 2}}"
)
ARTS = "{what: course:music, tags: [core, arts], amounts: {unit: 1}}"
OTHER = "{what: course:health, tags: [core], amounts: {unit: 5}}"
MASSCORE = (ENGLISH, MATHEMATICS, SCIENCE, HISTORY, LANGUAGE, ARTS, OTHER)
DOMAINS = ("personal-social", "career-development", "academic", "barriers-and-supports")
MYCAP = (
    *(f"{{what: plan:mycap-{each}, validators: [learner]}}" for each in DOMAINS),
    "{what: support:mycap-named-adult, validators: [named-adult]}",
)
PROFICIENT = tuple(
    f"{{what: competency:{each}-proficiency, level: 3}}" for each in ("mathematics", "english", "science")
)
REFLECTION = "{what: plan:reflection, tags: [reflection, links-past, links-current, links-future], validators: [learner]}"
FOUNDATION = (*PROFICIENT, *MYCAP, *MASSCORE)
SECTOR = "'sector:information'"
TECHNICAL = tuple(f"{{what: course:networks-{n}, tags: [technical, {SECTOR}]}}" for n in (1, 2))
ADVANCED = tuple(
    f"{{what: course:{name}, tags: [{kind}, {SECTOR}], amounts: {{yearlong-course: 1}}}}"
    for name, kind in (("ap-computing", "ap"), ("college-databases", "dual-enrollment"))
)
INTERNSHIP = f"{{what: experience:help-desk, tags: [internship, {SECTOR}], amounts: {{h: 100}}}}"
BLOCK = (
    "{what: course:college-writing, tags: [gen-ed-block, writing, college], amounts: {college-credit: 12}}"
)
OUTCOMES = {
    "chapter-74-outcome": (
        "{what: credential:certified-nursing-assistant, tags: [high-value]}",
        "{what: experience:co-op, tags: [immersive-placement]}",
    ),
    "career-connections-outcome": (
        f"{{what: course:a, tags: [industry, {SECTOR}]}}",
        f"{{what: course:b, tags: [industry, {SECTOR}]}}",
        f"{{what: experience:visit, tags: [work-based, {SECTOR}]}}",
    ),
    "innovation-outcome": (*TECHNICAL, *ADVANCED, INTERNSHIP),
    "early-college-outcome": (BLOCK,),
    "local-pathway-outcome": ("{what: course:a, tags: [industry]}",),
}


def of(rule: str, *facts: str) -> Outcome:
    return outcome(MA, rule, record(*facts))


def course(name: str, needs: tuple[str, ...] = (), hours: int = 0, *tags: str) -> Opportunity:
    return Opportunity(
        id=name, title={"en": name}, kind="course", provider="example-regional-high", sector="k12",
        gives=(f"course:{name}",), needs=needs, amounts={"h": Decimal(hours)} if hours else {}, tags=tags,
    )  # fmt: skip


def activity(name: str, gives: str, *tags: str) -> Opportunity:
    return Opportunity(
        id=name, title={"en": name}, kind="placement", provider="example-regional-high", sector="workforce",
        gives=(gives,), tags=tags,
    )  # fmt: skip


@pytest.mark.parametrize("case", cases(MA))
def test_case_of_the_state(case: Case) -> None:
    assert differs(run(MA, case)) == []


@pytest.mark.covers("N59")
@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (MASSCORE, "met"),
        ((*MASSCORE[:-1], OTHER.replace("5", "4")), "not_met"),
        ((ENGLISH, MATHEMATICS, SCIENCE.replace("3", "2"), "{what: course:cs, tags: [core, computer-science], "
          "amounts: {unit: 1}}", HISTORY, LANGUAGE, ARTS, OTHER), "met"),
        ((ENGLISH, MATHEMATICS.replace("4", "3"), SCIENCE.replace("3", "2"),
          "{what: course:cs, tags: [core, computer-science, mathematics, lab-science], amounts: {unit: 1}}",
          HISTORY, LANGUAGE, ARTS, OTHER.replace("5", "6")), "not_met"),
        ((ENGLISH, MATHEMATICS.replace("4", "3"), SCIENCE.replace("3", "2"),
          "{what: course:cs-1, tags: [core, computer-science], amounts: {unit: 1}}",
          "{what: course:cs-2, tags: [core, computer-science], amounts: {unit: 1}}",
          HISTORY, LANGUAGE, ARTS, OTHER), "not_met"),
        ((ENGLISH, MATHEMATICS, SCIENCE, HISTORY, OTHER, "plan:state-approved-cte"), "met"),
        ((ENGLISH, MATHEMATICS, SCIENCE, HISTORY, OTHER), "not_met"),
        ((ENGLISH, MATHEMATICS, SCIENCE, HISTORY, ARTS, OTHER,
          "{what: course:latin-1, tags: [core, world-language, 'language:latin'], amounts: {unit: 1}}",
          "{what: course:greek-1, tags: [core, world-language, 'language:greek'], amounts: {unit: 1}}"), "not_met"),
    ],
    ids=["twenty-two units", "twenty-one units", "computer science for a science", "one computer science course for both",
         "two computer science courses, one for each", "opted out by a state-approved program",
         "not opted out", "two languages one year each"],
)  # fmt: skip
def test_eight_learners_against_masscore(facts: tuple[str, ...], status: str) -> None:
    assert of("masscore", *facts).status == status


@pytest.mark.covers("N58")
def test_a_plan_needs_a_named_adult_and_the_learner_as_author_and_a_guardian_only_comments() -> None:
    assert of("mycap", *MYCAP).status == "met"
    assert gaps(of("mycap", *MYCAP[:-1])) == {"named-adult"}
    comment = "{what: support:mycap-guardian-comment, validators: [guardian]}"
    commented = of("mycap", *MYCAP, comment)
    assert commented.status == "met"
    assert node(commented, "academic").used == node(of("mycap", *MYCAP), "academic").used
    written_by_guardian = [each.replace("learner", "guardian") for each in MYCAP]
    assert gaps(of("mycap", *written_by_guardian)) == {*DOMAINS[:3], "barriers-and-supports"}


def test_a_reflection_links_past_current_and_future_or_is_not_counted() -> None:
    assert of("mycap-reflection", REFLECTION).status == "met"
    for link in ("links-past", "links-current", "links-future"):
        assert of("mycap-reflection", REFLECTION.replace(link, "other")).status == "not_met"


def shop(hours: int) -> tuple[Opportunity, ...]:
    return (
        course("carpentry-1", (), hours - 300, "program-hours"),
        course("carpentry-2", ("course:carpentry-1",), 300, "program-hours"),
        activity("safety-day", "credential:osha-10-construction"),
        activity("co-op", "experience:co-op", "immersive-placement"),
    )


@pytest.mark.covers("S002-B1", "S002-B2", "S002-B3", "N60")
def test_a_chapter_74_program_offers_safety_credential_placement_and_900_hours() -> None:
    catalogue = pack(MA).catalogue
    offered = {hours: outcome(MA, "chapter-74", offer(shop(hours), catalogue, DAY)) for hours in (899, 900)}
    assert [node(offered[hours], "program-hours").status for hours in (899, 900)] == ["not_met", "met"]
    assert node(offered[899], "program-hours").done == 899
    assert node(offered[900], "safety-credential").status == "met"
    assert node(offered[900], "immersive-placement").status == "met"
    without = outcome(MA, "chapter-74", offer(shop(900)[:2], catalogue, DAY))
    assert {"safety-credential", "immersive-placement"} <= gaps(without)
    other = activity("aide", "credential:certified-nursing-assistant")
    assert "safety-credential" in gaps(outcome(MA, "chapter-74", offer([other], catalogue, DAY)))


@pytest.mark.covers("S002-B3")
def test_the_900_hours_are_shown_as_law_and_belong_to_the_program_not_to_a_learner() -> None:
    whole = outcome(MA, "chapter-74", record("{what: course:x, tags: [program-hours], amounts: {h: 900}}"))
    assert node(whole, "program-hours").law
    assert not node(whole, "safety-credential").law
    rules = pack(MA).catalogue.rules
    assert rules["chapter-74"].subject == "program"
    (hours,) = time_predicates(rules["chapter-74"].editions[0].root)
    assert hours.lawful
    assert hours.cite is not None
    assert hours.cite.source == "603 CMR 4.00"


@pytest.mark.covers("S002-B4", "S002-B5", "N63")
@pytest.mark.parametrize(
    ("courses", "status"),
    [
        ([("a", ())], "not_met"),
        ([("a", ()), ("b", ("course:a",))], "met"),
        ([("a", ()), ("b", ("course:a",)), ("c", ("course:b",))], "met"),
        ([("a", ()), ("b", ())], "not_met"),
        ([("a", ()), ("b", ("course:elsewhere",))], "not_met"),
    ],
    ids=["one", "two linked", "three linked", "two unlinked", "two, the link leads elsewhere"],
)
def test_career_connections_is_a_series_of_courses_linked_by_what_they_need(
    courses: list[tuple[str, tuple[str, ...]]], status: str
) -> None:
    parts = [course(name, needs, 0, "industry") for name, needs in courses]
    visit = activity("visit", "experience:job-shadow", "work-based")
    catalogue = pack(MA).catalogue
    assert outcome(MA, "career-connections", offer([*parts, visit], catalogue, DAY)).status == status
    without = outcome(MA, "career-connections", offer(parts, catalogue, DAY))
    assert without.status == "not_met"
    assert "work-based" in gaps(without)


@pytest.mark.covers("S002-B6", "S002-B7", "N61")
def test_innovation_asks_for_100_hours_or_a_capstone_and_two_related_advanced_courses() -> None:
    def sector(*facts: str) -> Outcome:
        return node(of("innovation-outcome", *TECHNICAL, *facts), "one-sector")

    assert sector(*ADVANCED, INTERNSHIP).status == "met"
    short = sector(*ADVANCED, INTERNSHIP.replace("100", "99"))
    assert short.status == "not_met"
    assert node(short, "internship").gap is not None
    assert node(short, "internship").missing[0].more == 1
    assert sector(*ADVANCED, f"{{what: experience:capstone, tags: [wbl-capstone, {SECTOR}]}}").status == "met"
    assert gaps(sector(ADVANCED[0], INTERNSHIP)) == {"advanced-courses", "advanced-years"}
    unrelated = [each.replace(SECTOR, "'sector:other'") for each in ADVANCED]
    assert gaps(sector(*unrelated, INTERNSHIP)) == {"advanced-courses", "advanced-years"}
    assert node(sector(*ADVANCED, INTERNSHIP), "internship").law


SCREEN = """
rules:
  - id: innovation-entry-here
    title: {en: Entry, es: Entrada}
    purpose: entry
    rule: {have: {id: average, what: assessment:gpa, score: {min: 3, scale: gpa}, cite: Local policy}}
"""


@pytest.mark.covers("N61")
def test_a_program_that_screens_by_grade_average_is_refused(tmp_path: Path) -> None:
    assert faults(copied(MA, tmp_path, SCREEN)) == [
        "C15: Entry rule 'innovation-entry-here' screens learners: node 'average' judges by test, score, conduct or "
        "recommendation."
    ]


@pytest.mark.covers("N61")
def test_an_innovation_pathway_stands_on_five_principles_and_a_start_in_grade_11_is_flagged() -> None:
    principles = ("equitable-access", "guided-academic-pathways", "enhanced-support", "connection-to-career",
                  "effective-partnerships")  # fmt: skip
    offered = (*TECHNICAL, *(each.replace("[", "[advanced, ") for each in ADVANCED), INTERNSHIP)
    judged = [f"{{what: assessment:{each}, validators: [designation-reviewer]}}" for each in principles]
    assert of("innovation-career-pathways", *offered, *judged, "grade:10").status == "met"
    for left_out in range(5):
        rest = judged[:left_out] + judged[left_out + 1 :]
        assert gaps(of("innovation-career-pathways", *offered, *rest)) == {principles[left_out]}
    late = of("innovation-career-pathways", *offered, *judged, "grade:11")
    assert late.status == "met"
    assert node(late, "starts-by-grade-10").status == "not_met"


@pytest.mark.covers("S002-B8", "N62")
@pytest.mark.parametrize(
    ("fact", "status"),
    [
        (BLOCK.replace("12", "11"), "not_met"),
        (BLOCK.replace("gen-ed-block, ", ""), "not_met"),
        (BLOCK, "met"),
    ],
    ids=["eleven in the block", "twelve outside the block", "twelve in the block"],
)
def test_early_college_asks_for_twelve_credits_of_the_block(fact: str, status: str) -> None:
    assert node(of("early-college-outcome", fact), "block-credits").status == status


@pytest.mark.covers("S002-B9")
@pytest.mark.parametrize("name", OUTCOMES)
def test_the_outcome_of_every_type_waits_for_masscore_and_names_the_missing_part(name: str) -> None:
    own = OUTCOMES[name]
    assert of(name, *FOUNDATION, REFLECTION, *own).status == "met"
    without_arts = [each for each in FOUNDATION if each != ARTS] + [
        OTHER.replace("5", "6").replace("health", "art")
    ]
    withheld = of(name, *without_arts, REFLECTION, *own)
    assert withheld.status == "not_met"
    assert "arts-units" in gaps(withheld)
    assert gaps(withheld) <= {"arts", "arts-units", "arts-opt-out"}


def test_an_outcome_that_presupposes_masscore_and_does_not_ask_for_it_is_refused(tmp_path: Path) -> None:
    more = """
rules:
  - {id: hollow, title: {en: Hollow, es: Hueco}, purpose: award, presupposes: [rule:masscore],
     rule: {choose: {min: 1, cite: x, of: [rule:masscore, course:x]}}}
"""
    assert faults(copied(MA, tmp_path, more)) == [
        "rule:hollow presupposes rule:masscore, and can be met without it."
    ]


@pytest.mark.covers("S002-B10", "N60")
def test_the_outcome_of_chapter_74_is_credential_and_immersive_learning_on_the_foundation() -> None:
    credential, placement = OUTCOMES["chapter-74-outcome"]
    assert of("chapter-74-outcome", *FOUNDATION, REFLECTION, credential, placement).status == "met"
    assert gaps(of("chapter-74-outcome", *FOUNDATION, REFLECTION, credential)) == {"immersive-learning"}
    assert gaps(of("chapter-74-outcome", *FOUNDATION, REFLECTION, placement)) == {"high-value-credential"}
    assert gaps(of("chapter-74-outcome", *FOUNDATION, credential, placement)) == {"linked-reflection"}


@pytest.mark.covers("S002-B12")
def test_the_outcome_of_innovation_is_experience_and_advanced_courses_in_one_industry() -> None:
    assert (
        of("innovation-outcome", *FOUNDATION, REFLECTION, *TECHNICAL, *ADVANCED, INTERNSHIP).status == "met"
    )
    elsewhere = INTERNSHIP.replace(SECTOR, "'sector:clean-energy'")
    assert "internship" in gaps(
        of("innovation-outcome", *FOUNDATION, REFLECTION, *TECHNICAL, *ADVANCED, elsewhere)
    )


@pytest.mark.covers("S002-B13", "N62")
def test_months_saved_come_from_the_map_of_each_receiving_degree() -> None:
    credits = (
        "{what: course:college-writing, tags: [college, gen-ed-block, writing], amounts: {college-credit: 6}}",
        "{what: course:college-history, tags: [college, gen-ed-block, humanities], amounts: {college-credit: 6}}",
    )
    here = standing(MA, record(*credits))
    rules = pack(MA).catalogue.rules
    liberal = time_saved(rules["associate-liberal-arts-map"], here)
    assert (liberal.counted, liberal.needed, liberal.months) == (12, 60, Decimal("4.8"))
    engineering = time_saved(rules["bachelor-engineering-map"], here)
    assert (engineering.counted, engineering.needed, engineering.months) == (9, 120, Decimal("3.6"))
    welding = standing(MA, record("{what: course:welding, tags: [trade], amounts: {college-credit: 12}}"))
    assert time_saved(rules["associate-liberal-arts-map"], welding).months == 0
    with pytest.raises(ValueError, match="Write `typical_months`"):
        time_saved(rules["masscore"], here)


@pytest.mark.covers("S002-B14", "N61")
def test_both_rules_are_evaluated_on_the_one_record_of_a_learner_on_two_types() -> None:
    both = (*FOUNDATION, REFLECTION, *TECHNICAL, *ADVANCED, INTERNSHIP, BLOCK)
    assert of("innovation-outcome", *both).status == "met"
    assert of("early-college-outcome", *both).status == "met"
    assert of("career-connections-outcome", *both).status == "not_met"
    code = ("plan:innovation-career-pathways", "plan:early-college")
    assert [of("enrolment-code-04", *code[:n]).status for n in (1, 2)] == ["not_met", "met"]


SIXTH = """
rules:
  - id: registered-pre-apprenticeship
    title: {en: Registered pre-apprenticeship, es: Preaprendizaje registrado}
    purpose: program
    subject: program
    advanced_standing: [career]
    offered_by: [example-town-high]
    rule: {have: {what: experience:sponsor-placement, cite: Example}}
cases:
  - title: A program of the sixth type
    as_of: 2027-06-01
    facts: [experience:sponsor-placement]
    expect: [{rule: registered-pre-apprenticeship, is: met}]
"""


@pytest.mark.covers("S002-A2")
def test_five_program_types_load_from_data_and_a_sixth_needs_no_code(tmp_path: Path) -> None:
    five = [
        "chapter-74",
        "career-connections",
        "innovation-career-pathways",
        "early-college",
        "local-pathway",
    ]
    assert [rule.id for rule in program_types(pack(MA).catalogue)] == five
    directory = copied(MA, tmp_path, SIXTH)
    assert faults(directory) == []
    assert {rule.id for rule in program_types(read_pack(directory).catalogue)} == {
        *five,
        "registered-pre-apprenticeship",
    }


@pytest.mark.covers("S002-A3")
@pytest.mark.parametrize("name", OUTCOMES)
@pytest.mark.parametrize("subject", ["mathematics", "english", "science"])
def test_the_foundation_of_every_program_includes_the_three_proficiencies(name: str, subject: str) -> None:
    missing = f"competency:{subject}-proficiency"
    rest = [each for each in FOUNDATION if missing not in each]
    withheld = of(name, *rest, REFLECTION, *OUTCOMES[name])
    assert [gap.what for gap in withheld.missing] == [missing]


@pytest.mark.covers("S002-A6")
def test_every_program_type_stands_on_the_spectrum_and_a_school_sees_its_balance() -> None:
    catalogue = pack(MA).catalogue
    parts = {rule.id: rule.advanced_standing for rule in program_types(catalogue)}
    assert all(parts.values())
    assert parts["early-college"] == ("college",)
    assert balance("example-town-high", catalogue) == {"career": 2, "college": 2, "exploration": 2}
    assert balance("example-regional-high", catalogue) == {"career": 2, "college": 1, "exploration": 1}


def test_every_requirement_of_the_published_table_stands_in_a_rule(shared_standards: Path) -> None:
    with (shared_standards / "pathways" / "frameworks" / "ma-pathway-rules.csv").open() as lines:
        listed = {row["rule_id"] for row in csv.DictReader(lines)}
    written = {
        "MA-ICP-1": "technical-courses", "MA-ICP-2": "advanced-years", "MA-ICP-3": "internship-or-capstone",
        "MA-ICP-4": "starts-by-grade-10", "MA-ICP-5": "plan-by-grade-9", "MA-ICP-6": "sector",
        "MA-ICP-7": "not-wholly-chapter-74", "MA-ICP-8": "plan-early-college", "MA-C74-1": "program-hours",
        "MA-C74-2": "programs-explored", "MA-C74-3": "common-strands", "MA-WBL-1": "performance-rating",
        "MA-EC-1": "joint-designation",
    }  # fmt: skip
    rules = pack(MA).catalogue.rules.values()
    known = {each.id for rule in rules for edition in rule.editions for each in walk(edition.root)}
    assert listed - set(written) == {"MA-C74-4", "MA-SCALE-1"}, (
        "counts of programs and learners, which ask for nothing"
    )
    assert set(written.values()) <= known


def test_a_competency_report_shows_levels_and_compares_nobody() -> None:
    shown = competency_report(["competency:english-proficiency"], standing(MA, record(*PROFICIENT)))
    assert [(each.competency, each.level) for each in shown] == [("english-proficiency", 3)]
