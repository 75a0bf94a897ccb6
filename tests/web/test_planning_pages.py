"""The plan's pages: the learner writes, others suggest or put a word beside it, a review opens to those invited."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.advising import actions as advising_actions
from throughline.apps.advising import queries as advising
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import actions as frameworks
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Edition, Rule
from throughline.core.formats.state_pack import Pack
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.core.requirements.nodes import Have
from throughline.web.learner.shortest import Found, ShortestPage
from throughline.web.reading import catalogue as catalogue_now

pytestmark = pytest.mark.usefixtures("meridian", "db")

OWN = ("/me/plan/", "/me/plan/words/", "/me/plan/goal/", "/me/plan/week/", "/me/plan/save/", "/me/plan/versions/",
       "/me/plan/reflections/", "/me/reviews/")  # fmt: skip


@pytest.fixture
def jason() -> Client:
    return signed_in("jason-16")


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_the_plan_stays_within_its_budget_of_queries(jason: Client, path: str) -> None:
    jason.post("/me/plan/add/", {"what": "milestone:shop-safety"})
    jason.post("/me/plan/goal/", {"words": "Visit a lab", "with": str(id_of("dr-anderson"))})
    jason.post("/me/plan/save/")
    jason.post("/me/reviews/", {"pathway": "pathway:nursing", "who": str(id_of("dr-anderson"))})
    assert cost(jason, path) <= MOST


def test_the_plan_a_helper_reads_stays_within_its_budget_of_queries() -> None:
    assert cost(signed_in("mr-okafor"), f"/plans/{id_of('jason-16')}/") <= MOST + READS_ANOTHER


@pytest.mark.covers("N58")
def test_the_plan_is_the_learners_asks_for_one_adult_and_a_guardians_word_stands_beside_it(
    jason: Client,
) -> None:
    assert "You have not named one yet" in said(jason.get("/me/plan/"))
    mine = {"personal_social": "Calm in a team", "career": "Devices that help", "academic": "More statistics",
            "barriers": "No late bus", "supports": "My mother"}  # fmt: skip
    jason.post("/me/plan/words/", mine)
    assert "You have not named one yet" in said(jason.get("/me/plan/"))
    jason.post("/me/plan/words/", {**mine, "caring_adult": "Ms. Ortiz"})
    mother, theirs = signed_in("denise-reed"), f"/plans/{id_of('jason-16')}/"
    assert mother.post(f"{theirs}comment/", {"words": "Think of nursing too"}).status_code == 302
    mother.post("/me/plan/words/", {"career": "Nursing"})
    for reader, path in ((jason, "/me/plan/"), (mother, theirs)):
        shown = said(reader.get(path))
        assert all(
            text in shown for text in (*mine.values(), "Ms. Ortiz", "Think of nursing too Denise Reed")
        )
        assert "You have not named one yet" not in shown
    plan = advising.plan(actor("jason-16"), id_of("jason-16"), now=timezone.now())
    assert (plan.author, plan.career) == (id_of("jason-16"), "Devices that help")
    adviser = signed_in("mr-okafor")
    assert adviser.post(f"{theirs}comment/", {"words": "No"}).status_code == 403


def _by_hand(catalogue: Catalogue, what: str) -> set[str]:
    """The pathways where a reference stands, from the documents as they are, shared rules opened."""
    texts = {
        f"rule:{name}": json.dumps(document_to_json("rule", rule)) for name, rule in catalogue.rules.items()
    }

    def reached(text: str, opened: frozenset[str]) -> bool:
        below = [r for r in texts if r not in opened and (f'"{r}"' in text or f'"rule": "{r[5:]}"' in text)]
        return f'"{what}"' in text or any(reached(texts[r], opened | {*below}) for r in below)

    pathways = {
        name: json.dumps(document_to_json("pathway", each)) for name, each in catalogue.pathways.items()
    }
    return {name for name, text in pathways.items() if reached(text, frozenset())}


@pytest.mark.covers("S000-1.4")
def test_a_milestone_of_another_pathway_joins_the_plan_and_the_page_says_where_it_counts(
    jason: Client, meridian_pack: Pack
) -> None:
    catalogue = meridian_pack.catalogue
    for name in ("cert-site-safety", "shop-safety", "medical-benchmark-3"):
        answer = jason.post(
            "/me/plan/add/", {"what": f"milestone:{name}", "next": f"/milestones/{name}/"}, follow=True
        )
        assert answer.request["PATH_INFO"] == f"/milestones/{name}/"
    shown = {each.what: each for each in jason.get("/me/plan/").context["page"].entries}
    assert set(shown) == {
        "milestone:cert-site-safety",
        "milestone:shop-safety",
        "milestone:medical-benchmark-3",
    }
    for what, entry in shown.items():
        expected = _by_hand(catalogue, what)
        assert expected, what
        assert entry.own == ("medical-sciences" in expected)
        assert {each.id for each in entry.others} == expected - {"medical-sciences"}
    assert not shown["milestone:cert-site-safety"].own
    text = said(jason.get("/me/plan/"))
    assert "Counts in: my pathway" in text
    assert all(each.title["en"] in text for each in shown["milestone:shop-safety"].others)
    jason.post("/me/plan/remove/", {"what": "milestone:shop-safety"})
    left = [each.what for each in jason.get("/me/plan/").context["page"].entries]
    assert left == ["milestone:cert-site-safety", "milestone:medical-benchmark-3"]


def test_what_nobody_published_does_not_join_the_plan(jason: Client) -> None:
    answer = jason.post(
        "/me/plan/add/", {"what": "milestone:flying", "next": "//elsewhere.example/"}, follow=True
    )
    assert answer.request["PATH_INFO"] == "/me/plan/"
    assert "'milestone:flying' is not published" in said(answer)


@pytest.mark.covers("S001-M7")
def test_a_week_of_four_and_one_or_three_one_and_one_stands_and_a_clash_or_sixth_day_is_refused(
    jason: Client,
) -> None:
    days = ("mon", "tue", "wed", "thu", "fri")
    four = dict(zip(days, ("school",) * 4 + ("rotation",), strict=True))
    jason.post("/me/plan/week/", four)
    shown = jason.get("/me/plan/").context["page"].days_each
    assert dict(shown) == {"school": 4, "rotation": 1}
    assert sum(n for _, n in shown) == 5
    jason.post("/me/plan/week/", dict(zip(days, ("school",) * 3 + ("college", "work"), strict=True)))
    answer = jason.get("/me/plan/")
    assert "school: 3 days, college: 1 day, work: 1 day" in said(answer)
    kept = answer.context["page"].week
    for day, why in (("fri", "clashes"), ("sat", "none of its five days")):
        answer = jason.post("/me/plan/week/", {**four, "extra_day": day, "extra": "job at the shop"})
        assert answer.status_code == 422
        assert why in said(answer)
        assert b'value="job at the shop"' in answer.content
    assert jason.get("/me/plan/").context["page"].week == kept


@pytest.mark.covers("S002-A4")
def test_a_plan_keeps_its_versions_and_what_was_tried_and_learned(jason: Client) -> None:
    jason.post("/me/plan/add/", {"what": "milestone:shop-safety"})
    jason.post("/me/plan/save/", {"why": "First idea"})
    told = {"version": "1", "tried": "A day in the shop", "learned": "I like to measure"}
    assert jason.post("/me/plan/versions/", {**told, "learned": " "}).status_code == 422
    jason.post("/me/plan/versions/", told)
    jason.post("/me/plan/remove/", {"what": "milestone:shop-safety"})
    jason.post("/me/plan/add/", {"what": "milestone:field-season"})
    jason.post("/me/plan/save/", {"why": "A year on"})
    newest, first = jason.get("/me/plan/versions/").context["page"].versions
    assert [e.what for e in newest.entries] == ["milestone:field-season"]
    assert [e.what for e in first.entries] == ["milestone:shop-safety"]
    assert [(t.tried, t.learned) for t in first.saved.tests] == [("A day in the shop", "I like to measure")]
    shown = said(jason.get("/me/plan/versions/"))
    assert shown.index("A year on") < shown.index("First idea") < shown.index("I like to measure")


@pytest.mark.parametrize("empty", ["past", "current", "future"])
def test_a_reflection_without_one_of_its_three_ties_is_refused_and_nothing_typed_is_lost(
    jason: Client, empty: str
) -> None:
    typed = {
        "words": "I build things",
        "past": "robot club",
        "current": "device shop",
        "future": "design school",
    }
    answer = jason.post("/me/plan/reflections/", {**typed, empty: ""})
    assert answer.status_code == 422
    assert f"'{empty}' is still empty" in said(answer)
    assert "I build things" in said(answer)
    jason.post("/me/plan/reflections/", typed)
    shown = said(jason.get("/me/plan/reflections/"))
    assert all(text in shown for text in typed.values())
    assert "I build things" not in said(signed_in("mr-okafor").get(f"/plans/{id_of('jason-16')}/"))


@pytest.mark.covers("S001-J23")
def test_a_goal_day_set_with_teacher_and_mentor_may_pass_and_only_the_learner_is_asked(jason: Client) -> None:
    before = said(jason.get("/me/progress/"))
    yesterday = timezone.localdate() - timedelta(days=1)
    together = [str(id_of("ms-ortiz")), str(id_of("dr-anderson"))]
    jason.post(
        "/me/plan/goal/",
        {
            "words": "Talk in the clinic",
            "what": "milestone:medical-benchmark-3",
            "on": str(yesterday),
            "with": together,
        },
    )
    (goal,) = (
        g for g in jason.get("/me/plan/").context["page"].goals if g.goal.words == "Talk in the clinic"
    )
    assert (goal.goal.prompt, set(goal.goal.set_with)) == (True, {"Carmen Ortiz", "Dr. Marcus Anderson"})
    assert "Your day has passed. You can set another one, or not." in said(jason.get("/me/"))
    assert said(jason.get("/me/progress/")) == before
    for helper in ("dr-anderson", "mr-okafor"):
        shown = said(signed_in(helper).get(f"/plans/{id_of('jason-16')}/"))
        assert "Talk in the clinic" in shown
        assert "has passed" not in shown
    jason.post(f"/me/plan/goal/{goal.goal.id}/drop/")
    assert "Talk in the clinic" not in said(jason.get("/me/plan/"))


@pytest.mark.covers("S001-D1.1")
def test_a_suggestion_changes_nothing_until_the_learner_says_yes_and_then_it_is_their_own_act(
    jason: Client,
) -> None:
    adviser, key = signed_in("mr-okafor"), id_of("jason-16")
    jason.get("/pathways/nursing/elsewhere/")

    def state() -> tuple[object, ...]:
        now, me = timezone.now(), actor("jason-16")
        whole = advising.whole_plan(me, key, now=now)
        return whole.choice, whole.plan, whole.goals

    before = state()
    wanted = ({"kind": "entry", "what": "milestone:shop-safety", "message": "You like tools"},
              {"kind": "goal", "message": "Shadow a nurse", "due": "2030-01-01"},
              {"kind": "choose", "what": "pathway:nursing"})  # fmt: skip
    for each in wanted:
        adviser.post(f"/advising/{key}/suggest/", each)
    assert state() == before
    waiting = jason.get("/me/").context["page"].proposals
    assert {p.proposal.kind for p in waiting} == {"entry", "goal", "choose"}
    by_kind = {p.proposal.kind: p.proposal.id for p in waiting}
    adviser.post(f"/me/proposals/{by_kind['entry']}/answer/", {"answer": "yes"})
    assert state() == before
    jason.post(f"/me/proposals/{by_kind['goal']}/answer/", {"answer": "no"})
    assert state() == before
    for kind in ("entry", "choose"):
        jason.post(f"/me/proposals/{by_kind[kind]}/answer/", {"answer": "yes"})
    choice, plan, _goals = state()
    assert choice.pathway == "pathway:nursing"  # type: ignore[attr-defined]
    assert plan.entries == ("milestone:shop-safety",)  # type: ignore[attr-defined]
    assert jason.get("/me/").context["page"].proposals == ()
    told = directory.what_changed(actor("jason-16"), key, newest=30)
    assert {c.who for c in told if c.verb in ("added to plan", "chose", "approved", "declined")} == {"you"}
    approved = [c for c in told if c.verb == "approved"]
    assert len(approved) == 2


def test_a_suggestion_of_no_kind_or_by_somebody_not_let_in_is_refused() -> None:
    path = f"/advising/{id_of('jason-16')}/suggest/"
    answer = signed_in("mr-okafor").post(path, {"kind": "order", "what": "pathway:nursing"}, follow=True)
    assert "it is of no kind there is" in said(answer)
    signed_in("ms-tran").post(path, {"kind": "choose", "what": "pathway:nursing"})
    assert advising.proposals(actor("jason-16"), id_of("jason-16"), now=timezone.now()) == []


@pytest.mark.covers("S001-J8")
def test_a_review_opens_to_exactly_those_invited_and_its_notes_stand_on_the_learners_plan(
    jason: Client,
) -> None:
    invited = [str(id_of("dr-anderson")), str(id_of("ms-ortiz"))]
    answer = jason.post(
        "/me/reviews/", {"pathway": "pathway:medical-sciences", "who": invited, "lasting": "120"}
    )
    path = answer["Location"]
    for each in ("jason-16", "dr-anderson", "ms-ortiz"):
        shown = signed_in(each).get(path)
        assert shown.status_code == 200
        assert "Medical sciences" in said(shown)
    signed_in("dr-anderson").post(path, {"words": "Ask about the lab in the capital"})
    signed_in("ms-ortiz").post(path, {"words": "Statistics would help"})
    for fourth in ("mr-okafor", "denise-reed", "mariah-16"):
        client = signed_in(fourth)
        for refused in (client.get(path), client.post(path, {"words": "Me too"})):
            assert refused.status_code == 403
            assert "only those the learner invited may see it" in said(refused)
    assert Client().get(path).status_code == 302
    mine = jason.get("/me/plan/").context["page"].notes
    assert {(n.author, n.words) for n in mine} == {
        ("Dr. Marcus Anderson", "Ask about the lab in the capital"), ("Carmen Ortiz", "Statistics would help"),
    }  # fmt: skip
    assert "Statistics would help" in said(jason.get("/me/plan/"))


def test_a_review_needs_somebody_invited_and_only_helpers_can_be(jason: Client) -> None:
    answer = jason.post(
        "/me/reviews/", {"pathway": "pathway:nursing", "who": [str(id_of("ms-tran")), "nobody"]}
    )
    assert answer.status_code == 422
    assert "nobody is invited" in said(answer)
    assert advising.sessions(actor("jason-16")) == []


def test_a_plan_that_would_leave_a_choice_closed_says_so_before_it_is_kept(
    jason: Client, meridian_pack: Pack
) -> None:
    assert jason.get("/me/plan/save/").context["page"].closing == ()
    rule = Rule(
        id="four-year-college", title={"en": "Four-year college stays open"}, purpose="profile",
        editions=(Edition("first", Have("needs-world", "milestone:field-season")),),
    )  # fmt: skip
    pack = replace(meridian_pack.catalogue, rules={**meridian_pack.catalogue.rules, rule.id: rule})
    frameworks.publish(by=HOUSE, pack=pack, now=timezone.now())
    shown = jason.get("/me/plan/save/")
    assert [c.title for c in shown.context["page"].closing] == [rule.title]
    assert f"add {pack.milestones['field-season'].title['en']}" in said(shown)
    assert jason.post("/me/plan/save/").status_code == 302
    advising_actions.add_entry(by=actor("jason-16"), what="milestone:field-season", now=timezone.now())
    assert jason.get("/me/plan/save/").context["page"].closing == ()


def test_from_the_plan_a_learner_reads_what_a_step_opens_and_saves_it_signed() -> None:
    jason = signed_in("jason-16")
    jason.post("/me/plan/add/", {"what": "milestone:shop-safety"})
    plan = jason.get("/me/plan/").content.decode()
    href = re.search(r'href="(/me/opens/[^"]+)"', plan)
    assert href
    assert jason.get(href[1]).status_code == 200
    page = said(jason.get("/me/opens/milestone/medical-benchmark-2/"))
    assert "If you finish" in page
    assert jason.get("/me/opens/milestone/alchemy/").status_code == 403
    assert cost(jason, "/me/opens/milestone/medical-benchmark-2/") <= MOST


# -- the shortest way

ASKED = "/me/plan/shortest/?p=nursing&until=end&save=effort&hours=30&terms=12&km="


def ways(client: Client, path: str = ASKED) -> ShortestPage:
    answer = client.get(path)
    assert answer.status_code == 200
    page: ShortestPage = answer.context["page"]
    return page


def found(page: ShortestPage) -> Found:
    assert page.found is not None
    return page.found


@pytest.mark.parametrize("path", ["/me/plan/shortest/", ASKED, "/me/plan/shortest/taken/1/"])
def test_the_shortest_way_stays_within_its_budget_of_queries(jason: Client, path: str) -> None:
    assert cost(jason, path) <= MOST


def test_three_ways_stand_side_by_side_each_step_with_where_when_what_it_takes_and_why(jason: Client) -> None:
    shown = found(ways(jason))
    assert [way.number for way in shown.ways] == [1, 2, 3]
    hours = [int(re.sub(r"\D", "", dict(way.totals)["Your time"])) for way in shown.ways]
    assert hours == sorted(hours)
    for way in shown.ways:
        assert all(part.title.split()[0] in ("Spring", "Fall") for part in way.parts)
        assert all(each.why and "hours" in each.takes[0] for each in way.steps)
        assert all(each.provider or each.showing for each in way.steps)
    assert "No other way takes less." in shown.ways[0].sure
    assert all(way.differs for way in shown.ways[1:])
    text = said(jason.get(ASKED))
    assert "No place can pay to stand first." in text
    assert "Distances are measured from Northside High School" in text


def test_what_the_learner_keeps_is_in_every_way_and_what_they_leave_out_in_none(jason: Client) -> None:
    step = next(each for each in found(ways(jason)).ways[0].steps if each.keep)
    path = "/me/plan/shortest/"
    for asked, wanted in ((step.keep, True), (step.leave, False)):
        page = ways(jason, path + asked)
        assert [(each.title, each.kept) for each in page.held] == [(step.title, wanted)]
        for way in found(page).ways:
            assert (step.ref in [each.ref for each in way.steps]) is wanted
        assert not ways(jason, path + page.held[0].href).held


def test_a_way_goes_into_plan_and_week_and_back_again(jason: Client) -> None:
    jason.post("/me/plan/add/", {"what": "milestone:shop-safety"})
    jason.post("/me/plan/week/", {"mon": "school", "tue": "school"})
    way = found(ways(jason)).ways[0]
    sent = {"step": [each.ref for each in way.steps], "first": [each.ref for each in way.first]}
    answer = jason.post("/me/plan/shortest/take/", sent, follow=True)
    assert "It is in your plan" in said(answer)
    plan = advising.plan(actor("jason-16"), id_of("jason-16"), now=timezone.now())
    assert plan.entries == ("milestone:shop-safety", *sent["step"])
    assert (plan.week["mon"], plan.week["tue"]) == ("school", "school")
    assert set(plan.week.values()) > {"school"}
    assert all(each.on_plan or each.showing for each in found(ways(jason)).ways[0].steps)
    back = answer.context["page"].version
    assert jason.post(f"/me/plan/versions/{back}/back/", follow=True).status_code == 200
    undone = advising.plan(actor("jason-16"), id_of("jason-16"), now=timezone.now())
    assert (undone.entries, undone.week) == (("milestone:shop-safety",), {"mon": "school", "tue": "school"})
    again = jason.post("/me/plan/shortest/take/", {"step": ["opportunity:moon"]}, follow=True)
    assert "'opportunity:moon' is not published" in said(again)
    assert jason.post("/me/plan/versions/77/back/").status_code == 403


def test_what_lacks_says_who_owes_it_and_they_can_be_asked_for_a_way_once(jason: Client) -> None:
    only = [n for n, o in catalogue_now().opportunities.items() if "competency:nursing-knowledge" in o.gives]
    page = ways(jason, ASKED + "".join(f"&leave={each}" for each in only))
    lack = found(page)
    assert (lack.lack, lack.ways) == ("reach", ())
    assert lack.lacking[0].said.startswith("Only what you said no to leads to Nursing knowledge")
    assert lack.lacking[0].owed.startswith("It is for ")
    ask = {"what": lack.lacking[0].ref, "of": lack.lacking[0].of, "next": "/requests/"}
    before = len(jason.get("/requests/").context["page"])
    assert "A way to Nursing knowledge" in said(jason.post("/requests/ask/way/", ask, follow=True))
    jason.post("/requests/ask/way/", ask)
    asked = jason.get("/requests/").context["page"]
    assert len(asked) == before + 1
    assert "A way to Nursing knowledge" in said(jason.get("/governance/docket/"))
    odd = jason.post("/requests/ask/way/", {**ask, "what": "competency:flying"}, follow=True)
    assert "'competency:flying' is nothing this state publishes" in said(odd)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("save=effort", "no pathway is chosen"),
        ("p=flying", "there is no pathway 'flying'"),
        ("p=nursing&hours=some", "'some' is none"),
        ("p=nursing&terms=99", "99 terms are out of bounds"),
        ("p=nursing&keep=moon", "'moon' is not offered"),
        ("p=nursing&p=teaching&p=software&p=ironworking&p=social-work", "four pathways at once at most"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_beside_its_form(
    jason: Client, asked: str, says: str
) -> None:
    answer = jason.get(f"/me/plan/shortest/?{asked}")
    assert answer.status_code == 422
    assert says in said(answer)


def test_what_does_not_fit_is_shown_in_order_with_what_to_ask_instead(jason: Client) -> None:
    shown = found(ways(jason, "/me/plan/shortest/?p=nursing&terms=1&hours=4"))
    assert (shown.lack, shown.ways) == ("terms", ())
    assert shown.in_order is not None
    assert [part.title for part in shown.in_order.parts] == [""]
    assert shown.heavy
    assert found(ways(jason, f"/me/plan/shortest/{shown.more_hours[1]}")).ways
    assert found(ways(jason, f"/me/plan/shortest/{shown.without_terms}")).ways


def test_the_way_is_read_by_whom_the_learner_let_into_plan_and_progress_and_they_see_that(
    jason: Client,
) -> None:
    path = f"/plans/{id_of('jason-16')}/shortest/"
    teacher = signed_in("ms-ortiz")
    text = said(teacher.get(f"{path}?p=nursing"))
    assert "They can see that you looked." in text
    assert "Put this into my plan" not in text
    assert "Leave out" not in text
    assert cost(teacher, f"{path}?p=nursing") <= MOST + 2 * READS_ANOTHER
    looks = directory.reads_of(actor("jason-16"), id_of("jason-16"))
    assert "shortest way" in {each.at for each in looks}
    assert signed_in("dr-lucia").get(f"{path}?p=nursing").status_code == 403
    assert signed_in("kwame-asante").get(f"{path}?p=nursing").status_code == 403
    assert Client().get("/me/plan/shortest/?p=nursing").status_code in (302, 401, 403)
