"""The pages of the demo state as anyone finds them: by following every link from the start page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

import throughline
from tests.web.test_pages import signed_in
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.catalogue.structure import milestones_in
from throughline.core.formats.state_pack import Pack
from throughline.core.formats.state_pack.walking import parts
from throughline.core.requirements.nodes import Text
from throughline.web.public import credentials, site

SOURCE = Path(throughline.__file__).parent
PERSONAL = ("/me/", "/me/progress/", "/me/doors/", "/me/looks/", "/explore/", "/me/milestones/medical-benchmark-4/",
            "/pathways/nursing/elsewhere/", "/me/progress/ironworking/")  # fmt: skip
RANK = re.compile(
    r"percentiles?|\byour rank|\brank(ed|ing)? (of|among|in|\d)|leader ?boards?|on pace|ahead of (you|others|your)|"
    r"(fall|falls|fell|falling|are|is|be|being) behind|class average|than (your |other )?(peers|learners|students)|"
    r"top \d+ ?%|\bGPA\b|grade[- ]point|percentil|por delante de|atrasad[oa]|promedio de la clase",
    re.IGNORECASE,
)
AGE_OR_GRADE = re.compile(
    r"\b(\d+(st|nd|rd|th)|(six|seven|eigh|nin|ten|eleven|twelf)th)[- ]grade|\bgrades? (k|\d+)|\bfreshm[ae]n|"
    r"\bsophomore|\byears? old|\b(ages?|aged) \d|\d+-year-old|under \d\d\b|(octavo|noveno|décimo) grado|"
    r"años de edad|\d+ años\b(?! de experiencia)",
    re.IGNORECASE,
)


def text_of(page: str) -> str:
    """What a page says, without its markup."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.fixture(scope="module")
def crawled(meridian: Pack, django_db_blocker: object) -> dict[str, str]:
    """Every public page that links lead to, by address."""
    client, seen, waiting = Client(), dict[str, str](), ["/"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            answer = client.get(path)
            assert answer.status_code in (200, 302), path
            seen[path] = answer.content.decode() if "html" in answer.get("Content-Type", "") else ""
            links = re.findall(r'href="(/[^"#?]*)[^"]*"', seen[path])
            waiting += [each for each in links if not each.startswith(("/static/", "/api/", "/accounts/"))]
    return seen


@pytest.fixture(scope="module")
def personal(meridian: Pack, django_db_blocker: object) -> dict[str, str]:
    """A learner's own pages and an adviser's, as they see them, in two languages."""
    found = {}
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for who, paths in (("jason-16", PERSONAL), ("mariah-14", PERSONAL), ("mr-okafor", ("/advising/",))):
            client = signed_in(who)
            for language in ("en", "es"):
                for path in paths:
                    answer = client.get(path, headers={"accept-language": language}, follow=True)
                    assert answer.status_code == 200, (who, path)
                    found[f"{who} {language} {path}"] = answer.content.decode()
    return found


@pytest.mark.covers("S001-V3")
def test_every_pathway_has_a_page_and_a_file_for_anyone_and_both_count_those_who_signed_for_it(
    meridian: Pack, crawled: dict[str, str], db: None
) -> None:
    state, today = meridian.catalogue, timezone.localdate()
    client = Client()
    for pathway in state.pathways.values():
        table = client.get("/api/v1/agreements?limit=500").json()["items"]
        signed = {
            party.removeprefix("organization:")
            for each in (row["document"] for row in table)
            if not each.get("pathways")
            or pathway.id in [p.removeprefix("pathway:") for p in each["pathways"]]
            if each.get("starts", "0") <= today.isoformat() <= each.get("ends", "9")
            for party in each["parties"]
        }
        page = crawled[f"/pathways/{pathway.id}/"]
        honors = page.partition("Who honors it</h2>")[2].partition("<h2>")[0]
        assert set(re.findall(r'href="/places/([^"/]+)/"', honors)) == signed
        assert f"{len(signed)} places, bound by" in text_of(honors)
        file = client.get(f"/pathways/{pathway.id}.json")
        assert file["Content-Type"].startswith("application/json")
        assert set(json.loads(file.content)["recognized_by"]) == signed
        assert len(signed) >= 5


@pytest.mark.covers("S001-V3", "S001-J10")
def test_anyone_reads_each_milestone_with_its_competencies_ways_criteria_and_judges(
    meridian: Pack, crawled: dict[str, str]
) -> None:
    state = meridian.catalogue
    for milestone in state.milestones.values():
        page = crawled[f"/milestones/{milestone.id}/"]
        said = text_of(page)
        for ref in milestone.competencies:
            assert f'href="/competencies/{ref.partition(":")[2]}/"' in page
        for way in milestone.ways:
            assert _plain(way.title) in said
            assert all(_plain(state.state.tags[judge]) in said for judge in way.judges)
        assert all(_plain(each) in said for each in milestone.criteria)


def _plain(text: Text) -> str:
    return re.sub(r"\s+", " ", text["en"])


@pytest.mark.covers("S001-P4.2")
def test_one_page_shows_the_whole_ladder_from_school_to_learning_beyond_work(
    meridian: Pack, crawled: dict[str, str]
) -> None:
    book = RuleBook(meridian.catalogue)
    long = [p for p in meridian.catalogue.pathways.values() if len({s.level for s in p.stages}) >= 4]
    assert {each.phase for p in long for each in p.stages} >= {
        "foundation",
        "secondary",
        "postsecondary",
        "beyond",
    }
    for pathway in long:
        said = text_of(crawled[f"/pathways/{pathway.id}/"])
        for stage in pathway.stages:
            asked = [meridian.catalogue.milestones[name].title for name in milestones_in(stage.gate, book)]
            assert [each for each in (stage.title, *asked) if _plain(each) not in said] == []


def test_public_pages_say_in_schema_orgs_words_what_they_say_to_people(
    meridian: Pack, crawled: dict[str, str]
) -> None:
    state, found = meridian.catalogue, {}
    for path, page in crawled.items():
        for body in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page):
            found[path] = json.loads(body)
    kinds = {
        "pathways": (state.pathways, "EducationalOccupationalProgram"),
        "credentials": (state.credentials, "EducationalOccupationalCredential"),
        "competencies": (state.competencies, "DefinedTerm"),
        "frameworks": (state.competency_frameworks, "DefinedTermSet"),
    }
    for place, (documents, kind) in kinds.items():
        for name, document in documents.items():  # type: ignore[attr-defined]
            said = found[f"/{place}/{name}/"]
            assert (said["@type"], said["name"]) == (kind, document.title["en"])
            assert said["@id"] == f"{settings.ADDRESS}/{place}/{name}/"
    assert {found[path]["@type"] for path in found if path.startswith("/careers/")} == {"Occupation"}
    addresses = {
        each.removeprefix(settings.ADDRESS)
        for said in found.values()
        for each in re.findall(r'"(https://[^"]+)"', json.dumps(said))
        if each.startswith(settings.ADDRESS)
    }
    assert addresses <= crawled.keys()


@pytest.mark.covers("S001-D5.2")
def test_each_competency_page_answers_what_how_shown_and_where_it_leads(
    meridian: Pack, crawled: dict[str, str]
) -> None:
    for competency in meridian.catalogue.competencies.values():
        said = text_of(crawled[f"/competencies/{competency.id}/"])
        what, how, leads = (said.index(each) for each in ("What it is", "How you show it", "Where it leads"))
        assert _plain(competency.statement) in said[what:how]
        assert all(_plain(each) in said[how:leads] for each in competency.criteria)
        assert _plain(competency.leads_to) in said[leads:]


@pytest.mark.covers("S001-U8")
def test_the_site_map_leads_to_the_five_infrastructures_each_with_a_page_and_an_api_resource(
    meridian: Pack, crawled: dict[str, str], db: None
) -> None:
    listed = crawled["/site-map/"].partition('<ul class="rows split">')[2].partition("</ul>")[0]
    five = dict(
        re.findall(r'<a href="(/[^"]+)">[^<]+</a></div><p class="small"><a href="(/api/v1/[^"]+)">', listed)
    )
    assert five == {
        "/levels/": "/api/v1/levels", "/competencies/": "/api/v1/competencies", "/credentials/": "/api/v1/credentials",
        "/requests/": "/api/v1/requests", "/published/": "/api/v1/log",
    }  # fmt: skip
    for page, resource in five.items():
        assert "<h1>" in crawled[page]
        answer = Client().get(resource)
        assert answer.status_code == 200, resource
        assert answer["Content-Type"].startswith("application/json")
    assert Client().get("/api/v1/credentials").json()["count"] == len(meridian.catalogue.credentials)


@pytest.mark.covers("S001-P3.2", "S001-D9.5")
def test_the_page_of_fields_covered_names_every_cluster_and_family_and_says_where_there_is_no_pathway(
    meridian: Pack, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    state = meridian.catalogue
    families = {**state.state.families, "seas": {"en": "Seas and ships", "es": "Mares y barcos"}}
    wider = replace(state, state=replace(state.state, families=families))
    monkeypatch.setattr(site.reading, "catalogue", lambda: wider)
    page = signed_in("jason-14").get("/fields/").content.decode()
    rows = dict(re.findall(r'<li id="([^"]+)">(.*?)</li>', page, re.DOTALL))
    for kind, names in (("family", families), ("cluster", state.clusters)):
        for name in names:
            own = {p.id for p in state.pathways.values() if getattr(p, kind) == name}
            row = rows[f"{kind}-{name}"]
            assert set(re.findall(r'href="/pathways/([^"/]+)/"', row)) == own
            assert ("No pathway yet." in row) is (not own)
    assert "No pathway yet." in rows["family-seas"]
    assert any("No pathway yet." in rows[f"cluster-{name}"] for name in state.clusters)


@pytest.mark.covers("S001-D9.5")
def test_who_misses_a_pathway_asks_for_it_and_finds_the_request_on_the_public_docket(
    meridian: Pack, db: None
) -> None:
    client = signed_in("jason-14")
    asked = {
        "profession": "Boat building",
        "cluster": "supply-chain-transportation",
        "why": "We have a harbor.",
    }
    answer = client.post("/requests/ask/", asked, follow=True)
    assert answer.redirect_chain == [("/requests/", 302)]
    number = re.search(r"number (\d+) on the docket", answer.content.decode())
    assert number is not None
    public = Client().get("/requests/").content.decode()
    assert "Boat building" in public
    assert "Jason" not in text_of(public)
    newest = Client().get("/api/v1/requests").json()[0]
    assert (newest["docket"], newest["profession"], newest["cluster"]) == (
        int(number[1]), "Boat building", "supply-chain-transportation"
    )  # fmt: skip


@pytest.mark.covers("N01")
def test_the_register_shows_a_listing_whose_day_of_review_has_passed(
    meridian: Pack, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    state = meridian.catalogue
    late = replace(state.credentials["foundation-certificate"], review_by=date(2020, 1, 31))
    listed = replace(state, credentials={**state.credentials, "foundation-certificate": late})
    monkeypatch.setattr(credentials.reading, "catalogue", lambda: listed)
    said = text_of(signed_in("jason-14").get("/credentials/").content.decode())
    assert said.count("review due since") == 1
    assert f"{_plain(late.title)} review due since Jan. 31, 2020" in said


# -- what no page says


@pytest.mark.covers("S001-D2.3")
def test_no_page_compares_a_person_with_others(crawled: dict[str, str], personal: dict[str, str]) -> None:
    found = [(path, word) for path, word in _words(RANK, {**crawled, **personal})]
    assert found == []
    assert len(personal) > 30
    assert len(crawled) > 400


@pytest.mark.covers("S001-SH6.3")
def test_no_page_labels_by_age_or_grade(crawled: dict[str, str], personal: dict[str, str]) -> None:
    assert list(_words(AGE_OR_GRADE, {**crawled, **personal})) == []


def _words(pattern: re.Pattern[str], pages: dict[str, str]) -> Iterator[tuple[str, str]]:
    for path, page in pages.items():
        said = text_of(page)
        for match in pattern.finditer(said):
            yield path, said[max(0, match.start() - 30) : match.end() + 30]


@pytest.mark.covers("S001-D2.3", "S001-SH6.3")
def test_no_template_translation_or_text_in_code_has_a_rank_an_age_or_a_grade() -> None:
    templates = [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.po")]
    assert len(templates) > 30
    texts = {str(file.relative_to(SOURCE)): file.read_text() for file in templates}
    for file in (SOURCE / "web").rglob("*.py"):
        for nth, said in enumerate(re.findall(r'(?:gettext|_)\(\s*"([^"]*)"', file.read_text())):
            texts[f"{file.name} {nth}"] = said
    bare = {name: re.sub(r"{#.*?#}|{% (?!trans)[^%]*%}|{{.*?}}", " ", text) for name, text in texts.items()}
    assert list(_words(RANK, bare)) == []
    assert list(_words(AGE_OR_GRADE, bare)) == []


@pytest.mark.covers("S001-SH6.3")
def test_no_text_of_the_state_labels_by_age_or_grade_in_any_language(meridian_pack: Pack) -> None:
    state, texts = meridian_pack.catalogue, dict[str, str]()
    collections = ("milestones", "competencies", "credentials", "pathways", "agreements", "opportunities",
                   "organizations", "rules", "clusters")  # fmt: skip
    for collection in collections:
        for document in getattr(state, collection).values():
            for part in parts(document):
                if part.type == Text and part.value:
                    texts |= {f"{document.id} {part.path}.{code}": said for code, said in part.value.items()}
    assert len(texts) > 3000
    assert list(_words(AGE_OR_GRADE, texts)) == []
    assert list(_words(RANK, texts)) == []


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (RANK, "You are ranked 4 of 30."), (RANK, "You are in the 80th percentile."), (RANK, "You are falling behind."),
        (RANK, "Faster than other learners"), (RANK, "You are on pace with peers"), (AGE_OR_GRADE, "For 10th grade"),
        (AGE_OR_GRADE, "Grade 9 to 12"), (AGE_OR_GRADE, "Sophomores only"), (AGE_OR_GRADE, "at 14 years old"),
        (AGE_OR_GRADE, "para personas de 16 años"),
    ],
)  # fmt: skip
def test_what_the_scans_look_for_they_find(pattern: re.Pattern[str], planted: str) -> None:
    assert list(_words(pattern, {"planted": f"<p>{planted}</p>"}))
