"""Where files of evidence are kept, by the SHA-256 of their bytes: a local folder, or S3-compatible storage by setting.

What is read is checked against its digest again, so a file that was changed where it lies is found out and never served.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings

from throughline.apps.directory.actor import Refused

CHUNK = 256 * 1024
IN_MEMORY = 2 * 1024 * 1024


class Store(Protocol):
    """Bytes by digest. Writing the same digest again changes nothing."""

    def put(self, digest: str, data: IO[bytes]) -> None:
        """Keeps the bytes; whoever calls has worked out their digest."""

    def has(self, digest: str) -> bool:
        """Whether they are here."""

    def read(self, digest: str) -> Iterator[bytes]:
        """The bytes in chunks, as they lie there; raises `FileNotFoundError`."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Files in a local folder, two levels deep. A file appears whole or not at all."""

    root: Path

    def put(self, digest: str, data: IO[bytes]) -> None:
        """Keeps the bytes."""
        target = self._path(digest)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in chunks_of(data):
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def has(self, digest: str) -> bool:
        """Whether they are here."""
        return self._path(digest).is_file()

    def read(self, digest: str) -> Iterator[bytes]:
        """The bytes in chunks."""
        with self._path(digest).open("rb") as data:
            yield from chunks_of(data)

    def _path(self, digest: str) -> Path:
        return self.root / digest[:2] / digest[2:4] / digest


@dataclass(frozen=True, slots=True)
class Bucket:
    """Files in S3-compatible storage, under a prefix. client: boto3's."""

    client: Any
    bucket: str
    prefix: str

    def put(self, digest: str, data: IO[bytes]) -> None:
        """Keeps the bytes."""
        if not self.has(digest):
            # Not `upload_fileobj`, which closes the file that is still to be looked at.
            self.client.put_object(Bucket=self.bucket, Key=self._key(digest), Body=data)

    def has(self, digest: str) -> bool:
        """Whether they are here."""
        try:
            self.client.head_object(Bucket=self.bucket, Key=self._key(digest))
        except self.client.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return False
            raise
        return True

    def read(self, digest: str) -> Iterator[bytes]:
        """The bytes in chunks."""
        try:
            found = self.client.get_object(Bucket=self.bucket, Key=self._key(digest))
        except self.client.exceptions.NoSuchKey:
            raise FileNotFoundError(digest) from None
        yield from found["Body"].iter_chunks(CHUNK)

    def _key(self, digest: str) -> str:
        return f"{self.prefix}{digest[:2]}/{digest}"


def store() -> Store:
    """The storage that the settings name."""
    return _store(settings.EVIDENCE_STORE, settings.EVIDENCE_S3_ENDPOINT)


@cache
def _store(place: str, endpoint: str) -> Store:
    if not place.startswith("s3://"):
        return Folder(Path(place))
    try:
        # An extra, asked for only where a setting names it.
        boto3 = import_module("boto3")
    except ModuleNotFoundError:
        raise Refused(
            "Storing files in S3", "the part that speaks to it is not installed.", "Install throughline[s3]."
        ) from None
    bucket, _, prefix = place.removeprefix("s3://").partition("/")
    client = boto3.client("s3", endpoint_url=endpoint or None)
    return Bucket(client, bucket, f"{prefix.rstrip('/')}/" if prefix else "")


def chunks_of(data: IO[bytes]) -> Iterator[bytes]:
    """A file's bytes, a chunk at a time."""
    return iter(lambda: data.read(CHUNK), b"")


def digest_of(data: IO[bytes]) -> str:
    """The SHA-256 of a file, in hex; the file is back at its start after it."""
    data.seek(0)
    found = sha256()
    for chunk in chunks_of(data):
        found.update(chunk)
    data.seek(0)
    return found.hexdigest()


def opened(digest: str) -> IO[bytes]:
    """A stored file, read once and found unchanged; whoever asks closes it.

    :raises Refused: it was changed after it was stored, or is gone.
    """
    copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (handed on open)
    try:
        for chunk in store().read(digest):
            copy.write(chunk)
        if digest_of(copy) != digest:
            raise Refused(
                "This file", "it was changed after it was stored, so it is not shown.",
                "Tell whoever runs this house; a backup may have the unchanged one.",
            )  # fmt: skip
    except FileNotFoundError:
        copy.close()
        raise Refused(
            "This file",
            "it is not where it was stored.",
            "Tell whoever runs this house; a backup may have it.",
        ) from None
    except BaseException:
        copy.close()
        raise
    return copy


def fault_of(digest: str) -> str:
    """What is wrong with a stored file: `gone`, `changed` since it was stored, or nothing (empty)."""
    found = sha256()
    try:
        for chunk in store().read(digest):
            found.update(chunk)
    except FileNotFoundError:
        return "gone"
    return "" if found.hexdigest() == digest else "changed"
