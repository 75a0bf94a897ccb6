"""A learner's work on a phone: three steps, drafts, uploads that go on, words by link, and what counts."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.directory import queries as directory
from throughline.apps.records import actions, queries
from throughline.apps.records.models.evidence import SETTINGS

pytestmark = pytest.mark.usefixtures("meridian", "db")

ADD = "/me/evidence/add/"
WHERE = {"step": "3", "setting": "family", "place": "Our kitchen", "happened_on": "2026-03-01", "shows": "",
         "person-name": ["Denise", ""], "person-role": ["my mother", ""]}  # fmt: skip


@pytest.fixture
def jason() -> Client:
    return signed_in("jason-14")


def picture() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (90, 60), "green").save(data, "JPEG")
    return SimpleUploadedFile("birdhouse.jpg", data.getvalue(), "text/html")


def begun(client: Client, kind: str = "text") -> str:
    answer = client.post(ADD, {"kind": kind})
    assert answer.status_code == 302
    return answer["Location"].partition("edit/")[0]


def kept(client: Client, **typed: str) -> str:
    at = begun(client)
    client.post(f"{at}edit/?step=2", {"step": "2", "title": "A birdhouse", "words": "Built it.", **typed})
    client.post(f"{at}edit/?step=3", WHERE)
    assert client.post(f"{at}check/").status_code == 302
    return at


def of(who: str, title: str) -> str:
    """The address of a piece of the demo."""
    found = queries.evidence.own(actor(who), id_of(who)).kept
    return f"/me/evidence/{next(each.id for each in found if each.title == title)}/"


ROBOT = "A robot that finds its way"


@pytest.mark.parametrize(
    "path", ["/me/evidence/", ADD, "/me/evidence/asked/", "piece", "piece/ask/", "piece/offer/", "request"]
)
def test_a_page_of_ones_own_work_stays_within_its_budget_of_queries(jason: Client, path: str) -> None:
    own = queries.recognizing.recognitions(actor("jason-14"), id_of("jason-14"), now=timezone.now())
    wanted = path.replace("piece/", of("jason-14", ROBOT)).replace("piece", of("jason-14", ROBOT))
    assert cost(jason, f"/recognition/{own[0].id}/" if path == "request" else wanted) <= MOST + (
        path == "request"
    )


def test_an_assessors_pages_of_what_waits_stay_within_their_budget_of_queries() -> None:
    client = signed_in("ms-ortiz")
    assert cost(client, "/recognizing/") <= MOST
    (asked,) = client.get("/recognizing/").context["page"]
    assert cost(client, f"/recognizing/{asked.asked.id}/") <= MOST + READS_ANOTHER + 3


def test_without_script_work_is_added_in_three_steps_and_a_look_at_all_answers(jason: Client) -> None:
    answer = jason.post(ADD, {"kind": "photo"})
    assert answer["Location"].endswith("edit/?step=2")
    at = answer["Location"].partition("edit/")[0]
    sent = {"step": "2", "title": "A birdhouse", "words": "My mother held the wood.", "file": picture()}
    answer = jason.post(f"{at}edit/?step=2", sent)
    assert answer["Location"].endswith("edit/?step=3")
    answer = jason.post(f"{at}edit/?step=3", WHERE)
    assert answer["Location"].endswith("check/")
    words = said(jason.get(f"{at}check/"))
    for told in ("A photo", "A birdhouse", "1 file", "Family and home", "Our kitchen", "Denise, my mother"):
        assert told in words
    assert "Only you can see it" in said(jason.post(f"{at}check/", follow=True))
    shown = jason.get(at).context["page"].shown
    assert (shown.piece.title, shown.place, shown.assurance) == (
        "A birdhouse",
        "Our kitchen",
        "Told by the learner",
    )


def test_a_draft_is_kept_at_each_step_and_found_again(jason: Client) -> None:
    at = begun(jason)
    jason.post(f"{at}edit/?step=2", {"step": "2", "title": "Half a thought", "later": "yes"})
    assert "Half a thought" in said(jason.get("/me/evidence/"))
    assert 'value="Half a thought"' in jason.get(f"{at}edit/?step=2").content.decode()
    answer = jason.post(f"{at}check/")
    assert answer.status_code == 422
    assert "nothing is written yet" in said(answer)


def test_what_cannot_be_kept_is_said_beside_what_was_typed(jason: Client) -> None:
    at = begun(jason, "file")
    wrong = SimpleUploadedFile("page.pdf", b"<html><script>alert(1)</script></html>", "application/pdf")
    answer = jason.post(f"{at}edit/?step=2", {"step": "2", "title": "My page", "file": wrong})
    assert answer.status_code == 422
    assert "none of the kinds" in said(answer)
    assert 'value="My page"' in answer.content.decode()


def test_a_place_of_the_state_is_known_by_its_name(jason: Client) -> None:
    at = kept(jason)
    jason.post(f"{at}change/")
    jason.post(f"{at}edit/?step=3", {**WHERE, "setting": "community", "place": "river makers"})
    jason.post(f"{at}check/")
    piece = jason.get(at).context["page"].shown.piece
    assert (piece.organization, piece.number, piece.versions) == ("river-makers", 2, 2)
    assert "1 earlier version" in said(jason.get(at))


def test_a_piece_is_set_aside_and_brought_back(jason: Client) -> None:
    at = kept(jason)
    assert "set aside" in said(jason.post(f"{at}aside/", follow=True))
    assert "It is back" in said(jason.post(f"{at}back/", follow=True))


def test_nobody_else_opens_a_piece_a_draft_or_a_file(jason: Client) -> None:
    at = begun(jason, "photo")
    jason.post(f"{at}edit/?step=2", {"step": "2", "title": "Mine", "file": picture()})
    digest = jason.get(f"{at}edit/?step=2").context["page"].draft.files[0].digest
    key = at.split("/")[3]
    file = f"/evidence/{key}/files/{digest}/"
    assert b"".join(jason.get(file).streaming_content)[:2] == b"\xff\xd8"
    for other in ("ms-ortiz", "denise-reed", "mariah-14", "mr-okafor"):
        client = signed_in(other)
        for path in (file, f"{at}edit/", f"{at}check/", of("jason-14", "Four wheels on sand")):
            assert client.get(path).status_code == 403, (other, path)
    assert Client().get(file).status_code == 302


def test_a_file_is_handed_out_so_that_nothing_in_it_runs(jason: Client) -> None:
    at = begun(jason, "file")
    pdf = SimpleUploadedFile("notes.html", b"%PDF-1.7 notes", "text/html")
    jason.post(f"{at}edit/?step=2", {"step": "2", "title": "Notes", "file": pdf})
    (file,) = jason.get(f"{at}edit/?step=2").context["page"].draft.files
    answer = jason.get(f"/evidence/{at.split('/')[3]}/files/{file.digest}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 notes"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="notes.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_file_comes_in_chunks_and_goes_on_after_the_connection_broke(jason: Client) -> None:
    at, data = begun(jason, "photo"), picture().read()
    answer = jason.post(
        f"{at}uploads/", {"name": "b.jpg", "size": len(data), "digest": sha256(data).hexdigest()}
    )
    assert answer.status_code == 201
    upload = answer["Location"]

    def send(offset: int, part: bytes) -> HttpResponse:
        return jason.patch(
            upload,
            part,
            content_type="application/offset+octet-stream",
            headers={"Upload-Offset": str(offset)},
        )

    assert send(0, data[:100])["Upload-Offset"] == "100"
    assert (send(0, data[:100]).status_code, send(50, b"x")["Upload-Offset"]) == (409, "100")
    head = jason.head(upload)
    assert (head["Upload-Offset"], head["Upload-Length"]) == ("100", str(len(data)))
    assert signed_in("mariah-14").head(upload).status_code == 404
    assert send(100, data[100:]).status_code == 201
    assert len(jason.get(f"{at}edit/?step=2").context["page"].draft.files) == 1


@pytest.mark.covers("S001-D12.6")
def test_four_kinds_of_learning_stand_in_one_place_each_with_how_sure_one_can_be_of_it(jason: Client) -> None:
    for setting in SETTINGS:
        at = begun(jason)
        jason.post(f"{at}edit/?step=2", {"step": "2", "title": f"At {setting}", "words": "I did it."})
        jason.post(f"{at}edit/?step=3", {**WHERE, "setting": setting})
        jason.post(f"{at}check/")
    sources = jason.get("/me/evidence/").context["page"].sources
    assert [source.title.partition(" ")[0] for source in sources] == ["From", "Learned", "Roles", "From"]
    assert len(sources) == 4
    assert all(source.pieces for source in sources)
    assert sources[0].official
    lines = [(p.piece.title, p.assurance) for source in sources for p in source.pieces]
    lines += [(o.title, o.assurance) for source in sources for o in source.official]
    assert all(assurance for _, assurance in lines)
    assert {"Told by the learner", "Recorded by an assessor", "Confirmed for a recognized organization"} <= {
        assurance for _, assurance in lines
    }


# -- words by link


def _link(answer: HttpResponse) -> str:
    found = re.search(r'value="http://testserver(/said/[^"]+)"', answer.content.decode())
    assert found
    return found[1]


def test_an_uncle_opens_his_link_reads_that_piece_alone_and_says_what_he_saw(jason: Client) -> None:
    at = kept(jason)
    ask = {"name": "Rafael", "tie": "family", "tie_words": "my uncle"}
    answer = jason.post(f"{at}ask/", ask, follow=True)
    link = _link(answer)
    assert "/said/" not in jason.get(at).content.decode(), "the link is told once"
    anyone = Client()
    opened = anyone.get(link)
    words = said(opened)
    assert "A birdhouse" in words
    assert "my uncle" in words
    assert ROBOT not in words
    assert (opened["Referrer-Policy"], opened["Cache-Control"]) == ("same-origin", "no-store")
    assert "noindex" in opened["X-Robots-Tag"]
    answer = anyone.post(link, {"name": "Rafael", "tie": "family", "words": "short"})
    assert answer.status_code == 422
    told = {
        "name": "Rafael",
        "tie": "family",
        "tie_words": "my nephew",
        "words": "He sawed every board himself.",
    }
    assert "Thank you" in said(anyone.post(link, told, follow=True))
    assert anyone.get(link).status_code == 404
    words = said(jason.get(at))
    assert "He sawed every board himself." in words
    assert "my nephew (family)" in words
    assert "Confirmed by a link, not checked further" in words


def test_a_code_sent_by_e_mail_makes_the_words_surer(
    jason: Client, django_capture_on_commit_callbacks
) -> None:
    at = kept(jason)
    with django_capture_on_commit_callbacks(execute=True):
        link = _link(
            jason.post(
                f"{at}ask/", {"name": "Ines", "tie": "client", "email": "ines@shop.example"}, follow=True
            )
        )
    assert link in mail.outbox[-1].body
    anyone = Client()
    with django_capture_on_commit_callbacks(execute=True):
        anyone.post(f"{link}code/")
    code = re.search(r"\d{6}", mail.outbox[-1].body)
    assert code
    told = {"name": "Ines", "tie": "client", "words": "He mended our shelves.", "code": code[0]}
    assert anyone.post(link, told).status_code == 302
    assert "e-mail checked" in said(jason.get(at))


def test_files_of_a_piece_open_by_its_link_only_while_it_is_open(jason: Client) -> None:
    at = of("jason-14", ROBOT)
    link = _link(jason.post(f"{at}ask/", {"name": "Ray", "tie": "neighbor"}, follow=True))
    digest = jason.get(at).context["page"].shown.piece.files[0].digest
    anyone = Client()
    found = anyone.get(f"{link}files/{digest}/")
    assert b"".join(found.streaming_content)[:2] == b"\xff\xd8"
    assert anyone.get(f"{link}files/{'a' * 64}/").status_code == 404
    request = jason.get(at).context["page"].requested[0][0]
    jason.post(f"/asked/{request.id}/withdraw/")
    assert anyone.get(f"{link}files/{digest}/").status_code == 404


def test_somebody_who_helps_is_asked_signed_in(jason: Client) -> None:
    at = kept(jason)
    jason.post(
        f"{at}ask/", {"person": str(id_of("dr-anderson")), "tie": "mentor", "message": "Do you remember?"}
    )
    anderson = signed_in("dr-anderson")
    (asked,) = anderson.get("/asked/").context["page"].asked
    told = {"piece": str(asked[1].piece.id), "number": "1", "tie": "mentor", "words": "I saw him build it."}
    assert "Thank you" in said(anderson.post("/asked/", told, follow=True))
    assert "Confirmed by somebody signed in here" in said(jason.get(at))


def test_a_mentor_writes_down_what_they_saw_and_it_belongs_to_the_learner(jason: Client) -> None:
    anderson, jasons = signed_in("dr-anderson"), id_of("jason-14")
    assert f"for={jasons}" in anderson.get("/asked/").content.decode()
    answer = anderson.post(f"{ADD}?for={jasons}", {"kind": "text"})
    at = answer["Location"].partition("edit/")[0]
    assert "Something I write here" in said(anderson.get("/asked/"))
    anderson.post(
        f"{at}edit/?step=2", {"step": "2", "title": "A day at the lab", "words": "He asked good questions."}
    )
    anderson.post(f"{at}edit/?step=3", {**WHERE, "setting": "work"})
    assert "A day at the lab" in said(anderson.post(f"{at}check/", follow=True))
    assert "Marcus Anderson" in said(jason.get(at))
    assert signed_in("dr-lucia").get(f"{ADD}?for={jasons}").status_code == 403


# -- what counts


def test_ortiz_answers_with_reasons_jason_asks_another_and_bell_of_another_school_may_not(
    jason: Client,
) -> None:
    ortiz = signed_in("ms-ortiz")
    (waits,) = ortiz.get("/recognizing/").context["page"]
    assert "10 days left" in waits.clock
    page = f"/recognizing/{waits.asked.id}/"
    assert signed_in("mr-bell").get(page).status_code == 403
    (wish,) = waits.asked.wishes
    answer = ortiz.post(
        page, {f"met:{wish.id}": "no", f"reasons:{wish.id}": "I see the robot, not the tries."}
    )
    assert answer.status_code == 422
    assert "what comes next is missing" in said(answer)
    assert "I see the robot, not the tries." in said(answer)
    ortiz.post(
        page,
        {f"met:{wish.id}": "no", f"reasons:{wish.id}": "I see the robot, not the tries.",
         f"next:{wish.id}": "Bring your log."},
    )  # fmt: skip
    own = f"/recognition/{waits.asked.id}/"
    words = said(jason.get(own))
    assert "Not yet" in words
    assert "Bring your log." in words
    jason.post(f"{own}appeal/", {"words": "The log is in the words."})
    assert "another assessor looks at it" in said(jason.get(own)).lower()
    assert ortiz.get("/recognizing/").context["page"] == ()
    assert "You decided the first time" in said(ortiz.get(page))


def test_a_learner_asks_on_one_form_for_a_competency_and_a_course(jason: Client) -> None:
    at = of("jason-14", "Four wheels on sand")
    form = jason.get(f"{at}offer/").context["page"]
    assert [each.what for each in form.chosen if each.what] == ["competency:scientific-inquiry"]
    sent = {"piece": at.split("/")[3], "what": ["competency:scientific-inquiry", ""], "level": ["3", "1"],
            "course": "Robotics Online II", "credits": "0.5", "place": "northside-high"}  # fmt: skip
    answer = jason.post(f"{at}offer/", sent, follow=True)
    assert "an answer is due by" in said(answer)
    asked = queries.recognizing.recognitions(actor("jason-14"), id_of("jason-14"), now=timezone.now())[0]
    assert [w.what for w in asked.wishes] == ["competency:scientific-inquiry", "course:robotics-online-ii"]
    assert "northside-high" not in said(jason.get(at))
    assert "Northside" in said(jason.get(at)), "who can see it stands beside the piece"


def test_the_learner_sees_that_an_assessor_read_the_work() -> None:
    client = signed_in("ms-ortiz")
    (waits,) = client.get("/recognizing/").context["page"]
    client.get(f"/recognizing/{waits.asked.id}/")
    looks = directory.reads_of(actor("jason-14"), id_of("jason-14"))
    assert ("Carmen Ortiz", "request") in {(each.who, each.at) for each in looks}


def test_whoever_looks_after_the_house_sees_what_is_late_without_names() -> None:
    answer = signed_in("kwame-asante").get("/house/answering/")
    words = said(answer)
    assert "3 days past the day it was due" in words
    assert "Marie" not in words
    assert signed_in("ms-ortiz").get("/house/answering/").status_code == 403


def test_the_demo_told_again_changes_nothing() -> None:
    from throughline.demo import evidence

    assert evidence.tell(timezone.now() + timedelta(days=1)) == 0
    assert actions.evidence is not None
