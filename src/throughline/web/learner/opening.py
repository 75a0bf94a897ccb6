"""What finishing something opens for the learner, and the same as a signed statement to keep."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.advising.actions.stating import state_what_opens
from throughline.apps.advising.opening import what_opens
from throughline.core.catalogue.documents import Agreement, Pathway, Stage
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components import record_papers as papers
from throughline.web.learner.home import own
from throughline.web.names import address_of, title_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class OpensPage:
    """What follows from finishing one thing. things: milestones and credentials, each with its page. stages: gates that
    are passed. agreements: promises that begin to hold."""

    title: Text
    href: str
    kind: str
    name: str
    things: tuple[tuple[Text, str], ...]
    stages: tuple[tuple[Pathway, Stage], ...]
    agreements: tuple[Agreement, ...]

    @property
    def anything(self) -> bool:
        """Whether anything opens by this alone."""
        return bool(self.things or self.stages or self.agreements)


@page("progress.read")
def opens(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """If I finish this, what is open then?"""
    actor, house, what = who(request), reading.catalogue(), f"{kind}:{name}"
    found = what_opens(actor, own(actor), what, now=timezone.now())
    gates = (each.removeprefix("pathway:").partition("#") for each in found.gates)
    shown = OpensPage(
        title_of(house, what), address_of(what), kind, name,
        tuple((title_of(house, ref), address_of(ref)) for ref in found.milestones + found.credentials),
        tuple((house.pathways[p], next(s for s in house.pathways[p].stages if s.id == stage)) for p, _, stage in gates),
        tuple(house.agreements[ref.partition(":")[2]] for ref in found.agreements),
    )  # fmt: skip
    return show(request, "throughline/learner/opens.html", shown)


@page("record.export")
def statement(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The same as a signed statement."""
    document = state_what_opens(by=who(request), what=f"{kind}:{name}", now=timezone.now())
    return papers.file_answer(document, str(document["name"]))
