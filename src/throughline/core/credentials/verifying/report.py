"""A verification as JSON values, for programs, and as plain text, for a terminal: docs/reference/verification.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from throughline.core.credentials.verifying.answers import Claims, Said, Step, Verification
from throughline.core.credentials.verifying.words import ANSWERS, FORMS, KINDS, STEPS, english

EXIT = {"verified": 0, "not_verified": 1, "cannot_tell": 2}
"""What a command gives back for each answer."""
_SIGNS = {"yes": "yes", "no": "NO", "unknown": "?", "warning": "note", "not_needed": "-"}


def as_json(found: Verification) -> dict[str, Any]:
    """All of a verification as plain JSON values; texts in English beside their codes."""
    return {
        "answer": found.answer,
        "form": found.form,
        "kind": found.kind,
        "role": found.role,
        "judged_at": _instant(found.judged_at),
        "as_of": _instant(found.as_of),
        "steps": [_step(each) for each in found.steps],
        "claims": _claims(found.claims) if found.claims else None,
        "warnings": [_said(each) for each in found.warnings],
        "not_reached": [{"address": each.address, "why": each.why} for each in found.not_reached],
        "contexts": [{"address": each.address, "sha256": each.sha256} for each in found.contexts],
        "parts": [as_json(each) for each in found.parts],
    }


def as_text(found: Verification, name: str) -> str:
    """A verification in lines that a person reads. Control characters of what was brought never reach the terminal."""
    return "\n".join(map(_printable, _lines(found, name, 0))) + "\n"


def _lines(found: Verification, name: str, depth: int) -> Iterator[str]:
    yield f"{name}: {ANSWERS[found.answer][0].upper() if depth == 0 else ANSWERS[found.answer][0]}"
    if depth == 0:
        yield f"  {ANSWERS[found.answer][1]}"
        yield f"  It is: {KINDS[found.kind]}, {FORMS[found.form]}."
    if found.claims:
        yield from (f"  {line}" for line in _claim_lines(found.claims))
    for step in found.steps:
        if depth == 0 or step.mark in ("no", "unknown", "warning"):
            yield from (f"  {line}" for line in _step_lines(step))
    yield from (f"  note  {english(each)}" for each in found.warnings)
    for number, part in enumerate(found.parts, 1):
        title = part.claims.name if part.claims and part.claims.name else KINDS[part.kind]
        yield from (f"    {line}" for line in _lines(part, f"{number}. {title}", depth + 1))
    if depth == 0:
        yield from (f"  not reached: {each.address} ({each.why})" for each in found.not_reached)
        yield f"  Judged {_instant(found.judged_at)}, as of {_instant(found.as_of)}."


def _claim_lines(claims: Claims) -> Iterator[str]:
    yield f"What it says: {claims.name or claims.achievement or 'no name'}"
    if claims.about:
        yield f"About: {claims.about}"
    said_itself = f"it calls itself “{claims.issuer_name}”" if claims.issuer_name else "it gives no name"
    if not claims.speaks_of:
        yield f"Issued by: {claims.known_as or claims.issuer} ({said_itself})"
        return
    yield f"Endorsed by: {claims.known_as or claims.issuer} ({said_itself})"
    yield f"What it endorses: {claims.speaks_of}"
    yield f"In their words: “{claims.comment}”"


def _step_lines(step: Step) -> Iterator[str]:
    yield f"{_SIGNS[step.mark]:5} {STEPS[step.name]}: {english(step.reason)}"
    technical = step.reason.details.get("technical")
    if technical and step.mark in ("no", "unknown"):
        yield f"      {technical}"
    yield from (f"      {english(each)}" for each in step.more)


def _step(step: Step) -> dict[str, Any]:
    more = [_said(each) for each in step.more]
    return {
        "name": step.name,
        "mark": step.mark,
        "title": STEPS[step.name],
        **_said(step.reason),
        "more": more,
    }


def _said(sentence: Said) -> dict[str, Any]:
    return {"code": sentence.code, "text": english(sentence), "details": dict(sentence.details)}


def _claims(claims: Claims) -> dict[str, Any]:
    return {
        "name": claims.name,
        "types": list(claims.types),
        "issuer": claims.issuer,
        "issuer_name": claims.issuer_name,
        "known_as": claims.known_as,
        "about": claims.about,
        "achievement": claims.achievement,
        "description": claims.description,
        "criteria": claims.criteria,
        "speaks_of": claims.speaks_of,
        "comment": claims.comment,
        "valid_from": _instant(claims.valid_from),
        "valid_until": _instant(claims.valid_until),
        "results": [
            {"name": each.name, "value": each.value, "status": each.status} for each in claims.results
        ],
        "evidence": [{"name": e.name, "narrative": e.narrative, "id": e.address} for e in claims.evidence],
    }


def _instant(when: datetime | None) -> str | None:
    return None if when is None else when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _printable(line: str) -> str:
    # Escape sequences, and marks that turn the direction of text, could paint a false answer on the screen.
    return "".join(letter if letter.isprintable() else " " for letter in line)
