"""Pages of judging in step: anchors one by one, one's own result, figures of a task, counts for the house, samples."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import PUBLIC
from throughline.apps.directory.models import Person
from throughline.apps.records import queries as records
from throughline.core.formats.state_pack import Pack
from throughline.demo import moderation
from throughline.demo.moderation import Learner
from throughline.demo.staff import Staff
from throughline.web.reading import catalogue

pytestmark = pytest.mark.usefixtures("meridian", "db")
TASK = ("medical-benchmark-2", "performance")


def others_at_northside() -> str:
    """Another teacher of Northside High, who has not rated anchors."""
    return next(
        str(each) for each in directory.members("northside-high", "teacher") if each != id_of("ms-ortiz")
    )


def client_of(person: str) -> Client:
    """A person of the demo who has no key of their own, signed in."""
    row = Person.objects.get(id=person)
    if row.user is None:
        row.user = get_user_model().objects.create(username=f"user-{person}")
        row.save()
    client = Client()
    client.force_login(row.user)
    return client


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("ms-ortiz", "/assessing/calibration/"), ("kwame-asante", "/judging/"),
        ("kwame-asante", "/judging/my-own-project/log/"), ("ms-ortiz", "/assessments/medical-benchmark-2/agreement/"),
        ("grace-lindqvist", "/credentials/steel-layout-certification/works/"),
    ],
)  # fmt: skip
def test_a_page_of_calibration_stays_within_its_budget_of_queries(who: str, path: str) -> None:
    assert cost(signed_in(who), path) <= MOST


def test_an_assessor_reads_what_is_next_and_their_own_last_result() -> None:
    ortiz = signed_in("ms-ortiz")
    page = ortiz.get("/assessing/calibration/")
    assert "You are calibrated. It holds until" in said(page)
    (line,) = page.context["page"].lines
    result = ortiz.get(f"/assessing/calibration/{line.each.last}/")
    assert "You judge in step" in said(result)
    assert "Look at these again" in said(result)
    assert cost(ortiz, f"/assessing/calibration/{line.each.last}/") <= MOST
    assert signed_in("dr-lucia").get(f"/assessing/calibration/{line.each.last}/").status_code == 403
    assert "You agreed these levels" in said(signed_in("dr-lucia").get("/assessing/calibration/"))


@pytest.mark.covers("S001-D10.6")
def test_ten_anchors_are_rated_one_by_one_without_their_levels_and_the_result_is_kind() -> None:
    client = client_of(others_at_northside())
    assert "You have not rated its anchors yet" in said(client.get("/assessing/calibration/"))
    begun = client.post("/assessing/calibration/medical-benchmark-2/performance/")
    path = begun.headers["Location"]
    for nth in range(1, 11):
        page = client.get(path)
        assert f"Work {nth} of 10" in said(page)
        assert "Agreed" not in said(page)
        if nth == 3:
            refused = client.post(path, {"level:honest-graph": "2"})
            assert refused.status_code == 422
            assert re.search(r'id="honest-graph-2" value="2" checked', refused.content.decode())
            assert "3 of 10" not in said(client.get("/assessing/calibration/"))
            assert "Go on rating" in said(client.get("/assessing/calibration/"))
        levels = {f"level:{name}": "1" for name in ("honest-graph", "heard-and-understood", "stays-with-it")}
        assert client.post(path, levels).status_code == 302
    result = said(client.get(path))
    assert "Not in step yet" in result
    assert "You tend to see a little less than was agreed" in result
    assert not re.search(r"\b(fail|failed|behind|at risk|low|worst|rank)\b", result, re.IGNORECASE)
    assert "sign together with somebody who is calibrated" in said(client.get("/assessing/calibration/"))


def test_work_drawn_again_is_marked_without_names_and_the_learner_reads_that_somebody_looked() -> None:
    kwame = signed_in("kwame-asante")
    answer = kwame.post("/judging/", {"of": "/".join(TASK), "act": "draw", "seed": "winter"}, follow=True)
    assert "1 work was drawn" in said(answer)
    person = others_at_northside()
    client = client_of(person)
    (line,) = client.get("/assessing/calibration/").context["page"].again
    path = f"/assessing/again/{line.id}/"
    page = client.get(path)
    assert "A talk with a family played by two nurses" in said(page)
    assert not any(told in said(page) for told in ("Jason", "Ortiz", "Lucia", "Calm and kind"))
    assert cost(client, path) <= MOST + READS_ANOTHER
    assert client.post(path, {"level:honest-graph": "2"}).status_code == 422
    levels = {"level:honest-graph": "2", "level:heard-and-understood": "2", "level:stays-with-it": "1"}
    assert "Thank you" in said(client.post(path, levels, follow=True))
    looks = directory.reads_of(actor("jason-16"), id_of("jason-16"))
    assert directory.someone(UUID(person)).name in {each.who for each in looks}


def test_anchors_come_as_a_file_whole_or_not_at_all() -> None:
    kwame, path = signed_in("kwame-asante"), "/judging/my-own-project/log/"
    page = kwame.post(path, {"act": "find", "q": "Ortiz"})
    head = page.context["page"].head
    assert head == "title,words,plans-and-changes,keeps-going,why:plans-and-changes,why:keeps-going"
    (ortiz,) = [key for key, _, _ in page.context["page"].seats]
    both = kwame.post(path, {"act": "find", "q": "Whitefeather", "seat": [ortiz]}).context["page"].seats
    assert next((key, chosen) for key, _, chosen in both) == (ortiz, True), "who was chosen stays in the list"
    maya = both[1][0]

    def bring(rows: list[str], *seats: str) -> object:
        file = SimpleUploadedFile("a.csv", "\n".join([head, *rows]).encode(), "text/csv")
        return kwame.post(path, {"file": file, "seat": list(seats)}, follow=True)

    rows = [f"Log {n},A log of a boat.,{1 + n % 3},{1 + n % 2},," for n in range(10)]
    wrong = bring([*rows[:4], "Log 4,,x,1,,", *rows[5:]], ortiz, maya)
    assert wrong.status_code == 422  # type: ignore[attr-defined]
    assert "Line 6, words: it is empty" in said(wrong)  # type: ignore[arg-type]
    assert "Line 6, plans-and-changes: 'x' is no level" in said(wrong)  # type: ignore[arg-type]
    assert "one person alone does not agree" in said(bring(rows, ortiz))  # type: ignore[arg-type]
    assert "The anchors stand" in said(bring(rows, ortiz, maya))  # type: ignore[arg-type]
    assert "Project log" in said(signed_in("maya-whitefeather").get("/assessing/calibration/"))
    assert signed_in("ms-ortiz").get(path).status_code == 403


@pytest.mark.covers("S001-U4", "S001-SH2.4")
def test_a_coordinator_sees_reliability_of_a_task_and_the_share_of_the_calibrated_beside_the_target(
    meridian: Pack,
) -> None:
    seats = {
        (role, place): [each for each in directory.members(place, role) if not directory.someone(each).demo_key]
        for role, place in (("teacher", "northside-high"), ("teacher", "riverbend-high"))
    }  # fmt: skip
    mentors = [(role, place) for place in catalogue().organizations for role in ("workplace_mentor",)]
    for role, place in mentors:
        if people := [k for k in directory.members(place, role) if not directory.someone(k).demo_key]:
            seats[role, place] = people
    learners = [
        Learner(each, school)
        for school in ("northside-high", "riverbend-high")
        for each in directory.members(school, "learner")
        if not directory.someone(each).demo_key
    ]
    many = moderation.judge_many(meridian.people, learners, Staff(seats), timezone.now())
    assert many == len(learners) > 0
    assert moderation.judge_many(meridian.people, learners, Staff(seats), timezone.now()) == 0
    page = signed_in("kwame-asante").get("/judging/").context["page"]
    assert page.parts[0].anchors == 12
    assert page.parts[0].percent is None, "fewer than ten people certify it"
    exam = catalogue().assessments[TASK[0]]
    found = records.task_agreement(PUBLIC, exam)
    shown = said(Client().get("/assessments/medical-benchmark-2/agreement/"))
    part = found.parts[1]
    if many >= found.smallest:
        assert part.figures is not None
        assert f"{part.figures.alpha.value:.2f}" in shown
