"""The state's headline: counted from what happened, counted again apart from the house, shown with its definition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, cost, said
from throughline import check_headline
from throughline.apps.advising import actions
from throughline.apps.advising.models import HeadlineCount
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.frameworks import queries as frameworks

pytestmark = pytest.mark.usefixtures("meridian", "db")
PAGE = "/governance/headline/"


@pytest.mark.covers("S001-V9")
def test_the_headline_is_counted_again_from_its_events_by_a_program_apart_and_stands_beside_its_definition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Nothing was counted yet." in said(Client().get(PAGE))
    events = tmp_path / "events.jsonl"
    with events.open("w") as lines:
        found = actions.count_headline(by=HOUSE, now=timezone.now(), write=lines.write)
    assert check_headline.main([str(events)]) == 0
    assert json.loads(capsys.readouterr().out) == found.plain()
    assert 0 < found.on_path < found.learners
    assert len(found.regions) > 1
    assert "Jason" not in events.read_text()

    shown = said(Client().get(PAGE))
    if 0 < found.on_path < frameworks.catalogue().state.smallest_group:
        assert "So few learners are counted that the number is hidden." in shown
    counts = found.plain()
    many = {"on_path": 40 * found.on_path, "learners": 40 * found.learners} | {
        kind: {name: [40 * n for n in pair] for name, pair in counts[kind].items()}
        for kind in ("regions", "groups")
    }
    HeadlineCount.objects.create(on=timezone.localdate(), version=1, counts=many, counted_at=timezone.now())
    shown = said(Client().get(PAGE))
    percent = round(100 * found.on_path / found.learners)
    assert f"{percent} of 100 learners: {40 * found.on_path} of {40 * found.learners}." in shown.replace(
        ",", ""
    )
    assert "What this counts version 1" in shown
    assert "none without a place to learn (45)" in shown
    assert "Meridian Board of Pathways, Decision 61, the headline" in shown
    assert "By region" in shown
    assert "By group" in shown
    page = Client().get(PAGE).context["page"]
    smallest = page.now.smallest
    for line in (*page.regions, *page.groups):
        for count in (line.part.on_path, line.part.learners):
            assert count is None or count == 0 or count >= smallest
    assert cost(Client(), PAGE) <= MOST
    with pytest.raises(Refused, match="house"):
        actions.count_headline(by=PUBLIC, now=timezone.now())
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        HeadlineCount.objects.update(version=9)
