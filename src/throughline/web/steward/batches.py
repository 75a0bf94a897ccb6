"""Batches: a file of many acts is brought, looked at line by line, said yes to, and followed until it is done."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.opportunities import tasks
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.web import reading
from throughline.web.pages import page, show, who
from throughline.web.words import words

KINDS = ("issue", "revoke", "results")
SHOWN = 50
STATUS = 422


@dataclass(frozen=True, slots=True)
class Place:
    """An organization the reader may bring files for."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class BatchesPage:
    """The newest batches of one organization, and the form to bring another. columns: of each kind of file."""

    places: tuple[Place, ...]
    place: str
    batches: tuple[records.BatchShown, ...]
    columns: tuple[tuple[str, str], ...]
    problem: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One batch: its counts, lines with a fault first, then the first sound ones. percent: of the rows that are over."""

    batch: records.BatchShown
    faults: tuple[records.RowShown, ...]
    lines: tuple[records.RowShown, ...]
    heading: tuple[str, ...]
    percent: int


@page("batch.run")
def batches(request: HttpRequest) -> HttpResponse:
    """The list, and the form; a file that is brought is shown line by line next."""
    actor, problem = who(request), ""
    places = _places(actor)
    place = request.POST.get("place") or request.GET.get("place") or (places[0].id if places else "")
    if request.method == "POST":
        try:
            return redirect("batch", key=_bring(request, actor, place))
        except Refused as refused:
            problem = str(refused)
    shown = BatchesPage(places, place, tuple(records.batches(actor, place)), records.batch_columns(), problem)
    return show(request, "throughline/steward/batches.html", shown, STATUS if problem else 200)


def _places(actor: Actor) -> tuple[Place, ...]:
    held = reading.catalogue().organizations
    names = sorted(actor.organizations(*ASSESSORS, "operator"))
    return tuple(Place(name, words(held[name].title) if name in held else name) for name in names)


def _bring(request: HttpRequest, actor: Actor, place: str) -> UUID:
    brought, kind = request.FILES.get("file"), request.POST.get("kind", "")
    if brought is None or kind not in KINDS:
        raise Refused(_("The file"), _("none was chosen."), _("Choose a file and what it is for."))
    return actions.bring(
        by=actor, organization=place, kind=kind, data=brought.read(), file_name=brought.name or "",  # type: ignore[arg-type]  # one of KINDS
        now=timezone.now(),
    )  # fmt: skip


@page("batch.run")
def batch(request: HttpRequest, key: UUID) -> HttpResponse:
    """One batch before, during and after its work."""
    actor = who(request)
    found = records.batch(actor, key)
    faults = tuple(records.rows(actor, key, faulty=True, many=SHOWN))
    lines = tuple(records.rows(actor, key, many=10))
    heading = tuple(lines[0].given) if lines else ()
    over = found.rows - found.ready
    percent = 100 * over // found.rows if found.rows else 100
    return show(request, "throughline/steward/batch.html", BatchPage(found, faults, lines, heading, percent))


@page("batch.run")
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """The yes after the look: a worker does the rest."""
    if request.method == "POST":
        actions.confirm(by=who(request), batch=key, now=timezone.now())
        tasks.work_on_batch.defer(batch=str(key))
        messages.success(request, _("It is being done. You can close this page; nothing is lost."))
    return redirect("batch", key=key)


@page("batch.run")
def go_on(request: HttpRequest, key: UUID) -> HttpResponse:
    """Do the next lines here and now, where no worker is at it."""
    if request.method == "POST":
        records.batch(who(request), key)
        now = timezone.now()
        with opening(now=now):
            actions.go_on(batch=key, now=now)
    return redirect("batch", key=key)


@page("batch.run")
def faults(request: HttpRequest, key: UUID) -> HttpResponse:
    """The lines with a fault as a file: as they were, with column, reason and remedy; to be mended and brought again."""
    found = records.faults(who(request), key)
    answer = HttpResponse(_written(found), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="faults-{key}.csv"'
    return answer


class _Echo:
    def write(self, text: str) -> str:
        """What a writer of CSV gives is passed on as it is."""
        return text


def _written(found: Iterator[records.RowShown]) -> Iterator[str]:
    writer, first = csv.writer(_Echo()), True
    for row in found:
        if first:
            yield writer.writerow(["line", "column", "why", "what to do", *row.given])
            first = False
        yield writer.writerow(map(_plain, [str(row.line), row.column, row.why, row.fix, *row.given.values()]))


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
