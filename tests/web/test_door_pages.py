"""The pages around the doors: wallets, credentials from elsewhere, apps, being shown something."""

import json
import re

import pytest
from django.core.cache import cache as kept
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from tests.api.outside import OB, App, browser_of
from tests.api.test_doors_showing import presented, request_of, send
from tests.api.test_doors_wallets import Wallet
from tests.apps.test_holding import OLDER, own_badge
from tests.awarding import awarding_state
from tests.factories import learner, load, person, show, teacher
from throughline.api.doors import urls as doors
from throughline.apps.directory.policy import TABLE
from throughline.apps.records import queries as records
from throughline.apps.records.models import ShowRequest

pytestmark = pytest.mark.django_db
MOST = 8


@pytest.fixture
def ana():
    kept.clear()
    load(awarding_state())
    ana = learner()
    show(ana, teacher(), "competency:numbers")
    return ana


def asked_of(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(path)
    queries = [each["sql"] for each in seen if "SAVEPOINT" not in each["sql"]]
    assert len(queries) <= MOST, queries
    return answer


def _every(patterns):
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from _every(each.url_patterns)
        else:
            yield each


def test_every_door_names_a_permission_of_the_policy():
    unnamed = [
        each for each in _every(doors.urlpatterns) if getattr(each.callback, "permission", None) not in TABLE
    ]
    assert unnamed == []


def test_the_door_for_suites_of_tests_is_shut_where_no_setting_opens_it(ana):
    assert Client().post("/vc-api/credentials/issue", {}, content_type="application/json").status_code == 404
    named = {str(each.pattern) for each in _every(get_resolver().url_patterns)}
    assert not any(each.startswith("vc-api") for each in named)


def test_a_learner_puts_a_badge_into_a_wallet_from_the_page(ana):
    browser = browser_of(ana)
    page = asked_of(browser, "/me/wallet/").content.decode()
    assert "Numbers Badge" in page
    address = re.search(r'action="(/me/wallet/[0-9a-f-]+/)"', page)[1]
    offered = browser.post(address).content.decode()
    from html import unescape

    link = unescape(re.search(r'href="(openid-credential-offer:[^"]+)"', offered)[1])
    pin = re.search(r'<strong class="digest">(\d{6})</strong>', offered)[1]
    wallet = Wallet().read(link)
    assert wallet.trade(pin).status_code == 200
    assert wallet.ask().status_code == 200
    assert "In a wallet" in asked_of(browser, "/me/wallet/").content.decode()


def test_a_learner_brings_a_badge_and_takes_it_along_as_it_came(ana):
    browser = browser_of(ana)
    given = json.dumps(own_badge()).encode()
    answer = browser.post("/me/elsewhere/", {"file": SimpleUploadedFile("knots.json", given)}, follow=True)
    text = answer.content.decode()
    assert "Knots" in text
    assert "Checked and good" in text
    assert "Checked and good" in asked_of(browser, "/me/elsewhere/").content.decode()
    key = records.holding.held(ana, ana.me, now=timezone.now())[0].id
    file = browser.get(f"/me/elsewhere/{key}/file")
    assert file.content == given
    assert file["Content-Security-Policy"].startswith("sandbox")
    assert browser_of(learner("Cy")).get(f"/me/elsewhere/{key}/file").status_code == 403
    browser.post(f"/me/elsewhere/{key}/let-go/")
    assert records.holding.held(ana, ana.me, now=timezone.now()) == ()


def test_a_page_says_that_only_the_host_can_confirm_an_older_badge(ana):
    browser = browser_of(ana)
    answer = browser.post("/me/elsewhere/", {"pasted": json.dumps(OLDER)}, follow=True)
    assert "Only its host can confirm it" in answer.content.decode()


def test_what_is_no_badge_is_said_beside_the_form_and_the_text_stays(ana):
    answer = browser_of(ana).post("/me/elsewhere/", {"pasted": "hello badge"})
    assert answer.status_code == 422
    assert "hello badge" in answer.content.decode()


def test_a_learner_sees_the_apps_they_let_in_and_lets_one_out(ana):
    browser = browser_of(ana)
    app = App(scopes=(f"{OB}credential.readonly",)).let_in(browser)
    page = browser.get("/me/data/").content.decode()
    assert "Badge Book" in page
    assert "Read your badges and other credentials" in page
    browser.post("/me/data/apps/out/", {"app": app.id})
    assert "Badge Book" not in browser.get("/me/data/").content.decode()
    assert app.get("/ims/ob/v3p0/credentials").status_code == 401
    assert app.trade(grant_type="refresh_token", refresh_token=app.refresh).status_code == 400


def test_a_college_asks_and_reads_what_it_was_shown(ana):
    college = person("Dee", ("employer", "mercy-bay"))
    browser = browser_of(college)
    assert asked_of(browser, "/show/").status_code == 200
    empty = browser.post("/show/", {"organization": "mercy-bay", "what": "badge", "purpose": " "})
    assert empty.status_code == 422
    browser.post("/show/", {"organization": "mercy-bay", "what": "badge", "purpose": "Your shift"})
    key = ShowRequest.objects.get().id
    waiting = asked_of(browser, f"/show/{key}/").content.decode()
    assert "openid4vp://" in waiting
    learner_page = browser_of(ana)
    address = re.search(
        r'action="(/me/wallet/[0-9a-f-]+/)"', learner_page.get("/me/wallet/").content.decode()
    )[1]
    offered = learner_page.post(address).content.decode()
    from html import unescape

    wallet = Wallet().read(unescape(re.search(r'href="(openid-credential-offer:[^"]+)"', offered)[1]))
    wallet.trade(re.search(r'<strong class="digest">(\d{6})</strong>', offered)[1])
    wallet.badge = wallet.ask().json()["credentials"][0]["credential"]
    asked = request_of(college, key)
    assert send(asked, presented(wallet, asked)).status_code == 200
    told = browser.get(f"/show/{key}/").content.decode()
    assert "Verified" in told
    assert "Numbers Badge" in told
    assert "Northside-High" in told
    assert browser_of(ana).get(f"/show/{key}/").status_code == 403


def test_a_learner_whose_guardian_must_agree_first_cannot_let_an_app_in_alone(ana):
    from dataclasses import replace

    from tests.factories import helps
    from throughline.core.consents import ConsentRule

    pack = awarding_state()
    rule = ConsentRule("sharing", {"en": "Sharing"}, guardian="instead")
    load(replace(pack, state=replace(pack.state, consents=(rule,))))
    helps(person("Gil"), ana, "guardian", "record")
    assert App().consent(browser_of(ana)).status_code == 403
