"""What a client asks of the list of documents: pages, order, filters and fields, as the REST binding says."""

from __future__ import annotations

from typing import Any

import pytest

from throughline.core.formats.case.asking import Asked, BadQuery, Comparison, asked, links, page, read_filter

RECORDS: list[dict[str, Any]] = [
    {"identifier": "a", "title": "Mathematics", "subject": ["subject1", "subject2", "subject3"], "version": "1.0",
     "lastChangeDateTime": "2026-01-01T00:00:00+00:00", "CFPackageURI": {"title": "Maths"}},
    {"identifier": "b", "title": "école", "subject": ["Art"], "version": "2.0",
     "lastChangeDateTime": "2026-01-01T23:00:00-05:00"},
    {"identifier": "c", "title": "Éclair", "lastChangeDateTime": "2026-01-02T03:00:00Z"},
]  # fmt: skip


def found(text: str) -> str:
    return "".join(each["identifier"] for each in page(RECORDS, Asked(filter=read_filter(text))).records)


@pytest.mark.parametrize(
    ("text", "identifiers"),
    [
        ("title='mathematics'", "a"),
        ("title!='Mathematics'", "bc"),
        ("subject='subject1'", ""),
        ("subject='subject1,subject2,subject3'", "a"),
        ("subject~'subject1'", "a"),
        ("subject~'subject2,art'", "ab"),
        ("version>='1.0' AND version<'2.0'", "a"),
        ("version='1.0' OR title~'clair'", "ac"),
        ("version='2.0' AND title='x' OR identifier='c'", "c"),
        ("lastChangeDateTime>'2026-01-02T00:00:00Z'", "bc"),
        ("lastChangeDateTime>'2026-01-02T03:30:00Z'", "b"),
        ("CFPackageURI.title='maths'", "a"),
        ("description='x'", ""),
        ("title='it''s'", ""),
    ],
)
def test_a_filter_finds_what_the_binding_says_whatever_the_case_and_the_zone(
    text: str, identifiers: str
) -> None:
    assert found(text) == identifiers


def test_a_filter_is_read_into_groups_of_which_any_must_hold() -> None:
    assert read_filter("title='a''b' AND version>='1' OR version='2'") == (
        (Comparison("title", "=", "a'b"), Comparison("version", ">=", "1")),
        (Comparison("version", "=", "2"),),
    )


@pytest.mark.parametrize(
    ("parameters", "code", "words"),
    [
        ({"filter": "title=x"}, "invalid_selection_field", "character 1"),
        ({"filter": "title='x'AND version='1'"}, "invalid_selection_field", "character 10"),
        ({"filter": "title='x' AND "}, "invalid_selection_field", "character 15"),
        ({"filter": "shoe='x'"}, "invalid_selection_field", "'shoe'"),
        ({"filter": ""}, "invalid_selection_field", "character 1"),
        ({"fields": ""}, "invalid_selection_field", "blank"),
        ({"fields": "title,,version"}, "invalid_selection_field", "blank"),
        ({"limit": "0"}, "invalid_selection_field", "limit"),
        ({"limit": "ten"}, "invalid_selection_field", "limit"),
        ({"offset": "-1"}, "invalid_selection_field", "offset"),
        ({"orderBy": "up"}, "invalid_sort_field", "orderBy"),
    ],
)
def test_a_query_that_cannot_be_read_is_refused_with_its_code_and_place(
    parameters: dict[str, str], code: str, words: str
) -> None:
    with pytest.raises(BadQuery) as refused:
        asked(parameters)
    assert refused.value.code == code
    assert words in refused.value.why
    assert refused.value.fix


def test_what_is_not_asked_has_the_bindings_defaults() -> None:
    assert asked({}) == Asked(100, 0, "", False, (), ())
    assert asked({"limit": "5000"}).limit == 1000
    assert asked({"fields": "title,shoe"}).fields == ()


def test_records_are_sorted_without_regard_to_case_and_those_without_the_field_come_last() -> None:
    def order(**more: Any) -> str:
        return "".join(each["identifier"] for each in page(RECORDS, Asked(**more)).records)

    assert order(sort="title") == "cba"
    assert order(sort="title", descending=True) == "abc"
    assert order(sort="version", descending=True) == "bac"
    assert order(sort="shoe") == "abc"


def test_pages_put_together_are_the_whole_list_and_links_lead_from_one_to_the_next() -> None:
    documents = [{"identifier": f"{nth:03}", "title": f"Document {nth}"} for nth in range(503)]
    read: list[Any] = []
    query = asked({"limit": "10", "fields": "identifier"})
    for offset in range(0, 510, 10):
        part = page(documents, Asked(query.limit, offset, fields=query.fields))
        assert part.total == 503
        read += part.records
    assert read == [{"identifier": each["identifier"]} for each in documents]
    header = links(
        Asked(10, 10), 503, "https://x.example/CFDocuments", {"limit": "10", "offset": "10", "sort": "title"}
    )
    assert header == (
        '<https://x.example/CFDocuments?sort=title&limit=10&offset=20>; rel="next", '
        '<https://x.example/CFDocuments?sort=title&limit=10&offset=500>; rel="last", '
        '<https://x.example/CFDocuments?sort=title&limit=10&offset=0>; rel="first", '
        '<https://x.example/CFDocuments?sort=title&limit=10&offset=0>; rel="prev"'
    )
    assert 'rel="next"' not in links(Asked(10, 500), 503, "x", {})
    assert 'rel="prev"' not in links(Asked(10, 0), 503, "x", {})
