"""A credential travels inside its picture, and whoever sends a hostile picture gets a reason, not a crash."""

import io
import json
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from throughline.core.credentials.carriers import baking
from throughline.core.credentials.strict_json import Unreadable, read

JSON = '{"name":"Robotics, é, ]]> and a & too"}'
TOKEN = "eyJhbGciOiJFZERTQSJ9.e30.c2ln"
SVG = (
    b'<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg xmlns="http://www.w3.org/2000/svg" title="a > b">'
    b"\n  <circle r='4'/>\n</svg>\n"
)
ENTITIES = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*more: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00\x01\x02\x03")
    parts = chunk(b"IHDR", header), *more, chunk(b"IDAT", pixels), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def text(keyword: bytes, body: str) -> bytes:
    return chunk(b"iTXt", keyword + b"\x00\x00\x00en\x00\x00" + body.encode())


@pytest.mark.parametrize("credential", [JSON, TOKEN])
@pytest.mark.parametrize(
    ("bake", "image", "kind"), [(baking.bake_png, png(), "png"), (baking.bake_svg, SVG, "svg")]
)
def test_what_was_baked_into_a_picture_comes_out_again(bake, image, kind, credential):
    assert baking.unbake(bake(image, credential)) == baking.Baked(kind, "3.0", credential)


def test_baking_keeps_every_other_byte_of_a_png():
    note, older = chunk(b"tEXt", b"Author\x00Ana"), text(b"openbadges", "{}")
    baked = baking.bake_png(png(note, older) + b"what a program left behind", JSON)
    piece = chunk(b"iTXt", b"openbadgecredential\x00\x00\x00\x00\x00" + JSON.encode())
    assert baked == png(piece, note, older) + b"what a program left behind"
    with Image.open(io.BytesIO(baked)) as opened:
        assert opened.getpixel((0, 0)) == (1, 2, 3)


def test_baking_keeps_every_other_byte_of_an_svg():
    baked = baking.bake_svg(SVG, JSON)
    start, end = baked.index(b"<openbadges:credential"), baked.index(b"</openbadges:credential>") + 24
    assert baked[:start] + baked[end:] == SVG


@pytest.mark.parametrize(("bake", "image"), [(baking.bake_png, png()), (baking.bake_svg, SVG)])
def test_baking_again_replaces_the_credential(bake, image):
    assert bake(bake(image, JSON), TOKEN) == bake(image, TOKEN)


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (png(chunk(b"tEXt", b"openbadges\x00https://example.org/a/1")), "https://example.org/a/1"),
        (png(text(b"openbadges", JSON)), JSON),
        (
            b'<svg xmlns:ob="http://openbadges.org"><ob:assertion verify="https://e.org/1"><![CDATA[{"a":1}]]>'
            b"</ob:assertion></svg>",
            '{"a":1}',
        ),
        (f'<svg xmlns:ob="http://openbadges.org"><ob:assertion verify="{TOKEN}"/></svg>'.encode(), TOKEN),
    ],
)
def test_a_badge_of_the_older_standard_is_read(image, expected):
    found = baking.unbake(image)
    assert (found.generation, found.text) == ("2.0", expected)


@pytest.mark.parametrize(
    ("image", "says"),
    [
        (png(), "no credential"),
        (SVG, "no credential"),
        (png(text(b"openbadgecredential", JSON), text(b"openbadgecredential", TOKEN)), "2 credentials"),
        (png(chunk(b"zTXt", b"openbadgecredential\x00\x00" + zlib.compress(b"{}"))), "compressed"),
        (
            png(chunk(b"iTXt", b"openbadgecredential\x00\x01\x00\x00\x00" + zlib.compress(b"{}"))),
            "compressed",
        ),
        (png(chunk(b"iTXt", b"openbadgecredential\x00\x00\x00\x00\x00\xff\xfe")), "UTF-8"),
        (png(chunk(b"iTXt", b"openbadgecredential\x00\x00\x00\x00")), "not whole"),
        (png()[:-3], "breaks off"),
        (png()[:33] + b"\x7f\xff\xff\xffIDAT" + png()[33:], "more than the file holds"),
        (png().replace(b"\x01\x08\x02", b"\x02\x08\x02"), "check sum"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), "header"),
        (ENTITIES + b"<svg>&b;</svg>", "entities"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', "entities"),
        (b"<svg>" * 600_000, "nested too deeply"),
        (b"<html/>", "outermost"),
        (b"\xff\xd8\xff\xe0 a photo", "not sound XML"),
        (
            b'<svg xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential>{}</o:credential>'
            b"<o:credential>{}</o:credential></svg>",
            "2 credentials",
        ),
        (
            b'<svg xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential verify="a.b.c">{}</o:credential></svg>',
            "one place",
        ),
        (b'<svg xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential/></svg>', "empty"),
    ],
    ids=lambda given: given if isinstance(given, str) else "picture",
)
def test_a_picture_that_cannot_be_trusted_gets_a_reason(image, says):
    with pytest.raises(Unreadable, match=says):
        baking.unbake(image)


@pytest.mark.parametrize("credential", ["", "see https://example.org", "a.b", 'a.b.c"><script>'])
def test_only_a_credential_is_baked(credential):
    with pytest.raises(Unreadable, match="cannot be baked"):
        baking.bake_png(png(), credential)


def test_a_picture_in_another_encoding_or_without_content_is_not_baked():
    with pytest.raises(Unreadable, match="UTF-8"):
        baking.bake_svg('<?xml version="1.0" encoding="UTF-16"?><svg> </svg>'.encode("utf-16"), JSON)
    with pytest.raises(Unreadable, match="empty"):
        baking.bake_svg(b"<svg/>", JSON)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([baking.bake_png(png(), JSON), baking.bake_svg(SVG, JSON)]))
def test_a_broken_picture_never_breaks_the_reader(data, image):
    cut = data.draw(st.integers(0, len(image)))
    at = data.draw(st.integers(0, len(image) - 1))
    other = bytes([image[at] ^ data.draw(st.integers(1, 255))])
    for broken in (image[:cut], image[:at] + other + image[at + 1 :]):
        with suppress(Unreadable):
            assert baking.unbake(broken).text


@pytest.mark.parametrize(
    ("name", "picture", "begins"),
    [("simple-json.png", "png", "{"), ("simple-jwt.svg", "svg", "eyJ"), ("simple-jwt_v1.png", "png", "eyJ")],
)
def test_the_published_baked_badges_are_read(shared_standards: Path, name, picture, begins):
    data = (shared_standards / "credentials" / "1edtech-validator" / "ob30" / name).read_bytes()
    found = baking.unbake(data)
    assert (found.picture, found.generation, found.text[: len(begins)]) == (picture, "3.0", begins)
    assert baking.is_picture(data)


def test_the_published_badge_in_a_png_is_the_one_beside_it(shared_standards: Path):
    folder = shared_standards / "credentials" / "1edtech-validator" / "ob30"
    inside = read(baking.unbake((folder / "simple-json.png").read_bytes()).text)
    assert inside["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert json.loads((folder / "simple.json").read_text())["issuer"]["id"] == inside["issuer"]["id"]
