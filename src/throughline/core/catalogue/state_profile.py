"""What a state is called, promises and settles for itself: the one document of a state that is not one of many."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from throughline.core.calibration.rule import CalibrationRule
from throughline.core.catalogue.access import AccessRules
from throughline.core.catalogue.apprenticeships import ApprenticeshipRules
from throughline.core.catalogue.datasets import Dataset, Ground
from throughline.core.catalogue.lists import Named, QualityArea, WorkLine
from throughline.core.catalogue.pace import Pace, Term
from throughline.core.catalogue.tracking import Tracking
from throughline.core.catalogue.waivers import WaiverTerms
from throughline.core.catalogue.ways_on import WaysOn
from throughline.core.consents import ConsentRule
from throughline.core.learning_agreement import ExchangeProgram
from throughline.core.requirements.nodes import Cite, Text


@dataclass(frozen=True, slots=True)
class LearnerAction:
    """One arrow of the learner's states: from, to, and who may take it."""

    name: str
    source: str
    target: str
    by: Literal["learner", "adult_learner", "staff", "guardian"]
    title: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LearnerStates:
    """The states a learner's choice can be in; `home` is the one that must always be reachable by the learner alone."""

    states: Mapping[str, Text]
    start: str
    home: str
    actions: tuple[LearnerAction, ...]


@dataclass(frozen=True, slots=True)
class ShortageTier:
    """Who comes before others where places are short: those who learn in these regions, or at these organizations."""

    title: Text
    regions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortage:
    """A published rule for places that are short: the tiers in order, then a lottery or the order of completing."""

    id: str
    title: Text
    first: tuple[ShortageTier, ...] = ()
    then: Literal["lottery", "order"] = "lottery"
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What holds for every offer of a state, in days, where an agreement says nothing else.

    answer_days: how long a place is held for a yes. reminders: so many days before that a reminder goes out. undo_days:
    how long an answer can be taken back. complaint_days: within how many the institution answers a complaint.
    overseer: the organization that takes it over when it does not. margin: by how much places must exceed the learners
    who are expected, as a share of them. ending_days: how long before its end an agreement's owner is told.
    """

    answer_days: int = 60
    reminders: tuple[int, ...] = (30, 7, 1)
    undo_days: int = 3
    complaint_days: int = 10
    overseer: str = ""
    margin: Decimal = Decimal("0.1")
    ending_days: int = 90


@dataclass(frozen=True, slots=True)
class OutsideGroup:
    """A group in another state that this one learns from. role: what it is there; does: what is known of it, by `cite`;
    reviewed: the day somebody last looked whether it is still so."""

    id: str
    title: Text
    state: Text
    role: Text
    does: Text
    cite: Cite
    reviewed: date


@dataclass(frozen=True, slots=True)
class StateProfile:
    """What a state is called and promises: languages (first one is the fallback), success skills every pathway carries,
    the most further foundation milestones a move may ever ask for, the longest wait between two tries, in days;
    within how many days an assessor answers who asks that learning from elsewhere counts, and a body who asks for a
    correction; what consent is asked for, and the name that may stand for a place a learner would rather not show; how
    those who judge are calibrated.

    offers, shortages: what holds for offers, and the rules by which places are given where they are short (`lottery`
    and `order` are always there). graduate_profile: the rule that says what every graduate shows. demonstrations: the
    kinds of showing it accepts. quality_areas: what is looked at in a year's self-review. exchanges: which needs and
    capacities are brought together. conditions: of change, as they are and as they might be. stay_programs: to which
    a stay elsewhere may belong. groups: of its people, which it counts; smallest_group: the least it shows of one.
    certification_months: after how long a certification is looked at anew. waivers: which rules of the system can be
    waived, and which never. promised_by: the organization that makes the learner promise for the state. work: what the
    state took on, line by line. help_kinds: with what schools may ask for help. apprenticeships: their standards, ladder
    and credits to employers; None: the state settles nothing of it here. desk: kinds of what employers post, by their
    tags. elsewhere: groups in other states. endorsement: the rule by which a region endorses a local program.
    access: its towns and lines, and what counts as in reach; None: it says nothing of it. pace: how its offers are turned
    into hours and weeks, and what a plan is asked for at first; terms: the parts of its year in which offers begin.
    ways_on: when a way counts as paused, and who calls. tracking: how sorting by group is watched for. labor_data_months:
    after how many months data of jobs is marked as old. datasets: what data it keeps; data_grounds: on which some of it
    may be asked for."""

    id: str
    title: Text
    languages: tuple[str, ...]
    complete_languages: tuple[str, ...]
    invented: bool = False
    summary: Text = field(default_factory=dict)
    success_skills: tuple[str, ...] = ()
    portability_bound: int | None = None
    cooling_days: int = 0
    answer_days: int = 20
    secondary_level: int = 3
    qualification_framework: str = ""
    subjects: Mapping[str, Text] = field(default_factory=dict)
    families: Mapping[str, Text] = field(default_factory=dict)
    tags: Mapping[str, Text] = field(default_factory=dict)
    consents: tuple[ConsentRule, ...] = ()
    correction_days: int = 30
    neutral_place: Text = field(default_factory=dict)
    calibration: CalibrationRule = field(default_factory=CalibrationRule)
    offers: OfferTerms = field(default_factory=OfferTerms)
    shortages: tuple[Shortage, ...] = ()
    stay_programs: tuple[ExchangeProgram, ...] = ()
    certification_months: int = 60
    graduate_profile: str = ""
    endorsement: str = ""
    demonstrations: tuple[Named, ...] = ()
    quality_areas: tuple[QualityArea, ...] = ()
    exchanges: tuple[Named, ...] = ()
    conditions: tuple[Named, ...] = ()
    groups: Mapping[str, Text] = field(default_factory=dict)
    smallest_group: int = 10
    waivers: WaiverTerms = field(default_factory=WaiverTerms)
    promised_by: str = ""
    work: tuple[WorkLine, ...] = ()
    help_kinds: tuple[Named, ...] = ()
    apprenticeships: ApprenticeshipRules | None = None
    desk: tuple[str, ...] = ()
    elsewhere: tuple[OutsideGroup, ...] = ()
    access: AccessRules | None = None
    pace: Pace = field(default_factory=Pace)
    terms: Mapping[str, Term] = field(default_factory=dict)
    ways_on: WaysOn = field(default_factory=WaysOn)
    tracking: Tracking = field(default_factory=Tracking)
    labor_data_months: int = 24
    datasets: tuple[Dataset, ...] = ()
    data_grounds: tuple[Ground, ...] = ()
