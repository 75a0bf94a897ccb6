"""What else a state publishes, as CTDL: competency frameworks, credentials, qualification frameworks, agreements, rubrics.

Each goes out as the nodes that every reader of CTDL knows, and brings its exact document along (`documents_in` gives
it back).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from throughline.core.catalogue.assessments import Assessment, AssessmentPart, Criterion
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import (
    Agreement,
    Competency,
    CompetencyFramework,
    Credential,
    QualificationFramework,
)
from throughline.core.catalogue.naming import names_of
from throughline.core.formats.ctdl.frame import nodes_in
from throughline.core.formats.ctdl.normal import OWN
from throughline.core.formats.ctdl.places import CONTEXT, Body, Places
from throughline.core.formats.ctdl.projecting import number
from throughline.core.formats.ctdl.reading import written_back
from throughline.core.formats.ctdl.returning import exact_document
from throughline.core.formats.ctdl.writing import literal
from throughline.core.formats.packages import Package
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.core.requirements.nodes import Have, walk
from throughline.core.requirements.reading import write
from throughline.core.requirements.words import sentence

TYPES: Mapping[str, str] = {
    "badge": "Badge", "certificate": "Certificate", "certification": "Certification", "license": "License",
    "licence": "License", "diploma": "Diploma", "degree": "Degree", "associate": "AssociateDegree",
    "bachelor": "BachelorDegree", "master": "MasterDegree", "doctorate": "DoctoralDegree",
    "micro_credential": "MicroCredential", "apprenticeship": "ApprenticeshipCertificate",
    "apprenticeship_certificate": "ApprenticeshipCertificate", "high_school_diploma": "SecondarySchoolDiploma",
}  # fmt: skip
"""A state's words for types of credentials, and the class of CTDL; another word is a Certificate."""


def graph(nodes: Iterable[Body]) -> Body:
    """A file of these nodes."""
    return {"@context": CONTEXT, "@graph": list(nodes)}


def documents_in(packages: Sequence[Package]) -> tuple[tuple[str, Any], ...]:
    """The exact documents that packages of ours bring along, each with its kind."""
    return tuple(
        found
        for node in nodes_in(written_back(tuple(packages)))
        if (found := exact_document(node)) is not None
    )


def _exact(kind: str, document: Any) -> Body:
    return {f"{OWN}document": literal({"kind": kind, "body": document_to_json(kind, document)})}


def framework_nodes(
    framework: CompetencyFramework, competencies: Iterable[Competency], places: Places
) -> list[Body]:
    """A competency framework with its scale and its competencies (CTDL-ASN)."""
    whole = f"competency_framework:{framework.id}"
    held = [each for each in competencies if each.framework == framework.id]
    tops = [places.address(f"competency:{each.id}") for each in held if not each.parent]
    head = places.node("ceasn:CompetencyFramework", whole, framework.title, {}, "ceasn")
    head |= {
        "ceasn:inLanguage": list(places.languages), "ceasn:publisher": [places.address(places.owner)],
        "ceasn:hasTopChild": tops, "asn:hasProgressionModel": [places.address(f"{whole}/scale")],
        "ceterms:sourceData": places.data(whole),
    }  # fmt: skip
    scale = _model(
        f"{whole}/scale", framework.title, [(each.number, each) for each in framework.scale], places
    )
    return [
        head | _exact("competency_framework", framework),
        *scale,
        *(_competency(each, held, places) for each in held),
    ]


def _competency(competency: Competency, held: Sequence[Competency], places: Places) -> Body:
    ref = f"competency:{competency.id}"
    below = [places.address(f"competency:{each.id}") for each in held if each.parent in (competency.id, ref)]
    parent = {
        "ceasn:isChildOf": [places.address(f"competency:{competency.parent.removeprefix('competency:')}")]
    }
    body: Body = {
        "@type": "ceasn:Competency", "@id": places.address(ref), "ceterms:ctid": places.ctid(ref),
        "ceasn:competencyLabel": places.text(competency.title, competency.id),
        "ceasn:competencyText": places.text(competency.statement, places.said(competency.title) or competency.id),
        "ceasn:competencyCategory": [{places.languages[0]: competency.strand}],
        "ceasn:isPartOf": [places.address(f"competency_framework:{competency.framework}")],
        "ceasn:inLanguage": list(places.languages), "ceasn:codedNotation": competency.id,
    }  # fmt: skip
    body |= parent if competency.parent else {"ceasn:isTopChildOf": body["ceasn:isPartOf"]}
    return body | ({"ceasn:hasChild": below} if below else {}) | _exact("competency", competency)


def _model(ref: str, title: Any, levels: Sequence[tuple[int, Any]], places: Places) -> list[Body]:
    """A ladder: the model, then its levels in order, each with what follows it."""
    addresses = [places.address(f"{ref}/level/{number}") for number, _ in levels]
    head = {
        "@type": "asn:ProgressionModel", "@id": places.address(ref), "ceterms:ctid": places.ctid(ref),
        "ceasn:name": places.text(title, ref), "asn:hasProgressionLevel": addresses,
    }  # fmt: skip
    made = []
    for place, (nth, level) in enumerate(levels):
        body = {
            "@type": "asn:ProgressionLevel", "@id": addresses[place],
            "ceterms:ctid": places.ctid(f"{ref}/level/{nth}"), "skos:prefLabel": places.text(level.title, str(nth)),
            "skos:notation": str(nth), "asn:inProgressionModel": places.address(ref),
        }  # fmt: skip
        if level.descriptor:
            body["skos:definition"] = dict(level.descriptor)
        if place + 1 < len(levels):
            body["ceterms:precedes"] = addresses[place + 1]
        made.append(body)
    return [head, *made]


def ladder_nodes(framework: QualificationFramework, places: Places) -> list[Body]:
    """A qualification framework with its levels."""
    ref = f"framework:{framework.id}"
    head = places.node("ceterms:QualificationsFramework", ref, framework.title, {})
    head |= {
        "ceterms:publisher": places.address(places.owner),
        "asn:hasProgressionModel": [places.address(f"{ref}/model")],
    }
    levels = [(each.number, each) for each in framework.levels]
    model = _model(ref, framework.title, levels, places)
    model[0] |= {"@id": places.address(f"{ref}/model"), "ceterms:ctid": places.ctid(f"{ref}/model")}
    for body in model[1:]:
        body["asn:inProgressionModel"] = model[0]["@id"]
    for body, level in zip(model[1:], framework.levels, strict=True):
        if level.types:
            body["ceterms:indicativeCredentialType"] = [
                {"ceterms:name": {"en": each}} for each in level.types
            ]
    return [head | _exact("qualification_framework", framework), *model]


def credential_nodes(credential: Credential, catalogue: Catalogue, places: Places) -> list[Body]:
    """A credential with its level, credits, issuers and what it certifies."""
    ref = f"credential:{credential.id}"
    kind = TYPES.get(credential.type.replace("-", "_"), "Certificate")
    about = {
        tag: "\n".join(t for t in (words, credential.outcomes.get(tag, "")) if t)
        for tag, words in credential.purpose.items()
    }
    body = places.node(f"ceterms:{kind}", ref, credential.title, about)
    level = f"framework:{catalogue.state.qualification_framework}/level/{credential.level}"
    body |= {
        "ceterms:credentialStatusType": _alignment("Active", "credentialStat:Active"),
        "ceterms:inLanguage": list(places.languages), "ceterms:ownedBy": [places.address(places.owner)],
        "ceterms:offeredBy": [places.address(f"organization:{each}") for each in _bare(credential.issuers)],
        "asn:hasProgressionLevel": places.address(level), "ceterms:sourceData": places.data(ref),
    }  # fmt: skip
    if credential.credits:
        body["ceterms:creditValue"] = [
            {
                "@type": "ceterms:ValueProfile",
                "schema:value": number(amount),
                "ceterms:creditUnitType": [_alignment(unit, "")],
            }
            for unit, amount in credential.credits.items()
        ]
    return [body | _exact("credential", credential)]


def _alignment(name: str, target: str) -> Body:
    body: Body = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": name}}
    return body | ({"ceterms:targetNode": target} if target else {})


def _bare(refs: Iterable[str]) -> list[str]:
    return [each.removeprefix("organization:") for each in refs]


def agreement_nodes(agreement: Agreement, catalogue: Catalogue, places: Places) -> list[Body]:
    """An agreement as a TransferAgreement: parties, promise and trigger in words, the exact rule beside them; one about
    credit also as the TransferValueProfile it has."""
    ref = f"agreement:{agreement.id}"
    asked = {tag: sentence(agreement.trigger, names_of(catalogue), tag) for tag in places.languages}
    body = places.node("ceterms:TransferAgreement", ref, agreement.title, agreement.promise)
    parties = [places.address(f"organization:{each}") for each in _bare(agreement.parties)]
    body |= {
        "ceasn:creator": places.address(places.owner), "ceterms:agreementType": f"throughline:{agreement.kind}",
        "ceterms:sendingOrganization": places.address(places.owner), "ceterms:receivingOrganization": parties,
        "ceterms:requires": [{"@type": "ceterms:ConditionProfile", "ceterms:name": asked, "ceterms:description": asked}],
        "ceterms:hasStatement": [
            {"@type": "ceterms:StructuredStatement", "ceterms:name": {"en": name}, "ceterms:statementText": dict(text)}
            for name, text in (("promise", agreement.promise), ("remedy", agreement.remedy)) if text
        ],
        "ceterms:sourceData": places.data(ref),
    }  # fmt: skip
    for name, day in (
        ("ceterms:dateEffective", agreement.starts),
        ("ceterms:expirationDate", agreement.ends),
    ):
        if day is not None:
            body[name] = day.isoformat()
    body |= {f"{OWN}rule": literal(write(agreement.trigger))} | _exact("agreement", agreement)
    if agreement.kind != "credit":
        return [body]
    value = _transfer_value(agreement, asked, parties, places)
    return [body | {"ceterms:hasTransferValueProfile": [value["@id"]]}, value]


def _transfer_value(agreement: Agreement, asked: Body, parties: list[str], places: Places) -> Body:
    from_ = [n.what for n in walk(agreement.trigger) if isinstance(n, Have)]
    body = places.node(
        "ceterms:TransferValueProfile", f"agreement:{agreement.id}/value", agreement.title, agreement.promise
    )
    return body | {
        "ceterms:ownedBy": [places.address(places.owner)], "ceterms:recognizedBy": parties,
        "ceterms:transferValueFrom": [places.address(each) for each in dict.fromkeys(from_)],
        "ceterms:assessmentMethodDescription": asked, "ceterms:learningMethodDescription": asked,
    }  # fmt: skip


def rubric_nodes(assessment: Assessment, places: Places) -> list[Body]:
    """The rubrics of an assessment, one for each of its parts, with the assessment itself."""
    ref = f"assessment:{assessment.id}"
    head = places.node("ceterms:AssessmentProfile", ref, assessment.title, assessment.summary)
    head |= {"ceterms:inLanguage": list(places.languages), "ceterms:ownedBy": [places.address(places.owner)]}
    head["ceasn:hasRubric"] = [
        places.address(f"{ref}/part/{part.id}") for part in assessment.parts if part.criteria
    ]
    made = [
        body
        for part in assessment.parts
        if part.criteria
        for body in _rubric(f"{ref}/part/{part.id}", part, places)
    ]
    return [head | _exact("assessment", assessment), *made]


def _rubric(ref: str, part: AssessmentPart, places: Places) -> list[Body]:
    head = places.node("ceasn:Rubric", ref, part.title, part.task, "ceasn")
    head["ceasn:hasRubricCriterion"] = [places.address(f"{ref}/{each.id}") for each in part.criteria]
    return [head, *(body for each in part.criteria for body in _criterion(f"{ref}/{each.id}", each, places))]


def _criterion(ref: str, criterion: Criterion, places: Places) -> list[Body]:
    levels = [f"{ref}/level/{each.number}" for each in criterion.levels]
    head: Body = {
        "@type": "ceasn:RubricCriterion", "@id": places.address(ref), "ceterms:ctid": places.ctid(ref),
        "ceasn:name": places.text(criterion.title, criterion.id),
        "ceasn:hasCriterionLevel": [places.address(each) for each in levels],
    }  # fmt: skip
    if criterion.competency:
        head["ceterms:targetCompetency"] = [
            places.address(f"competency:{criterion.competency.removeprefix('competency:')}")
        ]
    steps = [
        {"@type": "ceasn:CriterionLevel", "@id": places.address(name), "ceterms:ctid": places.ctid(name),
         "ceasn:benchmarkText": places.text(each.descriptor, str(each.number)), "schema:value": each.number}
        for name, each in zip(levels, criterion.levels, strict=True)
    ]  # fmt: skip
    return [head, *steps]
