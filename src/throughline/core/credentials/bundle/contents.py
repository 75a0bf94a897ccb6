"""What a bundle holds, as plain values."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any


@dataclass(eq=False)
class BundleError(ValueError):
    """A bundle that cannot be written or taken: which file in it, what is wrong, what to do."""

    file: str
    why: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}: {self.why}. {self.fix}."


@dataclass(frozen=True, slots=True)
class Held:
    """A credential as it was issued, byte for byte: JSON, a token, or an image that carries it. title: what to call it.

    log_proof: what shows since when the public log holds it (`core.log_proof`, JSON); empty where nothing does.
    """

    title: str
    body: bytes
    media_type: str = "application/json"
    log_proof: bytes = b""


def held(title: str, document: Mapping[str, Any], log_proof: Mapping[str, Any] | None = None) -> Held:
    """A credential that is at hand as JSON values, and its proof where there is one."""
    return Held(title, _json(document), log_proof=_json(log_proof) if log_proof else b"")


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What stood at an address when the bundle was made: an issuer's keys, a status list, an achievement, a log entry.

    With it a credential can be checked when its issuer is gone; `taken_at` says as of when.
    """

    address: str
    body: bytes
    taken_at: datetime
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of evidence by its digest (sha256, hex). chunks: its content, read only while the bundle is written or
    the file is taken out. A bundle holds each digest once, under the name of the last."""

    digest: str
    size: int
    media_type: str
    name: str
    chunks: Callable[[], Iterable[bytes]] = field(compare=False, repr=False)


def evidence(name: str, body: bytes, media_type: str) -> EvidenceFile:
    """A file of evidence that is at hand as bytes."""
    return EvidenceFile(sha256(body).hexdigest(), len(body), media_type, name, lambda: (body,))


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything of one learner's. record: what the house knows, by section, as JSON values, nothing left out.

    holder: the name on the pages. clr: the signed record; transcript: the PDF of it.
    """

    holder: str
    made_at: datetime
    record: Mapping[str, Any]
    clr: bytes | None = None
    credentials: tuple[Held, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    evidence: tuple[EvidenceFile, ...] = ()
    transcript: bytes | None = None
