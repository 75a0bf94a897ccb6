"""Asking for a pathway that is not there, and the public list of what was asked."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.documents import Cluster
from throughline.web import reading
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the cluster it belongs to."""

    request: governance.Request
    cluster: Cluster | None


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
    clusters = reading.catalogue().clusters
    asked = tuple(Asked(each, clusters.get(each.cluster)) for each in governance.requests())
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
