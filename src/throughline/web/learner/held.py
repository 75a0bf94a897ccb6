"""Credentials from elsewhere: a learner brings them, sees what was checked of them and when, takes them along."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Refused
from throughline.apps.records import queries as records
from throughline.apps.records.actions import holding
from throughline.apps.records.held_documents import WHAT
from throughline.apps.records.queries.holding import File
from throughline.web.learner.home import own
from throughline.web.pages import page, show, who

FORMS = {"json": "JSON", "jwt": "JWT", "png": "PNG", "svg": "SVG"}


@dataclass(frozen=True, slots=True)
class HeldPage:
    """What the learner keeps from elsewhere, and the form to bring one more with what is wrong with it."""

    held: tuple[records.holding.Held, ...]
    pasted: str = ""
    problem: str = ""


@page("held.keep")
def held(request: HttpRequest) -> HttpResponse:
    """All that the learner keeps from elsewhere; brings one more."""
    actor, problem, pasted = who(request), "", request.POST.get("pasted", "")
    if request.method == "POST":
        try:
            return _bring(request, pasted)
        except Refused as refusal:
            problem = str(refusal)
    shown = HeldPage(records.holding.held(actor, own(actor), now=timezone.now()), pasted, problem)
    return show(request, "throughline/record/held.html", shown, status=422 if problem else 200)


def _bring(request: HttpRequest, pasted: str) -> HttpResponse:
    brought = request.FILES.get("file")
    if brought is not None and (brought.size or 0) > holding.LARGEST:
        raise Refused(WHAT, _("the file is too large."), _("Up to 4 MB are kept."))
    given = bytes(brought.read()) if brought is not None else pasted.strip().encode()
    if not given:
        raise Refused(WHAT, _("nothing was brought."), _("Choose a file, or paste its text."))
    kept = holding.hold(by=who(request), given=given, now=timezone.now())
    said = _("It is kept.") if kept.kept else _("You keep a newer copy of it already. That one stays.")
    messages.success(request, said)
    return redirect("held-one", kept.id)


@page("held.read")
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """One of them: what it is, what was checked, in which forms it can be taken along."""
    return show(
        request,
        "throughline/record/held_one.html",
        records.holding.held_one(who(request), key, now=timezone.now()),
    )


@page("held.read")
def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """One of them, byte for byte as it came."""
    return _given(records.holding.held_file(who(request), key, now=timezone.now()))


@page("held.read")
def newer(request: HttpRequest, key: UUID) -> HttpResponse:
    """A badge of the older kind as one of the newer kind that points back to it."""
    made = records.holding.held_repackaged(who(request), key, now=timezone.now())
    return _given(
        File(f"credential-{str(key)[:8]}-newer.json", "application/json", json.dumps(made).encode())
    )


def _given(found: File) -> HttpResponse:
    answer = HttpResponse(found.content, content_type=found.media)
    # A picture from elsewhere may hold a script: it is handed over and never shown in the page's own name.
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@page("held.keep")
@require_POST
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """Checks one of them anew."""
    holding.check_again(by=who(request), held=key, now=timezone.now())
    messages.success(request, _("It was checked just now."))
    return redirect("held-one", key)


@page("held.keep")
@require_POST
def let_go(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keeps one of them no more."""
    holding.let_go(by=who(request), held=key, now=timezone.now())
    messages.success(request, _("It is gone from here. Your own copy is not touched."))
    return redirect("held")
