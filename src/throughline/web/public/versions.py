"""Published versions: what was published when, with its digest, and what changed from one to the next."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from throughline.apps.frameworks.history import PathwayVersion, history
from throughline.apps.trail import queries as trail
from throughline.core.catalogue.documents import Pathway
from throughline.web import reading
from throughline.web.keeping import kept_for_everyone
from throughline.web.names import say
from throughline.web.pages import page, show
from throughline.web.words import language


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """All versions of a pathway, newest first, each with what it changed."""

    pathway: Pathway
    rows: tuple[PathwayVersion, ...]


@page("catalogue.read")
@kept_for_everyone
def versions(request: HttpRequest, name: str) -> HttpResponse:
    """Every version of a pathway with its difference to the one before."""
    catalogue = reading.catalogue()
    if name not in catalogue.pathways:
        raise Http404(f"There is no pathway '{name}'.")
    rows = tuple(history(name, say(catalogue), language()))
    return show(request, "throughline/public/versions.html", VersionsPage(catalogue.pathways[name], rows))


@dataclass(frozen=True, slots=True)
class LogPage:
    """A stretch of the public log, newest first. older: where the stretch before it begins (None: there is none).

    note: the newest signed checkpoint, empty while nothing was entered.
    """

    checkpoint: trail.Checkpoint
    note: str
    entries: tuple[trail.Entry, ...]
    older: int | None


STRETCH = 100


@page("log.read")
def published(request: HttpRequest) -> HttpResponse:
    """The public log: everything entered in order, newest first, with the root that covers it all."""
    checkpoint = trail.checkpoint()
    asked = request.GET.get("before", "")
    end = min(int(asked), checkpoint.size) if asked.isdigit() else checkpoint.size
    start = max(end - STRETCH, 0)
    entries = tuple(reversed(trail.public_log(start=start, limit=end - start)))
    return show(
        request,
        "throughline/public/published.html",
        LogPage(checkpoint, trail.signed_checkpoint(), entries, start or None),
    )
