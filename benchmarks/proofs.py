"""The proof of each pathway of the demo state: how long it takes to make, how long to check, how large it is.

    python -m benchmarks.proofs
    python -m benchmarks.proofs --changed

Makes its own log in memory; needs no database. Goals: the largest in under 10 s, its check in under 1 s. With `--changed`: a
thousand changes of each kind of file, all of which the checker must refuse (the tests that try fewer in every run).
"""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from throughline import check_proof
from throughline.apps.frameworks.dependencies import rests_on
from throughline.core import ledger
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.checkpoint import Checkpoint, signed
from throughline.core.formats.state_pack import read_pack
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.core.proofs.pathway import prove_pathway
from throughline.core.proofs.writing import LoggedText, LoggedTexts, pathway_file
from throughline.core.signed_notes import NoteKey

MERIDIAN = Path(__file__).resolve().parents[1] / "states" / "meridian"
MADE, CHECKED = 10.0, 1.0
KINDS = {
    "pathway": "pathways", "rule": "rules", "milestone": "milestones", "agreement": "agreements",
    "equivalence": "equivalences",
}  # fmt: skip


def published(catalogue: Catalogue, now: datetime) -> tuple[dict[str, LoggedText], str, NoteKey]:
    """Every text in a log of their own, with the signed checkpoint and the key."""
    named = {
        f"{kind}:{name}": each
        for kind, where in KINDS.items()
        for name, each in getattr(catalogue, where).items()
    }
    below = rests_on(catalogue, named)
    bodies = {ref: document_to_json(ref.partition(":")[0], each) for ref, each in named.items()}
    pins = {ref: dict.fromkeys(sorted(below[ref]), 1) for ref in named}
    leaves = [ledger.leaf_hash(ledger.canonical(_entry(ref, bodies[ref], pins[ref]))) for ref in named]
    private = Ed25519PrivateKey.generate()
    key = NoteKey("benchmark.example/log", private.public_key().public_bytes_raw())
    note = signed(Checkpoint(key.name, len(leaves), ledger.root(leaves)), key, private.sign, at=now).written()
    texts = {
        ref: LoggedText(
            "meridian", ref, 1, bodies[ref], pins[ref], at, tuple(ledger.inclusion_proof(leaves, at))
        )
        for at, ref in enumerate(named)
    }
    return texts, note, key


def _entry(ref: str, body: object, pins: object) -> dict[str, object]:
    said = {"reference": ref, "number": 1, "act": "published", "body": body, "pins": pins}
    return {
        "state": "meridian",
        "act": "published",
        "reference": ref,
        "number": 1,
        "digest": ledger.digest(said),
    }


CHANGED = (
    "tests/core/proofs/test_changed_proofs.py", "tests/core/proofs/test_behind_milestones.py",
    "tests/apps/test_guarantee_proofs.py", "tests/apps/test_proof_files.py",
)  # fmt: skip


def changed() -> int:
    """Tries a thousand changes of each kind of file; 0 where all are refused."""
    words = [sys.executable, "-m", "pytest", "-q", "-k", "changed or anew or byte", *CHANGED]
    return subprocess.run(words, env={**os.environ, "THROUGHLINE_CHANGES": "1000"}, check=False).returncode


def main() -> int:
    """Prints a line a pathway; 1 where a goal is missed or a proof is not believed."""
    now = datetime.now(UTC).replace(microsecond=0)
    catalogue = read_pack(MERIDIAN).catalogue
    texts, note, key = published(catalogue, now)
    missed, longest = 0, [0.0, 0.0]
    print(f"{'pathway':28}{'how':>10}{'made, s':>10}{'checked, s':>12}{'KB':>8}")
    for name, pathway in sorted(catalogue.pathways.items()):
        for how, most in (("listed", 200), ("refuted", 0)):
            began = time.process_time()
            proof = prove_pathway(pathway, RuleBook(catalogue), now.date(), most)
            file = pathway_file(proof, LoggedTexts(note, key, tuple(texts[ref] for ref in proof.references)))
            made, data = time.process_time() - began, json.dumps(file).encode()
            check_proof.follows.cache_clear()
            began = time.process_time()
            believed, why = check_proof.answer(data, set(), now, [key.text()])
            checked = time.process_time() - began
            bad = not believed or made > MADE or checked > CHECKED
            missed += bad
            longest = [max(longest[0], made), max(longest[1], checked)]
            print(
                f"{name:28}{how:>10}{made:10.2f}{checked:12.3f}{len(data) / 1024:8.0f}{'  ' + why[0] if bad else ''}"
            )
    print(f"longest: made in {longest[0]:.2f} s, checked in {longest[1]:.3f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(changed() if "--changed" in sys.argv[1:] else main())
