"""Bringing a rotation together: who offers it, on which day, which fields, and how learners get to each."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.directory.predicates import LEADERS
from throughline.apps.opportunities.actions import rotations as actions
from throughline.apps.opportunities.actions.rotations import NewField, NewRotation
from throughline.web import reading
from throughline.web.components.rotations import WAYS, WEEKDAYS, place_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import number_of, slug_of
from throughline.web.words import words

PLAIN = ("keeper", "title", "words", "pathway", "weekday", "hours", "ordered")
PARTS = ("field", "host", "days", "counts", "credits", "way", "minutes", "transport", "destination")
"""What a field of the form consists of; each is sent once a field."""
LEAST_ROWS, MOST_ROWS = 4, 20

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MakePage:
    """The form, with what was typed. rows: each field as typed. roles: where a field of a pathway can lead."""

    keepers: Choices
    organizations: Choices
    pathways: Choices
    roles: Choices
    weekdays: Choices
    ways: Choices
    typed: Mapping[str, str]
    sponsors: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    more: int
    problem: str


@page("rotation.make")
def make(request: HttpRequest) -> HttpResponse:
    """A rotation is brought together; it opens once all who offer it have signed."""
    problem = ""
    if request.method == "POST" and "more" not in request.POST:
        try:
            key = actions.make(by=who(request), new=_new(request.POST), now=timezone.now())
            messages.success(request, _("It stands here. It opens once everyone who offers it has signed."))
            return redirect("rotation", key)
        except Refused as refusal:
            problem = str(refusal)
    return show(
        request, "throughline/organization/rotation_make.html", _page(request, problem), status(problem)
    )


def _new(sent: QueryDict) -> NewRotation:
    rows = [each for each in _rows(sent) if each["field"].strip()]
    return NewRotation(
        sent.get("keeper", ""), sent.get("title", ""), sent.get("words", ""), _whole(sent.get("weekday", ""), -1),
        number_of(sent.get("hours", "")) or Decimal(0), tuple(sent.getlist("sponsor")), tuple(map(_field, rows)),
        sent.get("pathway", ""), sent.get("ordered") == "yes",
    )  # fmt: skip


def _field(typed: Mapping[str, str]) -> NewField:
    counts = typed["counts"].strip() or typed["field"]
    return NewField(
        typed["field"], typed["host"], _whole(typed["days"], 0), (f"experience:{slug_of(typed['field'])}",),
        f"course:{slug_of(counts)}", number_of(typed["credits"]) or Decimal(0), typed["way"],
        _whole(typed["minutes"], -1), typed["transport"], typed["destination"],
    )  # fmt: skip


def _whole(typed: str, otherwise: int) -> int:
    return int(typed) if typed.strip().isdecimal() else otherwise


def _rows(sent: QueryDict) -> list[Mapping[str, str]]:
    columns = {each: sent.getlist(each) for each in PARTS}
    many = len(columns["field"])
    return [
        {each: values[nth] if nth < len(values) else "" for each, values in columns.items()}
        for nth in range(many)
    ]


def _page(request: HttpRequest, problem: str) -> MakePage:
    kept, sent = reading.catalogue(), request.POST
    every = tuple(
        sorted(((k, words(o.title)) for k, o in kept.organizations.items()), key=lambda each: each[1])
    )
    typed = _rows(sent)
    wanted = len(typed) + 4 if "more" in sent else max(len(typed), LEAST_ROWS)
    rows = [*typed, *[dict.fromkeys(PARTS, "")] * MOST_ROWS][: min(wanted, MOST_ROWS)]
    pathway = kept.pathways.get(sent.get("pathway", ""))
    chosen = [pathway] if pathway else list(kept.pathways.values())
    roles = {each.id: words(each.title) for path in chosen for each in path.destinations}
    return MakePage(
        tuple((each, place_of(each)) for each in sorted(who(request).organizations(*LEADERS))), every,
        tuple(sorted(((k, words(p.title)) for k, p in kept.pathways.items()), key=lambda each: each[1])),
        tuple(sorted(roles.items(), key=lambda each: each[1])),
        tuple((f"{nth}", str(each)) for nth, each in enumerate(WEEKDAYS)),
        tuple((key, str(each)) for key, each in WAYS.items()), {each: sent.get(each, "") for each in PLAIN},
        tuple(sent.getlist("sponsor")), tuple(rows), MOST_ROWS - len(rows), problem,
    )  # fmt: skip
