"""Rows of labor data as their publishers give them, and an edition: all that one publisher says as of one date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["onet", "soc", "soc-2010", "cip", "crosswalk", "wages", "projections", "nem", "living-wage"]
LETTERS = "RIASEC"
"""The six interests in O*NET's order: realistic, investigative, artistic, social, enterprising, conventional."""


@dataclass(frozen=True, slots=True)
class Task:
    """What people do. core: whether the publisher counts it among the occupation's core tasks (None: not said)."""

    id: str
    text: str
    core: bool | None


@dataclass(frozen=True, slots=True)
class OtherTitle:
    """Another name of the occupation. reported: people at work gave it; else it is an alternate title."""

    text: str
    short: str = ""
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """Of a hundred people asked, how many named this category. scale: RL education, RW experience, PT and OJ training.

    category: 0 where the value is a score by itself, on the scale IM from 1 to 5.
    uncertain: the publisher advises not to show it, for it rests on too few answers.
    """

    scale: str
    category: int
    percent: Decimal
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Related:
    """Another occupation that is like this one. tier: as the publisher calls it."""

    code: str
    title: str
    tier: str


@dataclass(frozen=True, slots=True)
class OnetOccupation:
    """An occupation of O*NET with all that its tables say of it. zone: None where it has none.

    interests: from 1 to 7 in the order of `LETTERS`, empty where there are none. letters: its high points.
    """

    code: str
    title: str
    description: str
    zone: int | None = None
    interests: tuple[Decimal, ...] = ()
    letters: str = ""
    titles: tuple[OtherTitle, ...] = ()
    tasks: tuple[Task, ...] = ()
    shares: tuple[Share, ...] = ()
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group or occupation of SOC 2018. level: major, minor, broad, detailed. parent: empty for a major group."""

    code: str
    title: str
    level: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Renamed:
    """Which occupations of SOC 2018 one of SOC 2010 became, a row for each."""

    soc_2010: str
    title_2010: str
    soc: str
    title: str


@dataclass(frozen=True, slots=True)
class Program:
    """A program of study of CIP 2020. code: two, four or six digits."""

    code: str
    title: str
    definition: str
    action: str


@dataclass(frozen=True, slots=True)
class Link:
    """A program of study and an occupation it prepares for. soc: empty where the publisher says that there is no match."""

    cip: str
    program: str
    soc: str
    title: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, or why there is none: `top` (at or above the highest that is published), `unavailable`, `small` (fewer
    than the survey tells), `missing` (the file leaves the cell empty). Never zero in place of one that is not known."""

    value: Decimal | None
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Wage:
    """What one occupation earns in one area. group: detailed, broad, ... or empty. figures: by measure (`MEASURES`),
    and under `ERROR`, where it is given, the relative standard error of the jobs in percent."""

    area: str
    area_title: str
    state: str
    code: str
    title: str
    group: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is projected for one occupation; numbers of people in thousands. total: a sum over others.

    Where the publisher gives no value, None or an empty text.
    """

    code: str
    title: str
    total: bool
    base: Decimal | None
    target: Decimal | None
    change: Decimal | None
    change_percent: Decimal | None
    openings: Decimal | None
    education: str = ""
    experience: str = ""
    training: str = ""


@dataclass(frozen=True, slots=True)
class Hybrid:
    """Which code of the National Employment Matrix speaks for an O*NET occupation."""

    onet: str
    nem: str
    title: str


@dataclass(frozen=True, slots=True)
class LivingWage:
    """What one worker must earn an hour for a household to live on in an area. household: as the publisher calls it."""

    area: str
    area_title: str
    household: str
    hourly: Decimal


Row = OnetOccupation | Group | Renamed | Program | Link | Wage | Outlook | Hybrid | LivingWage

MEASURES = (
    "employment", "h_mean", "h_p10", "h_p25", "h_median", "h_p75", "h_p90",
    "a_mean", "a_p10", "a_p25", "a_median", "a_p75", "a_p90",
)  # fmt: skip
"""Jobs, then wages by the hour and by the year: mean, and what 10, 25, 50, 75 and 90 of 100 earn less than."""


ERROR = "employment_error"


@dataclass(frozen=True, slots=True)
class Terms:
    """Where an edition comes from, and on what terms its words may be shown. invented: made up for a demo."""

    label: str = ""
    period: date | None = None
    publisher: str = ""
    licence: str = ""
    attribution: str = ""
    source: str = ""
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition, read whole. digest: sha256 over what is in it, hex: the same however its files were packed.

    reference: the publisher's own words for numbers and codes (job zones, categories, areas) and years. areas: those it
    speaks of.
    """

    kind: Kind
    terms: Terms
    digest: str
    rows: tuple[Row, ...]
    reference: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
