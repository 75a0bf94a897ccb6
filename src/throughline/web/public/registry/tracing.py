"""From a standard to a credential and back: which competencies of the state rest on it, what certifies them, what that
earns."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from throughline.apps.registry import own
from throughline.apps.registry.queries import records, tracing
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.names import kept_address
from throughline.web.pages import page, show
from throughline.web.public.registry.keeping import kept
from throughline.web.public.registry.naming import link_words
from throughline.web.public.registry.texts import cut
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class Row:
    """One way: name and page of each step."""

    standard: tuple[str, str]
    where: str
    link: str
    competency: tuple[str, str]
    milestone: tuple[str, str]
    credential: tuple[str, str]


@dataclass(frozen=True, slots=True)
class TracePage:
    """The ways through one thing: its name and its page."""

    title: str
    href: str
    rows: tuple[Row, ...]


@page("registry.read")
@kept
def from_standard(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Where a standard leads."""
    found = records.item(key, name)
    if found is None:
        raise Http404("The registry has no such item in this document.")
    title = found.item.code or cut(found.item.statement, 80)
    rows = tuple(_row(each) for each in tracing.traces(standard=name))
    href = kept_address("registry-item", str(key), name)
    return show(request, "throughline/registry/traces.html", TracePage(title, href, rows))


@page("registry.read")
@kept
def to_credential(request: HttpRequest, name: str) -> HttpResponse:
    """The standards behind a credential."""
    credential = reading.catalogue().credentials.get(name)
    if credential is None:
        raise Http404(f"There is no credential '{name}'.")
    rows = tuple(_row(each) for each in tracing.traces(credential=own.places().uuid(f"credential:{name}")))
    href = kept_address("credential", name)
    return show(request, "throughline/registry/traces.html", TracePage(words(credential.title), href, rows))


def _row(trace: tracing.Trace) -> Row:
    catalogue = reading.catalogue()
    reference = own.reference_of(UUID(trace.credential)).partition(":")[2]
    credential = catalogue.credentials.get(reference)
    competency = catalogue.competencies.get(trace.competency_code)
    milestone = catalogue.milestones.get(trace.milestone_code)
    at = kept_address("registry-item", str(trace.document), trace.standard)
    return Row(
        (trace.code or cut(trace.statement, 80), at),
        trace.document_title,
        link_words(trace.link, not trace.outward),
        _named(
            "competency",
            trace.competency_code,
            competency.title if competency else {"": trace.competency_code},
        ),
        _named(
            "milestone", trace.milestone_code, milestone.title if milestone else {"": trace.milestone_name}
        ),
        _named("credential", reference, credential.title if credential else {"": trace.credential_name}),
    )


def _named(route: str, name: str, title: Text) -> tuple[str, str]:
    return words(title), kept_address(route, name)
