"""The guide stands in the app as it stands in the repository, in the reader's language where there is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from throughline.core.formats.state_pack import Pack
from throughline.web.public.guide import chapters

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
FILES = sorted(GUIDE.rglob("*.md"))
FOR_WRITERS = {"writing-a-state"}


def test_the_chapters_stand_in_their_order() -> None:
    names = [each.name for each in chapters("en")]
    assert names[:2] == ["what-a-pathway-is", "reading-the-map"]
    assert len(names) == len(list(GUIDE.glob("*.md"))) > 10


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(GUIDE)))
def test_a_chapter_begins_with_its_title_and_links_only_to_chapters(file: Path) -> None:
    text = file.read_text("utf-8")
    assert re.match(r"# \S", text)
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert [link for link in links if not (file.parent / link).is_file()] == []


def test_every_chapter_for_people_is_there_in_spanish_with_the_same_parts() -> None:
    for english in GUIDE.glob("*.md"):
        spanish = GUIDE / "es" / english.name
        if english.stem.partition("-")[2] not in FOR_WRITERS:
            parts = [len(re.findall(r"^## ", f.read_text("utf-8"), re.MULTILINE)) for f in (english, spanish)]
            assert parts[0] == parts[1], english.name


@pytest.mark.parametrize("chapter", [each.name for each in chapters("en")])
def test_a_chapter_is_a_page(meridian: Pack, db: None, chapter: str) -> None:
    answer = Client().get(f"/help/{chapter}/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert ".md" not in re.sub(r"<code>.*?</code>", "", html)
    assert html.count("<h1>") == 1


def test_a_chapter_is_shown_in_the_readers_language(meridian: Pack, db: None) -> None:
    client = Client(headers={"accept-language": "es"})
    assert "<h1>Qué es una ruta</h1>" in client.get("/help/what-a-pathway-is/").content.decode()
    assert 'href="/help/reading-the-map/"' in client.get("/help/what-a-pathway-is/").content.decode()


def test_a_chapter_in_another_language_says_so(meridian: Pack, db: None) -> None:
    client = Client(headers={"accept-language": "ht"})
    assert re.search(r'<article[^>]* lang="en">', client.get("/help/what-a-pathway-is/").content.decode())
    assert 'lang="en">What a pathway is' in client.get("/help/").content.decode()


def test_a_table_of_the_guide_is_a_table(meridian: Pack, db: None) -> None:
    assert '<table class="table">' in Client().get("/help/who-can-see-what/").content.decode()
