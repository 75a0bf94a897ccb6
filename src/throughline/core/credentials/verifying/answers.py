"""What a verification answers: verified, not verified or cannot tell, step by step, and as of when.

Every sentence is a code with the values that fill it; `words.py` says it in English, a face in its reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, TypeAlias, get_args

Answer: TypeAlias = Literal["verified", "not_verified", "cannot_tell"]
Mark: TypeAlias = Literal["yes", "no", "unknown", "warning", "not_needed"]
StepName: TypeAlias = Literal[
    "read", "understood", "signature", "key", "dates", "status", "holder", "shape", "parts", "issuer", "evidence"
]  # fmt: skip
STEPS: tuple[StepName, ...] = get_args(StepName)
"""In the order in which they are taken. After the signature a step is taken only if the signature holds."""
Role: TypeAlias = Literal["whole", "credential", "part", "endorsement"]


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: its code and what fills its places."""

    code: str
    details: Mapping[str, str] = field(default_factory=dict)


def said(code: str, **details: object) -> Said:
    """A sentence, its details as text."""
    return Said(code, {name: str(value) for name, value in details.items()})


@dataclass(frozen=True, slots=True)
class Step:
    """What one step found. more: what else is to be known there, none of which changes the mark."""

    name: StepName
    mark: Mark
    reason: Said
    more: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class NotReached:
    """What lies elsewhere and could not be had, with the reason in words."""

    address: str
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """One result of an achievement; its value is never given without its status where it has one."""

    name: str
    value: str
    status: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence that a credential names. address: its id."""

    name: str
    narrative: str
    address: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a credential says, its signature being good. All of it is the issuer's claim; `issuer_name` too.

    known_as: the name that the registry has for the issuer, empty where it has none. speaks_of, comment: of an
    endorsement: the id of what it endorses, and in which words.
    """

    name: str
    types: tuple[str, ...]
    issuer: str
    issuer_name: str
    known_as: str
    about: str
    achievement: str
    description: str
    criteria: str
    valid_from: datetime | None
    valid_until: datetime | None
    results: tuple[Result, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    speaks_of: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """A vocabulary that was used to understand a document: the content with this SHA-256 (hex)."""

    address: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer about one document, with the answers about those inside it.

    form: how it came (`json`, `jwt`, `png` ...). kind: what it is (`badge`, `clr`, `endorsement` ...), empty where it
    could not be read. judged_at: when; as_of: the instant that the dates were held against.
    claims: nothing unless the signature holds.
    """

    answer: Answer
    form: str
    kind: str
    steps: tuple[Step, ...]
    judged_at: datetime
    as_of: datetime
    claims: Claims | None = None
    parts: tuple[Verification, ...] = ()
    role: Role = "whole"
    not_reached: tuple[NotReached, ...] = ()
    contexts: tuple[Context, ...] = ()
    warnings: tuple[Said, ...] = ()

    def step(self, name: StepName) -> Step:
        """The step of that name. Raises `KeyError` where it was not taken."""
        found = next((each for each in self.steps if each.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def marks(self) -> dict[StepName, Mark]:
        """The mark of each step taken."""
        return {each.name: each.mark for each in self.steps}

    def walk(self) -> Iterator[Verification]:
        """This one and every one inside it, outermost first."""
        yield self
        for part in self.parts:
            yield from part.walk()


def answer_of(steps: Iterable[Step]) -> Answer:
    """One no is a no; without one, something unknown is "cannot tell"; a warning changes nothing."""
    marks = {each.mark for each in steps}
    if "no" in marks:
        return "not_verified"
    return "cannot_tell" if "unknown" in marks else "verified"


def with_step(found: Verification, step: Step) -> Verification:
    """The verification with one more step, in its place, and the answer that follows."""
    steps = tuple(sorted((*found.steps, step), key=lambda each: STEPS.index(each.name)))
    return replace(found, answer=answer_of(steps), steps=steps)
