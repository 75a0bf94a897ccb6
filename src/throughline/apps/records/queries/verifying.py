"""Reads: what a credential is worth that somebody brought, judged with the state's registry of issuers."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.records.credentials import addresses
from throughline.apps.records.files.fetching import Fetcher, within
from throughline.apps.records.queries import issuers, sharing
from throughline.apps.records.queries.log_proofs import in_own_log
from throughline.core.credentials.bundle.contents import Contents
from throughline.core.credentials.controllers.resolving import Method, Unreachable
from throughline.core.credentials.strict_json import Unreadable
from throughline.core.credentials.tokens.jws import compact
from throughline.core.credentials.verifying.answers import Verification
from throughline.core.credentials.verifying.reaching import KnownIssuer, Registry
from throughline.core.credentials.verifying.registry_file import read_issuers
from throughline.core.credentials.verifying.verify import verify

SECONDS = 10.0
"""How long one verification may go on asking others."""
FETCHER = Fetcher()


def verified(
    actor: Actor,
    given: bytes | str | Contents,
    *,
    now: datetime,
    as_of: datetime | None = None,
    challenge: str = "",
    domain: str = "",
    fetcher: Callable[[str], bytes] = FETCHER,
) -> Verification:
    """What a credential is worth: bytes of a file, pasted text, an https link, or a bundle. Nothing of it is kept.

    What this house publishes itself is looked up here and not asked for over the network, its public log too: that
    decides what of a stolen key still stands.
    """
    require(actor, "credential.verify", what="Checking a credential")
    elsewhere = within(fetcher, SECONDS)
    return verify(
        given, resolver=partial(_had, elsewhere=elsewhere, now=now), registry=known_issuers(), now=now, as_of=as_of,
        challenge=challenge, domain=domain, logged=in_own_log,
    )  # fmt: skip


def known_issuers() -> Registry:
    """The state's registry as verification asks it, with the keys of those who issue here, and the registries of other
    houses that this one trusts (`THROUGHLINE_KNOWN_ISSUERS`)."""
    own = {did: _known(found) for did, found in issuers.registry().items()}
    speaking = {did: _known(found, endorses=True) for did, found in issuers.endorsers().items()}
    return {**_elsewhere(tuple(settings.KNOWN_ISSUERS)), **speaking, **own}


@cache
def _elsewhere(files: tuple[str, ...]) -> Registry:
    """The issuers of other houses, read once. Whoever runs the house named the files, so a bad one stops the reading."""
    found: dict[str, KnownIssuer] = {}
    for file in files:
        try:
            found |= read_issuers(Path(file).read_bytes()).issuers
        except (OSError, Unreadable) as error:
            raise Refused(
                "The issuers of another house", f"{file} cannot be read: {error}.",
                "Whoever runs this house puts it right in THROUGHLINE_KNOWN_ISSUERS.",
            ) from None  # fmt: skip
    return found


def _known(found: issuers.Recognized, endorses: bool = False) -> KnownIssuer:
    def keys() -> Mapping[str, Method]:
        return {each.id: each for each in issuers.methods_of(found.issuer)}

    return KnownIssuer(found.did, found.name, keys, found.since, found.removed, only_endorses=endorses)


def _had(address: str, *, elsewhere: Callable[[str], bytes], now: datetime) -> bytes:
    here = addresses.house()
    plain = address.partition("#")[0]
    if not plain.startswith(f"{here}/"):
        return elsewhere(address)
    found = _own(urlsplit(plain).path.strip("/").split("/"), now)
    if found is None:
        raise Unreachable("This house publishes nothing at that address that could be checked.")
    return compact(found)


def _own(path: list[str], now: datetime) -> object | None:
    match path:
        case ["status", key, purpose]:
            listed = issuers.status_list(UUID(key), purpose, now=now) if _is_key(key) else None
            return listed[0] if listed else None
        case ["issuers", issuer, "revocations"]:
            return issuers.revocation_list(issuer)
        case ["shared", secret, *_]:
            return _shared(secret, now)
    return None


def _shared(secret: str, now: datetime) -> object | None:
    """The signed file of what a link shares. The learner sees that it was looked at, as when the link is opened."""
    try:
        return sharing.opened_file(secret, now=now).document
    except Refused:
        return None


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
