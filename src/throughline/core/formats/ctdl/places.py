"""Where a state's things stand in its registry: one UUID a thing, and from it the CTID and every address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from throughline.core.formats.ctdl import terms
from throughline.core.requirements.nodes import Text

CONTEXT: list[Any] = [
    "https://credreg.net/ctdl/schema/context/json",
    {"throughline": terms.NAMESPACES["throughline"]},
]
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Places:
    """registry: the address that all others begin with, without a slash at its end. owner: reference of who publishes.
    ids: UUIDs that are given already, by reference; others follow from registry and reference. languages: of sentences
    about rules, the first one where a text has no other."""

    registry: str
    owner: str = "organization:state"
    ids: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)

    def uuid(self, ref: str) -> str:
        """The UUID of what a reference names (`milestone:m`), or a part of it (`pathway:p/stage/s`)."""
        return self.ids.get(ref) or str(uuid5(NAMESPACE_URL, f"{self.registry}/{ref}"))

    def ctid(self, ref: str) -> str:
        """Its CTID."""
        return f"ce-{self.uuid(ref)}"

    def address(self, ref: str) -> str:
        """Its permanent address."""
        return f"{self.registry}/resources/{self.ctid(ref)}"

    def data(self, ref: str) -> str:
        """Where its whole document stands as the state published it."""
        return f"{self.registry}/documents/{self.uuid(ref)}.json"

    def node(self, kind: str, ref: str, title: Text, about: Text, prefix: str = "ceterms") -> Body:
        """What every node has: class, address, CTID, name, description, page and language."""
        name = self.text(title, ref)
        return {
            "@type": kind, "@id": self.address(ref), "ceterms:ctid": self.ctid(ref), f"{prefix}:name": name,
            f"{prefix}:description": self.text(about, "") or name, "ceterms:subjectWebpage": self.address(ref),
        }  # fmt: skip

    def text(self, text: Text, otherwise: str) -> dict[str, str]:
        """A text by language; where there is none, other words in the first language."""
        found = {tag: words for tag, words in text.items() if words.strip()}
        return found or ({self.languages[0]: otherwise} if otherwise else {})

    def said(self, text: Text) -> str:
        """A text in the first language, or in one that it has."""
        return text.get(self.languages[0]) or next(iter(text.values()), "")
