"""A learner's day, and the day of those who help: one drawing, so that the learner sees what others see of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.advising import actions as advising_actions
from throughline.apps.advising import queries as advising
from throughline.apps.directory import actions as directory_actions
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Refused
from throughline.core.formats.state_pack import Pack

pytestmark = pytest.mark.django_db
SECONDS = 0.5
DAY = re.compile(r'<div class="day">.*?</div>', re.S)


def _parts(client: Client, path: str) -> list[str]:
    return DAY.findall(client.get(path).content.decode())


def _by_learner(client: Client) -> dict[str, str]:
    page = client.get("/today/").content.decode()
    names = re.findall(r'<h2 id="l-([\w-]+)">', page)
    return dict(zip(names, DAY.findall(page), strict=True))


@pytest.mark.covers("S001-R3.2c")
def test_the_day_shows_goals_and_supports_and_the_learner_sees_what_the_teacher_sees_of_them(
    meridian: Pack,
) -> None:
    teacher, jason = signed_in("ms-ortiz"), signed_in("jason-16")
    seen = _by_learner(teacher)
    assert {str(id_of("jason-14")), str(id_of("jason-16"))} <= set(seen)
    day = seen[str(id_of("jason-16"))]
    for words in ("Drawing a thing before I have to explain it", "late on Thursdays", "What helps", "Goals"):
        assert words in day
    for goal in advising.goals(actor("jason-16"), id_of("jason-16"), now=timezone.now()):
        assert goal.words in day
    for key in ("jason-14", "jason-16", "jason-18"):
        (same,) = _parts(signed_in(key), f"/me/today/?seen-by={id_of('ms-ortiz')}")
        assert same == seen[str(id_of(key))], key
    assert _parts(jason, "/me/today/") == [day]
    assert "Carmen Ortiz" in said(jason.get("/me/today/"))
    for client, path, most in ((jason, "/me/today/", MOST), (teacher, "/today/", MOST + READS_ANOTHER)):
        assert cost(client, path) <= most, path
        began = process_time()
        page = client.get(path)
        assert process_time() - began < SECONDS
        assert len(page.content) < 60_000


def test_who_is_let_into_progress_alone_sees_no_goals_and_no_supports(meridian: Pack) -> None:
    seen = _by_learner(signed_in("dr-lucia"))[str(id_of("jason-16"))]
    assert "Working on" in seen
    for hidden in ("Goals", "Supports", "late on Thursdays", "research lab"):
        assert hidden not in seen
    (same,) = _parts(signed_in("jason-16"), f"/me/today/?seen-by={id_of('dr-lucia')}")
    assert same == seen


def test_each_reading_of_a_day_is_on_the_learners_own_page_once_a_day(meridian: Pack) -> None:
    teacher = signed_in("ms-ortiz")
    teacher.get("/today/")
    teacher.get("/today/")
    looks = [each for each in directory.reads_of(actor("jason-16"), id_of("jason-16")) if each.at == "today"]
    assert [(each.who, each.because) for each in looks] == [("Carmen Ortiz", "they let you in")]


def test_what_is_ended_is_gone_from_both_pages_at_once(meridian: Pack) -> None:
    jason = actor("jason-16")
    tie = next(each for each in directory.helpers_of(jason, jason.me) if each.helper.demo_key == "ms-ortiz")
    directory_actions.revoke(by=jason, relation=tie.id, now=timezone.now())
    assert str(jason.me) not in _by_learner(signed_in("ms-ortiz"))
    answer = signed_in("jason-16").get(f"/me/today/?seen-by={id_of('ms-ortiz')}")
    assert answer.status_code == 403
    assert "Carmen Ortiz" not in said(signed_in("jason-16").get("/me/today/"))


def test_nobody_reads_a_day_by_asking_for_learners_who_did_not_let_them_in(meridian: Pack) -> None:
    teacher = actor("ms-ortiz")
    stranger = directory.someone(id_of("mariah-16"))
    both = frozenset({"plan", "progress"})
    assert advising.todays(teacher, [(stranger, both)], now=timezone.now()) == []
    lucia, jason = actor("dr-lucia"), directory.someone(id_of("jason-16"))
    (found,) = advising.todays(lucia, [(jason, both)], now=timezone.now())
    assert (found.scopes, found.goals, found.supports) == (frozenset({"progress"}), (), "")
    with pytest.raises(Refused, match="day"):
        advising.whose_day(replace(actor("jason-18"), helps=()))


def test_a_goal_that_is_shown_and_one_that_was_dropped_are_not_of_today(meridian: Pack) -> None:
    jason, now = actor("jason-16"), timezone.now()
    advising_actions.set_goal(by=jason, words="Done already", what="milestone:mathematics-1", now=now)
    dropped = advising_actions.set_goal(by=jason, words="Another time", now=now)
    advising_actions.drop_goal(by=jason, goal=dropped, now=now)
    told = [each.words for each in advising.own_today(jason, now=now).today.goals]
    assert told
    assert not {"Done already", "Another time"} & set(told)


def test_the_usual_week_says_what_today_is_for(meridian: Pack) -> None:
    jason = actor("jason-16")
    monday = datetime(2026, 11, 23, 14, tzinfo=UTC)
    days = [advising.own_today(jason, now=monday + timedelta(days=n)).today.activity for n in range(7)]
    assert days == [*["Northside High"] * 3, "Mercy Bay Hospital", "Harbor Community College", "", ""]


def test_a_guardian_whose_time_is_over_is_not_named_as_reader(meridian: Pack) -> None:
    jason = actor("jason-16")
    far = timezone.now() + timedelta(days=365 * 40)
    kinds = {each.kind for each in advising.own_today(jason, now=far).readers}
    ties = directory.helpers_of(jason, jason.me)
    assert ("guardian" in kinds) is any(each.kind == "guardian" and each.until is None for each in ties)


def test_the_day_of_nobody_is_an_empty_page_that_says_what_will_be_here(meridian: Pack) -> None:
    assert "will stand here" in said(signed_in("helen-zhou").get("/today/"))
    assert signed_in("jason-18").get("/today/").status_code == 403


@pytest.mark.parametrize(
    "key", ["rafael-santos", "ms-ortiz", "dr-lucia", "helen-zhou", "kwame-asante", "denise-reed"]
)
def test_the_day_of_everyone_who_helps_begins_on_a_page_of_their_own(meridian: Pack, key: str) -> None:
    client = signed_in(key)
    home = client.get("/my-day/")["Location"]
    assert home != "/"
    assert client.get(home).status_code == 200
