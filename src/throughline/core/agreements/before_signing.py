"""What is said of a draft before anybody signs it: what keeps it from being signed, and what should be mended first."""

from dataclasses import dataclass, replace
from datetime import date

from throughline.core.agreements.conditions import without_alternative
from throughline.core.agreements.contradictions import Beside, contradictions
from throughline.core.catalogue.agreements import CHOSEN, in_force, shortage_of, shortage_rule
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement
from throughline.core.certification.onward import without_promise
from throughline.core.reasoning.findings import Finding


@dataclass(frozen=True, slots=True)
class Said:
    """must: nobody can sign before it is mended. should: everybody reads it before they sign."""

    must: tuple[Finding, ...]
    should: tuple[Finding, ...]


def before_signing(draft: Agreement, catalogue: Catalogue, on: date) -> Said:
    """What is said of a draft. catalogue: as it is in force; the draft is held beside it as if it were."""
    ref = draft.id
    after = replace(catalogue, agreements={**catalogue.agreements, ref: draft})
    must = (*without_alternative(draft, after), *_incomplete(draft, after))
    should = (*contradictions(draft, Beside(after, on)), *_lost(draft, catalogue, after, on))
    return Said(must, tuple(dict.fromkeys(should)))


def _incomplete(draft: Agreement, catalogue: Catalogue) -> tuple[Finding, ...]:
    ref, found = f"agreement:{draft.id}", list[Finding]()
    if not any(draft.remedy.values()):
        found.append(Finding(
            "C24", ref, "remedy", f"{ref} names no remedy for when it is not kept.", "Write what is then owed.",
        ))  # fmt: skip
    if draft.kind in CHOSEN and draft.capacity is not None and shortage_of(draft, catalogue) is None:
        found.append(Finding(
            "C05", ref, "shortage", f"{ref} has {draft.capacity} places a year, and no rule says who gets one.",
            "Choose how places are given where there are too few.",
        ))  # fmt: skip
    if draft.shortage and shortage_rule(draft.shortage, catalogue) is None:
        found.append(Finding(
            "C05", ref, "shortage", f"{ref} names the rule '{draft.shortage}', which is not published.",
            "Choose one that the state publishes.",
        ))  # fmt: skip
    if draft.owner and draft.owner not in draft.parties:
        found.append(Finding(
            "C24", ref, "owner", f"organization:{draft.owner} answers for {ref} and is no party to it.",
            "Name a party.",
        ))  # fmt: skip
    found += [
        Finding(
            "C24", ref, "sets", f"Set '{each.id}' of {ref} counts at organization:{each.at}, which is no party to it.",
            "Name a party.",
        )
        for each in draft.sets
        if each.at not in draft.parties
    ]  # fmt: skip
    return (*found, *_without_body(draft, catalogue))


def _without_body(draft: Agreement, catalogue: Catalogue) -> tuple[Finding, ...]:
    """What holds on every pathway speaks for the state: a body with the power to sign for it is then a party."""
    found = [
        (b, b.power_over("agreement")) for _, b in sorted(catalogue.bodies.items()) if b.scope == "state"
    ]
    able = [(body, power) for body, power in found if power is not None]
    if draft.pathways or not able or {body.organization for body, _ in able} & {*draft.parties}:
        return ()
    body, power = able[0]
    return (Finding(
        "C24", f"agreement:{draft.id}", "pathways",
        f"agreement:{draft.id} would hold on every pathway of the state, and body:{body.id}, which signs for the state by "
        f"{power.clause} of its charter, is no party.",
        f"Name the pathways it is for, or make organization:{body.organization} a party.",
    ),)  # fmt: skip


def _lost(draft: Agreement, before: Catalogue, after: Catalogue, on: date) -> tuple[Finding, ...]:
    """What an amendment would leave without a promise that the version in force makes."""
    held = before.agreements.get(draft.id)
    if held is None or not in_force(held, on):
        return ()
    ref = f"agreement:{draft.id}"
    found: list[Finding] = []
    if draft.starts and draft.starts > on:
        found.append(Finding(
            "gap_of_days", ref, "starts", f"{ref} is in force, and its new version would start on {draft.starts} only.",
            "Let the new version start today or before.",
        ))  # fmt: skip
    changes = (held.trigger, held.pathways, held.starts, held.ends) != (
        draft.trigger, draft.pathways, draft.starts, draft.ends
    )  # fmt: skip
    return (*found, *_stages_left(held, draft, before, after, on)) if changes else tuple(found)


def _stages_left(
    held: Agreement, draft: Agreement, before: Catalogue, after: Catalogue, on: date
) -> tuple[Finding, ...]:
    then = max(on, draft.starts or on)
    names = {each.removeprefix("pathway:") for each in (*held.pathways, *draft.pathways)} or set(
        before.pathways
    )
    found: list[Finding] = []
    for name in sorted(names & before.pathways.keys()):
        known = {each.object_ref for each in without_promise(before.pathways[name], before, on)}
        found += [f for f in without_promise(after.pathways[name], after, then) if f.object_ref not in known]
    return tuple(found)
