"""The picture of a badge says what was earned to those who see it and to those who do not."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from throughline.core.drawing.badge import ROOM, badge_png, badge_svg
from throughline.core.drawing.lettering import text_width
from throughline.core.drawing.palette import light

SVG = "{http://www.w3.org/2000/svg}"
SAID = "Badge: CAD design. Level reached: Proficient. Issued by Harbor High School."


def _drawn(
    title: str = "CAD design", issuer: str = "Harbor High School", level: str = "Proficient"
) -> ElementTree.Element:
    return fromstring(badge_svg(title, issuer, level, SAID, 3))


def _words(element: ElementTree.Element) -> str:
    return " ".join("".join(each.itertext()) for each in element.iter(f"{SVG}text"))


def test_a_badge_is_an_image_with_a_name_and_a_description() -> None:
    made = _drawn()
    assert made.get("role") == "img"
    names = [made.find(f".//*[@id='{name}']") for name in str(made.get("aria-labelledby")).split()]
    assert [each.text for each in names if each is not None] == ["CAD design", SAID]
    assert _words(made) == "CAD design Proficient Harbor High School"


def test_a_badge_without_levels_leaves_the_room_empty() -> None:
    assert _words(_drawn(level="")) == "CAD design Harbor High School"


@pytest.mark.parametrize(
    "title",
    ["Weld", "Certificate in Advanced Manufacturing Technology", "Rindfleischetikettierungsüberwachungsaufgaben " * 3,
     "W" * 300, "a " * 400],
)  # fmt: skip
def test_whatever_its_title_nothing_is_drawn_over_the_edge(title: str) -> None:
    for each in _drawn(title, issuer=title).iter(f"{SVG}text"):
        rows = ["".join(row.itertext()) for row in each.iter(f"{SVG}tspan")] or ["".join(each.itertext())]
        assert len(rows) <= 3
        for row in rows:
            assert (
                text_width(row, float(each.get("font-size", "0")), each.get("font-weight") == "700")
                <= ROOM + 1
            )


def test_what_is_written_on_a_badge_is_never_markup() -> None:
    made = _drawn("<script>alert(1)</script> & co", 'Harbor "High"')
    assert not list(made.iter(f"{SVG}script"))
    assert "<script>alert(1)</script> & co" in _words(made)


def test_the_png_shows_the_line_in_its_colour_and_something_written() -> None:
    svg = badge_svg("CAD design", "Harbor High School", "Proficient", SAID, 3)
    picture = Image.open(BytesIO(badge_png(svg, 240))).convert("RGB")
    assert picture.size == (240, 240)
    assert picture.getpixel((20, 66)) == tuple(int(light(3)[i : i + 2], 16) for i in (1, 3, 5))
    written = picture.crop((20, 120, 220, 180)).getcolors(100_000) or []
    assert sum(count for count, (red, green, blue) in written if red + green + blue < 250) > 150, (
        "ink of the title"
    )


def test_the_same_badge_is_drawn_to_the_same_bytes() -> None:
    svg = badge_svg("CAD design", "Harbor High School", "Proficient", SAID, 3)
    assert badge_png(svg) == badge_png(svg)
