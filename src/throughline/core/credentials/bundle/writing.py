"""Writes a bundle piece by piece, so that a record with films in it needs no more memory than one without."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from throughline.core.credentials.building.forms import instant
from throughline.core.credentials.bundle import naming
from throughline.core.credentials.bundle.contents import BundleError, Contents, EvidenceFile
from throughline.core.credentials.bundle.naming import Listed
from throughline.core.credentials.bundle.page_words import PageWords
from throughline.core.credentials.bundle.pages import STYLE, pages, shown


@dataclass(frozen=True, slots=True)
class _Entry:
    listed: Listed
    chunks: Iterable[bytes]


class _Pipe:
    """What the zip is written into, and taken out of as it grows. It cannot go back, and the zip does not ask it to."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.size = 0

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        self.size += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def taken(self) -> Iterator[bytes]:
        yield from self.pieces
        self.pieces.clear()


def write_bundle(contents: Contents, words: PageWords) -> Iterator[bytes]:
    """The bundle's bytes in order, the same for the same contents. Raises `BundleError` where a file of evidence is
    not what its digest says: a bundle that could not be trusted is not finished."""
    entries = list(_entries(contents, words))
    pipe = _Pipe()
    with ZipFile(pipe, "w") as archive:
        manifest = _manifest(contents, words, [each.listed for each in entries])
        for entry in [manifest, *entries]:
            yield from _written(archive, entry, contents, pipe)
    yield from pipe.taken()


def _written(archive: ZipFile, entry: _Entry, contents: Contents, pipe: _Pipe) -> Iterator[bytes]:
    info = ZipInfo(entry.listed.path, _second(contents.made_at))
    info.compress_type = ZIP_STORED if entry.listed.path.rpartition(".")[2] in naming.PACKED else ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.file_size = entry.listed.size
    digest, size = sha256(), 0
    with archive.open(info, "w") as file:
        for chunk in entry.chunks:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
            yield from pipe.taken()
    if (digest.hexdigest(), size) != (entry.listed.sha256, entry.listed.size):
        raise BundleError(
            entry.listed.path, "the stored file is not what its digest says", "Restore it from a backup"
        )


def _second(moment: datetime) -> tuple[int, int, int, int, int, int]:
    made = moment.astimezone(UTC)
    return (made.year, made.month, made.day, made.hour, made.minute, made.second)


def _entries(contents: Contents, words: PageWords) -> Iterator[_Entry]:
    for path, text in sorted(pages(contents, words).items()):
        yield _made(path, "page", "text/html", text.encode())
    yield _made(naming.STYLE, "style", "text/css", STYLE.encode())
    yield _made(naming.RECORD, "record", "application/json", _record(contents))
    if contents.clr is not None:
        yield _made(naming.CLR, "clr", "application/json", contents.clr)
    if contents.transcript is not None:
        yield _made(naming.TRANSCRIPT, "transcript", "application/pdf", contents.transcript)
    for number, held in enumerate(contents.credentials, 1):
        path = shown(number, held).file
        yield _made(path, "credential", held.media_type, held.body, {"title": held.title})
        if held.log_proof:
            yield _made(naming.proof_of(path), "log-proof", "application/json", held.log_proof, {"of": path})
    for number, each in enumerate(contents.snapshots, 1):
        path = f"documents/{number:03d}.{naming.ending(each.media_type)}"
        more = {"address": each.address, "takenAt": instant(each.taken_at)}
        yield _made(path, "document", each.media_type, each.body, more)
    yield from (_evidence(each) for each in _once(contents.evidence))


def _once(files: Iterable[EvidenceFile]) -> Iterable[EvidenceFile]:
    return {each.digest: each for each in files}.values()


def _evidence(held: EvidenceFile) -> _Entry:
    path = f"evidence/{held.digest}.{naming.ending(held.media_type)}"
    return _Entry(
        Listed(path, "evidence", held.media_type, held.size, held.digest, {"title": held.name}), held.chunks()
    )


def _made(path: str, role: str, media_type: str, body: bytes, more: dict[str, str] | None = None) -> _Entry:
    listed = Listed(path, role, media_type, len(body), sha256(body).hexdigest(), more or {})
    return _Entry(listed, (body,))


def _record(contents: Contents) -> bytes:
    body = {"format": "throughline-record", "version": naming.VERSION, "sections": contents.record}
    return json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _manifest(contents: Contents, words: PageWords, listed: list[Listed]) -> _Entry:
    body = {
        "format": naming.FORMAT, "version": naming.VERSION, "holder": contents.holder, "language": words.language,
        "madeAt": instant(contents.made_at), "entries": [each.as_json() for each in listed],
    }  # fmt: skip
    return _made(
        naming.MANIFEST,
        "manifest",
        "application/json",
        json.dumps(body, ensure_ascii=False, indent=1).encode(),
    )
