"""Everything a state has published, at hand by reference."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from throughline.core.catalogue import assessments as a
from throughline.core.catalogue import charters as c
from throughline.core.catalogue import documents as d
from throughline.core.catalogue import state_profile as s
from throughline.core.catalogue.waivers import Waiver


@dataclass(frozen=True)
class Catalogue:
    """A state's documents by id, each kind apart. `past` holds older versions that learners are still on,
    by reference and version number; `versions` the current version number of each reference (absent: 1)."""

    state: s.StateProfile
    learner_states: s.LearnerStates | None = None
    qualification_frameworks: Mapping[str, d.QualificationFramework] = field(default_factory=dict)
    competency_frameworks: Mapping[str, d.CompetencyFramework] = field(default_factory=dict)
    competencies: Mapping[str, d.Competency] = field(default_factory=dict)
    clusters: Mapping[str, d.Cluster] = field(default_factory=dict)
    regions: Mapping[str, d.Region] = field(default_factory=dict)
    organizations: Mapping[str, d.Organization] = field(default_factory=dict)
    credentials: Mapping[str, d.Credential] = field(default_factory=dict)
    milestones: Mapping[str, d.Milestone] = field(default_factory=dict)
    rules: Mapping[str, d.Rule] = field(default_factory=dict)
    pathways: Mapping[str, d.Pathway] = field(default_factory=dict)
    agreements: Mapping[str, d.Agreement] = field(default_factory=dict)
    equivalences: Mapping[str, d.Equivalence] = field(default_factory=dict)
    opportunities: Mapping[str, d.Opportunity] = field(default_factory=dict)
    assessments: Mapping[str, a.Assessment] = field(default_factory=dict)
    rating_forms: Mapping[str, a.RatingForm] = field(default_factory=dict)
    bodies: Mapping[str, c.Body] = field(default_factory=dict)
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    past: Mapping[tuple[str, int], object] = field(default_factory=dict)
