"""Judged work behind a credential, for colleges and employers who want to know what it means."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.records import queries as records
from throughline.web import reading
from throughline.web.components import rubric
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class SampleShown:
    """One work with the levels its judges saw, in words. judges: their roles."""

    sample: records.Sample
    rows: tuple[rubric.Row, ...]
    judges: str


@dataclass(frozen=True, slots=True)
class SamplesPage:
    """The works behind one credential."""

    found: records.Samples
    works: tuple[SampleShown, ...]


@page("samples.read")
def samples(request: HttpRequest, name: str) -> HttpResponse:
    """The works behind one credential."""
    catalogue = reading.catalogue()
    if name not in catalogue.credentials:
        raise Http404(f"There is no credential '{name}'.")
    found = records.work_samples(who(request), name, now=timezone.now())
    works = tuple(
        SampleShown(
            each, rubric.rows(each.task.part, {}, seen=each.levels),
            ", ".join(name_of(catalogue, role) for role in each.judges),
        )
        for each in found.works
    )  # fmt: skip
    return show(request, "throughline/organization/samples.html", SamplesPage(found, works))
