"""Batches in the browser's terms: bring, look, say yes, follow, take the faults home."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.awarding import awarding_state
from tests.factories import learner, load, person
from throughline.apps.directory.models import Person
from throughline.apps.records.models import Award, Batch

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client, django_user_model):
    load(awarding_state())
    found = person("Bea", ("registrar", "board"))
    user = django_user_model.objects.create(username="bea")
    Person.objects.filter(id=found.me).update(user=user)
    client.force_login(user, backend="throughline.web.signing_in.Accounts")
    return found


def bring(client, text, kind="issue"):
    file = SimpleUploadedFile("list.csv", text.encode(), "text/csv")
    return client.post("/batches/", {"place": "board", "kind": kind, "file": file})


def test_a_file_is_brought_looked_at_confirmed_and_done(client, clerk):
    ana, bo = learner(), learner("Bo")
    answer = bring(
        client, f"learner,credential\n{ana.me},trade-licence\n{bo.me},trade-licence\nx,trade-licence\n"
    )
    address = answer["Location"]
    look = client.get(address).content.decode()
    assert "2 lines can be done." in look
    assert "1 line has a fault" in look
    assert "this is no id: x" in look
    assert Award.objects.count() == 0
    client.post(f"{address}confirm/")
    assert ProcrastinateJob.objects.filter(task_name="opportunities.work_on_batch").count() == 1
    assert "being done" in client.get(address).content.decode()
    client.post(f"{address}go-on/")
    assert Award.objects.count() == 2
    done = client.get(address).content.decode()
    assert "2 of 3 lines are done." in done
    assert "list.csv" in client.get("/batches/").content.decode()


def test_faults_come_home_as_a_file_that_no_spreadsheet_runs(client, clerk):
    answer = bring(client, 'learner,credential,name\n=cmd(),trade-licence,"@sum"\n')
    text = client.get(f"{answer['Location']}faults.csv").content.decode()
    heading, row = csv.reader(io.StringIO(text))
    assert heading == ["line", "column", "why", "what to do", "learner", "credential", "name"]
    assert row[0:2] == ["2", "learner"]
    assert row[4:] == ["'=cmd()", "trade-licence", "'@sum"]


def test_a_file_that_cannot_be_read_leaves_the_form_with_the_reason(client, clerk):
    answer = bring(client, "who,what\n1,2\n")
    assert answer.status_code == 422
    assert "lacks the columns" in answer.content.decode()
    assert Batch.objects.count() == 0


def test_strangers_and_other_houses_are_refused(client, clerk):
    ana = learner()
    address = bring(client, f"learner,credential\n{ana.me},trade-licence\n")["Location"]
    client.logout()
    assert client.get(address).status_code == 302
    assert client.post(f"{address}confirm/").status_code == 302
    assert Batch.objects.get().confirmed_at is None
