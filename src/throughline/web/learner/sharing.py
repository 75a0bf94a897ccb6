"""A learner shares: for whom, what, until when; a look at exactly what the other side sees; the link; taking it back."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Refused
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.lines import KINDS, Entry, Line
from throughline.core.catalogue.documents import Organization
from throughline.web import reading
from throughline.web.components import record_parts as parts
from throughline.web.learner.home import own
from throughline.web.pages import page, show, who
from throughline.web.parsing import day_of
from throughline.web.words import words

USUAL_DAYS = 30
FOR: dict[str, tuple[str, ...]] = {
    "college": ("credential", "milestone", "course", "assessment", "competency"),
    "employer": ("credential", "experience"),
    "family": (),
    "other": (),
}
"""What is picked to begin with for each kind of reader: no more than such a reader asks for. Family and others begin
with what the learner put first."""
SECTORS = {"college": ("postsecondary",), "employer": ("workforce",)}


@page("share.read")
def shares(request: HttpRequest) -> HttpResponse:
    """All that the learner shares or shared."""
    actor = who(request)
    found = records.shares(actor, own(actor), now=timezone.now())
    return show(request, "throughline/record/shares.html", tuple(found))


@dataclass(frozen=True, slots=True)
class Picked:
    """Entries of one kind to pick from; each with whether it is picked."""

    title: str
    entries: tuple[tuple[Entry, bool], ...]


@dataclass(frozen=True, slots=True)
class ShareForm:
    """The form, with what was typed and what is wrong with it. audience empty: the kind of reader is asked first."""

    audience: str
    groups: tuple[Picked, ...] = ()
    organizations: tuple[Organization, ...] = ()
    typed: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@page("share.make")
def new_share(request: HttpRequest) -> HttpResponse:
    """First for which kind of reader; then what, to whom, what for, until when."""
    actor = who(request)
    audience = (request.POST or request.GET).get("for", "")
    if audience not in FOR:
        own(actor)
        return show(request, "throughline/record/share_new.html", ShareForm(""))
    problem = ""
    if request.method == "POST":
        try:
            made = actions.prepare(
                by=actor, learner=own(actor), new=_new(request, audience), now=timezone.now()
            )
            return redirect("share", made)
        except Refused as refusal:
            problem = str(refusal)
    shown = _form(request, audience, problem)
    return show(request, "throughline/record/share_new.html", shown, status=422 if problem else 200)


def _new(request: HttpRequest, audience: str) -> actions.NewShare:
    typed = request.POST
    last = day_of(typed.get("until", "")) or timezone.localdate()
    place = typed.get("organization", "")
    named = reading.catalogue().organizations.get(place)
    return actions.NewShare(
        audience=audience, to_whom=typed.get("to_whom", "") or (words(named.title) if named else ""),
        purpose=typed.get("purpose", ""), picked=tuple(typed.getlist("item")),
        until=timezone.make_aware(datetime.combine(last, time.max)), form=typed.get("form", "record"),
        deep=typed.get("deep") == "yes", organization=place,
    )  # fmt: skip


def _form(request: HttpRequest, audience: str, problem: str) -> ShareForm:
    actor = who(request)
    view = records.own_record(actor, own(actor), now=timezone.now())
    kinds = FOR[audience]
    chosen = set(request.POST.getlist("item")) if request.method == "POST" else {
        each.ref for each in view.entries.values() if each.kind in kinds or (not kinds and each.featured)
    }  # fmt: skip
    by_kind: dict[str, list[tuple[Entry, bool]]] = {}
    for each in view.entries.values():
        by_kind.setdefault(each.kind, []).append((each, each.ref in chosen))
    order = sorted(by_kind, key=lambda kind: (KINDS.index(kind) if kind in KINDS else len(KINDS), kind))
    groups = tuple(Picked(parts.kind_title(kind), tuple(by_kind[kind])) for kind in order)
    usual = {"until": (timezone.localdate() + timedelta(days=USUAL_DAYS)).isoformat(), "form": "record"}
    typed = {name: request.POST.get(name, "") for name in request.POST} if request.method == "POST" else usual
    return ShareForm(audience, groups, _organizations(audience), typed, problem)


def _organizations(audience: str) -> tuple[Organization, ...]:
    sectors = SECTORS.get(audience, ())
    found = (each for each in reading.catalogue().organizations.values() if each.sector in sectors)
    return tuple(sorted(found, key=lambda each: words(each.title).casefold()))


@dataclass(frozen=True, slots=True)
class SharePage:
    """One share: how it stands, who looked, and exactly what the other side sees. secret: of a link just made."""

    share: records.ShareNow
    seen: parts.Snapshot | None
    resume: parts.Resume | None
    lines: tuple[tuple[str, Line], ...]
    secret: str = ""
    address: str = ""
    code: str = ""


@page("share.read")
def share(request: HttpRequest, key: UUID) -> HttpResponse:
    """One share, as its learner sees it: a draft to be looked at and confirmed, or what is open, over or taken back."""
    return show(request, "throughline/record/share.html", _page(request, key))


def _page(request: HttpRequest, key: UUID, secret: str = "") -> SharePage:
    actor, now = who(request), timezone.now()
    found = records.share(actor, key, now=now)
    seen = records.preview(actor, key, now=now)
    frame = parts.Frame(reverse("share-preview", args=[key]))
    address = request.build_absolute_uri(reverse("shared", args=[secret])) if secret else ""
    return SharePage(
        found,
        parts.snapshot(seen.record, frame) if seen.form == "record" else None,
        parts.resume(seen.record, frame) if seen.form == "resume" else None,
        tuple(seen.record.lines.items()), secret, address, segno.make(address).svg_data_uri(scale=4) if address else "",
    )  # fmt: skip


@page("share.read")
def preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """The share's own page; where the addresses of a preview begin."""
    return redirect("share", key)


@page("share.read")
def preview_entry(request: HttpRequest, key: UUID, kind: str, name: str) -> HttpResponse:
    """One entry as the other side sees it."""
    seen = records.preview(who(request), key, now=timezone.now())
    shown = parts.entry_page(seen.record, parts.Frame(reverse("share-preview", args=[key])), kind, name)
    return show(request, "throughline/record/entry.html", shown)


@page("share.read")
def preview_line(request: HttpRequest, key: UUID, kind: str, line: str) -> HttpResponse:
    """One line as the other side sees it."""
    seen = records.preview(who(request), key, now=timezone.now())
    shown = parts.line_page(seen.record, parts.Frame(reverse("share-preview", args=[key])), kind, line)
    return show(request, "throughline/record/line.html", shown)


@page("share.read")
def preview_file(request: HttpRequest, key: UUID, digest: str) -> HttpResponse:
    """A file as the other side can have it."""
    return parts.file_answer(records.preview(who(request), key, now=timezone.now()).record, digest)


@page("share.make")
@require_POST
def leave_out(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes lines out of a share."""
    actions.leave_out(by=who(request), share=key, keys=request.POST.getlist("out"), now=timezone.now())
    return redirect("share", key)


@page("share.make")
@require_POST
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Opens a share. The link is shown in the answer itself, once: it is kept nowhere."""
    try:
        secret = actions.open_share(by=who(request), share=key, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("share", key)
    return show(request, "throughline/record/share.html", _page(request, key, secret))


@page("share.make")
@require_POST
def new_link(request: HttpRequest, key: UUID) -> HttpResponse:
    """Makes a new link; the old one ends."""
    secret = actions.renew_link(by=who(request), share=key, now=timezone.now())
    return show(request, "throughline/record/share.html", _page(request, key, secret))


@page("share.make")
@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes a share back; a draft is thrown away."""
    actions.withdraw_share(by=who(request), share=key, now=timezone.now())
    messages.success(request, _("It is no longer shared."))
    return redirect("shares")
