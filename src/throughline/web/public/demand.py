"""What is in demand in an area, and from a job's competencies to credentials and back."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from throughline.apps.occupations import queries as occupations
from throughline.core.catalogue.documents import Competency, Credential, Destination, Pathway
from throughline.core.occupations.matching import Match
from throughline.web import reading
from throughline.web.pages import page, show, who
from throughline.web.words import words

LEAST = (0, 10, 25, 50, 100)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class DemandPage:
    """What the list of an area shows (None: wages or projections are not loaded). missing: sectors without a pathway."""

    found: occupations.DemandList | None
    missing: tuple[occupations.Sector, ...]
    least: tuple[int, ...]


@page("occupation.read")
def in_demand(request: HttpRequest) -> HttpResponse:
    """The occupations in demand in an area by sector, by the method that stands beside the list."""
    typed = request.GET.get("openings", "")
    least = Decimal(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else Decimal(25)
    found = occupations.in_demand(
        who(request), area=request.GET.get("area", ""), household=request.GET.get("household", ""), least=least,
        growing=bool(request.GET.get("growing")),
    )  # fmt: skip
    missing = tuple(sector for sector in found.sectors if not sector.reached) if found else ()
    return show(request, "throughline/public/in_demand.html", DemandPage(found, missing, LEAST))


@dataclass(frozen=True, slots=True)
class CredentialMatch:
    """A credential, and the competencies of a job that it certifies."""

    credential: Credential
    shared: tuple[Competency, ...]
    besides: int


@dataclass(frozen=True, slots=True)
class JobMatch:
    """A destination, and the competencies it asks for that a credential certifies."""

    pathway: Pathway
    destination: Destination
    shared: tuple[Competency, ...]
    besides: int


@dataclass(frozen=True, slots=True)
class SkillsPage:
    """A job as its competencies with the credentials that fit, or a credential with the jobs that fit."""

    title: str
    asked: tuple[Competency, ...]
    credentials: tuple[CredentialMatch, ...]
    credential: Credential | None
    jobs: tuple[JobMatch, ...]
    choices: tuple[tuple[str, tuple[Competency, ...]], ...]


@page("occupation.read")
def by_skills(request: HttpRequest) -> HttpResponse:
    """For a job in competencies (`c`, or `job=pathway/destination`) credentials; for a `credential` jobs."""
    kept = reading.catalogue()
    if name := request.GET.get("credential", ""):
        credential = kept.credentials.get(name)
        if credential is None:
            raise Http404(_("There is no credential '{name}'.").format(name=name))
        jobs = tuple(_job(each) for each in occupations.jobs_for(name)[:SHOWN])
        shown = SkillsPage(words(credential.title), (), (), credential, jobs, ())
    else:
        title, wanted = _asked(request)
        found = occupations.credentials_for(wanted)[:SHOWN]
        asked = tuple(kept.competencies[each] for each in sorted(wanted) if each in kept.competencies)
        shown = SkillsPage(title, asked, tuple(map(_credential, found)), None, (), _choices())
    return show(request, "throughline/public/by_skills.html", shown)


def _asked(request: HttpRequest) -> tuple[str, frozenset[str]]:
    if named := request.GET.get("job", ""):
        pathway, _slash, destination = named.partition("/")
        job = occupations.job_of(pathway, destination)
        if job is None:
            raise Http404(_("There is no destination '{name}'.").format(name=named))
        leads = reading.catalogue().pathways[pathway].destinations
        return next(words(each.title) for each in leads if each.id == destination), job.competencies
    return "", frozenset(request.GET.getlist("c")[:100])


def _credential(found: Match) -> CredentialMatch:
    kept = reading.catalogue()
    return CredentialMatch(kept.credentials[found.credential], _shared(found), found.besides)


def _job(found: Match) -> JobMatch:
    pathway, _hash, name = found.job.partition("#")
    kept = reading.catalogue().pathways[pathway]
    return JobMatch(kept, next(d for d in kept.destinations if d.id == name), _shared(found), found.besides)


def _shared(found: Match) -> tuple[Competency, ...]:
    kept = reading.catalogue().competencies
    return tuple(kept[name] for name in found.shared if name in kept)


def _choices() -> tuple[tuple[str, tuple[Competency, ...]], ...]:
    kept = reading.catalogue()
    every = sorted(kept.competencies.values(), key=lambda each: words(each.title).casefold())
    return tuple(
        (words(framework.title), tuple(each for each in every if each.framework == framework.id))
        for framework in kept.competency_frameworks.values()
    )
