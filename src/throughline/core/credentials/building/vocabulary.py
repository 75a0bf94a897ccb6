"""The closed lists of Open Badges 3.0 and CLR 2.0, and the contexts a credential of ours names."""

import re

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR_CONTEXT = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"

ACHIEVEMENT_TYPES = frozenset({
    "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
    "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency",
    "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment",
    "JourneymanCertificate", "LearningProgram", "License", "Membership", "ProfessionalDoctorate",
    "QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate",
    "SecondarySchoolDiploma",
})  # fmt: skip

RESULT_TYPES = frozenset({
    "GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
    "RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
})  # fmt: skip

NOT_ISSUED = frozenset({"GradePointAverage", "LetterGrade", "PredictedScore"})
"""Results that others may send and this house never states: a grade is evidence of its source, not a result."""

ALIGNMENT_TYPES = frozenset({
    "ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel",
    "CTDL",
})  # fmt: skip

ASSOCIATION_TYPES = frozenset({
    "exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo", "precedes", "replacedBy",
})  # fmt: skip

STATED = frozenset({"Completed", "Enrolled", "InProgress", "Provisional"})
"""Statuses of a result that this house states: what is shown, never what was tried."""

_EXTENSION = re.compile(r"ext:[A-Za-z0-9._-]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def is_term(text: str, closed: frozenset[str]) -> bool:
    """Whether a text is on a closed list or an extension of it (`ext:...`)."""
    return text in closed or _EXTENSION.fullmatch(text) is not None


def has_control_characters(text: str) -> bool:
    """Whether a text holds what no canonical form agrees on: C0 (but tab, line feed, return) or DEL."""
    return _CONTROL.search(text) is not None
