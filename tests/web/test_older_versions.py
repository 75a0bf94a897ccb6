"""Learners stay on the version they began with: their pages show that version, even when it is no longer in force."""

from __future__ import annotations

from dataclasses import replace

from django.test import Client
from django.utils import timezone

from tests.web.test_pages import signed_in
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import actions
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.formats.state_pack import Pack
from throughline.core.requirements.nodes import Choose

OWN = ("/me/", "/me/progress/", "/me/milestones/medical-benchmark-4/", "/me/doors/")


def published_without_medicine(pack: Pack) -> Catalogue:
    """Meridian as if the pathway in medicine and its benchmarks had been given up."""
    kept = pack.catalogue
    pathways = {name: each for name, each in kept.pathways.items() if name != "medical-sciences"}
    milestones = {
        name: each for name, each in kept.milestones.items() if not name.startswith("medical-benchmark")
    }
    return replace(kept, pathways=pathways, milestones=milestones)


def published_with_renamed_stage(pack: Pack) -> Catalogue:
    """Meridian with another name and id for medicine's second stage."""
    kept = pack.catalogue
    medicine = kept.pathways["medical-sciences"]
    stages = tuple(
        replace(each, id="renamed", title={"en": "Renamed"}) if each.phase == "secondary" else each
        for each in medicine.stages
    )
    return replace(kept, pathways={**kept.pathways, medicine.id: replace(medicine, stages=stages)})


def _publish(catalogue: Catalogue) -> None:
    actions.publish(by=HOUSE, pack=catalogue, now=timezone.now())


def test_a_learner_on_a_retired_pathway_still_reads_all_of_it(meridian: Pack, db: None) -> None:
    _publish(published_without_medicine(meridian))
    client = signed_in("jason-16")
    for path in OWN:
        answer = client.get(path)
        assert answer.status_code == 200, path
    assert "Benchmark 4" in client.get("/me/progress/").content.decode()
    assert Client().get("/pathways/medical-sciences/").status_code == 404


def test_a_learner_on_an_older_version_reads_its_own_words(meridian: Pack, db: None) -> None:
    before = signed_in("jason-16").get("/me/progress/").content.decode()
    _publish(published_with_renamed_stage(meridian))
    client = signed_in("jason-16")
    after = client.get("/me/progress/").content.decode()
    assert "Four benchmarks" in before
    assert "Four benchmarks" in after
    assert "Renamed" not in after
    assert "Renamed" in Client().get("/pathways/medical-sciences/").content.decode()
    assert client.get("/me/").status_code == 200


def test_an_adviser_and_a_family_read_the_learners_own_version(meridian: Pack, db: None) -> None:
    _publish(published_without_medicine(meridian))
    assert "Medical sciences" in signed_in("mr-okafor").get("/advising/").content.decode()
    page = signed_in("denise-reed").get("/family/").content.decode()
    assert "Jason" in page


def test_every_version_stands_with_its_difference_to_the_one_before(meridian: Pack, db: None) -> None:
    kept = meridian.catalogue
    first = kept.milestones["medical-benchmark-1"]
    assert isinstance(first.rule, Choose)
    harder = replace(first, rule=replace(first.rule, of=first.rule.of[:-1]))
    _publish(replace(kept, milestones={**kept.milestones, first.id: harder}))
    page = Client().get("/pathways/medical-sciences/versions/").content.decode()
    assert "Version 2" in page
    assert "Version 1" in page
    assert "removes" in page
    assert Client().get("/pathways/ironworking/versions/").content.decode().count("Version 2") == 0
