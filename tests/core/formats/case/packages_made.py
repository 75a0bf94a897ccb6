"""Packages of CASE for tests: one small and readable, and strategies for many."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from throughline.core.formats.case import reading
from throughline.core.formats.packages import Package

BASE = "https://standards.example.gov/ims/case/v1p0"
CHANGED = "2026-11-01T08:00:00+00:00"


def guid(number: int) -> str:
    return f"0abc0000-0000-4000-8000-{number:012x}"


DOCUMENT = guid(0)


def document(**more: Any) -> dict[str, Any]:
    return {
        "identifier": DOCUMENT, "uri": f"{BASE}/CFDocuments/{DOCUMENT}", "creator": "State of Example",
        "title": "Example framework", "lastChangeDateTime": CHANGED,
    } | more  # fmt: skip


def item(number: int, statement: str = "Explains a choice.", **more: Any) -> dict[str, Any]:
    return {
        "identifier": guid(number), "uri": f"{BASE}/CFItems/{guid(number)}", "fullStatement": statement,
        "lastChangeDateTime": CHANGED,
    } | more  # fmt: skip


def link(number: int, kind: str, origin: int, destination: int, **more: Any) -> dict[str, Any]:
    ends = {
        f"{which}NodeURI": {
            "title": f"node {end}",
            "identifier": guid(end),
            "uri": f"{BASE}/CFItems/{guid(end)}",
        }
        for which, end in (("origin", origin), ("destination", destination))
    }
    own = guid(number)
    return {
        "identifier": own, "uri": f"{BASE}/CFAssociations/{own}", "associationType": kind, "lastChangeDateTime": CHANGED,
    } | ends | more  # fmt: skip


def package(items: list[Any], links: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    hung = [link(1000 + nth, "isChildOf", nth, 0) for nth, _ in enumerate(items, 1)]
    return {
        "CFDocument": document(),
        "CFItems": items,
        "CFAssociations": hung if links is None else links,
    } | more


def read(content: Any, name: str = "example.json") -> Package:
    return reading.read(json.dumps(content).encode(), name=name)


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
members = st.dictionaries(
    st.text("abcdefgh", min_size=3, max_size=8).map("x_{}".format),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=3,
)


@st.composite
def packages(draw: st.DrawFn) -> dict[str, Any]:
    """Packages with trees, links elsewhere, unknown members and extensions."""
    count = draw(st.integers(0, 8))
    items = [item(nth, draw(texts), **draw(members)) for nth in range(1, count + 1)]
    links = []
    for nth in range(1, count + 1):
        above = draw(st.integers(0, nth - 1))
        links.append(link(100 + nth, "isChildOf", nth, above, sequenceNumber=draw(st.integers(1, 9))))
    for nth in range(draw(st.integers(0, 4)) if count else 0):
        kind = draw(
            st.sampled_from(["exactMatchOf", "precedes", "ext:covers", "isTranslationOf", "ext:needs.this"])
        )
        there = draw(st.integers(1, 20))
        links.append(link(200 + nth, kind, draw(st.integers(1, count)), there, **draw(members)))
    made = package(draw(st.permutations(items)), draw(st.permutations(links)), **draw(members))
    if draw(st.booleans()):
        made["CFDefinitions"] = {"CFConcepts": [], "CFSubjects": []} | draw(members)
    if draw(st.booleans()):
        made["CFDocument"] |= {"extensions": draw(members), "caseVersion": "1.1"}
    order = draw(st.permutations(list(made)))
    return {name: made[name] for name in order}
