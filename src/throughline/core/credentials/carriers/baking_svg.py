"""A credential in an SVG: an element of the badge namespaces, with the JSON as its text or a token in `verify`."""

from typing import Any, Literal
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from throughline.core.credentials.strict_json import Unreadable

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
NAMESPACE_2 = "http://openbadges.org"
CREDENTIAL = f"{{{NAMESPACE}}}credential"
ASSERTION_2 = f"{{{NAMESPACE_2}}}assertion"
SVG = "{http://www.w3.org/2000/svg}svg"
DEEPEST = 200
BETWEEN = "|"
AGAIN = "Give the picture as it was issued."


def looks_like(data: bytes) -> bool:
    """Whether these bytes begin like XML that holds an SVG."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"<svg", b"<?xml", b"<!DOCTYPE svg", b"<!--")) and b"<svg" in data


def take(image: bytes) -> tuple[Literal["3.0", "2.0"], str]:
    """The generation and the text of the one credential in the picture. Raises `Unreadable`."""
    root = _tree(image)
    newer = list(root.iter(CREDENTIAL))
    if newer:
        return "3.0", _text(_only(newer))
    older = list(root.iter(ASSERTION_2))
    if older:
        return "2.0", _text(_only(older))
    raise Unreadable(
        "There is no credential in this picture.",
        "A picture that was edited has often lost it.",
        "Download the badge again from its issuer.",
    )


def put(image: bytes, text: str) -> bytes:
    """The picture with the text as its only credential, right behind the opening of `svg`; all else as it was."""
    _tree(image)
    opened, credentials = _spans(image)
    pieces, at = [image[:opened], _written(text)], opened
    for start, end in credentials:
        pieces.append(image[at:start])
        at = end
    return b"".join((*pieces, image[at:]))


def _tree(image: bytes) -> Element:
    try:
        _check_depth(image)
        root: Element = fromstring(image)
    except DefusedXmlException:
        raise Unreadable(
            "This SVG declares entities.",
            "They can be made to swell without limit, or to read other files.",
            "Save the picture without them.",
        ) from None
    except (ParseError, expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            "This is no picture that is read here.", f"It is not sound XML: {error}.", AGAIN
        ) from None
    if root.tag not in (SVG, "svg"):
        raise Unreadable("This is no SVG.", f"Its outermost element is {root.tag[:80]!r}.", AGAIN)
    return root


def _only(found: list[Element]) -> Element:
    if len(found) > 1:
        raise _unclear(f"This picture holds {len(found)} credentials.")
    return found[0]


def _text(element: Element) -> str:
    token, inside = element.get("verify", "").strip(), "".join(element.itertext()).strip()
    if token and inside and element.tag == CREDENTIAL:
        raise _unclear("This picture holds a signed token and a JSON credential in one place.")
    # In 2.0 `verify` of a hosted badge is only its address; the assertion itself is worth more.
    chosen = token if token.count(".") == 2 and token.startswith("ey") else inside or token
    if not chosen:
        raise Unreadable(
            "There is no credential in this picture.",
            "The place for it is empty.",
            "Download the badge again from its issuer.",
        )
    return chosen


def _unclear(what: str) -> Unreadable:
    return Unreadable(what, "Which one is meant cannot be told.", "Give a picture with one credential in it.")


def _written(text: str) -> bytes:
    start = f'<openbadges:credential xmlns:openbadges="{NAMESPACE}"'
    if not text.startswith("{"):
        return f'{start} verify="{escape(text)}"></openbadges:credential>'.encode()
    inside = text.replace("]]>", "]]]]><![CDATA[>")
    return f"{start}><![CDATA[{inside}]]></openbadges:credential>".encode()


def _check_depth(image: bytes) -> None:
    # Before a tree is built of them.
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable(
                "This SVG is nested too deeply.", f"More than {DEEPEST} levels of elements.", AGAIN
            )

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    _parse(image, expat.ParserCreate(), start, end)


def _spans(image: bytes) -> tuple[int, list[tuple[int, int]]]:
    """Where the opening of `svg` ends, and where each credential begins and ends, in bytes."""
    if image.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in image[:4]:
        raise Unreadable(
            "This SVG is not written in UTF-8.", "Baking works on its bytes.", "Save it in UTF-8."
        )
    started: list[int] = []
    found: list[tuple[int, int]] = []
    parser = expat.ParserCreate(namespace_separator=BETWEEN)
    wanted = f"{NAMESPACE}{BETWEEN}credential"

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == wanted or not started:
            started.append(parser.CurrentByteIndex)

    def end(name: str) -> None:
        if name == wanted:
            found.append((started[-1], _closed(image, parser.CurrentByteIndex)))

    _parse(image, parser, start, end)
    opened = _closed(image, started[0])
    if image[opened - 2 : opened] == b"/>":
        raise Unreadable("This picture is empty.", "Its `svg` has nothing in it.", "Give a picture.")
    return opened, found


def _parse(image: bytes, parser: expat.XMLParserType, start: Any, end: Any) -> None:
    def entity(*declared: object) -> None:
        raise DefusedXmlException

    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = start, end, entity
    parser.Parse(image, True)


def _closed(image: bytes, start: int) -> int:
    """One past the `>` of the tag that begins at `start`; one inside quotes does not end it."""
    quote = 0
    for at in range(start, len(image)):
        byte = image[at]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return at + 1
    raise Unreadable("This SVG is damaged.", "A tag is not closed.", AGAIN)
