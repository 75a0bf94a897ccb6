"""Which alignments are certified, by whom and since when; and one of them with everything that was decided of it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Refused
from throughline.apps.directory.policy import allowed, require
from throughline.apps.registry import alignments as actions
from throughline.apps.registry.queries import alignments
from throughline.apps.registry.queries.alignments import Alignment, End
from throughline.apps.registry.tasks import follow_catalogue
from throughline.web.pages import page, show, status, who
from throughline.web.public.registry.alignment_words import STATUSES, body_words, status_words
from throughline.web.public.registry.naming import item_page, link_words
from throughline.web.public.registry.texts import cut, other

STRETCH = 100
SHOWN = ("certified", "reviewed", "claimed", "declined", "withdrawn")


@dataclass(frozen=True, slots=True)
class Side:
    """An item at one end of an alignment."""

    code: str
    title: str
    href: str
    language: str
    document: str
    key: UUID


@dataclass(frozen=True, slots=True)
class Row:
    """An alignment in words, read from left to right. body: who certified it."""

    alignment: Alignment
    left: Side
    words: str
    right: Side
    status: str
    body: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Alignments of one standing. tabs: each standing with how many there are."""

    rows: tuple[Row, ...]
    chosen: str
    chosen_words: str
    tabs: tuple[tuple[str, str, int], ...]
    total: int
    before: int | None
    after: int | None
    reviews: bool


@page("alignment.read")
def overview(request: HttpRequest) -> HttpResponse:
    """Alignments, the newest decision first; `status` chooses which, `document` narrows to those with one document."""
    asked = request.GET.get("status", "")
    chosen = asked if asked in SHOWN else "certified"
    start = _number(request.GET.get("start", ""))
    found = alignments.alignments(
        status=chosen, document=_key(request.GET.get("document", "")), start=start, most=STRETCH
    )
    shown = OverviewPage(
        tuple(row_of(each) for each in found.alignments), chosen, status_words(chosen),
        tuple((name, status_words(name), found.counts.get(name, 0)) for name in SHOWN), found.total,
        max(0, start - STRETCH) if start else None, start + STRETCH if start + STRETCH < found.total else None,
        allowed(who(request), "alignment.review").allowed,
    )  # fmt: skip
    return show(request, "throughline/alignments/overview.html", shown)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One decision: what, when, why and by which body."""

    words: str
    step: alignments.Step
    body: str


@dataclass(frozen=True, slots=True)
class OnePage:
    """One alignment. certifies, withdraws, declines: what the reader may do with it now. counts: in words, whether and how
    one stands in for the other."""

    row: Row
    steps: tuple[StepRow, ...]
    counts: str
    certifies: bool
    withdraws: bool
    declines: bool
    typed: str
    problem: str


@page("alignment.read")
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """An alignment; those who may decide it do so here."""
    found = alignments.alignment(key)
    if found is None:
        raise Http404("There is no such alignment.")
    problem = _decide(request, key, found[0]) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return redirect("alignment", key)
    stands, steps = found
    actor = who(request)
    reviews, certifies = (allowed(actor, f"alignment.{act}").allowed for act in ("review", "certify"))
    shown = OnePage(
        row_of(stands), tuple(StepRow(_step(each), each, body_words(each.body)) for each in steps), _counts(stands),
        certifies and stands.status == "reviewed",
        certifies if stands.status == "certified" else reviews and stands.status in ("claimed", "reviewed"),
        reviews and stands.status in ("claimed", "reviewed"), request.POST.get("reason", ""), problem,
    )  # fmt: skip
    return show(request, "throughline/alignments/one.html", shown, status(problem))


def _decide(request: HttpRequest, key: UUID, stands: Alignment) -> str:
    given, actor, now = request.POST, who(request), timezone.now()
    require(actor, "alignment.review", what=_("Deciding about an alignment"))
    reason, act = given.get("reason", ""), given.get("act", "")
    try:
        if act == "certify":
            actions.certify(
                by=actor, alignment=key, reason=reason, now=now, complete="complete" in given,
                carries_over="carries_over" in given, level=_number(given.get("level", "")) or None,
            )  # fmt: skip
        elif act == "withdraw":
            actions.withdraw(by=actor, alignment=key, reason=reason, now=now)
        elif act == "decline":
            actions.decline(by=actor, pair=pair_of(stands), reason=reason, now=now, basis="own")
    except Refused as refusal:
        return str(refusal)
    if act in ("certify", "withdraw"):
        follow_catalogue.defer()
    if act in DONE:
        messages.success(request, str(DONE[act]))
    return ""


DONE = {
    "certify": gettext_lazy("It is certified, and stands in the public log."),
    "withdraw": gettext_lazy("It is withdrawn."),
    "decline": gettext_lazy("It is declined."),
}


def pair_of(stands: Alignment) -> actions.Pair:
    """The two items of an alignment, as a decision about it names them."""
    return actions.Pair(
        stands.left.document, stands.left.identifier, stands.right.document, stands.right.identifier, stands.kind,
        stands.complete, stands.carries_over, stands.level,
    )  # fmt: skip


def row_of(alignment: Alignment) -> Row:
    """An alignment as pages show it."""
    return Row(
        alignment, _side(alignment.left), link_words(alignment.kind, True), _side(alignment.right),
        status_words(alignment.status), body_words(alignment.body) if alignment.body else "",
    )  # fmt: skip


def _side(end: End) -> Side:
    href = item_page(end.document, end.identifier, end.uri)
    return Side(
        end.code, cut(end.statement or end.identifier), href, other(end.language), end.title, end.document
    )


def _step(step: alignments.Step) -> str:
    return _("undone") if step.undoes else str(STATUSES[step.status])


def _counts(stands: Alignment) -> str:
    if stands.status != "certified":
        return _("It counts nowhere before it is certified.")
    if stands.kind in ("exactMatchOf", "isTranslationOf"):
        return _("Whoever has shown one of them has shown the other.")
    if stands.kind == "isPartOf":
        if stands.complete:
            return _(
                "Whoever has shown the whole has shown this part. Where frameworks are compared, all parts together are"
                " the whole. A rule that asks for the whole names its parts itself."
            )
        return _("Whoever has shown the whole has shown this part. The part alone is not the whole.")
    if stands.kind == "replacedBy" and stands.carries_over:
        return _("Whoever has shown the old one has shown the new one.")
    return _("Neither stands in for the other.")


def _number(given: str) -> int:
    return min(int(given), 1_000_000) if given.isascii() and given.isdigit() else 0


def _key(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
