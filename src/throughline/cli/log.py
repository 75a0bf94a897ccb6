"""`throughline log ...`: checks, keeps and cosigns a public log."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from throughline.cli import log_watching
from throughline.cli.log_sources import Source, begin_here, source_of, witness_of
from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.core.log_file import LogReport
    from throughline.core.signed_notes import NoteKey

WHERE = "the address of a house, a saved log, or nothing for this installation's own"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which log."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser("verify", help="recompute a log and hold it against its checkpoint")
    verify.add_argument("where", nargs="?", default="", metavar="URL|FILE", help=WHERE)
    _keys(verify)
    verify.add_argument("--since", type=Path, action="append", default=[], metavar="FILE",
                        help="a checkpoint kept from before: the log must still begin with what it covers")  # fmt: skip
    verify.add_argument("--proof", type=Path, metavar="FILE", help="the proof that came with a credential")
    verify.add_argument("--credential", type=Path, metavar="FILE", help="the credential the proof is for")
    verify.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="the public key of a witness"
    )
    verify.add_argument(
        "--decision", type=Path, metavar="FILE", help="a decision as the register gives it, with its votes"
    )
    verify.add_argument("--quorum", type=int, default=0, help="how many witnesses must have cosigned")
    verify.add_argument("--witnesses", type=Path, metavar="FILE", help=log_watching.POLICY)
    verify.add_argument("--json", action="store_true", help="answer as JSON")
    save = actions.add_parser("save", help="save a whole log as one file")
    save.add_argument("where", metavar="URL|FILE|.", help=WHERE.replace("nothing", "a dot"))
    save.add_argument("file", type=Path, metavar="FILE", help="the file to write")
    log_watching.arguments(actions)
    actions.add_parser("ask", help="ask the witnesses of this installation's log to cosign it now")
    actions.add_parser("scan", help="look for personal data in this installation's log")
    actions.add_parser("key", help="show the public keys of this installation's log")
    _witness_arguments(actions)


def _keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", action="append", default=[], metavar="KEY",
                        help="the log's public key; without it, the one it shows itself is taken")  # fmt: skip


def _witness_arguments(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    made = actions.add_parser("witness-key", help="make the key of a witness")
    made.add_argument("file", type=Path, metavar="FILE", help="where the private key is kept")
    made.add_argument("--name", required=True, help="the witness's name, as university.example/witness")
    cosign = actions.add_parser("cosign", help="as a witness: check that a log only grew, and cosign it")
    cosign.add_argument("where", metavar="URL|FILE", help=WHERE)
    _keys(cosign)
    cosign.add_argument("--name", required=True, help="the witness's name")
    cosign.add_argument("--witness-key", type=Path, required=True, metavar="FILE", help="its private key")
    cosign.add_argument("--seen", type=Path, required=True, metavar="FILE",
                        help="where the checkpoint last cosigned is kept")  # fmt: skip
    accept = actions.add_parser("accept", help="take what a witness cosigned into this installation's log")
    accept.add_argument("file", type=Path, metavar="FILE", help="the cosigned checkpoint")


def run(arguments: argparse.Namespace) -> int:
    """Does one of them; 0 where all is well, 1 where a log was changed, 2 where it could not be told."""
    from throughline.core.signed_notes import BadNote

    doing: dict[str, Callable[[argparse.Namespace], int]] = {
        "verify": _verify, "save": _save, "key": _key, "witness-key": _witness_key, "cosign": _cosign,
        "accept": _accept, "scan": _scan, "ask": _ask, "monitor": lambda given: log_watching.monitor(given, _known),
        "witness": lambda given: log_watching.witness(given, _known),
    }  # fmt: skip
    try:
        return doing[arguments.action](arguments)
    except (BadNote, ValueError) as error:
        raise Problem(
            "The log could not be checked.",
            where=str(
                getattr(arguments, "where", "") or getattr(arguments, "file", "") or "this installation's log"
            ),
            why=str(error),
            next_step="give the log, its key and its checkpoints as they were published.",
        ) from None


def _verify(arguments: argparse.Namespace) -> int:
    from throughline.core.checkpoint import Witnesses, read_checkpoint
    from throughline.core.log_file import check_log
    from throughline.core.signed_notes import read_note_key

    source = source_of(arguments.where)
    keys = _known(source, arguments.key)
    witnesses = (
        log_watching.policy(arguments.witnesses)
        if arguments.witnesses
        else Witnesses(tuple(map(read_note_key, arguments.witness)), arguments.quorum)
    )
    earlier = [each.read_text() for each in arguments.since]
    proven, faults = _proven(arguments, keys, earlier)
    note = source.checkpoint(witnesses.quorum)
    entries = source.entries(read_checkpoint(note)[0].size)
    if arguments.decision is not None:
        entries = iter(kept := list(entries))
        said, more = _decided(arguments.decision, kept)
        proven, faults = " ".join(filter(None, (proven, said))), [*faults, *more]
    report = check_log(note, entries, log=keys, earlier=earlier, witnesses=witnesses)
    everything = (*report.faults, *faults)
    sys.stdout.write(
        _as_json(report, everything) if arguments.json else _as_text(report, everything, proven, arguments)
    )
    return 1 if everything else 0


def _known(source: Source, given: list[str]) -> tuple[NoteKey, ...]:
    from throughline.core.signed_notes import read_note_key

    if given:
        return tuple(map(read_note_key, given))
    keys = source.shown_keys()
    if not keys:
        raise ValueError("a saved log does not prove its own key; give it with --key (it stands at /log/key)")
    if not source.is_own:
        print(f"The key is the one that the log shows: {keys[0].text()}", file=sys.stderr)
        print("Compare it with where you know it from, or give it with --key.", file=sys.stderr)
    return keys


def _proven(
    arguments: argparse.Namespace, keys: tuple[NoteKey, ...], earlier: list[str]
) -> tuple[str, list[str]]:
    from throughline.core.log_proof import check_log_proof, digest_of, read_log_proof

    if arguments.proof is None:
        return "", []
    proof = read_log_proof(json.loads(arguments.proof.read_text()))
    digest = digest_of(_document(arguments.credential.read_text())) if arguments.credential else None
    check = check_log_proof(proof, log=keys, digest=digest)
    # What the proof rests on must be what this log holds now.
    earlier.append(proof.checkpoint)
    if not check.holds:
        return "", [check.why]
    since = "" if check.seen_at is None else f", seen on {check.seen_at.date().isoformat()}"
    return f"The credential's entry is number {proof.index}{since}.", []


def _decided(file: Path, entries: list[Mapping[str, Any]]) -> tuple[str, tuple[str, ...]]:
    from throughline.core.decision_check import decision_faults

    found = json.loads(file.read_text(encoding="utf-8"))
    faults = decision_faults(found, entries)
    votes = len(found["statement"]["ballots"])
    return f"The decision and its {votes} votes stand in the log as the file has them." * (not faults), faults


def _document(text: str) -> Mapping[str, Any]:
    from throughline.core.credentials.strict_json import read
    from throughline.core.credentials.tokens.jose import read_token

    found = read(text) if text.lstrip().startswith("{") else read_token(text).document
    if not isinstance(found, dict):
        raise ValueError("the credential is no JSON object; give it as it was issued")
    return found


def _as_json(report: LogReport, faults: tuple[str, ...]) -> str:
    made = {
        "holds": not faults, "origin": report.checkpoint.origin, "size": report.checkpoint.size,
        "root": report.checkpoint.root.hex(), "kinds": dict(report.kinds), "faults": list(faults),
    }  # fmt: skip
    return json.dumps(made, indent=2) + "\n"


def _as_text(report: LogReport, faults: tuple[str, ...], proven: str, arguments: argparse.Namespace) -> str:
    kinds = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(report.kinds.items()))
    lines = [f"{report.checkpoint.origin}: {report.checkpoint.size} entries ({kinds or 'none'})"]
    lines += [f"Seen and cosigned: {', '.join(report.cosigned)}."] if report.cosigned else []
    if faults:
        lines += [f"NOT WHOLE. {fault}" for fault in faults]
    else:
        lines.append(f"Whole: the entries give the signed root {report.checkpoint.root.hex()}.")
        lines += ["It still begins with every checkpoint given."] if arguments.since else []
        lines += [proven] if proven else []
    return "".join(f"{line}\n" for line in lines)


def _save(arguments: argparse.Namespace) -> int:
    from throughline.core.checkpoint import read_checkpoint
    from throughline.core.log_file import written

    source = source_of("" if arguments.where == "." else arguments.where)
    note = source.checkpoint()
    with arguments.file.open("w", encoding="utf-8") as file:
        file.writelines(written(note, source.entries(read_checkpoint(note)[0].size)))
    print(f"Saved to {arguments.file}. Check it with: throughline log verify {arguments.file} --key KEY")
    return 0


def _key(arguments: argparse.Namespace) -> int:
    for key in source_of("").shown_keys():
        print(key.text())
    return 0


def _witness_key(arguments: argparse.Namespace) -> int:
    if arguments.file.exists():
        raise ValueError(f"{arguments.file} is there already; a witness keeps its key")
    arguments.file.touch(mode=0o600)
    arguments.file.write_text(secrets.token_hex(32))
    print(witness_of(arguments.name, arguments.file)[0].text())
    return 0


def _cosign(arguments: argparse.Namespace) -> int:
    from throughline.core.checkpoint import read_checkpoint, trusted
    from throughline.core.signed_notes import cosign

    source = source_of(arguments.where)
    keys = _known(source, arguments.key)
    now, note = trusted(source.checkpoint(), keys)
    if arguments.seen.exists():
        before, _ = read_checkpoint(arguments.seen.read_text())
        if not source.only_grew(before, now):
            print(
                f"NOT COSIGNED. The log no longer begins with the {before.size} entries it had.",
                file=sys.stderr,
            )
            return 1
    key, sign = witness_of(arguments.name, arguments.witness_key)
    cosigned = note.with_signature(cosign(note.text, key, sign, at=datetime.now(UTC))).written()
    arguments.seen.write_text(cosigned)
    sys.stdout.write(cosigned)
    return 0


def _scan(arguments: argparse.Namespace) -> int:
    begin_here()
    from throughline.apps.directory.queries import names_of_all
    from throughline.apps.trail.queries import log_size
    from throughline.core.log_scan import personal

    found = personal(source_of("").entries(log_size()), names_of_all())
    for each in found:
        print(each)
    print("Nothing in the log looks like personal data." if not found else f"{len(found)} places to look at.")
    return 1 if found else 0


def _ask(arguments: argparse.Namespace) -> int:
    begin_here()
    from throughline.apps.trail.asking_witnesses import ask_witnesses

    heard = ask_witnesses()
    for each in heard:
        print(f"{each.witness}: {'cosigned.' if each.cosigned else each.why}")
    print("Nobody is left to be asked." if not heard else f"{sum(each.cosigned for each in heard)} cosigned.")
    return 0 if all(each.cosigned for each in heard) else 1


def _accept(arguments: argparse.Namespace) -> int:
    begin_here()
    from throughline.apps.trail.actions import take_cosignatures

    taken = take_cosignatures(arguments.file.read_text())
    print(f"{taken} new cosignature{'' if taken == 1 else 's'} taken.")
    return 0
