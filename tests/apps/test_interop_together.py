"""Imports that meet: two workers at one errand, two errands about one document; a worker that dies in the middle."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from tests.apps.test_interop import finish, framework, look, outcomes
from tests.apps.test_registry import own_database
from tests.factories import NOW, load
from throughline.apps.directory.actor import HOUSE
from throughline.apps.interop import actions, beating, tasks
from throughline.apps.interop.actions import applying
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
