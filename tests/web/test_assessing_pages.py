"""An assessor's pages: part by part, shown or not yet, with whoever judged together; a class list in one go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.advising import queries as advising
from throughline.apps.directory import queries as directory
from throughline.apps.records import queries as records
from throughline.core.formats.state_pack import Pack

pytestmark = pytest.mark.usefixtures("meridian", "db")

EXAM = "medical-benchmark-3"


@pytest.fixture
def ortiz() -> Client:
    return signed_in("ms-ortiz")


def _page(milestone: str = EXAM, learner: str = "jason-16") -> str:
    return f"/assessing/{id_of(learner)}/{milestone}/"


def _open_parts(client: Client, milestone: str = EXAM) -> dict[str, str]:
    """The parts still to be shown: what each asks for, to the key the form has for it."""
    return {each.node.what: each.key for each in client.get(_page(milestone)).context["page"].parts}


def _facts(learner: str = "jason-16") -> list[str]:
    return [fact.what for fact in records.records_of([id_of(learner)])[id_of(learner)].facts]


@pytest.mark.parametrize(
    "path", ["/assessing/", "/assessing/class/?competency=communication", "one", "judge"]
)
def test_an_assessors_page_stays_within_its_budget_of_queries(ortiz: Client, path: str) -> None:
    wanted = {"one": f"/assessing/{id_of('jason-16')}/", "judge": _page()}.get(path, path)
    assert cost(ortiz, wanted) <= MOST + READS_ANOTHER * (path in ("one", "judge"))


def test_an_assessor_finds_the_learners_of_their_school_and_what_each_is_working_on(ortiz: Client) -> None:
    shown = ortiz.get("/assessing/?q=reed").context["page"].learners
    assert id_of("jason-16") in {each.id for each in shown}
    assert id_of("mariah-16") not in {each.id for each in ortiz.get("/assessing/").context["page"].learners}
    answer = ortiz.get(f"/assessing/{id_of('jason-16')}/")
    assert "medical-benchmark-2" in {milestone.id for milestone, _ in answer.context["page"].next}
    assert ortiz.get(f"/assessing/{id_of('jason-16')}/?milestone={EXAM}").status_code == 302


@pytest.mark.covers("S001-M15")
def test_written_passed_and_performance_not_yet_leaves_only_the_performance_part(ortiz: Client) -> None:
    written, performance = (f"assessment:{EXAM}-{part}" for part in ("written", "performance"))
    parts = _open_parts(ortiz)
    assert {written, performance} <= set(parts)
    before = len(_facts())
    answer = ortiz.post(_page(), {"part": parts[written], "outcome": "met"}, follow=True)
    assert "Recorded for Jason" in said(answer)
    answer = ortiz.post(
        _page(),
        {"part": parts[performance], "outcome": "not_yet", "advice": "Listen longer before you explain"},
        follow=True,
    )
    assert "Nothing else has changed" in said(answer)
    assert len(_facts()) == before + 1
    left = set(_open_parts(ortiz))
    assert {each for each in left if each.startswith("assessment:")} == {performance}
    assert left == set(parts) - {written}
    shown = {each.node.what for each in ortiz.get(_page()).context["page"].done}
    assert written in shown
    jason = signed_in("jason-16").get(f"/me/milestones/{EXAM}/").context["page"].reason
    marks = {each.text.partition(",")[0]: each.mark for each in jason.children}
    assert marks["Written part"] == "met"
    assert marks["Performance part"] == "open"


def test_each_part_can_be_tried_again_once_the_cooling_days_are_over(ortiz: Client) -> None:
    key = _open_parts(ortiz)[f"assessment:{EXAM}-written"]
    long_ago = timezone.localdate() - timedelta(days=30)
    ortiz.post(_page(), {"part": key, "outcome": "not_yet", "on": str(long_ago)})
    answer = ortiz.post(
        _page(), {"part": key, "outcome": "met", "on": str(long_ago + timedelta(days=2)), "note": "So close"}
    )
    assert answer.status_code == 422
    assert "7 days between two tries" in said(answer)
    assert "So close" in said(answer)
    assert ortiz.post(_page(), {"part": key, "outcome": "met"}).status_code == 302
    assert f"assessment:{EXAM}-written" in _facts()
    tries = records.attempts(
        actor("jason-16"), id_of("jason-16"), now=timezone.now(), milestone=f"milestone:{EXAM}"
    )
    assert [each.outcome for each in tries] == ["not_yet", "met"]


@pytest.mark.covers("S001-D8.6")
def test_a_part_that_two_sign_is_not_recorded_by_one_for_both_but_on_its_rubric_by_each(
    ortiz: Client,
) -> None:
    what = f"assessment:{EXAM}-performance"
    key = _open_parts(ortiz)[what]
    beside = [each for each, name in ortiz.get(_page()).context["page"].beside if "Lucia" in name]
    answer = ortiz.post(_page(), {"part": key, "outcome": "met", "beside": beside, "setting": "workplace"})
    assert (answer.status_code, "each for themselves" in said(answer)) == (422, True)
    assert what not in _facts()
    levels = {"level:listens": "2", "level:hands-over": "2", "act": "met"}
    seen = {"words": "Handed over two things seen.", "setting": "workplace"}
    opened = ortiz.post(f"{_page()}performance/seen/", seen)
    ortiz.post(opened["Location"], levels)
    assert what in _open_parts(ortiz), "one judge alone is not enough"
    signed_in("dr-lucia").post(opened["Location"], levels)
    assert what not in _open_parts(ortiz)
    judged = [f for f in records.records_of([id_of("jason-16")])[id_of("jason-16")].facts if f.what == what]
    both = {("teacher", "northside-high"), ("workplace_mentor", "mercy-bay-hospital")}
    assert [{(v.role, v.organization) for v in fact.validators} for fact in judged] == [both]


def test_a_competency_is_recorded_at_the_level_the_part_asks_for_or_the_one_that_was_shown(
    ortiz: Client,
) -> None:
    parts = ortiz.get(_page()).context["page"].parts
    competency = next(each for each in parts if each.node.what == "competency:privacy-and-consent")
    ortiz.post(_page(), {"part": competency.key, "outcome": "met", "level": "2"})
    assert "competency:privacy-and-consent" in _open_parts(ortiz), "level 3 is asked for"
    ortiz.post(_page(), {"part": competency.key, "outcome": "met"})
    assert "competency:privacy-and-consent" not in _open_parts(ortiz)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"part": "none-such"}, "no part is chosen"),
        ({"on": "tomorrow"}, "was not understood"),
        ({"on": "2099-01-01"}, "still to come"),
    ],
)
def test_what_cannot_be_recorded_is_refused_beside_what_was_typed(
    ortiz: Client, typed: dict[str, str], why: str
) -> None:
    key, before = _open_parts(ortiz)[f"assessment:{EXAM}-written"], _facts()
    answer = ortiz.post(_page(), {"part": key, "outcome": "met", "note": "Clear and kind", **typed})
    assert answer.status_code == 422
    assert why in said(answer)
    assert "Clear and kind" in said(answer)
    assert _facts() == before


@pytest.mark.parametrize("outsider", ["mr-bell", "mr-okafor", "mariah-16", "denise-reed"])
def test_whoever_does_not_assess_where_the_learner_learns_reads_why_not(outsider: str) -> None:
    client, before = signed_in(outsider), _facts()
    for answer in (client.get(_page()), client.post(_page(), {"part": "x", "outcome": "met"})):
        assert answer.status_code == 403
        assert "Only these may" in said(answer)
    assert _facts() == before


def test_the_learner_sees_that_an_assessor_looked(ortiz: Client) -> None:
    ortiz.get(_page())
    looks = directory.reads_of(actor("jason-16"), id_of("jason-16"))
    assert ("Carmen Ortiz", f"milestone:{EXAM}") in {(each.who, each.at) for each in looks}


def test_a_class_list_records_one_competency_for_all_who_have_a_level_or_for_nobody(
    ortiz: Client, meridian_pack: Pack
) -> None:
    path, what = "/assessing/class/", "competency:communication"
    first, second, third = (id_of(each) for each in ("jason-12", "jason-14", "jason-16"))
    counts = {key: _of(key).count(what) for key in (first, second, third)}
    answer = ortiz.post(path, {"competency": "communication"})
    assert (answer.status_code, "no learner has a level yet" in said(answer)) == (422, True)
    levels = {f"level-{first}": "1", f"level-{second}": "2", f"level-{third}": ""}
    answer = ortiz.post(path, {"competency": "communication", "setting": "school", **levels}, follow=True)
    title = meridian_pack.catalogue.competencies["communication"].title["en"]
    assert f"{title}: recorded for 2 learners." in said(answer)
    assert {key: _of(key).count(what) - counts[key] for key in counts} == {first: 1, second: 1, third: 0}
    answer = ortiz.post(path, {"competency": "communication", "on": "2099-01-01", **levels})
    assert answer.status_code == 422
    assert '<option value="2" selected>2' in answer.content.decode()


def _of(learner: object) -> list[str]:
    return [fact.what for fact in records.records_of([learner])[learner].facts]  # type: ignore[list-item, index]


def test_what_an_assessor_records_moves_the_learner_on_at_once(ortiz: Client) -> None:
    me, key = actor("jason-16"), id_of("jason-16")
    before = advising.milestone_standing(me, key, EXAM, now=timezone.now()).audit.outcome
    ortiz.post(_page(), {"part": _open_parts(ortiz)[f"assessment:{EXAM}-written"], "outcome": "met"})
    after = advising.milestone_standing(me, key, EXAM, now=timezone.now()).audit.outcome
    assert before is not None
    assert after is not None
    assert after.done == before.done + 1
