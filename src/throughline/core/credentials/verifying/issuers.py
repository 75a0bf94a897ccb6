"""Who issued it: a name that the registry knows, or a stranger, which is a warning and never a fault."""

from __future__ import annotations

from datetime import datetime

from throughline.core.credentials.verifying.answers import Step, said
from throughline.core.credentials.verifying.reaching import KnownIssuer, Registry


def known_issuer(registry: Registry, issuer: str) -> KnownIssuer | None:
    """The registry's entry for an issuer."""
    return registry.get(issuer) or registry.get(issuer.partition("#")[0])


def known_for(registry: Registry, issuer: str, kind: str) -> KnownIssuer | None:
    """The same, where it is known for documents of this kind: who only endorses is a stranger as issuer of a badge."""
    found = known_issuer(registry, issuer)
    return None if found is not None and found.only_endorses and kind != "endorsement" else found


def issuer_step(
    found: KnownIssuer | None, issuer: str, claimed: str, issued: datetime | None, as_of: datetime
) -> Step:
    """Whether the registry knows the issuer and did when it issued. issued: when the credential says that was."""
    if found is None:
        return Step("issuer", "warning", said("issuer_unknown", issuer=issuer, claimed=claimed or issuer))
    if found.until is not None and (issued or as_of) > found.until:
        return Step("issuer", "warning", said("issuer_no_longer", name=found.name, until=found.until.date()))
    if found.since is not None and issued is not None and issued < found.since:
        return Step("issuer", "warning", said("issuer_not_yet", name=found.name, since=found.since.date()))
    return Step("issuer", "yes", said("issuer_known", name=found.name))
