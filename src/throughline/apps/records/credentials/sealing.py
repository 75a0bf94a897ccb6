"""Private keys at rest: encrypted under the house's own secret, which stands outside the database."""

from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from throughline.apps.directory.actor import Refused
from throughline.core.credentials.keys import PrivateKey, private_from_pem

SETTING = "THROUGHLINE_KEYS_SECRET"


def new_secret() -> str:
    """A new secret for the setting: 32 random bytes in URL-safe base64."""
    return Fernet.generate_key().decode()


def seal(key: PrivateKey) -> bytes:
    """The private half of a key, encrypted."""
    return _box().encrypt(key.pem())


def unseal(sealed: bytes) -> PrivateKey:
    """A private key again. Raises `Refused` where the house's secret is not the one it was encrypted under."""
    try:
        return private_from_pem(_box().decrypt(bytes(sealed)))
    except InvalidToken:
        raise Refused(
            "Signing", "the issuers' keys were encrypted under another secret.",
            f"Put the secret they were made under back into {SETTING}, after the new one and a comma.",
        ) from None  # fmt: skip


def _box() -> MultiFernet:
    texts = [each.strip() for each in _secret().split(",") if each.strip()]
    try:
        return MultiFernet([Fernet(text) for text in texts])
    except ValueError:
        raise Refused(
            "Signing", f"{SETTING} does not hold 32 bytes in URL-safe base64.",
            "Make a secret with: throughline keys secret",
        ) from None  # fmt: skip


def _secret() -> str:
    if settings.KEYS_SECRET:
        return str(settings.KEYS_SECRET)
    if settings.KEYS_SECRET_FILE is None:
        raise Refused(
            "Signing", f"{SETTING} is not set.",
            "Make a secret with `throughline keys secret`, keep it apart from the database, and set it.",
        )  # fmt: skip
    return _kept(settings.KEYS_SECRET_FILE)


def _kept(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(new_secret())
    return file.read_text().strip()
