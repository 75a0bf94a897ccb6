"""The names of what a state has published, as sentences about rules ask for them."""

from collections.abc import Mapping
from typing import Any

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.references import all_rules
from throughline.core.requirements.nodes import Have, Text, walk
from throughline.core.requirements.words import Names


def names_of(catalogue: Catalogue) -> Names:
    """Titles from a state's documents, in the language asked for, else the state's first; an unknown id is shown as
    its words."""
    books: Mapping[str, Mapping[str, Any]] = {
        "competency": catalogue.competencies,
        "milestone": catalogue.milestones,
        "credential": catalogue.credentials,
        "rule": catalogue.rules,
        "organization": catalogue.organizations,
        "framework": catalogue.qualification_frameworks,
        "pathway": catalogue.pathways,
        "agreement": catalogue.agreements,
        "opportunity": catalogue.opportunities,
    }
    first = catalogue.state.languages[0]
    elsewhere = _titles_elsewhere(catalogue)

    def names(ref: str, language: str) -> str:
        kind, _, name = ref.partition(":")
        held = books.get(kind, {}).get(name)
        title: Text = (
            held.title if held is not None else catalogue.state.tags.get(name) or elsewhere.get(ref, {})
        )
        return title.get(language) or title.get(first) or (name or kind).replace("-", " ").replace("_", " ")

    return names


def asked_titles(catalogue: Catalogue) -> Mapping[str, Text]:
    """Titles of what has no document of its own (an exam's part, a course), as the rules that ask for it call it, or
    else the opportunity that gives it."""
    given = {ref: o.title for o in catalogue.opportunities.values() for ref in o.gives}
    asked = {
        node.what: node.title
        for held in all_rules(catalogue)
        for node in walk(held.node)
        if isinstance(node, Have) and node.title
    }
    return {**_titles_elsewhere(catalogue), **given, **asked}


def _titles_elsewhere(catalogue: Catalogue) -> Mapping[str, Text]:
    """What equivalences call things of which the state has no document."""
    pairs = (
        pair
        for each in catalogue.equivalences.values()
        for pair in ((each.has, each.has_title), (each.counts_as, each.counts_as_title))
    )
    return {ref: title for ref, title in pairs if title}


def title_of(catalogue: Catalogue, ref: str, asked: Mapping[str, Text]) -> Text:
    """The title of what `kind:id` names in every language it has; where no document stands for it, what `asked` (see
    `asked_titles`) or the state's tags call it, or its id in words."""
    kind, _, name = ref.partition(":")
    books: Mapping[str, Mapping[str, Any]] = {
        "competency": catalogue.competencies,
        "milestone": catalogue.milestones,
        "credential": catalogue.credentials,
        "organization": catalogue.organizations,
    }
    document = books.get(kind, {}).get(name)
    if document is not None:
        title: Text = document.title
        return title
    spaced = (name or ref).replace("-", " ").replace("_", " ")
    return asked.get(ref) or catalogue.state.tags.get(name) or {"en": spaced[:1].upper() + spaced[1:]}
