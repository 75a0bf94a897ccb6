"""Words of rotations that several pages share: days of the week, how one gets there, what was thought."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from throughline.apps.opportunities.queries.rotations import FieldShown
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.words import words

WEEKDAYS = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
    gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday"),
)  # fmt: skip
WAYS: Mapping[str, object] = {
    "walk": gettext_lazy("on foot"), "bus": gettext_lazy("by bus or train"), "ride": gettext_lazy("a ride is given"),
    "other": gettext_lazy("another way"),
}  # fmt: skip
WISHES: Mapping[str, object] = {
    "more": gettext_lazy("I want more of it"), "maybe": gettext_lazy("Perhaps"),
    "other": gettext_lazy("Rather something else"),
}  # fmt: skip
STATES: Mapping[str, object] = {
    "open": gettext_lazy("not yet"),
    "begun": gettext_lazy("under way"),
    "seen": gettext_lazy("seen"),
}


def place_of(name: str) -> str:
    """An organization by name."""
    return name_of(reading.catalogue(), f"organization:{name}")


def role_of(pathway: str, field: FieldShown) -> str:
    """The role a field leads to, in words; empty where it names none."""
    found = reading.catalogue().pathways.get(pathway)
    if found is None:
        return ""
    return next((words(each.title) for each in found.destinations if each.id == field.destination), "")
