"""A verifiable presentation, as a holder's wallet makes one, to be signed with the holder's key (VCDM 2.0)."""

from collections.abc import Sequence
from typing import Any

from throughline.core.credentials.building.errors import CannotBuild
from throughline.core.credentials.building.facts import Document
from throughline.core.credentials.building.vocabulary import VC_CONTEXT


def build(id: str, holder: str, credentials: Sequence[Document]) -> dict[str, Any]:
    """The unsigned presentation. holder: their DID. Raises `CannotBuild` where there is nothing signed to present.

    Challenge and domain belong to the proof, which is made for one reader and one time.
    """
    if not holder.startswith("did:"):
        raise CannotBuild("holder", f"'{holder}' is not a DID", "Give the holder's own, from their wallet")
    if not id.startswith("urn:uuid:"):
        raise CannotBuild("id", f"'{id}' is not a urn:uuid", "Give each presentation one of its own")
    if not credentials:
        raise CannotBuild(
            "verifiableCredential", "there is nothing to present", "Choose at least one credential"
        )
    for index, each in enumerate(credentials):
        if "proof" not in each and "EnvelopedVerifiableCredential" not in each.get("type", ()):
            raise CannotBuild(f"verifiableCredential[{index}]", "it is not signed", "Present it once it is")
    return {
        "@context": [VC_CONTEXT], "type": ["VerifiablePresentation"], "id": id, "holder": holder,
        "verifiableCredential": [dict(each) for each in credentials],
    }  # fmt: skip


def enveloped(token: str) -> dict[str, str]:
    """A credential in its JWT form, as a presentation carries it (VCDM 2.0, section 4.12.1)."""
    return {
        "@context": VC_CONTEXT,
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token}",
    }
