"""A verification in the reader's language: the answer, the steps, what it says, and what stands inside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from throughline.core.credentials.verifying import words
from throughline.core.credentials.verifying.answers import (
    Answer,
    Claims,
    Context,
    Mark,
    NotReached,
    Said,
    Step,
    StepName,
    Verification,
)

LOOKS: Mapping[Mark, str] = {
    "yes": "met",
    "no": "problem",
    "unknown": "unavailable",
    "warning": "progress",
    "not_needed": "",
}
"""The sign before a step, by its mark."""


@dataclass(frozen=True, slots=True)
class Line:
    """A step in words. technical: what a person who writes programs wants to know, in English."""

    name: StepName
    mark: Mark
    look: str
    word: str
    title: str
    text: str
    more: tuple[str, ...]
    technical: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verification in words. parts: the same for what stands inside."""

    answer: Answer
    title: str
    text: str
    what: str
    form: str
    lines: tuple[Line, ...]
    claims: Claims | None
    warnings: tuple[str, ...]
    parts: "tuple[Verdict, ...]"
    role: str
    not_reached: tuple[NotReached, ...]
    contexts: tuple[Context, ...]
    judged_at: datetime
    as_of: datetime


def verdict(found: Verification) -> Verdict:
    """The verification in the reader's language."""
    title, text = words.ANSWERS[found.answer]
    unread = found.steps[0].mark != "yes"
    return Verdict(
        answer=found.answer, title=gettext(title),
        text=sentence(found.steps[0].reason) if unread else gettext(text), what=gettext(words.KINDS[found.kind]),
        form=gettext(words.FORMS[found.form]), lines=tuple(_line(each) for each in found.steps), claims=found.claims,
        warnings=tuple(map(sentence, found.warnings)), parts=tuple(verdict(each) for each in found.parts),
        role=found.role, not_reached=found.not_reached, contexts=found.contexts, judged_at=found.judged_at,
        as_of=found.as_of,
    )  # fmt: skip


def sentence(said: Said) -> str:
    """A sentence in the reader's language, its places filled."""
    return gettext(words.SENTENCES[said.code]).format_map(dict(said.details))


def _line(step: Step) -> Line:
    technical = step.reason.details.get("technical", "") if step.mark in ("no", "unknown") else ""
    return Line(
        step.name, step.mark, LOOKS[step.mark], gettext(words.MARKS[step.mark]), gettext(words.STEPS[step.name]),
        sentence(step.reason), tuple(map(sentence, step.more)), technical,
    )  # fmt: skip
