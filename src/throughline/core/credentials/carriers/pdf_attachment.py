"""The files that a PDF carries, to find the credential among them (PDF 2.0, section 7.11.4; PDF/A-3)."""

import zlib
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from throughline.core.credentials.strict_json import Unreadable

MOST_BYTES = 32 * 1024 * 1024
MOST_FILES = 64
LARGEST_FILE = 16 * 1024 * 1024
BEGINS = b"%PDF-"
AGAIN = "Download the PDF again, or give the credential as a file of its own."

# Without it the library unpacks a PDF's own tables to any size before it gives anything back.
pikepdf.settings.set_qpdf_limits(flate_max_memory=64 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Attached:
    """One file in a PDF: its name, the media type it claims (empty where it claims none), and its bytes."""

    name: str
    media_type: str
    data: bytes


def is_pdf(data: bytes) -> bool:
    """Whether these bytes are a PDF's; some programs put a few bytes before its first line."""
    return BEGINS in data[:1024]


def attachments(data: bytes) -> tuple[Attached, ...]:
    """Every file attached to a PDF, by name.

    Raises `Unreadable` where the PDF is damaged, encrypted or too large, carries too many files or too large ones.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("This PDF is too large.", f"It has {len(data)} bytes; {MOST_BYTES} are read.", AGAIN)
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _attached(pdf)
    except pikepdf.PasswordError:
        raise Unreadable(
            "This PDF is locked.",
            "It asks for a password.",
            "Save it without a password, or give the credential itself.",
        ) from None
    except (
        pikepdf.PdfError,
        zlib.error,
        RuntimeError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
    ) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("This PDF is damaged.", "Its parts do not hold together.", AGAIN) from error


def credentials(data: bytes) -> tuple[Attached, ...]:
    """The attached files that look like a credential: JSON, or a signed token. Raises as `attachments`."""
    return tuple(each for each in attachments(data) if _like_a_credential(each.data))


def _attached(pdf: pikepdf.Pdf) -> tuple[Attached, ...]:
    names = list(pdf.attachments)
    if len(names) > MOST_FILES:
        raise Unreadable(
            "This PDF carries too many files.", f"It has {len(names)}; {MOST_FILES} are read.", AGAIN
        )
    return tuple(_file(name, pdf.attachments[name]) for name in names)


def _file(name: str, spec: pikepdf.AttachedFileSpec) -> Attached:
    held = spec.get_file()
    return Attached(name, held.mime_type or "", _bytes(name, held.obj))


def _bytes(name: str, stream: pikepdf.Object) -> bytes:
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    listed = [] if filters is None else [str(each) for each in (filters if _is_list(filters) else [filters])]
    if listed == []:
        return _within(name, raw)
    if listed == ["/FlateDecode"] and "/DecodeParms" not in stream:
        return _inflated(name, raw)
    raise Unreadable(
        f"The file {name[:80]!r} in this PDF is packed in an unusual way.",
        f"It uses {', '.join(listed)[:80]}.",
        "Give the credential as a file of its own.",
    )


def _is_list(value: pikepdf.Object) -> bool:
    return isinstance(value, pikepdf.Array)


def _inflated(name: str, raw: bytes) -> bytes:
    inflater = zlib.decompressobj()
    data = inflater.decompress(raw, LARGEST_FILE + 1)
    return _within(name, data)


def _within(name: str, data: bytes) -> bytes:
    if len(data) > LARGEST_FILE:
        raise Unreadable(
            f"The file {name[:80]!r} in this PDF is too large.",
            f"More than {LARGEST_FILE} bytes are not read.",
            AGAIN,
        )
    return data


def _like_a_credential(data: bytes) -> bool:
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"{", b"eyJ"))
