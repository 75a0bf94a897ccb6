"""A state's texts as they stand in a small public log, without a database."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from throughline import check_proof
from throughline.core import ledger
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.checkpoint import Checkpoint, signed
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.core.log_file import written
from throughline.core.proofs.pathway import prove_pathway
from throughline.core.proofs.writing import LoggedText, LoggedTexts, pathway_file
from throughline.core.signed_notes import NoteKey

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = NoteKey("small.example/log", PRIVATE.public_key().public_bytes_raw())
KINDS = {
    "pathway": "pathways", "rule": "rules", "milestone": "milestones", "agreement": "agreements",
    "equivalence": "equivalences",
}  # fmt: skip


def logged(state: Catalogue, wanted: Iterable[str]) -> LoggedTexts:
    """These texts of a state in a log that holds all its rules, each of which rests on every milestone and rule."""
    every = _references(state)
    leaves = [ledger.leaf_hash(ledger.canonical(entry)) for entry in _entries(state)]
    texts = (
        LoggedText(
            "small", ref, 1, _body(state, ref), _pins(every, ref), every.index(ref),
            tuple(ledger.inclusion_proof(leaves, every.index(ref))),
        )
        for ref in wanted
    )  # fmt: skip
    return LoggedTexts(_checkpoint(leaves), KEY, tuple(texts))


def saved_log(state: Catalogue, *later: dict[str, Any]) -> bytes:
    """The whole log as a file, with what was entered later."""
    entries = [*_entries(state), *({"state": "small", "digest": "00", **each} for each in later)]
    leaves = [ledger.leaf_hash(ledger.canonical(entry)) for entry in entries]
    return "".join(written(_checkpoint(leaves), entries)).encode()


def _references(state: Catalogue) -> list[str]:
    return [f"{kind}:{name}" for kind, where in KINDS.items() for name in getattr(state, where)]


def _pins(every: Iterable[str], ref: str) -> dict[str, int]:
    return {name: 1 for name in every if name.startswith(("milestone:", "rule:")) and name != ref}


def _entries(state: Catalogue) -> list[dict[str, Any]]:
    every = _references(state)
    return [_entry(ref, _body(state, ref), _pins(every, ref)) for ref in every]


def _checkpoint(leaves: list[bytes]) -> str:
    made = Checkpoint(KEY.name, len(leaves), ledger.root(leaves))
    return signed(made, KEY, PRIVATE.sign, at=NOW).written()


def proof_file(state: Catalogue, name: str, most_cases: int = 200) -> dict[str, Any]:
    """The proof file of one of a state's pathways."""
    proof = prove_pathway(state.pathways[name], RuleBook(state), NOW.date(), most_cases)
    return pathway_file(proof, logged(state, proof.references))


def checked(file: dict[str, Any], now: datetime = NOW, log: bytes = b"") -> tuple[bool, list[str]]:
    """What the separate checker says of a file."""
    return check_proof.answer(json.dumps(file).encode(), set(), now, [KEY.text()], log)


def _body(state: Catalogue, ref: str) -> dict[str, Any]:
    kind, _, name = ref.partition(":")
    return document_to_json(kind, getattr(state, KINDS[kind])[name])


def _entry(ref: str, body: dict[str, Any], pins: dict[str, int]) -> dict[str, Any]:
    said = {"reference": ref, "number": 1, "act": "published", "body": body, "pins": pins}
    return {
        "state": "small",
        "act": "published",
        "reference": ref,
        "number": 1,
        "digest": ledger.digest(said),
    }
