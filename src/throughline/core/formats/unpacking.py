"""The files in a packed file: of a ZIP archive each member, of a gzip file its content; bounded, so that nothing small
unpacks into something that fills a machine."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from throughline.core.formats.detecting import Format
from throughline.core.formats.json_files import Data
from throughline.core.formats.packages import Unreadable

MOST_FILES = 5_000
LARGEST = 512 * 1024 * 1024
"""Bytes of all files of an archive together, unpacked."""
_SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True, slots=True)
class Member:
    """A file out of a packed one, with its path in it."""

    name: str
    data: bytes


def unpacked(format: Format, data: Data, name: str) -> Iterator[Member]:
    """The files in a packed file, one at a time; one that is packed itself is unpacked where it is gzip. Raises
    `Unreadable` for the whole of it."""
    if format == "gzip":
        yield Member(_plain(name), _gunzipped(data, name, LARGEST))
    else:
        yield from _unzipped(data, name)


def _plain(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name


def _gunzipped(data: Data, name: str, most: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            return _bounded(packed, name, most)
    except (OSError, EOFError, zlib.error):
        raise Unreadable(
            name, 0, "The packed file is broken.", "Pack it again, or send it unpacked."
        ) from None


def _unzipped(data: Data, name: str) -> Iterator[Member]:
    left = LARGEST
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        infos = [each for each in packed.infolist() if not each.is_dir() and not _is_skipped(each.filename)]
        if not infos or len(infos) > MOST_FILES:
            why = f"The archive holds {len(infos):,} files." if infos else "The archive holds no file."
            raise Unreadable(name, 0, why, f"Send one with 1 to {MOST_FILES:,} files.")
        for info in infos:
            found = _member(packed, info, name, left)
            left -= len(found.data)
            yield found


def _is_skipped(path: str) -> bool:
    return path.startswith(_SKIPPED[0]) or path.rsplit("/", 1)[-1] in _SKIPPED


def _member(packed: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, left: int) -> Member:
    try:
        with packed.open(info) as inner:
            data = _bounded(inner, name, left)
    except (RuntimeError, NotImplementedError):
        why = f"{info.filename} in the archive is locked by a password, or packed in a way that is not known."
        raise Unreadable(name, 0, why, "Pack it without a password.") from None
    except (zipfile.BadZipFile, EOFError, OSError, zlib.error):
        why = f"{info.filename} in the archive is broken."
        raise Unreadable(name, 0, why, "Pack it again, or send it unpacked.") from None
    if data.startswith(b"\x1f\x8b"):
        return Member(_plain(info.filename), _gunzipped(data, info.filename, left))
    return Member(info.filename, data)


def _bounded(packed: IO[bytes] | gzip.GzipFile, name: str, most: int) -> bytes:
    data = packed.read(most + 1)
    if len(data) > most:
        why = f"Unpacked it is larger than {LARGEST // 2**20} MB."
        raise Unreadable(name, 0, why, "Send it in parts.")
    return data
