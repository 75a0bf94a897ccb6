"""What a credential is worth and who honors it; where a milestone can be learned, and who owes it where it cannot."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import said
from tests.web.test_pages import signed_in
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import actions
from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.documents import Organization, Worth
from throughline.core.formats.state_pack import Pack
from throughline.core.requirements.nodes import Cite

pytestmark = pytest.mark.django_db
UNKNOWN = "Not yet known"
OWED = "Nothing here yet. We owe you one."


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.covers("S001-D9.6")
def test_every_credential_shows_an_onward_use_and_what_it_was_worth_or_that_this_is_not_yet_known(
    client: Client, meridian: Pack
) -> None:
    kept = frameworks.published()
    for name, credential in kept.catalogue.credentials.items():
        page = client.get(f"/credentials/{name}/").content.decode()
        stack = kept.stacks[name]
        onward = [
            *(f"/credentials/{each.partition(':')[2]}/" for each in stack.above),
            *(f"/pathways/{each.partition(':')[2].partition('/')[0]}/" for each in stack.destinations),
        ]
        promises = [
            kept.catalogue.agreements[each.partition(":")[2]].title["en"] for each in stack.agreements
        ]
        assert any(each in page for each in (*onward, *promises)), name
        worth = words_of(page[page.index('id="worth"') :])
        for measure in ("wages", "hired", "studying"):
            figures = [each for each in credential.worth if each.measure == measure]
            assert all(each.cite.source in worth for each in figures), name
        known = {each.measure for each in credential.worth}
        assert worth.count(UNKNOWN) == 3 - len(known), name


def test_a_figure_stands_with_its_range_how_many_people_it_rests_on_and_its_source(
    client: Client, meridian: Pack
) -> None:
    house = frameworks.catalogue()
    name = "steel-layout-certification"
    cite = Cite("Survey of apprentices", "table 4", "https://example.gov/survey")
    figures = (
        Worth("wages", Decimal(41000), Decimal(52500), 212, date(2026, 6, 30), cite),
        Worth("hired", Decimal(81), Decimal(93), 1, date(2026, 6, 30), cite),
    )
    changed = replace(house.credentials[name], worth=figures)
    pack = replace(house, credentials={**house.credentials, name: changed})
    actions.publish(by=HOUSE, pack=pack, now=timezone.now())
    page = said(client.get(f"/credentials/{name}/"))
    assert "between $41,000 and $52,500 a year from 212 people" in page
    assert "between 81 and 93 of 100 who hold it from 1 person" in page
    assert "Survey of apprentices , table 4" in page
    assert page.count(UNKNOWN) == 1


@pytest.mark.covers("S001-R7.1b")
def test_every_credential_counts_onward_with_schools_colleges_and_workplaces_and_none_is_dead(
    client: Client, meridian: Pack
) -> None:
    kept = frameworks.published()
    places = kept.catalogue.organizations
    register = client.get("/credentials/").content.decode()
    assert "None is a dead end" in register
    assert "none yet" not in register
    settings: set[str] = set()
    for name, stack in kept.stacks.items():
        assert not stack.dead, name
        page = client.get(f"/credentials/{name}/").content.decode()
        for ref in (*stack.below, *stack.above):
            assert f"/credentials/{ref.partition(':')[2]}/" in page, (name, ref)
        honoring = kept.honored_by[name]
        assert all(f'href="/places/{each}/"' in page for each in honoring), name
        sectors = {places[each].sector for each in honoring}
        assert sectors & {"postsecondary", "workforce"}, name
        settings |= sectors
    assert settings >= {"k12", "postsecondary", "workforce"}


def test_who_signed_for_what_a_credential_builds_to_honors_it_too(meridian: Pack) -> None:
    kept = frameworks.published()
    for name, stack in kept.stacks.items():
        for ref in stack.above:
            assert set(kept.honored_by[ref.partition(":")[2]]) <= set(kept.honored_by[name])
        for ref in stack.agreements:
            assert set(kept.catalogue.agreements[ref.partition(":")[2]].parties) <= set(kept.honored_by[name])


@pytest.mark.covers("S001-D10.4")
def test_every_milestone_lists_competencies_ways_to_show_it_and_places_near_or_who_owes_one(
    client: Client, meridian: Pack
) -> None:
    house = frameworks.catalogue()
    empty = 0
    for name, milestone in house.milestones.items():
        page = client.get(f"/milestones/{name}/").content.decode()
        for ref in milestone.competencies:
            assert f"/competencies/{ref.partition(':')[2]}/" in page, name
        ways = page[page.index("Ways to show it") : page.index('id="learn"')]
        assert ways.count("<h3>") == len(milestone.ways) > 0, name
        sections = re.findall(r'<section class="near">(.*?)</section>', page, re.S)
        assert len(sections) == len(house.regions), name
        wanted = {f"milestone:{name}", *milestone.competencies}
        for region, section in zip(house.regions.values(), sections, strict=True):
            assert region.title["en"] in section
            here = [
                each.id
                for each in house.opportunities.values()
                if wanted & set(each.gives) and house.organizations[each.provider].region == region.id
            ]
            assert all(f"/learn/{each}/" in section for each in here), (name, region.id)
            assert (OWED in section) is not bool(here), (name, region.id)
            if not here:
                empty += 1
                owner = re.search(r"/places/([\w-]+)/", section)
                assert owner or "State of Meridian" in section, (name, region.id)
                assert owner is None or _teaches_in(house.organizations[owner[1]], region.id)
    assert empty > 100


def _teaches_in(place: Organization, region: str) -> bool:
    return place.region == region and place.sector in ("k12", "postsecondary")


def test_what_is_near_comes_first_for_whoever_says_where_they_are_and_for_a_learner(
    client: Client, meridian: Pack
) -> None:
    house = frameworks.catalogue()

    def order(page: str) -> list[str]:
        return re.findall(r'<section class="near"><h3>([\w ]+?)(?: <|<)', page)

    plain = [each.title["en"] for each in house.regions.values()]
    assert order(client.get("/milestones/mathematics-1/").content.decode()) == plain
    asked = client.get("/milestones/mathematics-1/?near=prairie").content.decode()
    assert order(asked)[0] == "Prairie"
    assert "near you" in asked
    own = signed_in("darnell-hayes").get("/milestones/mathematics-1/").content.decode()
    assert order(own)[0] == house.regions[house.organizations["capital-tech-high"].region].title["en"]
