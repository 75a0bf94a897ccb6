"""The record page and what is shared of it: three layers, three clicks, within the budget, and nothing hidden leaks."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.directory import queries as directory
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewShare
from throughline.apps.records.facts import NewFact
from throughline.apps.trail import log_keys
from throughline.core.credentials.bundle.reading import read_bundle
from throughline.core.log_proof import check_log_proof, digest_of, read_log_proof, read_log_proofs

pytestmark = pytest.mark.usefixtures("meridian", "db")

JASON = "jason-16"
OWN = ("/me/record/", "/me/record/competency/scientific-inquiry/", "/me/record/resume/", "/me/record/first/",
       "/me/record/courses/", "/me/shares/", "/me/shares/new/?for=college")  # fmt: skip


def shared(who: str, *items: str, **rest: object) -> tuple[UUID, str]:
    """An open share by link of one of the demo's people."""
    learner, now = actor(who), timezone.now()
    asked = {"audience": "college", "to_whom": "Harbor", "purpose": "To apply", "deep": True, **rest}
    new = NewShare(picked=items, until=now + timedelta(days=20), **asked)  # type: ignore[arg-type]
    key = actions.prepare(by=learner, learner=learner.me, new=new, now=now)
    return key, actions.open_share(by=learner, share=key, now=now)


@pytest.mark.parametrize("page", OWN)
def test_a_page_of_ones_own_record_stays_within_its_budget_of_queries(page: str) -> None:
    assert cost(signed_in(JASON), page) <= MOST


def test_what_is_shared_stays_within_its_budget_for_a_stranger_and_for_an_organization() -> None:
    _, secret = shared(JASON, "credential:foundation-certificate")
    assert cost(Client(), f"/shared/{secret}/") <= MOST + READS_ANOTHER
    registrar = signed_in("omar-haddad")
    ((found, _name), *_rest) = records.inbox(actor("omar-haddad"), now=timezone.now())
    assert cost(registrar, "/inbox/") <= MOST
    assert cost(registrar, f"/inbox/{found.id}/") <= MOST + READS_ANOTHER


@pytest.mark.covers("N07", "A-CO-3")
def test_from_the_first_page_to_a_named_competency_and_its_evidence_in_three_clicks() -> None:
    learner, now = actor(JASON), timezone.now()
    note = "Tested four wheel shapes on sand and kept the records."
    fact = NewFact(learner.me, "competency:scientific-inquiry", timezone.localdate(), level=3, note=note)
    actions.attest(by=actor("ms-ortiz"), fact=fact, now=now)
    _, secret = shared(JASON, "competency:scientific-inquiry", "credential:foundation-certificate")
    reader, clicks, at = Client(), 0, f"/shared/{secret}/"
    page = reader.get(at)
    for wanted in ("Scientific inquiry", r"[A-Z][a-z]+\.? \d+, \d{4}"):
        at = _link(page.content.decode(), wanted)
        page, clicks = reader.get(at), clicks + 1
    assert "Tested four wheel shapes on sand" in said(page)
    assert clicks <= 3


def _link(html: str, text: str) -> str:
    main = html.partition("<h1")[2].partition("</main>")[0]
    found = re.search(rf'<a href="([^"]+)">\s*(?:<span[^>]*>)?{text}', main)
    assert found, text
    return found[1]


@pytest.mark.covers("N07")
def test_no_letter_no_average_no_rank_stands_on_any_layer() -> None:
    client = signed_in("jason-24")
    pages = [client.get("/me/record/"), client.get("/me/record/resume/")]
    pages += [client.get(f"/me/record/{each.kind}/{each.name}/")
              for each in list(records.own_record(actor("jason-24"), id_of("jason-24"), now=timezone.now())
                               .entries.values())[:25]]  # fmt: skip
    for page in pages:
        assert page.status_code == 200
        assert not re.search(r"\bGPA\b|\bgrade point|\branked?\b|\b[A-F][+-]\b|not yet|attempt", said(page))


@pytest.mark.covers("S001-U12")
def test_five_kinds_of_achievement_stand_in_one_form_and_are_verified_the_same_way() -> None:
    learner, now = actor("mariah-16"), timezone.now()
    teacher = actor("mr-bell")
    more = (("course:harbor-biology-101", {}), ("experience:robotics-season", {"context": "community"}))
    for what, rest in more:
        fact = NewFact(learner.me, what, timezone.localdate(), organization="riverbend-high", **rest)  # type: ignore[arg-type]
        actions.attest(by=teacher, fact=fact, now=now)
    view = records.own_record(learner, learner.me, now=now)
    wanted = ["credential:site-safety-certification", "course:harbor-biology-101", "experience:robotics-season",
              next(ref for ref in view.entries if ref.startswith("assessment:")), "competency:communication"]  # fmt: skip
    _, secret = shared("mariah-16", *wanted)
    page = Client().get(f"/shared/{secret}/")
    for ref in wanted:
        assert f'/{ref.replace(":", "/")}/"' in page.content.decode()
    document = json.loads(Client().get(f"/shared/{secret}/record.json").content)
    found = records.verified(actor("mariah-16"), json.dumps(document), now=timezone.now())
    assert found.answer == "verified"
    kinds = {
        child["credentialSubject"]["achievement"]["achievementType"]
        for child in document["credentialSubject"]["verifiableCredential"]
    }
    assert {"Competency", "Course", "Assessment", "Fieldwork"} < kinds
    assert {part.answer for part in found.parts} == {"verified"}


@pytest.mark.covers("N14")
def test_each_verified_line_of_a_resume_leads_to_its_proof_and_a_self_claim_says_so() -> None:
    learner, now = actor(JASON), timezone.now()
    told = NewFact(
        learner.me, "experience:summer-garden", timezone.localdate(), context="community", confirmed=False
    )
    actions.attest(by=actor("ms-ortiz"), fact=told, now=now)
    _, secret = shared(JASON, "experience:summer-garden", "competency:communication", "course:harbor-biology-101",
                       form="resume", deep=False)  # fmt: skip
    page = Client().get(f"/shared/{secret}/")
    html = page.content.decode()
    proofs = re.findall(r'<a class="checked" href="([^"]+)"', html)
    assert len(proofs) == 2
    for proof in proofs:
        answer = Client().get(proof)
        assert answer.status_code == 200
        assert "Confirmed by" in said(answer)
    assert re.search(r"Summer garden.*Said by the learner", said(page))


def test_the_proof_from_the_public_log_travels_with_each_credential() -> None:
    client, log = signed_in(JASON), log_keys.public_keys()
    (award,) = (a for a in records.awards(actor(JASON), id_of(JASON), now=timezone.now())
                if a.credential == "credential:foundation-certificate")  # fmt: skip
    page = client.get(f"/me/record/line/award/{award.id}/").content.decode()
    taken = [f"/me/record/award/{award.id}/{name}.json" for name in ("credential", "log-proof")]
    assert all(f'href="{each}"' in page for each in taken)
    document, proof = (json.loads(client.get(each).content) for each in taken)
    check = check_log_proof(read_log_proof(proof), log=log, digest=digest_of(document))
    assert check.holds, check.why
    assert read_log_proof(proof) in read_log_proofs(
        json.loads(client.get("/me/record/log-proof.json").content)
    )
    _, secret = shared(JASON, "credential:foundation-certificate")
    assert f"/shared/{secret}/log-proof.json" in Client().get(f"/shared/{secret}/").content.decode()
    shown = json.loads(Client().get(f"/shared/{secret}/log-proof.json").content)
    assert read_log_proof(proof) in read_log_proofs(shown)
    assert signed_in("mariah-16").get(taken[0]).status_code == 403
    _, other = shared(JASON, "competency:communication", deep=False)
    assert json.loads(Client().get(f"/shared/{other}/log-proof.json").content)["proofs"] == []


def test_a_shared_page_is_not_listed_not_kept_and_tells_no_other_site_its_address() -> None:
    _, secret = shared(JASON, "competency:communication")
    for path in ("", "competency/communication/", "record.json", "record.pdf"):
        answer = Client().get(f"/shared/{secret}/{path}")
        assert answer.status_code == 200
        assert answer["Referrer-Policy"] == "same-origin"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]
        assert "<script" not in answer.content.decode("latin-1").partition("<main")[2].partition("</main>")[0]


@pytest.mark.covers("S001-D6.7", "X16")
def test_nothing_that_is_hidden_is_in_the_bytes_of_any_payload() -> None:
    learner, now, ortiz = actor(JASON), timezone.now(), actor("ms-ortiz")
    hidden = NewFact(
        learner.me, "competency:civic-understanding", timezone.localdate(), level=3, note="SECRET-NOTE"
    )
    actions.attest(by=ortiz, fact=hidden, now=now)
    tried = NewFact(learner.me, "assessment:medical-benchmark-4-written", timezone.localdate())
    actions.judge(by=ortiz, fact=tried, outcome="not_yet", now=now, advice="SECRET-ADVICE")
    wrong = NewFact(
        learner.me, "competency:communication", timezone.localdate(), level=3, note="Shown at the fair."
    )
    fact = actions.attest(by=ortiz, fact=wrong, now=now)
    actions.withdraw(by=ortiz, attainment=fact, on=timezone.localdate(), reason="SECRET-REASON", now=now)
    _, secret = shared(JASON, "competency:communication", "competency:collaboration")
    private = ["SECRET-NOTE", "SECRET-ADVICE", "SECRET-REASON", "civic-understanding", "Civic understanding",
               "not_yet", "foundation-certificate", str(learner.me), str(ortiz.me), "Ortiz", str(fact)]  # fmt: skip
    for path in ("", "competency/communication/", "competency/collaboration/", "record.json", "record.pdf"):
        payload = Client().get(f"/shared/{secret}/{path}").content
        text = payload.decode("latin-1")
        if path.endswith(".pdf"):
            pages = PdfReader(BytesIO(payload))
            text += " ".join(page.extract_text() for page in pages.pages)
            text += " ".join(data.decode() for held in pages.attachments.values() for data in held)
        assert [each for each in private if each in text] == [], path
    for path in (
        "competency/civic-understanding/",
        f"line/fact/{fact}/",
        f"line/fact/{learner.me}/",
        "file/abc/",
    ):
        assert Client().get(f"/shared/{secret}/{path}").status_code == 404, path


def test_two_shares_of_one_record_cannot_be_told_to_be_about_one_person() -> None:
    found = []
    for _ in range(2):
        _, secret = shared(JASON, "competency:communication")
        document = json.loads(Client().get(f"/shared/{secret}/record.json").content)
        (child,) = document["credentialSubject"]["verifiableCredential"]
        found.append({document["id"], document["credentialSubject"]["id"], child["id"],
                      child["credentialSubject"]["id"], json.dumps(child["credentialSubject"]["identifier"])})  # fmt: skip
    assert found[0] & found[1] == set()


def test_a_stranger_checks_a_shared_slice_without_an_account_and_the_learner_sees_it() -> None:
    key, secret = shared(JASON, "credential:foundation-certificate", deep=False)
    stranger = Client()
    answer = stranger.post(f"/shared/{secret}/check/")
    assert answer.status_code == 200
    assert answer.context["page"].verdict.answer == "verified"
    assert [p.answer for p in answer.context["page"].verdict.parts] == ["verified"]
    looks = directory.reads_of(actor(JASON), id_of(JASON))
    assert f"share:{key}/file" in {look.at for look in looks}
    assert "Harbor, by your link" in said(signed_in(JASON).get("/me/looks/"))


@pytest.mark.covers("S001-D10.8")
def test_the_list_of_courses_follows_from_certified_equivalence_and_says_what_it_does_not_say() -> None:
    page = signed_in(JASON).get("/me/record/courses/")
    assert "harbor biology 101" in said(page).lower()
    for limit in ("It holds no grades", "It holds no average", "compares nobody"):
        assert limit in said(page)
    paper = PdfReader(BytesIO(signed_in(JASON).get("/me/record/record.pdf?courses=yes").content))
    text = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
    assert "Courses this corresponds to" in text
    assert "It holds no grades" in text


def test_a_link_that_was_taken_back_answers_plainly_and_names_nobody() -> None:
    key, secret = shared(JASON, "competency:communication")
    signed_in(JASON).post(f"/me/shares/{key}/take-back/")
    for path in ("", "competency/communication/", "record.json", "record.pdf"):
        answer = Client().get(f"/shared/{secret}/{path}")
        assert answer.status_code == 410
        assert "This is no longer shared" in said(answer)
        assert "Jason" not in answer.content.decode()
    never = Client().get("/shared/not-a-secret/")
    assert never.status_code == 404
    assert "Nothing is shared by this link" in said(never)


def test_the_form_keeps_what_was_typed_and_says_what_is_missing() -> None:
    client = signed_in(JASON)
    typed = {
        "for": "college",
        "to_whom": "Harbor",
        "purpose": " ",
        "until": "2026-01-01",
        "item": "competency:communication",
    }
    answer = client.post("/me/shares/new/", typed)
    assert answer.status_code == 422
    assert 'value="Harbor"' in answer.content.decode()
    assert answer.context["page"].problem


def test_another_persons_share_and_record_are_not_open() -> None:
    key, _ = shared(JASON, "competency:communication")
    for path in (f"/me/shares/{key}/", f"/me/shares/{key}/seen/competency/communication/", f"/inbox/{key}/"):
        assert signed_in("mariah-16").get(path).status_code == 403
    for path in ("take-back", "link", "leave-out"):
        assert signed_in("mariah-16").post(f"/me/shares/{key}/{path}/").status_code == 403


def test_consents_are_given_and_taken_back_on_a_page_by_whom_the_state_asks() -> None:
    mother, jason = signed_in("denise-reed"), signed_in(JASON)
    page = mother.get(f"/family/{id_of(JASON)}/consents/")
    assert "Research" in said(page)
    assert (
        mother.post(f"/consents/{id_of(JASON)}/", {"purpose": "research", "answer": "yes"}).status_code == 302
    )
    assert records.consent_holds(id_of(JASON), "research", now=timezone.now()).holds
    jason.post(f"/consents/{id_of(JASON)}/", {"purpose": "research", "answer": "no"})
    assert not records.consent_holds(id_of(JASON), "research", now=timezone.now()).holds
    assert signed_in("elena-santos").post(
        f"/consents/{id_of(JASON)}/", {"purpose": "research", "answer": "yes"}
    ).status_code == 403  # fmt: skip


@pytest.mark.covers("S001-R3.2")
def test_a_printed_code_lets_somebody_back_in_without_any_institution_and_works_once() -> None:
    codes = signed_in("jason-24").post("/me/data/codes/").context["page"].codes
    stranger = Client()
    answer = stranger.post("/come-back/", {"code": codes[0].lower().replace("-", " ")}, follow=True)
    assert answer.redirect_chain[-1][0] == "/me/data/"
    assert stranger.get("/me/record/").status_code == 200
    again = Client().post("/come-back/", {"code": codes[0]})
    assert again.status_code == 422
    assert "opens nothing" in said(again)
    signed_in("jason-24").post("/me/data/codes/")
    assert Client().post("/come-back/", {"code": codes[1]}).status_code == 422


def test_a_correction_is_asked_for_and_answered_on_pages() -> None:
    jason, ortiz = signed_in(JASON), signed_in("ms-ortiz")
    view = records.own_record(actor(JASON), id_of(JASON), now=timezone.now())
    fact = view.entries["competency:collaboration"].lines[0].key.partition(":")[2]
    answer = jason.post(f"/me/data/corrections/{fact}/", {"words": "It was level 3."}, follow=True)
    assert "It was level 3." in said(answer)
    assert "Answers by" in said(answer)
    assert "It was level 3." in said(ortiz.get("/corrections/"))
    (asked,) = [c for c in records.corrections(actor(JASON), id_of(JASON)) if c.answer is None]
    given = {"outcome": "corrected", "instead": "yes", "level": "3", "reason": "The sheet says 3."}
    assert ortiz.post(f"/corrections/{asked.id}/", given).status_code == 302
    assert "It was corrected. The sheet says 3." in said(jason.get("/me/data/"))
    after = records.own_record(actor(JASON), id_of(JASON), now=timezone.now())
    new, old = after.entries["competency:collaboration"].lines[:2]
    assert {new.step, old.step} == {2, 3}
    assert [line.why for line in (new, old) if line.withdrawn] == ["The sheet says 3."]


def test_my_data_shows_every_decision_within_a_bounded_number_of_queries() -> None:
    page = signed_in(JASON).get("/me/data/")
    words = said(page)
    for heading in ("What I agree to", "Who helps me", "Places and their names", "Take it with me"):
        assert heading in words
    assert cost(signed_in(JASON), "/me/data/") <= MOST + 2


def test_everything_of_a_learners_leaves_in_one_file_that_reads_back_and_verifies_elsewhere() -> None:
    bundle = read_bundle(signed_in(JASON).get("/me/record/everything.zip").content)
    kept = records.own_record(actor(JASON), id_of(JASON), now=timezone.now())
    facts = {row["id"] for row in bundle.record["facts"]}
    assert {key.partition(":")[2] for key in kept.lines if key.startswith("fact:")} == facts
    assert len(bundle.credentials) == len(bundle.record["awards"]) == 1
    assert "secret_hash" not in json.dumps(bundle.record)
    assert bundle.clr is not None
    assert records.verified(actor(JASON), bundle.clr, now=timezone.now()).answer == "verified"
    assert bundle.transcript is not None
    assert any(each.address.endswith("/did.json") for each in bundle.snapshots)
    refused = signed_in("denise-reed").get("/me/record/everything.zip")
    assert str(id_of(JASON)) not in refused.content.decode("latin-1")
