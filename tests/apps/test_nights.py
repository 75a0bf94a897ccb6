"""What is proven every night, and what the night finds: a credential that leads nowhere, a stage that promises nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.apps.test_guarantee_proofs import PROMISES
from tests.awarding import awarding_state
from tests.factories import NOW, load, milestone, teacher, words
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.frameworks import nights, proofs
from throughline.apps.frameworks.tasks import prove_everything
from throughline.core.catalogue import documents as d
from throughline.core.certification.c06_live_credentials import onward_graph
from throughline.core.proofs.liveness import ENDS, ways_on
from throughline.core.requirements.nodes import Have

pytestmark = pytest.mark.django_db


def state(*promises: d.Agreement, **credentials: d.Credential):
    pack = awarding_state()
    kept = {name: each for name, each in pack.pathways.items() if name == "medicine"}
    listed = {name: pack.credentials[name] for name in ("foundation-diploma", "care-degree", "numbers-badge")}
    exams = [each for each in PROMISES if each.id in ("college", "hospital")]
    beyond = replace(kept["medicine"].stages[-1], phase="secondary")
    kept = {"medicine": replace(kept["medicine"], stages=(*kept["medicine"].stages[:-1], beyond))}
    agreements = {each.id: each for each in promises or exams}
    return replace(pack, pathways=kept, credentials={**listed, **credentials}, agreements=agreements)


@pytest.mark.covers("X04")
def test_each_night_proves_every_pathway_and_every_credential_and_finds_a_planted_dead_one():
    load(state())
    night = nights.prove(by=HOUSE, now=NOW)
    assert (night.pathways, night.unproven, night.credentials, night.dead) == (1, {}, 3, ())
    dust = d.Credential("dust", words("Dust"), "badge", 3, ("board",))
    pack = state(dust=dust)
    shelf = replace(milestone("shelf", Have(id="h", what="competency:tools")), awards=("credential:dust",))
    load(replace(pack, milestones={**pack.milestones, "shelf": shelf}), NOW + timedelta(days=1))
    assert nights.prove(by=HOUSE, now=NOW + timedelta(days=1)).dead == ("credential:dust",)
    kept = nights.last_night()
    assert kept is not None
    assert (kept.credentials, kept.dead, kept.at) == (4, ("credential:dust",), NOW + timedelta(days=1))


@pytest.mark.covers("X04")
def test_the_way_on_from_each_credential_is_link_by_link_in_what_is_published(meridian_pack):
    catalogue = meridian_pack.catalogue
    onward, ways = onward_graph(catalogue), ways_on(catalogue)
    assert ways.keys() == {f"credential:{name}" for name in catalogue.credentials}
    for ref, way in ways.items():
        assert way[0] == ref
        assert way[-1].startswith(ENDS)
        assert all(after in onward[before] for before, after in zip(way, way[1:], strict=False))


def test_the_last_onward_promise_of_a_stage_removed_leaves_the_pathway_without_a_proof():
    load(state())
    assert proofs.pathway_proof("pathway:medicine", now=NOW)["format"] == "throughline-pathway-proof-1"
    only = next(each for each in PROMISES if each.id == "college")
    load(state(only), NOW + timedelta(days=1))
    later = NOW + timedelta(days=1)
    with pytest.raises(Refused, match="pathway:medicine#secondary can be completed by"):
        proofs.pathway_proof("pathway:medicine", now=later)
    night = nights.prove(by=HOUSE, now=later)
    assert list(night.unproven) == ["medicine"]
    assert "no promise can be shown to open" in night.unproven["medicine"]
    assert prove_everything() == 1


def test_only_the_house_itself_says_what_was_proven():
    load(state())
    with pytest.raises(Refused):
        nights.prove(by=teacher(), now=NOW)
