"""Missing pathways can be asked for; a school's strategy stands on need, portrait and its students' voice."""

import pytest

from tests.factories import NOW, learner, load, person, teacher
from throughline.apps.directory.actor import PUBLIC, Refused
from throughline.apps.governance import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _state():
    load()


@pytest.mark.covers("S001-D9.5")
def test_coverage_shows_every_cluster_and_a_request_for_a_missing_one_stands_on_the_docket():
    assert queries.coverage() == {"making": ("medicine", "trades")}
    assert queries.families_covered()["arts"] == ()
    ana = learner()
    first = actions.request_pathway(
        by=ana, profession="Boat builder", cluster="making", why="We have a river", now=NOW
    )
    second = actions.request_pathway(by=teacher(), profession="Beekeeper", now=NOW)
    assert second > first
    listed = queries.requests()
    assert [(r.docket, r.profession) for r in listed] == [(second, "Beekeeper"), (first, "Boat builder")]
    assert ana.name not in repr(listed)
    assert str(ana.me) not in repr(listed)


@pytest.mark.parametrize("profession", ["", "  "])
def test_a_request_names_a_profession(profession):
    with pytest.raises(Refused, match="profession"):
        actions.request_pathway(by=learner(), profession=profession, now=NOW)


def test_the_public_reads_the_docket_and_files_nothing():
    with pytest.raises(Refused, match="signed in"):
        actions.request_pathway(by=PUBLIC, profession="Boat builder", now=NOW)


@pytest.mark.covers("S002-A1")
def test_each_school_has_a_strategy_page_and_programs_without_a_link_are_listed():
    empty = queries.strategy_of("northside-high")
    assert (empty.unlinked, empty.complete) == (("medicine", "trades"), False)
    actions.write_strategy(
        by=teacher(), school="northside-high", need="Nurses and fitters are short", types=["rule:innovation"],
        programs=["pathway:medicine"], now=NOW,
    )  # fmt: skip
    told = queries.strategy_of("northside-high")
    assert (told.need, told.types, told.programs) == (
        "Nurses and fitters are short", ("rule:innovation",), ("pathway:medicine",)
    )  # fmt: skip
    assert told.unlinked == ("trades",)
    with pytest.raises(Refused, match="staff"):
        actions.write_strategy(
            by=teacher(school="southside-high"), school="northside-high", need="x", now=NOW
        )


@pytest.mark.covers("S002-A7")
@pytest.mark.parametrize("left_out", ["need", "portrait", "voice"])
def test_a_decision_is_incomplete_without_need_portrait_and_student_voice(left_out):
    inputs = {"need": "Nurses are short", "portrait": "Curious and kind", "voice": "They want labs"}
    marta, ana, bo = teacher(), learner("Ana"), learner("Bo")
    actions.write_strategy(by=marta, school="northside-high", now=NOW, **{**inputs, left_out: ""})
    for who, text in ((ana, "Labs"), (bo, "Music"), (ana, "Labs and boats")):
        actions.speak(by=who, school="northside-high", text=text, now=NOW)
    told = queries.strategy_of("northside-high")
    assert (told.heard, told.complete) == (2, False)
    assert told.missing == ("student voice" if left_out == "voice" else left_out,)
    actions.write_strategy(by=marta, school="northside-high", now=NOW, **inputs)
    assert queries.strategy_of("northside-high").complete


def test_a_voice_written_down_by_the_school_without_any_student_does_not_count():
    actions.write_strategy(by=teacher(), school="northside-high", need="a", portrait="b", voice="c", now=NOW)
    assert queries.strategy_of("northside-high").missing == ("student voice",)
    with pytest.raises(Refused):
        actions.speak(
            by=person("Boss", ("employer", "mercy-bay")), school="northside-high", text="More", now=NOW
        )
