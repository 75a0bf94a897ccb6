"""Reads: search over everything: the state's own catalogue, documents of the registry, and their items.

Ranked by how well the text fits and by nothing else. Words are found by their beginning and however they are accented.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import combining, normalize
from uuid import UUID

from django.db import connection

MOST_ITEMS: Final = 2_000
"""Items weighed for one search; a word that more of them have is narrowed by a second one."""
PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: words and filters. kind: of a catalogue thing (`milestone`), of a document (`framework`), or `item`."""

    words: str = ""
    kind: str = ""
    format: str = ""
    language: str = ""
    publisher: str = ""
    subject: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found. source: catalogue, document or item. reference: `kind:id` of a catalogue thing. document,
    identifier: of a document or item. titles, texts: by language; of what says no language under the empty one."""

    source: str
    reference: str
    document: UUID | None
    identifier: str
    kind: str
    code: str
    titles: dict[str, str]
    texts: dict[str, str]
    where: str


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found, and how much there is in all; counted: whether that is exact."""

    found: tuple[Found, ...]
    total: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer, each with how many there are."""

    kinds: tuple[tuple[str, int], ...]
    formats: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    publishers: tuple[tuple[str, int], ...]
    subjects: tuple[tuple[str, int], ...]


def words_of(text: str) -> list[str]:
    """The words of a search as the index has them (`registry_fold` in the migrations)."""
    plain = "".join(each for each in normalize("NFD", text.replace("\x00", " ")) if not combining(each))
    return re.sub(r"[!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f]+", " ", plain).lower().split()[:12]


_CATALOGUE = """
    SELECT 'catalogue' AS source, reference, NULL::uuid AS document, '' AS identifier, kind, '' AS code, titles, texts,
           '' AS "where", ts_rank(words, query, 1) AS rank
    FROM registry_catalogueentry, to_tsquery('simple', %(query)s) query
    WHERE (%(query)s = '' OR words @@ query) AND %(kind)s IN ('', kind) AND %(format)s IN ('', 'throughline')
      AND (%(language)s = '' OR %(language)s = ANY(languages)) AND %(publisher)s = '' AND %(subject)s = ''
"""
_FITS = """
    %(format)s IN ('', d.format) AND %(publisher)s IN ('', d.publisher)
    AND (%(subject)s = '' OR d.subjects @> ARRAY[%(subject)s]) AND NOT d.own AND d.withdrawn_at IS NULL
"""
_DOCUMENTS = f"""
    SELECT 'document', '', d.id, d.identifier, d.kind, '', jsonb_build_object(d.language, d.title), '{{}}'::jsonb,
           d.publisher, ts_rank(words, query, 1) + 0.01
    FROM registry_registrydocument d, to_tsquery('simple', %(query)s) query
    WHERE (%(query)s = '' OR words @@ query) AND %(kind)s IN ('', d.kind)
      AND (%(language)s = '' OR d.language = %(language)s) AND {_FITS}
"""
_ITEMS = f"""
    SELECT * FROM (
        SELECT 'item', '', d.id, i.identifier, 'item', i.code, jsonb_build_object(i.language, i.statement), '{{}}'::jsonb,
               d.title, ts_rank(i.words, query, 1)
        FROM to_tsquery('simple', %(query)s) query, registry_registryitem i
        JOIN registry_registrydocument d ON d.id = i.document_id
        WHERE %(query)s <> '' AND i.words @@ query AND i.until IS NULL AND i.twin = 0 AND %(kind)s IN ('', 'item')
          AND (%(language)s = '' OR i.language = %(language)s) AND {_FITS}
        LIMIT {MOST_ITEMS}
    ) items
"""


def search(asked: Asked) -> Results:
    """What fits, best first, a page from `start`; without words, everything but items in order of its name. One query."""
    given: dict[str, str | int] = {
        "query": " & ".join(f"{each}:*" for each in words_of(asked.words)), "kind": asked.kind, "format": asked.format,
        "language": asked.language, "publisher": asked.publisher, "subject": asked.subject,
        "start": asked.start, "page": PAGE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT *, count(*) OVER (), count(*) FILTER (WHERE source = 'item') OVER () FROM ("
            f"{_CATALOGUE} UNION ALL {_DOCUMENTS} UNION ALL {_ITEMS}) found"
            " ORDER BY rank DESC, titles::text, reference, document, identifier LIMIT %(page)s OFFSET %(start)s",
            given,
        )
        rows = list(cursor.fetchall())
    total, items = (int(rows[0][10]), int(rows[0][11])) if rows else (0, 0)
    return Results(tuple(_found(row) for row in rows), total, items < MOST_ITEMS)


def choices() -> Choices:
    """What there is to narrow by. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'kinds', kind, count(*) FROM registry_catalogueentry GROUP BY kind
            UNION ALL SELECT 'kinds', kind, count(*) FROM registry_registrydocument
                WHERE NOT own AND withdrawn_at IS NULL GROUP BY kind
            UNION ALL SELECT 'kinds', 'item', sum(items) FROM registry_registrydocument
                WHERE NOT own AND withdrawn_at IS NULL HAVING sum(items) > 0
            UNION ALL SELECT 'formats', format, count(*) FROM registry_registrydocument
                WHERE NOT own AND withdrawn_at IS NULL GROUP BY format
            UNION ALL SELECT 'formats', 'throughline', count(*) FROM registry_catalogueentry HAVING count(*) > 0
            UNION ALL SELECT 'languages', language, count(*) FROM (
                SELECT language FROM registry_registrydocument WHERE language <> '' AND withdrawn_at IS NULL AND NOT own
                UNION ALL SELECT unnest(languages) FROM registry_catalogueentry) spoken GROUP BY language
            UNION ALL SELECT 'publishers', publisher, count(*) FROM registry_registrydocument
                WHERE publisher <> '' AND NOT own AND withdrawn_at IS NULL GROUP BY publisher
            UNION ALL SELECT 'subjects', subject, count(*) FROM (
                SELECT unnest(subjects) AS subject FROM registry_registrydocument
                WHERE NOT own AND withdrawn_at IS NULL) named GROUP BY subject
            """
        )
        rows = list(cursor.fetchall())
    lists: dict[str, dict[str, int]] = {}
    for name, value, number in rows:
        counted = lists.setdefault(name, {})
        counted[value] = counted.get(value, 0) + int(number)
    return Choices(*(
        tuple(sorted(lists.get(name, {}).items(), key=lambda each: each[0].casefold()))
        for name in ("kinds", "formats", "languages", "publishers", "subjects")
    ))  # fmt: skip


def _found(row: tuple[Any, ...]) -> Found:
    titles, texts = (json.loads(each) if isinstance(each, str) else each for each in row[6:8])
    source, reference, document, identifier, kind, code = row[:6]
    return Found(source, reference, document, identifier, kind, code, titles, texts, row[8])
