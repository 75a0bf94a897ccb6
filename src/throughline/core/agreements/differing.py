"""What a draft changes against another text of the agreement: field by field, its condition in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from throughline.core.agreements.negotiation import changed_fields
from throughline.core.catalogue.documents import Agreement
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.difference import difference, eases
from throughline.core.requirements.words import Names

Effect = Literal["", "wider", "narrower", "other"]


@dataclass(frozen=True, slots=True)
class Changed:
    """One field that differs. reason: why, in the words of the party that wrote it. sentences: of a condition, what
    changed. effect: of a condition, for whom it holds then: for everyone as before and more (`wider`), for fewer
    (`narrower`), or for others."""

    field: str
    before: Any
    after: Any
    reason: str
    sentences: tuple[str, ...] = ()
    effect: Effect = ""


def differences(
    before: Agreement,
    after: Agreement,
    reasons: Mapping[str, str],
    book: RuleBook,
    names: Names,
    language: str,
) -> tuple[Changed, ...]:
    """What the second text changes of the first, in reading order."""
    found = []
    for name in changed_fields(before, after):
        reason = reasons.get(name) or reasons.get("", "")
        one = Changed(name, getattr(before, name), getattr(after, name), reason)
        if name == "trigger":
            said = difference(before.trigger, after.trigger, names, language)
            one = Changed(
                name,
                before.trigger,
                after.trigger,
                reason,
                tuple(c.sentence for c in said),
                effect(before, after, book),
            )
        found.append(one)
    return tuple(found)


def effect(before: Agreement, after: Agreement, book: RuleBook) -> Effect:
    """For whom the second condition holds, beside the first."""
    kept, back = (
        eases(before.trigger, after.trigger, book).holds,
        eases(after.trigger, before.trigger, book).holds,
    )
    return "" if kept and back else "wider" if kept else "narrower" if back else "other"
