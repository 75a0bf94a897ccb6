"""Schools in the open: their strategy, how their milestones can be shown, their map to take away; and the counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.advising import actions as advising
from throughline.apps.directory import actions as directory
from throughline.apps.directory import queries as people
from throughline.apps.directory.actor import HOUSE, Actor
from throughline.apps.frameworks import actions as frameworks
from throughline.core.catalogue.documents import Edition, Rule
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.catalogue.structure import milestones_in
from throughline.core.formats.state_pack import Pack
from throughline.core.requirements.nodes import Have
from throughline.web.adviser.caseload import CaseRow
from throughline.web.steward.house import House

pytestmark = pytest.mark.usefixtures("meridian", "db")

SCHOOL = "northside-high"
PAGE = f"/schools/{SCHOOL}/"
WRITTEN = {"need": "Hospitals nearby need technicians", "portrait": "Graduates listen, measure and explain",
           "voice": "Students want more time at work", "types": "Early college\nApprenticeship"}  # fmt: skip


@pytest.mark.parametrize(("who", "path"), [("", "/schools/"), ("", PAGE), ("ms-ortiz", f"{PAGE}write/"),
                                           ("rosa-delgado", "/house/"), ("", f"{PAGE}pathways.md")])  # fmt: skip
def test_a_page_of_schools_stays_within_its_budget_of_queries(who: str, path: str) -> None:
    assert cost(signed_in(who) if who else Client(), path) <= MOST


@pytest.mark.covers("S002-A1", "S002-A7")
def test_every_school_has_a_strategy_page_that_says_what_is_missing_and_which_programs_it_leaves_out(
    meridian_pack: Pack,
) -> None:
    visitor, offered = Client(), _offered(meridian_pack)
    for school in (o for o in meridian_pack.catalogue.organizations.values() if o.kind == "school"):
        shown = visitor.get(f"/schools/{school.id}/")
        assert shown.status_code == 200
        assert len(shown.context["page"].missing) == 3
    team, some = signed_in("ms-ortiz"), offered[:2]
    programs = [f"pathway:{name}" for name in some]
    for left_out, why in (
        ("need", "the need it answers"),
        ("portrait", "the portrait of a graduate"),
        ("voice", "what students say"),
    ):
        team.post(f"{PAGE}write/", {**WRITTEN, left_out: "", "programs": programs})
        assert why in said(visitor.get(PAGE)).partition("Still missing:")[2].partition(".")[0]
    team.post(f"{PAGE}write/", {**WRITTEN, "programs": programs})
    before = visitor.get(PAGE)
    assert before.context["page"].missing == ("what students say",), "no student was heard yet"
    student = signed_in("jason-16")
    for word in ("More labs", "More labs and music"):
        student.post(f"{PAGE}speak/", {"word": word})
    signed_in("jason-14").post(f"{PAGE}speak/", {"word": "Let us travel"})
    page = visitor.get(PAGE)
    assert page.context["page"].missing == ()
    assert "2 students have spoken to it." in said(page)
    assert "More labs" not in said(page)
    assert "not complete yet" not in said(page)
    assert {each.id for each in page.context["page"].linked} == set(some)
    assert {each.id for each in page.context["page"].unlinked} == set(offered) - set(some)
    assert all(
        text in said(page)
        for text in (WRITTEN["need"], WRITTEN["portrait"], WRITTEN["voice"], "Early college")
    )


def test_only_the_schools_own_team_writes_and_only_its_own_students_speak() -> None:
    for outsider in ("mr-bell", "jason-16", "rosa-delgado"):
        assert signed_in(outsider).post(f"{PAGE}write/", WRITTEN).status_code == 403
    assert Client().post(f"{PAGE}write/", WRITTEN).status_code == 302
    signed_in("ms-ortiz").post(f"{PAGE}write/", WRITTEN)
    for outsider in ("mariah-16", "ms-ortiz"):
        assert signed_in(outsider).post(f"{PAGE}speak/", {"word": "Hello"}).status_code == 403
    answer = signed_in("jason-16").post(f"{PAGE}speak/", {"word": "  "})
    assert answer.status_code == 422
    assert "it is still empty" in said(answer)


def _offered(pack: Pack) -> list[str]:
    return [p.id for p in pack.catalogue.pathways.values() if SCHOOL in p.offered_by]


@pytest.mark.covers("S001-SH1.1")
def test_the_overview_counts_pathways_of_a_school_and_milestones_that_can_be_shown_by_doing(
    meridian_pack: Pack,
) -> None:
    catalogue = meridian_pack.catalogue
    quiet = replace(catalogue.milestones["explore"], ways=tuple(
        replace(way, performance=False) for way in catalogue.milestones["explore"].ways
    ))  # fmt: skip
    catalogue = replace(catalogue, milestones={**catalogue.milestones, "explore": quiet})
    frameworks.publish(by=HOUSE, pack=catalogue, now=timezone.now())
    book = RuleBook(catalogue)
    rows = {row.school.id: row for row in Client().get("/schools/").context["page"]}
    assert set(rows) == {o.id for o in catalogue.organizations.values() if o.kind == "school"}
    for school, row in rows.items():
        pathways = [p for p in catalogue.pathways.values() if school in p.offered_by]
        rules = [s.gate for p in pathways for s in p.stages] + [
            d.adds for p in pathways for d in p.destinations if d.adds
        ]
        names = {name for rule in rules for name in milestones_in(rule, book)}
        doing = {name for name in names if any(way.performance for way in catalogue.milestones[name].ways)}
        assert ({p.id for p in row.pathways}, row.milestones, row.performance) == (
            {p.id for p in pathways}, len(names), len(doing),
        )  # fmt: skip
        assert row.share == round(100 * len(doing) / len(names))
    row = rows[SCHOOL]
    assert row.performance < row.milestones
    assert f"{row.performance} of {row.milestones} ({row.share} %)" in said(Client().get("/schools/"))


@pytest.mark.covers("S002-A6")
def test_programs_stand_on_the_spectrum_and_a_schools_balance_is_shown(meridian_pack: Pack) -> None:
    assert Client().get(PAGE).context["page"].row.balance == ()
    standing = {
        "early-college": ("college",),
        "shop-program": ("career",),
        "both-ways": ("career", "college"),
    }
    rules = {
        name: Rule(
            id=name, title={"en": name}, purpose="program", editions=(Edition("first", Have("asks", "milestone:explore")),),
            subject="program", advanced_standing=parts, offered_by=(SCHOOL,),
        )
        for name, parts in standing.items()
    }  # fmt: skip
    pack = replace(meridian_pack.catalogue, rules={**meridian_pack.catalogue.rules, **rules})
    frameworks.publish(by=HOUSE, pack=pack, now=timezone.now())
    assert [n for _, n in Client().get(PAGE).context["page"].row.balance] == [2, 2, 0]
    shown = said(Client().get("/schools/"))
    assert "a head start in a career: 2 a head start in college: 2 wider exploration: 0" in shown
    assert Client().get("/schools/riverbend-high/").context["page"].row.balance == ()


@pytest.mark.covers("S002-A8", "N64")
@pytest.mark.parametrize(("ending", "kind"), [("pathways.md", "text/markdown"), ("slides.html", "text/html")])
def test_a_schools_map_goes_along_as_text_and_as_slides_with_every_field(
    meridian_pack: Pack, ending: str, kind: str
) -> None:
    catalogue, offered = meridian_pack.catalogue, _offered(meridian_pack)
    signed_in("ms-ortiz").post(f"{PAGE}write/", {**WRITTEN, "programs": [f"pathway:{offered[0]}"]})
    signed_in("jason-16").post(f"{PAGE}speak/", {"word": "More labs"})
    answer = Client().get(f"{PAGE}{ending}")
    assert answer["Content-Type"].startswith(kind)
    assert f'filename="{SCHOOL}-pathways.' in answer["Content-Disposition"]
    text = said(answer)
    wanted = [
        WRITTEN["need"],
        WRITTEN["portrait"],
        WRITTEN["voice"],
        "Early college",
        "Apprenticeship",
        "1 student has spoken",
    ]
    book = RuleBook(catalogue)
    for name in offered:
        each = catalogue.pathways[name]
        wanted += [each.title["en"], each.summary["en"], each.field["en"]]
        wanted += [t["en"] for s in each.stages for t in (s.title, s.descriptor)]
        wanted += [t["en"] for d in each.destinations for t in (d.title, d.summary) if t]
        wanted += [
            catalogue.organizations[o.removeprefix("organization:")].title["en"]
            for o in (*each.offered_by, *each.recognized_by)
        ]
        for stage in each.stages:
            wanted += [catalogue.credentials[a.partition(":")[2]].title["en"] for a in stage.awards]
            shown = [catalogue.milestones[m] for m in milestones_in(stage.gate, book)]
            wanted += [t["en"] for m in shown for t in (m.title, m.summary, *(w.title for w in m.ways))]
    assert [each for each in wanted if " ".join(each.split()) not in text] == []
    assert text.count("In the strategy: yes") == 1
    assert text.count("In the strategy: not yet") == len(offered) - 1


def test_the_slides_open_from_a_file_alone() -> None:
    body = Client().get(f"{PAGE}slides.html").content.decode()
    assert body.startswith("<!doctype html>")
    assert not [mark for mark in ("<script", "<link", "src=", "@import", "url(") if mark in body]
    assert body.count("<section>") == body.count("</section>") > 10


# -- the counter


def _enrol(many: int, school: str, choosing: int) -> list[UUID]:
    """Learners of a school, of whom the first `choosing` are on a pathway; all with the school's one adviser."""
    keys, now = [uuid4() for _ in range(many)], timezone.now()
    added = [directory.NewPerson(key, f"Kim {n}", roles=(("learner", school),)) for n, key in enumerate(keys)]
    directory.add_people(by=HOUSE, people=added, starts=timezone.localdate(now - timedelta(days=9)), now=now)
    directory.assign_many(
        by=HOUSE,
        helper=id_of("mr-okafor"),
        learners=keys,
        kind="adviser",
        scopes=("plan", "progress"),
        now=now,
    )
    actors = [Actor(key, "Kim") for key in keys[:choosing]]
    advising.look_at_portability_many(looks=[(each, "pathway:nursing") for each in actors], now=now)
    advising.choose_many(choosings=[advising.Choosing(each, "pathway:nursing") for each in actors], now=now)
    return keys


def _count(client: Client) -> tuple[int | None, int | None]:
    row = next(each for each in client.get("/house/").context["page"].schools if each.school.id == SCHOOL)
    return row.on, row.learners


@pytest.mark.covers("S000-1.1")
def test_the_counter_equals_the_plans_and_who_leaves_stands_on_one_advisers_list_and_no_public_one() -> None:
    board, adviser = signed_in("rosa-delgado"), signed_in("mr-okafor")
    there = len(people.members(SCHOOL, "learner"))
    keys = _enrol(400 - there, SCHOOL, 300)
    before = _count(board)
    assert before[1] == 400
    on_path = {row.case.learner.id for row in _whole_list(adviser) if not row.case.without_plan}
    assert set(keys[:300]) <= on_path
    assert set(keys[300:]) & on_path == set()
    assert before[0] is not None
    assert before[0] >= 300
    left = keys[7]
    advising.pause(by=Actor(left, "Kim"), now=timezone.now())
    assert _count(board) == (before[0] - 1, 400)
    lists = [name for name in ("mr-okafor", "ms-tran", "nadia-joseph") if left in _without_plan(name)]
    assert lists == ["mr-okafor"]
    assert "Kim" not in said(board.get("/house/"))
    assert "Kim" not in said(Client().get(PAGE))


def _without_plan(adviser: str) -> set[UUID]:
    return {row.case.learner.id for row in _whole_list(signed_in(adviser), "only=without-plan&")}


def _whole_list(adviser: Client, narrowed: str = "") -> list[CaseRow]:
    """An adviser's list, page by page to its end."""
    rows: list[CaseRow] = []
    start: int | None = 0
    while start is not None:
        shown = adviser.get(f"/advising/?{narrowed}from={start}").context["page"]
        rows += shown.rows
        start = shown.later
    return rows


def test_a_small_number_is_hidden_and_so_is_the_sum_that_would_tell_it() -> None:
    board = signed_in("rosa-delgado")

    def shown() -> House:
        found: House = board.get("/house/").context["page"]
        return found

    last, *others = (row.school.id for row in shown().schools if row.learners is None)
    for school in others:
        _enrol(12, school, 12)
    alone = shown()
    assert [row.school.id for row in alone.schools if row.learners is None] == [last]
    assert (alone.hides, alone.learners) == (True, None)
    # Of those on a pathway another school of the region is hidden with it, so that their sum may be told.
    hidden = [row.school.id for row in alone.schools if row.on is None]
    assert last in hidden
    assert (len(hidden) == 1) == (alone.on is None)
    assert "could point at a person" in said(board.get("/house/"))
    _enrol(12, last, 12)
    every = shown()
    assert not every.hides
    assert every.learners == sum(row.learners or 0 for row in every.schools)
    assert every.on == sum(row.on or 0 for row in every.schools)


@pytest.mark.parametrize("outsider", ["jason-16", "ms-ortiz", "denise-reed"])
def test_the_counters_of_all_schools_are_for_boards_and_the_operator(outsider: str) -> None:
    assert signed_in(outsider).get("/house/").status_code == 403
    assert signed_in("kwame-asante").get("/house/").status_code == 200
