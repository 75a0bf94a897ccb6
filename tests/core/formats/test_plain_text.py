"""Statements as plain text, and one UUID for whatever names a thing."""

from __future__ import annotations

import pytest

from throughline.core.formats.identifiers import guid
from throughline.core.formats.plain_text import plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Compare using >, =, and < symbols.", "Compare using >, =, and < symbols."),
        ("f(1) <  f(3) and a<b", "f(1) <  f(3) and a<b"),
        ("<p>First.</p><p>Second &amp; <b>third</b></p>", "First.\nSecond & third"),
        ("x<sup>2</sup> + a<sub>1</sub>", "x^2 + a_1"),
        ("&#60topic&#62", "<topic>"),
        ("&amp;lt;", "&lt;"),
        ("one\x00two", "onetwo"),
        ("**bold** and $x^2 < 4$", "**bold** and $x^2 < 4$"),
    ],
)
def test_html_is_read_and_what_only_looks_like_it_stays(written: str, shown: str) -> None:
    assert plain(written) == shown


UUID = "7bb99e2f-d7cc-11e8-824f-0242ac160002"


@pytest.mark.parametrize(
    "name",
    [UUID, UUID.upper(), f"ce-{UUID}", f"urn:uuid:{UUID}", f"https://x.example/resources/ce-{UUID}", f"{{{UUID}}}",
     f"https://x.example/CFItems/{UUID}/"],
)  # fmt: skip
def test_a_uuid_is_found_in_whatever_carries_it(name: str) -> None:
    assert guid(name) == UUID


def test_an_address_gives_one_uuid_whatever_server_repeats_it() -> None:
    address = "http://asn.jesandco.org/resources/S2366905"
    assert guid(address) == guid(address, "https://elsewhere.example/uri/x") != guid(address + "1")
    assert guid("M.F.1", f"https://x.example/uri/{UUID}") == UUID
    assert guid("") == ""
