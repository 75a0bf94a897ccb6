"""What stands inside a credential: the credentials of a learner record, and endorsements wherever they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.core.credentials.verifying.answers import Mark, Role, Said, Step, Verification, said
from throughline.core.credentials.verifying.shape import several


@dataclass(frozen=True, slots=True)
class Inner:
    """One document inside another. carried: an object, or a token. endorses: the id of what an endorsement stands at."""

    role: Role
    carried: Mapping[str, Any] | str
    endorses: str = ""


def inner_of(document: Mapping[str, Any]) -> tuple[Inner, ...]:
    """The documents inside a credential or presentation, not those inside of these."""
    return tuple(_walk(document))


def _walk(document: Mapping[str, Any]) -> Iterator[Inner]:
    left: list[Any] = [document]
    while left:
        each = left.pop(0)
        if isinstance(each, list):
            left.extend(each)
        if not isinstance(each, Mapping):
            continue
        for name, value in each.items():
            if name in ("verifiableCredential", "credential"):
                yield from _carried("part", value)
            elif name in ("endorsement", "endorsementJwt"):
                yield from _carried("endorsement", value, str(each.get("id", "")))
            elif isinstance(value, Mapping | list) and name != "proof":
                left.append(value)


def _carried(role: Role, value: Any, endorses: str = "") -> Iterator[Inner]:
    for each in several(value):
        if isinstance(each, Mapping | str):
            yield Inner(role, each, endorses)


def endorses_other(inner: Inner, part: Verification) -> bool:
    """Whether an endorsement speaks of something else than what it stands at. part: what it is worth by itself; of a
    token only that tells what it speaks of."""
    if inner.role != "endorsement" or not inner.endorses:
        return False
    if not isinstance(inner.carried, Mapping):
        return part.claims is not None and part.claims.speaks_of != inner.endorses
    about = [
        each.get("id")
        for each in several(inner.carried.get("credentialSubject"))
        if isinstance(each, Mapping)
    ]
    return inner.endorses not in about


def parts_step(
    parts: Sequence[Verification], notes: Sequence[Said] = (), *, vouched: bool = True
) -> Step | None:
    """What the parts mean for the whole; None where there are none. vouched: whether who signed the whole issued them.

    A part that was forged or taken back speaks against the whole. One that has run out, has no signature of its own, or
    is an endorsement that does not hold, is a note: the whole was signed as it stands.
    """
    if not parts:
        return None
    marks = Counter(_weight(each, vouched) for each in parts)
    counts = {"good": sum(each.answer == "verified" for each in parts), "count": len(parts)}
    more = tuple(notes)
    if marks["no"]:
        return Step("parts", "no", said("parts_bad", **counts), more)
    if marks["unknown"]:
        return Step("parts", "unknown", said("parts_unknown", **counts), more)
    if marks["warning"] or more:
        return Step("parts", "warning", said("parts_note", **counts), more)
    return Step("parts", "yes", said("parts_good", count=len(parts)))


def _weight(part: Verification, vouched: bool) -> Mark:
    if part.answer == "verified":
        return "yes"
    unsigned = any(each.name == "signature" and each.reason.code == "no_signature" for each in part.steps)
    if part.role == "endorsement" or (unsigned and vouched):
        return "warning"
    if part.answer == "cannot_tell":
        return "unknown"
    against = {each.name for each in part.steps if each.mark == "no"}
    return "warning" if against == {"dates"} else "no"
