"""A learner shows a part of one credential: they pick what a reader gets, look at it, and take the file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from throughline.apps.records import queries as records
from throughline.web import reading
from throughline.web.components.record_papers import JSON
from throughline.web.names import name_of
from throughline.web.pages import page, show, who

USUAL = ("description", "holder")
"""What is picked to begin with: what it is, and a way to check whose it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part that may be shown or left out, in words, and whether it is picked."""

    name: str
    title: str
    picked: bool


@dataclass(frozen=True, slots=True)
class PartsPage:
    """What can be picked, and after a look what the reader gets. document: as it will be taken, None before the look."""

    key: UUID
    title: str
    parts: tuple[Part, ...]
    document: str | None
    verify: str


@page("record.export")
def parts(request: HttpRequest, key: UUID) -> HttpResponse:
    """The form; then exactly what the reader gets; then the file."""
    actor, now = who(request), timezone.now()
    award = records.award(actor, key, now=now)
    names = records.parts_of(actor, key, now=now)
    asked = request.method == "POST"
    picked = request.POST.getlist("part") if asked else USUAL
    document = records.part_of(actor, key, picked, now=now) if asked else None
    title = name_of(reading.catalogue(), award.credential)
    if document is not None and request.POST.get("file"):
        return _file(document, title)
    rows = tuple(Part(name, _title(name), name in picked) for name in names)
    text = None if document is None else json.dumps(_without_proof(document), ensure_ascii=False, indent=1)
    url = request.build_absolute_uri(reverse("verify"))
    return show(request, "throughline/record/parts.html", PartsPage(key, title, rows, text, url))


def _file(document: Mapping[str, Any], title: str) -> HttpResponse:
    answer = HttpResponse(json.dumps(document, ensure_ascii=False, indent=1), content_type=JSON)
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{slugify(title) or "credential"}-part.json"'
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _without_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in ("proof", "@context")}


def _title(name: str) -> str:
    titles = {
        "description": _("What it is, in words"), "criteria": _("How it is earned"),
        "competencies": _("The level it stands on"), "results": _("The skills it rests on"),
        "credits": _("Credits"), "code": _("Its code"), "evidence": _("The evidence"), "employer": _("Where you worked"),
        "role": _("What you did there"), "started": _("The day you began"), "ended": _("The day you ended"),
        "holder": _("A check value of your name, so that a reader who knows your name can see that it is yours"),
    }  # fmt: skip
    return titles.get(name, name)
