"""What every graduate of the learner's district shows, and how much of it they have shown."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from throughline.apps.advising import queries as advising
from throughline.apps.advising.rows import PROGRESS
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components.graduate import counted, standing_of
from throughline.web.components.outcomes import Reason
from throughline.web.keeping_own import kept_while_unchanged
from throughline.web.learner.home import own
from throughline.web.learner.progress import reader_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class GraduatingPage:
    """The profile that holds for the learner against their record. starts: from when its text holds; None: always."""

    whose: str
    shown: int
    asked: int
    kinds: tuple[Text, ...]
    reason: Reason
    href: str
    starts: date | None


@page("progress.read")
@kept_while_unchanged(PROGRESS)
def graduating(request: HttpRequest) -> HttpResponse:
    """The learner's graduate profile, part by part."""
    actor = who(request)
    found = advising.progress(actor, own(actor), now=timezone.now())
    standing = standing_of(actor, found)
    if standing is None:
        raise Http404("The state has no graduate profile.")
    count = counted(standing)
    holder = standing.own.holder.id if standing.own else ""
    shown = GraduatingPage(
        whose=count.whose,
        shown=count.shown,
        asked=count.asked,
        kinds=tuple(each.title for each in reading.catalogue().state.demonstrations),
        reason=reader_of(found.structure, found.record).reason(standing.outcome),
        href=reverse("profile", args=[holder]) if holder else reverse("profiles"),
        starts=standing.edition.starts,
    )
    return show(request, "throughline/learner/graduating.html", shown)
