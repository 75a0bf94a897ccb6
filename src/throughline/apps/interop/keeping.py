"""The files of errands as they are kept: by the SHA-256 of their bytes, beside the files of evidence."""

import io
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from throughline.apps.records.files.storage import digest_of, opened, store
from throughline.core.formats.json_files import Data

MAPPED = 4 * 1024 * 1024
"""Files from this size on are mapped into memory instead of read into it."""
PACKED = 8
"""Bytes that come out of one byte of a packed file, about."""
Held = tuple[str, str, int]
"""A file as it is kept: its name, digest and size."""


def keep(name: str, data: IO[bytes] | bytes) -> Held:
    """Stores a file and gives what it is kept as."""
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    digest = digest_of(file)
    store().put(digest, file)
    size = file.seek(0, io.SEEK_END)
    return (name.replace("\x00", "").encode(errors="replace").decode(), digest, size)


def weight(held: Held) -> int:
    """How much there is to read in a kept file, in bytes: of a packed one, workbooks too, about what comes out of it."""
    name, _, size = held
    return size * PACKED if name.lower().endswith((".xlsx", ".zip", ".gz")) else size


@contextmanager
def read(digest: str) -> Iterator[Data]:
    """The bytes of a kept file, found unchanged. A large one is mapped; what was read of it ends with the context.

    Raises `Refused` where it was changed or is gone.
    """
    with opened(digest) as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        if size < MAPPED:
            yield file.read()
            return
        # mypy: a spooled file has a real one underneath once it was asked for.
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            yield mapped
