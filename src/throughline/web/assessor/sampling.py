"""Making a sample of judged work: in words that name nobody, shown only while its learner consents."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.web.pages import page, show, status, who


@dataclass(frozen=True, slots=True)
class SamplePage:
    """One judged work with the form for its sample."""

    work: records.ToRedact
    typed: str
    problem: str


@page("sample.make")
def sample(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write the sample of one work, or take it back."""
    actor, problem = who(request), ""
    found = records.to_redact(actor, key, now=timezone.now())
    if request.method == "POST":
        words = "" if request.POST.get("act") == "back" else request.POST.get("words", "")
        try:
            actions.redact(by=actor, submission=key, words=words, now=timezone.now())
            told = _("Kept. It is shown while the learner agrees to it.") if words else _("Taken back.")
            messages.success(request, told)
            return redirect("sample-make", key)
        except Refused as refusal:
            problem = str(refusal)
    shown = SamplePage(found, request.POST.get("words", found.sample or found.words), problem)
    return show(request, "throughline/assessor/sample.html", shown, status(problem))
