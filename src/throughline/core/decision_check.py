"""A decision held against the public log by anyone: its statement, what lay before the members, and each vote by seat."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from throughline.core import ledger

Entry = Mapping[str, Any]


def decision_faults(file: Mapping[str, Any], entries: Iterable[Entry]) -> tuple[str, ...]:
    """What is not so of a decision as the register gives it, in sentences; nothing where all of it stands in the log.

    file: `statement`, `packet` and `digest`, as `/governance/docket/.../1.json` has them. entries: of the whole log, which
    is checked by itself (`core.log_file`). Raises `ValueError` where the file is no decision.
    """
    try:
        return tuple(_faults(file["statement"], file["packet"], str(file["digest"]), entries))
    except (KeyError, TypeError) as missing:
        raise ValueError(f"this is no decision of the register: {missing} is not there") from missing


def _faults(statement: Entry, packet: Entry, digest: str, entries: Iterable[Entry]) -> Iterator[str]:
    if ledger.digest(dict(statement)) != digest:
        yield "The statement is not the one that the digest is of."
    if ledger.digest(dict(packet)) != statement["packet"]:
        yield "The packet is not the one that lay before the members."
    if Counter(each["word"] for each in statement["ballots"]) != Counter(statement["counts"]):
        yield "The votes do not add up to the counts."
    vote, of = f"docket:{statement['docket']}/{statement['body']}", int(statement["vote"])
    told = [e for e in entries if e.get("number") == of and e.get("kind") in ("vote", "decision")]
    taken = f"decision:{statement['body']}/{packet['kind']}/{statement['docket']}"
    yield from _one(told, taken, digest, "The decision")
    yield from _one(told, vote, str(statement["packet"]), "The opening of the vote")
    for each in statement["ballots"]:
        seat = f"{each['seat']}/{each['place']}"
        yield from _one(told, f"{vote}/{seat}", ledger.digest(dict(each)), f"The vote of {seat}")
    cast = sum(str(e.get("reference", "")).startswith(f"{vote}/") for e in told)
    if cast > len(statement["ballots"]):
        yield f"The log has {cast} votes, and the decision {len(statement['ballots'])}."


def _one(told: Iterable[Entry], reference: str, digest: str, what: str) -> Iterator[str]:
    found = [each.get("digest") for each in told if each.get("reference") == reference]
    if not found:
        yield f"{what} does not stand in the log."
    elif found != [digest]:
        yield f"{what} stands in the log as something else."
