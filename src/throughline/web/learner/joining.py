"""A learner who has two records joins them: they prove that the other is theirs, look at both, and say yes."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory import joining
from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import queries as records
from throughline.web.learner.home import own
from throughline.web.pages import page, show, status, who


@dataclass(frozen=True, slots=True)
class JoinPage:
    """First the form for a code; then both records side by side. code: as it was typed, asked for again with the yes."""

    other: joining.Other | None = None
    beside: records.SideBySide | None = None
    code: str = ""
    problem: str = ""


@page("record.merge")
def join(request: HttpRequest) -> HttpResponse:
    """The code of the other record; what would be joined; the yes."""
    own(who(request))
    if request.method != "POST":
        return show(request, "throughline/record/join.html", JoinPage())
    code, now = request.POST.get("code", ""), timezone.now()
    try:
        if request.POST.get("yes"):
            with opening(now=now):
                joining.join(by=who(request), code=code, now=now)
            messages.success(request, _("It is one record now. Either way to sign in leads to it."))
            return redirect("record")
        other, beside = records.side_by_side(who(request), code, now=now)
        shown = JoinPage(other, beside, code)
    except Refused as refusal:
        shown = JoinPage(code=code, problem=str(refusal))
    answer = show(request, "throughline/record/join.html", shown, status(shown.problem))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
