"""What a learner shared, to whoever has the link: readable without an account, a script or a trace in a search engine."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.records import queries as records
from throughline.core.log_proof import proofs_as_json
from throughline.web.components import record_papers as papers
from throughline.web.components import record_parts as parts
from throughline.web.components.verdicts import Verdict, verdict
from throughline.web.pages import page, show, who

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True, slots=True)
class SharedPage:
    """What the other side sees. at: where its addresses begin. provable: something in it is signed or attested.
    by_link: through the secret of a link, else as a member of an organization."""

    share: records.SharedView
    seen: parts.Snapshot | None
    resume: parts.Resume | None
    at: str
    provable: bool
    by_link: bool


def unlisted(view: View[P]) -> View[P]:
    """For pages behind a secret: no search engine lists them, no other site that they lead to learns their address,
    nothing keeps a copy. What is no longer shared says so, and nothing else."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except records.NotShared as refusal:
            status = 410 if refusal.about.get("gone") else 404
            answer = show(request, "throughline/record/not_shared.html", refusal, status=status)
        answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        # Not "no-referrer": with it a browser hides where a form comes from, and the forms of this page would be refused.
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    return cast("View[P]", answered)


def shared_page(seen: records.SharedView, frame: parts.Frame, *, by_link: bool) -> SharedPage:
    """A share drawn for the other side, in the form the learner chose."""
    return SharedPage(
        seen,
        parts.snapshot(seen.record, frame) if seen.form == "record" else None,
        parts.resume(seen.record, frame) if seen.form == "resume" else None,
        frame.at, any(line.assurance in ("issued", "verified") for line in seen.record.lines.values()), by_link,
    )  # fmt: skip


@page("share.open")
@unlisted
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """What a link shows."""
    seen = records.opened(secret, now=timezone.now())
    shown = shared_page(seen, _frame(secret), by_link=True)
    return show(request, "throughline/record/shared.html", shown)


@page("share.open")
@unlisted
def shared_entry(request: HttpRequest, secret: str, kind: str, name: str) -> HttpResponse:
    """One entry of it."""
    seen = records.opened(secret, now=timezone.now())
    shown = parts.entry_page(seen.record, _frame(secret), kind, name)
    return show(request, "throughline/record/entry.html", shown)


@page("share.open")
@unlisted
def shared_line(request: HttpRequest, secret: str, kind: str, key: str) -> HttpResponse:
    """One line of it."""
    seen = records.opened(secret, now=timezone.now())
    shown = parts.line_page(seen.record, _frame(secret), kind, key)
    return show(request, "throughline/record/line.html", shown)


@page("share.open")
@unlisted
def shared_file(request: HttpRequest, secret: str, digest: str) -> HttpResponse:
    """A file of a piece of work in it."""
    return parts.file_answer(records.opened(secret, now=timezone.now()).record, digest)


@page("share.open")
@unlisted
def shared_record(request: HttpRequest, secret: str) -> HttpResponse:
    """It as a signed file."""
    found = records.opened_file(secret, now=timezone.now())
    return papers.file_answer(found.document, found.seen.name)


@page("share.open")
@unlisted
def shared_proof(request: HttpRequest, secret: str) -> HttpResponse:
    """What shows that the credentials in it stand in the public log."""
    proofs = records.opened_proofs(secret, now=timezone.now())
    return papers.proof_answer(proofs_as_json(proofs), _("Shared record"))


@page("share.open")
@unlisted
def shared_paper(request: HttpRequest, secret: str) -> HttpResponse:
    """It as a transcript; the code on it leads back here."""
    found = records.opened_file(secret, now=timezone.now())
    url = request.build_absolute_uri(reverse("shared", args=[secret]))
    return papers.pdf_answer(found.seen.record, found.document, url=url, now=timezone.now())


@page("share.open")
@unlisted
@require_POST
def shared_check(request: HttpRequest, secret: str) -> HttpResponse:
    """Checks it now, as anybody could who took the file away."""
    return check(request, records.opened_file(secret, now=timezone.now()), _frame(secret))


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What checking a share came to."""

    name: str
    at: str
    verdict: Verdict


def check(request: HttpRequest, found: records.SharedFile, frame: parts.Frame) -> HttpResponse:
    """A signed part of a record, verified as a stranger would."""
    text = json.dumps(found.document, ensure_ascii=False)
    verdict_ = verdict(records.verified(who(request), text, now=timezone.now()))
    return show(request, "throughline/record/checked.html", CheckPage(found.seen.name, frame.at, verdict_))


def _frame(secret: str) -> parts.Frame:
    return parts.Frame(reverse("shared", args=[secret]))
