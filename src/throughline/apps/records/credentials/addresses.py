"""The addresses under which this house speaks in credentials. They are written into what is signed, so they stay."""

from urllib.parse import quote, urlsplit
from uuid import UUID

from django.conf import settings


def house() -> str:
    """The house's own address, without a slash at the end."""
    return str(settings.ADDRESS)


def did_of(issuer: str) -> str:
    """The did:web of an issuing organization of this house (did:web method, section 3.2)."""
    parts = urlsplit(house())
    host = quote(parts.netloc, safe="").replace("%3a", "%3A")
    return f"did:web:{host}:issuers:{issuer}"


def issuer_of(did: str) -> str:
    """The organization behind a did:web of this house; empty for any other."""
    name = did.partition("#")[0]
    issuer = name.rpartition(":")[2]
    return issuer if issuer and name == did_of(issuer) else ""


def place_of(issuer: str) -> str:
    """The page of an organization."""
    return f"{house()}/places/{issuer}/"


def achievement(credential: str, number: int) -> str:
    """The id of what is achieved: one version of a credential's listing, the same for all who earn it."""
    return f"{house()}/achievements/{credential.removeprefix('credential:')}/{number}"


def competency(name: str) -> str:
    """The page of a competency."""
    return f"{house()}/competencies/{name.removeprefix('competency:')}/"


def status(status_list: UUID, purpose: str) -> str:
    """The address of a status list's credential for one purpose."""
    return f"{house()}/status/{status_list}/{purpose}"


def revocations(issuer: str) -> str:
    """The address of an issuer's 1EdTech revocation list."""
    return f"{house()}/issuers/{issuer}/revocations"
