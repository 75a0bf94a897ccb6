"""`throughline verify FILE|URL|-`: needs no database, and with `--offline` no network."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.core.credentials.keys import PublicKey
    from throughline.core.credentials.verifying.answers import Verification
    from throughline.core.credentials.verifying.logged import LogEvidence
    from throughline.core.credentials.verifying.reaching import Resolver
    from throughline.core.credentials.verifying.registry_file import IssuerList

LARGEST = 32 * 1024 * 1024
SECONDS = 10.0
"""How long one credential may go on asking others."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to check, and how."""
    parser.add_argument(
        "things", nargs="+", metavar="FILE|URL|-", help="a file, an https link, or - for what is piped in"
    )
    parser.add_argument(
        "--offline", action="store_true", help="never touch the network; what is unknown stays unknown"
    )
    parser.add_argument("--closed", action="store_true", help="ask only known issuers for their keys")
    parser.add_argument("--json", action="store_true", help="for programs: one JSON value a line")
    parser.add_argument(
        "--as-of", type=_instant, metavar="DATE", help="as of which day or instant, e.g. 2027-06-01"
    )
    parser.add_argument("--issuers", type=Path, metavar="FILE", help="the list of known issuers (JSON)")
    parser.add_argument(
        "--state-key", metavar="KEY", action="append", default=[],
        help="the key of the body that keeps a state's list of issuers, for the list in a bundle",
    )  # fmt: skip
    parser.add_argument("--log-proof", type=Path, metavar="FILE", action="append", default=[],
                        help="the proof of the public log that came with it")  # fmt: skip
    parser.add_argument("--log-key", metavar="KEY", action="append", default=[],
                        help="a key of the public log, where the list of issuers does not name it")  # fmt: skip
    parser.add_argument("--witness", metavar="KEY", action="append", default=[],
                        help="a party outside of the log whose word on the time counts")  # fmt: skip
    parser.add_argument("--quorum", type=int, default=0, help="how many witnesses must have seen the log")
    parser.add_argument("--evidence", type=Path, metavar="FILE", action="append", default=[],
                        help="a file that may be evidence of it; may be given several times")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Checks each thing by itself; 0 all verified, 1 one is not, 2 one cannot be told."""
    issuers = _issuers(arguments.issuers)
    evidence = {file.name: _bytes(str(file)) for file in arguments.evidence}
    beside = Beside(
        issuers, evidence, _logged(arguments, issuers), tuple(map(_state_key, arguments.state_key))
    )
    codes = [_check(thing, arguments, beside) for thing in arguments.things]
    return 1 if 1 in codes else max(codes)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is at hand for every check of one call."""

    issuers: IssuerList | None
    evidence: dict[str, bytes]
    logged: LogEvidence | None
    state_keys: tuple[PublicKey, ...]


def _check(thing: str, arguments: argparse.Namespace, beside: Beside) -> int:
    from throughline.core.credentials.verifying.report import EXIT, as_json, as_text
    from throughline.core.credentials.verifying.verify import verify

    try:
        given = thing if _is_link(thing) else _bytes(thing)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    found: Verification = verify(
        given, resolver=_resolver(arguments.offline), registry=beside.issuers.issuers if beside.issuers else {},
        now=datetime.now(UTC), as_of=arguments.as_of, closed=arguments.closed, files=beside.evidence,
        logged=beside.logged, state_keys=beside.state_keys,
    )  # fmt: skip
    print(json.dumps({"of": thing, **as_json(found)}) if arguments.json else as_text(found, thing))
    return EXIT[found.answer]


def _logged(arguments: argparse.Namespace, issuers: IssuerList | None) -> LogEvidence | None:
    """Whom to believe about the public log: the keys given, else those that the list of issuers names."""
    from throughline.core.checkpoint import NOBODY, Witnesses
    from throughline.core.credentials.strict_json import Unreadable, read
    from throughline.core.credentials.verifying.logged import LogEvidence
    from throughline.core.log_proof import read_log_proofs
    from throughline.core.signed_notes import BadNote, read_note_key

    try:
        proofs = [each for file in arguments.log_proof for each in read_log_proofs(read(_bytes(str(file))))]
        keys = tuple(map(read_note_key, arguments.log_key)) or (issuers.log if issuers else ())
        asked = Witnesses(tuple(map(read_note_key, arguments.witness)), arguments.quorum)
    except (BadNote, Unreadable, ValueError) as error:
        raise Problem(
            "The proof of the public log was not read.", where=", ".join(map(str, arguments.log_proof)), why=str(error),
            next_step="Give the proof as it came with the credential, and the keys as they were published.",
        ) from None  # fmt: skip
    if proofs and not keys:
        raise Problem(
            "The proof of the public log was not used.", where=str(arguments.log_proof[0]), why="The log's key is missing.",
            next_step="Give --log-key, or a list of issuers that names it (--issuers).",
        )  # fmt: skip
    witnesses = asked if asked != NOBODY else (issuers.witnesses if issuers else NOBODY)
    return LogEvidence(keys, witnesses, tuple(proofs)) if keys else None


def _state_key(text: str) -> PublicKey:
    from throughline.core.credentials.keys import BadKey, public_from_multibase

    try:
        return public_from_multibase(text)
    except BadKey as error:
        raise Problem(
            "This is no key.", where=f"--state-key {text[:80]}", why=str(error),
            next_step="Copy it from the state's page of who may issue credentials.",
        ) from None  # fmt: skip


def _resolver(offline: bool) -> Resolver | None:
    if offline:
        return None
    from throughline.apps.records.files.fetching import Fetcher, within

    return within(Fetcher(), SECONDS)


def _is_link(thing: str) -> bool:
    return thing.lower().startswith(("https://", "http://"))


def _bytes(thing: str) -> bytes:
    try:
        if thing == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(thing).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Problem(
            "This was not checked.", where=thing, why=error.strerror or str(error), next_step="Check the name of the file."
        ) from None  # fmt: skip


def _issuers(file: Path | None) -> IssuerList | None:
    if file is None:
        return None
    from throughline.core.credentials.strict_json import Unreadable
    from throughline.core.credentials.verifying.registry_file import read_issuers

    try:
        return read_issuers(_bytes(str(file)))
    except Unreadable as error:
        raise Problem(
            "The list of known issuers was not read.", where=str(file), why=f"{error.what} {error.why}", next_step=error.fix
        ) from None  # fmt: skip


def _instant(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(12), UTC)
    except ValueError:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
