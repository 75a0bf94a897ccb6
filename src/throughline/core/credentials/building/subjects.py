"""Who a credential is about, so that nobody can follow a person from one credential to the next."""

from hashlib import sha256
from unicodedata import normalize
from uuid import UUID

from throughline.core.credentials.building.errors import CannotBuild
from throughline.core.credentials.building.facts import Identity

LEAST_SALT = 16
"""Bytes. With less, everyone's name could be tried."""


def pairwise(name: UUID) -> str:
    """The id of a subject: drawn at random for one learner and one issuer, and told to nobody else."""
    return f"urn:uuid:{name}"


def identity(name: str, salt: bytes, kind: str = "name") -> Identity:
    """A name as its salted hash (OB 3.0 IdentityHash: sha256 over the name and the salt in hex, UTF-8).

    Whoever is told the name can check it; whoever is not learns nothing from it. salt: random, 16 bytes or more.
    """
    if len(salt) < LEAST_SALT:
        raise CannotBuild(
            "identifier.salt",
            f"a salt of {len(salt)} bytes can be guessed",
            f"Draw {LEAST_SALT} or more at random",
        )
    return Identity(_hash(name, salt.hex()), kind, True, salt.hex())


def is_named(held: Identity, name: str) -> bool:
    """Whether a subject's identity is that name. An algorithm other than sha256 is never taken for a yes."""
    if not held.hashed:
        return normalize("NFC", held.hash) == normalize("NFC", name)
    return held.hash.lower() == _hash(name, held.salt)


def _hash(name: str, salt: str) -> str:
    # One spelling of letters with marks, whatever keyboard they came from.
    return "sha256$" + sha256((normalize("NFC", name) + salt).encode()).hexdigest()
