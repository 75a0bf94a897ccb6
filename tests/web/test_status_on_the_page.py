"""Whether a credential was taken back, as anyone reads it on the page: clear, on hold, taken back, or unknown and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.awarding import awarding_state
from tests.core.credentials.school import BADGE, DOCUMENT, KEY, OTHER, SCHOOL, World, signed
from tests.factories import learner, load, person
from tests.web.looking import said
from throughline.apps.records import actions, queries
from throughline.apps.records.queries import verifying
from throughline.core.credentials.controllers.controller_documents import PublishedKey, controller_document
from throughline.core.credentials.status.revocation_list import entry_for as named_in
from throughline.core.credentials.status.revocation_list import revocation_list
from throughline.core.credentials.status.status_list import entry_for, status_list_credential

pytestmark = pytest.mark.django_db
LIST = "https://northside.example/status/1"
NAMES = "https://northside.example/revocations"
DAY = datetime(2025, 1, 10, tzinfo=UTC)
PLACE = 7
Publish = Callable[..., None]


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Lets the school publish anew; an address with nothing at it does not answer."""
    load(awarding_state())

    def published(**there: Any) -> None:
        keys = {DOCUMENT: controller_document(SCHOOL, [PublishedKey("key-1", KEY.public)])}
        world = World({at: json.dumps(each).encode() for at, each in {**keys, **there}.items()})
        monkeypatch.setattr(verifying, "within", lambda _fetcher, _seconds: world)

    return published


def listed(purpose: str, *marked: int, days: int = 1, **more: Any) -> dict[str, Any]:
    now = timezone.now().replace(microsecond=0)
    made = status_list_credential(
        url=f"{LIST}/{purpose}", issuer=SCHOOL, purpose=purpose, marked=marked,
        valid_from=now - timedelta(days=9), valid_until=now + timedelta(days=days),
    )  # fmt: skip
    return {f"{LIST}/{purpose}": signed(made, created=now - timedelta(days=9), **more)}


def lists(*, revoked: tuple[int, ...] = (), held: tuple[int, ...] = ()) -> dict[str, Any]:
    return {**listed("revocation", *revoked), **listed("suspension", *held)}


BADGE_THEN = {**BADGE, "validFrom": "2025-01-10T00:00:00Z"}
WITH_LISTS = signed(
    {**BADGE_THEN, "credentialStatus": [entry_for(f"{LIST}/{purpose}", PLACE, purpose)
                                        for purpose in ("revocation", "suspension")]},
    created=DAY,
)  # fmt: skip
IN_NAMES = signed({**BADGE_THEN, "credentialStatus": named_in(NAMES)}, created=DAY, suite="eddsa-jcs-2022")


def page(document: Any) -> str:
    return said(Client().post("/verify/", {"pasted": json.dumps(document)}))


def test_on_hold_and_off_hold_again_and_taken_back_each_stand_on_the_page(publish: Publish) -> None:
    publish(**lists(revoked=(3,), held=(4,)))
    assert page(WITH_LISTS).startswith("Verified")
    publish(**lists(held=(PLACE,)))
    assert page(WITH_LISTS).startswith("Not verified")
    assert "No It was not taken back The issuer has put it on hold for now." in page(WITH_LISTS)
    publish(**lists())
    assert page(WITH_LISTS).startswith("Verified")
    assert "The issuer’s list says that it was not taken back." in page(WITH_LISTS)
    publish(**lists(revoked=(PLACE,), held=(PLACE,)))
    assert "No It was not taken back The issuer took it back." in page(WITH_LISTS)


def test_where_the_list_does_not_answer_nobody_can_tell_and_the_page_says_which_and_why(
    publish: Publish,
) -> None:
    publish()
    shown = page(WITH_LISTS)
    assert shown.startswith("We cannot tell")
    assert "Cannot tell It was not taken back The issuer’s list could not be had" in shown
    assert shown.count(f"{LIST}/revocation") >= 1
    assert "What could not be reached" in shown
    publish(**listed("revocation"))
    assert page(WITH_LISTS).startswith("We cannot tell"), "one of two lists is not enough"
    publish(**listed("suspension", PLACE))
    assert page(WITH_LISTS).startswith("Not verified"), (
        "what one list says against it holds without the other"
    )


@pytest.mark.parametrize(
    "spoiled",
    [
        listed("revocation", days=-1),
        listed("revocation", key=OTHER),
        {
            f"{LIST}/revocation": {
                **listed("revocation")[f"{LIST}/revocation"],
                "issuer": "did:web:other.example",
            }
        },
        {f"{LIST}/revocation": {"some": "page"}},
    ],
    ids=["run out", "signed by another", "changed", "no list at all"],
)
def test_a_list_that_cannot_be_relied_on_is_no_answer_either(
    publish: Publish, spoiled: dict[str, Any]
) -> None:
    publish(**{**lists(), **spoiled})
    shown = page(WITH_LISTS)
    assert shown.startswith("We cannot tell")
    assert "Cannot tell It was not taken back The issuer’s list could not be relied on" in shown


def test_the_list_of_names_says_taken_back_with_its_reason_or_is_unknown(publish: Publish) -> None:
    def names(*revoked: str, issuer: str = SCHOOL) -> dict[str, Any]:
        made = revocation_list(url=NAMES, issuer=issuer, revoked=revoked, decoys=["urn:uuid:nobody"])
        lines = [
            {**each, "revoked": True, "revocationReason": "issued in error"}
            for each in made["revokedCredentials"]
        ]
        return {NAMES: {**made, "revokedCredentials": lines}}

    publish(**names())
    assert page(IN_NAMES).startswith("Verified")
    publish(**names(BADGE["id"]))
    assert page(IN_NAMES).startswith("Not verified")
    assert "The issuer took it back. The issuer’s list has a message about it: issued in error." in page(
        IN_NAMES
    )
    publish()
    assert page(IN_NAMES).startswith("We cannot tell")
    assert "The issuer’s list could not be had" in page(IN_NAMES)
    publish(**names(issuer="did:web:other.example"))
    assert page(IN_NAMES).startswith("We cannot tell")


def test_a_licence_of_this_house_goes_on_hold_and_off_again_on_its_own_page(publish: Publish) -> None:
    publish()
    ana, clerk, now = learner(), person("Bea", ("registrar", "board")), timezone.now()
    award = actions.issue(by=clerk, issuer="board", learner=ana.me, credential="trade-licence", now=now)
    document = queries.credential_of(ana, award, now=now)
    assert page(document).startswith("Verified")
    actions.suspend(by=clerk, award=award, cause="under_review", reason="A mix-up of names.", now=now)
    assert "The issuer has put it on hold for now." in page(document)
    actions.reinstate(by=clerk, award=award, reason="It was hers.", now=timezone.now())
    assert page(document).startswith("Verified")
