"""Where each thing stands in a bundle, and the manifest that lists it."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

FORMAT = "throughline-bundle"
VERSION = 1
MANIFEST = "manifest.json"
RECORD = "record.json"
CLR = "clr.json"
TRANSCRIPT = "transcript.pdf"
INDEX = "index.html"
HOW_TO_CHECK = "how-to-check.html"
STYLE = "style.css"

ENDINGS = {
    "application/json": "json", "application/ld+json": "json", "application/vc+jwt": "jwt", "application/jwt": "jwt",
    "application/pdf": "pdf", "audio/mpeg": "mp3", "audio/ogg": "ogg", "image/gif": "gif", "image/jpeg": "jpg",
    "image/png": "png", "image/svg+xml": "svg", "image/webp": "webp", "text/csv": "csv", "text/plain": "txt",
    "video/mp4": "mp4", "video/webm": "webm",
}  # fmt: skip
PACKED = frozenset({"jpg", "png", "gif", "webp", "mp3", "mp4", "ogg", "webm", "pdf"})
"""Endings of what is compressed already."""

_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9]{1,5})?(/[a-z0-9][a-z0-9_-]*(\.[a-z0-9]{1,5})?){0,2}")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the manifest. more: what its role needs (a title, an address)."""

    path: str
    role: str
    media_type: str
    size: int
    sha256: str
    more: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it stands in the manifest."""
        return {"path": self.path, "role": self.role, "mediaType": self.media_type, "size": self.size,
                "sha256": self.sha256, **self.more}  # fmt: skip


def is_safe(path: str) -> bool:
    """Whether a name is one that bundles use: small letters, two folders at most, nothing that leads elsewhere."""
    return len(path) <= 150 and _SAFE.fullmatch(path) is not None


def proof_of(credential: str) -> str:
    """Where the proof of the public log stands for the credential at a path."""
    return f"log-proofs/{credential.partition('/')[2].rpartition('.')[0]}.json"


def ending(media_type: str) -> str:
    """The ending of a file's name for its type."""
    return ENDINGS.get(media_type.partition(";")[0].strip(), "bin")


def stem(number: int, title: str) -> str:
    """A file's name that a person recognizes: its number and its title in plain letters."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-")
    return f"{number:03d}-{words}" if words else f"{number:03d}"
