"""An adviser's learners come a page at a time, in one order, nobody left out."""

from __future__ import annotations

import pytest

from tests.web.test_pages import signed_in
from throughline.core.formats.state_pack import Pack
from throughline.web.adviser import caseload


def test_pages_of_a_caseload_hold_every_learner_once(
    meridian: Pack, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("mr-okafor")
    whole = [row.case.learner.id for row in client.get("/advising/").context["page"].rows]
    assert len(whole) > 3
    monkeypatch.setattr(caseload, "AT_ONCE", 2)
    seen, start = [], 0
    while start is not None:
        shown = client.get(f"/advising/?from={start}").context["page"]
        seen += [row.case.learner.id for row in shown.rows]
        start = shown.later
    assert seen == whole
    assert "More learners" in client.get("/advising/").content.decode()


def test_a_page_past_the_end_and_a_name_that_nobody_has_say_so(meridian: Pack, db: None) -> None:
    client = signed_in("mr-okafor")
    assert client.get("/advising/?from=999").status_code == 200
    assert "Nobody fits that." in client.get("/advising/?q=zzzz").content.decode()
