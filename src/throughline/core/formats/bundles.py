"""The whole public registry of one house in one file, signed by it, that another house takes in.

A ZIP archive: `bundle.json` lists the documents, each with the file it stands in and the SHA-256 of that file;
`bundle.note` is a signed note (C2SP signed-note) over the SHA-256 of `bundle.json`; each document is a file of JSON
lines: its own fields first, then its items, then its associations. What a house certified is no part of a document here:
it stands as that house's claim.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import IO, Any, Final

from throughline.core.formats.detecting import BUNDLE as NOTE
from throughline.core.formats.packages import Association, Document, Item, Package, Unreadable
from throughline.core.signed_notes import BadNote, Note, NoteKey, Signer, read_note, sign

LIST: Final = "bundle.json"
KIND: Final = "throughline registry bundle v1"
CLAIMED: Final = "claimed by "
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_AGAIN = "Ask the house that made it for the bundle again."


@dataclass(frozen=True, slots=True)
class Bundled:
    """A document in a bundle. own: of the catalogue of the house that made it, not one that it took in itself. number: of
    the version there."""

    identifier: str
    title: str
    file: str
    sha256: str
    own: bool
    number: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What `bundle.json` says. house: in words, address: of its site, log: the name of the key that signs, made_at: ISO
    8601."""

    house: str
    address: str
    log: str
    made_at: str
    documents: tuple[Bundled, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes a bundle: the house's key and what signs with it, and what it says of itself."""

    house: str
    address: str
    made_at: str
    key: NoteKey
    signer: Signer


def write(out: IO[bytes], packages: Iterable[tuple[Package, int, bool]], by: Maker) -> Listing:
    """Writes a bundle of packages, each with the number of its version and whether it is the house's own."""
    listed = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for package, number, own in packages:
            listed.append(_add(packed, package, number, own))
        listing = Listing(by.house, by.address, by.key.name, by.made_at, tuple(listed))
        text = json.dumps(asdict(listing), ensure_ascii=False, indent=1).encode()
        packed.writestr(_entry(LIST), text)
        said = _signed_text(by.key.name, text)
        packed.writestr(_entry(NOTE), Note(said, (sign(said, by.key, by.signer),)).written())
    return listing


def _add(packed: zipfile.ZipFile, package: Package, number: int, own: bool) -> Bundled:
    document, rolling = package.document, sha256()
    file = f"documents/{sha256(document.identifier.encode()).hexdigest()[:32]}.jsonl"
    with packed.open(_entry(file), "w", force_zip64=True) as out:
        for line in _lines(package):
            rolling.update(line)
            out.write(line)
    return Bundled(document.identifier, document.title, file, rolling.hexdigest(), own, number)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _lines(package: Package) -> Iterator[bytes]:
    yield _line("document", package.document)
    for item in package.items:
        yield _line("item", item)
    for link in package.associations:
        yield _line("association", link)


def _line(kind: str, row: Document | Item | Association) -> bytes:
    said = {**asdict(row), "body": row.body.decode()}
    return (
        json.dumps({kind: said}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    )


def _signed_text(name: str, listing: bytes) -> str:
    return f"{KIND}\n{name}\n{sha256(listing).hexdigest()}\n"


def opened(files: Mapping[str, bytes], name: str, known: Iterable[NoteKey]) -> Listing:
    """What a bundle lists, once it is whole and signed by a house that is known here. Raises `Unreadable`.

    files: everything in the archive. known: the keys of the houses whose bundles are taken.
    """
    if LIST not in files or NOTE not in files:
        raise Unreadable(name, 0, "The bundle is not signed, or its list is missing.", _AGAIN)
    _check_signature(files, name, tuple(known))
    listing = _listing(files[LIST], name)
    wanted = {LIST, NOTE, *(each.file for each in listing.documents)}
    if set(files) != wanted or len(wanted) != len(listing.documents) + 2:
        raise Unreadable(name, 0, "The bundle holds other files than its list names.", _AGAIN)
    for each in listing.documents:
        if sha256(files[each.file]).hexdigest() != each.sha256:
            raise Unreadable(name, 0, f"“{each.title}” was changed after the bundle was signed.", _AGAIN)
    return listing


def _check_signature(files: Mapping[str, bytes], name: str, known: tuple[NoteKey, ...]) -> None:
    try:
        note = read_note(files[NOTE].decode())
    except (BadNote, UnicodeDecodeError):
        raise Unreadable(name, 0, "The signature of the bundle cannot be read.", _AGAIN) from None
    kind, signer, *_ = [*note.text.split("\n"), ""]
    keys = [each for each in known if each.name == signer]
    if kind != KIND or note.text != _signed_text(signer, files[LIST]):
        raise Unreadable(name, 0, "The list of the bundle was changed after it was signed.", _AGAIN)
    if not keys:
        fix = "Compare its key with what that house publishes; then the operator adds it to THROUGHLINE_KNOWN_HOUSES."
        raise Unreadable(name, 0, f"The bundle is signed by “{signer}”, which is not known here.", fix)
    if not any(note.is_signed_by(each) for each in keys):
        raise Unreadable(name, 0, f"The signature is not that of “{signer}”.", _AGAIN)


def _listing(text: bytes, name: str) -> Listing:
    try:
        said: dict[str, Any] = json.loads(text)
        documents = tuple(Bundled(**each) for each in said.pop("documents"))
        return Listing(**said, documents=documents)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unreadable(name, 0, "The list of the bundle cannot be read.", _AGAIN) from None


def document(data: bytes, listed: Bundled, house: str) -> Package:
    """A document of a house's bundle. Its status, where it is of that house's own catalogue, stands as its claim. Raises
    `Unreadable`."""
    heads, items, links = [], [], []
    try:
        for line in data.split(b"\n")[:-1]:
            ((kind, said),) = json.loads(line).items()
            said["body"] = said["body"].encode()
            match kind:
                case "document":
                    heads.append(Document(**said))
                case "item":
                    items.append(Item(**said))
                case "association":
                    links.append(Association(**said))
                case _:
                    raise ValueError(kind)
        (head,) = heads
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unreadable(listed.file, 0, f"“{listed.title}” cannot be read.", _AGAIN) from None
    if listed.own:
        head = replace(head, status=claimed(head.status, house))
    return Package(head, tuple(items), tuple(links))


def claimed(status: str, house: str) -> str:
    """A status as another house's word: `claimed by Meridian: Implemented`."""
    return f"{CLAIMED}{house}: {status}" if status else f"{CLAIMED}{house}"
