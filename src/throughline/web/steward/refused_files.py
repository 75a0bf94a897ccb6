"""What was refused at an import: why, the file as it came, and what becomes of it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.interop import actions, queries, tasks
from throughline.web.pages import page, show, status, who

STATES = ("waiting", "tried_again", "set_aside")


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """Refused files in one state, newest first. problem: of what was sent about the file `about`."""

    files: tuple[queries.Quarantined, ...]
    state: str
    about: UUID | None
    problem: str


@page("import.run")
def refused(request: HttpRequest) -> HttpResponse:
    """The list: those that wait, or those that were decided."""
    return _listed(request, request.GET.get("state", "waiting"))


def _listed(request: HttpRequest, state: str, about: UUID | None = None, problem: str = "") -> HttpResponse:
    wanted = state if state in STATES else "waiting"
    files = tuple(queries.quarantined(who(request), state=wanted))
    shown = RefusedPage(files, wanted, about, problem)
    return show(request, "throughline/steward/refused_files.html", shown, status(problem))


@page("import.run")
def try_again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Look at it again: as it was kept, or the mended file that comes along."""
    if request.method != "POST":
        return redirect("imports-refused")
    mended = request.FILES.get("file")
    try:
        run = actions.retry(
            by=who(request), quarantined=key, now=timezone.now(), name=(mended.name or "") if mended else "",
            mended=mended.file if mended else None, at_once=False,
        )  # fmt: skip
    except Refused as refusal:
        return _listed(request, "waiting", key, str(refusal))
    tasks.have_read(run)
    return redirect("import", key=run)


@page("import.run")
def set_aside(request: HttpRequest, key: UUID) -> HttpResponse:
    """Leave it, with a reason that everybody who imports can read."""
    if request.method != "POST":
        return redirect("imports-refused")
    try:
        reason = request.POST.get("reason", "")
        actions.set_aside(by=who(request), quarantined=key, reason=reason, now=timezone.now())
    except Refused as refusal:
        return _listed(request, "waiting", key, str(refusal))
    messages.success(request, _("It is set aside. It stays kept, with your reason."))
    return redirect("imports-refused")


@page("import.run")
def download(request: HttpRequest, key: UUID) -> HttpResponse:
    """The file as it came."""
    name, data = queries.quarantined_file(who(request), key)
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = (
        content_disposition_header(True, name.rpartition("/")[2]) or "attachment"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
