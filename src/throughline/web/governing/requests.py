"""Asking for a pathway that is not there, and the public list of what was asked."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Refused
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.documents import Cluster
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, who
from throughline.web.parsing import back_to


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the cluster it belongs to; or what a way is asked to, and of whom, each by name."""

    request: governance.Request
    cluster: Cluster | None
    what: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form, with what was typed and what is wrong with it."""

    clusters: tuple[Cluster, ...]
    profession: str
    cluster: str
    why: str
    problem: str
    signed_in: bool


@page("request.read")
def requests(request: HttpRequest) -> HttpResponse:
    """Everything that was asked for, newest first, without who asked."""
    kept = reading.catalogue()
    asked = tuple(
        Asked(
            each, kept.clusters.get(each.cluster), name_of(kept, each.what) if each.what else "",
            name_of(kept, each.of) if each.of else "",
        )
        for each in governance.requests()
    )  # fmt: skip
    return show(request, "throughline/governing/requests.html", asked)


@page("request.file")
def ask(request: HttpRequest) -> HttpResponse:
    """The form to ask for a pathway."""
    given = request.POST or request.GET
    typed = (given.get("profession", ""), given.get("cluster", ""), given.get("why", ""))
    problem = ""
    if request.method == "POST":
        try:
            number = actions.request_pathway(
                by=who(request), profession=typed[0], cluster=typed[1], why=typed[2], now=timezone.now()
            )
            messages.success(request, _("Your request is number {n} on the docket.").format(n=number))
            return redirect("requests")
        except Refused as refusal:
            problem = str(refusal)
    clusters = tuple(reading.catalogue().clusters.values())
    shown = AskPage(clusters, *typed, problem, signed_in=who(request).person is not None)
    return show(request, "throughline/governing/ask.html", shown, status=422 if problem else 200)


@page("request.file")
@require_POST
def ask_for_a_way(request: HttpRequest) -> HttpResponse:
    """From a plan that lacks something: whoever it is for is asked to open a way to it."""
    given = request.POST
    try:
        number = actions.ask_for_a_way(
            by=who(request), what=given.get("what", ""), of=given.get("of", ""), now=timezone.now()
        )
        messages.success(request, _("Your request is number {n} on the docket.").format(n=number))
    except Refused as refusal:
        if who(request).person is None:
            raise
        messages.error(request, str(refusal))
    return redirect(back_to(request, "requests"))
