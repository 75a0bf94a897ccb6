"""One judged result where it is asked for: in three sectors, by any kind of assessment, with extras for some alone."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from tests import factories as f
from tests.apps.assessed import EXAM, MET, NOT_YET, around, assessed_state, both_sign, days, hand_in, sign
from tests.meridian import FOLDER
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.facts import NewFact
from throughline.core.catalogue import documents as d
from throughline.core.formats.state_pack import read_pack
from throughline.core.progress.audit import audit_milestone
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import Node

pytestmark = pytest.mark.django_db


def agreement(name: str, kind: str, party: str, trigger: Node) -> d.Agreement:
    return d.Agreement(name, f.words(name), kind, (party,), trigger, f.words("Yes"), "contract")  # type: ignore[arg-type]


def standing_of(who: Actor, on: int = 0) -> Standing:
    return Standing(
        records.records_of([who.me])[who.me], frameworks.program_for(), timezone.localdate(days(on))
    )


@pytest.mark.covers("S001-D6.6")
def test_one_result_is_accepted_by_school_college_and_employer_without_entering_it_again() -> None:
    pack = assessed_state()
    exam = f.have(f"milestone:{EXAM}")
    promises = (
        agreement("college", "credit", "board", exam), agreement("hire", "hiring", "mercy-bay", exam),
    )  # fmt: skip
    f.load(replace(pack, agreements={each.id: each for each in promises}))
    ana, marta = f.learner(), f.teacher()
    lucia = f.helps(f.person("Lucia", ("workplace_mentor", "mercy-bay")), ana, "workplace_mentor", "progress")
    catalogue = frameworks.catalogue()

    def answers() -> set[str]:
        standing = standing_of(ana)
        triggers = [
            standing.status(each.trigger, f"agreement:{each.id}") for each in catalogue.agreements.values()
        ]
        return {audit_milestone(EXAM, standing).status, *triggers}

    sign(marta, hand_in(ana, "written"), {"clear": 2})
    assert "met" not in answers()
    work = hand_in(ana)
    sign(marta, work, MET)
    assert sign(lucia, work, MET) == "met"
    assert answers() == {"met"}
    facts = records.records_of([ana.me])[ana.me].facts
    assert len([each for each in facts if each.what.startswith("assessment:")]) == 2, "each entered once"


KINDS = {
    "technical": "assessment:technical", "performance": "assessment:performance",
    "portfolio": "assessment:portfolio", "credential": "credential:shop-card", "badge": "credential:badge",
}  # fmt: skip


@pytest.mark.covers("S001-R8.1b")
@pytest.mark.parametrize("kind", KINDS)
def test_each_of_five_kinds_satisfies_a_milestone_option_by_itself(kind: str) -> None:
    pack = f.small_state()
    badge = replace(pack.credentials["shop-card"], id="badge", type="badge")
    pack = replace(pack, credentials={**pack.credentials, "badge": badge})
    f.load(f.with_rule(pack, "tools", f.every("any", [f.have(what) for what in KINDS.values()], 1)))
    ana = f.learner()
    issuer = f.person("Ivo", ("assessor", "trades-association"))
    assert audit_milestone("tools", standing_of(ana)).status == "open"
    by = issuer if KINDS[kind].startswith("credential:") else f.teacher()
    actions.attest(by=by, fact=NewFact(ana.me, KINDS[kind], f.TODAY, score=Decimal(1)), now=f.NOW)
    assert audit_milestone("tools", standing_of(ana)).status == "met"


@pytest.mark.covers("S001-J22")
def test_a_benchmark_has_written_and_performance_parts_and_engineers_alone_have_an_extra() -> None:
    catalogue = read_pack(FOLDER).catalogue
    kinds = {each.id: each.performance for each in catalogue.assessments["medical-benchmark-2"].parts}
    assert kinds == {"written": False, "performance": True}
    extra = catalogue.assessments["engineering-design-for-health"]
    pathway = catalogue.pathways["medical-sciences"]
    shown = {each.id: bool(extra.parts_for("medical-sciences", each.id)) for each in pathway.destinations}
    assert [name for name, asked in shown.items() if asked] == ["biomedical-engineer"]
    assert len(shown) > 3
    assert not extra.parts_for("nursing", "")


@pytest.mark.covers("X16")
def test_nobody_outside_can_tell_one_try_from_four() -> None:
    who = around()
    ben = f.fresh(f.learner("Ana"))
    f.helps(who.lucia, ben, "workplace_mentor", "progress", "record")
    guardian = f.person("Eva")
    for each in (who.ana, ben):
        guardian = f.helps(guardian, each, "guardian", "record", "progress", "plan")
    lucia = f.helps(f.fresh(who.lucia), who.ana, "mentor", "record")
    for nth in range(3):
        work = hand_in(who.ana, now=days(nth * 7))
        sign(who.marta, work, {"heard": 1, "graph": 1}, days(nth * 7))
        sign(lucia, work, {"heard": 1, "graph": 1}, days(nth * 7))
    for each in (who.ana, ben):
        work = hand_in(each, now=days(21))
        sign(who.marta, work, MET, days(21))
        assert sign(lucia, work, MET, days(21)) == "met"

    def seen(by: Actor, of: Actor) -> list[object]:
        record = records.attainments(by, of.me, now=days(21))
        chains = records.chains_of(each.id for each in record)
        return [
            [(x.what, x.level, x.note, x.judged, x.happened_on, len(x.validators)) for x in record],
            sorted((c.assessment, c.number, c.part, c.how, len(c.judges)) for c in chains.values()),
            sorted((x.what, x.level or 0) for x in standing_of(of, 21).record.facts),
            [
                (c.verb, c.target, c.data)
                for c in directory.what_changed(guardian, of.me)
                if c.verb != "let in"
            ],
            sorted({look.at for look in directory.reads_of(guardian, of.me)}),
        ]

    four, one = seen(guardian, who.ana), seen(guardian, ben)
    assert _sorted(four) == _sorted(one)
    openapi = FOLDER.parents[1] / "docs" / "reference" / "openapi.json"
    assert not re.search(r"\b(attempts?|tries|submissions?|retakes?)\b", openapi.read_text(), re.IGNORECASE)
    assert len(records.attempts(who.marta, who.ana.me, now=days(21))) == 4
    for outsider in (
        guardian,
        f.person("Ad", ("adviser", "northside-high")),
        f.person("Co", ("registrar", "board")),
    ):
        with pytest.raises(Exception, match="Only these may"):
            records.attempts(outsider, who.ana.me, now=days(21))


def _sorted(answers: list[object]) -> list[object]:
    return [sorted(map(str, each)) if isinstance(each, list) else each for each in answers]


def test_a_not_yet_leaves_nothing_but_what_was_shown() -> None:
    who = around()
    both_sign(who, hand_in(who.ana), NOT_YET)
    assert [x.what for x in records.records_of([who.ana.me])[who.ana.me].facts] == ["competency:reading"]
