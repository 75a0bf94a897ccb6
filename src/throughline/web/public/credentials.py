"""The register of credentials, and the page of one: what it says, what it is worth, what it builds to, who honors it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.records.queries.endorsing import public_stamp
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import (
    Agreement,
    Credential,
    Milestone,
    Opportunity,
    Organization,
    Pathway,
    Worth,
)
from throughline.core.certification.stacking import Stack
from throughline.core.certification.state_checks import reviews_due
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components.endorsed import Endorsing, endorsing_of
from throughline.web.keeping import kept_for_everyone, kept_while
from throughline.web.pages import page, show
from throughline.web.public.registry.forms import also_for_programs
from throughline.web.words import words

MEASURES = ("wages", "hired", "studying")
SETTINGS: Mapping[str, tuple[str, ...]] = {
    "k12": ("k12",), "postsecondary": ("postsecondary",), "workforce": ("workforce",),
    "others": ("community", "government"),
}  # fmt: skip
"""Where learning is honored, and the sectors whose organizations stand there."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one measure of a credential's worth. figures empty: not yet known."""

    measure: str
    figures: tuple[Worth, ...]


@dataclass(frozen=True, slots=True)
class HonoredIn:
    """Who honors a credential in one setting: k12, postsecondary, workforce, others."""

    setting: str
    places: tuple[Organization, ...]


@dataclass(frozen=True, slots=True)
class CredentialPage:
    """A credential's listing, what awards it, what it builds on and leads to, who honors it and what it is worth.

    criteria: the same for every reader. endorsed: what organizations say of it. destinations: the pathway of each with
    its title. worth: each measure, known or not.
    """

    credential: Credential
    issuers: tuple[Organization, ...]
    milestones: tuple[Milestone, ...]
    stages: tuple[tuple[Pathway, str], ...]
    criteria: tuple[Text, ...]
    below: tuple[Credential, ...]
    above: tuple[Credential, ...]
    destinations: tuple[tuple[Pathway, Text], ...]
    agreements: tuple[Agreement, ...]
    opens: tuple[Opportunity, ...]
    honored: tuple[HonoredIn, ...]
    worth: tuple[Known, ...]
    endorsed: tuple[Endorsing, ...]

    @property
    def any_of(self) -> bool:
        """Whether there are several ways to it, each enough by itself."""
        return len(self.milestones) + len(self.stages) > 1


@dataclass(frozen=True, slots=True)
class ListedCredential:
    """A line of the register. due: the day of its next review has passed. leads_to: how many next steps it opens."""

    credential: Credential
    due: bool
    leads_to: int


@dataclass(frozen=True, slots=True)
class Register:
    """Every credential by level. dead: how many of them lead nowhere."""

    rows: tuple[ListedCredential, ...]
    dead: int


@page("catalogue.read")
@kept_for_everyone
def credentials(request: HttpRequest) -> HttpResponse:
    """The register of credentials, by level, with how many lead nowhere and the listings whose review is due."""
    catalogue, stacks = reading.catalogue(), frameworks.published().stacks
    due = {finding.object_ref for finding in reviews_due(catalogue, timezone.localdate())}
    every = sorted(catalogue.credentials.values(), key=lambda c: (c.level, words(c.title).casefold()))
    rows = tuple(
        ListedCredential(each, f"credential:{each.id}" in due, _onward(each, stacks[each.id]))
        for each in every
    )
    shown = Register(rows, sum(1 for row in rows if not row.leads_to))
    return show(request, "throughline/public/credentials.html", shown)


def _onward(each: Credential, stack: Stack) -> int:
    opens = opportunities.opened_by(f"credential:{each.id}")
    return len(stack.above) + len(stack.destinations) + len(stack.agreements) + len(opens)


@page("catalogue.read")
@also_for_programs("credential")
@kept_while(public_stamp)
def credential(request: HttpRequest, name: str) -> HttpResponse:
    """A credential's listing."""
    catalogue = reading.catalogue()
    found = catalogue.credentials.get(name)
    if found is None:
        raise Http404(f"There is no credential '{name}'.")
    stack = frameworks.stack_of(name)
    shown = CredentialPage(
        credential=found,
        issuers=_organizations(catalogue, map(_id, found.issuers)),
        milestones=_awarded_by(name, catalogue),
        stages=tuple(
            (p, s.id) for p in catalogue.pathways.values() for s in p.stages if name in map(_id, s.awards)
        ),
        criteria=_criteria(name, catalogue),
        below=tuple(catalogue.credentials[_id(each)] for each in stack.below),
        above=tuple(catalogue.credentials[_id(each)] for each in stack.above),
        destinations=_destinations(stack, catalogue),
        agreements=tuple(catalogue.agreements[_id(each)] for each in stack.agreements),
        opens=tuple(opportunities.opened_by(f"credential:{name}")),
        honored=_honored(name, catalogue),
        worth=tuple(Known(m, tuple(w for w in found.worth if w.measure == m)) for m in MEASURES),
        endorsed=endorsing_of(f"credential:{name}"),
    )
    return show(request, "throughline/public/credential.html", shown)


def _id(ref: str) -> str:
    return ref.partition(":")[2] or ref


def _organizations(catalogue: Catalogue, names: Iterable[str]) -> tuple[Organization, ...]:
    return tuple(catalogue.organizations[each] for each in names if each in catalogue.organizations)


def _awarded_by(name: str, catalogue: Catalogue) -> tuple[Milestone, ...]:
    return tuple(m for m in catalogue.milestones.values() if name in map(_id, m.awards))


def _criteria(name: str, catalogue: Catalogue) -> tuple[Text, ...]:
    """What has to be shown for a credential: the criteria of the milestones that award it, else of its stages' words."""
    milestones = _awarded_by(name, catalogue)
    if milestones:
        return tuple(text for m in milestones for text in m.criteria)
    stages = [s for p in catalogue.pathways.values() for s in p.stages if name in map(_id, s.awards)]
    return tuple({words(s.descriptor): s.descriptor for s in stages}.values())


def _destinations(stack: Stack, catalogue: Catalogue) -> tuple[tuple[Pathway, Text], ...]:
    ends = [each.partition(":")[2].partition("/") for each in stack.destinations]
    pathways = [(catalogue.pathways[pathway], end) for pathway, _, end in ends]
    return tuple((p, next(d.title for d in p.destinations if d.id == end)) for p, end in pathways)


def _honored(name: str, catalogue: Catalogue) -> tuple[HonoredIn, ...]:
    every = _organizations(catalogue, frameworks.published().honored_by[name])
    found = (
        HonoredIn(setting, tuple(o for o in every if o.sector in sectors))
        for setting, sectors in SETTINGS.items()
    )
    return tuple(each for each in found if each.places)
