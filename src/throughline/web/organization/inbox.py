"""For those who act for an organization: what learners shared straight with it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.records import queries as records
from throughline.core.log_proof import proofs_as_json
from throughline.web import reading
from throughline.web.components import record_papers as papers
from throughline.web.components import record_parts as parts
from throughline.web.names import name_of
from throughline.web.pages import page, show, who
from throughline.web.public.shared import check, shared_page, unlisted


@dataclass(frozen=True, slots=True)
class Received:
    """One share in the inbox: whose, and the organization it was sent to."""

    share: records.ShareNow
    name: str
    place: str


@page("inbox.read")
def inbox(request: HttpRequest) -> HttpResponse:
    """What was shared with the organizations one acts for, and still is. To open one is a look the learner sees."""
    house = reading.catalogue()
    rows = tuple(
        Received(share, name, name_of(house, f"organization:{share.organization}"))
        for share, name in records.inbox(who(request), now=timezone.now())
    )
    return show(request, "throughline/organization/inbox.html", rows)


@page("share.open")
@unlisted
def received(request: HttpRequest, key: UUID) -> HttpResponse:
    """One of them, as the learner meant it to be seen."""
    seen = records.opened_directly(who(request), key, now=timezone.now())
    return show(request, "throughline/record/shared.html", shared_page(seen, _frame(key), by_link=False))


@page("share.open")
@unlisted
def received_entry(request: HttpRequest, key: UUID, kind: str, name: str) -> HttpResponse:
    """One entry of it."""
    seen = records.opened_directly(who(request), key, now=timezone.now())
    return show(
        request, "throughline/record/entry.html", parts.entry_page(seen.record, _frame(key), kind, name)
    )


@page("share.open")
@unlisted
def received_line(request: HttpRequest, key: UUID, kind: str, line: str) -> HttpResponse:
    """One line of it."""
    seen = records.opened_directly(who(request), key, now=timezone.now())
    return show(
        request, "throughline/record/line.html", parts.line_page(seen.record, _frame(key), kind, line)
    )


@page("share.open")
@unlisted
def received_file(request: HttpRequest, key: UUID, digest: str) -> HttpResponse:
    """A file of a piece of work in it."""
    seen = records.opened_directly(who(request), key, now=timezone.now())
    return parts.file_answer(seen.record, digest)


@page("share.open")
@unlisted
def received_record(request: HttpRequest, key: UUID) -> HttpResponse:
    """It as a signed file."""
    found = records.opened_file_directly(who(request), key, now=timezone.now())
    return papers.file_answer(found.document, found.seen.name)


@page("share.open")
@unlisted
def received_proof(request: HttpRequest, key: UUID) -> HttpResponse:
    """What shows that the credentials in it stand in the public log."""
    proofs = records.opened_proofs_directly(who(request), key, now=timezone.now())
    return papers.proof_answer(proofs_as_json(proofs), _("Shared record"))


@page("share.open")
@unlisted
def received_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """It as a transcript; the code on it leads to where anybody can check it."""
    found = records.opened_file_directly(who(request), key, now=timezone.now())
    url = request.build_absolute_uri(reverse("verify"))
    return papers.pdf_answer(found.seen.record, found.document, url=url, now=timezone.now())


@page("share.open")
@unlisted
@require_POST
def received_check(request: HttpRequest, key: UUID) -> HttpResponse:
    """Checks it now."""
    return check(request, records.opened_file_directly(who(request), key, now=timezone.now()), _frame(key))


def _frame(key: UUID) -> parts.Frame:
    return parts.Frame(reverse("received", args=[key]))
