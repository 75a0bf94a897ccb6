"""Waivers on their way to a decision: what is refused when one is written, and what the decision itself adds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.waivers import Waiver
from throughline.core.governing.waivers import faults, granted, too_late

WHAT = "The waiver"


def refuse_waivers(documents: Mapping[str, Any], asked: date) -> None:
    """Refuse a draft that asks for what is never waived, for schools of others, or too soon. asked: the day on which it was
    proposed."""
    for reference, document in documents.items():
        if reference.startswith("waiver:"):
            _refuse(reference.partition(":")[2], document, asked)


def _refuse(name: str, waiver: Waiver | None, asked: date) -> None:
    kept = frameworks.catalogue()
    before = kept.waivers.get(name)
    if waiver is None:
        raise Refused(
            WHAT, "the register keeps every waiver.", "Write under `revoked` from when the rules hold again."
        )
    if before is not None:
        _refuse_other_changes(waiver, before)
    elif waiver.asked != asked or waiver.approved is not None:
        why = f"it was proposed on {asked}; the day on which it is granted is written by the decision."
        raise Refused(WHAT, why, f"Write `asked: {asked}`, and no `approved`.")
    if before is None and waiver.revoked is not None:
        raise Refused(WHAT, "it is not granted yet, so nothing can be revoked.", "Leave `revoked` out.")
    if found := faults(waiver, kept):
        first = found[0]
        raise Refused(WHAT, _lower(first.sentence), first.fix, {"errors": [str(each) for each in found]})


def _refuse_other_changes(waiver: Waiver, before: Waiver) -> None:
    if replace(waiver, revoked=before.revoked) != before or before.revoked is not None:
        raise Refused(WHAT, "one that was granted can only be revoked, once.", "Ask for another beside it.")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def as_granted(documents: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The documents as a decision of that day brings them into force: a waiver with the day on which it was granted.

    :raises Refused: it would reach into the past.
    """
    kept = frameworks.catalogue().waivers
    found = dict(documents)
    for reference, document in documents.items():
        if isinstance(document, Waiver):
            if why := too_late(document, kept.get(document.id), on):
                raise Refused("Bringing it into force", why, "Draft it with a later day, and vote again.")
            found[reference] = granted(document, on)
    return found
