"""A learner's guarantees: what is theirs by what they showed, who owes it, and their yes or no."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import offers, promises
from throughline.apps.opportunities.queries.offers import InLine, OwnOffer
from throughline.apps.records import queries as records
from throughline.core.catalogue.agreements import CHOSEN, owing
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components.guarantees import (
    DEEDS,
    KINDS,
    STATES,
    PromiseShown,
    promise_shown,
    shortage_steps,
)
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, who
from throughline.web.pages import status as status_of

CLOSED = ("declined", "released", "lapsed")


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One guarantee in the list. state: word and mark."""

    offer: OwnOffer
    promise: PromiseShown
    state: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """Places of one kind of which one can be taken."""

    heading: str
    rows: tuple[OfferRow, ...]


@dataclass(frozen=True, slots=True)
class GuaranteesPage:
    """All of a learner's guarantees. ahead: promises of their pathway that open later. unmet: what is owed and not given."""

    choices: tuple[Choice, ...]
    unmet: tuple[OfferRow, ...]
    yours: tuple[OfferRow, ...]
    closed: tuple[OfferRow, ...]
    ahead: tuple[PromiseShown, ...]


@dataclass(frozen=True, slots=True)
class GuaranteePage:
    """One guarantee. grounds: what opened it, each with its page. line: where a waiting one stands, with the rule.

    signed: when the institution signed its text; None: not yet. mine: the reader may answer.
    """

    row: OfferRow
    grounds: tuple[tuple[str, str, datetime], ...]
    story: tuple[tuple[str, datetime, str], ...]
    supports: tuple[Text, ...]
    line: InLine | None
    rule: tuple[str, ...]
    owner: str
    overseer: str
    signed: datetime | None
    mine: bool
    others: int
    problem: str


@page("offers.read")
def guarantees(request: HttpRequest) -> HttpResponse:
    """The list: what waits for an answer first."""
    actor = who(request)
    now, learner = timezone.now(), own(actor)
    rows = tuple(_row(each) for each in opportunities.offers.own(actor, learner, now=now))
    choice = advising.choice_of(actor, learner, now=now)
    ahead = opportunities.offers.ahead(actor, learner, choice.pathway, now=now) if choice.pathway else []
    kept = reading.catalogue()
    shown = GuaranteesPage(
        tuple(
            Choice(str(KINDS[kind][1]), found)
            for kind in CHOSEN
            if (found := tuple(r for r in rows if r.offer.kind == kind and r.offer.state in ("held", "waiting")))
        ),
        tuple(r for r in rows if r.offer.unmet),
        tuple(r for r in rows if r.offer.state in ("accepted", "honored", "standing")),
        tuple(r for r in rows if r.offer.state in CLOSED),
        tuple(promise_shown(each, owing(each, kept)) for each in ahead),
    )  # fmt: skip
    return show(request, "throughline/learner/guarantees.html", shown)


@page("offers.read")
def guarantee(request: HttpRequest, key: UUID) -> HttpResponse:
    """One guarantee with everything about it."""
    return _one(request, key, "")


def _one(request: HttpRequest, key: UUID, problem: str) -> HttpResponse:
    actor, now = who(request), timezone.now()
    if actor.person is None:
        raise Refused(_("A guarantee"), _("it is for its learner."), _("Sign in."))
    found = opportunities.offers.one(actor, key, now=now)
    kept, row = reading.catalogue(), _row(found)
    line = opportunities.offers.in_line(key) if found.state == "waiting" else None
    mine = actor.is_me(found.learner)
    shown = GuaranteePage(
        row, _grounds(found) if mine else (),
        tuple((str(DEEDS[each.deed]), each.at, each.said) for each in found.deeds), found.agreement.supports,
        line, shortage_steps(line.rule) if line else (), row.promise.owed_by[0][1],
        name_of(kept, f"organization:{kept.state.offers.overseer}") if kept.state.offers.overseer else "",
        opportunities.promised.signed_on(found.agreement.id, found.number),
        mine, found.beside, problem,
    )  # fmt: skip
    return show(request, "throughline/learner/guarantee.html", shown, status_of(problem))


def _row(found: OwnOffer) -> OfferRow:
    word, mark = STATES[found.state]
    return OfferRow(found, promise_shown(found.agreement, found.owed_by), (str(word), mark))


def _grounds(found: OwnOffer) -> tuple[tuple[str, str, datetime], ...]:
    """What of the record opened it: its name, its page, its day."""
    kept = reading.catalogue()
    issued = records.issued_as(found.facts)
    return tuple((name_of(kept, credential), credential.partition(":")[2], at) for credential, at in issued)


Act = Callable[[Actor, UUID, QueryDict, datetime], object]
ACTS: dict[str, tuple[Act, object]] = {
    "accept": (
        lambda by, key, sent, now: offers.accept(
            by=by, offer=key, now=now, tell=sent.get("tell") == "yes", reason=sent.get("reason", "")
        ),
        gettext_lazy("You said yes. The other places of this kind went back to those who wait."),
    ),
    "decline": (
        lambda by, key, sent, now: offers.decline(by=by, offer=key, now=now, reason=sent.get("reason", "")),
        gettext_lazy("You let it go. Its place goes to somebody else."),
    ),
    "back": (
        lambda by, key, sent, now: offers.take_back(by=by, offer=key, now=now),
        gettext_lazy("Your answer is taken back. You can choose again."),
    ),
    "tell": (
        lambda by, key, sent, now: offers.tell(by=by, offer=key, now=now),
        gettext_lazy("The institution can read your name now."),
    ),
    "complain": (
        lambda by, key, sent, now: promises.complain(by=by, offer=key, words=sent.get("words", ""), now=now),
        gettext_lazy("Your complaint is with those who owe you an answer. You see its day here."),
    ),
}  # fmt: skip


@page("offer.answer")
@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """The learner's yes, no, taking back, name or complaint."""
    found = ACTS.get(request.POST.get("act", ""))
    if found is None:
        return _one(request, key, _("Choose what to do."))
    act, told = found
    try:
        act(who(request), key, request.POST, timezone.now())
    except Refused as refusal:
        return _one(request, key, str(refusal))
    messages.success(request, str(told))
    return redirect("guarantee", key)


@page("offers.read")
def statement(request: HttpRequest, key: UUID) -> HttpResponse:
    """The pinned text as its institution signed it, as a file."""
    found = opportunities.offers.statement(who(request), key, now=timezone.now())
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = f'attachment; filename="guarantee-{key}.json"'
    return answer
