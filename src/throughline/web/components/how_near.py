"""Words for where learners stand before a gate, and for how old what is read of everybody is."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.population.queries import About
from throughline.web import reading
from throughline.web.words import told, words

NEAR: Mapping[str, Any] = {
    "met": gettext_lazy("Has all that the gate asks for"),
    "one": gettext_lazy("One step from the gate"),
    "way": gettext_lazy("On the way to the gate"),
    "waits": gettext_lazy("Something waits to be confirmed"),
    "new": gettext_lazy("Not worked out yet"),
}


def as_of(about: About | None) -> str:
    """For when what is shown stands."""
    if about is None:
        return _("Nothing was worked out yet. It is done every night; then this page has something to show.")
    return _("As it stood on {moment}; a learner's own page is always worked out anew.").format(
        moment=told(about.written_at, "DATETIME_FORMAT")
    )


def gate_options() -> list[tuple[str, str]]:
    """Every gate in force, `pathway:p#stage`, with its words; by pathway in order of title, then by stage."""
    kept = reading.catalogue()
    found = sorted(kept.pathways.values(), key=lambda each: words(each.title).casefold())
    return [
        (f"pathway:{each.id}#{stage.id}", f"{words(each.title)}: {words(stage.title)}")
        for each in found
        for stage in each.stages
    ]


def pathway_options() -> list[tuple[str, str]]:
    """Every pathway in force with its title, by title."""
    kept = reading.catalogue()
    found = ((f"pathway:{each.id}", words(each.title)) for each in kept.pathways.values())
    return sorted(found, key=lambda each: each[1].casefold())
