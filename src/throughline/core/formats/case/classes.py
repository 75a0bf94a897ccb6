"""The classes of CASE: which members each has, of which shape, and since which version.

Source: information model 1.1, sections 1.3 (what 1.1 added) and 7.1 (data classes); the official JSON Schemas of both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

DRAFT, V1P0, V1P1 = "case-draft", "case-1.0", "case-1.1"
"""`case-draft`: the shapes before 1.0 became final, with addresses as identifiers and text where 1.0 has links."""
Version: TypeAlias = Literal["case-1.0", "case-1.1"]

ASSOCIATION_TYPES = (
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy", "exemplar",
    "hasSkillLevel", "isTranslationOf",
)  # fmt: skip
SINCE_1P1_TYPES = frozenset({"isTranslationOf"})
CHILD_OF, RELATED = "isChildOf", "isRelatedTo"
_BY_LETTERS = {name.lower(): name for name in ASSOCIATION_TYPES}


def association_type(written: str) -> str:
    """The type in CASE's spelling (`Is Child Of` is `isChildOf`), else as it is written."""
    letters = "".join(each for each in written if each.isalpha()).lower()
    return written if written.startswith("ext:") else _BY_LETTERS.get(letters, written)


Shape: TypeAlias = Literal[
    "text", "texts", "uuid", "uri", "date", "instant", "whole", "number", "link", "links", "node", "type", "extensions",
    "extension_list", "version",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Class:
    """One class: members in the order of the information model, the required ones, and the classes nested in it."""

    name: str
    members: Mapping[str, Shape]
    required: tuple[str, ...]
    since_1p1: frozenset[str] = frozenset({"extensions"})
    nested: Mapping[str, "Class"] | None = None
    older: Mapping[str, str] | None = None
    """What drafts called a member, and what it is called now."""
    said_twice: frozenset[str] = frozenset()
    """Members of drafts, and of records outside a package, that repeat what stands elsewhere in it."""


_NAMED: tuple[str, ...] = ("identifier", "uri", "lastChangeDateTime")
_TITLED = (*_NAMED, "title")

DOCUMENT = Class(
    "CFDocument",
    {
        "identifier": "uuid", "uri": "uri", "frameworkType": "text", "caseVersion": "version", "creator": "text",
        "title": "text", "lastChangeDateTime": "instant", "officialSourceURL": "text", "publisher": "text",
        "description": "text", "subject": "texts", "subjectURI": "links", "language": "text", "version": "text",
        "adoptionStatus": "text", "statusStartDate": "date", "statusEndDate": "date", "licenseURI": "link",
        "notes": "text", "extensions": "extensions",
    },
    ("identifier", "uri", "creator", "title", "lastChangeDateTime"),
    since_1p1=frozenset({"frameworkType", "caseVersion", "extensions"}),
    older={"subjectURL": "subjectURI"},
    said_twice=frozenset({"CFPackageURI"}),
)  # fmt: skip
ITEM = Class(
    "CFItem",
    {
        "identifier": "uuid", "fullStatement": "text", "alternativeLabel": "text", "CFItemType": "text", "uri": "uri",
        "humanCodingScheme": "text", "listEnumeration": "text", "abbreviatedStatement": "text",
        "conceptKeywords": "texts", "conceptKeywordsURI": "link", "notes": "text", "subject": "texts",
        "subjectURI": "links", "language": "text", "educationLevel": "texts", "CFItemTypeURI": "link",
        "licenseURI": "link", "statusStartDate": "date", "statusEndDate": "date", "lastChangeDateTime": "instant",
        "extensions": "extensions",
    },
    ("identifier", "fullStatement", "uri", "lastChangeDateTime"),
    since_1p1=frozenset({"subject", "subjectURI", "extensions"}),
    older={"educationalLevel": "educationLevel"},
    said_twice=frozenset({"CFDocumentURI", "CFItemAssociationURI"}),
)  # fmt: skip
ASSOCIATION = Class(
    "CFAssociation",
    {
        "identifier": "uuid", "associationType": "type", "sequenceNumber": "whole", "uri": "uri",
        "originNodeURI": "node", "destinationNodeURI": "node", "CFAssociationGroupingURI": "link",
        "lastChangeDateTime": "instant", "notes": "text", "extensions": "extensions",
    },
    ("identifier", "associationType", "uri", "originNodeURI", "destinationNodeURI", "lastChangeDateTime"),
    since_1p1=frozenset({"notes", "extensions"}),
    said_twice=frozenset(
        {"CFDocumentURI", "originNodeIdentifier", "destinationNodeIdentifier", "CFAssociationGroupingIdentifier"}
    ),
)  # fmt: skip
CONCEPT = Class(
    "CFConcept",
    {
        "identifier": "uuid", "uri": "uri", "title": "text", "keywords": "text", "hierarchyCode": "text",
        "description": "text", "lastChangeDateTime": "instant", "extensions": "extensions",
    },
    (*_TITLED, "hierarchyCode"),
)  # fmt: skip
SUBJECT = Class(
    "CFSubject",
    {
        "identifier": "uuid", "uri": "uri", "title": "text", "hierarchyCode": "text", "description": "text",
        "lastChangeDateTime": "instant", "extensions": "extensions",
    },
    (*_TITLED, "hierarchyCode"),
)  # fmt: skip
LICENSE = Class(
    "CFLicense",
    {
        "identifier": "uuid", "uri": "uri", "title": "text", "description": "text", "licenseText": "text",
        "lastChangeDateTime": "instant", "extensions": "extensions",
    },
    (*_TITLED, "licenseText"),
)  # fmt: skip
ITEM_TYPE = Class(
    "CFItemType",
    {
        "identifier": "uuid", "uri": "uri", "title": "text", "description": "text", "hierarchyCode": "text",
        "typeCode": "text", "lastChangeDateTime": "instant", "extensions": "extensions",
    },
    (*_TITLED, "description", "hierarchyCode"),
)  # fmt: skip
GROUPING = Class(
    "CFAssociationGrouping",
    {
        "identifier": "uuid", "uri": "uri", "title": "text", "description": "text", "lastChangeDateTime": "instant",
        "extensions": "extensions",
    },
    _TITLED,
)  # fmt: skip
CRITERION_LEVEL = Class(
    "CFRubricCriterionLevel",
    {
        "identifier": "uuid", "uri": "uri", "description": "text", "quality": "text", "score": "number",
        "feedback": "text", "position": "whole", "rubricCriterionId": "uuid", "lastChangeDateTime": "instant",
        "extensions": "extension_list",
    },
    _NAMED,
)  # fmt: skip
CRITERION = Class(
    "CFRubricCriterion",
    {
        "identifier": "uuid", "uri": "uri", "category": "text", "description": "text", "CFItemURI": "link",
        "weight": "number", "position": "whole", "rubricId": "uuid", "lastChangeDateTime": "instant",
        "extensions": "extensions",
    },
    _NAMED,
    nested={"CFRubricCriterionLevels": CRITERION_LEVEL},
)  # fmt: skip
RUBRIC = Class(
    "CFRubric",
    {
        "identifier": "uuid", "uri": "uri", "title": "text", "description": "text", "lastChangeDateTime": "instant",
        "extensions": "extensions",
    },
    _NAMED,
    nested={"CFRubricCriteria": CRITERION},
)  # fmt: skip
DEFINITIONS: Mapping[str, Class] = {
    "CFConcepts": CONCEPT, "CFSubjects": SUBJECT, "CFLicenses": LICENSE, "CFItemTypes": ITEM_TYPE,
    "CFAssociationGroupings": GROUPING,
}  # fmt: skip
DEFINITION = Class("CFDefinition", {"extensions": "extensions"}, (), nested=DEFINITIONS)
