"""What stands at an address: one file, or the packages of a CASE provider; fetched without being used against this house.

Sources: CASE REST binding 1.1, the paths /CFDocuments and /CFPackages/{id}, its parameters limit and offset.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from throughline.apps.directory.actor import Refused
from throughline.apps.records.files.fetching import Fetcher, NotFetched, ask_over_https
from throughline.apps.registry.actions import key_of
from throughline.apps.registry.queries.documents import bodies_of
from throughline.core.formats.case.reading import read_documents
from throughline.core.formats.packages import Document, Note, Unreadable

MOST_BYTES: Final = 64 * 1024 * 1024
SECONDS: Final = 30.0
AT_ONCE: Final = 25
"""Packages of a provider that one errand fetches; the next errand goes on, because what is here already is not fetched."""
PAGE, MOST_PAGES = 100, 5
TYPES: Final = re.compile(
    r"application/(json|[\w.+-]+\+json|octet-stream|zip|gzip|x-gzip|x-zip-compressed|xml|vnd\.ms-excel|x-turtle"
    r"|vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet)|text/(plain|json|csv|turtle|xml|tab-separated-values)"
)
_PROVIDER = re.compile(r"(https://[^?#]+/ims/case/v1p[01])(?:/CFDocuments)?/?", re.IGNORECASE)
_DOCUMENT = re.compile(r"(https://[^?#]+/ims/case/v1p[01])/CFDocuments/([^/?#]+)", re.IGNORECASE)
Fetch = Callable[[str], bytes]
fetch: Final = Fetcher(
    ask=partial(ask_over_https, most=MOST_BYTES), types=TYPES, most=MOST_BYTES, seconds=SECONDS
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from an address: a file, or why it did not come."""

    name: str
    address: str
    data: bytes = b""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that an errand to an address found, and what it left."""

    files: tuple[Fetched, ...]
    notes: tuple[Note, ...] = ()


def gather(address: str, get: Fetch = fetch) -> Gathered:
    """The file at an address; of a CASE provider's base address, the packages that are not here yet as it has them.

    Raises `Refused` where the address cannot be asked, or has nothing.
    """
    address = address.strip()
    if found := _PROVIDER.fullmatch(address):
        return _provided(found[1], get)
    if found := _DOCUMENT.fullmatch(address):
        address = f"{found[1]}/CFPackages/{found[2]}"
    return Gathered((Fetched(_name(address), address, _asked(address, get)),))


def _asked(address: str, get: Fetch) -> bytes:
    try:
        return get(address)
    except NotFetched as error:
        raise Refused("The address", str(error), "Check it, or bring the file itself.") from None


def _name(address: str) -> str:
    parts = urlsplit(address)
    return parts.path.rstrip("/").rpartition("/")[2] or parts.netloc


def _provided(base: str, get: Fetch) -> Gathered:
    listed = list(_listed(base, get))
    here = _unchanged(listed)
    wanted = [each for each in listed if each.identifier not in here]
    files = tuple(_package(base, each, get) for each in wanted[:AT_ONCE])
    notes = []
    if here:
        notes.append(
            Note(base, f"{len(here)} of its {len(listed)} documents are here as it has them.", "Not fetched.")
        )
    if len(wanted) > AT_ONCE:
        done = f"The first {AT_ONCE} were fetched; bring the address again for the next."
        notes.append(Note(base, f"{len(wanted)} documents are to be fetched.", done))
    if not listed:
        raise Refused("The address", "The provider lists no document.", "Check its address.")
    return Gathered(files, tuple(notes))


def _listed(base: str, get: Fetch) -> Iterator[Document]:
    seen: set[str] = set()
    for page in range(MOST_PAGES):
        address = f"{base}/CFDocuments?limit={PAGE}&offset={page * PAGE}"
        try:
            found = read_documents(_asked(address, get), name=address)
        except Unreadable as error:
            raise Refused("The address", f"What it answers cannot be read: {error.why}", error.fix) from None
        new = [each for each in found if each.identifier not in seen]
        yield from new
        seen.update(each.identifier for each in new)
        if len(found) < PAGE or not new:
            return


def _package(base: str, listed: Document, get: Fetch) -> Fetched:
    name = _identifier(listed)
    address = f"{base}/CFPackages/{name}"
    try:
        return Fetched(f"{listed.title or name}.json", address, get(address))
    except NotFetched as error:
        return Fetched(f"{listed.title or name}.json", address, why=str(error))


def _identifier(listed: Document) -> str:
    """As the provider writes it."""
    return str(json.loads(listed.body).get("identifier") or listed.identifier)


def _unchanged(listed: Iterable[Document]) -> set[str]:
    """Documents that stand here with the same date of change (implementation guide 1.1: what consumers poll)."""
    keys = {key_of(each.identifier): each for each in listed}
    found = set()
    for key, body in bodies_of(keys).items():
        if _changed(body) and _changed(body) == _changed(keys[key].body):
            found.add(keys[key].identifier)
    return found


def _changed(body: bytes) -> str:
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    return str(said.get("CFDocument", said).get("lastChangeDateTime") or "") if isinstance(said, dict) else ""
