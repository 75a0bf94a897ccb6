"""The documents a state publishes: frameworks, competencies, credentials, milestones, pathways, agreements.

Each is a frozen value. A document is named by a reference, `kind:id` (`milestone:mathematics-1`); what it holds of
others it holds by reference. Texts are by language. docs/reference/state-format.md shows how each is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from throughline.core.catalogue.commitments import SetForSet
from throughline.core.requirements.nodes import Cite, Node, Text

Strand = Literal["academic", "professional", "personal", "identity"]
Phase = Literal["foundation", "secondary", "postsecondary", "entry", "beyond"]
Sector = Literal["k12", "postsecondary", "workforce", "community", "government"]
SECTORS: tuple[Sector, ...] = get_args(Sector)


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a qualification framework, with the qualification types that stand on it."""

    number: int
    title: Text
    descriptor: Text = field(default_factory=dict)
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QualificationFramework:
    """A ladder of levels with descriptors (CTDL QualificationsFramework)."""

    id: str
    title: Text
    levels: tuple[Level, ...]
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class ProficiencyLevel:
    """A step of a competency's scale, 1 up."""

    number: int
    title: Text
    descriptor: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompetencyFramework:
    """A published set of competencies on one scale. indivisible: reported together or not at all."""

    id: str
    title: Text
    scale: tuple[ProficiencyLevel, ...]
    universal: bool = False
    indivisible: bool = False
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Competency:
    """A statement of what a person knows and can do (CASE CFItem).

    statement: begins with an observable verb. kind: content, skill or habit. contexts: where it can be shown, two or more.
    leads_to: in words, where it can be applied next. success_skill: one of the personal success skills, or empty.
    """

    id: str
    framework: str
    strand: Strand
    kind: Literal["content", "skill", "habit"]
    title: Text
    statement: Text
    criteria: tuple[Text, ...]
    contexts: tuple[str, ...]
    leads_to: Text = field(default_factory=dict)
    subject: str = ""
    success_skill: str = ""
    parent: str = ""
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A career cluster. formerly: clusters of an earlier list that are now (partly) this one."""

    id: str
    title: Text
    grouping: str = ""
    formerly: tuple[str, ...] = ()
    family: str = ""
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the state that plans together. people: how many live there; groups: how many of them say of themselves
    that they belong to each of the groups the state counts, as the source named by `cite` published it."""

    id: str
    title: Text
    people: int = 0
    groups: Mapping[str, int] = field(default_factory=dict)
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Organization:
    """A school, college, employer, union, sponsor, community group, agency or board, at a place. part_of: what it
    belongs to, such as a school to its district."""

    id: str
    title: Text
    kind: str
    sector: Sector
    region: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    invented: bool = False
    about: Text = field(default_factory=dict)
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one credential was worth to those who hold it, as the source named by `cite` published it.

    measure: wages (dollars a year), hired or studying (percent of holders). low, high: the interval in which the true
    figure lies, as the source gives it. people: how many holders it rests on. on: the day it speaks of.
    """

    measure: Literal["wages", "hired", "studying"]
    low: Decimal
    high: Decimal
    people: int
    on: date
    cite: Cite


@dataclass(frozen=True, slots=True)
class Credential:
    """What can be earned (CTDL Credential), listed with the seven things a reader needs to know.

    purpose, outcomes: what it certifies. onward_study, onward_work: education and employment or community pathway.
    credits: by unit. level: on the state's qualification framework. issuers: organizations that may award it.
    review_by: the day its listing must be looked at again. worth: what it was worth to its holders, from named sources;
    empty where that is not yet known.
    """

    id: str
    title: Text
    type: str
    level: int
    issuers: tuple[str, ...] = ()
    purpose: Text = field(default_factory=dict)
    outcomes: Text = field(default_factory=dict)
    onward_study: Text = field(default_factory=dict)
    onward_work: Text = field(default_factory=dict)
    credits: Mapping[str, Decimal] = field(default_factory=dict)
    review_by: date | None = None
    safety: bool = False
    worth: tuple[Worth, ...] = ()
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to show a milestone. kind: performance, project, portfolio, demonstration_at_work, interview, written,
    standardized_test ... `performance` marks a performance assessment; parts are passed and retaken apart."""

    id: str
    title: Text
    kind: str
    performance: bool = False
    standardized: bool = False
    parts: tuple[str, ...] = ()
    judges: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retakes:
    """How often and when again. limit None: without limit. parts_apart: only what is not yet shown is retaken."""

    limit: int | None = None
    cooling_days: int = 0
    parts_apart: bool = True


@dataclass(frozen=True, slots=True)
class Milestone:
    """A requirement met by evidence, which awards a credential or opens a gate.

    level: on the qualification framework. competencies: references, what it certifies. rule: what meets it.
    features: work-based, holistic, external, exam, benchmark ... (data; certification checks read work-based and holistic).
    """

    id: str
    title: Text
    summary: Text
    level: int
    competencies: tuple[str, ...]
    criteria: tuple[Text, ...]
    ways: tuple[Way, ...]
    rule: Node
    awards: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    subject: str = ""
    retakes: Retakes = Retakes()
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated text of a rule; `starts`: it applies to learners who begin on that day or later."""

    label: str
    root: Node
    starts: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that stands by itself. purpose: foundation, award, program, entry, funding, endorsement, promise, profile.

    subject: whom the record is about, usually a learner; a program or an organization where those are what is judged.
    advanced_standing: career, college, exploration: where a program type stands on the three-part spectrum.
    refines: the state rule this local one varies. typical_months: how long it takes at the usual pace; no rule reads it.
    """

    id: str
    title: Text
    purpose: str
    editions: tuple[Edition, ...]
    subject: str = "learner"
    summary: Text = field(default_factory=dict)
    presupposes: tuple[str, ...] = ()
    advanced_standing: tuple[str, ...] = ()
    refines: str = ""
    waivable_by: tuple[str, ...] = ()
    offered_by: tuple[str, ...] = ()
    typical_months: Decimal | None = None
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A set of milestones before a gate: `gate` is its rule; passing it awards and opens what follows.

    phase: where it stands on the way; `beyond` is after entry to the profession. level: of the framework, never falling.
    owner: the body whose vote amends this stage, where it is not the state's. expected: how many are expected to
    complete it a year, where that is published.
    """

    id: str
    title: Text
    descriptor: Text
    phase: Phase
    level: int
    gate: Node
    awards: tuple[str, ...] = ()
    owner: str = ""
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a pathway leads: an occupation, a role, self-employment. adds: what only this destination asks."""

    id: str
    title: Text
    summary: Text = field(default_factory=dict)
    occupation: str = ""
    adds: Node | None = None
    works_with: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Pathway:
    """The certified way from exploration to a destination and beyond.

    field: the wide field a learner may choose without choosing a role. letter: its mark on the map. ground: why it
    matters to the state; ground_cite: the record of it. entry: a rule that must hold to begin (only a cited law may
    set one). shortage: how places are given where there are too few.
    offered_by: organizations. recognized_by: who honors it. typical_years: information, no rule reads it.
    """

    id: str
    title: Text
    summary: Text
    cluster: str
    family: str
    field: Text
    letter: str
    stages: tuple[Stage, ...]
    destinations: tuple[Destination, ...]
    ground: Literal["economy", "culture"] = "economy"
    ground_cite: Cite | None = None
    entry: Node | None = None
    shortage: str = ""
    offered_by: tuple[str, ...] = ()
    recognized_by: tuple[str, ...] = ()
    typical_years: Decimal | None = None
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A rule as trigger and a typed promise. legal_status is never blurred: contract, policy or pledge.

    kind: admission, apprenticeship, hiring, credit, recognition. trigger: milestones, credentials and competencies
    only (`commitments.require_condition`; its reader takes nothing else). capacity: places a year; None: for
    everyone. shortage: how they are given where there are too few, where it is not the pathway's way. answer_days:
    how long a place is held for a yes, where it is not the state's. supports: what helps those who come. owner: the
    party that answers for it, where that is not the first that can keep it. sets: what counts for what; refuses: what
    one of the parties does not count.
    """

    id: str
    title: Text
    kind: Literal["admission", "apprenticeship", "hiring", "credit", "recognition"]
    parties: tuple[str, ...]
    trigger: Node
    promise: Text
    legal_status: Literal["contract", "policy", "pledge"]
    pathways: tuple[str, ...] = ()
    capacity: int | None = None
    remedy: Text = field(default_factory=dict)
    starts: date | None = None
    ends: date | None = None
    shortage: str = ""
    answer_days: int | None = None
    supports: tuple[Text, ...] = ()
    cite: Cite | None = None
    owner: str = ""
    sets: tuple[SetForSet, ...] = ()
    refuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Having `has` counts as having `counts_as`, once certified. exact: also the other way round.

    level: the proficiency it counts for at most, where it is not the same. has_title, counts_as_title: what either is
    called where the state has no document of it (`item:` and the identifier of an item of the registry).
    """

    id: str
    has: str
    counts_as: str
    status: Literal["claimed", "reviewed", "certified"]
    exact: bool = False
    level: int | None = None
    certified_by: str = ""
    cite: Cite | None = None
    has_title: Text = field(default_factory=dict, hash=False)
    counts_as_title: Text = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Anything one can learn by: a course, module, internship, project, event. gives: facts it can lead to.

    needs: real learning dependencies only. amounts: by unit. week: days a week. cost: to the learner, in dollars.
    places: for how many at a time (none: not published; 0: full). starts: the state's terms in which it begins (empty:
    any).
    """

    id: str
    title: Text
    kind: str
    provider: str
    sector: Sector
    gives: tuple[str, ...]
    needs: tuple[str, ...] = ()
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    context: str = ""
    week: Mapping[str, int] = field(default_factory=dict)
    cost: Decimal = Decimal(0)
    paid: bool = False
    sponsors: tuple[str, ...] = ()
    summary: Text = field(default_factory=dict)
    places: int | None = None
    starts: tuple[str, ...] = ()
