"""The shape of a pack: its collections, the fields of each document, and what each field may name.

The dataclasses of `core.catalogue.documents` are the one source: the reader, the JSON bodies and the
published schema are all made from their declared types.
"""

import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any

from throughline.core.catalogue import apprenticeships as ap
from throughline.core.catalogue import assessments as a
from throughline.core.catalogue import charters as c
from throughline.core.catalogue import commitments as m
from throughline.core.catalogue import datasets as dc
from throughline.core.catalogue import documents as d
from throughline.core.catalogue import state_profile as s
from throughline.core.catalogue import tracking as tr
from throughline.core.catalogue import waivers as w
from throughline.core.catalogue import ways_on as wo
from throughline.core.requirements import nodes as n

COLLECTIONS: Mapping[str, type] = {
    "qualification_frameworks": d.QualificationFramework,
    "competency_frameworks": d.CompetencyFramework,
    "competencies": d.Competency,
    "clusters": d.Cluster,
    "regions": d.Region,
    "organizations": d.Organization,
    "credentials": d.Credential,
    "milestones": d.Milestone,
    "rules": d.Rule,
    "pathways": d.Pathway,
    "agreements": d.Agreement,
    "equivalences": d.Equivalence,
    "opportunities": d.Opportunity,
    "assessments": a.Assessment,
    "rating_forms": a.RatingForm,
    "bodies": c.Body,
    "waivers": w.Waiver,
}
"""The collections of a pack, by the key they stand under, each with the document it holds."""

SINGLES: Mapping[str, type] = {"state": s.StateProfile, "learner_states": s.LearnerStates}
"""What stands once in a pack."""

KINDS: Mapping[str, str] = {name: name.removesuffix("s") for name in COLLECTIONS} | {
    "qualification_frameworks": "qualification_framework",
    "competency_frameworks": "competency_framework",
    "competencies": "competency",
    "opportunities": "opportunity",
    "equivalences": "equivalence",
    "bodies": "body",
}
"""The kind in a reference (`milestone:x`) for each collection."""

COLLECTION_OF: Mapping[str, str] = {kind: name for name, kind in KINDS.items()}
DOCUMENT_OF: Mapping[str, type] = {kind: COLLECTIONS[name] for kind, name in COLLECTION_OF.items()} | dict(
    SINGLES
)
"""Every kind of document, with its type."""

BARE: Mapping[tuple[type, str], str] = {
    (s.StateProfile, "qualification_framework"): "qualification_framework",
    (d.Competency, "framework"): "competency_framework",
    (d.Competency, "parent"): "competency",
    (d.Organization, "region"): "region",
    (s.StateProfile, "graduate_profile"): "rule",
    (s.StateProfile, "endorsement"): "rule",
    (d.Organization, "part_of"): "organization",
    (d.Credential, "issuers"): "organization",
    (d.Rule, "refines"): "rule",
    (d.Rule, "offered_by"): "organization",
    (d.Stage, "owner"): "organization",
    (d.Pathway, "cluster"): "cluster",
    (d.Pathway, "offered_by"): "organization",
    (d.Pathway, "recognized_by"): "organization",
    (d.Agreement, "parties"): "organization",
    (d.Agreement, "pathways"): "pathway",
    (d.Agreement, "owner"): "organization",
    (m.SetForSet, "at"): "organization",
    (s.ShortageTier, "regions"): "region",
    (s.ShortageTier, "places"): "organization",
    (s.OfferTerms, "overseer"): "organization",
    (s.StateProfile, "promised_by"): "organization",
    (d.Opportunity, "provider"): "organization",
    (d.Opportunity, "sponsors"): "organization",
    (wo.WaysOn, "desk"): "organization",
    (tr.Tracking, "overseer"): "organization",
    (dc.Dataset, "owner"): "organization",
    (ap.StandardsRules, "registered_by"): "organization",
    (ap.Incentive, "signed_by"): "organization",
    (a.Assessment, "milestone"): "milestone",
    (a.AssessmentPart, "destinations"): "destination",
    (a.Criterion, "competency"): "competency",
    (a.Skill, "competency"): "competency",
    (a.CutScore, "offers"): "credential",
    (a.RatingForm, "items"): "competency",
    (c.Body, "organization"): "organization",
    (c.Body, "parent"): "body",
    (c.Body, "regions"): "region",
    (c.SeatKind, "region"): "region",
    (w.Waiver, "holder"): "organization",
    (w.Waiver, "schools"): "organization",
    (w.Waiver, "renews"): "waiver",
    (n.Have, "issuer"): "organization",
    (n.Selector, "issuer"): "organization",
    (n.Selector, "framework"): "qualification_framework",
    (n.Use, "rule"): "rule",
}
"""Fields that name documents of one kind by id alone."""

PREFIXED: Mapping[tuple[type, str], str] = {
    (d.Milestone, "competencies"): "competency",
    (d.Milestone, "awards"): "credential",
    (d.Stage, "awards"): "credential",
    (d.Rule, "presupposes"): "rule",
}
"""Fields that name documents of one kind by reference."""

OPEN: frozenset[tuple[type, str]] = frozenset(
    {
        (d.Equivalence, "has"), (d.Equivalence, "counts_as"), (d.Opportunity, "gives"),
        (d.Opportunity, "needs"), (m.SetForSet, "of"), (m.SetForSet, "counts_as"), (d.Agreement, "refuses"),
        (n.Have, "what"), (n.Selector, "what"), (n.Selector, "exclude"),
    }
)  # fmt: skip
"""Fields that name things of any kind; those of a kind the pack holds must be there, the others are free."""

FREE = frozenset({"assessment", "rating_form"})
"""Kinds of document that rules do not name by id: a fact `assessment:x` may come from a part that shows it, or from
outside."""

STATE_WORDS: Mapping[tuple[type, str], str] = {
    (d.Competency, "subject"): "subjects",
    (d.Milestone, "subject"): "subjects",
    (d.Competency, "success_skill"): "success_skills",
    (d.Cluster, "family"): "families",
    (d.Pathway, "family"): "families",
    (d.Opportunity, "starts"): "terms",
}
"""Fields that hold a word the state declares, or several, and where it declares it."""

LEVELS: frozenset[tuple[type, str]] = frozenset(
    {(d.Credential, "level"), (d.Milestone, "level"), (d.Stage, "level"), (s.StateProfile, "secondary_level")}
)
"""Fields that hold a level of the state's qualification framework."""

WRITTEN: Mapping[tuple[type, str], str] = {(d.Edition, "root"): "rule"}
"""Fields of documents whose written name is not the one in code."""

RULES: frozenset[tuple[type, str]] = frozenset(
    {(d.Milestone, "rule"), (d.Edition, "root"), (d.Stage, "gate"), (d.Destination, "adds"),
     (d.Pathway, "entry"), (d.Agreement, "trigger")}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """One field of a document: its name in code, its type, whether it must be written, and else its value."""

    name: str
    type: Any
    required: bool
    default: Any = None


@cache
def declared(document: type) -> Mapping[str, Declared]:
    """The fields of a document or of a value in it, by the name they are written with."""
    hints = typing.get_type_hints(document)
    found = {}
    for each in fields(document):
        made = each.default_factory() if each.default_factory is not MISSING else each.default
        written = WRITTEN.get((document, each.name), each.metadata.get("written", each.name))
        found[written] = Declared(
            each.name, hints[each.name], made is MISSING, None if made is MISSING else made
        )
    return found


@cache
def optional(hint: Any) -> tuple[Any, bool]:
    """The type without None, and whether None was in it."""
    choices = typing.get_args(hint)
    if type(None) not in choices or is_node(hint):
        return (n.Node, True) if type(None) in choices else (hint, False)
    rest = [each for each in choices if each is not type(None)]
    return rest[0], True


@cache
def is_node(hint: Any) -> bool:
    """Whether a field holds a rule."""
    choices = set(typing.get_args(hint)) - {type(None)}
    return choices == set(typing.get_args(n.Node))


def normal(owner: type, name: str, value: Any) -> Any:
    """The one form of a reference in a field that holds one kind: with or without that kind before it."""
    kind = BARE.get((owner, name)) or PREFIXED.get((owner, name))
    if kind is None or not value:
        return value
    bare = (owner, name) in BARE

    def one(text: str) -> str:
        plain = text.removeprefix(f"{kind}:")
        return plain if bare else f"{kind}:{plain}" if ":" not in plain else plain

    return one(value) if isinstance(value, str) else tuple(one(each) for each in value)
