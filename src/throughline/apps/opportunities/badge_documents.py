"""A badge that was approved, as documents of the catalogue: its listing, the milestone that awards it, what it opens.

Nothing in them names who made it: they are public, and its makers may be children.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.apps.directory.models import Person
from throughline.apps.frameworks.queries import MADE_HERE
from throughline.apps.opportunities.models import BadgeAnswer, BadgePlan
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Credential, Milestone, Opportunity, Way
from throughline.core.requirements.nodes import Choose, Have, Node, Text, ValidatedBy

REVIEWED_FOR = 3
"""Years until the listing is looked at again."""


def slug_of(title: str, taken: Iterable[str]) -> str:
    """A badge's id in the catalogue, from its title: letters of ASCII and hyphens, with a number where it is taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:100] or "badge"
    there, name, nth = set(taken), f"{plain}-badge", 2
    while name in there:
        name, nth = f"{plain}-badge-{nth}", nth + 1
    return name


def documents_of(
    plan: BadgePlan, answers: Iterable[BadgeAnswer], published: Catalogue, on: date
) -> Mapping[str, Any]:
    """The documents of a badge, by reference. answers: of the round in which both sides approved."""
    by_side = {answer.side: answer for answer in answers}
    industry, college = by_side["industry"], by_side["college"]
    found: dict[str, Any] = {
        f"credential:{plan.slug}": _credential(plan, industry, college, published, on),
        f"milestone:{plan.slug}": _milestone(plan, industry, college, published),
    }
    if industry.internship:
        place = _internship(plan, industry, published)
        found[f"opportunity:{place.id}"] = place
    return found


def _credential(
    plan: BadgePlan, industry: BadgeAnswer, college: BadgeAnswer, published: Catalogue, on: date
) -> Credential:
    tongue = _tongue(plan.learner, published)
    return Credential(
        id=plan.slug, title={tongue: plan.title}, type="badge", level=plan.level,
        issuers=(college.organization, industry.organization), purpose={tongue: plan.purpose},
        outcomes={tongue: plan.outcomes}, onward_study={_tongue(college.person, published): college.opens},
        onward_work={_tongue(industry.person, published): industry.opens},
        review_by=date(on.year + REVIEWED_FOR, on.month, 1),
    )  # fmt: skip


def _tongue(who: Person, published: Catalogue) -> str:
    """The language somebody writes in here: their own where the state has it, else the state's first."""
    return who.language if who.language in published.state.languages else published.state.languages[0]


def _milestone(
    plan: BadgePlan, industry: BadgeAnswer, college: BadgeAnswer, published: Catalogue
) -> Milestone:
    tongue = _tongue(plan.learner, published)
    judges = tuple(dict.fromkeys((industry.role, college.role)))
    return Milestone(
        id=plan.slug, title={tongue: plan.title}, summary={tongue: plan.purpose}, level=plan.level,
        competencies=tuple(plan.skills), criteria=tuple({tongue: text} for text in plan.criteria),
        ways=(_way(judges, published),), rule=_rule(plan, industry.role, college.role, published),
        awards=(f"credential:{plan.slug}",), features=("work-based", MADE_HERE),
    )  # fmt: skip


def _way(judges: tuple[str, ...], published: Catalogue) -> Way:
    title: Text = {"en": "A collection of one's own work", "es": "Una colección del propio trabajo",
                   "pt": "Uma coleção do próprio trabalho", "ht": "Yon koleksyon travay pa w"}  # fmt: skip
    spoken = {tongue: title[tongue] for tongue in published.state.languages if tongue in title}
    return Way("portfolio", spoken or title, "portfolio", performance=True, judges=judges)


def _rule(plan: BadgePlan, industry: str, college: str, published: Catalogue) -> Node:
    """Each skill, shown at its level and seen by both sides, whose people come from different organizations."""
    seen_by = (
        ValidatedBy(industry, distinct_organization=True), ValidatedBy(college, distinct_organization=True),
    )  # fmt: skip
    each = tuple(
        Have(id=f"skill-{nth}", what=skill, level=_level(skill, plan.step, published), validated_by=seen_by)
        for nth, skill in enumerate(plan.skills, start=1)
    )
    return Choose(id="all-skills", of=each)


def _level(skill: str, step: int, published: Catalogue) -> int:
    scale = published.competency_frameworks[published.competencies[skill.partition(":")[2]].framework].scale
    return min(step, max(each.number for each in scale))


def _internship(plan: BadgePlan, answer: BadgeAnswer, published: Catalogue) -> Opportunity:
    tongue = _tongue(answer.person, published)
    host = published.organizations[answer.organization]
    amounts = {"h": Decimal(answer.hours)} if answer.hours else {}
    return Opportunity(
        id=f"{plan.slug}-internship", title={tongue: answer.internship}, kind="internship", provider=host.id,
        sector=host.sector, gives=(f"experience:{plan.slug}-internship", *plan.skills),
        needs=(f"credential:{plan.slug}",), amounts=amounts, tags=("internship",), context="workplace",
        summary={tongue: answer.about} if answer.about else {},
    )  # fmt: skip
