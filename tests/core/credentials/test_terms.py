"""Term tables: each says what its source says, and no two words share a meaning where that could deceive."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.core.credentials import vectors
from throughline.core.credentials.linked_data.active import BASES, NOTHING, SERVED
from throughline.core.credentials.linked_data.terms import Source, source_of, sources, table_of
from throughline.core.credentials.linked_data.terms.compiling import CannotCompile, compile_context
from throughline.core.credentials.linked_data.terms.making import make_tables
from throughline.core.credentials.linked_data.terms.table import from_rows, to_rows
from throughline.core.credentials.linked_data.unsafe import Unsafe


def _no_document(url: str) -> Any:
    raise AssertionError(url)


def test_every_table_is_what_its_published_context_compiles_to() -> None:
    made = {(each.url, each.use): each for each in make_tables(vectors.path("contexts"))}
    assert {(source.url, source.use) for source in sources()} == set(made)
    for source in sources():
        fresh = made[source.url, source.use]
        assert (source.sha256, source.file) == (fresh.sha256, fresh.file)
        assert list(to_rows(table_of(source))) == list(to_rows(fresh.table)), source.url


def test_the_hash_of_a_table_is_that_of_the_published_file() -> None:
    listed = vectors.value("contexts/index.json")
    for source in sources():
        if source.use != "earlier":
            assert source.sha256 == listed[source.url]["sha256"], source.url
    before = vectors.path("contexts/1edtech-ob-v3p0-3.0.3.before-2026-06.json").read_bytes()
    replaced = source_of("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "earlier")
    assert replaced is not None
    assert replaced.sha256 == sha256(before).hexdigest()


def test_what_was_safe_under_a_replaced_content_reads_the_same_today() -> None:
    """So one reading is enough: a badge that holds under the earlier content holds under the one served now."""

    def rows(source: Source) -> set[str]:
        return set(to_rows(table_of(source)))

    replaced = [source for source in sources() if source.use == "earlier"]
    assert replaced
    for earlier in replaced:
        today = source_of(earlier.url)
        assert today is not None
        assert rows(earlier) < rows(today)


def test_a_table_comes_back_from_its_rows() -> None:
    for source in sources():
        assert from_rows(to_rows(table_of(source))) == table_of(source), source.url


def test_catch_all_vocabularies_are_for_tests_alone() -> None:
    for source in sources():
        assert bool(table_of(source).vocab) <= (source.use == "tests"), source.url


def test_a_table_is_packed_with_the_code() -> None:
    home = Path(__file__).resolve().parents[3] / "src/throughline/core/credentials/linked_data/terms"
    assert {source.file for source in sources()} == {
        path.name for path in (home / "tables").glob("*.tsv") if path.name != "index.tsv"
    }
    assert (home / "NOTICE").exists()


@pytest.mark.parametrize("base", BASES)
def test_no_context_changes_a_word_of_the_base(base: str) -> None:
    words = NOTHING.with_contexts(base, SERVED)
    for source in sources():
        if source.use != "served" or source.url in BASES:
            continue
        try:
            both = NOTHING.with_contexts([base, source.url], SERVED)
        except Unsafe:
            continue
        for name, term in words.terms.items():
            assert both.terms[name] == term, (source.url, name)
        for name, term in words.properties.items():
            assert both.properties.get(name) == term, (source.url, name)


@pytest.mark.parametrize(
    "context",
    [
        {"@base": "https://a.example/"},
        {"name": {"@id": "https://a.example/name", "@container": "@index"}},
        {"name": {"@id": "https://a.example/name", "@language": "en"}},
        {"list": "@list"},
        {"name": "nowhere"},
        {"name": {"@id": 5}},
        {"name": "https ://a.example/name"},
        {"one": "two", "two": "one"},
        {"a/b": "https://a.example/b"},
        5,
    ],
)
def test_what_a_table_cannot_hold_is_not_compiled(context: Any) -> None:
    with pytest.raises(CannotCompile):
        compile_context(context, _no_document)


def test_a_context_is_compiled_with_prefixes_scopes_and_protection() -> None:
    table = compile_context(
        [
            {
                "ex": "https://a.example/ns#",
                "xsd": {"@id": "http://www.w3.org/2001/XMLSchema#", "@prefix": True},
            },
            {
                "@protected": True,
                "Thing": {"@id": "ex:Thing", "@context": {"made": {"@id": "ex:made", "@type": "xsd:date"}}},
                "parts": {"@id": "ex:parts", "@container": ["@list"], "@protected": False, "@context": None},
            },
        ],
        _no_document,
    )
    assert list(to_rows(table)) == [
        "\tThing\thttps://a.example/ns#Thing\t\t\tps",
        "/Thing\tmade\thttps://a.example/ns#made\thttp://www.w3.org/2001/XMLSchema#date\t\t",
        "\tex\thttps://a.example/ns#\t\t\tx",
        "\tparts\thttps://a.example/ns#parts\t\t@list\ts",
        "/parts\t@vocab\t\t\t\tf",
        "\txsd\thttp://www.w3.org/2001/XMLSchema#\t\t\tx",
    ]
