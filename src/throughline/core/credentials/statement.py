"""Signs a statement and checks it: Ed25519 (RFC 8032) over its canonical JSON (RFC 8785), beside the
statement."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "Ed25519 over RFC 8785"


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """A statement with its detached signature (URL-safe base64 without padding) and the name of the key."""

    statement: Mapping[str, Any]
    key: str
    signature: str
    algorithm: str = ALGORITHM

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values, for a file."""
        proof = {"algorithm": self.algorithm, "key": self.key, "signature": self.signature}
        return {"statement": dict(self.statement), "proof": proof}


def sign(statement: Mapping[str, Any], private: Ed25519PrivateKey, key: str) -> SignedStatement:
    """The statement signed with a private key; `key` is the name its public half is published under."""
    signature = private.sign(rfc8785.dumps(dict(statement)))
    return SignedStatement(statement, key, urlsafe_b64encode(signature).rstrip(b"=").decode())


def verifies(signed: SignedStatement, public: Ed25519PublicKey) -> bool:
    """Whether the statement is, to the byte of its canonical form, what the owner of the key signed."""
    if signed.algorithm != ALGORITHM:
        return False
    padded = signed.signature + "=" * (-len(signed.signature) % 4)
    try:
        public.verify(urlsafe_b64decode(padded), rfc8785.dumps(dict(signed.statement)))
    except (InvalidSignature, ValueError):
        return False
    return True


def read_signed(data: Mapping[str, Any]) -> SignedStatement:
    """A signed statement from its JSON values. Raises `ValueError` naming what is not there."""
    proof = data.get("proof")
    if not isinstance(data.get("statement"), Mapping) or not isinstance(proof, Mapping):
        raise ValueError(
            "A signed statement has two parts, `statement` and `proof`. Give the whole file as it was issued."
        )
    absent = [name for name in ("algorithm", "key", "signature") if not isinstance(proof.get(name), str)]
    if absent:
        raise ValueError(f"proof.{absent[0]} is missing. Give the whole file as it was issued.")
    return SignedStatement(data["statement"], proof["key"], proof["signature"], proof["algorithm"])
