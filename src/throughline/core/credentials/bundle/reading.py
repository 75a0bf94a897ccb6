"""Reads a bundle: whole or not at all, and never more than it says it holds."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from throughline.core.credentials import strict_json
from throughline.core.credentials.bundle import naming
from throughline.core.credentials.bundle.contents import BundleError, Contents, EvidenceFile, Held, Snapshot
from throughline.core.credentials.bundle.naming import Listed

CHUNK = 1 << 18
AGAIN = "Make the bundle again where it came from"


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes: the whole, unpacked; one JSON or page. entries: how many files."""

    whole: int = 4 << 30
    text: int = 64 << 20
    entries: int = 50_000


def read_bundle(data: bytes | BinaryIO, limits: Limits | None = None) -> Contents:
    """What a bundle holds. `write_bundle` of it gives a bundle with the same contents.

    data: the file, or its bytes; it stays open as long as its evidence is read. Raises `BundleError` naming the file
    in the bundle: for a name that leads elsewhere, a file more or less than the manifest lists, another digest, more
    content than the limits allow.
    """
    file = BytesIO(data) if isinstance(data, bytes) else data
    allowed = limits or Limits()
    try:
        archive = ZipFile(file)
        return _read(archive, allowed)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error, OSError) as error:
        raise BundleError("the bundle", f"it cannot be unpacked ({error})", AGAIN) from error


def _read(archive: ZipFile, limits: Limits) -> Contents:
    infos = _checked(archive, limits)
    head = _json(archive, infos, naming.MANIFEST, limits)
    if not isinstance(head, Mapping) or head.get("format") != naming.FORMAT:
        raise BundleError(
            naming.MANIFEST,
            "this is not a bundle of a learner's record",
            "Choose the file that was downloaded",
        )
    if head.get("version") != naming.VERSION:
        raise BundleError(
            naming.MANIFEST,
            f"version {head.get('version')} is not known here",
            "Read it with a newer version",
        )
    listed = _listed(head)
    _check_complete({each.path for each in listed}, set(infos) - {naming.MANIFEST})
    for each in listed:
        _check_digest(archive, infos[each.path], each)
    return _contents(archive, infos, head, listed, limits)


def _checked(archive: ZipFile, limits: Limits) -> dict[str, ZipInfo]:
    infos = archive.infolist()
    if len(infos) > limits.entries:
        raise BundleError("the bundle", f"it has {len(infos)} files; {limits.entries} are read", AGAIN)
    if sum(each.file_size for each in infos) > limits.whole:
        raise BundleError(
            "the bundle",
            f"unpacked it is larger than {limits.whole} bytes",
            "Take films out and keep them apart",
        )
    for each in infos:
        if not naming.is_safe(each.filename) or (each.external_attr >> 16) & 0o170000 not in (0, 0o100000):
            raise BundleError(each.filename[:80], "no file of a bundle has such a name or kind", AGAIN)
        if each.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or each.flag_bits & 0x1:
            raise BundleError(each.filename, "it is packed or locked in a way that bundles are not", AGAIN)
    named = {each.filename: each for each in infos}
    if len(named) != len(infos):
        raise BundleError("the bundle", "two files have one name", AGAIN)
    return named


def _listed(head: Mapping[str, Any]) -> list[Listed]:
    entries = head.get("entries")
    if not isinstance(entries, list):
        raise BundleError(naming.MANIFEST, "it lists no files", AGAIN)
    return [_line(each) for each in entries]


def _line(line: Any) -> Listed:
    texts = ("path", "role", "mediaType", "sha256")
    if not isinstance(line, Mapping) or not all(isinstance(line.get(name), str) for name in texts):
        raise BundleError(naming.MANIFEST, "a line of it has another form", AGAIN)
    size = line.get("size")
    if not isinstance(size, int) or isinstance(size, bool):
        raise BundleError(line["path"][:80], "its size is not listed", AGAIN)
    more = {
        name: text for name, text in line.items() if name not in (*texts, "size") and isinstance(text, str)
    }
    return Listed(line["path"], line["role"], line["mediaType"], size, line["sha256"], more)


def _check_complete(listed: set[str], present: set[str]) -> None:
    for name in sorted(listed - present):
        raise BundleError(name[:80], "the manifest lists it, and it is not there", AGAIN)
    for name in sorted(present - listed):
        raise BundleError(name, "the manifest does not list it", AGAIN)


def _check_digest(archive: ZipFile, info: ZipInfo, listed: Listed) -> None:
    digest, size = sha256(), 0
    for chunk in _chunks(archive, info):
        digest.update(chunk)
        size += len(chunk)
    if (size, digest.hexdigest()) != (listed.size, listed.sha256):
        raise BundleError(listed.path, "it was changed after the bundle was made", AGAIN)


def _chunks(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _body(archive: ZipFile, infos: Mapping[str, ZipInfo], path: str, limits: Limits) -> bytes:
    if path not in infos:
        raise BundleError(path, "it is not in the bundle", AGAIN)
    if infos[path].file_size > limits.text:
        raise BundleError(path, f"it has more than {limits.text} bytes", AGAIN)
    return archive.read(infos[path])


def _json(archive: ZipFile, infos: Mapping[str, ZipInfo], path: str, limits: Limits) -> Any:
    body = _body(archive, infos, path, limits)
    try:
        return strict_json.read(body, largest=limits.text, most_values=20_000_000)
    except strict_json.Unreadable as error:
        raise BundleError(path, error.why.rstrip("."), AGAIN) from error


def _contents(
    archive: ZipFile,
    infos: Mapping[str, ZipInfo],
    head: Mapping[str, Any],
    listed: list[Listed],
    limits: Limits,
) -> Contents:
    def body(path: str) -> bytes:
        return _body(archive, infos, path, limits)

    def of(role: str) -> list[Listed]:
        return [each for each in listed if each.role == role]

    record = _json(archive, infos, naming.RECORD, limits)
    proofs = {each.more.get("of", ""): body(each.path) for each in of("log-proof")}
    sections = record.get("sections") if isinstance(record, Mapping) else None
    if not isinstance(sections, Mapping):
        raise BundleError(naming.RECORD, "it has no sections", AGAIN)
    return Contents(
        holder=str(head.get("holder", "")),
        made_at=_moment(naming.MANIFEST, head.get("madeAt")),
        record=sections,
        clr=next((body(each.path) for each in of("clr")), None),
        transcript=next((body(each.path) for each in of("transcript")), None),
        credentials=tuple(
            Held(each.more.get("title", ""), body(each.path), each.media_type, proofs.get(each.path, b""))
            for each in of("credential")
        ),
        snapshots=tuple(_snapshot(each, body(each.path)) for each in of("document")),
        evidence=tuple(_evidence(archive, infos[each.path], each) for each in of("evidence")),
    )


def _snapshot(listed: Listed, body: bytes) -> Snapshot:
    taken = _moment(listed.path, listed.more.get("takenAt"))
    return Snapshot(listed.more.get("address", ""), body, taken, listed.media_type)


def _evidence(archive: ZipFile, info: ZipInfo, listed: Listed) -> EvidenceFile:
    return EvidenceFile(
        listed.sha256,
        listed.size,
        listed.media_type,
        listed.more.get("title", ""),
        lambda: _chunks(archive, info),
    )


def _moment(path: str, text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise BundleError(path, f"'{text}' is not an instant", AGAIN) from None
    if moment.tzinfo is None:
        raise BundleError(path, f"'{text}' has no time zone", AGAIN)
    return moment
