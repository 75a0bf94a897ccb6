"""The career clusters of 2002 and 2024: both lists load, and nothing of the earlier one is lost."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.progress.made import pathway
from tests.spec.packs import faults, pack
from throughline.core.catalogue.clusters import clusters_now, successors
from throughline.core.catalogue.documents import Pathway

CLUSTERS = "career-clusters"
STEM = "Science, Technology, Engineering & Mathematics"
STEM_ID = "science-technology-engineering-mathematics-2002"


def titles(year: int) -> dict[str, str]:
    held = pack(CLUSTERS).catalogue.clusters.values()
    return {each.title["en"]: each.id for each in held if each.grouping.startswith(f"career-clusters-{year}")}


@pytest.mark.covers("N77")
def test_both_lists_load_as_published_each_with_its_source(shared_standards: Path) -> None:
    folder = shared_standards / "pathways" / "frameworks"
    for year, number in ((2002, 16), (2024, 14)):
        with (folder / f"career-clusters-{year}.csv").open() as lines:
            published = {row["cluster"] for row in csv.DictReader(lines)}
        assert set(titles(year)) == published
        assert len(published) == number
    assert faults(pack(CLUSTERS).directory) == []
    assert all(each.cite for each in pack(CLUSTERS).catalogue.clusters.values())


@pytest.mark.covers("N77")
def test_every_earlier_cluster_leads_where_the_published_table_says(shared_standards: Path) -> None:
    catalogue = pack(CLUSTERS).catalogue
    with (shared_standards / "pathways" / "frameworks" / "career-clusters-2002.csv").open() as lines:
        rows = {row["cluster"]: row["goes_to_2024"] for row in csv.DictReader(lines)}
    for cluster, goes_to in rows.items():
        found = {each.title["en"] for each in successors(titles(2002)[cluster], catalogue)}
        if cluster == STEM:
            assert len(found) > 1
            assert found <= set(titles(2024))
        else:
            assert found == set(goes_to.split(" | "))


@pytest.mark.covers("N77")
def test_a_pathway_in_an_earlier_cluster_maps_to_one_of_today_and_none_is_left_over() -> None:
    catalogue = pack(CLUSTERS).catalogue
    for old in titles(2002).values():
        moved = clusters_now(_in_cluster(old), catalogue)
        assert moved
        assert {each.id for each in moved} <= set(titles(2024).values())
    assert [each.id for each in clusters_now(_in_cluster("health-science-2002"), catalogue)] == [
        "healthcare-human-services"
    ]
    assert len(clusters_now(_in_cluster(STEM_ID), catalogue)) == 4
    assert [each.id for each in clusters_now(_in_cluster("construction"), catalogue)] == ["construction"]


def _in_cluster(cluster: str) -> Pathway:
    return replace(pathway("p", []), cluster=cluster)
