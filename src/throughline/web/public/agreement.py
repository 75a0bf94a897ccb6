"""How far those who judge a task agree, for everyone: figures of the task with their intervals, and in words."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from throughline.apps.records import queries as records
from throughline.core.calibration.agreement import Figure
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.pages import page, show, who

SURE, FAIR = 0.8, 0.667
"""Krippendorff (2004, Reliability in Content Analysis): rely on 0.800 and above; from 0.667 on, with caution."""
WORDS = {
    "sure": gettext_lazy("Judges of this task see the same work alike."),
    "fair": gettext_lazy(
        "Judges of this task mostly see the same work alike. Look at one result with some caution."
    ),
    "open": gettext_lazy(
        "Judges of this task still see the same work differently. They are working on it with anchors."
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One part. exact, adjacent: in percent, each with its interval; alpha: two digits. in_words: what alpha says,
    read from the lower end of its interval."""

    title: Text
    works: int
    exact: tuple[int, int, int]
    adjacent: tuple[int, int, int]
    alpha: tuple[str, str, str]
    in_words: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """One assessment. parts: those with figures; waiting: those without."""

    found: records.TaskAgreement
    parts: tuple[Shown, ...]
    waiting: tuple[Text, ...]


@page("agreement.read")
def agreement(request: HttpRequest, name: str) -> HttpResponse:
    """The latest figures of one assessment."""
    assessment = reading.catalogue().assessments.get(name)
    if assessment is None:
        raise Http404(f"There is no assessment '{name}'.")
    found = records.task_agreement(who(request), assessment)
    shown = AgreementPage(
        found, tuple(_shown(each) for each in found.parts if each.figures),
        tuple(each.part.title for each in found.parts if each.figures is None),
    )  # fmt: skip
    return show(request, "throughline/public/agreement.html", shown)


def _shown(each: records.PartAgreement) -> Shown:
    assert each.figures is not None
    alpha = each.figures.alpha
    kind = "sure" if alpha.low >= SURE else "fair" if alpha.value >= FAIR else "open"
    return Shown(
        each.part.title, each.works, _percent(each.figures.exact), _percent(each.figures.adjacent),
        (f"{alpha.value:.2f}", f"{alpha.low:.2f}", f"{alpha.high:.2f}"), str(WORDS[kind]), each.published_at,
    )  # fmt: skip


def _percent(figure: Figure) -> tuple[int, int, int]:
    return round(figure.value * 100), round(figure.low * 100), round(figure.high * 100)
