"""Writing a draft of an agreement: chosen and typed in a form, looked at in words, then kept for every party to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import negotiations as actions
from throughline.core.agreements.before_signing import before_signing
from throughline.core.catalogue.documents import Agreement
from throughline.core.formats.state_pack.bodies import document_from_json
from throughline.core.formats.state_pack.errors import PackErrors
from throughline.core.reasoning.findings import Finding
from throughline.web import reading
from throughline.web.components.guarantees import KINDS
from throughline.web.components.negotiations import (
    ChangeShown,
    TermsShown,
    TriedShown,
    changes_shown,
    terms_shown,
    tried_shown,
)
from throughline.web.names import name_of
from throughline.web.organization.agreement_fields import Form, form_of
from throughline.web.organization.agreement_form import blank, body_of, sent_body
from throughline.web.pages import page, show, status, who
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class BeginPage:
    """What a new agreement is about: its kind and pathways. places: for which the reader may draft."""

    kinds: tuple[tuple[str, str], ...]
    pathways: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A draft before it is kept: in words, what it changes, what is said of it, what it would do."""

    terms: TermsShown
    changes: tuple[ChangeShown, ...]
    must: tuple[Finding, ...]
    should: tuple[Finding, ...]
    tried: TriedShown


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The form. places: for which the reader drafts; place: the one chosen. changes: there is a text before it; replaces: it
    is in force. back: where it leads if it is not kept."""

    title: str
    form: Form
    places: tuple[tuple[str, str], ...]
    place: str
    looked: Looked | None
    changes: bool
    replaces: bool
    back: str
    problem: str


@page("terms.write")
def begin(request: HttpRequest) -> HttpResponse:
    """A new agreement: first what it is about, then its text."""
    places = _places(request)
    kind, sent = request.GET.get("kind", ""), request.POST if request.method == "POST" else None
    if kind not in KINDS:
        kept = reading.catalogue()
        pathways = sorted(((p.id, words(p.title)) for p in kept.pathways.values()), key=lambda each: each[1])
        kinds = tuple((key, str(one)) for key, (one, _many) in KINDS.items())
        return show(
            request,
            "throughline/organization/agreement_begin.html",
            BeginPage(kinds, tuple(pathways), places),
        )
    place = (sent or request.GET).get("place", places[0][0])
    base = blank(kind, request.GET.getlist("pathway"), place)
    return _drafting(request, base, None, _("A new agreement"), "/agreements/", None)


@page("terms.write")
def change(request: HttpRequest, name: str) -> HttpResponse:
    """A change to one that is in force: another text, new days, an end."""
    held = reading.catalogue().agreements.get(name)
    if held is None:
        raise Http404(f"There is no agreement '{name}'.")
    return _drafting(request, body_of(held), held, words(held.title), "/agreements/", None)


@page("terms.write")
def redraft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another draft in place of the last one."""
    found = opportunities.negotiations.negotiation(who(request), key, on=timezone.localdate()).shown
    terms = found.value.draft.terms
    return _drafting(request, body_of(terms), terms, words(terms.title), f"/agreements/{key}/", key)


def _drafting(
    request: HttpRequest,
    base: dict[str, Any],
    held: Agreement | None,
    title: str,
    back: str,
    key: UUID | None,
) -> HttpResponse:
    """The form of a draft: looked at first, kept when it is said so. held: the text that it changes."""
    places, kept, problem, looked = _places(request), reading.catalogue(), "", None
    sent = request.POST if request.method == "POST" else None
    typed = sent.get("place", "") if sent is not None else ""
    place = next((each for each, _name in places if each == typed), places[0][0])
    if sent is not None:
        try:
            body = sent_body(sent, base, kept)
            if sent.get("do") == "keep":
                return redirect("negotiation", _keep(request, key, place, body))
            looked = _looked(body, held, sent.get("reason", ""))
        except Refused as refusal:
            problem = str(refusal)
    form = form_of(base, held, sent, kept)
    replaces = held is not None and held.id in kept.agreements
    shown = DraftPage(
        title,
        form,
        places,
        place,
        looked,
        held is not None,
        replaces,
        back,
        problem,
    )
    return show(request, "throughline/organization/agreement_draft.html", shown, status(problem))


def _keep(request: HttpRequest, key: UUID | None, place: str, body: Mapping[str, Any]) -> UUID:
    actor, now, reasons = who(request), timezone.now(), {"": request.POST.get("reason", "")}
    if key is not None:
        actions.redraft(by=actor, negotiation=key, party=place, terms=body, reasons=reasons, now=now)
    else:
        key = actions.begin(by=actor, party=place, terms=body, reasons=reasons, now=now)
    messages.success(request, _("The draft is kept. Every party reads it and signs it, yours too."))
    return key


def _looked(body: Mapping[str, Any], held: Agreement | None, reason: str) -> Looked:
    try:
        terms: Agreement = document_from_json("agreement", body)
    except PackErrors as errors:
        first = errors.errors[0]
        raise Refused(_("The draft"), f"{first.reason}.", f"{first.fix}.") from None
    kept, today = reading.catalogue(), timezone.localdate()
    said = before_signing(terms, kept, today)
    tried = opportunities.negotiations.on_made_records(terms, on=today)
    changes = changes_shown(held, terms, {"": reason}, kept) if held else ()
    return Looked(terms_shown(terms, kept), changes, said.must, said.should, tried_shown(tried, terms))


def _places(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    kept = reading.catalogue()
    mine = sorted(opportunities.negotiations.speaking(who(request)))
    if not mine:
        raise Refused(
            _("An agreement"), _("you speak for no organization here."), _("Ask whoever leads yours.")
        )
    return tuple((each, name_of(kept, f"organization:{each}")) for each in mine)
