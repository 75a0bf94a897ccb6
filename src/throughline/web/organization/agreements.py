"""Agreements of the reader's organizations: what is being agreed and whose turn it is, what is in force, what ends."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities import tasks
from throughline.apps.opportunities.actions import negotiations as actions
from throughline.apps.opportunities.queries.negotiations import Shown, Step, Whole
from throughline.apps.opportunities.queries.promised import Told
from throughline.core.reasoning.findings import Finding
from throughline.web import reading
from throughline.web.components.guarantees import KINDS
from throughline.web.components.negotiations import (
    DID,
    ChangeShown,
    TermsShown,
    TriedShown,
    changes_shown,
    terms_shown,
    tried_shown,
)
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.words import words

OUTCOMES = {"in_force": gettext_lazy("In force"), "withdrawn": gettext_lazy("Taken back")}


@dataclass(frozen=True, slots=True)
class Row:
    """A negotiation in the list. turn: whose move it is, in words; mine: the reader's."""

    id: UUID
    title: str
    kind: str
    with_: str
    state: str
    turn: str
    mine: bool


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An agreement that is in force. ends: soon, in words of the page."""

    terms: TermsShown
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class OursPage:
    """The list. told: what somebody has to mend, with its title; writes: the reader may draft."""

    open: tuple[Row, ...]
    held: tuple[HeldRow, ...]
    over: tuple[Row, ...]
    told: tuple[tuple[Told, str], ...]
    writes: bool


@dataclass(frozen=True, slots=True)
class NegotiationPage:
    """One negotiation. signs: parties the reader may sign for now; opposes: as which they may object; may_withdraw: the
    party they began it for. signed: by party, whether it has signed."""

    shown: Shown
    title: str
    state: str
    turn: str
    terms: TermsShown
    changes: tuple[ChangeShown, ...]
    changes_from: str
    signed: tuple[tuple[str, bool], ...]
    must: tuple[Finding, ...]
    should: tuple[Finding, ...]
    made: TriedShown
    trial: TriedShown | None
    whole: Whole
    steps: tuple[tuple[Step, str, str], ...]
    signs: tuple[tuple[str, str], ...]
    writes: bool
    withdraws: str
    problem: str


@page("terms.list")
def ours(request: HttpRequest) -> HttpResponse:
    """What the reader's organizations are agreeing on, whose turn it is, what is in force and what ends."""
    actor, kept = who(request), reading.catalogue()
    found = opportunities.negotiations.ours(actor, on=timezone.localdate())
    told = opportunities.promised.to_mend(opportunities.negotiations.acting(actor))
    ending = {each.id for each in found.ending}
    shown = OursPage(
        tuple(_row(each) for each in found.open),
        tuple(HeldRow(terms_shown(each, kept), each.id in ending) for each in found.in_force),
        tuple(_row(each) for each in found.over),
        tuple((each, name_of(kept, each.about)) for each in told if each.about.startswith("agreement:")),
        bool(opportunities.negotiations.speaking(actor)),
    )  # fmt: skip
    return show(request, "throughline/organization/agreements.html", shown)


def _row(found: Shown) -> Row:
    terms, kept = found.value.draft.terms, reading.catalogue()
    others = [name_of(kept, f"organization:{each}") for each in found.value.parties if each not in found.mine]
    return Row(
        found.id, words(terms.title), str(KINDS[terms.kind][0]), ", ".join(others), _state(found), _turn(found),
        bool(found.my_turn),
    )  # fmt: skip


def _state(found: Shown) -> str:
    if found.outcome:
        return str(OUTCOMES[found.outcome])
    return _("Another draft is asked for") if found.value.objection else _("Waits for signatures")


def _turn(found: Shown) -> str:
    if found.my_turn:
        return _("It is your turn")
    kept = reading.catalogue()
    names = ", ".join(name_of(kept, f"organization:{each}") for each in found.value.turn)
    return _("Next: {who}").format(who=names) if names else ""


@page("terms.read")
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """One negotiation: the text, what changes, what is said of it, who has signed; and what the reader may do now."""
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _act(request, key))
            return redirect("negotiation", key)
        except Refused as refusal:
            problem = str(refusal)
    found = opportunities.negotiations.negotiation(who(request), key, on=timezone.localdate())
    return show(request, "throughline/organization/agreement.html", _page(found, problem), status(problem))


def _act(request: HttpRequest, key: UUID) -> str:
    sent, actor, now = request.POST, who(request), timezone.now()
    act, party, typed = sent.get("act", ""), sent.get("party", ""), sent.get("number", "")
    number = int(typed) if typed.isdecimal() else 0
    if act == "sign":
        done = actions.sign(by=actor, negotiation=key, party=party, number=number, now=now)
        return _("All have signed. It is in force, and in the public log.") if done else _("You signed it.")
    if act == "oppose":
        said = sent.get("words", "")
        actions.oppose(by=actor, negotiation=key, party=party, number=number, words=said, now=now)
        return _("The other parties read what you wrote.")
    if act == "try":
        tasks.try_draft.defer(draft=str(actions.ask_for_trial(by=actor, negotiation=key, now=now)))
        return _("The house looks at it now. Come back in a moment.")
    actions.withdraw(by=actor, negotiation=key, party=party, now=now)
    return _("You took it back. What is in force stays.")


def _page(found: Whole, problem: str) -> NegotiationPage:
    kept, shown, value = reading.catalogue(), found.shown, found.shown.value
    draft = value.draft
    last = value.drafts[-2].terms if len(value.drafts) > 1 else None
    before, since = (last, "draft") if last else (shown.before, "in_force")
    smallest = kept.state.smallest_group
    trial = (
        tried_shown(found.trial.found, draft.terms, smallest) if found.trial and found.trial.found else None
    )
    began = value.drafts[0].by
    return NegotiationPage(
        shown, words(draft.terms.title), _state(shown), _turn(shown), terms_shown(draft.terms, kept),
        changes_shown(before, draft.terms, draft.reasons, kept) if before else (), since if before else "",
        tuple((_named(each), each in draft.signed) for each in value.parties), found.said.must, found.said.should,
        tried_shown(found.made, draft.terms), trial, found,
        tuple((each, _named(each.party), str(DID[each.what])) for each in found.steps),
        tuple((each, _named(each)) for each in value.parties
              if each in shown.speaks and each not in draft.signed and not shown.outcome and not value.objection),
        bool(shown.speaks) and not shown.outcome, began if began in shown.speaks and not shown.outcome else "", problem,
    )  # fmt: skip


def _named(organization: str) -> str:
    return name_of(reading.catalogue(), f"organization:{organization}")


@page("promises.read")
def signatures(request: HttpRequest, name: str) -> HttpResponse:
    """What each party signed of the version in force, each under its own key."""
    kept = reading.catalogue()
    if name not in kept.agreements:
        raise Http404(f"There is no promise '{name}'.")
    found = opportunities.negotiations.signatures(name, kept.versions[f"agreement:{name}"])
    shown = {
        "agreement": f"agreement:{name}",
        "version": kept.versions[f"agreement:{name}"],
        "signatures": found,
    }
    return JsonResponse(shown, json_dumps_params={"ensure_ascii": False, "indent": 2})
