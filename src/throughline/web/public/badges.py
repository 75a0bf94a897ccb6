"""Badges that were made here by learners and mentors: what each asks for, and where it leads, step by step."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from throughline.apps.opportunities import queries as opportunities
from throughline.core.catalogue.documents import Credential, Milestone, Opportunity
from throughline.web import reading
from throughline.web.components.activities import named_skills
from throughline.web.keeping import kept_for_everyone
from throughline.web.names import name_of
from throughline.web.pages import page, show


@dataclass(frozen=True, slots=True)
class Opened:
    """A place that a badge opens: with whom, and the pathways that what one shows there counts in."""

    opportunity: Opportunity
    place: str
    pathways: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BadgeWay:
    """A badge on the map: its skills, who gives it, what it opens."""

    badge: Credential
    milestone: Milestone
    skills: tuple[tuple[str, str], ...]
    issuers: tuple[str, ...]
    opens: tuple[Opened, ...]


@page("catalogue.read")
@kept_for_everyone
def made_here(request: HttpRequest) -> HttpResponse:
    """The map of badges that were made here: from skills to the badge, from the badge onward."""
    shown = tuple(_way(name) for name in opportunities.badges.live())
    return show(request, "throughline/public/badges.html", shown)


def _way(name: str) -> BadgeWay:
    kept = reading.catalogue()
    badge, milestone = kept.credentials[name], kept.milestones[name]
    return BadgeWay(
        badge, milestone, named_skills(kept, milestone.competencies),
        tuple(name_of(kept, f"organization:{each}") for each in badge.issuers),
        tuple(_opened(each) for each in opportunities.opened_by(f"credential:{name}")),
    )  # fmt: skip


def _opened(found: Opportunity) -> Opened:
    kept = reading.catalogue()
    served = opportunities.pathways_served(found.id)
    pathways = tuple((each, name_of(kept, f"pathway:{each}")) for each in served)
    return Opened(found, name_of(kept, f"organization:{found.provider}"), pathways)
