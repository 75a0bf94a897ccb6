"""The reviewer's bench: one item on the left, what may fit on the right, and a decision with its reason."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.directory.policy import require
from throughline.apps.registry import alignments as actions
from throughline.apps.registry import looking, own
from throughline.apps.registry.queries import bench as reads
from throughline.apps.registry.queries import documents
from throughline.apps.registry.queries.bench import Bench, Suggestion
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.core.alignment.proposing import Stated
from throughline.web.pages import page, show, status, who
from throughline.web.public.registry.alignment_words import (
    RELATIONS,
    Explained,
    explained,
    percent,
    status_words,
)
from throughline.web.public.registry.naming import item_page, link_words
from throughline.web.public.registry.texts import cut, other


@dataclass(frozen=True, slots=True)
class Choice:
    """An item that may fit. said: what publishers claim and what was decided of the two, a sentence each."""

    item: Stated
    title: str
    language: str
    href: str
    above: tuple[str, ...]
    percent: int
    explained: Explained
    said: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class BenchPage:
    """The bench at one item. here: its address without the item. percent: of the items looked at."""

    bench: Bench
    title: str
    language: str
    href: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    choices: tuple[Choice, ...]
    relations: tuple[tuple[str, str], ...]
    relation: str
    reason: str
    here: str
    before: str
    after: str
    percent: int
    problem: str


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """Two documents to be chosen."""

    documents: tuple[DocumentLine, ...]
    left: str
    right: str
    problem: str


@page("alignment.review")
def bench(request: HttpRequest) -> HttpResponse:
    """The bench for `left` and `right` at `item`, or where one stopped; without them, a choice of documents."""
    actor = who(request)
    require(actor, "alignment.review", what=_("Working on the bench"))
    given = request.GET
    left, right = _key(given.get("left", "")), _key(given.get("right", ""))
    found = reads.bench(actor, left, right, given.get("item", "")) if left and right else None
    if found is None:
        return _choose(request)
    problem = ""
    if request.method == "POST":
        problem, following = _act(request, found)
        if not problem:
            return redirect(_address(found, following))
    return show(request, "throughline/alignments/bench.html", _page(request, found, problem), status(problem))


def _act(request: HttpRequest, found: Bench) -> tuple[str, str]:
    """What the reviewer chose to do; gives what is wrong with it, and which item comes next where that is known."""
    given, actor, now = request.POST, who(request), timezone.now()
    act, left, right = given.get("act", ""), found.left.key, found.right.key
    try:
        if act == "undo":
            again = actions.undo(by=actor, left=left, right=right, now=now)
            messages.success(request, _("Your last decision is taken back."))
            return "", again
        if found.item is not None and act in ("skip", "nothing"):
            outcome: looking.Outcome = "skipped" if act == "skip" else "nothing_fits"
            looking.look(by=actor, left=left, right=right, item=found.item.id, outcome=outcome, now=now)
        elif found.item is not None and act in ("accept", "decline"):
            return _decide(request, found, act), ""
    except Refused as refusal:
        return str(refusal), ""
    return "", ""


def _decide(request: HttpRequest, found: Bench, act: str) -> str:
    given = request.POST
    chosen = next((each for each in found.suggestions if each.item.id == given.get("right", "")), None)
    relation = given.get("relation", "exactMatchOf")
    if chosen is None or relation not in RELATIONS:
        return _("Choose one of the items on the right first.")
    spoken = explained(chosen.proposal)
    reason = given.get("reason", "").strip() or " ".join(spoken.pro if act == "accept" else spoken.con)
    if not reason:
        return _("Say in a few words why.")
    decide = actions.review if act == "accept" else actions.decline
    decide(
        by=who(request), pair=_pair(found, chosen, relation), reason=reason, now=timezone.now(),
        basis="imported" if chosen.claimed else "proposed", strength=round(1000 * chosen.proposal.strength),
    )  # fmt: skip
    said = (
        _("Reviewed. Somebody on the state's body can certify it now.") if act == "accept" else _("Declined.")
    )
    messages.success(request, said)
    return ""


def _pair(found: Bench, chosen: Suggestion, relation: str) -> actions.Pair:
    kind, _slash, turned = relation.partition("/")
    ends = ((found.left.key, chosen.proposal.left), (found.right.key, chosen.proposal.right))
    (one, left), (two, right) = reversed(ends) if turned else ends
    return actions.Pair(one, left, two, right, kind)


def _page(request: HttpRequest, found: Bench, problem: str) -> BenchPage:
    item, given = found.item, request.POST
    choices = tuple(
        _choice(found, each, given.get("right", ""), at == 0) for at, each in enumerate(found.suggestions)
    )
    return BenchPage(
        bench=found,
        title=item.statement if item else "",
        language=other(item.language) if item else "",
        href=item_page(found.left.key, item.id) if item else "",
        above=tuple(cut(each.statement, 120) for each in found.above),
        below=tuple(cut(each.statement, 120) for each in found.below),
        choices=choices,
        relations=tuple((name, str(words)) for name, words in RELATIONS.items()),
        relation=given.get("relation", "exactMatchOf"),
        reason=given.get("reason", ""),
        here=_address(found, item.id if item else ""),
        before=_address(found, found.before) if found.before else "",
        after=_address(found, found.after) if found.after else "",
        percent=round(100 * found.looked / found.total) if found.total else 0,
        problem=problem,
    )


def _choice(found: Bench, given: Suggestion, chosen: str, first: bool) -> Choice:
    claimed = [
        _("{publisher} says: {words}.").format(
            publisher=link.by, words=link_words(link.kind, link.origin == given.proposal.left).lower()
        )
        for link in given.claimed
    ]
    decided = [
        _("{status} here: {reason}").format(status=status_words(each.status).capitalize(), reason=each.reason)
        for each in given.decided
    ]
    spoken = explained(given.proposal)
    return Choice(
        given.item, cut(given.item.statement, 600), other(given.item.language), item_page(found.right.key, given.item.id),
        tuple(cut(each.statement, 120) for each in given.above), percent(given.proposal.strength), spoken,
        (*claimed, *decided), given.item.id == chosen if chosen else first,
    )  # fmt: skip


def _address(found: Bench, item: str = "") -> str:
    asked = {"left": str(found.left.key), "right": str(found.right.key)}
    return f"{reverse('bench')}?{urlencode({**asked, 'item': item} if item else asked)}"


def _choose(request: HttpRequest) -> HttpResponse:
    own.follow(now=timezone.now())
    given = request.GET
    problem = _("Choose two different documents.") if given.get("left") or given.get("right") else ""
    every = tuple(each for each in documents.documents() if each.items)
    shown = ChoosePage(every, given.get("left", ""), given.get("right", ""), problem)
    return show(request, "throughline/alignments/choose.html", shown, status(problem))


def _key(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
