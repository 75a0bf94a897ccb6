"""Words of people without an account, by a link that works once; how sure one can be of who speaks stands beside them."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from tests.apps.test_evidence import ana, kept, own_folder, read  # noqa: F401  (fixtures)
from tests.factories import NOW, helps, person, teacher
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import PUBLIC, Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.actions.attesting import Saying
from throughline.apps.records.models import AttestationRequest

pytestmark = pytest.mark.django_db

ADDRESS = "https://house.example/said/{secret}/"
WORDS = "She took the engine apart with me and put it back together."
UNCLE = Saying(WORDS, "family", "my niece")


def asked(by, key, number=1, **more):
    given = {"name": "Rafael", "tie": "family", "tie_words": "my uncle", "address": ADDRESS, **more}
    request, link = actions.attesting.ask_by_link(by=by, piece=(key, number), now=NOW, **given)
    return request, link.removeprefix("https://house.example/said/").removesuffix("/")


@pytest.mark.covers("S001-M2")
def test_an_uncle_without_account_attests_by_link_an_assessor_accepts_and_the_kinship_is_open(ana):  # noqa: F811
    marta, key = teacher(), kept(ana, setting="family", place="Uncle's repair shop")
    _, secret = asked(ana, key)
    opened = queries.attesting.by_link(secret, now=NOW)
    assert (opened.learner, opened.name, opened.tie_words) == ("Ana Reed", "Rafael", "my uncle")
    assert (opened.piece.title, opened.piece.said_about) == ("Line follower", ())
    actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=UNCLE, now=NOW)
    request = actions.recognizing.ask(
        by=ana, learner=ana.me, organization="northside-high", evidence=[(key, 1)], now=NOW,
        wishes=[actions.recognizing.Wish("competency:numbers", 2)],
    )  # fmt: skip
    (piece,) = queries.recognizing.recognition(marta, request, now=NOW).pieces
    (said,) = piece.said_about
    assert (said.name, said.tie, said.tie_words, said.assurance) == (
        "Rafael",
        "family",
        "my niece",
        "said_by_link",
    )
    (wish,) = queries.recognizing.recognition(marta, request, now=NOW).asked.wishes
    answer = actions.recognizing.Answer(wish.id, met=True, reasons="She explained gear ratios to me.")
    actions.recognizing.decide(by=marta, recognition=request, answers=[answer], now=NOW)
    (fact,) = queries.record_of(ana, ana.me, now=NOW).facts
    assert (fact.what, fact.level, fact.context) == ("competency:numbers", 2, "home")
    (item,) = queries.attainments(ana, ana.me, now=NOW)
    assert [p.said_about[0].tie for p in queries.evidence_behind([item.id])[item.id]] == ["family"]


def test_a_link_works_once(ana):  # noqa: F811
    key = kept(ana)
    _, secret = asked(ana, key)
    actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=UNCLE, now=NOW)
    for again in (
        lambda: queries.attesting.by_link(secret, now=NOW),
        lambda: actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=UNCLE, now=NOW),
    ):
        with pytest.raises(Refused, match="works once"):
            again()
    assert len(read(ana, key).said_about) == 1


@pytest.mark.parametrize("way", ["guessed", "empty", "over", "withdrawn", "renewed", "set aside"])
def test_a_link_that_should_open_nothing_opens_nothing(ana, way):  # noqa: F811
    key = kept(ana)
    request, secret = asked(ana, key)
    when = NOW + timedelta(days=31) if way == "over" else NOW
    if way == "withdrawn":
        actions.attesting.withdraw_link(by=ana, request=request, now=NOW)
    if way == "renewed":
        actions.attesting.renew_link(by=ana, request=request, address=ADDRESS, now=NOW)
    if way == "set aside":
        actions.evidence.set_aside(by=ana, evidence=key, now=NOW)
    secret = {"guessed": "A" * 32, "empty": ""}.get(way, secret)
    for use in (
        lambda: queries.attesting.by_link(secret, now=when),
        lambda: queries.attesting.file_by_link(secret, "a" * 64, now=when),
        lambda: actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=UNCLE, now=when),
        lambda: actions.attesting.check_email(by=PUBLIC, secret=secret, email="r@example.org", now=when),
    ):
        with pytest.raises(Refused):
            use()
    assert read(ana, key).said_about == () if way != "set aside" else True


def test_the_secret_of_a_link_is_not_kept(ana):  # noqa: F811
    _, secret = asked(ana, kept(ana))
    row = AttestationRequest.objects.values().get()
    assert len(secret) >= 32
    assert secret not in repr(row)


def _sent_code() -> str:
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].subject))
    assert found
    return found[1]


@pytest.mark.covers("S001-U13")
def test_a_clients_words_are_verified_by_an_e_mail_code_and_an_assessor_accepts_the_work(
    ana,  # noqa: F811
    django_capture_on_commit_callbacks,
):
    marta, key = teacher(), kept(ana, setting="work", title="Web site for a bakery")
    with django_capture_on_commit_callbacks(execute=True):
        _, secret = asked(ana, key, name="Ines", tie="client", tie_words="", email="ines@bakery.example")
    assert mail.outbox[-1].to == ["ines@bakery.example"]
    assert secret in mail.outbox[-1].body
    with django_capture_on_commit_callbacks(execute=True):
        actions.attesting.check_email(by=PUBLIC, secret=secret, email="other@example.org", now=NOW)
    assert mail.outbox[-1].to == ["ines@bakery.example"], "the address the learner gave stands"
    client = Saying("Our shop sells by this page since May.", "client")
    actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=client, code=_sent_code(), now=NOW)
    request = actions.recognizing.ask(
        by=ana, learner=ana.me, organization="northside-high", evidence=[(key, 1)], now=NOW,
        wishes=[actions.recognizing.Wish("competency:tools", 1)],
    )  # fmt: skip
    shown = queries.recognizing.recognition(marta, request, now=NOW)
    assert [(s.name, s.tie, s.assurance) for s in shown.pieces[0].said_about] == [
        ("Ines", "client", "email_checked")
    ]
    assert shown.pieces[0].assurance == "email_checked"
    answer = actions.recognizing.Answer(shown.asked.wishes[0].id, True, "The page works and is kept up.")
    actions.recognizing.decide(by=marta, recognition=request, answers=[answer], now=NOW)
    assert [f.what for f in queries.record_of(ana, ana.me, now=NOW).facts] == ["competency:tools"]


def test_a_wrong_code_is_refused_and_after_five_no_code_helps(ana, django_capture_on_commit_callbacks):  # noqa: F811
    _, secret = asked(ana, kept(ana), email="r@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        actions.attesting.check_email(by=PUBLIC, secret=secret, email="", now=NOW)
    right = _sent_code()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(5):
        with pytest.raises(Refused, match="not the one"):
            actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=UNCLE, code=wrong, now=NOW)
    with pytest.raises(Refused, match="no longer works"):
        actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=UNCLE, code=right, now=NOW)
    with pytest.raises(Refused, match="a moment ago"):
        actions.attesting.check_email(by=PUBLIC, secret=secret, email="", now=NOW)
    actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=UNCLE, now=NOW)
    assert read(ana, AttestationRequest.objects.get().version.evidence_id).assurance == "said_by_link"


def test_who_is_signed_in_speaks_as_themselves_and_for_their_organization_where_they_work_for_one(ana):  # noqa: F811
    key = kept(ana)
    rosa = helps(person("Rosa"), ana, "guardian", "record")
    wes = helps(person("Wes", ("workplace_mentor", "mercy-bay")), ana, "workplace_mentor", "progress")
    for who in (rosa, wes):
        with pytest.raises(Refused):
            actions.attesting.say_signed_in(by=who, piece=(key, 1), saying=UNCLE, now=NOW)
        actions.attesting.ask_person(by=ana, piece=(key, 1), person=who.me, tie="family", now=NOW)
        assert [a.piece.id for a in queries.attesting.asked_of(who)] == [key]
        actions.attesting.say_signed_in(by=who, piece=(key, 1), saying=UNCLE, now=NOW)
        assert queries.attesting.asked_of(who) == ()
    said = {s.name: (s.assurance, s.organization) for s in read(ana, key).said_about}
    assert said == {"Rosa Reed": ("signed_in", ""), "Wes Reed": ("works_for", "mercy-bay")}
    assert read(ana, key).assurance == "works_for"


def test_nobody_speaks_for_their_own_work(ana):  # noqa: F811
    key = kept(ana)
    _, secret = asked(ana, key)
    actions.evidence.show(by=ana, pieces=[(key, 1)], person=ana.me, why="to look at", now=NOW)
    for own in (
        lambda: actions.attesting.say_by_link(by=ana, secret=secret, saying=UNCLE, now=NOW),
        lambda: actions.attesting.say_signed_in(by=ana, piece=(key, 1), saying=UNCLE, now=NOW),
    ):
        with pytest.raises(Refused, match="your own work"):
            own()
    assert read(ana, key).assurance == "self"


def test_words_belong_to_the_version_that_was_read(ana):  # noqa: F811
    key = kept(ana)
    _, secret = asked(ana, key)
    actions.evidence.revise(by=ana, evidence=key, now=NOW)
    actions.evidence.write(by=ana, evidence=key, typed={"words": "I built all of it alone."}, now=NOW)
    actions.evidence.keep(by=ana, evidence=key, now=NOW)
    assert queries.attesting.by_link(secret, now=NOW).piece.number == 1
    actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=UNCLE, now=NOW)
    assert [said.number for said in read(ana, key).said_about] == [1]


def test_what_was_said_cannot_be_changed_by_anyone(ana):  # noqa: F811
    _, secret = asked(ana, kept(ana))
    actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=UNCLE, now=NOW)
    for wrong in ("UPDATE records_attestation SET words = 'All of it'", "DELETE FROM records_attestation"):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(wrong)


def test_only_the_learner_asks_and_the_asking_and_the_saying_are_on_their_trail(ana):  # noqa: F811
    key = kept(ana)
    with pytest.raises(Refused):
        asked(teacher(), key)
    _, secret = asked(ana, key)
    actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=UNCLE, now=NOW)
    verbs = [change.verb for change in directory.what_changed(ana, ana.me)]
    assert verbs[:3] == ["attested work", "asked for words", "kept work"]


def test_hours_are_confirmed_up_to_those_written_down_and_count_once_judged(ana):  # noqa: F811
    marta, key = teacher(), kept(ana, "hours", hours="40", setting="work")
    wish = actions.recognizing.Wish("experience:bakery", amounts={"h": Decimal(40)}, tags=("internship",))
    request = actions.recognizing.ask(
        by=ana, learner=ana.me, organization="northside-high", evidence=[(key, 1)], wishes=[wish], now=NOW
    )
    (wished,) = queries.recognizing.recognition(marta, request, now=NOW).asked.wishes
    answer = actions.recognizing.Answer(wished.id, True, "She kept a log and showed what she baked.")
    with pytest.raises(Refused, match="nobody has confirmed"):
        actions.recognizing.decide(by=marta, recognition=request, answers=[answer], now=NOW)
    _, secret = asked(ana, key, name="Ines", tie="supervisor")
    boss = Saying("Ana baked with us on Saturdays.", "supervisor", hours="41")
    with pytest.raises(Refused, match="40"):
        actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=boss, now=NOW)
    confirmed = Saying("Ana baked with us on Saturdays.", "supervisor", hours="32,5")
    actions.attesting.say_by_link(by=PUBLIC, secret=secret, saying=confirmed, now=NOW)
    assert read(ana, key).confirmed_hours == Decimal("32.5")
    actions.recognizing.decide(by=marta, recognition=request, answers=[answer], now=NOW)
    (fact,) = queries.record_of(ana, ana.me, now=NOW).facts
    assert dict(fact.amounts) == {"h": Decimal("32.50")}
    assert fact.tags == {"internship", "shown:prior-work"}
