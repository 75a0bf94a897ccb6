"""Keys that sign and check credentials: Ed25519, P-256, P-384 and RSA, each in one spelling.

A public key travels as a Multikey (Controlled Identifiers 1.0, section 2.2.2) or as a JSON Web Key (RFC 7517).
Signatures are raw: 64 bytes for Ed25519 (RFC 8032), r and s side by side at full length for the curves
(IEEE P1363), RS256 for RSA (RFC 8017, PKCS #1 v1.5 with SHA-256).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from throughline.core.credentials.multibase import (
    BadEncoding,
    base64url,
    from_base64url,
    from_multibase,
    multibase,
)

Kind: TypeAlias = Literal["Ed25519", "P-256", "P-384", "RSA"]
Curve: TypeAlias = ec.SECP256R1 | ec.SECP384R1
AnyPublic: TypeAlias = Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
AnyPrivate: TypeAlias = Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

KINDS: tuple[Kind, ...] = get_args(Kind)
ALGORITHMS: Mapping[Kind, tuple[str, ...]] = {
    "Ed25519": ("EdDSA", "Ed25519"), "P-256": ("ES256",), "P-384": ("ES384",), "RSA": ("RS256",),
}  # fmt: skip
"""The names under which a kind of key signs tokens (RFC 7518, RFC 8037, RFC 9864), the one we write first."""
_CURVES: dict[str, Curve] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
_HASHES: dict[str, hashes.HashAlgorithm] = {"P-256": hashes.SHA256(), "P-384": hashes.SHA384()}
_WIDTH = {"Ed25519": 32, "P-256": 32, "P-384": 48}
_ENCODED = {"Ed25519": 32, "P-256": 33, "P-384": 49}
# Multicodec prefixes as they stand in the bytes: 0xed, 0x1200, 0x1201, 0x1205, each as a variable-length integer.
_PREFIX: dict[Kind, bytes] = {
    "Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24", "RSA": b"\x85\x24",
}  # fmt: skip
_SECRET: dict[Kind, bytes] = {"Ed25519": b"\x80\x26", "P-256": b"\x86\x26", "P-384": b"\x87\x26"}
_SMALLEST_RSA, _LARGEST_RSA = 2048, 8192


class BadKey(ValueError):
    """What is wrong with a key, why, and what to do."""

    def __init__(self, what: str, why: str, fix: str) -> None:
        super().__init__(f"{what} {why} {fix}")
        self.what, self.why, self.fix = what, why, fix


class UnsupportedKey(BadKey):
    """A sound key of a kind that is not read here."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half of a key that anyone may hold. Two are equal when kind and bytes are.

    `encoded`: 32 bytes for Ed25519, the compressed point for the curves, PKCS #1 DER for RSA.
    """

    kind: Kind
    encoded: bytes
    _key: AnyPublic = field(repr=False, compare=False)

    def multibase(self) -> str:
        """The key as a Multikey, in base58btc."""
        return multibase(_PREFIX[self.kind] + self.encoded)

    def jwk(self) -> dict[str, str]:
        """The key as a JSON Web Key, with the members its thumbprint needs and no others."""
        if isinstance(self._key, Ed25519PublicKey):
            return {"crv": "Ed25519", "kty": "OKP", "x": base64url(self.encoded)}
        if isinstance(self._key, rsa.RSAPublicKey):
            numbers = self._key.public_numbers()
            return {"e": _shortest(numbers.e), "kty": "RSA", "n": _shortest(numbers.n)}
        point, width = self._key.public_numbers(), _WIDTH[self.kind]
        return {"crv": self.kind, "kty": "EC", "x": _wide(point.x, width), "y": _wide(point.y, width)}

    def thumbprint(self) -> str:
        """SHA-256 over the JSON Web Key, URL-safe base64 without padding (RFC 7638)."""
        return base64url(hashlib.sha256(rfc8785.dumps(dict(self.jwk()))).digest())

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Whether this key's owner signed these bytes."""
        try:
            return self._verify(signature, data)
        except (InvalidSignature, ValueError):
            return False

    def _verify(self, signature: bytes, data: bytes) -> bool:
        if isinstance(self._key, Ed25519PublicKey):
            self._key.verify(signature, data)
        elif isinstance(self._key, rsa.RSAPublicKey):
            self._key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            pair = _der(signature, _WIDTH[self.kind])
            self._key.verify(pair, data, ec.ECDSA(_HASHES[self.kind]))
        return True


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """The half of a key that its owner alone holds. It never shows itself in a `repr`."""

    kind: Kind
    public: PublicKey
    _key: AnyPrivate = field(repr=False, compare=False)

    def sign(self, data: bytes) -> bytes:
        """The raw signature over these bytes. The same bytes give the same signature (RFC 8032, RFC 6979)."""
        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.sign(data)
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        algorithm = ec.ECDSA(_HASHES[self.kind], deterministic_signing=True)
        r, s = utils.decode_dss_signature(self._key.sign(data, algorithm))
        width = _WIDTH[self.kind]
        return r.to_bytes(width, "big") + s.to_bytes(width, "big")

    def secret(self) -> bytes:
        """What to keep under lock, as `private_from_bytes` reads it: seed, scalar, or PKCS #8 DER for RSA."""
        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.private_bytes_raw()
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.private_numbers().private_value.to_bytes(_WIDTH[self.kind], "big")
        plain = serialization.NoEncryption()
        return self._key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)

    def pem(self) -> bytes:
        """The key as unencrypted PKCS #8 PEM, for libraries that read no other form. Keep it under lock."""
        plain = serialization.NoEncryption()
        return self._key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def new_private(kind: Kind = "Ed25519") -> PrivateKey:
    """A new key from the randomness of the operating system. RSA keys have 2048 bits, as 1EdTech asks."""
    if kind == "Ed25519":
        return _private(Ed25519PrivateKey.generate())
    if kind == "RSA":
        return _private(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    return _private(ec.generate_private_key(_CURVES[kind]))


def private_from_bytes(secret: bytes, kind: Kind = "Ed25519") -> PrivateKey:
    """The private key that `PrivateKey.secret` wrote. Raises `BadKey`."""
    if kind != "RSA" and len(secret) != _WIDTH[kind]:
        raise _wrong_length(kind, len(secret), _WIDTH[kind])
    try:
        if kind == "Ed25519":
            return _private(Ed25519PrivateKey.from_private_bytes(secret))
        if kind == "RSA":
            return _private(serialization.load_der_private_key(secret, password=None))
        return _private(ec.derive_private_key(int.from_bytes(secret, "big"), _CURVES[kind]))
    except ValueError as error:
        raise BadKey(
            "This private key cannot be read.", f"{error}.", "Give the key as it was kept."
        ) from None


def private_from_multibase(text: str) -> PrivateKey:
    """A private key from a `secretKeyMultibase`. Raises `BadKey`."""
    data = _bytes_of(text)
    for kind, prefix in _SECRET.items():
        if data.startswith(prefix):
            return private_from_bytes(data[2:], kind)
    raise UnsupportedKey(
        "This private key is of a kind that is not read here.",
        f"Its first two bytes are {data[:2].hex()}.",
        f"Use one of {', '.join(_SECRET)}.",
    )


def private_from_jwk(jwk: Mapping[str, Any]) -> PrivateKey:
    """A private key from a JSON Web Key of an Ed25519 or a curve key, with `d`. Raises `BadKey`."""
    public = public_from_jwk({name: value for name, value in jwk.items() if name != "d"})
    if public.kind == "RSA":
        raise UnsupportedKey(
            "A private RSA key is not read from a JSON Web Key.",
            "It would have to be checked part by part.",
            "Give it as PKCS #8 in PEM or DER.",
        )
    private = private_from_bytes(_member(jwk, "d", _WIDTH[public.kind]), public.kind)
    if private.public != public:
        raise BadKey("The two halves of this key do not belong together.", "`d` has another public key.",
                     "Give both halves of one key.")  # fmt: skip
    return private


def private_from_pem(pem: bytes) -> PrivateKey:
    """A private key from unencrypted PKCS #8 PEM. Raises `BadKey`."""
    try:
        return _private(serialization.load_pem_private_key(pem, password=None))
    except (ValueError, TypeError) as error:
        raise BadKey(
            "This private key cannot be read.", f"{error}.", "Give unencrypted PKCS #8 PEM."
        ) from None


def public_from_multibase(text: str) -> PublicKey:
    """A public key from a Multikey. Raises `BadKey`, and `UnsupportedKey` for a kind not read here."""
    data = _bytes_of(text)
    for kind, prefix in _PREFIX.items():
        if data.startswith(prefix):
            return public_from_bytes(data[2:], kind)
    raise UnsupportedKey(
        "This public key is of a kind that is not read here.",
        f"Its first two bytes are {data[:2].hex()}.",
        f"Use a key for signing of one of the kinds {', '.join(KINDS)}.",
    )


def public_from_bytes(encoded: bytes, kind: Kind = "Ed25519") -> PublicKey:
    """A public key from its bytes: raw Ed25519, a compressed point, PKCS #1 DER for RSA. Raises `BadKey`."""
    if kind != "RSA" and len(encoded) != _ENCODED[kind]:
        raise _wrong_length(kind, len(encoded), _ENCODED[kind])
    public = _read(lambda: _load(encoded, kind))
    if public.kind != kind or public.encoded != encoded:
        raise BadKey("This public key is written in an unusual way.", "Its own encoding differs.",
                     "Give it in the one encoding of its kind.")  # fmt: skip
    return public


def public_from_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """A public key from a JSON Web Key. Raises `BadKey`, also when it gives a private member away."""
    if any(name in jwk for name in ("d", "p", "q", "k")):
        raise BadKey("This key is not safe.", "The private half stands beside the public one.",
                     "Make a new key, and publish its public half only.")  # fmt: skip
    kty, crv = jwk.get("kty"), jwk.get("crv")
    if (kty, crv) == ("OKP", "Ed25519"):
        return public_from_bytes(_member(jwk, "x", 32), "Ed25519")
    if kty == "EC" and crv in ("P-256", "P-384"):
        return _read(lambda: _point(jwk, crv))
    if kty == "RSA":
        return _read(lambda: _public(rsa.RSAPublicNumbers(_number(jwk, "e"), _number(jwk, "n")).public_key()))
    raise UnsupportedKey(
        "This public key is of a kind that is not read here.",
        f"It says kty {kty!r} and crv {crv!r}.",
        f"Use one of {', '.join(KINDS)}.",
    )


def public_from_pem(pem: bytes) -> PublicKey:
    """A public key from PEM (SubjectPublicKeyInfo or PKCS #1). Raises `BadKey`."""
    return _read(lambda: _public(serialization.load_pem_public_key(pem)))


def _load(encoded: bytes, kind: Kind) -> PublicKey:
    if kind == "Ed25519":
        return _public(Ed25519PublicKey.from_public_bytes(encoded))
    if kind == "RSA":
        return _public(serialization.load_der_public_key(encoded))
    return _public(ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[kind], encoded))


def _point(jwk: Mapping[str, Any], crv: str) -> PublicKey:
    x, y = (int.from_bytes(_member(jwk, name, _WIDTH[crv]), "big") for name in ("x", "y"))
    return _public(ec.EllipticCurvePublicNumbers(x, y, _CURVES[crv]).public_key())


def _public(key: object) -> PublicKey:
    if isinstance(key, Ed25519PublicKey):
        return PublicKey("Ed25519", key.public_bytes_raw(), key)
    if isinstance(key, ec.EllipticCurvePublicKey):
        form = (serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
        return PublicKey(_curve_of(key.curve), key.public_bytes(*form), key)
    if isinstance(key, rsa.RSAPublicKey):
        _check_size(key.key_size)
        form = (serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
        return PublicKey("RSA", key.public_bytes(*form), key)
    raise _unsupported(key)


def _private(key: object) -> PrivateKey:
    if isinstance(key, Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        public = _public(key.public_key())
        return PrivateKey(public.kind, public, key)
    raise _unsupported(key)


def _curve_of(curve: ec.EllipticCurve) -> Kind:
    if isinstance(curve, ec.SECP256R1):
        return "P-256"
    if isinstance(curve, ec.SECP384R1):
        return "P-384"
    raise _unsupported(curve)


def _check_size(bits: int) -> None:
    if not _SMALLEST_RSA <= bits <= _LARGEST_RSA:
        raise BadKey(f"An RSA key of {bits} bits is not read here.",
                     f"Fewer than {_SMALLEST_RSA} are too easy to break, more than {_LARGEST_RSA} too slow to check.",
                     f"Use a key of {_SMALLEST_RSA} to {_LARGEST_RSA} bits.")  # fmt: skip


def _read(make: Callable[[], PublicKey]) -> PublicKey:
    try:
        return make()
    except BadKey:
        raise
    except ValueError as error:
        raise BadKey(
            "This public key cannot be read.", f"{error}.", "Ask its owner for the key as published."
        ) from None


def _bytes_of(text: str) -> bytes:
    try:
        return from_multibase(text, "z")
    except BadEncoding as error:
        raise BadKey("This key cannot be read.", f"{error}.", "Give the key as it was published.") from None


def _member(jwk: Mapping[str, Any], name: str, length: int | None = None) -> bytes:
    text = jwk.get(name)
    if not isinstance(text, str):
        raise BadKey(
            f"This JSON Web Key has no {name}.", "The key is not whole.", "Ask its owner for the whole key."
        )
    try:
        data = from_base64url(text)
    except BadEncoding as error:
        raise BadKey(
            f"{name} of this JSON Web Key cannot be read.", f"{error}.", "Ask its owner for the key."
        ) from None
    if length is not None and len(data) != length:
        raise _wrong_length(f"{name} of this JSON Web Key", len(data), length)
    return data


def _number(jwk: Mapping[str, Any], name: str) -> int:
    data = _member(jwk, name)
    if data[:1] in (b"", b"\0"):
        raise BadKey(f"{name} of this JSON Web Key is padded or empty.", "RFC 7518 knows one spelling of a number.",
                     "Ask its owner for the key.")  # fmt: skip
    return int.from_bytes(data, "big")


def _der(signature: bytes, width: int) -> bytes:
    if len(signature) != 2 * width:
        raise InvalidSignature
    return utils.encode_dss_signature(
        int.from_bytes(signature[:width], "big"), int.from_bytes(signature[width:], "big")
    )


def _wide(number: int, width: int) -> str:
    return base64url(number.to_bytes(width, "big"))


def _shortest(number: int) -> str:
    return base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _wrong_length(what: str, found: int, wanted: int) -> BadKey:
    return BadKey(
        f"{what}: {found} bytes.", f"There must be {wanted}.", "Give the key whole, as it was published."
    )


def _unsupported(key: object) -> UnsupportedKey:
    return UnsupportedKey("This key is of a kind that is not read here.", f"It is {type(key).__name__}.",
                          f"Use one of {', '.join(KINDS)}.")  # fmt: skip
