"""Where everyone stands, kept as rows: they say what the live audit of each learner says."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import person
from throughline.apps.directory.actor import HOUSE
from throughline.apps.directory.models import Merge
from throughline.apps.population import actions, queries
from throughline.apps.population import rules as population_rules
from throughline.apps.population.columns import keep_columns
from throughline.apps.population.models import Basis, LearnerRow
from throughline.apps.population.rules import book_of, roots_in, version_of
from throughline.apps.records.credentials.following import grounds_of
from throughline.apps.records.models import Attainment, AttainmentMark, Award, ExceptionGrant, Footing
from throughline.apps.records.queries import everyone
from throughline.apps.records.queries.record import records_of, standings_of
from throughline.apps.records.shapes import Shapes
from throughline.apps.trail import queries as trail
from throughline.core.formats.population.snapshot import read_columns
from throughline.core.progress.population import results
from throughline.core.progress.population.encoding import families_of
from throughline.core.progress.population.facts import facts_of, shape_key
from throughline.core.progress.population.program import compiled, families_in
from throughline.core.progress.population.results import answered
from throughline.core.requirements.nodes import walk

pytestmark = pytest.mark.usefixtures("meridian", "db")
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def rows():
    """What every row says, by learner and rule."""
    found = {}
    for each in queries.columns_of(queries.references()):
        for learner, steps, untold in zip(each.ids(), each.steps.tolist(), each.untold.tolist(), strict=True):
            found[learner, each.reference] = (
                steps,
                "cannot_tell" if untold else "not_met" if steps else "met",
            )
    return found


def live(learners):
    """The same by reading each learner as their own pages do."""
    grounds, found = grounds_of(learners), {}
    for learner, standing in standings_of(learners, on=TODAY).items():
        for root in roots_in(version_of(grounds.get(learner), TODAY)):
            steps = standing.remaining(root.node, root.owner)
            found[learner, root.ref] = (steps, standing.status(root.node, root.owner))
    return found


def everybody():
    return list(LearnerRow.objects.order_by("learner").values_list("learner_id", flat=True))


def shapes_met():
    """The shapes of all facts there are."""
    shapes = Shapes()
    everyone.of_these(everybody(), shapes)
    return shapes.every


def taken_in() -> None:
    """As if all that the trail holds were in the rows: within one transaction no reader sees it as over."""
    Basis.objects.update(sequence=trail.newest_number())


def a_learner(nth: int):
    return Attainment.objects.order_by("learner").values_list("learner_id", flat=True).distinct()[nth]


def fact(learner, what="competency:communication", **more):
    given = {"level": 3, "happened_on": TODAY - timedelta(days=30), **more}
    return Attainment.objects.create(learner_id=learner, what=what, **given)


def of_every_kind() -> None:
    """Beside what the demo holds: facts that wait, end, were withdrawn or have two people behind them, a decision, an older
    version, and two records that are one person's."""
    one, two, three, four, five = (a_learner(n) for n in (1, 3, 5, 7, 9))
    fact(one, confirmed=False)
    fact(one, "course:algebra", amounts={"college-credit": "3", "h": "40"}, tags=["subject:math"], level=None)
    fact(two, valid_until=TODAY + timedelta(days=9))
    fact(two, valid_until=TODAY - timedelta(days=1))
    withdrawn = Attainment.objects.filter(learner=three).exclude(mark__isnull=False).first()
    AttainmentMark.objects.create(attainment=withdrawn, on=TODAY, reason="in error", marked_by_id=one)
    stood = [
        {"person": str(uuid4()), "role": role, "organization": "x"}
        for role in ("mentor", "mentor", "teacher")
    ]
    fact(three, validators=stood)
    ExceptionGrant.objects.create(
        learner_id=four, rule="pathway:nursing#foundation", node="missing", kind="waive", signed_by_id=one, on=TODAY,
        reason="moved here",
    )  # fmt: skip
    Merge.objects.create(person_id=five, into_id=one, at=NOW, proof="code")


def test_every_learners_row_says_what_their_own_pages_work_out() -> None:
    of_every_kind()
    night = actions.work_out(by=HOUSE, now=NOW, at_once=11)
    said, worked_out = rows(), live(everybody())
    assert len(everybody()) > 20
    assert len(worked_out) > 20 * 16
    assert {key: said[key] for key in worked_out} == worked_out
    assert {status for _, status in worked_out.values()} >= {"met", "not_met"}
    assert (night.learners, night.added, night.parts > 2) == (len(everybody()), len(everybody()), True)
    assert queries.standing_for().learners == len(everybody())


def test_who_is_under_a_signed_decision_is_worked_out_with_everyone_where_many_are(monkeypatch) -> None:
    book, learners = book_of(version_of(None, TODAY)), [a_learner(n) for n in range(0, 16, 2)]
    nodes = [node.id for stage in book.pathway("nursing").stages for node in walk(stage.gate)[:2]]
    for n, learner in enumerate(learners):
        ExceptionGrant.objects.create(
            learner_id=learner, rule="pathway:nursing", node=nodes[n % len(nodes)], kind="waive", signed_by_id=learner,
            on=TODAY, reason="moved here",
        )  # fmt: skip
    alone = list[int]()
    plain = results.one_by_one

    def counted(program, facts, as_of):
        alone.append(len(facts))
        return plain(program, facts, as_of)

    monkeypatch.setattr(results, "one_by_one", counted)
    actions.work_out(by=HOUSE, now=NOW)
    assert sum(alone) >= len(learners)
    one_by_one = rows()
    monkeypatch.setattr(population_rules, "MANY", 2)
    alone.clear()
    night = actions.work_out(by=HOUSE, now=NOW)
    assert (alone, night.differences, rows() == one_by_one) == ([], 0, True)
    told = live(learners)
    assert {key: one_by_one[key] for key in told} == told


def test_the_facts_read_for_everyone_are_those_of_each_record() -> None:
    of_every_kind()
    shapes, keys = Shapes(), [a_learner(n) for n in range(24)]
    found = everyone.of_these(keys, shapes)
    records = records_of(found.people)
    plain = facts_of((str(key), records[key]) for key in found.people)

    def told(facts, learner):
        rows = range(facts.start[learner], facts.start[learner + 1])
        each = [facts.fact(row) for row in rows]
        return sorted(repr((shape_key(f), f.when, f.valid_until, f.revoked, f.confirmed)) for f in each)

    assert len(found.facts.shape) > 200
    assert len(found.facts.decisions) >= 1
    assert [told(found.facts, n) for n in range(len(found.people))] == [
        told(plain, n) for n in range(len(found.people))
    ]
    assert found.facts.decisions == plain.decisions
    assert Award.objects.exists()
    assert len(found.people) < len(keys), "two of them are one person"


def test_what_happens_to_one_learner_is_worked_out_for_them_alone_and_equals_everyone_anew() -> None:
    actions.work_out(by=HOUSE, now=NOW)
    learner = a_learner(2)
    before = rows()
    fact(learner, "competency:numbers")
    fact(learner, confirmed=False)
    written = actions.renew([learner], now=NOW)
    assert (written.learners, written.added, written.removed) == (1, 0, 0)
    after = rows()
    assert {key for key in after if after[key] != before[key]} <= {key for key in after if key[0] == learner}
    assert {key: after[key] for key in after if key[0] == learner} == live([learner])
    actions.forget()
    actions.work_out(by=HOUSE, now=NOW)
    assert rows() == after


def test_a_row_that_is_not_what_the_records_say_is_counted_and_mended_by_the_night() -> None:
    actions.work_out(by=HOUSE, now=NOW)
    right = rows()
    taken_in()
    wrong = everybody()[5]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE population_learnerrow SET steps = set_byte(steps, 0, 77) WHERE learner_id = %s", [wrong]
        )
    assert rows() != right
    night = actions.work_out(by=HOUSE, now=NOW)
    assert (night.compared, night.differences) == (len(everybody()), 1)
    assert rows() == right
    assert actions.work_out(by=HOUSE, now=NOW).differences == 0
    assert [each.differences for each in queries.nights(3)] == [0, 1, 0]
    told = trail.newest_of(actions.VERB, "state:meridian")
    assert told is not None
    assert told.data["differences"] == 0


def test_a_day_on_which_something_ends_is_taken_in_that_day() -> None:
    learner = a_learner(4)
    fact(learner, "credential:first-aid", valid_until=TODAY + timedelta(days=3), level=None)
    actions.work_out(by=HOUSE, now=NOW)
    assert LearnerRow.objects.get(learner=learner).changes <= TODAY + timedelta(days=4)
    later = NOW + timedelta(days=4)
    assert actions.bring_up(by=HOUSE, now=later) >= 1
    assert queries.standing_for().as_of == timezone.localdate(later)
    assert not LearnerRow.objects.filter(changes__lte=timezone.localdate(later)).exists()
    kept = rows()
    actions.forget()
    actions.work_out(by=HOUSE, now=later)
    assert rows() == kept


def test_a_persons_row_goes_with_the_person_and_a_joined_record_has_one_row() -> None:
    alone = person("Nobody")
    Footing.objects.create(learner_id=alone.me)
    one, other = a_learner(1), a_learner(3)
    actions.work_out(by=HOUSE, now=NOW)
    assert {alone.me, one, other} <= set(everybody())
    Merge.objects.create(person_id=other, into_id=one, at=NOW, proof="code")
    actions.renew([other], now=NOW)
    assert one in everybody()
    assert other not in everybody()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_footing WHERE learner_id = %s", [alone.me])
        cursor.execute("DELETE FROM directory_person WHERE id = %s", [alone.me])
    assert alone.me not in everybody()


def test_who_is_one_step_short_is_read_at_once_for_everyone_or_some_of_them() -> None:
    actions.work_out(by=HOUSE, now=NOW)
    reference = next(each for each in queries.references() if each.startswith("pathway:nursing#"))
    whole = queries.column(reference)
    assert whole.ids() == sorted(whole.ids())
    assert len(whole) == len(everybody())
    short = queries.column(reference, at_most=4)
    assert set(short.ids()) == {
        key for key, steps, untold in zip(whole.ids(), whole.steps, whole.untold, strict=True)
        if steps <= 4 and not untold
    }  # fmt: skip
    on = queries.column(reference, pathway="pathway:nursing")
    assert 0 < len(on) < len(whole)
    chose = Footing.objects.filter(pathway="pathway:nursing").values("learner")
    assert queries.column(reference, learners=chose).ids() == on.ids()
    some = whole.ids()[::3]
    assert queries.column(reference, learners=some).ids() == some
    assert len(queries.column("pathway:unknown#stage")) == 0


def test_everyones_answers_are_kept_as_arrays_with_the_entry_of_the_trail_they_stand_for(tmp_path) -> None:
    night = actions.work_out(by=HOUSE, now=NOW)
    assert keep_columns(by=HOUSE, folder=tmp_path, as_of=TODAY, at_once=11) == night.learners
    kept = read_columns(tmp_path)
    assert [UUID(each.decode()) for each in kept.learners] == everybody()
    assert kept.cursor == trail.everything_before().moment
    roots = roots_in(version_of(None, TODAY))
    families = families_of(list(shapes_met()), families_in(book_of(version_of(None, TODAY))))
    program = compiled(book_of(version_of(None, TODAY)), roots, families)
    assert program.keys == kept.columns.keys
    alone = everyone.of_these([everybody()[n] for n in kept.columns.alone], Shapes()).facts
    found, said = answered(program, kept.columns, alone), rows()
    reference = next(ref for ref in found.refs if ref.startswith("pathway:nursing#"))
    assert found.steps(reference).tolist() == [said[key, reference][0] for key in everybody()]
