"""Apprenticeship standards in words: their form, what is missing of them, their wage in steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.core.apprenticeships.standards import Lack, Standards
from throughline.core.apprenticeships.weeks import wage_of
from throughline.core.catalogue.apprenticeships import StandardsPart, StandardsRules
from throughline.web.names import address_of, name_of
from throughline.web.reading import catalogue
from throughline.web.words import words

Words = Mapping[str, "str | Promise"]
FORMS: Words = {
    "time": gettext_lazy("by time: so many hours of work"),
    "competency": gettext_lazy("by competency: what somebody can do, however long it takes"),
    "hybrid": gettext_lazy("both: what somebody can do, and at least so many hours"),
}
PARTS: Words = {
    "occupation": gettext_lazy("The occupation"),
    "form": gettext_lazy("What counts: time, competency, or both"),
    "hours": gettext_lazy("Hours of work in all"),
    "instruction": gettext_lazy("Hours of lessons a year"),
    "wage": gettext_lazy("The wage in steps"),
    "ratio": gettext_lazy("How many apprentices to how many journeyworkers"),
    "asks": gettext_lazy("What apprentices can do at the end"),
    "credential": gettext_lazy("What somebody else gives at the end"),
}
KINDS: Words = {
    "short": gettext_lazy("less than the law asks"),
    "not_rising": gettext_lazy("each step must be more than the one before"),
    "unknown": gettext_lazy("one of the values cannot be right"),
    "own": gettext_lazy("somebody else than the sponsor must give it"),
}


@dataclass(frozen=True, slots=True)
class StepShown:
    """One wage step. after: hours, or how much is shown, from which it begins."""

    number: int
    after: int
    percent: Decimal
    wage: Decimal


@dataclass(frozen=True, slots=True)
class StandardsShown:
    """Standards in words. parts: title, the law behind it, and what the sponsor says."""

    standards: Standards
    form: str
    by_hours: bool
    steps: tuple[StepShown, ...]
    asks: tuple[tuple[str, str], ...]
    credential: tuple[str, str]
    parts: tuple[tuple[str, str, str], ...]


def standards_shown(standards: Standards, rules: StandardsRules) -> StandardsShown:
    """Standards for a reader."""
    kept = catalogue()
    return StandardsShown(
        standards, str(FORMS.get(standards.form, "")), standards.form in ("time", "hybrid"),
        tuple(
            StepShown(n, each.after, each.percent, wage_of(standards, n))
            for n, each in enumerate(standards.steps, start=1)
        ),
        tuple((name_of(kept, each), address_of(each)) for each in standards.asks),
        (name_of(kept, standards.credential), address_of(standards.credential)) if standards.credential else ("", ""),
        tuple(
            (words(each.title), _law(each), standards.parts.get(each.id, "")) for each in rules.parts
        ),
    )  # fmt: skip


def _law(part: StandardsPart) -> str:
    return f"{part.cite.source}, {part.cite.section}" if part.cite else ""


def lacks_in_words(lacks: Iterable[Lack], rules: StandardsRules) -> tuple[str, ...]:
    """Each part that keeps standards from being registered, by name, with what is the matter."""
    titles = {**PARTS, **{each.id: words(each.title) for each in rules.parts}}
    return tuple(f"{titles[each.part]}: {KINDS.get(each.kind, _('not written yet'))}" for each in lacks)
