"""Imports as errands: looked at with nothing written, applied document by document, again without a write, undone; what is
refused is kept apart with its reason."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.factories import NOW, load
from tests.packages import guid
from tests.rows import shared_folder
from throughline.apps.directory.actor import HOUSE, PUBLIC, Actor, Refused, Role
from throughline.apps.interop import actions, queries
from throughline.apps.interop.actions import Brought
from throughline.apps.interop.models import ColumnMapping, ImportRun, QuarantinedFile
from throughline.apps.registry import own
from throughline.apps.registry.models import DocumentVersion, RegistryDocument, RegistryItem
from throughline.apps.registry.queries import differences
from throughline.apps.trail.models import Event

PATHWAYS = shared_folder() / "standards" / "pathways"
TABLES = ("registry_registrydocument", "registry_documentversion", "registry_registryitem",
          "registry_registryassociation", "trail_publicentry")  # fmt: skip
INVALID = {
    "ctdl/pathways/kansas/HutchinsonWeldingAAS.multidoc.json": 21,
    "ctdl/pathways/pathway-builder/Constraints-API.json": 110,
    "ctdl/pathways/pathway-builder/Constraints-CTDL.json": 58,
    "ctdl/pathways/use-cases/UC26.multidoc.jsonld": 8,
    "ctdl/registry-envelopes/ConditionManifest.json": 17,
    "ctdl/transfer/Transfer_Intermediary_-_WICHE_Example.json": 33,
    "asn/jurisdictions.json": 17,
}
"""The seven published files that are no JSON, with the line of the fault."""
KEEPER = Actor(None, "Keeper", roles=(Role("board_member", "board"),))
CSV = "Code,Text of it,Above\nM,Mathematics,\nM.1,Adds numbers,M\nM.2,Subtracts numbers,M\n"
COLUMNS = {"Code": "humanCodingScheme", "Text of it": "fullStatement", "Above": "parent"}


def shared(name: str) -> bytes:
    file = PATHWAYS / name
    if not file.is_file():
        pytest.skip(
            f"the shared standards are not here: no file {file}; name their place with THROUGHLINE_SHARED"
        )
    return file.read_bytes()


def framework(*statements: str, name: str = "science", links: Any = (), **said: Any) -> bytes:
    """A small framework in CASE, its items named after their statements."""
    items = [
        {"identifier": guid(each), "fullStatement": said.get(each, f"Explains {each}.")}
        for each in statements
    ]
    tree = [(f"under {each}", "isChildOf", each, name) for each in statements]
    associations = [
        {"identifier": guid(f"{name} {key}"), "associationType": kind,
         "originNodeURI": {"identifier": guid(origin), "uri": f"urn:{origin}", "title": origin},
         "destinationNodeURI": {"identifier": guid(to), "uri": f"urn:{to}", "title": to}}
        for key, kind, origin, to in (*tree, *links)
    ]  # fmt: skip
    document = {
        "identifier": guid(name),
        "title": name.title(),
        "creator": "Board",
        "adoptionStatus": "Implemented",
    }
    return json.dumps({"CFDocument": document, "CFItems": items, "CFAssociations": associations}).encode()


def look(data: bytes | None = None, name: str = "file.json", by: Actor = HOUSE, **more: Any) -> ImportRun:
    return ImportRun.objects.get(
        id=actions.look(by=by, brought=Brought(name=name, data=data, **more), now=NOW)
    )


def finish(run: ImportRun, by: Actor = HOUSE) -> ImportRun:
    actions.apply(by=by, run=run.id, now=NOW)
    while actions.go_on(run=run.id, now=NOW):
        pass
    run.refresh_from_db()
    return run


def outcomes(run: ImportRun) -> list[str]:
    return list(run.parts.order_by("id").values_list("outcome", flat=True))


def rows_touched() -> list[tuple[object, ...]]:
    """The transaction and place of every row that the registry and the public log hold: any write at all changes one."""
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT '{table}', xmin::text, xmax::text, ctid::text FROM {table} ORDER BY ctid")
            found += cursor.fetchall()
    return found


@pytest.mark.django_db
def test_every_published_file_is_taken_in_or_refused_and_the_second_time_nothing_is_written():
    load()
    folders = ("case/packages", "ctdl", "asn")
    files = [f for part in folders for f in sorted((PATHWAYS / part).rglob("*")) if f.is_file()]
    if not files:
        pytest.skip(
            f"the shared standards are not here: no folder {PATHWAYS}; name it with THROUGHLINE_SHARED"
        )
    brought = [(str(f.relative_to(PATHWAYS)), f.read_bytes()) for f in files]
    run = look(folder=brought, name="published")
    own_rows = rows_touched()
    assert RegistryDocument.objects.filter(own=False).count() == 0, "a look takes nothing in"
    finish(run)
    assert (run.state, run.rows_done) == ("done", run.rows_all)
    assert set(run.parts.values_list("outcome", "stage")) == {("new", "done")}
    refused = {each.path: each.line for each in run.quarantined.filter(document="")}
    assert {path: refused.get(path) for path in INVALID} == INVALID
    assert all(each.why and each.fix for each in run.quarantined.all())
    taken = set(run.files.values_list("path", flat=True))
    assert {path.removesuffix(".gz") for path, _ in brought} - set(refused) == taken
    before = rows_touched()
    assert before != own_rows
    again = look(folder=brought, name="published")
    assert set(outcomes(again)) == {"same"}
    assert rows_touched() == before
    with pytest.raises(Refused, match="nothing in it to write"):
        actions.apply(by=HOUSE, run=again.id, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_file_is_refused_whole_kept_as_it_came_and_nothing_is_written(name: str):
    load()
    own.follow(now=NOW)
    before, data = rows_touched(), shared(name)
    run = look(data, name=Path(name).name)
    assert (run.state, run.parts.count(), rows_touched() == before) == ("refused", 0, True)
    (refused,) = queries.quarantined(HOUSE, run=run.id)
    assert (refused.line, refused.state) == (INVALID[name], "waiting")
    assert refused.why
    assert refused.fix
    assert queries.quarantined_file(HOUSE, refused.id) == (Path(name).name, data)
    with pytest.raises(Refused):
        actions.apply(by=HOUSE, run=run.id, now=NOW)


@pytest.mark.django_db
def test_letters_of_windows_are_taken_and_it_is_said():
    load()
    name = "ctdl/registry-payloads-2018/assessmentProfileSchema/2018-03-15_assessment_10a_payload.json"
    run = finish(look(shared(name), name="assessment.json"))
    assert run.files.get().encoding == "cp1252"
    assert any("cp1252" in note["done"] for note in run.parts.get().notes)


@pytest.mark.django_db
def test_a_changed_file_shows_what_changes_before_and_after_and_can_be_undone():
    load()
    finish(look(framework("atoms", "forces", "waves")))
    run = look(framework("atoms", "light", "waves", atoms="Explains what atoms are made of."))
    part = run.parts.get()
    said = part.outcome, part.before, part.added, part.changed, part.removed
    assert said == ("changed", 1, 2, 1, 2)
    firsts = {(each["change"], each["before"], each["after"]) for each in part.firsts if not each.get("link")}
    assert firsts == {
        ("added", "", "Explains light."), ("changed", "Explains atoms.", "Explains what atoms are made of."),
        ("removed", "Explains forces.", ""),
    }  # fmt: skip
    assert next(each for each in part.firsts if each["change"] == "changed")["members"] == ["fullStatement"]
    assert RegistryDocument.objects.get(id=part.document).number == 1
    finish(run)
    found = differences.differences(part.document, 1, 2)
    assert dict(found.item_counts) == {"added": 1, "changed": 1, "removed": 1}
    actions.undo(by=HOUSE, run=run.id, now=NOW)
    versions = DocumentVersion.objects.filter(document=part.document).order_by("number")
    assert [(v.act, v.of) for v in versions] == [("taken_in", None), ("taken_in", None), ("undone", 1)]
    assert versions[2].digest == versions[0].digest
    run.refresh_from_db()
    assert (run.state, run.parts.get().stage) == ("undone", "undone")
    with pytest.raises(Refused):
        actions.undo(by=HOUSE, run=run.id, now=NOW)


@pytest.mark.django_db
def test_undoing_what_was_new_withdraws_it_and_a_later_version_stands_in_the_way():
    load()
    first = finish(look(framework("atoms")))
    second = finish(look(framework("atoms", "waves")))
    with pytest.raises(Refused, match="later version"):
        actions.undo(by=HOUSE, run=first.id, now=NOW)
    actions.undo(by=HOUSE, run=second.id, now=NOW)
    with pytest.raises(Refused, match="later version"):
        actions.undo(by=HOUSE, run=first.id, now=NOW)
    other = finish(look(framework("sonnets", name="poetry")))
    actions.undo(by=HOUSE, run=other.id, now=NOW)
    kept = RegistryDocument.objects.get(id=other.parts.get().document)
    assert kept.withdrawn_at == NOW
    assert RegistryItem.objects.filter(document=kept, until=None).count() == 1, "it stays readable"
    back = look(framework("sonnets", name="poetry"))
    assert outcomes(back) == ["changed"]
    assert back.parts.get().was_withdrawn
    finish(back)
    actions.undo(by=HOUSE, run=back.id, now=NOW)
    kept.refresh_from_db()
    assert kept.withdrawn_at == NOW


@pytest.mark.django_db
def test_links_that_led_outside_are_resolved_by_what_comes_and_the_look_says_so():
    load()
    linked = [("a", "exactMatchOf", "atoms", "particles"), ("b", "isRelatedTo", "atoms", "beauty")]
    first = look(framework("atoms", links=linked))
    assert first.parts.get().outside == 2
    finish(first)
    second = look(framework("particles", name="physics"))
    assert (second.parts.get().resolves, second.parts.get().outside) == (1, 0)


@pytest.mark.django_db
def test_a_document_that_came_otherwise_meanwhile_is_not_overwritten():
    load()
    stale = look(framework("atoms"))
    finish(look(framework("atoms", "waves")))
    finish(stale)
    part = stale.parts.get()
    assert (stale.state, part.stage) == ("done", "stopped")
    assert "came since it was looked at" in part.why
    assert RegistryDocument.objects.get(id=part.document).number == 1
    (kept,) = queries.quarantined(HOUSE, run=stale.id)
    again = ImportRun.objects.get(id=actions.retry(by=HOUSE, quarantined=kept.id, now=NOW))
    assert outcomes(again) == ["changed"]


@pytest.mark.django_db
def test_one_document_in_two_files_of_a_folder_is_taken_once_and_another_reading_of_it_is_kept_apart():
    load()
    same, other = framework("atoms"), framework("atoms", "waves")
    run = look(folder=[("a.json", same), ("b.json.gz", gzip.compress(same)), ("c.json", other)], name="all")
    assert outcomes(run) == ["new"]
    assert [note["what"] for note in run.notes] == ["“Science” is there twice and says the same."]
    (refused,) = queries.quarantined(HOUSE, run=run.id)
    assert refused.path == "c.json"
    assert "in a.json too and says something else" in refused.why


@pytest.mark.django_db
def test_what_the_state_publishes_itself_no_import_changes():
    load()
    own.follow(now=NOW)
    ours = RegistryDocument.objects.filter(own=True).first()
    assert ours is not None
    data = framework("atoms").replace(guid("science").encode(), str(ours.identifier).encode())
    run = look(data)
    assert (run.state, run.parts.count()) == ("refused", 0)
    (refused,) = queries.quarantined(HOUSE, run=run.id)
    assert "of this state's own catalogue" in refused.why
    ours.refresh_from_db()
    assert (ours.own, ours.number) == (True, 1)


@pytest.mark.django_db
def test_a_table_waits_for_its_columns_which_are_remembered_for_the_next_one():
    load()
    run = look(CSV.encode(), name="list.csv", organization="board")
    assert (run.state, run.parts.count(), run.files.get().unmapped) == ("looked_at", 0, True)
    file = run.files.get().id
    said = {
        "title": "Sums",
        "creator": "Board",
        "columns": {**COLUMNS, "Text of it": ""},
        "hierarchy": "parent",
    }
    faults = actions.map_columns(by=HOUSE, file=file, said=said, now=NOW)
    assert [each.why for each in faults] == ["No column holds the statements."]
    assert (run.parts.count(), ColumnMapping.objects.count()) == (0, 0)
    assert actions.map_columns(by=HOUSE, file=file, said={**said, "columns": COLUMNS}, now=NOW) == ()
    finish(run)
    codes = RegistryItem.objects.filter(document=run.parts.get().document).order_by("place")
    assert [(each.code, each.parent != "") for each in codes] == [("M", False), ("M.1", True), ("M.2", True)]
    more = CSV + "M.3,Multiplies numbers,M\n"
    second = look(more.encode(), name="list.csv", organization="board")
    part = second.parts.get()
    assert (part.title, part.outcome, part.added, part.changed) == ("Sums", "changed", 2, 0)
    elsewhere = look(CSV.encode(), name="list.csv", organization="another")
    assert elsewhere.files.get().unmapped, "what one organization settled is no other's"
    other = look(CSV.encode(), name="poems_of_spring.csv", organization="board")
    assert (other.parts.get().title, other.parts.get().outcome) == ("poems of spring", "new")


@pytest.mark.django_db
def test_the_same_table_on_another_day_writes_nothing():
    load()
    run = look(CSV.encode(), name="list.csv")
    said = {"title": "Sums", "creator": "Board", "columns": COLUMNS, "hierarchy": "parent"}
    actions.map_columns(by=HOUSE, file=run.files.get().id, said=said, now=NOW)
    finish(run)
    later = NOW.replace(month=9)
    again = ImportRun.objects.get(
        id=actions.look(by=HOUSE, brought=Brought(name="list.csv", data=CSV.encode()), now=later)
    )
    assert outcomes(again) == ["same"]
    changed = CSV.replace("Adds numbers", "Adds whole numbers").encode()
    third = actions.look(by=HOUSE, brought=Brought(name="list.csv", data=changed), now=later)
    part = ImportRun.objects.get(id=third).parts.get()
    assert (part.added, part.changed, part.removed) == (0, 1, 0)


@pytest.mark.django_db
def test_every_fault_of_a_table_is_kept_with_its_line():
    load()
    run = look(CSV.encode(), name="list.csv")
    said = {"title": "Sums", "creator": "Board", "columns": COLUMNS, "hierarchy": "parent"}
    actions.map_columns(by=HOUSE, file=run.files.get().id, said=said, now=NOW)
    broken = look(b"Code,Text of it,Above\nM,,\nM.1,,M\n", name="list.csv")
    (refused,) = queries.quarantined(HOUSE, run=broken.id)
    assert broken.state == "refused"
    assert [(each.line, each.why) for each in refused.faults] == [
        (2, "The row has no statement."), (3, "The row has no statement.")
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_was_refused_is_mended_or_set_aside_with_a_reason():
    load()
    first = look(b'{"CFDocument": {},}', name="a.json")
    second = look(b"%PDF-1.7", name="b.pdf")
    broken, pdf = (queries.quarantined(HOUSE, run=each.id)[0] for each in (first, second))
    mended = actions.retry(by=HOUSE, quarantined=broken.id, now=NOW, name="a.json", mended=framework("atoms"))
    assert outcomes(ImportRun.objects.get(id=mended)) == ["new"]
    (told,) = queries.quarantined(HOUSE, state="tried_again")
    assert (told.id, told.again) == (broken.id, mended)
    with pytest.raises(Refused, match="No reason"):
        actions.set_aside(by=HOUSE, quarantined=pdf.id, reason="  ", now=NOW)
    actions.set_aside(by=HOUSE, quarantined=pdf.id, reason="A picture of a table.", now=NOW)
    assert [each.reason for each in queries.quarantined(HOUSE, state="set_aside")] == [
        "A picture of a table."
    ]
    with pytest.raises(Refused, match="does not wait"):
        actions.retry(by=HOUSE, quarantined=pdf.id, now=NOW)
    assert queries.waiting_count(HOUSE) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("letter", ["\\u0000", "\\ud800"])
def test_a_text_that_no_database_can_keep_refuses_its_file_and_no_other(letter: str):
    load()
    node = {"@id": "https://x.example/c", "@type": "ceterms:Course", "ceterms:name": "Welding HERE"}
    files = [
        ("bad.json", json.dumps(node).replace("HERE", letter).encode()),
        ("good.json", framework("sonnets")),
    ]
    run = finish(look(folder=files, name="two"))
    (refused,) = queries.quarantined(HOUSE, run=run.id)
    assert refused.path == "bad.json"
    assert "U+0000" in refused.why or "lone surrogate" in refused.why
    assert run.parts.get().title == "Science"


@pytest.mark.django_db
def test_only_keepers_of_the_registry_import_and_every_act_is_written_down():
    load()
    for nobody in (PUBLIC, Actor(None, "Teacher", roles=(Role("teacher", "northside-high"),))):
        with pytest.raises(Refused):
            look(framework("atoms"), by=nobody)
        with pytest.raises(Refused):
            queries.runs(nobody)
        with pytest.raises(Refused):
            queries.quarantined(nobody)
    run = finish(look(framework("atoms"), by=KEEPER), by=HOUSE)
    actions.undo(by=KEEPER, run=run.id, now=NOW)
    verbs = (
        Event.objects.filter(target=f"import:{run.id}").order_by("sequence").values_list("verb", flat=True)
    )
    assert list(verbs) == ["looked at import", "confirmed import", "imported", "undid import"]


@pytest.mark.django_db
def test_a_file_changed_where_it_lies_is_not_taken_in(settings, tmp_path):
    settings.EVIDENCE_STORE = str(tmp_path)
    load()
    run = look(framework("atoms"))
    (kept,) = [each for each in tmp_path.rglob("*") if each.is_file()]
    kept.chmod(0o600)
    kept.write_bytes(framework("lies"))
    finish(run)
    assert run.parts.get().stage == "stopped"
    assert "was changed after it was stored" in run.parts.get().why
    assert QuarantinedFile.objects.count() == 1
