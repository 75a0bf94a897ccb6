"""A piece of work: drafts, versions, files by their digest, private until shown, found out where tampered with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from PIL import Image

from tests.factories import NOW, TODAY, helps, learner, load, person, show, teacher
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.actions.uploading import OutOfStep
from throughline.apps.records.files.storage import Folder, opened
from throughline.apps.records.models import StoredFile

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Line follower", "words": "It found its way out of the maze.", "setting": "community",
    "place": "River Makers", "happened_on": str(TODAY - timedelta(days=9)), "people": [("Maya", "led the club")],
    "shows": ["competency:numbers"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> Path:
    settings.EVIDENCE_STORE = str(tmp_path / "evidence")
    return tmp_path / "evidence"


@pytest.fixture
def ana():
    load()
    return learner()


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480)) -> BytesIO:
    """A picture that says where and with what it was made."""
    data, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "Phone Maker"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (42.0, 21.0, 30.0)
    Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 40).convert("RGB").save(data, kind, exif=exif)
    data.seek(0)
    return data


def begun(by: Actor, kind: str = "text", **typed: object) -> UUID:
    return actions.evidence.begin(by=by, learner=by.me, kind=kind, typed={**TYPED, **typed}, now=NOW)


def kept(by: Actor, kind: str = "text", **typed: object) -> UUID:
    key = begun(by, kind, **typed)
    actions.evidence.keep(by=by, evidence=key, now=NOW)
    return key


def read(by: Actor, key: UUID, number: int | None = None):
    return queries.evidence.piece(by, key, now=NOW, number=number)


def test_a_draft_keeps_whatever_is_typed_at_each_step(ana):
    key = actions.evidence.begin(by=ana, learner=ana.me, kind="reflection", now=NOW)
    actions.evidence.write(by=ana, evidence=key, typed={"title": "What I"}, now=NOW)
    actions.evidence.write(by=ana, evidence=key, typed={"words": "I learned to ask."}, now=NOW)
    draft = queries.evidence.draft(ana, key)
    assert (draft.typed["title"], draft.typed["words"]) == ("What I", "I learned to ask.")
    assert [d.id for d in queries.evidence.own(ana, ana.me).drafts] == [key]


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        ("text", {"title": ""}, "no name"),
        ("text", {"words": ""}, "nothing is written"),
        ("photo", {}, "no photo"),
        ("link", {"link": "javascript:alert(1)"}, "not the address of a page"),
        ("link", {"link": "https://user:secret@example.org/"}, "not the address of a page"),
        ("hours", {"hours": "many"}, "no number of hours"),
        ("hours", {"hours": "NaN"}, "no number of hours"),
        ("text", {"setting": "moon"}, "nothing is chosen"),
        ("text", {"happened_on": "2999-01-01"}, "still to come"),
        ("text", {"until": "2001-01-01"}, "before the first"),
        ("text", {"shows": ["competency:numbrs"]}, "numbers"),
        ("text", {"strengths": ["wealth"]}, "none of the six"),
        ("text", {"organization": "nowhere"}, "no organization"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_the_draft_stays(ana, kind, typed, why):
    key = begun(ana, kind, **typed)
    with pytest.raises(Refused, match=why):
        actions.evidence.keep(by=ana, evidence=key, now=NOW)
    assert queries.evidence.draft(ana, key).typed["title"] == typed.get("title", "Line follower")


def test_a_revision_keeps_the_older_version_as_it_was(ana):
    key = kept(ana)
    actions.evidence.revise(by=ana, evidence=key, now=NOW)
    actions.evidence.write(by=ana, evidence=key, typed={"words": "Now with a map."}, now=NOW)
    assert read(ana, key).words == "It found its way out of the maze."
    assert actions.evidence.keep(by=ana, evidence=key, now=NOW) == 2
    found = queries.evidence.whole(ana, key, now=NOW)
    assert found is not None
    assert (found.piece.number, found.piece.words) == (2, "Now with a map.")
    assert [(p.number, p.words) for p in found.older] == [(1, "It found its way out of the maze.")]
    assert read(ana, key, 1).content != read(ana, key, 2).content


def test_the_database_refuses_to_change_a_kept_version_or_its_files(ana):
    key = begun(ana, "photo")
    actions.evidence.add_file(by=ana, evidence=key, data=photo(), name="robot.jpg", now=NOW)
    actions.evidence.keep(by=ana, evidence=key, now=NOW)
    for table in ("records_evidenceversion", "records_evidencefile"):
        for wrong in (f"DELETE FROM {table}", f"UPDATE {table} SET id = gen_random_uuid()"):
            with (
                pytest.raises(DatabaseError, match="only grows"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(wrong)


def test_setting_aside_is_undone_and_hides_the_piece_meanwhile(ana):
    marta = teacher()
    key = kept(ana)
    actions.evidence.show(
        by=ana, pieces=[(key, 1)], organization="northside-high", why="submission:1", now=NOW
    )
    assert read(marta, key).title == "Line follower"
    actions.evidence.set_aside(by=ana, evidence=key, now=NOW)
    assert queries.evidence.own(ana, ana.me).kept == ()
    with pytest.raises(Refused):
        read(marta, key)
    actions.evidence.bring_back(by=ana, evidence=key, now=NOW)
    assert [p.id for p in queries.evidence.own(ana, ana.me).kept] == [key]
    assert read(marta, key).title == "Line follower"


@pytest.mark.parametrize("outsider", ["teacher", "guardian", "schoolmate", "employer"])
def test_work_is_private_until_its_learner_shows_it(ana, outsider):
    who = {
        "teacher": teacher,
        "guardian": lambda: helps(person("Rosa"), ana, "guardian", "plan", "progress", "record"),
        "schoolmate": lambda: learner("Bo"),
        "employer": lambda: person("Boss", ("employer", "mercy-bay")),
    }[outsider]()
    key = begun(ana, "photo")
    digest = actions.evidence.add_file(by=ana, evidence=key, data=photo(), name="robot.jpg", now=NOW)
    for stage in ("draft", "kept"):
        if stage == "kept":
            actions.evidence.keep(by=ana, evidence=key, now=NOW)
        for wrong in (
            lambda: queries.evidence.file_of(who, key, digest, now=NOW),
            lambda: read(who, key),
            lambda: queries.evidence.draft(who, key),
            lambda: queries.evidence.own(who, ana.me),
            lambda: actions.evidence.write(by=who, evidence=key, typed={"title": "Mine"}, now=NOW),
        ):
            with pytest.raises(Refused):
                wrong()


def test_those_to_whom_it_is_shown_read_that_version_only_and_the_learner_sees_that_they_did(ana):
    marta = teacher()
    key = kept(ana)
    actions.evidence.revise(by=ana, evidence=key, now=NOW)
    actions.evidence.keep(by=ana, evidence=key, now=NOW)
    actions.evidence.show(
        by=ana, pieces=[(key, 1)], organization="northside-high", why="submission:1", now=NOW
    )
    assert [p.number for p in queries.evidence_for(marta, ana.me, [(key, 1)], now=NOW)] == [1]
    with pytest.raises(Refused):
        read(marta, key, 2)
    with pytest.raises(Refused):
        queries.evidence_for(teacher(school="southside-high"), ana.me, [(key, 1)], now=NOW)
    assert [(look.who, look.at) for look in directory.reads_of(ana, ana.me)] == [(marta.name, "work")]
    actions.evidence.stop_showing(by=ana, evidence=key, now=NOW)
    with pytest.raises(Refused):
        read(marta, key, 1)


def test_a_piece_of_another_learner_cannot_be_slipped_in(ana):
    bo, marta = learner("Bo"), teacher()
    own, others = kept(ana), kept(bo)
    for who, key in ((ana, own), (bo, others)):
        actions.evidence.show(by=who, pieces=[(key, 1)], person=marta.me, why="to look at", now=NOW)
    with pytest.raises(Refused):
        queries.evidence_for(marta, ana.me, [(own, 1), (others, 1)], now=NOW)
    with pytest.raises(Refused):
        actions.evidence.show(by=ana, pieces=[(others, 1)], person=marta.me, why="not mine", now=NOW)


def test_a_group_that_the_learner_let_in_writes_work_down_for_them(ana):
    maya = helps(person("Maya", ("community_mentor", "mercy-bay")), ana, "mentor", "plan")
    key = actions.evidence.begin(by=maya, learner=ana.me, kind="text", typed=TYPED, now=NOW)
    actions.evidence.keep(by=maya, evidence=key, now=NOW)
    (piece,) = queries.evidence.own(ana, ana.me).kept
    assert (piece.kept_by, piece.by_learner) == ("Maya Reed", False)
    assert read(maya, key).title == "Line follower"
    with pytest.raises(Refused):
        actions.evidence.begin(by=learner("Bo"), learner=ana.me, kind="text", now=NOW)


def test_sending_the_same_twice_from_a_phone_makes_one_piece(ana):
    keys = {
        actions.evidence.begin(by=ana, learner=ana.me, kind="text", phone_key="p-1", now=NOW)
        for _ in range(2)
    }
    assert len(keys) == 1


# -- files


def test_a_photo_is_stored_by_its_digest_without_where_and_with_what_it_was_made(ana, own_folder):
    key = begun(ana, "photo")
    digest = actions.evidence.add_file(by=ana, evidence=key, data=photo(), name="robot.jpg", now=NOW)
    with opened(digest) as file:
        data = file.read()
    assert sha256(data).hexdigest() == digest
    with Image.open(BytesIO(data)) as found:
        assert dict(found.getexif()) == {}
        assert found.size == (480, 640), "turned upright before the note about turning goes"
    assert b"Phone Maker" not in data
    assert StoredFile.objects.get().preview


def test_the_same_photo_twice_is_stored_once(ana, own_folder):
    for _ in range(2):
        key = begun(ana, "photo")
        actions.evidence.add_file(by=ana, evidence=key, data=photo(), name="robot.jpg", now=NOW)
    assert StoredFile.objects.count() == 1
    assert len([each for each in own_folder.rglob("*") if each.is_file()]) == 2  # and its small picture


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("robot.jpg", b"<html><script>alert(1)</script></html>"),
        ("robot.jpg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
        ("robot.png", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("robot.jpg", b"\xff\xd8\xff\xe0 and then nothing of a picture"),
        ("robot.pdf", b"\x7fELF\x02\x01\x01"),
        ("notes.txt", b"words\x00and a hidden byte"),
        ("notes.docx", b"PK\x03\x04 broken"),
        ("empty.txt", b""),
    ],
)
def test_a_file_is_told_by_its_content_and_refused_where_it_is_none_of_the_kinds(ana, name, data):
    key = begun(ana, "file")
    with pytest.raises(Refused):
        actions.evidence.add_file(by=ana, evidence=key, data=BytesIO(data), name=name, now=NOW)
    assert queries.evidence.draft(ana, key).files == ()


def test_a_picture_that_claims_to_be_endless_is_refused_before_it_is_unfolded(ana):
    bomb = BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    assert bomb.tell() < 200_000
    bomb.seek(0)
    with pytest.raises(Refused, match="smaller"):
        actions.evidence.add_file(by=ana, evidence=begun(ana, "photo"), data=bomb, name="bomb.png", now=NOW)


def test_a_file_larger_than_the_house_takes_is_refused(ana, settings):
    settings.EVIDENCE_LARGEST = 1000
    with pytest.raises(Refused, match="MB"):
        actions.evidence.add_file(
            by=ana, evidence=begun(ana, "file"), data=BytesIO(b"word " * 300), name="long.txt", now=NOW
        )


def test_a_name_is_only_a_name(ana):
    key = begun(ana, "file")
    data = BytesIO(b"%PDF-1.7 a page")
    digest = actions.evidence.add_file(by=ana, evidence=key, data=data, name="../../etc/passwd.html", now=NOW)
    handed = queries.evidence.file_of(ana, key, digest, now=NOW)
    handed.data.close()
    assert (handed.name, handed.media_type, handed.inline) == ("passwd.pdf", "application/pdf", False)


def test_tampering_with_one_stored_file_is_found_out_and_it_is_not_served(ana, own_folder):
    key = begun(ana, "photo")
    digest = actions.evidence.add_file(by=ana, evidence=key, data=photo(), name="robot.jpg", now=NOW)
    other = actions.evidence.add_file(
        by=ana, evidence=key, data=photo("PNG", (200, 100)), name="two.png", now=NOW
    )
    assert queries.stored_files().faults == ()
    (file,) = own_folder.rglob(digest)
    file.write_bytes(file.read_bytes()[:-1] + b"\x00")
    assert [each.digest for each in queries.stored_files().faults] == [digest]
    with pytest.raises(Refused, match="changed after it was stored"):
        queries.evidence.file_of(ana, key, digest, now=NOW)
    queries.evidence.file_of(ana, key, other, now=NOW).data.close()
    file.unlink()
    with pytest.raises(Refused, match="not where it was stored"):
        queries.evidence.file_of(ana, key, digest, now=NOW)


def test_a_file_that_is_not_written_whole_is_not_there(own_folder):
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the connection broke")

    folder = Folder(own_folder)
    with pytest.raises(OSError, match="broke"):
        folder.put("ab" * 32, Broken())
    assert [each for each in own_folder.rglob("*") if each.is_file()] == []


# -- uploads that break and go on


def test_an_upload_goes_on_where_the_connection_broke(ana):
    whole = photo().read()
    digest, key = sha256(whole).hexdigest(), begun(ana, "photo")
    start = {
        "by": ana,
        "evidence": key,
        "name": "robot.jpg",
        "size": len(whole),
        "promised": digest,
        "now": NOW,
    }
    upload = actions.uploading.begin_upload(**start)
    half = len(whole) // 2
    assert actions.uploading.receive(by=ana, upload=upload, offset=0, data=whole[:half], now=NOW) == ""
    assert actions.uploading.begin_upload(**start) == upload, "the same file goes on, it does not begin again"
    with pytest.raises(OutOfStep) as told:
        actions.uploading.receive(by=ana, upload=upload, offset=0, data=whole[:half], now=NOW)
    assert told.value.offset == queries.evidence.on_its_way(ana, upload).received == half
    stored = actions.uploading.receive(by=ana, upload=upload, offset=half, data=whole[half:], now=NOW)
    assert [file.digest for file in queries.evidence.draft(ana, key).files] == [stored]


def test_an_upload_that_arrives_other_than_promised_begins_again(ana):
    whole, key = b"These are my notes.", begun(ana, "file")
    upload = actions.uploading.begin_upload(
        by=ana, evidence=key, name="n.txt", size=len(whole), promised=sha256(whole).hexdigest(), now=NOW
    )
    wrong = whole.replace(b"my", b"MY")
    assert actions.uploading.receive(by=ana, upload=upload, offset=0, data=wrong, now=NOW) == ""
    assert queries.evidence.on_its_way(ana, upload).received == 0
    assert queries.evidence.draft(ana, key).files == ()
    assert actions.uploading.receive(by=ana, upload=upload, offset=0, data=whole, now=NOW)


def test_nobody_else_goes_on_with_an_upload(ana):
    upload = actions.uploading.begin_upload(
        by=ana, evidence=begun(ana, "file"), name="n.txt", size=10, now=NOW
    )
    for wrong in (
        lambda: actions.uploading.receive(by=learner("Bo"), upload=upload, offset=0, data=b"0" * 10, now=NOW),
        lambda: queries.evidence.on_its_way(teacher(), upload),
        lambda: actions.uploading.receive(by=ana, upload=upload, offset=0, data=b"0" * 11, now=NOW),
    ):
        with pytest.raises(Refused):
            wrong()


# -- what attainments rest on


def test_an_attainment_says_on_which_version_of_which_work_it_rests(ana):
    key = kept(ana)
    show(ana, teacher(), "competency:numbers")
    (item,) = queries.attainments(ana, ana.me, now=NOW)
    actions.evidence.rest_on([item.id], [(key, 1)])
    assert [(p.id, p.number) for p in queries.evidence_behind([item.id])[item.id]] == [(key, 1)]


def test_a_learners_own_work_costs_few_queries_however_much_it_is(ana, django_assert_max_num_queries):
    for nth in range(8):
        kept(ana, title=f"Piece {nth}")
    begun(ana)
    with django_assert_max_num_queries(5):
        assert len(queries.evidence.own(replace(ana), ana.me).kept) == 8
