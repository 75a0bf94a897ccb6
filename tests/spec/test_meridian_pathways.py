"""What the demo state's pathways hold: stages, strands, destinations, benchmarks, competencies, levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from throughline.core.catalogue import documents as d
from throughline.core.catalogue import state_profile as s
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.references import all_rules
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.checks import CHECKS
from throughline.core.certification.observable_verbs import begins_with_observable_verb
from throughline.core.certification.reversible import irreversible
from throughline.core.certification.state_checks import (
    competencies_sound,
    milestones_rounded,
    recognition_signed,
)
from throughline.core.formats.state_pack import Pack
from throughline.core.progress.audit import audit
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import stand
from throughline.core.requirements.nodes import TIME_KINDS, Choose, Have, Node, Not, Total, Use, walk

DAY = date(2026, 6, 1)
SUCCESS_SKILLS = {"communication", "collaboration", "self-direction", "problem-solving", "social-awareness"}


@pytest.fixture(scope="module")
def state(meridian_pack: Pack) -> Catalogue:
    """The demo state."""
    return meridian_pack.catalogue


def named(node: Node | None, state: Catalogue) -> Iterator[str]:
    """Ids of the milestones a rule names, shared rules opened, by plain recursion."""
    for each in walk(node) if node else ():
        if isinstance(each, Use):
            yield from named(state.rules[each.rule].editions[-1].root, state)
        elif isinstance(each, Have) and each.kind == "milestone":
            yield each.what.partition(":")[2]


def of_pathway(pathway: d.Pathway, state: Catalogue) -> dict[str, d.Milestone]:
    """Every milestone of a pathway, destinations' own included, by id."""
    roots = [*(s.gate for s in pathway.stages), *(each.adds for each in pathway.destinations)]
    return {name: state.milestones[name] for root in roots for name in named(root, state)}


def competencies_of(milestone: d.Milestone, state: Catalogue) -> list[d.Competency]:
    """What a milestone certifies."""
    return [state.competencies[ref.partition(":")[2]] for ref in milestone.competencies]


def stage(pathway: str, name: str, state: Catalogue) -> d.Stage:
    """One stage of a pathway."""
    return next(each for each in state.pathways[pathway].stages if each.id == name)


def shown(*names: str) -> Record:
    """A record that holds these milestones."""
    return Record(tuple(Fact(name, f"milestone:{name}", DAY) for name in names))


# -- the catalogue


@pytest.mark.covers("S001-P3.2", "S001-D2.4")
def test_trades_sciences_teaching_law_and_arts_each_have_a_certified_pathway_and_so_have_five_named_fields(
    state: Catalogue,
) -> None:
    families = {each.id: each.family for each in state.pathways.values()}
    assert {"trades", "sciences", "people", "civic", "arts"} <= set(families.values())
    asked_for = {
        "teaching": "people", "electrical-trades": "trades", "law-public-service": "civic",
        "music-performance": "arts", "journalism-media": "arts",
    }  # fmt: skip
    assert {name: families[name] for name in asked_for} == asked_for
    for name in asked_for:
        pathway = state.pathways[name]
        assert [f for check in CHECKS for f in check.function(pathway, state)] == []
        secondary = next(s for s in pathway.stages if s.phase == "secondary")
        assert any("diploma" in state.credentials[a.partition(":")[2]].type for a in secondary.awards)
        kinds = {node.kind for node in walk(secondary.gate) if isinstance(node, Have)}
        assert kinds == {"milestone"}  # no course, no credit, no grade level completes the secondary stage


@pytest.mark.covers("S001-P4.1")
def test_every_milestone_has_a_level_of_the_framework_and_a_competency_and_nothing_hangs_loose(
    state: Catalogue,
) -> None:
    ladder = state.qualification_frameworks[state.state.qualification_framework]
    levels = {level.number for level in ladder.levels}
    used: set[str] = set()
    for pathway in state.pathways.values():
        for name, milestone in of_pathway(pathway, state).items():
            used.add(name)
            assert milestone.level in levels
            assert competencies_of(milestone, state)
    aside = {name for name, milestone in state.milestones.items() if "on-request" in milestone.features}
    assert set(state.milestones) - used == aside
    certified = {c.partition(":")[2] for m in state.milestones.values() for c in m.competencies}
    assert set(state.competencies) - certified == set()
    assert {c.framework for c in state.competencies.values()} == set(state.competency_frameworks)


@pytest.mark.covers("S001-V4")
def test_every_milestone_certifies_competencies_and_has_a_performance_assessment_among_its_ways(
    state: Catalogue,
) -> None:
    for milestone in state.milestones.values():
        assert milestone.competencies
        assert any(way.performance for way in milestone.ways)


@pytest.mark.covers("S001-J10")
def test_every_benchmark_asks_for_content_and_skill_says_what_a_judge_looks_for_and_has_two_ways(
    state: Catalogue,
) -> None:
    for milestone in state.milestones.values():
        kinds = {each.kind for each in competencies_of(milestone, state)}
        assert {"content", "skill"} <= kinds, milestone.id
        assert len({way.id for way in milestone.ways}) >= 2, milestone.id
        assert all(way.judges for way in milestone.ways), milestone.id
        assert milestone.criteria


# -- medicine


@pytest.mark.covers("S001-J9")
def test_medicine_leads_to_six_destinations_with_a_common_way_and_what_each_adds(meridian_pack: Pack) -> None:
    from throughline.core.catalogue.structure import Structure
    from throughline.web.public.pathway import common_milestones

    state = meridian_pack.catalogue
    medicine = state.pathways["medical-sciences"]
    assert [each.id for each in medicine.destinations] == [
        "doctor", "nurse", "pharmacist", "public-health-official", "researcher", "biomedical-engineer"
    ]  # fmt: skip
    base = {name for each in medicine.stages for name in named(each.gate, state)}
    ways = [base | set(named(each.adds, state)) for each in medicine.destinations]
    common = set.intersection(*ways)
    assert common_milestones(Structure(state), "medical-sciences") == common
    assert len(common) == 25  # 11 of the foundation, 4 + 6 + 2 benchmarks, the first year, and leading
    assert all(way - common for way in ways)
    assert len({frozenset(way) for way in ways}) == 6


@pytest.mark.covers("S001-J13")
def test_medicines_foundation_has_four_strands_and_its_history_looks_at_health(state: Catalogue) -> None:
    foundation = [
        state.milestones[n] for n in named(stage("medical-sciences", "foundation", state).gate, state)
    ]
    subjects = {c.subject for m in foundation for c in competencies_of(m, state)}
    assert {"science", "mathematics", "literacy", "history-society"} <= subjects
    health = state.milestones["health-and-society"]
    assert health in foundation
    assert {"health", "history-society"} <= {c.subject for c in competencies_of(health, state)} | {
        health.subject
    }
    rules = [m.rule for m in foundation] + [stage("medical-sciences", "foundation", state).gate]
    assert not any(
        isinstance(n, Total) for rule in rules for n in walk(rule)
    )  # nothing is summed up over time
    two_days = Record(tuple(Fact(m.id, f"milestone:{m.id}", DAY) for m in foundation))
    found = audit("medical-sciences", stand(two_days, RuleBook(state), DAY))
    assert found.stages[0].passed  # all on one day is soon enough; so is any number of months


@pytest.mark.covers("S001-J21")
def test_medicines_second_gate_is_four_benchmarks_and_opens_with_the_fourth(state: Catalogue) -> None:
    foundation = tuple(named(stage("medical-sciences", "foundation", state).gate, state))
    four = tuple(named(stage("medical-sciences", "secondary", state).gate, state))
    assert len(four) == 4
    for missing in four:
        held = shown(*foundation, *(name for name in four if name != missing))
        gate = audit("medical-sciences", stand(held, RuleBook(state), DAY)).stages[1]
        assert not gate.passed
        assert {gap.what for gap in gate.gate.missing} == {f"milestone:{missing}"}
    held = shown(*foundation, *four)
    found = audit("medical-sciences", stand(held, RuleBook(state), DAY))
    assert found.stages[1].passed
    assert found.stages[2].open


@pytest.mark.covers("S001-J22")
def test_benchmarks_join_a_written_and_a_performance_part_and_engineering_adds_its_own_to_engineers_alone(
    state: Catalogue,
) -> None:
    medicine = state.pathways["medical-sciences"]
    for name in named(stage("medical-sciences", "secondary", state).gate, state):
        parts = {
            n.what
            for n in walk(state.milestones[name].rule)
            if isinstance(n, Have) and n.kind == "assessment"
        }
        assert parts == {f"assessment:{name}-written", f"assessment:{name}-performance"}
        assert any({"written", "performance"} <= set(way.parts) for way in state.milestones[name].ways)
    extras = {each.id: set(named(each.adds, state)) for each in medicine.destinations}
    engineers = extras.pop("biomedical-engineer")
    assert engineers == {"engineering-design-for-health", "engineering-signals-and-materials"}
    assert engineers.isdisjoint(set().union(*extras.values()))
    everyone = {name for each in medicine.stages for name in named(each.gate, state)}
    assert engineers.isdisjoint(everyone)
    held = Record(tuple(Fact(name, f"milestone:{name}", DAY) for name in everyone | extras["nurse"]))
    found = {
        each.id: each.adds.satisfied
        for each in audit("medical-sciences", stand(held, RuleBook(state), DAY)).destinations
    }
    assert found["nurse"]
    assert not found["biomedical-engineer"]
    assert all(each.passed for each in audit("medical-sciences", stand(held, RuleBook(state), DAY)).stages)


# -- trades


@pytest.mark.covers("S001-M13", "S001-M14")
def test_ironworkings_gate_is_four_certifications_and_four_exams_and_only_the_association_certifies(
    state: Catalogue,
) -> None:
    eight = list(named(stage("ironworking", "secondary", state).gate, state))
    certifications = [n for n in eight if "certification" in state.milestones[n].features]
    exams = [n for n in eight if "exam" in state.milestones[n].features]
    assert (len(eight), len(certifications), len(exams)) == (8, 4, 4)
    book = RuleBook(state)
    for name in certifications:
        (asked,) = [n for n in walk(state.milestones[name].rule) if isinstance(n, Have)]
        listed = state.credentials[asked.what.partition(":")[2]]
        assert listed.issuers == ("meridian-trades-association",)
        for issuer, counts in (
            ("meridian-trades-association", True),
            ("ironbridge-steel", False),
            ("", False),
        ):
            held = Record((Fact("card", asked.what, DAY, issuer=issuer),))
            assert stand(held, book, DAY).explain(state.milestones[name].rule, name).satisfied is counts
    rest = shown(*named(stage("ironworking", "foundation", state).gate, state), *eight[:-1])
    assert not audit("ironworking", stand(rest, book, DAY)).stages[1].passed


@pytest.mark.covers("S001-M15")
def test_of_an_exam_milestone_only_the_part_that_is_not_shown_yet_remains(state: Catalogue) -> None:
    book = RuleBook(state)
    for name in named(stage("ironworking", "secondary", state).gate, state):
        milestone = state.milestones[name]
        if "exam" not in milestone.features:
            continue
        leaves = [n for n in walk(milestone.rule) if isinstance(n, Have) and n.kind != "assessment"]
        facts = [_enough(n) for n in leaves] + [Fact("written", f"assessment:{name}-written", DAY)]
        found = stand(Record(tuple(facts)), book, DAY).explain(milestone.rule, name)
        assert not found.satisfied
        assert [gap.what for gap in found.missing] == [f"assessment:{name}-performance"]
        assert milestone.retakes.parts_apart
        assert milestone.retakes.limit is None


def _enough(node: Have) -> Fact:
    from throughline.core.progress.record import Validator

    people = tuple(
        Validator(f"{v.role}-{n}", v.role, f"place-{v.role}-{n}")
        for v in node.validated_by
        for n in range(v.count)
    )
    return Fact(node.id, node.what, DAY, level=node.level, validators=people)


@pytest.mark.covers("S001-R6.2b")
def test_one_piece_of_work_at_a_hospital_counts_to_the_pathway_the_diploma_and_a_college(
    state: Catalogue,
) -> None:
    book, benchmark = RuleBook(state), state.milestones["medical-benchmark-1"]
    work = next(n for n in walk(benchmark.rule) if isinstance(n, Have) and n.what.endswith("1-performance"))
    there = replace(_enough(work), id="rounds", context="work", organization="mercy-bay")
    assert {each.role for each in there.validators} == {"teacher", "workplace_mentor"}
    others = [
        name
        for name in named(stage("medical-sciences", "secondary", state).gate, state)
        if name != benchmark.id
    ]
    rest = [_enough(n) for n in walk(benchmark.rule) if isinstance(n, Have) and n is not work]
    first = list(named(stage("medical-sciences", "foundation", state).gate, state))
    before = Record((*shown(*first, *others).facts, *rest))
    college = state.agreements["msu-medicine-admission"]
    for record, holds in ((before, False), (Record((*before.facts, there)), True)):
        standing = stand(record, book, DAY)
        gate = audit("medical-sciences", standing).stages[1]
        trigger = standing.explain(college.trigger, f"agreement:{college.id}")
        milestone = standing.behind(f"milestone:{benchmark.id}")
        assert milestone is not None
        assert (milestone.satisfied, gate.passed, trigger.satisfied) == (holds,) * 3
        assert all(("rounds" in each.facts) == holds for each in (milestone, gate.gate, trigger))
    assert gate.awards == ("credential:secondary-diploma-medical-sciences",)


# -- time


@pytest.mark.covers("S001-V5", "S001-D2.1", "X06")
def test_no_active_rule_of_the_state_reads_age_grade_date_duration_or_hours_without_a_law(
    state: Catalogue,
) -> None:
    """Every rule in force, by a plain walk that carries the nearest citation down."""
    rules = list(all_rules(state))
    assert len(rules) > 400
    uncited = [(held.holder, n.id) for held in rules for n in _unlawful_time(held.node, lawful=False)]
    assert uncited == []


def _unlawful_time(node: Node, lawful: bool) -> Iterator[Node]:
    lawful = node.cite.law if node.cite else lawful
    if not lawful and _reads_time(node):
        yield node
    below = node.of if isinstance(node, Choose) else (node.of,) if isinstance(node, Not) else ()
    for child in below:
        yield from _unlawful_time(child, lawful)


def _reads_time(node: Node) -> bool:
    if isinstance(node, Have):
        return node.kind in TIME_KINDS or node.fresh is not None
    if isinstance(node, Total):
        return node.measure == "hours" or node.unit in ("h", "days", "weeks", "months", "years")
    return False


@pytest.mark.covers("S001-D2.2")
def test_a_milestone_has_no_field_for_a_due_date_and_no_way_stage_or_destination_has_either() -> None:
    when = ("date", "due", "day", "deadline", "until", "term", "grade", "age", "year", "month")
    for kind in (d.Milestone, d.Way, d.Stage, d.Destination):
        for each in fields(kind):
            assert "date" not in str(each.type), each.name
            assert not any(word == each.name or f"_{word}" in each.name for word in when), each.name


@pytest.mark.covers("S001-G2", "X05")
def test_the_learner_alone_finds_the_way_back_to_choosing_from_every_state_and_a_trap_is_refused(
    state: Catalogue,
) -> None:
    states = state.learner_states
    assert states is not None
    assert irreversible(states) == ()
    # Without the check's own code: who starts anywhere and takes the learner's arrows only, gets home.
    for start in states.states:
        reached = {start}
        while more := {a.target for a in states.actions if a.source in reached and a.by != "staff"} - reached:
            reached |= more
        assert states.home in reached
    placed = s.LearnerAction("assign", "on-pathway", "assigned", "staff")
    trap = replace(
        states, states={**states.states, "assigned": {"en": "Assigned"}}, actions=(*states.actions, placed)
    )
    assert [each.sentence for each in irreversible(trap)] == [
        "The learner's state 'assigned' has no way out."
    ]


# -- competencies


@pytest.mark.covers("S001-D5.1")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"statement": {"en": "Understands cells."}},
         "Competency 'living-systems' begins with 'Understands' in 'en', which nobody can see or hear being done."),
        ({"criteria": ()}, "Competency 'living-systems' has no criteria."),
        ({"contexts": ("school",)}, "Competency 'living-systems' can be shown in 1 place; two are asked for."),
    ],
)  # fmt: skip
def test_a_competency_that_cannot_be_seen_judged_or_carried_elsewhere_is_refused(
    state: Catalogue, changed: dict[str, Any], said: str
) -> None:
    broken = replace(state.competencies["living-systems"], **changed)
    found = competencies_sound(replace(state, competencies={**state.competencies, "living-systems": broken}))
    assert [each.sentence for each in found] == [said]
    assert competencies_sound(state) == ()


@pytest.mark.covers("S001-D5.2")
def test_each_competency_of_a_pathway_says_what_it_is_how_it_is_shown_and_where_it_leads(
    state: Catalogue,
) -> None:
    for competency in state.competencies.values():
        for language in state.state.complete_languages:
            assert begins_with_observable_verb(competency.statement[language], language)
            assert all(each[language].strip() for each in competency.criteria)
            assert competency.leads_to[language].strip()
        assert competency.criteria
        ways = [m for m in state.milestones.values() if f"competency:{competency.id}" in m.competencies]
        assert any(m.ways for m in ways), competency.id


@pytest.mark.covers("S001-D5.3")
def test_the_five_personal_success_skills_are_certified_in_every_pathway(state: Catalogue) -> None:
    assert set(state.state.success_skills) == SUCCESS_SKILLS
    for pathway in state.pathways.values():
        held = {
            c.success_skill for m in of_pathway(pathway, state).values() for c in competencies_of(m, state)
        }
        assert held >= SUCCESS_SKILLS, pathway.id


@pytest.mark.covers("S001-D5.4")
def test_what_a_workplace_mentor_saw_done_at_work_counts_as_evidence(state: Catalogue) -> None:
    at_work = [
        (m, way) for m in state.milestones.values() for way in m.ways if way.kind == "demonstration_at_work"
    ]
    assert at_work
    assert all(way.performance and {"workplace", "community"} & set(way.settings) for _, way in at_work)
    for pathway in state.pathways.values():
        assert any(m.id in of_pathway(pathway, state) for m, _ in at_work)
    milestone = state.milestones["iron-exam-structures"]
    facts = [replace(_enough(n), context="workplace") for n in walk(milestone.rule) if isinstance(n, Have)]
    seen = stand(Record(tuple(facts)), RuleBook(state), DAY).explain(milestone.rule, milestone.id)
    assert seen.satisfied
    unseen = [
        replace(f, validators=tuple(v for v in f.validators if v.role != "workplace_mentor")) for f in facts
    ]
    assert (
        not stand(Record(tuple(unseen)), RuleBook(state), DAY).explain(milestone.rule, milestone.id).satisfied
    )


@pytest.mark.covers("S001-D5.5")
def test_each_professional_milestone_certifies_a_habit_of_thinking_working_or_learning(
    state: Catalogue,
) -> None:
    assert milestones_rounded(state) == ()
    professional = 0
    for milestone in state.milestones.values():
        held = competencies_of(milestone, state)
        if any(each.strand == "professional" for each in held):
            professional += 1
            assert any(each.kind == "habit" for each in held), milestone.id
    assert professional > 100


# -- levels and stages


@pytest.mark.covers("S001-D9.1", "S001-D9.2", "S001-D9.3")
def test_each_way_begins_at_secondary_or_before_rises_on_one_scale_and_goes_on_after_entry(
    state: Catalogue,
) -> None:
    ladder = state.qualification_frameworks[state.state.qualification_framework]
    numbers = [level.number for level in ladder.levels]
    assert numbers == list(range(1, 11))
    assert all(each.level in numbers for each in state.credentials.values())
    for pathway in state.pathways.values():
        phases, levels = [s.phase for s in pathway.stages], [s.level for s in pathway.stages]
        assert levels == sorted(levels)
        assert levels[0] <= state.state.secondary_level
        assert phases.index("beyond") > phases.index("entry") >= 0
        assert all(
            s.descriptor[language] for s in pathway.stages for language in state.state.complete_languages
        )
        for each in pathway.stages:
            earned = [state.credentials[a.partition(":")[2]].level for a in each.awards]
            assert all(level <= each.level for level in earned), (pathway.id, each.id)


@pytest.mark.covers("S001-V3")
def test_whoever_is_said_to_honor_a_pathway_has_signed_an_agreement(state: Catalogue) -> None:
    assert recognition_signed(state) == ()
    iron = state.pathways["ironworking"]
    claimed = replace(iron, recognized_by=(*iron.recognized_by, "lantern-studios"))
    found = recognition_signed(replace(state, pathways={**state.pathways, "ironworking": claimed}))
    assert [each.sentence for each in found] == [
        "Pathway 'ironworking' says that 'lantern-studios' honors it, and 'lantern-studios' is party to no agreement."
    ]
