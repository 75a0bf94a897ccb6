"""The map of the state, with the stations a learner has reached filled and their own line drawn full."""

from __future__ import annotations

from django.test import Client

from tests.web.test_pages import signed_in
from throughline.core.formats.state_pack import Pack


def test_a_learner_finds_their_own_stations_on_the_map_and_in_the_list(meridian: Pack, db: None) -> None:
    page = signed_in("jason-18").get("/map/").content.decode()
    assert "Mathematics I: shown; counts in 16 pathways" in page
    assert "Medical sciences: Four benchmarks: shown" in page
    assert "Ironworking: Pre-apprenticeship: shown" not in page
    assert 'class="status met"' in page


def test_a_stranger_sees_the_map_with_nobodys_stations(meridian: Pack, db: None) -> None:
    page = Client().get("/map/").content.decode()
    assert "Mathematics I; counts in 16 pathways" in page
    assert ": shown" not in page
    assert 'class="status met"' not in page


def test_whoever_is_on_no_pathway_sees_every_line_full(meridian: Pack, db: None) -> None:
    page = signed_in("jason-12").get("/map/").content.decode()
    assert "tl-quiet" not in page
    assert "tl-quiet" in signed_in("jason-18").get("/map/").content.decode()
