"""Pages of assessing: the queue, work beside its rubric, panels and files for those who judge; the learner's own side."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.records import queries as records

pytestmark = pytest.mark.usefixtures("meridian", "db")
TALK = "assessment:medical-benchmark-2-performance"


def facts(learner: str = "jason-16") -> list[str]:
    return [fact.what for fact in records.records_of([id_of(learner)])[id_of(learner)].facts]


def waiting(judge: str, part: str) -> UUID:
    return next(each.id for each in records.queue(actor(judge)) if each.task.part.id == part)


OWN = {
    "ms-ortiz": (
        "/assessing/queue/", "/assessing/panels/", "/assessing/panels/my-own-project/exhibition/",
        "/assessing/results/",
    ),
    "jason-16": (
        "/me/shown/", "/me/hand-in/medical-benchmark-3/performance/", "/me/hand-in/my-own-project/exhibition/",
        "/me/from-outside/", "/me/skills/skills-seen-together/", "/me/milestones/medical-benchmark-2/",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("who", "path"), [(who, path) for who, paths in OWN.items() for path in paths])
def test_a_page_of_assessing_stays_within_its_budget_of_queries(who: str, path: str) -> None:
    assert cost(signed_in(who), path) <= MOST


def test_work_and_feedback_stay_within_the_budget_of_what_shows_everything_at_once() -> None:
    work = waiting("dr-lucia", "performance")
    assert cost(signed_in("dr-lucia"), f"/assessing/work/{work}/") <= MOST + READS_ANOTHER + 2
    assert cost(signed_in("jason-16"), f"/me/shown/{work}/") <= MOST


def test_the_queue_is_oldest_first_with_filters() -> None:
    ortiz = signed_in("ms-ortiz")
    lines = ortiz.get("/assessing/queue/").context["page"].lines
    assert [each.days for each in lines] == sorted((each.days for each in lines), reverse=True)
    assert len(lines) == 3
    kinds = {
        kind: len(ortiz.get(f"/assessing/queue/?kind={kind}").context["page"].lines)
        for kind in ("practice", "counts")
    }
    assert kinds == {"practice": 1, "counts": 2}
    mine = ortiz.get("/assessing/queue/?turn=mine").context["page"].lines
    assert "Performance part: explaining a risk to a family" not in {each.part["en"] for each in mine}
    assert "Nothing fits that" in said(ortiz.get("/assessing/queue/?q=nobody"))
    assert "Nothing waits for you" in said(signed_in("helen-zhou").get("/assessing/queue/"))


def test_the_mentor_signs_what_the_teacher_signed_and_only_then_it_counts() -> None:
    lucia, work = signed_in("dr-lucia"), waiting("dr-lucia", "performance")
    path = f"/assessing/work/{work}/"
    page = lucia.get(path)
    assert "100 figures" in said(page)
    assert "Everyone read the graph" not in page.content.decode(), "the teacher's words wait for hers"
    assert TALK not in facts()
    levels = {"level:honest-graph": "3", "level:heard-and-understood": "3"}
    answer = lucia.post(path, {**levels, "act": "met"})
    assert answer.status_code == 422
    assert "has no level yet" in said(answer)
    assert re.search(r'id="honest-graph-3" value="3" checked', answer.content.decode())
    draft = lucia.post(path, {**levels, "act": "draft", "feedback": "Warm"}, follow=True)
    assert "Only you see it" in said(draft)
    assert "Warm" in draft.content.decode()
    answer = lucia.post(path, {**levels, "level:stays-with-it": "2", "act": "met"}, follow=True)
    assert "it counts from now on" in said(answer)
    assert TALK in facts()
    jason = signed_in("jason-16")
    assert "You have shown it." in said(jason.get(f"/me/shown/{work}/"))
    reason = jason.get("/me/milestones/medical-benchmark-2/").context["page"].reason
    marks = {each.text.partition(",")[0]: each.mark for each in reason.children}
    assert marks["Performance part"] == "met"


def test_judges_who_part_are_told_to_talk_and_see_each_other_then() -> None:
    lucia, work = signed_in("dr-lucia"), waiting("dr-lucia", "performance")
    path = f"/assessing/work/{work}/"
    levels = {"level:honest-graph": "2", "level:heard-and-understood": "3", "level:stays-with-it": "2"}
    answer = lucia.post(path, {**levels, "act": "not_yet", "next": "Label the axis"}, follow=True)
    assert "talk, then sign together" in said(answer)
    assert "Everyone read the graph" in said(lucia.get(path))
    assert "Label the axis" in said(signed_in("ms-ortiz").get(path))
    assert "Label the axis" not in said(signed_in("jason-16").get(f"/me/shown/{work}/"))


@pytest.mark.parametrize("outsider", ["mr-bell", "mr-okafor", "mariah-16", "denise-reed"])
def test_whoever_does_not_judge_it_reads_why_not(outsider: str) -> None:
    client, work = signed_in(outsider), waiting("dr-lucia", "performance")
    for answer in (
        client.get(f"/assessing/work/{work}/"),
        client.post(f"/assessing/work/{work}/", {"act": "met"}),
    ):
        assert answer.status_code == 403
    assert client.get(f"/me/shown/{work}/").status_code == 403


def test_a_learner_practices_reads_feedback_side_by_side_and_hands_in_again() -> None:
    jason, ortiz = signed_in("jason-16"), signed_in("ms-ortiz")
    path = "/me/hand-in/medical-benchmark-3/performance/"
    first = {"words": "A shift on the ward.", "setting": "workplace"}
    refused = jason.post(path, {**first, "purpose": "counts"})
    assert refused.status_code == 422
    assert "practice first" in said(refused)
    assert "A shift on the ward." in refused.content.decode()
    answer = jason.post(path, {**first, "purpose": "practice", "level:listens": "3"}, follow=True)
    assert "waiting" in said(jason.get("/me/shown/"))
    work = answer.redirect_chain[-1][0].rstrip("/").rpartition("/")[2]
    ortiz.post(
        f"/assessing/work/{work}/",
        {"level:listens": "2", "act": "not_yet", "feedback": "Kind", "next": "Ask what they understood"},
    )
    page = said(jason.get(f"/me/shown/{work}/"))
    assert "Ask what they understood" in page
    assert "You saw They saw" in page
    assert "3. Checks what was understood. 2. Listens before explaining." in page
    assert jason.post(path, {**first, "purpose": "counts"}).status_code == 302


def test_the_only_open_part_is_named_and_nothing_says_failed() -> None:
    jason = signed_in("jason-16")
    tried = next(x for x in records.submissions(actor("jason-16")) if x.outcome == "not_yet")
    page = said(jason.get(f"/me/shown/{tried.id}/"))
    assert "Only this part is still open. You can work on everything else." in page
    assert not re.search(r"(?i)\bfail|\bbehind\b|\bat risk\b|attempt \d", page)
    taken = jason.post(f"/me/shown/{tried.id}/take-back/")
    assert taken.status_code == 403
    practice = next(x for x in records.submissions(actor("jason-16")) if not x.outcome and not x.certifying)
    assert "Taken back" in said(jason.post(f"/me/shown/{practice.id}/take-back/", follow=True))


def test_a_guardian_reads_nothing_of_tries() -> None:
    denise = signed_in("denise-reed")
    page = said(denise.get(f"/family/{id_of('jason-16')}/"))
    assert not re.search(r"(?i)handed in|\btries\b|attempt|not yet what comes next|Label|gray bars", page)


def test_an_assessor_who_saw_it_done_opens_it_on_its_rubric() -> None:
    ortiz, jason = signed_in("ms-ortiz"), id_of("jason-16")
    page = ortiz.get(f"/assessing/{jason}/medical-benchmark-3/")
    path = f"/assessing/{jason}/medical-benchmark-3/performance/seen/"
    assert path in page.content.decode()
    assert ortiz.post(path, {"words": ""}).status_code == 422
    answer = ortiz.post(path, {"words": "Handed over two things seen.", "setting": "workplace"}, follow=True)
    assert "2 people sign this" in said(answer)
    assert signed_in("mr-bell").get(path).status_code == 403


def test_an_exhibition_is_set_shown_signed_and_closed_by_its_chair() -> None:
    ortiz = signed_in("ms-ortiz")
    day = records.exhibitions(actor("ms-ortiz"))[0]
    assert "0 of 3 signed" in said(ortiz.get(f"/assessing/panels/{day.id}/"))
    work = day.works[0].id
    levels = {"level:plans-and-changes": "3", "level:solves": "2", "act": "met"}
    for judge in ("ms-ortiz", "maya-whitefeather", "dr-lucia"):
        assert signed_in(judge).post(f"/assessing/work/{work}/", levels).status_code == 302
    sat = [str(each.person) for each in day.panel]
    assert "Closed." in said(ortiz.post(f"/assessing/panels/{day.id}/", {"sat": sat}, follow=True))
    assert {"competency:self-direction", "competency:problem-solving"} <= set(facts("jason-14"))
    new = "/assessing/panels/my-own-project/exhibition/"
    seats = [key for key, _, _ in ortiz.get(new).context["page"].seats]
    answer = ortiz.post(new, {"place": "northside-high", "seat": seats[:1], "chair": seats[0]})
    assert (answer.status_code, "it has 1 from 1 sector" in said(answer)) == (422, True)


def test_a_file_of_scores_is_taken_whole_or_its_rows_are_named() -> None:
    ortiz, jason = signed_in("ms-ortiz"), id_of("jason-16")

    def send(rows: str) -> object:
        file = SimpleUploadedFile("scores.csv", f"learner,test,score,taken_on\n{rows}".encode())
        return ortiz.post("/assessing/results/", {"kind": "scores", "place": "northside-high", "file": file})

    wrong = send(f"{jason},workplace-readiness,75,2026-11-01\nnobody,workplace-readiness,75,2026-11-01\n")
    assert wrong.status_code == 422
    assert "Line 3, learner: nobody with the id 'nobody' learns there." in said(wrong)
    assert "assessment:workplace-readiness" not in facts()
    right = send(f"{jason},workplace-readiness,75,2026-11-01\n")
    assert "1 row was brought. 1 reached the score that counts." in said(right)
    client = signed_in("jason-16")
    assert "Workplace readiness badge" in said(client.get("/me/from-outside/"))
    badge = {"credential": "credential:badge-workplace-readiness"}
    assert "It is yours" in said(client.post("/me/from-outside/", badge, follow=True))
    assert "You can ask for it" not in said(client.get("/me/from-outside/"))
    assert ortiz.post("/assessing/results/", {"place": "northside-high"}).status_code == 422
    assert signed_in("jason-16").get("/assessing/results/").status_code == 403


def test_skills_are_rated_on_the_same_words_and_answered() -> None:
    jason, denise = signed_in("jason-16"), signed_in("denise-reed")
    path = f"/skills/{id_of('jason-16')}/skills-seen-together/"
    assert denise.post(path, {}).status_code == 422
    assert denise.post(path, {"level:communication": "4", "words": "He explains things."}).status_code == 302
    page = said(jason.get("/me/skills/skills-seen-together/"))
    assert "He explains things." in page
    assert not re.search(r"(?i)\btotal\b|\baverage\b|\bscore\b", page)
    review = jason.get("/me/skills/skills-seen-together/").context["page"].found.looks[0].id
    jason.post("/me/skills/skills-seen-together/", {"review": str(review), "words": "Thank you."})
    assert "Thank you." in said(jason.get("/me/skills/skills-seen-together/"))
    assert signed_in("mr-bell").get(path).status_code == 403
    assert "alone" not in said(signed_in("dr-lucia").get(f"/skills/{id_of('jason-16')}/first-weeks-at-work/"))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "name", ["medical-benchmark-2", "my-own-project", "workplace-readiness", "engineering-design-for-health"]
)
def test_an_assessment_is_public_with_rubric_judges_and_the_three_questions(name: str, language: str) -> None:
    client = Client(headers={"accept-language": language})
    page = said(client.get(f"/assessments/{name}/"))
    if name == "workplace-readiness":
        assert "22" in page
        assert "75" in page
    else:
        assert ("Who looked at its design" in page) or language == "es"
        assert client.get("/assessments/none/").status_code == 404
    assert cost(client, f"/assessments/{name}/") <= MOST
