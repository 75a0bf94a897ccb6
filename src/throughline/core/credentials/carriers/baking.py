"""A credential inside its own picture: baked into a PNG or an SVG, and taken out again.

Open Badges 3.0, section 5.3 (keyword `openbadgecredential`, namespace `https://purl.imsglobal.org/ob/v3p0`); badges of
Open Badges 2.0 (keyword `openbadges`, namespace `http://openbadges.org`) are read too. Baking changes nothing else in
the picture, to the byte.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from throughline.core.credentials.carriers import baking_png, baking_svg
from throughline.core.credentials.strict_json import Unreadable

Generation: TypeAlias = Literal["3.0", "2.0"]
MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Baked:
    """What was in the picture. text: a JSON document, a signed token, or (2.0 only) the address of the assertion."""

    picture: Literal["png", "svg"]
    generation: Generation
    text: str


def bake_png(image: bytes, credential: str) -> bytes:
    """The PNG with the credential (JSON or signed token) in it, in place of one that was there.

    Raises `Unreadable` where the file is no sound PNG, or the credential neither JSON nor a token.
    """
    _check_size(image)
    return baking_png.put(image, _checked(credential))


def bake_svg(image: bytes, credential: str) -> bytes:
    """The SVG with the credential in it, in place of one that was there. Raises as `bake_png`."""
    _check_size(image)
    return baking_svg.put(image, _checked(credential))


def unbake(data: bytes) -> Baked:
    """The one credential in a picture.

    Raises `Unreadable` where it is neither PNG nor SVG, is damaged or too large, holds none or more than one, or holds
    it in compressed form, which the standard forbids.
    """
    _check_size(data)
    if data.startswith(baking_png.BEGINS):
        generation, text = baking_png.take(data)
        return Baked("png", generation, text)
    generation, text = baking_svg.take(data)
    return Baked("svg", generation, text)


def is_picture(data: bytes) -> bool:
    """Whether these bytes begin like a PNG or an SVG."""
    return data.startswith(baking_png.BEGINS) or baking_svg.looks_like(data)


def _check_size(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise Unreadable(
            "This picture is too large.",
            f"It has {len(data)} bytes; {MOST_BYTES} are read.",
            "Give a smaller picture, or the credential as a file of its own.",
        )


def _checked(credential: str) -> str:
    text = credential.strip()
    if text.startswith("{") or (text.count(".") == 2 and text.isascii() and not set(text) & set(" <>&\"'{")):
        return text
    raise Unreadable(
        "This cannot be baked.",
        "It is neither a JSON document nor a signed token of three parts.",
        "Give the whole credential as it was issued.",
    )
