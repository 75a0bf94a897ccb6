"""The envelope in which the registry hands out a document: what it says about itself, against what stands in it."""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any

from throughline.core.formats.packages import Note

WHERE = "the envelope"


def is_envelope(root: Any) -> bool:
    """Whether a file is an envelope of the registry."""
    return isinstance(root, Mapping) and "envelope_id" in root and "resource" in root


def opened_envelope(root: Mapping[str, Any]) -> Mapping[str, Any]:
    """The envelope with the document that was signed, where it brings only the token."""
    if isinstance(root.get("decoded_resource"), dict | list):
        return root
    signed = _payload(root.get("resource"))
    return {**root, "decoded_resource": signed} if isinstance(signed, dict | list) else root


def doubts(root: Mapping[str, Any]) -> Iterator[Note]:
    """Where the envelope and its document part, or the signature does not hold by the key that the envelope brings."""
    signed = _payload(root.get("resource"))
    plain = root.get("decoded_resource")
    if signed is None:
        yield Note(WHERE, "it brings no signed document that can be opened", "its plain document is read")
        return
    if plain is None:
        yield Note(WHERE, "it brings the document as a token only", "the token's document is read")
    elif plain != signed:
        yield Note(WHERE, "its plain document is not the signed one", "the plain one is read")
    if not _holds(str(root["resource"]), str(root.get("resource_public_key", ""))):
        yield Note(WHERE, "its signature does not hold by the key that it brings", "read all the same")


def _payload(token: Any) -> Any:
    parts = token.split(".") if isinstance(token, str) else []
    if len(parts) != 3:
        return None
    try:
        return json.loads(_bytes(parts[1]))
    except (ValueError, binascii.Error, RecursionError):
        return None


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _holds(token: str, key: str) -> bool:
    """Whether an RS256 signature holds. The key comes with the envelope, so this shows wholeness, not who sent it."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    signed, _, signature = token.rpartition(".")
    try:
        public = load_pem_public_key(key.encode())
        if not isinstance(public, RSAPublicKey):
            return False
        public.verify(_bytes(signature), signed.encode(), PKCS1v15(), SHA256())
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, binascii.Error):
        return False
    return True
