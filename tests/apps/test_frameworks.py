"""Publishing: whole or not at all, versions that never change, and a log that anyone can check."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import NOW, every, have, learner, load, small_state, with_rule
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.frameworks import actions, queries
from throughline.apps.frameworks.models import Version
from throughline.apps.trail import queries as trail
from throughline.core import ledger
from throughline.core.requirements.nodes import Selector, Total

pytestmark = pytest.mark.django_db


def test_what_was_published_is_what_is_read():
    pack = load()
    kept = queries.catalogue()
    assert kept.pathways == pack.pathways
    assert kept.milestones == pack.milestones
    assert kept.learner_states == pack.learner_states
    assert set(kept.versions.values()) == {1}


def test_the_same_pack_twice_writes_nothing():
    pack = load()
    before = Version.objects.count(), trail.checkpoint()
    assert actions.publish(by=HOUSE, pack=pack, now=NOW + timedelta(days=1)).wrote == 0
    assert (Version.objects.count(), trail.checkpoint()) == before
    assert queries.preview(pack) == []


def test_a_changed_rule_makes_new_versions_of_all_that_rests_on_it_and_of_nothing_else():
    pack = with_rule(load(), "cells", have("competency:cells", 3))
    summary = actions.publish(by=HOUSE, pack=pack, now=NOW)
    assert summary.changed == ("milestone:cells",)
    assert summary.carried == ("pathway:medicine",)
    versions = queries.catalogue().versions
    assert (versions["milestone:cells"], versions["pathway:medicine"], versions["pathway:trades"]) == (
        2,
        2,
        1,
    )


def test_a_learner_who_is_on_an_old_version_is_judged_by_the_old_rule():
    load()
    actions.publish(by=HOUSE, pack=with_rule(small_state(), "cells", have("competency:cells", 3)), now=NOW)
    assert queries.rules_for("pathway:medicine", 1).of_milestone("cells") == have("competency:cells", 2)
    assert queries.rules_for("pathway:medicine", 2).of_milestone("cells") == have("competency:cells", 3)
    assert queries.rules_for().of_milestone("cells") == have("competency:cells", 3)


def test_a_change_is_shown_in_words_before_it_is_made():
    load()
    pack = with_rule(small_state(), "cells", have("competency:cells", 3))
    said = queries.preview(pack)
    assert [(each.act, each.reference) for each in said] == [
        ("changes", "milestone:cells"), ("carries", "pathway:medicine")
    ]  # fmt: skip
    assert (
        said[0].words
        == "Changes the milestone \u201cCells\u201d: Cells: now asks for level 3 instead of level 2."
    )
    assert queries.catalogue().versions["milestone:cells"] == 1


def test_the_preview_says_node_by_node_what_is_asked_differently_with_stages_by_title_and_the_other_fields():
    load()
    pack = small_state()
    hours = Total(
        id="practice", measure="hours", unit="h", min=Decimal(20), select=Selector(kind="experience")
    )
    harder = replace(
        pack.milestones["cells"],
        rule=every("more", [have("competency:cells", 2), hours]),
        summary={"en": "Cells live"},
    )
    pack = replace(pack, milestones={**pack.milestones, "cells": harder})
    medicine, trades = pack.pathways["medicine"], pack.pathways["trades"]
    eased = replace(
        medicine.stages[1], title={"en": "Four exams"}, gate=replace(medicine.stages[1].gate, min=3)
    )
    mastery = replace(trades.stages[1], id="mastery", title={"en": "Mastery of the trade"})
    longer = replace(trades, stages=(*trades.stages, mastery))
    pack = replace(
        pack, pathways={"medicine": replace(medicine, stages=(medicine.stages[0], eased)), "trades": longer}
    )
    said = {each.reference: each.words for each in queries.preview(pack)}
    assert "20 hours of experiences" in said["milestone:cells"]
    assert said["milestone:cells"].endswith("; summary.")
    assert said["pathway:medicine"] == (
        "Changes the pathway \u201cMedicine\u201d: in \u201cFour exams\u201d now asks for 3 of 4 instead of 4 of 4."
    )
    assert (
        said["pathway:trades"]
        == "Changes the pathway \u201cTrades\u201d: adds \u201cMastery of the trade\u201d."
    )


def test_a_removed_document_is_retired_and_can_still_be_read():
    pack = load()
    fewer = replace(pack, pathways={"medicine": pack.pathways["medicine"]})
    assert actions.publish(by=HOUSE, pack=fewer, now=NOW).retired == ("pathway:trades",)
    kept = queries.catalogue()
    assert "trades" not in kept.pathways
    assert kept.past[("pathway:trades", 1)] == pack.pathways["trades"]
    assert queries.pathway_at("pathway:trades", 1) == pack.pathways["trades"]
    assert [v.act for v in queries.versions_of("pathway:trades")] == ["retired", "published"]


def test_a_retired_document_that_comes_back_gets_a_new_number():
    pack = load()
    actions.publish(by=HOUSE, pack=replace(pack, pathways={"medicine": pack.pathways["medicine"]}), now=NOW)
    actions.publish(by=HOUSE, pack=pack, now=NOW)
    assert queries.catalogue().versions["pathway:trades"] == 3


def test_the_digest_of_a_version_can_be_recomputed_from_what_is_public():
    load()
    for found in queries.versions_of("pathway:medicine"):
        said = {
            "reference": found.reference, "number": found.number, "act": found.act,
            "body": found.body, "pins": found.pins,
        }  # fmt: skip
        assert ledger.digest(said) == found.digest
        entry = trail.entry_of("small", found.reference, found.number)
        assert entry is not None
        assert entry.digest == found.digest


def test_a_published_version_cannot_be_changed_even_by_the_database_owner():
    load()
    for wrong in (
        "UPDATE frameworks_version SET number = 9",
        "DELETE FROM frameworks_version",
        "TRUNCATE frameworks_version CASCADE",
        "UPDATE trail_publicentry SET digest = ''",
        "DELETE FROM trail_event",
    ):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            _run(wrong)


def _run(statement):
    with connection.cursor() as cursor:
        # Else the rows just written keep TRUNCATE waiting, and it is refused for that alone.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def test_every_entry_of_the_public_log_is_proven_in_it_and_an_earlier_log_in_a_later_one():
    load()
    early = trail.checkpoint()
    load(with_rule(small_state(), "cells", have("competency:cells", 3)))
    late = trail.checkpoint()
    proof = [bytes.fromhex(step) for step in trail.consistency_proof(early.size)]
    assert late.size > early.size
    assert ledger.is_consistent(
        early.size, late.size, bytes.fromhex(early.root), bytes.fromhex(late.root), proof
    )
    for entry in trail.public_log():
        steps = [bytes.fromhex(step) for step in trail.inclusion_proof(entry.position)]
        leaf = bytes.fromhex(entry.leaf_hash)
        assert ledger.is_included(leaf, entry.position, late.size, steps, bytes.fromhex(late.root))


def test_only_the_operator_publishes():
    load()
    with pytest.raises(Refused, match="operator"):
        actions.publish(by=learner(), pack=small_state(), now=NOW)


def test_a_pack_that_breaks_on_the_way_leaves_nothing_behind(monkeypatch):
    load()
    before = Version.objects.count(), trail.log_size()

    def broken(**_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions.directory, "publish_organizations", broken)
    with pytest.raises(RuntimeError):
        actions.publish(
            by=HOUSE, pack=with_rule(small_state(), "cells", have("competency:cells", 3)), now=NOW
        )
    assert (Version.objects.count(), trail.log_size()) == before


def test_the_catalogue_costs_one_query_once_it_is_kept(django_assert_num_queries):
    load()
    queries.catalogue()
    with django_assert_num_queries(1):
        queries.catalogue()
