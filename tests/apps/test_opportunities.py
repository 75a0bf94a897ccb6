"""Modules in the learner's own order, and what each counts for."""

from dataclasses import replace
from itertools import permutations

import pytest
from django.utils import timezone

from tests.factories import NOW, have, learner, load, put_on, show, small_state, teacher, words
from throughline.apps.advising import queries as advising
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import queries
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.references import all_rules
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import Standing

pytestmark = pytest.mark.django_db
MODULES = ("numbers-lab", "cells-lab", "tools-shop", "chess-club")


def test_modules_are_found_by_kind_and_by_who_offers_them():
    load()
    assert [m.id for m in queries.modules()] == sorted(MODULES)
    assert queries.modules(kinds=["internship"]) == []
    assert len(queries.modules(provider="northside-high")) == 4


@pytest.mark.covers("S001-D8.2")
def test_only_a_true_dependency_limits_the_order():
    load()
    for order in permutations(MODULES):
        early = queries.order_check(order)
        too_early = order.index("cells-lab") < order.index("numbers-lab")
        assert [e.module for e in early] == (["cells-lab"] if too_early else [])
        planned = queries.possible_order(order)
        assert queries.order_check(planned) == []
        assert set(planned) == set(MODULES)
    assert queries.order_check(["cells-lab"], have=["competency:numbers"]) == []
    assert queries.order_check(["cells-lab"])[0].missing == ("competency:numbers",)


@pytest.mark.covers("S001-D8.1", "S001-U9")
def test_two_learners_take_disjoint_experiences_in_different_order_and_both_arrive():
    load()
    ana, bo, marta = learner("Ana"), learner("Bo"), teacher()
    for who, order in ((ana, ("numbers", "reading", "cells")), (bo, ("cells", "reading", "numbers"))):
        put_on(who, "pathway:medicine")
        for name in order:
            show(who, marta, f"competency:{name}")
    audits = [advising.progress(who, who.me, now=NOW) for who in (ana, bo)]
    assert all(found.audit.stages[0].passed for found in audits)
    used = [{fact.id for fact in found.record.facts} for found in audits]
    assert not used[0] & used[1]


@pytest.fixture
def internship():
    """An internship whose one competency stands behind a milestone, a diploma and a named college's agreement."""
    pack = small_state()
    medicine = pack.pathways["medicine"]
    first = replace(medicine.stages[0], awards=("credential:diploma",))
    agreement = d.Agreement(
        id="college-entry", title=words("Entry"), kind="admission", parties=("harbor-college", "northside-high"),
        trigger=have("credential:diploma"), promise=words("A place"), legal_status="contract",
    )  # fmt: skip
    lab = d.Opportunity(
        id="lab-weeks", title=words("Lab weeks"), kind="internship", provider="mercy-bay", sector="workforce",
        gives=("competency:cells",),
    )  # fmt: skip
    credential = d.Credential("diploma", words("Diploma"), "diploma", 4, ("northside-high",))
    return load(
        replace(
            pack,
            pathways={**pack.pathways, "medicine": replace(medicine, stages=(first, *medicine.stages[1:]))},
            agreements={"college-entry": agreement}, opportunities={**pack.opportunities, "lab-weeks": lab},
            credentials={**pack.credentials, "diploma": credential},
        )
    )  # fmt: skip


@pytest.mark.covers("S001-D7.4")
def test_an_internship_names_the_diploma_and_the_college_it_counts_for_as_the_rules_themselves_say(
    internship,
):
    counted = {each.holder: each for each in queries.what_it_counts_for("lab-weeks")}
    assert set(counted) == {"milestone:cells", "pathway:medicine#foundation", "agreement:college-entry"}
    assert counted["agreement:college-entry"].parties == ("harbor-college", "northside-high")

    # By evaluation alone: with all other competencies shown, the internship's fact is what turns each rule.
    without = _record("numbers", "reading")
    with_it = _record("numbers", "reading", "cells")
    before = Standing(without, frameworks.program_for(), timezone.localdate(NOW))
    after = Standing(with_it, frameworks.program_for(), timezone.localdate(NOW))
    turned = {
        held.holder
        for held in all_rules(internship)
        if not before.explain(held.node, held.holder).satisfied
        and after.explain(held.node, held.holder).satisfied
    }
    assert turned == set(counted)


def _record(*names):
    return Record(tuple(Fact(name, f"competency:{name}", timezone.localdate(NOW), level=2) for name in names))


def test_a_learner_sees_which_of_these_they_meet_already(internship):
    ana, marta = learner(), teacher()
    show(ana, marta, "competency:cells")
    found = queries.what_it_counts_for("lab-weeks", actor=ana, learner=ana.me, now=NOW)
    assert {each.holder: each.met for each in found} == {
        "milestone:cells": True, "pathway:medicine#foundation": False, "agreement:college-entry": False
    }  # fmt: skip


def test_a_module_names_the_pathways_and_milestones_it_serves():
    load()
    assert queries.pathways_served("numbers-lab") == {"medicine": ("numbers",), "trades": ("numbers",)}
    assert queries.pathways_served("chess-club") == {}
