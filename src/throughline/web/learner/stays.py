"""A stay elsewhere: the learner asks, their home and the host answer, and what was agreed counts by itself."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import opening, stays
from throughline.apps.opportunities.actions.stays import Asked, Stay
from throughline.apps.opportunities.queries.stays import Shown
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.learning_agreement import REASONS, Change, Line, Reason
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of, number_of, slug_of
from throughline.web.words import words

STATES = {
    "asked": gettext_lazy("Waits for an approval"), "came_back": gettext_lazy("Came back to the learner"),
    "in_force": gettext_lazy("Agreed by all three"), "recognized": gettext_lazy("Done and recognized"),
    "taken_back": gettext_lazy("Taken back"), "breach": gettext_lazy("The promise is not kept"),
}  # fmt: skip
PARTIES = {
    "learner": gettext_lazy("the learner"),
    "home": gettext_lazy("the home"),
    "host": gettext_lazy("the host"),
}
DID = {
    "asked": gettext_lazy("asked"), "approved": gettext_lazy("approved"), "withdrew": gettext_lazy("took it back"),
    "answered": gettext_lazy("asked for something else"), "recognized": gettext_lazy("recognized what was agreed"),
    "refused": gettext_lazy("will not keep it"),
}  # fmt: skip
WHY = {
    "not-available": gettext_lazy("not available"), "extending": gettext_lazy("the stay is longer"),
    "language-mismatch": gettext_lazy("in another language than said"), "other": gettext_lazy("another reason"),
    "timetable-conflict": gettext_lazy("at the same time as another"),
    "substituting-deleted": gettext_lazy("in place of it"),
}  # fmt: skip
ROWS = 3


@dataclass(frozen=True, slots=True)
class StayRow:
    """A stay in a list. places: home and host by name. turn: whose move it is, in words; mine: it is the reader's."""

    stay: Shown
    home: str
    host: str
    state: str
    turn: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in words. status: empty, removed or inserted. why: the reason in words."""

    name: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class StayPage:
    """One agreement for its parties. counts: what the home gives with its credits. agreed, asked: the lists. story: each
    step in words. leave: what could leave. reasons: by key. learner, home: whether the reader is, or answers for, it."""

    row: StayRow
    counts: tuple[tuple[str, Decimal], ...]
    in_part: bool
    agreed: tuple[ItemLine, ...]
    asked: tuple[ItemLine, ...]
    given: tuple[tuple[str, Decimal], ...]
    story: tuple[tuple[str, str, str, tuple[ItemLine, ...], object], ...]
    leave: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    learner: bool
    home: bool
    problem: str


@dataclass(frozen=True, slots=True)
class NewStay:
    """The form. hosts: other places; offered: what the chosen one gives. rows: what the home then counts, as typed."""

    homes: tuple[tuple[str, str], ...]
    hosts: tuple[tuple[str, str], ...]
    programs: tuple[tuple[str, str], ...]
    host: str
    offered: tuple[tuple[str, str, bool], ...]
    rows: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    problem: str


@page("stay.ask")
def own(request: HttpRequest) -> HttpResponse:
    """The learner's stays elsewhere."""
    rows = tuple(_row(each) for each in queries.stays.own_stays(who(request)))
    return show(request, "throughline/learner/stays.html", rows)


@page("stays.read")
def at_ours(request: HttpRequest) -> HttpResponse:
    """Those that concern an organization the reader acts for."""
    rows = tuple(_row(each) for each in queries.stays.stays_at(who(request)))
    return show(request, "throughline/organization/stays.html", rows)


def _row(found: Shown) -> StayRow:
    catalogue = reading.catalogue()
    turn = str(PARTIES[found.turn]) if found.turn else ""
    return StayRow(
        found, name_of(catalogue, f"organization:{found.home}"), name_of(catalogue, f"organization:{found.host}"),
        str(STATES[found.state]), turn,
    )  # fmt: skip


@page("stay.ask")
def new(request: HttpRequest) -> HttpResponse:
    """Asks for a stay: first where, then what is done there and what the home then counts."""
    problem = ""
    if request.method == "POST":
        try:
            made = stays.begin(
                by=who(request), stay=_stay(request.POST), asked=_asked(request.POST), now=timezone.now()
            )
            messages.success(request, _("It is asked. Your home answers next, then the host."))
            return redirect("stay", made)
        except Refused as refusal:
            problem = str(refusal)
    shown = _new(request, problem)
    return show(request, "throughline/learner/stay_new.html", shown, status(problem))


def _stay(sent: QueryDict) -> Stay:
    starts, ends = day_of(sent.get("starts", "")), day_of(sent.get("ends", ""))
    if starts is None or ends is None:
        raise Refused(_("A stay"), _("one of its days is missing."), _("Say when it begins and ends."))
    return Stay(
        sent.get("home", ""), sent.get("host", ""), sent.get("kind", "study"), starts, ends, sent.get("program", "")
    )  # fmt: skip


def _asked(sent: QueryDict) -> Asked:
    own_words = [f"course:{slug_of(line)}" for line in sent.get("other", "").splitlines() if line.strip()]
    return Asked(
        tuple(dict.fromkeys([*sent.getlist("studied"), *own_words])), _counts(sent),
        provision="all_or_none" if sent.get("provision") == "all_or_none" else "in_part",
    )  # fmt: skip


def _counts(sent: QueryDict) -> dict[str, Decimal]:
    found = {}
    for title, credits in zip(sent.getlist("counts"), sent.getlist("credits"), strict=False):
        if title.strip():
            found[f"course:{slug_of(title)}"] = number_of(credits) or Decimal(0)
    return found


def _new(request: HttpRequest, problem: str) -> NewStay:
    catalogue, actor = reading.catalogue(), who(request)
    sent = request.POST or request.GET
    homes = tuple(sorted(actor.organizations("learner")))
    host = sent.get("host", "")
    typed = zip(sent.getlist("counts"), sent.getlist("credits"), strict=False)
    names = ("home", "kind", "program", "starts", "ends", "other", "provision")
    return NewStay(
        tuple((key, name_of(catalogue, f"organization:{key}")) for key in homes),
        tuple(sorted(((key, words(each.title)) for key, each in catalogue.organizations.items() if key not in homes),
                     key=lambda each: each[1])),
        tuple((each.id, words(each.title)) for each in catalogue.state.stay_programs), host,
        _offered(catalogue, host, frozenset(sent.getlist("studied"))),
        (*typed, *[("", "")] * ROWS)[:max(ROWS, len(sent.getlist("counts")))],
        {name: sent.get(name, "") for name in names}, problem,
    )  # fmt: skip


def _offered(catalogue: Catalogue, host: str, chosen: frozenset[str]) -> tuple[tuple[str, str, bool], ...]:
    given = dict.fromkeys(
        what for each in catalogue.opportunities.values() if each.provider == host for what in each.gives
    )
    return tuple((what, name_of(catalogue, what), what in chosen) for what in given)


@page("stay.read")
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """One agreement: how it stands, and what its reader may do about it now."""
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _act(request, key))
            return redirect("stay", key)
        except Refused as refusal:
            problem = str(refusal)
    found = queries.stays.stay(who(request), key)
    return show(request, "throughline/learner/stay.html", _page(found, problem), status(problem))


def _act(request: HttpRequest, key: UUID) -> str:
    sent, actor, now = request.POST, who(request), timezone.now()
    act, number = sent.get("act", ""), sent.get("number", "")
    n = int(number) if number.isdecimal() else 0
    if act == "approve":
        with opening(now=now):
            done = stays.approve(by=actor, agreement=key, number=n, now=now)
        return _("All three have approved. It is in force.") if done else _("You approved it.")
    if act == "answer":
        stays.answer(by=actor, agreement=key, number=n, words=sent.get("words", ""), now=now)
        return _("It went back to the learner with your words.")
    if act == "withdraw":
        stays.withdraw(by=actor, agreement=key, now=now)
        return _("You took it back. What was agreed before stays.")
    if act == "refuse":
        stays.refuse(by=actor, agreement=key, words=sent.get("words", ""), now=now)
        return _("The learner and the state's board read what you wrote.")
    stays.change(by=actor, agreement=key, asked=_change(sent), now=now)
    return _("It is asked. What is in force stays until all three have approved.")


def _change(sent: QueryDict) -> Asked:
    if sent.get("act") == "ask_anew":
        return _asked(sent)
    into, reason = sent.get("into", "").strip(), sent.get("reason", "other")
    change = Change(
        sent.get("out", ""), f"course:{slug_of(into)}" if into else "", _reason(reason), sent.get("words", "")
    )
    if not change.out and not change.into:
        raise Refused(_("A change"), _("it says neither what leaves nor what comes."), _("Name one of them."))
    return Asked(changes=(change,))


def _reason(typed: str) -> Reason:
    return next((each for each in REASONS if each == typed), "other")


def _page(found: Shown, problem: str) -> StayPage:
    catalogue, value = reading.catalogue(), found.value
    shown = value.draft or value.in_force
    counts = shown.recognized if shown else {}
    return StayPage(
        _row(found), tuple((name_of(catalogue, item), n) for item, n in counts.items()),
        bool(shown and shown.provision == "in_part"), _lines(found.now, catalogue), _lines(found.asked, catalogue),
        tuple((name_of(catalogue, item), n) for item, n in (found.recognized or {}).items()), _story(found, catalogue),
        tuple((item, name_of(catalogue, item)) for item in (value.in_force.studied if value.in_force else ())),
        tuple((key, str(WHY[key])) for key in REASONS if key != "substituting-deleted"),
        "learner" in found.mine, "home" in found.mine, problem,
    )  # fmt: skip


def _lines(lines: tuple[Line, ...], catalogue: Catalogue) -> tuple[ItemLine, ...]:
    return tuple(
        ItemLine(name_of(catalogue, each.item), each.status, str(WHY.get(each.reason, ""))) for each in lines
    )


def _story(
    found: Shown, catalogue: Catalogue
) -> tuple[tuple[str, str, str, tuple[ItemLine, ...], object], ...]:
    return tuple(
        (
            str(PARTIES[each.party]),
            str(DID[each.what]),
            each.words,
            _suggested(each.instead, catalogue),
            each.at,
        )
        for each in found.steps
    )


def _suggested(changes: tuple[Change, ...], catalogue: Catalogue) -> tuple[ItemLine, ...]:
    found = []
    for each in changes:
        if each.out:
            found.append(ItemLine(name_of(catalogue, each.out), "removed", str(WHY.get(each.reason, ""))))
        if each.into:
            found.append(ItemLine(name_of(catalogue, each.into), "inserted", ""))
    return tuple(found)
