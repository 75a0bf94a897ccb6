"""A body looks at its own quality, area by area, year by year; open to all where it chose so. Nobody is compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Refused, Subject
from throughline.apps.directory.policy import allowed
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.apps.governance.actions import NewEvidence
from throughline.core.catalogue.documents import Organization
from throughline.core.catalogue.lists import QualityArea
from throughline.web import reading
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import MOST_BYTES, day_of

WORDS = {
    0: gettext_lazy("not rated yet"), 1: gettext_lazy("not begun"), 2: gettext_lazy("begun"),
    3: gettext_lazy("in place"), 4: gettext_lazy("in place, and we keep making it better"),
}  # fmt: skip
FIELDS = ("rating", "said", "kind", "link", "text", "on")


@dataclass(frozen=True, slots=True)
class PublicReview:
    """An organization that made self-reviews public, with the years."""

    organization: Organization
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AreaShown:
    """An area with its rating in words."""

    rated: governance.RatedArea
    words: str


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """An organization's self-reviews, one of them open. year: of that one; begun: it is kept. earlier: other years that
    may be read."""

    organization: Organization
    year: int
    review: governance.Review | None
    areas: tuple[AreaShown, ...]
    others: tuple[int, ...]
    may_write: bool
    draft: bool
    left: int


@dataclass(frozen=True, slots=True)
class RatePage:
    """One area to rate, with what was typed, what is there and what is wrong."""

    organization: Organization
    year: int
    rated: governance.RatedArea
    steps: tuple[tuple[int, str], ...]
    typed: Mapping[str, str]
    next: QualityArea | None
    problem: str


@page("quality.list")
def quality(request: HttpRequest) -> HttpResponse:
    """Who made self-reviews public, by name."""
    known = reading.catalogue().organizations
    rows = tuple(PublicReview(known[n], years) for n, years in governance.public_reviews() if n in known)
    return show(request, "throughline/governing/quality.html", rows)


@page("quality.list")
def reviews(request: HttpRequest, name: str, year: int = 0) -> HttpResponse:
    """An organization's self-review of one year, the newest that may be read where none is named."""
    place, actor = _reviewed(name), who(request)
    found = {each.year: each for each in governance.reviews_of(actor, name)}
    may_write = allowed(actor, "quality.write", Subject(organization=name)).allowed
    this = timezone.localdate().year
    chosen = year or (this if may_write else max(found, default=this))
    if year and year not in found and not (may_write and this - 1 <= year <= this):
        raise Http404(f"There is no self-review of {year}.")
    review = found.get(chosen)
    draft = may_write and (review is None or review.finished_at is None)
    areas = review.areas if review else _empty()
    shown = ReviewsPage(
        organization=place,
        year=chosen,
        review=review,
        areas=tuple(AreaShown(each, str(WORDS[each.rating])) for each in areas),
        others=tuple(sorted(({*found} | ({this} if may_write else set())) - {chosen}, reverse=True)),
        may_write=may_write,
        draft=draft,
        left=sum(1 for each in areas if not each.rating),
    )
    return show(request, "throughline/governing/review.html", shown)


@page("quality.write")
def rate(request: HttpRequest, name: str, year: int, area: str) -> HttpResponse:
    """Rate one area, with what shows it."""
    place, actor = _reviewed(name), who(request)
    if not allowed(actor, "quality.write", Subject(organization=name)).allowed:
        raise Refused(
            _("This self-review"), _("only those who lead this place write it."), _("You can read it.")
        )
    found = {each.year: each for each in governance.reviews_of(actor, name)}.get(year)
    areas = {each.area.id: each for each in (found.areas if found else _empty())}
    if area not in areas:
        raise Http404(f"There is no area '{area}'.")
    rated, problem = areas[area], ""
    after = _after(area)
    typed = {each: request.POST.get(each, "") for each in FIELDS} if request.POST else _typed(rated)
    if request.method == "POST":
        try:
            actions.rate_area(
                by=actor, organization=name, year=year, area=area, said=typed["said"], now=timezone.now(),
                rating=int(typed["rating"]) if typed["rating"].isdigit() else 0, evidence=_evidence(request),
            )  # fmt: skip
            messages.success(request, _("Kept as a draft."))
            return redirect("quality-rate", name, year, after.id) if after and "next" in request.POST else (
                redirect("quality-year", name, year)
            )  # fmt: skip
        except Refused as refusal:
            problem = str(refusal)
    steps = tuple((n, str(WORDS[n])) for n in (1, 2, 3, 4))
    shown = RatePage(place, year, rated, steps, typed, after, problem)
    return show(request, "throughline/governing/review_rate.html", shown, status(problem))


@page("quality.write")
@require_POST
def finish(request: HttpRequest, name: str, year: int) -> HttpResponse:
    """Finish a self-review, or change whether it is public."""
    actor, given = who(request), request.POST
    public = given.get("public") == "yes"
    act = actions.show_review if given.get("do") == "show" else actions.finish_review
    act(by=actor, organization=name, year=year, public=public, now=timezone.now())
    messages.success(
        request, _("Everyone can read it.") if public else _("Only your own people can read it.")
    )
    return redirect("quality-year", name, year)


@page("quality.write")
@require_POST
def drop(request: HttpRequest, name: str, year: int, area: str, key: UUID) -> HttpResponse:
    """Take evidence out of a draft."""
    actions.drop_rating_evidence(by=who(request), evidence=key, now=timezone.now())
    messages.success(request, _("It is taken out."))
    return redirect("quality-rate", name, year, area)


@page("quality.list")
def paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """A file that shows a rating, to keep; never opened within this site."""
    found = governance.paper(who(request), key)
    ending = {"application/pdf": "pdf", "image/png": "png"}.get(found.media_type, "jpg")
    return HttpResponse(
        found.content,
        content_type=found.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{key}.{ending}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _reviewed(name: str) -> Organization:
    found = governance.reviewed(name)
    if found is None:
        raise Http404(f"'{name}' keeps no self-review.")
    return found


def _empty() -> tuple[governance.RatedArea, ...]:
    areas = reading.catalogue().state.quality_areas
    return tuple(governance.RatedArea(each, 0, "", ()) for each in areas)


def _after(area: str) -> QualityArea | None:
    areas = reading.catalogue().state.quality_areas
    place = next((nth for nth, each in enumerate(areas) if each.id == area), len(areas))
    return areas[place + 1] if place + 1 < len(areas) else None


def _typed(rated: governance.RatedArea) -> dict[str, str]:
    today = f"{timezone.localdate():%Y-%m-%d}"
    rating = str(rated.rating) if rated.rating else ""
    return {"rating": rating, "said": rated.said, "kind": "text", "link": "", "text": "", "on": today}


def _evidence(request: HttpRequest) -> NewEvidence | None:
    """What the form sends as evidence; None where it sends none."""
    given, file = request.POST, request.FILES.get("file")
    on = day_of(given.get("on", "")) or timezone.localdate()
    if file is not None:
        if file.size is None or file.size > MOST_BYTES:
            raise Refused(_("The file"), _("it is larger than 5 MB."), _("Bring it in parts."))
        return NewEvidence("file", str(file.name or _("file")), on, file.read())
    for kind in ("link", "text"):
        if given.get(kind, "").strip():
            return NewEvidence(kind, given[kind], on)
    return None
