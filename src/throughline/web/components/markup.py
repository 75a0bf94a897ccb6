"""What a public page says in schema.org's words, for search engines and other programs that read pages."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from throughline.core.catalogue.documents import (
    Competency,
    CompetencyFramework,
    Credential,
    Organization,
    Pathway,
)
from throughline.core.formats import schema_org
from throughline.web import reading
from throughline.web.names import address_of, kept_address
from throughline.web.words import language

ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}
"""No text of a document ends the script or begins another."""
ROUTES = {"competency_framework": "framework"}
"""Kinds whose page has another name."""


def markup_of(document: Any) -> SafeString:
    """The script of data for a document of the catalogue; a script of data runs nothing, so the policy of pages holds."""
    return _script(_said(document))


def occupation_markup(code: str, title: str, about: str, address: str) -> SafeString:
    """The script of data for an occupation."""
    return _script(schema_org.occupation(code, title, about, settings.ADDRESS + address))


def _said(document: Any) -> Mapping[str, Any]:
    structure, speaks = reading.structure(), language()
    catalogue = structure.catalogue
    match document:
        case Pathway():
            names = structure.parts[document.id].milestones
            milestones = [catalogue.milestones[name] for name in names]
            return schema_org.program(document, milestones, _page, speaks)
        case Credential():
            return schema_org.credential(document, _page, speaks)
        case Competency():
            return {"@context": schema_org.CONTEXT, **schema_org.term(document, _page, speaks)}
        case CompetencyFramework():
            held = (each for each in catalogue.competencies.values() if each.framework == document.id)
            return schema_org.term_set(document, held, _page, speaks)
        case Organization():
            return schema_org.organization(document, _page, speaks)
    raise TypeError(f"Nothing is said of a {type(document).__name__} in schema.org's words.")


def _page(reference: str) -> str:
    kind, _, name = reference.partition(":")
    return settings.ADDRESS + (kept_address(ROUTES[kind], name) if kind in ROUTES else address_of(reference))


def _script(said: Mapping[str, Any]) -> SafeString:
    body = json.dumps(said, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{body}</script>')
