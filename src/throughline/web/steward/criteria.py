"""Whether the criteria of a task ask the same of everyone: a look at the judged work, by the language learners read."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from throughline.apps.records.queries.item_bias import ItemsLook, criteria_looked_at
from throughline.web.pages import page, show, who
from throughline.web.shell import LANGUAGE_NAMES


@dataclass(frozen=True, slots=True)
class CriteriaPage:
    """The look, with the languages that can be chosen by their own names."""

    look: ItemsLook
    languages: tuple[tuple[str, str], ...]
    language: str


@page("moderation.read")
def criteria(request: HttpRequest, name: str, part: str) -> HttpResponse:
    """The criteria of one part."""
    found = criteria_looked_at(who(request), name, part, request.GET.get("read", ""))
    named = tuple((each, LANGUAGE_NAMES.get(each, each)) for each in found.languages)
    shown = CriteriaPage(found, named, LANGUAGE_NAMES.get(found.language, found.language))
    return show(request, "throughline/steward/criteria.html", shown)
