"""`throughline prove`: a proof file, of what a pathway promises or of one learner's guarantees."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from throughline.cli import installation
from throughline.project.problem import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to prove, and where the file goes."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--pathway", metavar="P", help="a pathway, by id: each way to complete a stage opens a promise"
    )
    what.add_argument(
        "--learner", type=UUID, metavar="ID", help="a learner: which promises are open, which open if ..."
    )
    parser.add_argument(
        "--version", type=int, metavar="N", help="a version of the pathway (default: the one in force)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="where it goes (default: standard output)")


def run(arguments: argparse.Namespace) -> int:
    """Writes the proof; where there is none, says which stage has no promise, and why."""
    installation.begin()
    from throughline.apps.directory.actor import Refused

    try:
        file = _proof(arguments)
    except Refused as refused:
        raise Problem(
            "There is no such proof.", where=arguments.pathway or str(arguments.learner),
            why=f"{refused.what}: {refused.why}", next_step=refused.fix,
        ) from None  # fmt: skip
    text = json.dumps(file, ensure_ascii=False, indent=1) + "\n"
    if arguments.out is None:
        sys.stdout.write(text)
        return 0
    arguments.out.write_text(text, encoding="utf-8")
    print(
        f"Written to {arguments.out}. Check it with: throughline check-proof {arguments.out} {_keys(arguments)}"
    )
    return 0


def _proof(arguments: argparse.Namespace) -> dict[str, Any]:
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.frameworks.proofs import pathway_proof
    from throughline.apps.records.queries import guarantee_proof

    now = datetime.now(UTC)
    if arguments.learner is not None:
        return guarantee_proof(HOUSE, arguments.learner, now=now)
    reference = f"pathway:{arguments.pathway.removeprefix('pathway:')}"
    return pathway_proof(reference, arguments.version, now=now)


def _keys(arguments: argparse.Namespace) -> str:
    """The keys that a stranger needs, as this house has them."""
    from throughline.apps.records.queries import keepers_keys
    from throughline.apps.trail.log_keys import public_keys

    if arguments.learner is None:
        return f"--log-key {public_keys()[0].text()}"
    return " ".join(f"--state-key {each.public}" for each in keepers_keys())
