"""The learner's home offers a newer version of their pathway with what it changes, and leaves it to them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.test_pages import signed_in
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import actions
from throughline.core.formats.state_pack import Pack
from throughline.core.requirements.nodes import Choose, Have

pytestmark = pytest.mark.django_db
OFFER = "There is a newer version (2) of this pathway."


@pytest.fixture
def jason(meridian: Pack) -> Client:
    """A learner of the demo who is on a pathway."""
    return signed_in("jason-16")


def publish_harder(pack: Pack, name: str) -> None:
    """The demo state with one more thing to show for a milestone."""
    old = pack.catalogue.milestones[name]
    more = Choose(id="harder", of=(old.rule, Have(id="more", what="competency:communication", level=3)))
    milestones = {**pack.catalogue.milestones, name: replace(old, rule=more)}
    actions.publish(by=HOUSE, pack=replace(pack.catalogue, milestones=milestones), now=timezone.now())


def test_nothing_is_offered_while_there_is_nothing_newer(jason: Client) -> None:
    assert "newer version" not in jason.get("/me/").content.decode()


def test_a_harder_version_is_offered_with_its_difference_and_taken_only_when_accepted(
    jason: Client, meridian: Pack
) -> None:
    publish_harder(meridian, "medical-benchmark-4")
    page = jason.get("/me/").content.decode()
    assert OFFER in page
    assert "/pathways/medical-sciences/versions/" in page
    assert "Communication" in page[page.index(OFFER) :]
    assert 'name="accept_more"' in page
    jason.post("/me/upgrade/")
    assert OFFER in jason.get("/me/").content.decode()
    jason.post("/me/upgrade/", {"accept_more": "yes"})
    assert OFFER not in jason.get("/me/").content.decode()


def test_a_version_that_asks_more_of_a_stage_whose_credential_was_issued_opens_nothing_again(
    jason: Client, meridian: Pack
) -> None:
    before = jason.get("/me/record/").content.decode()
    assert "Meridian Foundation Certificate" in before
    publish_harder(meridian, "mathematics-1")
    page = jason.get("/me/").content.decode()
    assert OFFER in page
    jason.post("/me/upgrade/")
    assert OFFER not in jason.get("/me/").content.decode()
    assert "Meridian Foundation Certificate" in jason.get("/me/record/").content.decode()
    assert "Mathematics I" not in jason.get("/me/").content.decode(), (
        "nothing of the stage is asked for again"
    )
