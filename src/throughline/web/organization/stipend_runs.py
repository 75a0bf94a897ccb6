"""A stipend run for the network that pays: its lines before it is approved by two persons, and its files after."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import stipends as actions
from throughline.apps.opportunities.queries.stipends import ProgramShown, RunShown
from throughline.web.components.stipends import LineRow, row_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of
from throughline.web.public.stipends import STATES

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run. rows: some of its lines; first, last, before, after: which of them, and where the others begin."""

    program: ProgramShown
    run: RunShown
    state: str
    rows: tuple[LineRow, ...]
    first: int
    last: int
    before: int | None
    after: int | None
    problem: str


@page("stipend.approve")
def run(request: HttpRequest, key: UUID) -> HttpResponse:
    """A run, line by line; with a form sent it goes on, is approved, or is dropped."""
    problem, now = "", timezone.now()
    if request.method == "POST":
        try:
            messages.success(request, _act(request, key))
            return redirect("stipend-run", key)
        except Refused as refusal:
            problem = str(refusal)
    actor, start = who(request), request.GET.get("from", "0")
    first = int(start) if start.isdecimal() else 0
    lines = queries.stipends.run_lines(actor, key, now=now, first=first, most=AT_ONCE)
    program, found = queries.stipends.run(actor, key)
    shown = RunPage(
        program, found, str(STATES[found.state]), tuple(row_of(each) for each in lines), first + 1, first + len(lines),
        max(first - AT_ONCE, 0) if first else None, first + AT_ONCE if first + AT_ONCE < found.lines else None, problem,
    )  # fmt: skip
    return show(request, "throughline/organization/stipend_run.html", shown, status(problem))


def _act(request: HttpRequest, key: UUID) -> str:
    sent, by, now = request.POST, who(request), timezone.now()
    if sent.get("act") == "approve":
        done = actions.approve(by=by, run=key, digest=sent.get("digest", ""), now=now)
        return (
            _("Two persons approved it. The payments stand.")
            if done
            else _("You approved it. One more person does.")
        )
    if sent.get("act") == "go_on":
        actions.go_on(by=by, run=key, now=now)
        return _("It is reckoned to the end.")
    actions.drop(by=by, run=key, now=now)
    return _("It is dropped. The next run reckons the same anew.")


@page("stipend.approve")
def payments(request: HttpRequest, key: UUID) -> HttpResponse:
    """The payment file of an approved run."""
    content = queries.stipends.payment_file(who(request), key)
    return _file(content, "payments.csv")


@page("stipend.approve")
def insurance(request: HttpRequest, key: UUID) -> HttpResponse:
    """The list for the insurer, between two days."""
    starts, ends = day_of(request.GET.get("from", "")), day_of(request.GET.get("to", ""))
    if starts is None or ends is None:
        raise Http404("The list has two days.")
    content = queries.stipends.insurance_list(who(request), key, starts=starts, ends=ends, now=timezone.now())
    return _file(content, "insurance.csv")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
