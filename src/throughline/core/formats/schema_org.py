"""schema.org markup for public pages, from a state's documents: pathways, credentials, occupations, competencies, schools.

Each function gives a plain mapping for a `application/ld+json` script. `address` gives the page of a reference.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from throughline.core.catalogue.documents import (
    Competency,
    CompetencyFramework,
    Credential,
    Destination,
    Milestone,
    Organization,
    Pathway,
)
from throughline.core.requirements.nodes import Text

CONTEXT = "https://schema.org"
Address = Callable[[str], str]
Markup = dict[str, Any]


def program(pathway: Pathway, milestones: Iterable[Milestone], address: Address, language: str) -> Markup:
    """A pathway as an EducationalOccupationalProgram: where it leads, what it awards, who offers it."""
    awarded = [*(each.awards for each in pathway.stages), *(each.awards for each in milestones)]
    awards = dict.fromkeys(name.removeprefix("credential:") for names in awarded for name in names)
    markup = _thing(
        "EducationalOccupationalProgram",
        f"pathway:{pathway.id}",
        pathway.title,
        pathway.summary,
        address,
        language,
    )
    markup |= _filled(
        {
            "occupationalCategory": [_occupation(each, language) for each in pathway.destinations],
            "educationalCredentialAwarded": [address(f"credential:{each}") for each in awards],
            "provider": [
                {"@type": "Organization", "url": address(_of("organization", each))}
                for each in pathway.offered_by
            ],
            "timeToComplete": _years(pathway.typical_years),
        }
    )
    return markup


def credential(
    document: Credential, address: Address, language: str, competencies: Iterable[Competency] = ()
) -> Markup:
    """A credential as an EducationalOccupationalCredential."""
    markup = _thing(
        "EducationalOccupationalCredential",
        f"credential:{document.id}",
        document.title,
        document.purpose,
        address,
        language,
    )
    markup |= _filled(
        {
            "credentialCategory": document.type,
            "educationalLevel": str(document.level),
            "competencyRequired": [term(each, address, language) for each in competencies],
            "recognizedBy": [
                {"@type": "Organization", "url": address(_of("organization", each))}
                for each in document.issuers
            ],
        }
    )
    return markup


def occupation(code: str, title: str, about: str, address: str) -> Markup:
    """An occupation, at the address of its page."""
    found = {"@context": CONTEXT, "@type": "Occupation", "@id": address, "url": address, "name": title}
    return found | _filled({"description": about, "occupationalCategory": code})


def term(competency: Competency, address: Address, language: str) -> Markup:
    """A competency as a DefinedTerm of its framework."""
    return _filled(
        {
            "@type": "DefinedTerm", "@id": address(f"competency:{competency.id}"),
            "name": said(competency.title, language), "description": said(competency.statement, language),
            "termCode": competency.id, "inDefinedTermSet": address(f"competency_framework:{competency.framework}"),
        }
    )  # fmt: skip


def term_set(
    framework: CompetencyFramework, competencies: Iterable[Competency], address: Address, language: str
) -> Markup:
    """A competency framework as a DefinedTermSet with its terms."""
    markup = _thing(
        "DefinedTermSet", f"competency_framework:{framework.id}", framework.title, {}, address, language
    )
    return markup | {"hasDefinedTerm": [term(each, address, language) for each in competencies]}


def organization(document: Organization, address: Address, language: str) -> Markup:
    """An organization, with where it is."""
    kind = "EducationalOrganization" if document.sector in ("k12", "postsecondary") else "Organization"
    markup = _thing(kind, f"organization:{document.id}", document.title, document.about, address, language)
    place = _filled({"addressLocality": document.place})
    markup |= {"address": {"@type": "PostalAddress", **place}} if place else {}
    if document.latitude is not None and document.longitude is not None:
        geo = {"@type": "GeoCoordinates", "latitude": document.latitude, "longitude": document.longitude}
        markup["location"] = {"@type": "Place", "geo": geo}
    return markup


def said(text: Text, language: str) -> str:
    """A text in a language, or in one that it has."""
    return text.get(language) or next(iter(text.values()), "")


def _thing(kind: str, ref: str, title: Text, about: Text, address: Address, language: str) -> Markup:
    url = address(ref)
    head = {"@context": CONTEXT, "@type": kind, "@id": url, "url": url, "name": said(title, language)}
    return head | _filled({"description": said(about, language)})


def _occupation(destination: Destination, language: str) -> Markup:
    name = said(destination.title, language)
    if not destination.occupation:
        return {"@type": "CategoryCode", "name": name}
    return {"@type": "CategoryCode", "codeValue": destination.occupation, "name": name}


def _of(kind: str, name: str) -> str:
    return name if name.startswith(f"{kind}:") else f"{kind}:{name}"


def _years(years: Decimal | None) -> str:
    """A length of time as schema.org writes it: `P4Y`, `P2Y6M`."""
    if years is None:
        return ""
    months = int(years * 12)
    return "P" + (f"{months // 12}Y" if months >= 12 else "") + (f"{months % 12}M" if months % 12 else "")


def _filled(members: Mapping[str, Any]) -> Markup:
    return {name: value for name, value in members.items() if value not in ("", [], {}, None)}
