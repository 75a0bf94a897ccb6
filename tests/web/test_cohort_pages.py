"""Who is one step from a gate, who has all it asks for, who is on a pathway: from everyone's rows, as they stood."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from tests.web.test_school_pages import SCHOOL, _enrol
from throughline.apps.advising import actions as choosing
from throughline.apps.advising import counting
from throughline.apps.advising import queries as advising
from throughline.apps.advising.queries import cohorts
from throughline.apps.directory import queries as people
from throughline.apps.directory.actor import HOUSE, Actor, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.population import actions as population
from throughline.apps.population.models import Basis, LearnerRow
from throughline.web.adviser.where import WherePage

pytestmark = pytest.mark.usefixtures("meridian", "db")
WHERE, PLACE, ALL = "/advising/where/", f"/where/{SCHOOL}/", "/where/"


def worked_out() -> None:
    population.work_out(by=HOUSE, now=timezone.now())


def shown(who: str, path: str) -> WherePage:
    found: WherePage = signed_in(who).get(path).context["page"]
    return found


@pytest.mark.parametrize(("who", "path", "most"), [
    ("mr-okafor", WHERE, MOST + READS_ANOTHER), ("mr-okafor", PLACE, MOST), ("rosa-delgado", ALL, MOST),
    ("mr-okafor", f"{PLACE}?pathway=pathway:nursing", MOST),
])  # fmt: skip
def test_pages_of_where_learners_are_stay_in_their_budget_and_say_so_before_the_first_night(
    who: str, path: str, most: int
) -> None:
    LearnerRow.objects.all().delete()
    Basis.objects.all().delete()
    assert "Nothing was worked out yet" in said(signed_in(who).get(path))
    worked_out()
    assert cost(signed_in(who), path) <= most
    assert "is always worked out anew" in said(signed_in(who).get(path))


def test_an_adviser_reads_of_each_learner_what_the_learners_own_page_says_and_they_can_see_it() -> None:
    worked_out()
    page, now = shown("mr-okafor", WHERE), timezone.now()
    adviser = actor("mr-okafor")
    cases = {each.learner.id: each for each in advising.caseload(adviser, now=now)}
    on = {key for key, each in cases.items() if each.choice.on_pathway}
    assert {row.learner.id for row in page.rows} == on != set()
    names = [row.learner.name.casefold() for row in page.rows]
    assert names == sorted(names)
    for each in cohorts.my_cohort(adviser).everyone:
        live = advising.progress(adviser, each.learner.id, now=now).audit
        assert live is not None
        stage = next((s for s in live.stages if not s.passed), None)
        assert each.gate == (stage.id if stage else "")
        if stage:
            assert (each.near == "one") == (
                stage.steps.remaining == 1 and stage.steps.status != "cannot_tell"
            )
    someone = page.rows[0].learner
    reads = people.reads_of(Actor(someone.id, someone.name), someone.id)
    assert any("you advise" in repr(each) for each in reads)


def test_filters_by_gate_and_nearness_show_only_whom_they_name() -> None:
    worked_out()
    cohort = cohorts.my_cohort(actor("mr-okafor")).everyone
    before = next(each for each in cohort if each.gate)
    gate = f"{before.pathway}#{before.gate}"
    page = shown("mr-okafor", f"{WHERE}?gate={gate.replace('#', '%23')}")
    expected = {each.learner.id for each in cohort if each.pathway == before.pathway}
    assert {row.learner.id for row in page.rows} == expected
    near = shown("mr-okafor", f"{WHERE}?near={before.near}")
    assert {row.learner.id for row in near.rows} == {
        each.learner.id for each in cohort if each.gate and each.near == before.near
    }
    assert "Nobody fits that." in said(signed_in("mr-okafor").get(f"{WHERE}?near=nothing"))


@pytest.mark.covers("S000-1.1")
def test_who_is_on_a_pathway_in_a_school_of_400_is_the_number_of_approved_plans_and_falls_by_one_who_leaves() -> (
    None
):
    there = len(people.members(SCHOOL, "learner"))
    keys = _enrol(400 - there, SCHOOL, 300)
    worked_out()
    staff, board = actor("mr-okafor"), actor("rosa-delgado")

    def both() -> tuple[int | None, int]:
        counted = cohorts.on_pathways(staff, SCHOOL)
        return counted.shown.total, advising.on_a_pathway_counter(
            board, SCHOOL, now=timezone.now()
        ).on_a_pathway

    total, counter = both()
    assert total == counter >= 300
    left = keys[7]
    choosing.pause(by=Actor(left, "Kim"), now=timezone.now())
    population.bring_up(by=HOUSE, now=timezone.now())
    assert both() == (counter - 1, counter - 1)
    lists = [
        name for name in ("mr-okafor", "ms-tran", "nadia-joseph")
        if left in {each.learner.id for each in advising.advised(actor(name)) if each.without_plan}
    ]  # fmt: skip
    assert lists == ["mr-okafor"]
    assert left not in {each.learner.id for each in cohorts.my_cohort(staff).everyone}
    nursing = cohorts.before_gates(staff, SCHOOL, "pathway:nursing")
    # Where it is hidden how many are on a pathway, its own page hides all: the difference would tell.
    assert nursing.shown.total == dict(zip(*_counts(staff), strict=True))["pathway:nursing"]
    assert (nursing.shown.total is None) == (set(nursing.shown.counts) == {None})
    for path in (PLACE, f"{PLACE}?pathway=pathway:nursing"):
        assert "Kim" not in said(signed_in("mr-okafor").get(path))
    assert "Kim" not in said(signed_in("rosa-delgado").get(ALL))


def _counts(staff: Actor) -> tuple[tuple[str, ...], tuple[int | None, ...]]:
    found = cohorts.on_pathways(staff, SCHOOL)
    return found.names, found.shown.counts


def test_small_groups_of_a_place_are_hidden_and_never_told_by_the_sum() -> None:
    worked_out()
    staff = actor("mr-okafor")
    found = cohorts.on_pathways(staff, SCHOOL)
    smallest = frameworks.catalogue().state.smallest_group
    assert found.shown.hides
    assert all(n is None or n == 0 or n >= smallest for n in found.shown.counts)
    assert "hidden" in said(signed_in("mr-okafor").get(PLACE))


def everybody_counted() -> list[object]:
    kept = frameworks.catalogue()
    places = sorted({each for each in kept.organizations if people.members(each, "learner")})
    regions = sorted({kept.organizations[each].region for each in places if kept.organizations[each].region})
    return [
        *(counting.in_place(each).groups for each in places), *(counting.in_region(each).groups for each in regions),
        *(counting.by_home(f"pathway:{each}").groups for each in sorted(kept.pathways)), counting.totals(places).homes,
    ]  # fmt: skip


def test_what_a_job_counted_is_what_pages_count_themselves_and_is_read_where_many_learn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked_out()
    themselves = everybody_counted()
    assert sum(1 for each in themselves if each) > 10
    assert counting.count_cohorts(by=HOUSE, now=timezone.now()) > 20
    assert counting.count_cohorts(by=HOUSE, now=timezone.now()) == 0
    assert everybody_counted() == themselves
    there = LearnerRow.objects.filter(learner__in=people.members(SCHOOL, "learner")).exclude(pathway="")
    learner = there.first()
    assert learner is not None
    other = "pathway:ironworking" if learner.pathway == "pathway:nursing" else "pathway:nursing"
    LearnerRow.objects.filter(pk=learner.pk).update(pathway=other, gates="mw")
    moved = everybody_counted()
    assert moved != themselves
    with monkeypatch.context() as patched:
        patched.setattr(counting, "FEW", 0)
        assert everybody_counted() == themselves
        shown = cohorts.by_school(actor("rosa-delgado"), [SCHOOL])
        assert (len(shown.schools), shown.about is None) == (1, False)
        assert "As it stood on" in said(signed_in("rosa-delgado").get("/house/"))
        assert cost(signed_in("rosa-delgado"), "/house/") <= MOST
        assert counting.count_cohorts(by=HOUSE, now=timezone.now()) == 0, "nothing was said to have happened"
        Basis.objects.update(sequence=7)
        assert counting.count_cohorts(by=HOUSE, now=timezone.now()) > 0
        assert everybody_counted() == moved


@pytest.mark.parametrize(
    ("outsider", "path"),
    [
        ("jason-16", PLACE),
        ("rosa-delgado", PLACE),
        ("mr-okafor", ALL),
        ("jason-16", ALL),
        ("jason-16", WHERE),
    ],
)
def test_numbers_of_a_place_are_for_those_who_work_there_and_of_regions_for_boards(
    outsider: str, path: str
) -> None:
    assert signed_in(outsider).get(path).status_code == 403


def test_the_public_reads_none_of_it() -> None:
    for path in (WHERE, PLACE, ALL):
        assert Client().get(path).status_code in (302, 403)
    with pytest.raises(Refused):
        cohorts.by_region(Actor(id_of("jason-16"), "Jason"), "pathway:nursing#foundation")
