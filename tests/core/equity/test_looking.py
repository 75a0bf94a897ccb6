"""A look at every place: planted sorting of three sizes is found as often as is published, and nobody is accused by chance
more often than the budget says."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import date

import numpy as np
import pytest

from tests.rows import shared_folder
from throughline.core.equity import power
from throughline.core.equity.counting import MONITORS, STATE, Counts, Line, Monitor, banded, counted
from throughline.core.equity.looking import ONE_LOOK, DueLook, Method, due_look, look
from throughline.core.equity.strata import Stratum, compared
from throughline.core.equity.trials import SIZES, Plan, lines_of, measured

FOLDER = shared_folder() / "standards" / "data" / "tracking"
here = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared tracking fixture is not on this machine")
LAST = Method(spent=(0.4,))
"""A year's last look by itself, at what it may spend."""


def rows() -> list[dict[str, str]]:
    with (FOLDER / "placements.csv").open() as lines:
        return list(csv.DictReader(lines))


def planted() -> set[str]:
    with (FOLDER / "truth.csv").open() as lines:
        return {each["school"] for each in csv.DictReader(lines) if each["planted_tracking"] == "1"}


@here
def test_the_figures_of_the_shared_fixture_come_out_as_they_were_worked_out_elsewhere() -> None:
    with (FOLDER / "expected_cmh.csv").open() as lines:
        expected = {each["school"]: each for each in csv.DictReader(lines)}
    for place, strata in _prior_alone().items():
        told = compared(strata)
        assert told is not None
        a, group, c, others = np.array(strata, float).T
        n, got = group + others, a + c
        spread = (group * others * got * (n - got) / (n * n * (n - 1))).sum()
        z = (a - group * got / n).sum() / spread**0.5
        odds = (a * (others - c) / n).sum() / (c * (group - a) / n).sum()
        assert odds == pytest.approx(
            float(expected[place]["mantel_haenszel_odds_ratio_prior_quintiles"]), abs=1e-3
        )
        assert z == pytest.approx(float(expected[place]["cmh_z"]), abs=1e-3)
        assert told.chance == pytest.approx(float(expected[place]["one_sided_p"]), abs=0.02)
        assert told.odds == pytest.approx(odds, rel=0.05)


def _prior_alone() -> dict[str, list[Stratum]]:
    by: dict[str, list[dict[str, str]]] = defaultdict(list)
    for each in rows():
        by[each["school"]].append(each)
    found = {}
    for place, people in by.items():
        bands = banded([float(each["prior_achievement_z"]) for each in people], 5)
        strata = []
        for band in range(5):
            own = [each for each, at in zip(people, bands, strict=True) if at == band]
            got = [each["pathway_tier"] == "high_wage" for each in own]
            b = [each["group"] == "B" for each in own]
            strata.append(
                Stratum(
                    sum(g and x for g, x in zip(got, b, strict=True)), sum(b),
                    sum(g and not x for g, x in zip(got, b, strict=True)), len(b) - sum(b),
                )
            )  # fmt: skip
        found[place] = strata
    return found


def fixture_lines(*, by_interest: bool) -> list[Line]:
    everyone = rows()
    likes: dict[str, list[float]] = defaultdict(list)
    for each in everyone:
        likes[each["school"]].append(float(each["interest_z"]))
    cuts = {place: np.quantile(values, [1 / 3, 2 / 3]) for place, values in likes.items()}
    return [
        Line(
            each["school"], frozenset({each["group"]}), float(each["prior_achievement_z"]),
            str(np.searchsorted(cuts[each["school"]], float(each["interest_z"]))) if by_interest else "",
            {"placement": each["pathway_tier"] == "high_wage"},
        )
        for each in everyone
    ]  # fmt: skip


@here
@pytest.mark.parametrize(("by_interest", "found_at_least", "false_at_most"), [(False, 7, 1), (True, 6, 0)])
def test_of_eight_places_that_sort_in_the_shared_fixture_at_least_so_many_are_found_and_hardly_another(
    by_interest: bool, found_at_least: int, false_at_most: int
) -> None:
    counts = counted(fixture_lines(by_interest=by_interest))
    whole = look(counts, method=Method(spent=ONE_LOOK), nth=1, groups=["B"])["placement"]
    found = {each.place for each in whole.outliers} - {STATE}
    assert len(found & planted()) >= found_at_least
    assert len(found - planted()) <= false_at_most
    if not by_interest:
        baseline = json.loads((FOLDER / "expected.json").read_text())["baseline_cmh_bh"]
        assert found_at_least >= baseline["true_positives"]
        assert false_at_most <= baseline["false_positives"]


@pytest.mark.covers("S001-G1.1")
@pytest.mark.parametrize("monitor", MONITORS)
def test_each_monitor_finds_what_was_planted_for_it_and_the_others_stay_silent(monitor: Monitor) -> None:
    plan = Plan(places=12, sorting=6, monitor=monitor, odds=0.2)
    found = look(counted(lines_of(plan, 5)), method=Method(), nth=4)
    fired = {
        name: {each.place for each in one.outliers if each.place != STATE} for name, one in found.items()
    }
    assert [name for name in MONITORS if fired[name]] == [monitor]
    assert len(fired[monitor]) >= 4
    assert fired[monitor] <= {f"place-{n:02}" for n in range(6)}


@pytest.mark.covers("T-01")
def test_planted_sorting_of_three_sizes_is_found_as_often_as_is_published_and_hardly_anything_by_chance() -> (
    None
):
    assert tuple(said.odds for said in power.POWER) == SIZES
    assert LAST.version == power.VERSION
    alarms = looks = 0.0
    for size, said in enumerate(power.POWER):
        seeds = range(1000 + 10 * size, 1002 + 10 * size)
        found = measured(Plan(odds=said.odds), LAST, seeds=seeds)
        share, places = said.found_last / 100, len(seeds) * Plan().sorting
        # Within three standard errors of what was published; places of one state share a line, hence the half more.
        assert abs(found.power - share) <= 4.5 * (share * (1 - share) / places) ** 0.5, found
        assert found.false <= 0.2, found
        alarms, looks = alarms + 4 * len(seeds) * found.alarms, looks + 4 * len(seeds)
    quiet = measured(Plan(), LAST, seeds=range(2000, 2003))
    alarms, looks = alarms + 15 * quiet.alarms, looks + 15
    expected = looks * power.NOBODY_SORTS / 100
    assert alarms <= expected + 3 * expected**0.5


def test_a_sorting_that_no_place_shows_alone_is_found_in_all_of_them_together() -> None:
    plan = Plan(places=30, learners=80, sorting=30, odds=0.6)
    found = look(counted(lines_of(plan, 2)), method=Method(), nth=4)["placement"]
    assert STATE in {each.place for each in found.outliers if each.group == "b"}


def test_a_years_looks_share_its_budget() -> None:
    method = Method()
    assert sum(method.budget(nth) for nth in (1, 2, 3, 4)) == pytest.approx(method.false)
    assert [due_look(date(2026, m, 1), 8) for m in (8, 10, 11, 2, 5, 7)] == [
        DueLook(4, date(2025, 8, 1)), DueLook(4, date(2025, 8, 1)), DueLook(1, date(2026, 8, 1)),
        DueLook(2, date(2025, 8, 1)), DueLook(3, date(2025, 8, 1)), DueLook(3, date(2025, 8, 1)),
    ]  # fmt: skip


def test_groups_that_are_small_and_who_said_nothing_are_not_looked_at() -> None:
    some = [Line("a", frozenset({"x"}), 0, "", {"access": n % 2 == 0}) for n in range(19)]
    others = [Line("a", frozenset({"y"}), 0, "", {"access": True}) for _ in range(60)]
    silent = [Line("a", frozenset(), 0, "", {"access": False}) for _ in range(60)]
    counts = counted([*some, *others, *silent])
    assert {each.people for each in counts if each.place == "a"} == {(19, 60), (60, 19)}
    assert look(counts, method=Method(), nth=4) == {}


def test_a_difference_too_small_to_matter_is_no_finding_however_sure() -> None:
    slight = Counts("access", "a", "x", (Stratum(8_900, 10_000, 9_050, 10_000),))
    (seen,) = look([slight], method=Method(), nth=4).values()
    told = compared(slight.strata)
    assert told is not None
    assert told.chance < 0.001
    assert told.odds > 0.8
    assert seen.outliers == ()
