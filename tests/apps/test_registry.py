"""The registry: documents kept whole, only what differs written, every version readable, and never half an import."""

import json
import threading
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest
import rfc8785
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.another_house import copy_database, drop_database
from tests.factories import NOW, load
from tests.packages import document, guid, item, key, link, package, tree
from throughline.apps.directory.actor import HOUSE, PUBLIC, Actor, Refused, Role
from throughline.apps.registry import actions, digests
from throughline.apps.registry.models import (
    DocumentVersion,
    RegistryAssociation,
    RegistryDocument,
    RegistryItem,
)
from throughline.apps.registry.places import cut, new_places
from throughline.apps.trail import queries as trail
from throughline.core.formats.case import reading as case
from throughline.core.formats.packages import Package

SCIENCE = [*tree("atoms", "forces", "waves")]
LINKS = [link("exactMatchOf", "atoms", "particles", 0), link("precedes", "atoms", "forces", 1)]


def bring(items=SCIENCE, links=LINKS, **changes) -> actions.Taken:
    return actions.take_in(by=HOUSE, package=package("science", items, links, **changes), now=NOW)


def rows_touched() -> list[tuple[str, ...]]:
    """The transaction and place of every row the registry and the log hold: any write at all changes one."""
    found = []
    with connection.cursor() as cursor:
        for table in ("registry_registrydocument", "registry_documentversion", "registry_registryitem",
                      "registry_registryassociation", "trail_publicentry", "trail_event"):  # fmt: skip
            cursor.execute(f"SELECT '{table}', xmin::text, xmax::text, ctid::text FROM {table} ORDER BY ctid")
            found += cursor.fetchall()
    return found


def standing(number: int) -> set[str]:
    """The statements of one version of the document, by their rows."""
    rows = RegistryItem.objects.filter(document=key("science"), since__lte=number)
    return {row.statement for row in rows if row.until is None or row.until > number}


@pytest.mark.django_db
def test_a_document_is_kept_with_every_record_as_it_came():
    load()
    taken = bring()
    assert (taken.number, taken.added, taken.changed, taken.removed, taken.same) == (1, 6, 0, 0, 0)
    kept = RegistryDocument.objects.get(id=key("science"))
    assert (kept.title, kept.items, kept.associations, kept.subjects) == ("Science", 4, 2, ["Physics"])
    bodies = [bytes(row.body) for row in RegistryItem.objects.order_by("place")]
    assert bodies == [each.body for each in SCIENCE]
    assert [bytes(row.body) for row in RegistryAssociation.objects.order_by("place")] == [
        e.body for e in LINKS
    ]
    assert bytes(kept.versions.get().body) == document("science").body


@pytest.mark.django_db
def test_the_same_document_again_touches_no_row():
    load()
    bring()
    before = rows_touched()
    again = bring()
    assert (again.made, again.number, again.same, rows_touched() == before) == (False, 1, 6, True)


@pytest.mark.django_db
def test_the_same_bytes_again_are_known_without_going_through_them(monkeypatch):
    load()
    data = json.dumps(
        {"CFDocument": {"identifier": guid("science"), "title": "Science", "uri": "https://x.example/s"}}
    )
    read = case.read(data.encode(), name="science.json")
    first = actions.take_in(by=HOUSE, package=read, now=NOW)
    monkeypatch.setattr(actions, "package_digest", None)
    again = actions.take_in(by=HOUSE, package=case.read(data.encode(), name="again.json"), now=NOW)
    assert (first.made, again.made, again.number) == (True, False, 1)
    monkeypatch.undo()
    spaced = case.read(data.replace(": ", ":  ").encode(), name="spaced.json")
    assert actions.take_in(by=HOUSE, package=spaced, now=NOW).made is False


@pytest.mark.django_db
def test_members_in_another_order_are_the_same_document():
    load()
    bring()
    turned = [
        replace(e, body=json.dumps(dict(reversed(json.loads(e.body).items())), indent=3).encode())
        for e in SCIENCE
    ]
    assert bring(turned).made is False


@pytest.mark.django_db
def test_of_a_changed_document_only_what_differs_is_written_and_both_versions_stay():
    load()
    bring()
    before = {row[1:] for row in rows_touched() if row[0] == "registry_registryitem"}
    atoms = item("atoms", 1, parent="matter", position=1, statement="Explains what atoms are made of.")
    more = item("light", 4, parent="matter", position=4)
    taken = bring([SCIENCE[0], atoms, SCIENCE[3], more])
    assert (taken.number, taken.added, taken.changed, taken.removed, taken.same) == (2, 1, 1, 1, 4)
    untouched = {row[1:] for row in rows_touched() if row[0] == "registry_registryitem"} & before
    assert len(untouched) == 2
    assert standing(1) == {e.statement for e in SCIENCE}
    assert standing(2) == {SCIENCE[0].statement, atoms.statement, SCIENCE[3].statement, more.statement}


@pytest.mark.django_db
def test_one_item_that_goes_in_at_the_front_moves_no_other_row():
    load()
    bring()
    taken = bring([item("wonder", 0), *(replace(e, place=e.place + 1) for e in SCIENCE)])
    assert (taken.added, taken.changed, taken.same) == (1, 0, 6)
    order = RegistryItem.objects.filter(until=None).order_by("place").values_list("identifier", flat=True)
    assert list(order) == [guid("wonder"), *(e.identifier for e in SCIENCE)]


@pytest.mark.django_db
def test_going_back_makes_a_new_version_that_equals_the_old_one():
    load()
    bring()
    bring([SCIENCE[0], SCIENCE[2]], [], title="Science, revised")
    back = actions.undo(by=HOUSE, document=key("science"), to=1, now=NOW)
    assert (back.number, standing(3)) == (3, standing(1))
    versions = DocumentVersion.objects.order_by("number")
    assert [(v.act, v.of, v.digest == versions[0].digest) for v in versions] == [
        ("taken_in", None, True), ("taken_in", None, False), ("undone", 1, True)
    ]  # fmt: skip
    assert RegistryDocument.objects.get().title == "Science"
    assert bring().made is False
    with pytest.raises(Refused, match="no such earlier version"):
        actions.undo(by=HOUSE, document=key("science"), to=3, now=NOW)


@pytest.mark.django_db
def test_a_withdrawn_document_stays_readable_with_its_reason_until_it_comes_again():
    load()
    bring()
    withdrawn = actions.withdraw(by=HOUSE, document=key("science"), reason="Replaced in 2027.", now=NOW)
    assert (withdrawn.number, standing(2)) == (2, standing(1))
    assert DocumentVersion.objects.get(number=2).notes[0]["what"] == "Replaced in 2027."
    with pytest.raises(Refused):
        actions.withdraw(by=HOUSE, document=key("science"), reason="Twice", now=NOW)
    again = bring()
    assert (again.number, again.same, RegistryDocument.objects.get().withdrawn_at) == (3, 6, None)


@pytest.mark.django_db
def test_every_version_stands_in_the_public_log_with_the_digest_that_anyone_can_recompute():
    load()
    taken = bring()
    entry = trail.public_log()[-1]
    brought = package("science", SCIENCE, LINKS)
    said = entry.kind, entry.act, entry.reference, entry.number
    assert said == ("document", "taken_in", f"document:{taken.document}", 1)
    assert entry.digest == digests.package_digest(brought)
    other = replace(brought, items=[*SCIENCE[:2], replace(SCIENCE[2], parent=""), SCIENCE[3]])
    assert digests.package_digest(other) != entry.digest


@pytest.mark.django_db
def test_two_items_of_one_identifier_in_a_file_are_both_kept():
    load()
    twins = [*SCIENCE, replace(SCIENCE[1], place=4, statement="Says it again.")]
    taken = bring(twins)
    assert (taken.added, bring(twins).made) == (7, False)
    found = RegistryItem.objects.filter(identifier=guid("atoms")).order_by("place")
    assert [(row.twin, row.statement) for row in found] == [(0, "Explains atoms."), (1, "Says it again.")]


@pytest.mark.django_db
def test_one_identifier_may_stand_in_two_documents():
    load()
    bring()
    taken = actions.take_in(by=HOUSE, package=package("physics", SCIENCE, LINKS), now=NOW)
    assert taken.added == 6
    assert RegistryItem.objects.filter(identifier=guid("atoms"), until=None).count() == 2


@pytest.mark.django_db
def test_an_item_whose_parent_is_missing_or_goes_round_in_a_circle_stands_at_the_top_and_that_is_said():
    load()
    a, b = item("a", 0, parent="b"), item("b", 1, parent="a")
    taken = bring([a, b, item("c", 2, parent="nowhere"), item("d", 3, parent="b")])
    tops = set(RegistryItem.objects.filter(parent="").values_list("identifier", flat=True))
    assert guid("c") in tops
    assert len(tops & {guid("a"), guid("b")}) == 1
    assert guid("d") not in tops
    assert {note.where for note in taken.notes} == tops
    assert bring([a, b, item("c", 2, parent="nowhere"), item("d", 3, parent="b")]).made is False


@pytest.mark.django_db
def test_what_breaks_in_the_middle_leaves_nothing():
    load()
    before = rows_touched()

    def rows():
        yield from SCIENCE
        raise OSError("the disk went away")

    broken = Package(document("science"), rows(), ())
    with pytest.raises(OSError, match="the disk went away"), transaction.atomic():
        actions.take_in(by=HOUSE, package=broken, now=NOW)
    assert rows_touched() == before


@pytest.mark.django_db
def test_a_text_that_no_database_can_hold_is_refused_by_name():
    load()
    with pytest.raises(Refused, match=guid("nul")), transaction.atomic():
        bring([item("nul", 0, statement="a\x00b")])


@pytest.mark.django_db
def test_only_who_keeps_the_registry_may_take_a_document_in():
    load()
    member = Actor(uuid4(), "Rosa", roles=(Role("board_member", "board"),))
    assert actions.take_in(by=member, package=package("science", SCIENCE), now=NOW).number == 1
    for other in (PUBLIC, Actor(uuid4(), "Tom", roles=(Role("teacher", "northside-high"),))):
        with pytest.raises(Refused, match="Only these may"):
            actions.take_in(by=other, package=package("science", SCIENCE), now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_registryitem SET statement = 'other'",
        "UPDATE registry_registryitem SET until = NULL WHERE until IS NOT NULL",
        "DELETE FROM registry_registryassociation",
        "TRUNCATE registry_registryitem CASCADE",
        "UPDATE registry_documentversion SET digest = ''",
        "DELETE FROM registry_registrydocument",
    ],
)
def test_the_database_refuses_to_change_what_was_kept(statement):
    load()
    bring()
    bring(SCIENCE[:2])
    with (
        pytest.raises(DatabaseError, match=r"only grows|pending trigger"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.fixture
def own_database(django_db_setup, django_db_blocker):
    """A database of the test's own, where what is committed stays: other tests roll back, and these tables only grow."""
    settings = connection.settings_dict
    shared, own = settings["NAME"], f"{settings['NAME']}_registry"
    with django_db_blocker.unblock():
        copy_database(own)
        settings["NAME"] = own
        yield
        connection.close()
        settings["NAME"] = shared
        drop_database(own)


def test_two_imports_of_one_document_at_once_give_one_version(own_database):
    load()
    start, found = threading.Barrier(2), []

    def run() -> None:
        start.wait(timeout=10)
        found.append(bring())
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each.made for each in found) == [False, True]
    assert DocumentVersion.objects.count() == 1


def test_an_import_whose_connection_is_cut_leaves_nothing(own_database):
    load()
    before = rows_touched()

    def rows():
        yield from SCIENCE
        with connection._nodb_cursor() as other:
            other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        yield item("late", 9)

    with pytest.raises(psycopg.OperationalError):
        actions.take_in(by=HOUSE, package=Package(document("science"), rows(), ()), now=NOW)
    connection.close()
    assert rows_touched() == before
    assert bring().number == 1


def test_what_keeps_its_order_keeps_its_place_and_what_is_new_goes_between():
    assert list(new_places([], 3)) == [(0, 0.0), (1, 1.0), (2, 2.0)]
    assert list(new_places([(0, 0.0), (3, 1.0)], 5)) == [(1, 1 / 3), (2, 2 / 3), (4, 2.0)]
    assert list(new_places([(1, 0.0), (2, 1.0)], 3)) == [(0, -1.0)]
    # The one that moved to the front gets a new place; the others keep theirs.
    assert list(new_places([(0, 2.0), (1, 0.0), (2, 1.0)], 3)) == [(0, -1.0)]


def test_where_no_room_is_left_between_two_places_all_get_new_ones():
    low = 1.0
    high = 1.0 + 2**-52
    assert list(new_places([(0, low), (2, high)], 3)) == [(0, 0.0), (1, 1.0), (2, 2.0)]


def test_a_circle_is_cut_once_and_what_hangs_on_it_stays():
    assert cut({"a": "b", "b": "c", "c": "a", "d": "a", "e": ""}) == {"a"}
    assert cut({"a": "a"}) == {"a"}
    assert cut({"a": "x", "b": "a"}) == {"a"}


def test_numbers_are_compared_as_json_compares_them():
    assert digests.canonical(b'{"b": 1.0, "a": [true]}') == b'{"a":[true],"b":1}'
    assert digests.canonical(b'{"b": 1, "a": "\\u00e9"}') == '{"a":"é","b":1}'.encode()
    assert digests.canonical(b"not json") == b"not json"
    assert digests.canonical(b'{"n":  1e400, "a": NaN}') == b'{"n":  1e400, "a": NaN}'


NAMES = st.sampled_from(["a", "b", "aa", "é", "_", "\u20ac", ""])
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(max_size=8), st.floats(-1e6, 1e6)
)
VALUES = LEAVES | st.lists(LEAVES, max_size=3)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a machine that others keep busy
@given(st.lists(st.tuples(NAMES, VALUES), max_size=4))
def test_the_quick_writer_of_canonical_json_agrees_with_the_standard(members):
    record = dict(members)
    for indent in (None, 2):
        body = json.dumps(record, indent=indent, ensure_ascii=indent is None).encode()
        assert digests.canonical(body) == rfc8785.dumps(record)
