"""Jason takes the proof of his guarantees with three benchmarks, four, and twelve; a stranger's program believes it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.stories import BENCHMARKS, MEDICINE, Story, noon
from throughline import check_proof
from throughline.apps.frameworks import queries as published
from throughline.apps.records import queries as records

pytestmark = pytest.mark.django_db
SIX = {
    "msu-biomedical-engineering-admission", "msu-medicine-admission", "msu-nursing-science-admission",
    "msu-pharmaceutical-science-admission", "msu-public-health-admission", "harbor-laboratory-science-admission",
}  # fmt: skip


def proof(story: Story) -> tuple[dict[str, Any], list[str]]:
    """The file and what the separate checker says of it, that day."""
    now = noon(story.day)
    file = records.guarantee_proof(story.actor, story.actor.me, now=now)
    keys = {each.public for each in records.keepers_keys()}
    believed, why = check_proof.answer(json.dumps(file).encode(), keys, now + timedelta(minutes=1))
    assert believed, why
    return file, why


def finishes(file: dict[str, Any], kind: str) -> dict[str, list[str]]:
    agreements = published.catalogue().agreements
    found = {each["id"].partition(":")[2]: each["finish"] for each in file["guarantees"]}
    return {name: finish for name, finish in found.items() if agreements[name].kind == kind}


@pytest.mark.covers("X02", "S001-J25")
def test_jasons_six_admissions_are_proven_open_by_the_fourth_benchmark_and_his_ten_jobs_by_the_twelfth(begin):
    jason = begin("Jason", "northside-high")
    jason.choose(MEDICINE)
    jason.show_foundation(MEDICINE)
    jason.show(*BENCHMARKS[:3])
    file, _ = proof(jason)
    before = finishes(file, "admission")
    assert [name for name, finish in before.items() if finish == ["milestone:medical-benchmark-4"]] == sorted(
        SIX
    )

    jason.show(BENCHMARKS[3])
    file, why = proof(jason)
    admissions = finishes(file, "admission")
    assert {name for name, finish in admissions.items() if not finish} == SIX
    diploma = [
        each for each in file["credentials"] if "medical" in each["credentialSubject"]["achievement"]["id"]
    ]
    assert diploma, "the diploma itself is in the file, signed by the school"
    for name in SIX:
        shown = next(each for each in file["guarantees"] if each["id"] == f"agreement:{name}")
        assert list(shown["steps"][-1]["nodes"].values()) == ["credential:secondary-diploma-medical-sciences"]
        assert any(line.startswith(f"agreement:{name} is open (") for line in why)
    others = {each.id for each in published.catalogue().agreements.values() if each.kind == "admission"}
    assert not ((others - SIX) & {name for name, finish in admissions.items() if not finish}), (
        "no seventh is shown"
    )

    jason.show(*BENCHMARKS[4:])
    file, _ = proof(jason)
    jobs = finishes(file, "hiring")
    assert len([name for name, finish in jobs.items() if not finish]) == 10
