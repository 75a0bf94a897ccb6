"""The words and the address of anything a rule or a page refers to."""

from functools import lru_cache
from urllib.parse import quote

from django.urls import NoReverseMatch, reverse

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.requirements.nodes import Text
from throughline.core.requirements.words import Names
from throughline.web import reading
from throughline.web.words import words

COLLECTIONS = {
    "competency": "competencies",
    "milestone": "milestones",
    "credential": "credentials",
    "pathway": "pathways",
    "rule": "rules",
    "framework": "qualification_frameworks",
    "organization": "organizations",
    "opportunity": "opportunities",
    "agreement": "agreements",
    "waiver": "waivers",
}


def title_of(catalogue: Catalogue, ref: str) -> Text:
    """The title of what `kind:id` names; its id in words where the state has not published it."""
    kind, _, name = ref.partition(":")
    document = getattr(catalogue, COLLECTIONS.get(kind, ""), {}).get(name) if kind in COLLECTIONS else None
    if document is not None:
        title: Text = {"": document.asks} if kind == "waiver" else document.title
        return title
    asked = reading.structure().asked_titles if catalogue is reading.catalogue() else {}
    tags = catalogue.state.tags
    return (
        asked.get(ref)
        or tags.get(name)
        or tags.get(ref)
        or {"": (name or ref).replace("-", " ").replace("_", " ")}
    )


def name_of(catalogue: Catalogue, ref: str) -> str:
    """`title_of` in the reader's language."""
    return words(title_of(catalogue, ref))


def say(catalogue: Catalogue) -> Names:
    """Titles as the rule language's words ask for them."""

    def named(ref: str, _language: str) -> str:
        kind, _, name = ref.partition(":")
        return name_of(catalogue, name if kind == "tag" else ref)

    return named


def address_of(ref: str) -> str:
    """The page of what `kind:id` names; empty where it has none."""
    kind, _, name = ref.partition(":")
    return kept_address(kind, quote(name)) if kind in COLLECTIONS else ""


@lru_cache(maxsize=20_000)
def kept_address(route: str, *parts: str) -> str:
    """The address of a page by its route, worked out once; empty where no page has that name."""
    try:
        return reverse(route, args=parts)
    except NoReverseMatch:
        return ""
