"""A pathway's certification: check by check, since when and until when, and by which decision."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Refused
from throughline.apps.governance import queries
from throughline.apps.governance.queries.certification import Packet
from throughline.core.catalogue.documents import Pathway
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show

STATES = {
    "certified": gettext_lazy("Certified"),
    "at_risk": gettext_lazy("Certified, and being mended"),
    "to_renew": gettext_lazy("To be renewed"),
}


@dataclass(frozen=True, slots=True)
class CertificationPage:
    """The packet with the pathway's title. passed: how many checks found nothing. owners: who mends each fault, by name."""

    pathway: Pathway
    packet: Packet
    state: str
    passed: int
    owners: tuple[str, ...]


@page("certification.read")
def certification(request: HttpRequest, name: str) -> HttpResponse:
    """Everything the checks say of a pathway in force."""
    try:
        packet = queries.certification.packet(name, on=timezone.localdate())
    except Refused as refusal:
        raise Http404(str(refusal)) from None
    catalogue = reading.catalogue()
    shown = CertificationPage(
        catalogue.pathways[name], packet, str(STATES[packet.standing.state]),
        sum(not each.found for each in packet.checks),
        tuple(name_of(catalogue, f"body:{each.owner}") for each in packet.faults),
    )  # fmt: skip
    return show(request, "throughline/public/certification.html", shown)
