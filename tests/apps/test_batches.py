"""Many acts from one file: looked at first, done row by row, each once, whatever is wrong with its neighbours."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.awarding import awarding_state
from tests.factories import NOW, TODAY, learner, load, person, show, teacher
from throughline.apps.directory import actions as directory
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.actions import batching
from throughline.apps.records.models import Award, AwardMark

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    load(awarding_state())
    return person("Bea", ("registrar", "board"))


def written(heading, rows):
    out = io.StringIO()
    csv.writer(out).writerows([heading, *rows])
    return out.getvalue().encode()


def issue_file(people, *more):
    rows = [(each.me, "trade-licence", "", each.name) for each in people]
    return written(("learner", "credential", "valid_until", "name"), [*rows, *more])


def finish(batch, lot=200):
    while actions.go_on(batch=batch, now=NOW, lot=lot):
        pass


def faults(actor, batch):
    return {each.line: (each.column, each.why, each.fix) for each in queries.rows(actor, batch, faulty=True)}


def test_a_file_is_looked_at_first_and_nothing_is_done_before_the_yes(clerk):
    people = [learner(f"L{n}") for n in range(3)]
    batch = actions.bring(by=clerk, organization="board", kind="issue", data=issue_file(people), now=NOW)
    shown = queries.batch(clerk, batch)
    assert (shown.stage, shown.ready, shown.rows) == ("looked_at", 3, 3)
    assert actions.go_on(batch=batch, now=NOW) == 0
    assert Award.objects.count() == 0
    actions.confirm(by=clerk, batch=batch, now=NOW)
    finish(batch)
    assert (queries.batch(clerk, batch).stage, queries.batch(clerk, batch).done) == ("finished", 3)
    assert Award.objects.filter(credential="credential:trade-licence").count() == 3


def test_every_fault_names_line_column_reason_and_remedy_and_stops_no_other_line(clerk):
    good, twice = learner("Good"), learner("Twice")
    actions.issue(by=clerk, issuer="board", learner=twice.me, credential="trade-licence", now=NOW)
    data = written(
        ("learner", "credential", "valid_until", "name"),
        [
            (good.me, "trade-licence", "2030-06-30", "Good Reed"),
            ("12", "trade-licence", "", ""),
            (uuid4(), "trade-licence", "", ""),
            (good.me, "trade-license", "", ""),
            (good.me, "shop-card", "", ""),
            (good.me, "readiness-badge", "30.6.2030", ""),
            (good.me, "trade-licence", "", ""),
            (twice.me, "trade-licence", "", ""),
            (twice.me, "readiness-badge", "", "Somebody Else"),
            ("", "trade-licence", "", ""),
        ],
    )
    batch = actions.bring(by=clerk, organization="board", kind="issue", data=data, now=NOW)
    found = faults(clerk, batch)
    assert {line: column for line, (column, _, _) in found.items()} == {
        3: "learner", 4: "learner", 5: "credential", 6: "credential", 7: "valid_until", 8: "learner",
        9: "credential", 10: "name", 11: "learner",
    }  # fmt: skip
    assert found[3][1].startswith("this is no id")
    assert "trade-licence" in found[5][2], "the nearest name"
    assert "trades-association" in found[6][2], "who may issue it"
    assert found[8][1] == "line 2 says the same"
    assert all(why and fix for _, why, fix in found.values())
    actions.confirm(by=clerk, batch=batch, now=NOW)
    finish(batch)
    shown = queries.batch(clerk, batch)
    assert (shown.done, shown.refused, shown.stage) == (1, 9, "finished")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "lacks the columns"),
        (b"learner,credential\n", "no lines"),
        (b"learner,credential,colour\nx,y,z\n", "not known: colour"),
        (b"learner,learner,credential\nx,y,z\n", "twice"),
        ("learner,credential\nZoë,x\n".encode("latin-1"), "UTF-8"),
        (b'learner,credential\n"x,y\n', "line 2 cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_is_refused_in_words(clerk, data, says):
    with pytest.raises(Refused, match=says):
        actions.bring(by=clerk, organization="board", kind="issue", data=data, now=NOW)


def test_a_file_with_semicolons_and_a_byte_order_mark_as_spreadsheets_write_it_is_read(clerk):
    ana = learner()
    data = f"\ufefflearner;credential\r\n{ana.me};trade-licence\r\n".encode()
    batch = actions.bring(by=clerk, organization="board", kind="issue", data=data, now=NOW)
    assert queries.batch(clerk, batch).ready == 1


def test_only_who_acts_for_the_organization_runs_its_batches_and_rights_are_asked_again_at_work(clerk):
    ana = learner()
    with pytest.raises(Refused):
        actions.bring(by=teacher(), organization="board", kind="issue", data=issue_file([ana]), now=NOW)
    batch = actions.bring(by=clerk, organization="board", kind="issue", data=issue_file([ana]), now=NOW)
    with pytest.raises(Refused):
        queries.batch(ana, batch)
    actions.confirm(by=clerk, batch=batch, now=NOW)
    directory.leave(
        by=HOUSE, person=clerk.me, organization="board", role="registrar", until=TODAY - timedelta(days=1), now=NOW
    )  # fmt: skip
    finish(batch)
    assert (queries.batch(HOUSE, batch).stopped, Award.objects.count()) == (1, 0)


def test_what_changed_between_the_look_and_the_work_stops_its_own_line_only(clerk):
    people = [learner(f"L{n}") for n in range(5)]
    batch = actions.bring(by=clerk, organization="board", kind="issue", data=issue_file(people), now=NOW)
    actions.issue(by=clerk, issuer="board", learner=people[2].me, credential="trade-licence", now=NOW)
    actions.confirm(by=clerk, batch=batch, now=NOW)
    finish(batch)
    shown = queries.batch(clerk, batch)
    assert (shown.done, shown.stopped) == (4, 1)
    assert Award.objects.count() == 5
    ((line, (_, why, _)),) = faults(clerk, batch).items()
    assert (line, why) == (4, "it is issued already.")


def test_a_lot_that_fails_as_a_whole_is_done_line_by_line(clerk, monkeypatch):
    """An error of the database in one row spoils a lot; the others are done all the same."""
    people = [learner(f"L{n}") for n in range(6)]
    batch = actions.bring(by=clerk, organization="board", kind="issue", data=issue_file(people), now=NOW)
    actions.confirm(by=clerk, batch=batch, now=NOW)
    real = batching.issue_many

    def spoiled(*, givings, **others):
        if any(each.learner == people[3].me for each in givings):
            raise ValueError("a byte that nobody can keep")
        return real(givings=givings, **others)

    monkeypatch.setattr(batching, "issue_many", spoiled)
    finish(batch)
    shown = queries.batch(clerk, batch)
    assert (shown.done, shown.stopped, Award.objects.count()) == (5, 1, 5)
    assert "a byte that nobody can keep" in faults(clerk, batch)[5][1]


def test_half_of_a_batch_is_revoked_by_another_with_reasons(clerk):
    people = [learner(f"L{n}") for n in range(10)]
    batch = actions.bring(by=clerk, organization="board", kind="issue", data=issue_file(people), now=NOW)
    actions.confirm(by=clerk, batch=batch, now=NOW)
    finish(batch, lot=3)
    ids = list(Award.objects.order_by("id").values_list("id", flat=True))
    rows = [(key, "issued_in_error", "The list was last year's.") for key in ids[:5]]
    data = written(
        ("award", "cause", "reason"), [*rows, (ids[6], "because", "x"), (uuid4(), "given_back", "x")]
    )
    second = actions.bring(by=clerk, organization="board", kind="revoke", data=data, now=NOW)
    assert {column for column, _, _ in faults(clerk, second).values()} == {"cause", "award"}
    actions.confirm(by=clerk, batch=second, now=NOW)
    finish(second, lot=2)
    assert set(AwardMark.objects.values_list("award", flat=True)) == set(ids[:5])


def test_results_of_an_outside_test_come_by_file_and_meet_rules_at_once():
    load(awarding_state())
    ana, bo, marta = learner(), learner("Bo"), teacher()
    rows = [(ana.me, "readiness", TODAY, "75", "percent"), (bo.me, "readiness", TODAY, "74", "percent")]
    wrong = [(ana.me, "readiness", TODAY, "80", ""), (ana.me, "readiness", "2999-01-01", "80", "percent")]
    data = written(("learner", "assessment", "on", "score", "scale"), [*rows, *wrong])
    batch = actions.bring(by=marta, organization="northside-high", kind="results", data=data, now=NOW)
    assert {column for column, _, _ in faults(marta, batch).values()} == {"scale", "on"}
    actions.confirm(by=marta, batch=batch, now=NOW)
    finish(batch)
    actions.ask_for(by=ana, credential="readiness-badge", now=NOW)
    with pytest.raises(Refused, match="not met"):
        actions.ask_for(by=bo, credential="readiness-badge", now=NOW)
    show(ana, marta, "competency:numbers")
    assert {a.credential for a in queries.awards(ana, ana.me, now=NOW)} == {
        "credential:readiness-badge", "credential:numbers-badge"
    }  # fmt: skip
