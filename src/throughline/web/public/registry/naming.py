"""The words of the registry's kinds, formats and links, in the reader's language, and where each thing has its page."""

import re
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from throughline.apps.registry.queries import documents
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.web.names import kept_address

KINDS = {
    "pathway": _("Pathway"), "milestone": _("Milestone"), "competency": _("Competency"), "credential": _("Credential"),
    "organization": _("Place"), "agreement": _("Agreement"), "opportunity": _("Opportunity"), "level": _("Level"),
    "competency_framework": _("Competency framework of the state"),
    "qualification_framework": _("Ladder of levels"), "framework": _("Framework of standards or skills"),
    "pathway_set": _("Set of pathways"), "concept_scheme": _("List of terms"), "progression_model": _("Scale"),
    "alignment_map": _("Map between two ladders"),
    "rubric": _("Rubric"), "transfer_value": _("Transfer value"), "item": _("Single standard, skill or step"),
}  # fmt: skip
FORMATS = {
    "throughline": _("Published here"), "case-1.1": "CASE 1.1", "case-1.0": "CASE 1.0", "case-draft": _("CASE (draft)"),
    "ctdl": "CTDL", "asn": "ASN", "elmo": "ELMO", "elm": "European Learning Model", "rsd": _("Rich skill descriptors"),
    "esco": "ESCO", "open-badges-pathway": _("Open Badges pathway"),
}  # fmt: skip
LINKS: dict[str, tuple[Promise, Promise]] = {
    "isChildOf": (_("Stands under"), _("Has under it")),
    "isPeerOf": (_("Goes along with"), _("Goes along with")),
    "isPartOf": (_("Is part of"), _("Has as a part")),
    "exactMatchOf": (_("Means the same as"), _("Means the same as")),
    "precedes": (_("Comes before"), _("Comes after")),
    "isRelatedTo": (_("Is related to"), _("Is related to")),
    "replacedBy": (_("Is replaced by"), _("Replaces")),
    "exemplar": (_("Is an example of"), _("Has as an example")),
    "hasSkillLevel": (_("Stands on the level"), _("Is the level of")),
    "isTranslationOf": (_("Is a translation of"), _("Is translated in")),
    "isHigherLevelThan": (_("Is a level above"), _("Is a level below")),
    "ext:requires": (_("Asks for"), _("Is asked for by")),
    "ext:certifies": (_("Certifies"), _("Is certified by")),
    "ext:awards": (_("Awards"), _("Is awarded by")),
}
PAGES = {
    "pathway": "pathway", "milestone": "milestone", "competency": "competency", "credential": "credential",
    "organization": "organization", "opportunity": "opportunity", "competency_framework": "framework",
}  # fmt: skip


def kind_words(kind: str) -> str:
    """A kind of thing in words; one that is not known, as it is written."""
    return str(KINDS.get(kind) or kind.rpartition(":")[2].replace("_", " "))


def format_words(name: str) -> str:
    """A format by its name."""
    return str(FORMATS.get(name) or name)


def link_words(kind: str, outward: bool) -> str:
    """A kind of link in words, seen from one of its ends; one that is not known, as it is written."""
    if kind in LINKS:
        return str(LINKS[kind][0 if outward else 1])
    said = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.rpartition(":")[2]).replace("_", " ").lower()
    return f"{said} \u2192" if outward else f"\u2190 {said}"


def language_words(code: str) -> str:
    """A language by its own name; its code where that is not known."""
    try:
        return str(get_language_info(code.lower())["name_local"])
    except KeyError:
        return code


def page_of(reference: str) -> str:
    """The page of a thing of the state's own catalogue; empty where it has none."""
    kind, _colon, name = reference.partition(":")
    if kind in ("framework", "level", "qualification_framework"):
        return reverse("levels")
    head = name.partition("/")[0]
    return kept_address(PAGES[kind], head) if kind in PAGES else ""


def item_page(document: UUID, identifier: str, uri: str = "") -> str:
    """The page of an item: its own address where it is of this house."""
    if uri.startswith(f"{settings.ADDRESS}/resources/"):
        return uri.removeprefix(str(settings.ADDRESS))
    return kept_address("registry-item", str(document), identifier)


def found_document(key: UUID) -> DocumentLine:
    """The document under a key; a page says so where there is none."""
    found = documents.document(key)
    if found is None:
        raise Http404("The registry has no such document.")
    return found
