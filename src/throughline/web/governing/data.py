"""The data catalogue: three kinds of data, each set with its owner, purpose, readers, retention and ground; and requests."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import allowed
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.datasets import KINDS, Dataset, Ground
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of, key_of
from throughline.web.words import words

KIND = {
    "workforce": gettext_lazy("Workforce and industry"),
    "achievement": gettext_lazy("What learners have shown"),
    "learner": gettext_lazy("Individual learners"),
}
FIELDS = ("organization", "ground", "purpose", "until")


@dataclass(frozen=True, slots=True)
class KindShown:
    """One kind of data with its sets."""

    title: str
    datasets: tuple[Dataset, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """The whole catalogue, and how many requests wait."""

    kinds: tuple[KindShown, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class AskedShown:
    """A request with its names."""

    asked: governance.DataAsked
    organization: str
    ground: str


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """One set, its requests, and the form of whoever may ask; answers: the reader answers for its owner. longest: for how
    long others may have it; keeps: how long it is kept, where that is a number of days."""

    dataset: Dataset
    kind: str
    owner: str
    grounds: tuple[Ground, ...]
    asked: tuple[AskedShown, ...]
    places: tuple[tuple[str, str], ...]
    answers: bool
    typed: Mapping[str, str]
    problem: str
    longest: str
    keeps: str


@page("data.read")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every set of data by kind."""
    known = reading.catalogue().state.datasets
    kinds = tuple(
        KindShown(str(KIND[kind]), tuple(each for each in known if each.kind == kind)) for kind in KINDS
    )
    waiting = sum(1 for each in governance.data_asked() if each.yes is None)
    return show(request, "throughline/governing/data.html", CataloguePage(kinds, waiting))


@page("data.read")
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """One set; those who act for an organization ask here, those who act for its owner answer."""
    actor, problem, given = who(request), "", request.POST
    found = next((each for each in reading.catalogue().state.datasets if each.id == name), None)
    if found is None:
        raise Http404(f"No data is called '{name}'.")
    if request.method == "POST":
        try:
            _do(request, actor, found)
            return redirect("dataset", name)
        except Refused as refusal:
            problem = str(refusal)
    typed = {each: given.get(each, "") for each in FIELDS}
    shown = _page(actor, found, typed, problem)
    return show(request, "throughline/governing/dataset.html", shown, status(problem))


def _page(actor: Actor, found: Dataset, typed: Mapping[str, str], problem: str) -> DatasetPage:
    kept = reading.catalogue()
    grounds = {each.id: each for each in kept.state.data_grounds}
    asked = tuple(
        AskedShown(
            each, name_of(kept, f"organization:{each.organization}"),
            words(grounds[each.ground].title) if each.ground in grounds else each.ground,
        )
        for each in governance.data_asked(found.id)
    )  # fmt: skip
    mine = {each.organization for each in actor.roles if each.role != "learner"} & kept.organizations.keys()
    places = tuple((each, words(kept.organizations[each].title)) for each in sorted(mine))
    return DatasetPage(
        found, str(KIND[found.kind]), name_of(kept, f"organization:{found.owner}"),
        tuple(grounds[each] for each in found.asked_on if each in grounds), asked, places,
        allowed(actor, "data.answer", Subject(organization=found.owner)).allowed, typed, problem,
        _lasting(found.longest_days), _lasting(found.keep_days) if found.keep_days else "",
    )  # fmt: skip


def _lasting(days: int) -> str:
    """A number of days in words; whole years as years."""
    if days % 365 == 0:
        return ngettext("{n} year", "{n} years", days // 365).format(n=days // 365)
    return ngettext("{n} day", "{n} days", days).format(n=days)


def _do(request: HttpRequest, actor: Actor, found: Dataset) -> None:
    given, now = request.POST, timezone.now()
    if given.get("do") == "answer":
        key = key_of(given.get("request", ""))
        if key is None or given.get("yes") not in ("yes", "no"):
            raise Refused(_("This answer"), _("nothing was chosen."), _("Say yes or no to one request."))
        actions.answer_data_request(
            by=actor, request=key, yes=given["yes"] == "yes", reasons=given.get("reasons", ""), now=now
        )
        messages.success(request, _("The answer is kept, and public."))
        return
    actions.ask_for_data(
        by=actor, organization=given.get("organization", ""), dataset=found.id, ground=given.get("ground", ""),
        purpose=given.get("purpose", ""), until=day_of(given.get("until", "")), now=now,
    )  # fmt: skip
    messages.success(request, _("It is asked. Whoever owns the data answers, with reasons."))
