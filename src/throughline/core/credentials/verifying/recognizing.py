"""What somebody brought: JSON, a token, a picture or PDF with a credential inside, an address, or none of these.

Nothing is fetched and nothing is believed here; only the form is told.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as BadBase64
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from throughline.core.credentials.carriers import baking, pdf_attachment
from throughline.core.credentials.strict_json import LARGEST, Unreadable
from throughline.core.credentials.verifying.answers import Said, said

Form: TypeAlias = Literal["json", "jwt", "sd_jwt", "png", "svg", "pdf", "address", "bundle", "other"]
_PNG = b"\x89PNG\r\n\x1a\n"
MOST_INSIDE = 8
"""How many credentials of one PDF are read."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_=-]*")
_SELECTIVE = re.compile(r"[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_=-]*~[A-Za-z0-9_.~=-]*")
_DATA_URL = re.compile(r"data:(?P<type>[\w.+/-]+)(?P<parameters>(?:;[\w=.-]+)*),(?P<body>.*)", re.DOTALL)
_CARRIERS = ("vc", "credential", "jwt", "verifiableCredential", "assertion")
"""Names that links and QR codes give a credential, or its address, which they carry."""
_WALLET_SCHEMES = (
    "openid-credential-offer", "openid4vp", "openid", "haip", "eudi-openid4vp", "didcomm", "dccrequest", "mdoc-openid4vp",
)  # fmt: skip
_COSE = re.compile(r"0o[RS][A-Za-z0-9_+/=-]{40,}")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought. carried: the credentials as text or bytes, or the address; none where `problem` says why."""

    form: Form
    carried: tuple[str | bytes, ...] = ()
    problem: Said | None = None


def recognize(given: bytes | str) -> Brought:
    """The form of what was given, and what it carries."""
    data = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
    if len(data) > LARGEST:
        return Brought("other", problem=said("too_large", size=len(data), most=LARGEST))
    if not data.strip():
        return Brought("other", problem=said("empty"))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[", b'"'):
        return Brought("json", (data,))
    if data.startswith(_PNG):
        return _baked("png", data)
    if pdf_attachment.is_pdf(data):
        return _attached(data)
    if data.startswith(b"PK\x03\x04"):
        return Brought("bundle", (data,))
    return _of_text(data)


def _of_text(data: bytes) -> Brought:
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return Brought("other", problem=said("not_text"))
    if text.startswith("<"):
        return _marked_up(text, data)
    return _one_word(text)


def _marked_up(text: str, data: bytes) -> Brought:
    beginning = text[:4096].lower()
    if "<svg" in beginning:
        return _baked("svg", data)
    if "<html" in beginning or "<!doctype html" in beginning:
        return Brought("other", problem=said("web_page"))
    return Brought("other", problem=said("xml"))


def _one_word(text: str) -> Brought:
    if _TOKEN.fullmatch(text):
        return Brought("jwt", (text,))
    if _SELECTIVE.fullmatch(text):
        return Brought("sd_jwt", (text,))
    if text.upper().startswith(("VC1-", "VP1-")):
        return Brought("other", problem=said("cbor_code"))
    if _COSE.fullmatch(text):
        return Brought("other", problem=said("cose"))
    if text.startswith("data:"):
        return _data_url(text)
    return _link(text)


def _link(text: str) -> Brought:
    scheme = text.partition(":")[0].lower()
    if scheme in _WALLET_SCHEMES:
        return Brought("other", problem=said("wallet_link", scheme=scheme))
    if not _ADDRESS.fullmatch(text):
        return Brought("other", problem=said("not_recognized"))
    inside = _carried_by(text)
    if inside is not None:
        return inside
    if scheme != "https":
        return Brought("other", problem=said("not_https"))
    return Brought("address", (text,))


def _carried_by(address: str) -> Brought | None:
    try:
        parts = urlsplit(address)
        fragment = parts.fragment.rpartition("?")[2]
        pairs = [*parse_qsl(parts.query, max_num_fields=50), *parse_qsl(fragment, max_num_fields=50)]
    except ValueError:
        return Brought("other", problem=said("not_recognized"))
    for name, value in pairs:
        if name in _CARRIERS and value.lstrip()[:1] == "{":
            return Brought("json", (value,))
        if name in _CARRIERS and _TOKEN.fullmatch(value):
            return Brought("jwt", (value,))
        if name in _CARRIERS and value.startswith("https://"):
            return Brought("address", (value,))
    return None


def _data_url(text: str) -> Brought:
    found = _DATA_URL.fullmatch(text)
    if found is None:
        return Brought("other", problem=said("not_recognized"))
    try:
        body = unquote_to_bytes(found["body"])
        plain = b64decode(body, validate=True) if ";base64" in found["parameters"].split(",")[0] else body
    except (BadBase64, ValueError):
        return Brought("other", problem=said("not_recognized"))
    # A data URL inside a data URL would let a small text ask for much work.
    if plain.lstrip().startswith(b"data:"):
        return Brought("other", problem=said("not_recognized"))
    return recognize(plain)


def _baked(form: Literal["png", "svg"], data: bytes) -> Brought:
    try:
        found = baking.unbake(data)
    except Unreadable as problem:
        return Brought(form, problem=said("unreadable", technical=problem))
    return Brought(form, (found.text,))


def _attached(data: bytes) -> Brought:
    try:
        found = pdf_attachment.credentials(data)
    except Unreadable as problem:
        return Brought("pdf", problem=said("unreadable", technical=problem))
    if not found:
        return Brought("pdf", problem=said("no_credential_inside"))
    return Brought("pdf", tuple(each.data for each in found[:MOST_INSIDE]))
