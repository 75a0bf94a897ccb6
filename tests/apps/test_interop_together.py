"""Imports that meet: two workers at one errand, two errands about one document; a worker that dies in the middle."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from tests.apps.test_interop import finish, framework, look, outcomes
from tests.apps.test_registry import own_database
from tests.factories import NOW, load
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.interop import actions, beating, errands, tasks
from throughline.apps.interop.actions import Brought, applying, looking
from throughline.apps.interop.models import ImportRun
from throughline.apps.registry.models import DocumentVersion, RegistryDocument

__all__ = ["own_database"]
MANY = [(f"{n}.json", framework(f"a{n}", f"b{n}", name=f"framework {n}")) for n in range(6)]


def side_by_side(*acts: object) -> list[object]:
    """Runs acts at once, each on a connection of its own; gives what each gave, or the error it raised."""
    found: list[object] = [None] * len(acts)
    begin = threading.Barrier(len(acts))

    def run(nth: int) -> None:
        try:
            begin.wait(10)
            found[nth] = acts[nth]()  # type: ignore[operator]
        except Exception as error:
            found[nth] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(nth,)) for nth in range(len(acts))]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return found


def test_two_workers_at_one_errand_take_every_document_in_once(own_database):
    load()
    run = look(folder=MANY, name="all")
    actions.apply(by=HOUSE, run=run.id, now=NOW)

    def work() -> int:
        return sum(iter(lambda: actions.go_on(run=run.id, now=NOW), 0))

    side_by_side(work, work)
    tasks.apply_import(str(run.id))
    run.refresh_from_db()
    assert (run.state, run.rows_done) == ("done", run.rows_all)
    assert DocumentVersion.objects.filter(document__own=False).count() == len(MANY)


def test_of_two_errands_about_one_document_the_later_is_kept_apart(own_database):
    load()
    runs = [look(framework("atoms", name="science")), look(framework("atoms", "waves", name="science"))]
    for run in runs:
        actions.apply(by=HOUSE, run=run.id, now=NOW)
    side_by_side(*(lambda key=run.id: tasks.apply_import(str(key)) for run in runs))
    stages = sorted(ImportRun.objects.get(id=run.id).parts.get().stage for run in runs)
    assert stages == ["done", "stopped"]
    assert RegistryDocument.objects.filter(own=False).get().number == 1


def test_of_two_who_say_yes_at_once_one_is_told_that_it_was_said(own_database):
    load()
    run = look(framework("atoms"))
    said = side_by_side(*[lambda: actions.apply(by=HOUSE, run=run.id, now=NOW)] * 2)
    assert sorted(type(each).__name__ for each in said) == ["NoneType", "Refused"]


@pytest.fixture
def large(own_database, monkeypatch) -> ImportRun:
    """A framework that counts as large, brought and not yet read."""
    monkeypatch.setattr(looking, "LARGE", 1_000)
    monkeypatch.setattr(beating, "EVERY", 20)
    load()
    data = framework(*(f"s{n}" for n in range(60)))
    key = actions.look(by=HOUSE, brought=Brought(name="large.json", data=data), now=NOW, at_once=False)
    found = ImportRun.objects.get(id=key)
    assert (found.state, found.parts.count(), RegistryDocument.objects.filter(own=False).count()) == (
        "looking",
        0,
        0,
    )
    with pytest.raises(Refused):
        actions.apply(by=HOUSE, run=key, now=NOW)
    return found


def test_a_large_errand_is_read_by_one_worker_and_others_see_how_far_it_is(large, monkeypatch):
    seen: list[int] = []
    write = beating._Beat.one

    def watched(self: beating._Beat) -> None:
        write(self)
        if self._seen == 70:
            seen.extend(
                side_by_side(
                    lambda: ImportRun.objects.values_list("rows_done", flat=True).get(id=large.id),  # type: ignore[arg-type]
                    lambda: actions.read_on(run=large.id, now=NOW),
                )
            )

    monkeypatch.setattr(beating._Beat, "one", watched)
    tasks.read_import(str(large.id))
    assert seen == [60, False]
    large.refresh_from_db()
    assert (large.state, large.tries, large.to_read, outcomes(large)) == ("looked_at", 1, [], ["new"])
    finish(large)
    assert (large.state, large.rows_done, large.rows_all) == ("done", 120, 120)


def test_a_worker_that_dies_while_it_reads_leaves_nothing_and_the_next_one_reads_it(large, monkeypatch):
    preview = errands.preview

    def dies(*given: object) -> None:
        preview(*given)
        raise Dies

    monkeypatch.setattr(errands, "preview", dies)
    with pytest.raises(Dies):
        tasks.take_up_imports()
    large.refresh_from_db()
    assert (large.state, large.tries, large.files.count()) == ("looking", 1, 0)
    monkeypatch.setattr(errands, "preview", preview)
    tasks.take_up_imports()
    large.refresh_from_db()
    assert (large.state, outcomes(large)) == ("looked_at", ["new"])


def test_what_ends_every_worker_is_refused_with_the_reason(large, monkeypatch):
    ImportRun.objects.filter(id=large.id).update(tries=looking.TRIES)
    tasks.take_up_imports()
    large.refresh_from_db()
    refused = large.quarantined.get()
    assert (large.state, refused.why) == ("refused", "Reading it did not come to an end.")
    assert refused.held[0][0] == "large.json"


def test_a_large_table_is_read_again_once_its_columns_are_said_and_its_faults_stand_on_its_page(
    own_database, monkeypatch
):
    monkeypatch.setattr(looking, "LARGE", 10)
    load()
    run = look(b"Code,Words\nA,Adds\nB,\n", name="list.csv")
    file = run.files.get()
    said = {"title": "Sums", "creator": "Board", "columns": {"Code": "humanCodingScheme", "Words": "fullStatement"},
            "hierarchy": "none"}  # fmt: skip
    assert actions.map_columns(by=HOUSE, file=file.id, said=said, now=NOW, at_once=False) == ()
    run.refresh_from_db()
    assert (run.state, run.to_read) == ("looking", [file.id])
    tasks.take_up_imports()
    run.refresh_from_db()
    assert (run.state, run.files.get().unmapped) == ("looked_at", True)
    assert [(each["where"], each["what"]) for each in run.notes] == [
        ("list.csv, line 3, Words", "The row has no statement.")
    ]


class Dies(BaseException):
    """What ends a worker at once."""


def test_a_worker_that_dies_in_a_document_leaves_nothing_of_it_and_the_next_one_goes_on(
    own_database, monkeypatch
):
    load()
    run = look(folder=MANY, name="all")
    actions.apply(by=HOUSE, run=run.id, now=NOW)
    for _ in range(2):
        assert actions.go_on(run=run.id, now=NOW) == 1
    taken = applying.registry.take_in

    def dies(**given: object) -> None:
        taken(**given)
        raise Dies

    monkeypatch.setattr(applying.registry, "take_in", dies)
    with pytest.raises(Dies):
        actions.go_on(run=run.id, now=NOW)
    monkeypatch.undo()
    run.refresh_from_db()
    assert run.state == "running"
    assert DocumentVersion.objects.filter(document__own=False).count() == 2
    assert sorted(run.parts.values_list("stage", flat=True)) == [
        "done",
        "done",
        "ready",
        "ready",
        "ready",
        "ready",
    ]
    tasks.take_up_imports()
    run.refresh_from_db()
    assert (run.state, run.rows_done) == ("done", run.rows_all)
    assert DocumentVersion.objects.filter(document__own=False).count() == len(MANY)


def test_of_a_long_document_others_see_how_far_it_is_while_it_is_written(own_database, monkeypatch):
    load()
    monkeypatch.setattr(beating, "EVERY", 20)
    run = look(framework(*(f"s{n}" for n in range(60))))
    seen: list[int] = []
    write = beating._Beat.one

    def watched(self: beating._Beat) -> None:
        write(self)
        if self._seen == 70:
            seen.extend(
                side_by_side(lambda: ImportRun.objects.values_list("rows_done", flat=True).get(id=run.id))  # type: ignore[arg-type]
            )

    monkeypatch.setattr(beating._Beat, "one", watched)
    finish(run)
    assert seen == [60]
    assert (run.rows_done, run.rows_all) == (120, 120)
    assert outcomes(run) == ["new"]
