"""What a file is, told by its first bytes and never by its name; and photos written anew, without where and when."""

import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from throughline.apps.directory.actor import Refused

PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
MOST_PIXELS = 60_000_000
"""A phone's largest photo has about 50 million; a file that claims more is a bomb or a mistake."""
LONGEST_SIDE, PREVIEW_SIDE = 3200, 480
HEAD = 8192
CONTROLS = frozenset(range(0x20)) - frozenset(b"\t\n\f\r") | {0x7F}
"""Bytes that no plain text has."""
IN_WORDS = "a photo (JPEG, PNG, WebP, GIF), PDF, sound, film, office document, or plain text"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it will be stored. preview: a small JPEG of a picture, or None."""

    data: IO[bytes]
    media_type: str
    preview: IO[bytes] | None = None


def _starts(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(starts)


def _inside(start: bytes, at: int, *marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(start) and head[at : at + 4] in marks


def _iso(*brands: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and head[8:12] in brands


MARKS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    ("image/gif", _starts(b"GIF87a", b"GIF89a")),
    ("image/webp", _inside(b"RIFF", 8, b"WEBP")),
    ("application/pdf", _starts(b"%PDF-")),
    ("audio/wav", _inside(b"RIFF", 8, b"WAVE")),
    ("audio/mpeg", lambda head: head.startswith(b"ID3") or head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    ("audio/ogg", _starts(b"OggS")),
    ("audio/mp4", _iso(b"M4A ", b"M4B ")),
    ("video/webm", _starts(b"\x1a\x45\xdf\xa3")),
    ("video/quicktime", _iso(b"qt  ")),
    ("video/mp4", _iso(b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"3gp4", b"3gp5", b"dash")),
)  # fmt: skip
"""How files begin (their own specifications; the same marks as in the WHATWG MIME Sniffing Standard)."""
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OPEN_DOCUMENTS = (
    "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
)  # fmt: skip
ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif", "application/pdf": ".pdf",
    "audio/wav": ".wav", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "audio/mp4": ".m4a", "video/webm": ".webm",
    "video/quicktime": ".mov", "video/mp4": ".mp4", "text/plain": ".txt",
    **dict(zip(OFFICE.values(), (".docx", ".xlsx", ".pptx"), strict=True)),
    **dict(zip(OPEN_DOCUMENTS, (".odt", ".ods", ".odp"), strict=True)),
}  # fmt: skip
"""The ending a file is handed out under, whatever its name said."""


def media_type(data: IO[bytes]) -> str:
    """What a file is by its content; empty where it is none of the kinds that are taken."""
    data.seek(0)
    head = data.read(HEAD)
    data.seek(0)
    found = next((name for name, fits in MARKS if fits(head)), "")
    if not found and head.startswith(b"PK\x03\x04"):
        return _office(data)
    return found or ("text/plain" if _is_text(data) else "")


def _office(data: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(data) as archive:
            names = archive.namelist()[:5000]
            if names[:1] == ["mimetype"] and archive.getinfo("mimetype").file_size < 100:
                told = archive.read("mimetype").decode("ascii", "replace")
                return told if told in OPEN_DOCUMENTS else ""
            # A document with macros is a program, and none of these.
            if any(name.endswith("vbaProject.bin") for name in names):
                return ""
            return next((kind for part, kind in OFFICE.items() if part in names), "")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return ""
    finally:
        data.seek(0)


def _is_text(data: IO[bytes]) -> bool:
    """Plain words in UTF-8. What a browser could run (a page, a drawing) is not plain."""
    text = data.read(1_000_001)
    data.seek(0)
    if not text or len(text) > 1_000_000 or CONTROLS & set(text):
        return False
    try:
        said = text.decode("utf-8").lstrip("\ufeff \t\r\n")
    except UnicodeDecodeError:
        return False
    return not said.startswith("<")


def take(data: IO[bytes], name: str) -> Taken:
    """The file as it will be stored; pictures are drawn anew, so that nothing but the picture remains.

    :raises Refused: it is none of the kinds that are taken, or a picture that cannot be read.
    """
    kind = media_type(data)
    if not kind:
        raise Refused(f"The file {name}", "it is none of the kinds that can be kept.", f"Send {IN_WORDS}.")
    return _redrawn(data, kind, name) if kind in PICTURES else Taken(data, kind)


def _redrawn(data: IO[bytes], kind: str, name: str) -> Taken:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(data, formats=[PICTURES[kind]]) as found:
                _check_size(found, name)
                upright = ImageOps.exif_transpose(found)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                plain = _pixels(upright)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning) as error:  # fmt: skip
        raise Refused(
            f"The picture {name}",
            "it is broken or too large to read.",
            "Take it again, or send a smaller one.",
        ) from error
    return _written(plain)


def _check_size(found: Image.Image, name: str) -> None:
    if found.width * found.height > MOST_PIXELS:
        raise Refused(
            f"The picture {name}", f"it claims {found.width} by {found.height} points.", "Send a smaller one."
        )


def _pixels(found: Image.Image) -> Image.Image:
    """The points alone, on a new sheet: no note of where, when or with what it was made comes along."""
    mode = "RGBA" if "A" in found.getbands() or "transparency" in found.info else "RGB"
    sheet = Image.new(mode, found.size)
    sheet.paste(found.convert(mode))
    return sheet


def _written(plain: Image.Image) -> Taken:
    whole, small = BytesIO(), BytesIO()
    kind = "PNG" if plain.mode == "RGBA" else "JPEG"
    plain.save(whole, kind, **({"optimize": True} if kind == "PNG" else {"quality": 85, "optimize": True}))
    plain.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    on_white = Image.new("RGB", plain.size, "white")
    on_white.paste(plain, mask=plain.getchannel("A") if plain.mode == "RGBA" else None)
    on_white.save(small, "JPEG", quality=70, optimize=True)
    whole.seek(0)
    small.seek(0)
    return Taken(whole, "image/png" if kind == "PNG" else "image/jpeg", small)
