"""From a job written in competencies to credentials, and back."""

from collections.abc import Iterable

from throughline.apps.frameworks import queries as frameworks
from throughline.core.occupations.matching import Job, Match, certified_by, jobs_of, matches


def credentials_for(competencies: Iterable[str], *, job: str = "job") -> tuple[Match, ...]:
    """The credentials in force that certify some of what a job asks for, those that certify most of it first."""
    known = frameworks.catalogue().competencies
    wanted = frozenset(name.removeprefix("competency:") for name in competencies) & set(known)
    return matches([Job(job, wanted)], certified_by(frameworks.structure()))


def jobs_for(credential: str) -> tuple[Match, ...]:
    """The destinations in force that ask for some of what a credential certifies, those that ask for most of it first."""
    structure = frameworks.structure()
    name = credential.removeprefix("credential:")
    return matches(jobs_of(structure), {name: certified_by(structure).get(name, frozenset())})


def job_of(pathway: str, destination: str) -> Job | None:
    """A destination as a job: the competencies it asks for. None where there is no such one."""
    wanted = f"{pathway}#{destination}"
    return next((job for job in jobs_of(frameworks.structure()) if job.id == wanted), None)
