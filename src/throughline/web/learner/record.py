"""A learner's own record: all of it on a page, one entry, one line; as a résumé; what comes first."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Refused
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions.featuring import MOST_FEATURED
from throughline.apps.records.lines import Entry, RecordView
from throughline.apps.records.rows import RECORD
from throughline.core.credentials.transcript.facts import CourseRow
from throughline.core.credentials.transcript.legacy import CourseEquivalent
from throughline.core.log_proof import proofs_as_json
from throughline.web import reading
from throughline.web.components import record_papers as papers
from throughline.web.components import record_parts as parts
from throughline.web.keeping_own import kept_while_unchanged
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


def _own_view(request: HttpRequest) -> RecordView:
    actor = who(request)
    return records.own_record(actor, own(actor), now=timezone.now())


def _frame() -> parts.Frame:
    return parts.Frame(reverse("record"), mine=True)


@page("record.read")
@kept_while_unchanged(RECORD)
def record(request: HttpRequest) -> HttpResponse:
    """The learner's record on one page: what they put first, then everything by kind; long kinds are folded."""
    asked = parts.Asked(request.GET.get("all", ""), request.GET.get("q", "").strip()[:100])
    shown = parts.own_snapshot(_own_view(request), _frame(), asked)
    return show(request, "throughline/record/own.html", shown)


@page("record.read")
@kept_while_unchanged(RECORD)
def entry(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One entry: what it says and what it rests on."""
    shown = parts.entry_page(_own_view(request), _frame(), kind, name)
    return show(request, "throughline/record/entry.html", shown)


@page("record.read")
def line(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One line: criteria, evidence, who stood behind it."""
    shown = parts.line_page(_own_view(request), _frame(), kind, key)
    if kind == "award":
        shown = replace(shown, reviews=_reviews(request, shown.line.what))
    return show(request, "throughline/record/line.html", shown)


def _reviews(request: HttpRequest, credential: str) -> tuple[tuple[records.AwardOnReview, str], ...]:
    """The reviews of what was marked on a credential, also on one that this one replaced."""
    actor, house = who(request), reading.catalogue()
    found = records.award_reviews(actor, own(actor), now=timezone.now())
    return tuple(
        (each, name_of(house, f"organization:{each.issuer}"))
        for each in found
        if each.credential == credential
    )


@page("award.appeal")
@require_POST
def appeal(request: HttpRequest, key: UUID) -> HttpResponse:
    """The learner says why a credential that was marked should stand."""
    actor, now = who(request), timezone.now()
    about = next((each for each in records.award_reviews(actor, own(actor), now=now) if each.id == key), None)
    if about is None:
        raise Refused(
            _("Saying what you think"), _("there is no such question."), _("Look at your credential.")
        )
    try:
        actions.appeal(by=actor, review=key, words=request.POST.get("words", ""), now=now)
        messages.success(request, _("Noted. Somebody else reads it before this is decided."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    kind, _colon, name = about.credential.partition(":")
    line = next(
        (
            each
            for each in _own_view(request).entries[f"{kind}:{name}"].lines
            if each.key.startswith("award:")
        ),
        None,
    )
    return redirect("record-line", "award", line.key.partition(":")[2]) if line else redirect("record")


@page("record.read")
def file(request: HttpRequest, digest: str) -> HttpResponse:
    """A file of a piece of the learner's own work."""
    return parts.file_answer(_own_view(request), digest)


@page("record.read")
@kept_while_unchanged(RECORD)
def resume(request: HttpRequest) -> HttpResponse:
    """The record as a résumé."""
    return show(request, "throughline/record/resume.html", parts.resume(_own_view(request), _frame()))


@page("record.export")
def as_file(request: HttpRequest) -> HttpResponse:
    """The whole record as a signed file."""
    actor, now = who(request), timezone.now()
    found = records.own_signed(actor, own(actor), now=now)
    if found.made:
        actions.keep_made(by=actor, learner=own(actor), key=found.key, files=found.made, now=now)
    return papers.file_as_it_is(found.content, found.name)


@page("record.export")
def as_proof(request: HttpRequest) -> HttpResponse:
    """What shows that the credentials in that file stand in the public log."""
    actor = who(request)
    proofs = records.own_proofs(actor, own(actor), now=timezone.now())
    return papers.proof_answer(proofs_as_json(proofs), _("My record"))


@page("record.read")
def award_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """One credential as its issuer signed it."""
    document = records.credential_of(who(request), key, now=timezone.now())
    return papers.file_answer(document, str(document.get("name", "")))


@page("record.read")
def award_proof(request: HttpRequest, key: UUID) -> HttpResponse:
    """What shows since when the public log holds that credential."""
    actor, now = who(request), timezone.now()
    name = str(records.credential_of(actor, key, now=now).get("name", ""))
    return papers.proof_answer(records.log_proof_of(actor, key, now=now).as_json(), name)


@page("record.export")
def proof_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """One credential with all it takes to believe it without asking anyone, for the separate checker."""
    actor, now = who(request), timezone.now()
    document = records.proof_file(actor, [key], now=now)
    return papers.file_answer(document, f"{document['credentials'][0].get('name', '')} proof")


@page("record.export")
def as_paper(request: HttpRequest) -> HttpResponse:
    """The whole record as a transcript, with the courses it corresponds to where they are asked for."""
    actor, now = who(request), timezone.now()
    url = request.build_absolute_uri(reverse("verify"))
    form = papers.form_of(url, courses=bool(request.GET.get("courses")))
    signed = records.own_drawn(actor, own(actor), form, now=now)
    if isinstance(signed, records.Drawn):
        return papers.pdf_as_it_is(signed.content, signed.name)
    view = signed.view or records.own_record(actor, own(actor), now=now)
    courses = tuple(map(_course, records.courses_of_record(view))) if request.GET.get("courses") else ()
    pdf = papers.pdf_of(view, signed.content, url=url, now=now, courses=courses)
    made = {**signed.made, form: pdf}
    actions.keep_made(by=actor, learner=own(actor), key=signed.key, files=made, now=now)
    return papers.pdf_as_it_is(pdf, signed.name)


@page("record.export")
def everything(request: HttpRequest) -> HttpResponse:
    """Everything that is the learner's in one zip that reads, and can be checked, on any machine."""
    actor, now = who(request), timezone.now()
    clr, paper = None, None
    if any(line.assurance in ("issued", "verified") for line in _own_view(request).lines.values()):
        view, clr = records.own_file(actor, own(actor), now=now)
        paper = papers.pdf_of(
            view, papers.written(clr), url=request.build_absolute_uri(reverse("verify")), now=now
        )
    more = advising.own_sections(actor, own(actor))
    held = records.everything(actor, own(actor), clr=clr, transcript=paper, more=more, now=now)
    return papers.bundle_answer(held)


def _course(found: CourseEquivalent) -> CourseRow:
    house = reading.catalogue()
    decided = "; ".join(each.cite.source for each in found.chain if each.cite)
    return CourseRow(name_of(house, found.course), name_of(house, found.stands_on), decided)


@dataclass(frozen=True, slots=True)
class CoursesPage:
    """The courses a record corresponds to, and what the list does not say."""

    courses: tuple[CourseRow, ...]
    limits: tuple[str, ...]


@page("record.read")
@kept_while_unchanged(RECORD)
def courses(request: HttpRequest) -> HttpResponse:
    """The record as a list of courses, for those who ask for one; it says what it cannot say."""
    rows = tuple(map(_course, records.courses_of_record(_own_view(request))))
    return show(request, "throughline/record/courses.html", CoursesPage(rows, papers.limits()))


@dataclass(frozen=True, slots=True)
class FeaturePage:
    """The form that says what comes first: each entry with its place, 0 where it has none."""

    rows: tuple[tuple[Entry, int], ...]
    places: range
    problem: str


@page("record.feature")
def feature(request: HttpRequest) -> HttpResponse:
    """The learner says what comes first, and in which order."""
    actor, problem = who(request), ""
    if request.method == "POST":
        try:
            actions.feature(by=actor, learner=own(actor), entries=_in_order(request), now=timezone.now())
            messages.success(request, _("Your record begins with what you picked."))
            return redirect("record")
        except Refused as refusal:
            problem = str(refusal)
    view = _own_view(request)
    place = {ref: nth for nth, ref in enumerate(view.featured, 1)}
    rows = tuple((each, place.get(each.ref, 0)) for each in view.entries.values())
    shown = FeaturePage(rows, range(1, MOST_FEATURED + 1), problem)
    return show(request, "throughline/record/feature.html", shown, status=422 if problem else 200)


def _in_order(request: HttpRequest) -> list[str]:
    named = [each for each in request.POST if each.startswith("place:")]
    typed = [request.POST.get(each, "") for each in named]
    picked = [
        (int(place), nth, name.removeprefix("place:"))
        for nth, (name, place) in enumerate(zip(named, typed, strict=True))
        if place.isdecimal() and int(place) > 0
    ]
    return [ref for _place, _nth, ref in sorted(picked)]
