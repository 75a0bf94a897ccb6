"""Career pages: found by any title, honest about what is not known, and linked with the pathways both ways."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client

from tests.labor import working_state
from tests.web.looking import MOST, cost, said
from throughline.apps.directory.actor import PUBLIC
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.occupations import queries as occupations
from throughline.core.formats.labor.codes import plain
from throughline.core.formats.state_pack import Pack

__all__ = ["working_state"]  # a fixture
pytestmark = pytest.mark.django_db
PAGES = ("/careers/", "/careers/?q=nurse&interest=S&zone=4", "/careers/29-1141/", "/careers/25-2021/",
         "/careers/29-1216/", "/careers/15-1252.01/", "/careers/in-demand/",
         "/careers/by-skills/?job=ironworking/welder",
         "/careers/by-skills/?credential=diploma-ironworking")  # fmt: skip


@pytest.fixture
def visitor(working_state: Pack) -> Client:
    return Client()


@pytest.mark.parametrize("path", PAGES)
def test_a_career_page_keeps_within_its_budget(visitor: Client, path: str) -> None:
    assert cost(visitor, path) <= MOST


def rows(client: Client, query: str) -> list[str]:
    page = client.get(f"/careers/{query}").content.decode()
    return re.findall(r'<h2 class="row-title"><a href="/careers/([^/]+)/"', page)


@pytest.mark.parametrize(
    ("query", "there", "elsewhere"),
    [
        ("?q=wireman", "47-2111", "29-1141"),
        ("?q=REGISTERED+nurses", "29-1141", "47-2111"),
        ("?interest=S&interest=I", "29-1141", "47-2111"),
        ("?zone=5", "29-1216", "29-1141"),
        ("?cluster=construction", "47-2111", "29-1141"),
        ("?led_to=1", "29-1141", "53-3032"),
    ],
)
def test_a_career_is_found_by_any_title_interest_preparation_and_field(
    visitor: Client, query: str, there: str, elsewhere: str
) -> None:
    found = rows(visitor, query)
    assert there in found
    assert elsewhere not in found


def test_careers_stand_in_the_order_of_the_alphabet(visitor: Client) -> None:
    page = visitor.get("/careers/").content.decode()
    titles = [html.unescape(each) for each in re.findall(r'row-title"><a [^>]*>([^<]+)', page)]
    assert titles == sorted(titles, key=str.casefold)
    assert len(titles) == 50
    assert "?page=2" in page


@pytest.mark.covers("N77")
def test_a_cluster_of_the_earlier_list_finds_what_the_pathways_of_today_lead_to(visitor: Client) -> None:
    assert (
        rows(visitor, "?cluster=Architecture+%26+Construction")
        == rows(visitor, "?cluster=construction")
        != []
    )


def test_every_destination_leads_to_its_career_and_back(visitor: Client) -> None:
    for pathway in frameworks.catalogue().pathways.values():
        page = visitor.get(f"/pathways/{pathway.id}/").content.decode()
        for destination in pathway.destinations:
            if not destination.occupation:
                continue
            assert f'href="/careers/{destination.occupation}/"' in page
            back = visitor.get(f"/careers/{destination.occupation}/").content.decode()
            assert f'href="/pathways/{pathway.id}/#to-{destination.id}"' in back
            assert "names exactly this occupation" in back


def test_a_specialty_says_that_the_pathway_names_its_wider_occupation(visitor: Client) -> None:
    words = said(visitor.get("/careers/15-1252.01/"))
    assert "names the wider group 15-1252" in words
    assert "It is a specialty of Software Developers" in words


def test_a_wage_above_the_published_is_said_in_words_and_no_wage_by_the_hour_is_no_zero(
    visitor: Client,
) -> None:
    doctor, teacher = said(visitor.get("/careers/29-1216/")), said(visitor.get("/careers/25-2021/"))
    assert "above the highest published" in doctor
    assert "not available" in doctor
    assert "No wage by the hour is published for it" in teacher
    assert "$0" not in re.sub(
        r"<svg.*?</svg>", "", visitor.get("/careers/25-2021/").content.decode(), flags=re.DOTALL
    )


def test_an_occupation_without_a_job_zone_says_so(visitor: Client) -> None:
    assert "gives no job zone for it" in said(visitor.get("/careers/27-2041/"))


def test_the_living_wage_of_the_household_that_is_asked_for_stands_beside_the_wage(visitor: Client) -> None:
    one = said(visitor.get("/careers/47-2111/"))
    two = said(visitor.get("/careers/47-2111/?household=1+Adult+2+Children"))
    assert "$17.60" in one
    assert "$38.72" in two


def test_a_course_with_the_code_of_a_program_stands_under_it(visitor: Client) -> None:
    page = visitor.get("/careers/47-2111/").content.decode()
    assert "CIP 46.0302" in page
    assert 'href="/learn/elec-code-course/"' in page


def test_where_it_comes_from_and_that_it_is_invented_is_said(visitor: Client) -> None:
    words = said(visitor.get("/careers/29-1141/"))
    assert "Wages in Meridian, May 2025" in words
    assert "were made up for Meridian" in words


@pytest.mark.parametrize(
    "path", ["/careers/99-9999/", "/careers/nothing/", "/careers/11-9999/", "/careers/by-skills/?job=x"]
)
def test_what_is_no_occupation_is_not_there(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_a_sector_without_a_pathway_is_named_at_the_top(visitor: Client) -> None:
    words = said(visitor.get("/careers/in-demand/"))
    assert "No pathway leads there yet Protective Service Occupations" in words
    assert "How the list is made" in words


def test_without_files_the_pages_say_how_to_load_them_and_pathways_still_lead(visitor: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in ("occupation", "wage", "outlook", "livingwage", "group", "link", "hybrid", "edition"):
            cursor.execute(f"DELETE FROM occupations_{table}")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert "throughline import onet PATH" in said(visitor.get("/careers/"))
    assert "throughline import wages PATH" in said(visitor.get("/careers/in-demand/"))
    nurse = said(visitor.get("/careers/29-1141/"))
    assert "Nursing: Hospital nurse" in nurse
    assert "throughline import onet PATH" in nurse


def test_the_api_says_the_same(visitor: Client) -> None:
    listed = visitor.get("/api/v1/occupations?q=nurse&limit=10").json()
    assert "29-1141" in {each["code"] for each in listed["items"]}
    nurse = visitor.get("/api/v1/occupations/29-1141").json()
    found = occupations.career(PUBLIC, "29-1141")
    assert found is not None
    assert nurse["tasks"] == [task.text for task in found.tasks]
    assert {each["pathway"] for each in nurse["pathways"]} == {"medical-sciences", "nursing"}
    doctor = visitor.get("/api/v1/occupations/29-1216").json()
    assert doctor["wages"][0]["figures"]["h_median"] == {"value": None, "flag": "top"}
    assert visitor.get("/api/v1/occupations/99-9999").status_code == 404
    fits = visitor.get("/api/v1/occupations/fitting?credential=diploma-ironworking").json()
    assert plain(fits[0]["job"]).startswith("ironworking#")


@pytest.mark.covers("S001-D12.3")
def test_an_adviser_sees_how_jobs_change_near_by_with_source_day_interval_and_old_data_marked(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cost(visitor, "/advising/trends/") <= MOST
    page = visitor.get("/advising/trends/").context["page"]
    assert len(page.cards) > 5
    for each in page.cards:
        card = each.card
        assert card.ways, "each is what a pathway leads to"
        assert all(source.label and source.period for source in card.sources)
        assert card.trend.last.interval is not None
    held = [each for each in page.cards if each.card.trend.first]
    assert held
    assert all(each.card.trend.low < each.card.trend.change < each.card.trend.high for each in held)
    shown = said(visitor.get("/advising/trends/"))
    assert "Wages in Meridian, May 2025" in shown
    assert "Wages in Meridian, May 2022" in shown
    assert "Change since May 2022" in shown
    one = visitor.get("/advising/trends/?pathway=nursing").context["page"]
    assert 0 < len(one.cards) < len(page.cards)
    assert all("nursing" in {way.pathway.id for way in each.card.ways} for each in one.cards)
    assert "old data" not in shown.replace("marked as old", "")
    found = occupations.trends(PUBLIC, on=date(2027, 6, 1))
    assert found is not None
    assert all(card.trend.old for card in found.cards), "two years and a month after the survey"
    monkeypatch.setattr("throughline.web.adviser.trends.timezone.localdate", lambda: date(2027, 6, 1))
    assert "old data" in said(visitor.get("/advising/trends/"))
