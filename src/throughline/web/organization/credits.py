"""An employer's credits: claiming one, and its certificate as a page, a paper and a signed file."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import incentives as actions
from throughline.apps.opportunities.queries.incentives import Claimed
from throughline.core.catalogue.apprenticeships import Incentive
from throughline.core.governing.paper import Paper, PaperSection, drawn
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.public.activities import places_of
from throughline.web.public.apprenticeships import settled
from throughline.web.words import language, told, words

WHY: dict[str, "str | Promise"] = {
    "whole": gettext_lazy("The whole of it is due."),
    "none": gettext_lazy("Nobody is trained, so nothing is due."),
    "years": gettext_lazy("All tax years of this credit are used up, so nothing is due."),
    "rest": gettext_lazy("It is what was left of the year: others claimed before."),
    "cap": gettext_lazy("The year's money was given out before, so nothing is due."),
}


@dataclass(frozen=True, slots=True)
class CreditsPage:
    """What was claimed, and the form. places: for which the reader may claim."""

    rows: tuple[tuple[Claimed, str, str], ...]
    rules: tuple[Incentive, ...]
    places: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """One certificate. facts: what it says, in words; holds: it is word for word what was signed."""

    claim: Claimed
    title: str
    facts: tuple[tuple[str, str], ...]
    why: str
    signed_by: str
    holds: bool


@page("incentives.own")
def credits(request: HttpRequest) -> HttpResponse:
    """The certificates of the reader's organizations; a new claim."""
    actor, problem, today = who(request), "", timezone.localdate()
    rules, kept, sent = settled().incentives, reading.catalogue(), request.POST
    if request.method == "POST":
        try:
            year = int(sent["year"]) if sent.get("year", "").isdigit() else today.year
            made = actions.claim(
                by=actor, incentive=sent.get("incentive", ""), organization=sent.get("place", ""), year=year,
                now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Worked out and signed."))
            return redirect("certificate", made)
        except Refused as refusal:
            problem = str(refusal)
    titles = {each.id: words(each.title) for each in rules}
    shown = CreditsPage(
        tuple(
            (each, titles.get(each.incentive, each.incentive), name_of(kept, f"organization:{each.organization}"))
            for each in opportunities.incentives.claims(actor)
        ),
        rules, tuple((each, name_of(kept, f"organization:{each}")) for each in places_of(actor)),
        tuple(range(today.year, today.year - 3, -1)), problem,
    )  # fmt: skip
    return show(request, "throughline/organization/credits.html", shown, status(problem))


@page("incentive.read")
def certificate(request: HttpRequest, key: UUID) -> HttpResponse:
    """One certificate, for whoever holds its address."""
    return show(request, "throughline/organization/certificate.html", _page(key))


@page("incentive.read")
def certificate_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same as a signed file."""
    answer = JsonResponse(_claim(key).document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="certificate-{key}.json"'
    return answer


@page("incentive.read")
def certificate_pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same as a paper."""
    found, now = _page(key), timezone.now()
    section = PaperSection(_("What is due"), found.facts, (found.why,))
    check = PaperSection(
        _("How to check it"),
        paragraphs=(
            _("Get the signed file at {address} and check it.").format(
                address=request.build_absolute_uri(f"/credits/{key}/certificate.json")
            ),
        ),
    )
    paper = Paper(
        _("Certificate of credit"), found.title, found.signed_by, told(found.claim.claimed_at), language(),
        _("Page {page} of {pages}"), (section, check),
    )  # fmt: skip
    answer = HttpResponse(drawn(paper, now), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="certificate-{key}.pdf"'
    return answer


def _claim(key: UUID) -> Claimed:
    found = opportunities.incentives.certificate(key)
    if found is None:
        raise Http404(f"There is no certificate '{key}'.")
    return found


def _page(key: UUID) -> CertificatePage:
    found, kept = _claim(key), reading.catalogue()
    rule = next((each for each in settled().incentives if each.id == found.incentive), None)
    told = found.document
    if rule is None:
        raise Http404(f"The state has no credit '{found.incentive}' now.")
    facts = (
        (_("Employer"), name_of(kept, f"organization:{found.organization}")),
        (_("Tax year"), str(found.year)),
        (_("Apprentices"), str(told["apprentices"])),
        (_("Of them in school"), str(told["inSchool"])),
        (_("For all apprentices"), f"${number_format(told['base'], force_grouping=True)}"),
        (_("More for those in school"), f"${number_format(told['more'], force_grouping=True)}"),
        (_("Due"), f"${number_format(found.due, force_grouping=True)}"),
        (_("Claim of the year"), str(found.number)),
        (_("Law"), str(told["law"])),
    )
    return CertificatePage(
        found, words(rule.title), facts, str(WHY[found.why]), name_of(kept, f"organization:{rule.signed_by}"),
        opportunities.incentives.certificate_holds(found, now=timezone.now()),
    )  # fmt: skip
