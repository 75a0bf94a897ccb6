"""The data catalogue: three kinds, each set whole; a request without a ground is refused, one with a ground is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from tests.apps.test_sections import of_learners
from tests.web.looking import MOST, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.directory.policy import TABLE
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.datasets import KINDS, holder

pytestmark = pytest.mark.usefixtures("meridian", "db")


@pytest.mark.covers("S001-D12.1")
def test_each_set_of_the_catalogue_is_whole_and_a_request_without_a_ground_is_refused() -> None:
    state = frameworks.catalogue().state
    assert {each.kind for each in state.datasets} == set(KINDS)
    for each in state.datasets:
        assert all(
            (each.definition, each.owner, each.purpose, each.readers, each.retention, each.ground.source)
        ), each.id
        assert set(each.permissions) <= TABLE.keys(), each.id
        assert set(each.asked_on) <= {ground.id for ground in state.data_grounds}
        shown = said(Client().get(f"/data/{each.id}/"))
        for text in (each.definition, each.purpose, each.readers, each.retention):
            assert text["en"] in shown
        assert each.ground.source in shown
    every = said(Client().get("/data/"))
    for kind in ("Workforce and industry", "What learners have shown", "Individual learners"):
        assert kind in every

    omar, where, until = (
        signed_in("omar-haddad"),
        "/data/achievements/",
        timezone.localdate() + timedelta(days=60),
    )
    form = {"organization": "harbor-community-college", "purpose": "To see whether our awards follow the rules.",
            "until": f"{until}", "do": "ask"}  # fmt: skip
    refused = omar.post(where, form)
    assert refused.status_code == 422
    assert "it names no ground. Name the law or rule on which you ask." in said(refused)
    assert "its ground does not reach this data" in said(omar.post(where, {**form, "ground": "own-planning"}))
    assert governance.data_asked() == []
    assert Client().post(where, {**form, "ground": "audit"}).status_code == 422
    assert omar.post(where, {**form, "ground": "audit"}).status_code == 302
    (asked,) = governance.data_asked("achievements")
    answer = {
        "do": "answer",
        "request": str(asked.id),
        "yes": "no",
        "reasons": "The audit of last year holds it.",
    }
    assert omar.post(where, answer).status_code == 422, "only who answers for the data"
    assert signed_in("rosa-delgado").post(where, answer).status_code == 302
    assert "not given The audit of last year holds it." in said(Client().get(where))
    assert "Omar" not in said(Client().get(where))
    assert max(cost(omar, "/data/"), cost(omar, where)) <= MOST


def test_every_table_that_holds_something_of_a_learner_belongs_to_a_set_of_the_catalogue() -> None:
    known = frameworks.catalogue().state.datasets
    tables = {model._meta.label_lower for model in of_learners()} | {
        model._meta.label_lower for model in apps.get_app_config("occupations").get_models()
    }
    assert sorted(each for each in tables if holder(each, known) is None) == []
