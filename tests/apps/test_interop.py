"""Imports as errands, over every published file: looked at, applied, applied again, undone; what is refused is kept apart."""

import pytest
from django.db import connection

from tests.factories import NOW, load
from tests.rows import shared_folder
from throughline.apps.directory.actor import HOUSE
from throughline.apps.interop import actions
from throughline.apps.interop.actions import Brought
from throughline.apps.interop.models import ImportRun

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


def shared(name: str) -> bytes:
    file = PATHWAYS / name
    if not file.is_file():
        pytest.skip(
            f"the shared standards are not here: no file {file}; name their place with THROUGHLINE_SHARED"
        )
    return file.read_bytes()


def look(data: bytes = b"", name: str = "file.json", **more: object) -> ImportRun:
    brought = Brought(name=name, data=data or None, **more)  # type: ignore[arg-type]
    return ImportRun.objects.get(id=actions.look(by=HOUSE, brought=brought, now=NOW))


def finish(run: ImportRun) -> ImportRun:
    actions.apply(by=HOUSE, run=run.id, now=NOW)
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
def test_every_published_file_of_the_field_is_taken_in_or_refused_with_its_reason():
    load()
    files = [
        f
        for part in ("case/packages", "ctdl", "asn", "skills", "elm", "esco")
        for f in sorted((PATHWAYS / part).rglob("*"))
    ]
    if not files:
        pytest.skip(
            f"the shared standards are not here: no folder {PATHWAYS}; name their place with THROUGHLINE_SHARED"
        )
    brought = [(str(f.relative_to(PATHWAYS)), f.read_bytes()) for f in files if f.is_file()]
    import time

    t = time.time()
    run = look(folder=brought)
    print("look", time.time() - t)
    t = time.time()
    run = finish(run)
    print("apply", time.time() - t)
    for q in run.quarantined.all():
        print(q.path, q.line, q.why[:100])
    print(run.parts.count(), run.state, run.rows_done, run.rows_all)
    t = time.time()
    before = rows_touched()
    again = look(folder=brought)
    print(set(outcomes(again)), time.time() - t, rows_touched() == before)
    assert 0
