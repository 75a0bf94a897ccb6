"""Reads: editions, careers with all that the publishers say of them, what is in demand."""

from throughline.apps.occupations.queries.careers import (
    AreaWage,
    Asked,
    Career,
    CareerRow,
    Careers,
    Outlook,
    ProgramOfStudy,
    career,
    careers,
)
from throughline.apps.occupations.queries.demand import DemandList, Sector, in_demand
from throughline.apps.occupations.queries.editions import InForce, Source, in_force, preview
from throughline.apps.occupations.queries.leading import Way, ways_to
from throughline.apps.occupations.queries.matching import credentials_for, job_of, jobs_for
from throughline.apps.occupations.queries.trends import TrendCard, Trends, trends

__all__ = [
    "AreaWage",
    "Asked",
    "Career",
    "CareerRow",
    "Careers",
    "DemandList",
    "InForce",
    "Outlook",
    "ProgramOfStudy",
    "Sector",
    "Source",
    "TrendCard",
    "Trends",
    "Way",
    "career",
    "careers",
    "credentials_for",
    "in_demand",
    "in_force",
    "job_of",
    "jobs_for",
    "preview",
    "trends",
    "ways_to",
]
