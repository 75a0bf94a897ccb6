"""Adding work in three steps: what it is, the work itself, where and when and who; then a look at all answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.pieces import TYPED, Draft, Named
from throughline.core.catalogue.catalogue import Catalogue
from throughline.web import reading
from throughline.web.components.work import KINDS, SETTINGS, SHORT_SETTINGS, STRENGTHS, in_order, title_of
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.words import words

STEPS = (1, 2, 3)
PEOPLE_SHOWN = 3
MOST_SHOWS = 4


@dataclass(frozen=True, slots=True)
class AddPage:
    """The form with all three steps; only `step` is in sight, the others wait for a phone that has no connection.

    about: whose work a helper writes down, empty for one's own. at: where the form is sent. draft None: nothing is
    begun. shows: what is chosen, one place free after it.
    """

    step: int
    steps: int
    about: str
    at: str
    back: str
    uploads: str
    draft: Draft | None
    kind: str
    typed: Mapping[str, str]
    people: tuple[Named, ...]
    shows: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]
    strengths: tuple[tuple[str, str, bool], ...]
    competencies: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """All answers before they are kept. rows: what was asked, what was answered, and at which step it is changed."""

    draft: Draft
    title: str
    rows: tuple[tuple[str, str, int], ...]
    problem: str


@page("evidence.add")
def add(request: HttpRequest) -> HttpResponse:
    """The first step: what it is. Sending it begins a draft."""
    actor = who(request)
    own(actor)
    about = _about(request, actor)
    if request.method != "POST":
        return show(request, "throughline/work/add.html", _form(None, 1, "", about=about))
    try:
        key = actions.evidence.begin(
            by=actor, learner=about.id if about else actor.me, kind=request.POST.get("kind", ""),
            typed=_typed(request), now=timezone.now(), phone_key=request.POST.get("phone_key", ""),
        )  # fmt: skip
    except Refused as refusal:
        return _answer_refused(request, refusal, None, 1, about)
    return _next(request, key, 1)


def _about(request: HttpRequest, actor: Actor) -> directory.Someone | None:
    """The learner whose work a helper writes down; None where it is their own."""
    wanted = request.GET.get("for", "")
    if not wanted:
        return None
    helped = {str(each.learner.id): each.learner for each in directory.helped_by(actor)}
    if wanted not in helped:
        raise Refused(_("Adding work"), _("you do not help this learner."), _("Ask them to let you in."))
    return helped[wanted]


@page("evidence.add")
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """A step of a draft. Whatever is typed is kept at each, whether or not it is complete."""
    actor, step = who(request), _step(request)
    own(actor)
    if request.method != "POST":
        return show(request, "throughline/work/add.html", _form(queries.evidence.draft(actor, key), step, ""))
    try:
        actions.evidence.write(
            by=actor,
            evidence=key,
            typed=_typed(request),
            now=timezone.now(),
            kind=request.POST.get("kind", ""),
        )
        _take_files(request, actor, key)
    except Refused as refusal:
        return _answer_refused(request, refusal, queries.evidence.draft(actor, key), step)
    return _next(request, key, step)


def _take_files(request: HttpRequest, actor: Actor, key: UUID) -> None:
    for sent in request.FILES.getlist("file"):
        if sent:
            actions.evidence.add_file(
                by=actor, evidence=key, data=sent, name=sent.name or "file", now=timezone.now()
            )


@page("evidence.add")
@require_POST
def drop_file(request: HttpRequest, key: UUID, digest: str) -> HttpResponse:
    """Takes a file out of a draft."""
    actions.evidence.drop_file(by=who(request), evidence=key, digest=digest, now=timezone.now())
    return redirect(_at(key, 2))


@page("evidence.add")
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """All answers; sending them keeps the piece."""
    actor, problem = who(request), ""
    own(actor)
    draft = queries.evidence.draft(actor, key)
    if request.method == "POST":
        try:
            actions.evidence.keep(by=actor, evidence=key, now=timezone.now())
            mine = queries.evidence.learner_of(key) == actor.person
            told = (
                _("Kept. Only you can see it, until you show it to somebody.")
                if mine
                else _("Kept. It is theirs.")
            )
            messages.success(request, told)
            return redirect("evidence-piece", key)
        except Refused as refusal:
            problem = str(refusal)
    shown = CheckPage(draft, title_of(draft), _rows(draft, reading.catalogue()), problem)
    return show(request, "throughline/work/check.html", shown, status(problem))


def _rows(draft: Draft, catalogue: Catalogue) -> tuple[tuple[str, str, int], ...]:
    typed = draft.typed
    files = (
        ngettext("{n} file", "{n} files", len(draft.files)).format(n=len(draft.files)) if draft.files else ""
    )
    people = "; ".join(f"{each.name}, {each.role}" if each.role else each.name for each in draft.people)
    rows = (
        (_("What it is"), str(KINDS[draft.kind]), 1),
        (_("Name"), typed.get("title", ""), 2),
        (_("Files"), files, 2),
        (_("Link"), typed.get("link", ""), 2),
        (_("Hours"), typed.get("hours", ""), 2),
        (_("In your words"), typed.get("words", ""), 2),
        (_("Where"), str(SHORT_SETTINGS.get(typed.get("setting", ""), "")), 3),
        (_("At which place"), typed.get("place", ""), 3),
        (_("From"), typed.get("happened_on", ""), 3),
        (_("Until"), typed.get("until", ""), 3),
        (_("Who was there"), people, 3),
        (_("What it may show"), "; ".join(name_of(catalogue, each) for each in draft.shows), 3),
        (_("Strengths it speaks of"), "; ".join(str(STRENGTHS[each]) for each in draft.strengths), 3),
    )  # fmt: skip
    needed = (_("Name"), _("Where"), _("From"))
    return tuple(row for row in rows if row[1] or row[0] in needed)


def _next(request: HttpRequest, key: UUID, step: int) -> HttpResponse:
    following = _at(key, step + 1) if step < STEPS[-1] else reverse("evidence-check", args=[key])
    if request.POST.get("later"):
        messages.success(request, _("Your draft is kept. Go on whenever you like."))
        following = reverse("evidence")
    if _wants_json(request):
        own_uploads = reverse("evidence-uploads", args=[key])
        return JsonResponse({"id": str(key), "next": following, "uploads": own_uploads,
                             "check": reverse("evidence-check", args=[key])})  # fmt: skip
    return redirect(following)


def _answer_refused(
    request: HttpRequest,
    refusal: Refused,
    draft: Draft | None,
    step: int,
    about: directory.Someone | None = None,
) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"problem": str(refusal)}, status=422)
    return show(
        request, "throughline/work/add.html", _form(draft, step, str(refusal), request.POST, about), 422
    )


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _at(key: UUID, step: int) -> str:
    return f"{reverse('evidence-edit', args=[key])}?step={step}"


def _step(request: HttpRequest) -> int:
    given = request.POST.get("step") or request.GET.get("step") or "2"
    return int(given) if given.isdigit() and int(given) in STEPS else 2


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What a form sent: only what it has fields for, so that a step sent alone leaves the others as they were."""
    sent = request.POST
    typed: dict[str, Any] = {name: sent[name] for name in TYPED if name in sent}
    typed |= {name: sent[name] for name in sent if name.startswith("about:")}
    if "person-name" in sent:
        typed["people"] = list(zip(sent.getlist("person-name"), sent.getlist("person-role"), strict=False))
    if "shows" in sent:
        typed["shows"] = sent.getlist("shows")
        typed["strengths"] = sent.getlist("strengths")
    if "place" in sent:
        typed["organization"] = _organization(sent["place"])
    return typed


def _organization(place: str) -> str:
    """The organization of the state's pack that is called so, if one is."""
    wanted = place.strip().casefold()
    found = (o.id for o in reading.catalogue().organizations.values() if wanted in _called(o.title))
    return next(found, "") if wanted else ""


def _called(title: Mapping[str, str]) -> set[str]:
    return {each.casefold() for each in title.values()}


def _form(
    draft: Draft | None,
    step: int,
    problem: str,
    sent: Mapping[str, str] | None = None,
    about: directory.Someone | None = None,
) -> AddPage:
    catalogue = reading.catalogue()
    typed = dict(draft.typed) if draft else {}
    typed |= {name: sent[name] for name in TYPED if name in sent} if sent else {}
    people = draft.people if draft else ()
    shows = draft.shows if draft else ()
    strengths = draft.strengths if draft else ()
    back = _at(draft.id, step - 1) if draft and step > 1 else reverse("evidence")
    return AddPage(
        step=step, steps=len(STEPS), about=about.name if about else "",
        at=_at(draft.id, step) if draft else _begin_at(about), back=back,
        uploads=reverse("evidence-uploads", args=[draft.id]) if draft else "", draft=draft,
        kind=draft.kind if draft else "", typed=typed,
        people=(*people, *[Named("", "")] * PEOPLE_SHOWN)[: max(PEOPLE_SHOWN, len(people) + 1)],
        shows=(*shows, "")[: max(MOST_SHOWS, len(shows))], kinds=in_order(KINDS),
        settings=in_order(SETTINGS),
        strengths=tuple((key, said, key in strengths) for key, said in in_order(STRENGTHS)),
        competencies=competencies_by_name(catalogue),
        places=tuple(sorted({words(o.title) for o in catalogue.organizations.values()})), problem=problem,
    )  # fmt: skip


def _begin_at(about: directory.Someone | None) -> str:
    return reverse("evidence-add") + (f"?for={about.id}" if about else "")


def competencies_by_name(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Every competency as an option of a form, by name."""
    found = ((f"competency:{each.id}", words(each.title)) for each in catalogue.competencies.values())
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))
