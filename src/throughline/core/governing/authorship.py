"""Who wrote what: the parts in which a draft differs from what is in force, and the sectors that signed each.

A pathway is made together (S001:831, S001:1043): each of the four sectors signs each stage that changes, and employers and
communities each milestone (S001:435). A signature is of one part's difference: where the part is written anew, it lapses.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import rfc8785

from throughline.core.reasoning.findings import Finding

SECTORS: Final = ("k12", "postsecondary", "workforce", "community")
"""The four that make a pathway together."""
SHAPE_MILESTONES: Final = ("workforce", "community")
"""The two that answer for what a milestone asks."""
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One part in which a draft differs. name: a reference, or `pathway:p#stage`. before, after: None where it is new or
    goes. digest: of the difference, hex; what a co-author signs."""

    name: str
    before: Any
    after: Any

    @property
    def digest(self) -> str:
        """sha256 over the canonical JSON of name, before and after, hex."""
        said = {"part": self.name, "before": self.before, "after": self.after}
        return sha256(rfc8785.dumps(said)).hexdigest()

    @property
    def reference(self) -> str:
        """The document it belongs to."""
        return self.name.partition("#")[0]

    @property
    def stage(self) -> str:
        """The stage it is; empty for a document itself."""
        return self.name.partition("#")[2]


@dataclass(frozen=True, slots=True)
class Signature:
    """That a sector's author stands for one part's difference."""

    part: str
    digest: str
    sector: str


def parts_changed(before: Mapping[str, Body], after: Mapping[str, Body | None]) -> tuple[Part, ...]:
    """The parts in which a draft differs from what is in force, in the draft's order. before: bodies in force by reference;
    after: the draft's, None for what it retires. The stages of a pathway are parts of their own."""
    found: list[Part] = []
    for reference, body in after.items():
        found.extend(_of_document(reference, before.get(reference), body))
    return tuple(found)


def _of_document(reference: str, old: Body | None, new: Body | None) -> Iterator[Part]:
    if not reference.startswith("pathway:") or new is None:
        if old != new:
            yield Part(reference, old, new)
        return
    rest_old, stages_old = _taken_apart(old)
    rest_new, stages_new = _taken_apart(new)
    if rest_old != rest_new:
        yield Part(reference, rest_old, rest_new)
    for name in dict.fromkeys([*stages_new, *stages_old]):
        if stages_old.get(name) != stages_new.get(name):
            yield Part(f"{reference}#{name}", stages_old.get(name), stages_new.get(name))


def _taken_apart(body: Body | None) -> tuple[Body | None, dict[str, Any]]:
    if body is None:
        return None, {}
    stages = {str(each["id"]): each for each in body.get("stages", ())}
    return {**body, "stages": list(stages)}, stages


def sectors_by_part(parts: Iterable[Part], signatures: Iterable[Signature]) -> dict[str, tuple[str, ...]]:
    """For each changed part, the sectors that signed this very difference, in order of the alphabet."""
    signed: dict[tuple[str, str], set[str]] = {}
    for each in signatures:
        signed.setdefault((each.part, each.digest), set()).add(each.sector)
    return {part.name: tuple(sorted(signed.get((part.name, part.digest), ()))) for part in parts}


def authors_lacking(parts: Iterable[Part], signatures: Iterable[Signature]) -> tuple[Finding, ...]:
    """C13, its first half: for each stage that changes, which of the four sectors has signed nothing; for each milestone,
    whether employers and communities have. `where` is the sector. What goes away whole is the body's to decide."""
    changed = [part for part in parts if part.after is not None]
    by_part = sectors_by_part(changed, signatures)
    return tuple(
        Finding("C13", part.name, sector, _sentence(part, sector), _fix(part, sector))
        for part in changed
        for sector in asked_to_sign(part)
        if sector not in by_part[part.name]
    )


def asked_to_sign(part: Part) -> tuple[str, ...]:
    """Which sectors must sign a part: all four a pathway and each of its stages, employers and communities a milestone."""
    kind = part.reference.partition(":")[0]
    if kind == "pathway":
        return SECTORS
    return SHAPE_MILESTONES if kind == "milestone" else ()


def _sentence(part: Part, sector: str) -> str:
    what = f"Stage '{part.stage}' of {part.reference}" if part.stage else f"{part.reference}"
    return f"{what} has no author from {WORDS[sector]}."


def _fix(part: Part, sector: str) -> str:
    return f"Ask somebody who acts for {WORDS[sector]} to write it with you and to sign '{part.name}'."


WORDS: Final[Mapping[str, str]] = {
    "k12": "the schools (K-12)",
    "postsecondary": "colleges and universities",
    "workforce": "employers, unions and professional bodies",
    "community": "the community",
    "learners": "the learners",
    "government": "government",
}
"""What the sectors are called in sentences."""
