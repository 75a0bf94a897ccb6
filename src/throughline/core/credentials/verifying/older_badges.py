"""Badges of Open Badges 2.0: a signed one is proven by its key, a hosted one only by the page it came from.

Here, and here alone, the host is asked before anything is proven: for a hosted badge its answer is the proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from throughline.core.credentials.controllers.resolving import Unreachable
from throughline.core.credentials.open_badges_2 import Badge2, Part2, check_badge_2, is_badge_2
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.verifying.answers import (
    Claims,
    Mark,
    Role,
    Said,
    Step,
    StepName,
    Verification,
    said,
)
from throughline.core.credentials.verifying.case import Case
from throughline.core.credentials.verifying.claims import LONGEST
from throughline.core.credentials.verifying.issuers import issuer_step, known_for
from throughline.core.credentials.verifying.shape import instant, several

_MARKS: Mapping[str, Mark] = {"holds": "yes", "broken": "no", "cannot_tell": "unknown"}
_STEPS: Mapping[str, StepName] = {
    "shape": "understood",
    "source": "signature",
    "dates": "dates",
    "status": "status",
}
_SENTENCES: Mapping[tuple[str, str], str] = {
    ("shape", "holds"): "understood", ("shape", "broken"): "badge_2_wrong",
    ("source", "holds"): "badge_2_proven", ("source", "broken"): "badge_2_not_proven",
    ("source", "cannot_tell"): "host_needed",
    ("dates", "holds"): "badge_2_dates", ("dates", "broken"): "badge_2_dates_wrong",
    ("status", "holds"): "badge_2_clear", ("status", "broken"): "badge_2_revoked",
    ("status", "cannot_tell"): "status_not_reached",
}  # fmt: skip


def judge_older(given: str, document: Mapping[str, Any], form: str, role: Role, case: Case) -> Verification:
    """The verification of a badge of Open Badges 2.0; of a badge class or an issuer, that it is none."""
    if not is_badge_2(document):
        return case.answer(
            (Step("read", "unknown", said("badge_2_part")),), form=form, kind="badge_2", role=role
        )
    try:
        found = check_badge_2(given, lookup=lambda address: _asked(address, case), as_of=case.as_of)
    except Unreadable as problem:
        return case.answer(
            (Step("read", "unknown", said("unreadable", technical=problem)),), form=form, role=role
        )
    proven = found.outcome == "holds"
    steps = (Step("read", "yes", said("read")), *_steps(found.parts))
    claims = _claims(found, case) if proven else None
    if claims is not None:
        known = known_for(case.registry, claims.issuer, "badge_2")
        steps = (*steps, issuer_step(known, claims.issuer, claims.issuer_name, claims.valid_from, case.as_of))
    return case.answer(steps, form=form, kind="badge_2", role=role, claims=claims)


def _asked(address: str, case: Case) -> Any:
    if case.closed:
        raise Unreachable("Nobody outside the list of known issuers is asked.")
    try:
        return read(case.errand.get(address))
    except Unreadable as problem:
        case.errand.note(address, str(problem))
        raise Unreachable(str(problem)) from None


def _steps(parts: tuple[Part2, ...]) -> tuple[Step, ...]:
    """One step for each thing looked at: the worst of its findings, the others behind it."""
    order = ("broken", "cannot_tell", "holds")
    made = []
    for part, name in _STEPS.items():
        found = sorted(
            (each for each in parts if each.part == part), key=lambda each: order.index(each.outcome)
        )
        if found:
            made.append(
                Step(name, _MARKS[found[0].outcome], _sentence(found[0]), tuple(map(_sentence, found[1:])))
            )
    if any(each.name == "understood" and each.mark == "no" for each in made):
        return tuple(each for each in made if each.name == "understood")
    return tuple(made)


def _sentence(part: Part2) -> Said:
    return said(_SENTENCES[part.part, part.outcome], technical=part.why)


def _claims(found: Badge2, case: Case) -> Claims:
    badge, issuer = found.badge_class, found.issuer
    name = _plain(issuer.get("id"))
    known = known_for(case.registry, name, "badge_2")
    return Claims(
        name=_plain(badge.get("name")), types=("Assertion",), issuer=name, issuer_name=_plain(issuer.get("name")),
        known_as=known.name if known else "", about="", achievement=_plain(badge.get("name")),
        description=_plain(badge.get("description")), criteria=_criteria(badge.get("criteria")),
        valid_from=instant(found.assertion.get("issuedOn")), valid_until=instant(found.assertion.get("expires")),
    )  # fmt: skip


def _criteria(value: Any) -> str:
    first = next(iter(several(value)), "")
    return _plain(first.get("narrative")) if isinstance(first, Mapping) else _plain(first)


def _plain(value: Any) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""
