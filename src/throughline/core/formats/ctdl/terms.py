"""The names of CTDL as files write them: full addresses, prefixes of every age, or nothing before the name.

Names are compared without their prefix, because prefixes moved (`ceasn:hasPart` is `ceterms:hasPart` today), were
left out, or were made up. Withdrawn and misspelled names lead to today's. No context file is read.
"""

import re
from functools import lru_cache

NAMESPACES: dict[str, str] = {
    "ceterms": "https://purl.org/ctdl/terms/",
    "ceasn": "https://purl.org/ctdlasn/terms/",
    "qdata": "https://credreg.net/qdata/terms/",
    "asn": "http://purl.org/ASN/schema/core/",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "compare": "https://purl.org/ctdl/vocabs/compare/",
    "logic": "https://purl.org/ctdl/vocabs/logic/",
    "array": "https://purl.org/ctdl/vocabs/array/",
    "creditUnit": "https://purl.org/ctdl/vocabs/creditUnit/",
    "audLevel": "https://purl.org/ctdl/vocabs/audLevel/",
    "lifeCycle": "https://purl.org/ctdl/vocabs/lifeCycle/",
    "throughline": "https://throughline.example/terms/",
}
"""Prefix to address, as today's files write them."""
OLD_NAMESPACES: dict[str, str] = {
    "http://purl.org/ctdl/terms/": "ceterms",
    "https://credreg.net/ctdl/terms/": "ceterms",
    "http://purl.org/ctdlasn/terms/": "ceasn",
    "https://credreg.net/ctdlasn/terms/": "ceasn",
    "https://purl.org/asn/schema/core/": "asn",
    "http://schema.org/": "schema",
}
TODAY: dict[str, str] = {
    "preceeds": "precedes",
    "isDestinationComponentFor": "isDestinationComponentOf",
    "hasRoot": "hasDestinationComponent",
    "isRootOf": "isDestinationComponentOf",
    "isParentOf": "hasChild",
    "requiredCondition": "hasCondition",
    "ruleSetUsed": "ruleSet",
    "logicalOperand": "logicalOperator",
    "points": "pointValue",
    "codeNotation": "codedNotation",
    "defaultCredits": "creditValue",
    "RuleSetProfile": "RuleSet",
    "concept": "Concept",
    "MultiComponent": "BasicComponent",
}
"""Names of older generations and mistakes seen in files, with the name they have today."""
TEXTS = frozenset({"name", "description", "competencyText", "prefLabel", "altLabel", "definition", "benchmarkText",
                   "comment", "label", "title", "keyword", "codedNotation", "notation", "ctid", "rightSource"})  # fmt: skip
"""Names whose plain text never is an address, whatever it looks like."""
LINKS = frozenset({
    "hasPart", "isPartOf", "hasChild", "isChildOf", "hasTopChild", "isTopChildOf", "hasCondition", "hasConstraint",
    "targetComponent", "hasDestinationComponent", "isDestinationComponentOf", "precedes", "precededBy", "prerequisite",
    "proxyFor", "sourceData", "hasPathway", "hasPrimaryPathway", "hasProgressionModel", "hasProgressionLevel",
    "inProgressionModel", "hasTopConcept", "topConceptOf", "inScheme", "narrower", "broader", "hasFacetScheme",
    "hasGlossary", "hasSubFrameworkScheme", "inQualificationsFramework", "facetedDescription", "conceptTerm",
    "hasRubricCriterion", "hasRubricLevel", "hasCriterionLevel", "hasCriterionCategory", "hasCriterionCategorySet",
    "exactAlignment", "broadAlignment", "narrowAlignment", "majorAlignment", "minorAlignment", "prerequisiteAlignment",
    "alignFrom", "alignTo", "sourceNode", "targetNode", "compares", "ownedBy", "offeredBy", "publisher", "creator",
    "author", "approvedBy", "accreditedBy", "recognizedBy", "regulatedBy", "hasTransferValueProfile",
    "transferValueFrom", "transferValueFor", "derivedFromTransferValueProfile", "intermediaryFor",
    "sendingOrganization", "receivingOrganization", "sendingProgram", "receivingProgram", "sendingDepartment",
    "receivingDepartment", "derivedFrom", "isVersionOf", "previousVersion", "nextVersion", "latestVersion", "supersedes",
    "supersededBy", "targetCompetency", "targetCredential", "targetAssessment", "targetLearningOpportunity",
    "targetPathway", "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "subjectWebpage",
    "indicativeCredentialType", "source", "sourceDocumentation", "skillEmbodied", "knowledgeEmbodied", "abilityEmbodied",
})  # fmt: skip
"""Names whose plain text is the address of another node."""

CREDENTIALS = frozenset({
    "Credential", "Badge", "DigitalBadge", "OpenBadge", "Certificate", "ApprenticeshipCertificate",
    "JourneymanCertificate", "MasterCertificate", "CertificateOfCompletion", "CertificateOfParticipation",
    "Certification", "Degree", "AssociateDegree", "AssociateOfAppliedArtsDegree", "AssociateOfAppliedScienceDegree",
    "AssociateOfArtsDegree", "AssociateOfScienceDegree", "BachelorDegree", "BachelorOfArtsDegree",
    "BachelorOfScienceDegree", "DoctoralDegree", "ProfessionalDoctorate", "ResearchDoctorate", "MasterDegree",
    "MasterOfArtsDegree", "MasterOfScienceDegree", "SpecialistDegree", "Diploma", "GeneralEducationDevelopment",
    "SecondarySchoolDiploma", "License", "MicroCredential", "QualityAssuranceCredential", "ProfessionalCertificate",
    "BasicTechnicalCertificate",
})  # fmt: skip
KINDS: dict[str, str] = {
    "CompetencyFramework": "framework", "Pathway": "pathway", "PathwaySet": "pathway_set",
    "QualificationsFramework": "qualification_framework", "ProgressionModel": "progression_model",
    "ConceptScheme": "concept_scheme", "Rubric": "rubric", "Organization": "organization",
    "CredentialOrganization": "organization", "QACredentialOrganization": "organization",
    "TransferValueProfile": "transfer_value", "TransferAgreement": "transfer_agreement",
    "AlignmentMap": "alignment_map", "Course": "course", "LearningProgram": "program",
    "LearningOpportunityProfile": "opportunity", "LearningOpportunity": "opportunity", "AssessmentProfile": "assessment",
}  # fmt: skip
"""Kinds of document by class; another class gives its own name in small letters (`work_role`)."""
COMPONENTS: dict[str, str] = {
    "AssessmentComponent": "assessment", "BasicComponent": "milestone", "CocurricularComponent": "experience",
    "CompetencyComponent": "competency", "CourseComponent": "course", "CredentialComponent": "credential",
    "ExtracurricularComponent": "experience", "JobComponent": "experience", "SelectionComponent": "milestone",
    "WorkExperienceComponent": "experience", "PathwayComponent": "milestone",
}  # fmt: skip
"""Classes of pathway components, with the kind of fact each asks for."""
PARTS = frozenset({"Competency", "Concept", "ProgressionLevel", "RubricCriterion", "RubricLevel", "CriterionLevel",
                   "ComponentCondition", "Constraint", "AlignmentObject"}) | frozenset(COMPONENTS)  # fmt: skip
"""Classes that stand in a document, never by themselves where a document holds them."""
HELD_OR_WHOLE = frozenset({"ProgressionModel", "ConceptScheme"})
"""Classes that belong to the document that names them, and are one where none does."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=4096)
def prefixed(term: str) -> str:
    """A name with its prefix (`ceterms:name`), from its full address of today or of old; any other name as it is."""
    short = shortened(term)
    if short == term:
        for address, prefix in OLD_NAMESPACES.items():
            if term.startswith(address) and len(term) > len(address):
                return f"{prefix}:{term[len(address) :]}"
    return short


def shortened(term: str) -> str:
    """A name with its prefix, from its full address of today; `expanded` gives the address back."""
    for prefix, address in NAMESPACES.items():
        if term.startswith(address) and len(term) > len(address):
            return f"{prefix}:{term[len(address) :]}"
    return term


def expanded(term: str) -> str:
    """The full address of a prefixed name; what has no known prefix stays as it is."""
    prefix, colon, rest = term.partition(":")
    return NAMESPACES[prefix] + rest if colon and prefix in NAMESPACES else term


@lru_cache(maxsize=4096)
def local(term: str) -> str:
    """A name without prefix or address, as it is called today: `ceasn:hasPart` and `:hasPart` are `hasPart`."""
    tail = re.split(r"[/#]", term.rstrip("/#"))[-1].rpartition(":")[2]
    return TODAY.get(tail, tail)


def kind_of(types: tuple[str, ...]) -> str:
    """The kind of document a node of these classes (local names) is."""
    for name in types:
        if name in CREDENTIALS:
            return "credential"
        if name in KINDS:
            return KINDS[name]
    return _CAMEL.sub("_", types[0]).lower() if types else "node"
