"""Imports in the browser's terms: choose, look, say what the columns are, say yes, watch, undo; and what was refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.apps.test_interop import CSV, framework, shared
from tests.factories import NOW, load, person
from tests.packages import key
from tests.web.looking import MOST, cost, said
from throughline.apps.directory.models import Person
from throughline.apps.interop.models import ImportRun, QuarantinedFile
from throughline.apps.registry import own
from throughline.apps.registry.models import RegistryDocument

pytestmark = pytest.mark.django_db
LIST = "/registry/import/"
REFUSED = "/registry/import/refused/"


@pytest.fixture
def keeper(client, django_user_model):
    load()
    own.follow(now=NOW)
    found = person("Kay", ("board_member", "board"))
    user = django_user_model.objects.create(username="kay")
    Person.objects.filter(id=found.me).update(user=user)
    client.force_login(user, backend="throughline.web.signing_in.Accounts")
    return found


def bring(client, *files: tuple[str, bytes]) -> str:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    answer = client.post(LIST, {"file": sent})
    assert answer.status_code == 302, said(answer)
    return str(answer["Location"])


def test_a_file_is_brought_looked_at_taken_in_and_undone(client, keeper):
    address = bring(client, ("science.json", framework("atoms", "waves")))
    look = said(client.get(address))
    assert "looked at, nothing written" in look
    assert "1 document is new." in look
    assert "Explains atoms." in look
    assert not RegistryDocument.objects.filter(own=False).exists()
    client.post(f"{address}apply/")
    assert ProcrastinateJob.objects.filter(task_name="interop.apply_import").count() == 1
    working = client.get(address)
    assert "0 of 4 rows are written." in said(working)
    assert 'data-far aria-live="polite"' in working.content.decode()
    client.post(f"{address}go-on/")
    done = client.get(address)
    assert "1 document was taken in." in said(done)
    assert f'/registry/{key("science")}/"' in done.content.decode()
    assert "science.json" in said(client.get(LIST))
    client.post(f"{address}undo/")
    assert "What stood before stands again." in said(client.get(address))
    assert RegistryDocument.objects.get(id=key("science")).withdrawn_at is not None


def test_a_changed_file_shows_what_it_changes_and_links_to_the_differences(client, keeper):
    for data in (framework("atoms", "waves"), framework("atoms", "waves", atoms="Explains what atoms are.")):
        address = bring(client, ("science.json", data))
        look = said(client.get(address))
        client.post(f"{address}apply/")
        client.post(f"{address}go-on/")
    assert "1 document is changed." in look
    assert "0 added, 1 changed, 0 removed" in look
    assert "Explains atoms. Explains what atoms are. fullStatement" in look
    changes = f"/registry/{key('science')}/versions/2/?since=1"
    assert changes in client.get(address).content.decode()
    assert "Explains what atoms are." in said(client.get(changes))
    again = bring(client, ("science.json", framework("atoms", "waves", atoms="Explains what atoms are.")))
    assert "There is nothing to do." in said(client.get(again))
    assert client.post(f"{again}apply/").status_code == 403


def test_the_columns_of_a_table_are_said_once(client, keeper):
    address = bring(client, ("list.csv", CSV.encode()))
    run = ImportRun.objects.get()
    assert run.organization == "board"
    table = f"/registry/import/tables/{run.files.get().id}/"
    assert table in client.get(address).content.decode()
    page = said(client.get(table))
    assert "3 rows." in page
    assert "M.1" in page
    given = {
        "title": "Sums",
        "creator": "",
        "hierarchy": "parent",
        "column-0": "humanCodingScheme",
        "column-2": "parent",
    }
    answer = client.post(table, given)
    assert answer.status_code == 422
    assert "Title or creator is missing" in said(answer)
    answer = client.post(table, {**given, "creator": "Board"})
    assert answer.status_code == 422
    assert "No column holds the statements." in said(answer)
    assert 'value="Board"' in answer.content.decode(), "nothing has to be typed twice"
    answer = client.post(table, {**given, "creator": "Board", "column-1": "fullStatement"})
    assert answer["Location"] == address
    assert "1 document is new." in said(client.get(address))
    again = bring(client, ("list.csv", CSV.encode() + b"M.3,Multiplies,M\n"))
    assert "1 document is new." in said(client.get(again)), "the columns are remembered"


def test_what_is_refused_waits_with_its_reason_to_be_mended_or_set_aside(client, keeper):
    name = "ctdl/pathways/pathway-builder/Constraints-API.json"
    data = shared(name)
    address = bring(client, ("Constraints-API.json", data), ("old.xls", b"\xd0\xcf\x11\xe0"))
    look = said(client.get(address))
    assert "Nothing of it can be taken in." in look
    assert "line 110" in look
    assert "2 refused files wait for somebody" in said(client.get(LIST))
    broken, old = (QuarantinedFile.objects.get(path=each) for each in ("Constraints-API.json", "old.xls"))
    answer = client.get(f"{REFUSED}{broken.id}/file")
    assert answer.content == data
    assert "attachment" in answer["Content-Disposition"]
    mended = SimpleUploadedFile("Constraints-API.json", framework("atoms"))
    again = client.post(f"{REFUSED}{broken.id}/again/", {"file": mended})["Location"]
    assert "1 document is new." in said(client.get(again))
    empty = client.post(f"{REFUSED}{old.id}/aside/", {"reason": ""})
    assert empty.status_code == 422
    assert "No reason was given." in said(empty)
    client.post(f"{REFUSED}{old.id}/aside/", {"reason": "Nobody needs it."})
    assert "Nothing waits." in said(client.get(REFUSED))
    assert "Nobody needs it." in said(client.get(f"{REFUSED}?state=set_aside"))
    assert "the import that took it up" in said(client.get(f"{REFUSED}?state=tried_again"))


def test_nothing_chosen_and_an_address_that_may_not_be_asked_leave_the_form_with_the_reason(client, keeper):
    answer = client.post(LIST, {"address": ""})
    assert answer.status_code == 422
    assert "none was chosen" in said(answer)
    answer = client.post(LIST, {"address": "http://127.0.0.1/standards"})
    assert answer.status_code == 422
    assert "Only addresses that begin with https://" in said(answer)
    assert 'value="http://127.0.0.1/standards"' in answer.content.decode()


def test_strangers_and_teachers_import_nothing(client, keeper):
    address = bring(client, ("science.json", framework("atoms")))
    client.logout()
    for path in (LIST, REFUSED, address):
        assert client.get(path).status_code == 302
    client.post(f"{address}apply/")
    assert ImportRun.objects.get().state == "looked_at"


def test_the_signed_bundle_is_anyones(client, keeper):
    client.logout()
    answer = client.get("/registry/bundle.zip")
    assert b"".join(answer.streaming_content).startswith(b"PK\x03\x04")


def test_pages_of_imports_cost_little_however_much_is_in_them(client, keeper):
    files = [(f"{n}.json", framework("a", "b", name=f"framework {n}")) for n in range(30)]
    address = bring(client, *files, ("x.json", b"{,}"), ("list.csv", CSV.encode()))
    table = ImportRun.objects.get().files.get(unmapped=True).id
    for path in (LIST, address, REFUSED, f"/registry/import/tables/{table}/"):
        assert cost(client, path) <= MOST, path


def test_a_large_file_is_left_to_a_worker_and_its_page_says_so_with_and_without_script(
    client, keeper, monkeypatch
):
    monkeypatch.setattr("throughline.apps.interop.actions.looking.LARGE", len(framework("light")) + 1)
    small = bring(client, ("small.json", framework("light")))
    assert "1 document is new." in said(client.get(small)), "what is small is read at once"
    assert not ProcrastinateJob.objects.filter(task_name="interop.read_import").exists()
    address = bring(client, ("science.json", framework("atoms", "waves")))
    (job,) = ProcrastinateJob.objects.filter(task_name="interop.read_import")
    assert address == f"/registry/import/{job.args['run']}/"
    shown = client.get(address)
    assert cost(client, address) <= MOST
    assert "being read, nothing written" in said(shown)
    assert "It is being opened and checked." in said(shown)
    ImportRun.objects.filter(id=job.args["run"]).update(rows_done=5_000)
    assert "5000 rows are read so far." in said(client.get(address)).replace(",", "")
    assert "being read" in said(client.get(LIST))
    assert 'data-far aria-live="polite"' in shown.content.decode(), "a script asks again"
    assert f'href="{address}">Look again' in shown.content.decode(), "without one a link does"
    assert client.post(f"{address}go-on/")["Location"] == address
    assert "1 document is new." in said(client.get(address))
