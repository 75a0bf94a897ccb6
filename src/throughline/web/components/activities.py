"""The seven steps of an activity in words, and its skills by name."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from throughline.core.catalogue.catalogue import Catalogue
from throughline.web.names import address_of, name_of

STEPS: dict[str, tuple["str | Promise", "str | Promise"]] = {
    "reveal": (
        gettext_lazy("Reveal targeted skills"), gettext_lazy("Which skills will they show, and how do you tell them?")
    ),
    "establish": (
        gettext_lazy("Establish evidence"), gettext_lazy("What will they make or do that shows the skills?")
    ),
    "focus": (
        gettext_lazy("Focus on activity design"), gettext_lazy("What happens, so that everyone practices them?")
    ),
    "reinforce": (
        gettext_lazy("Reinforce expectations"), gettext_lazy("When do you say again what you look for?")
    ),
    "assess": (
        gettext_lazy("Assess using feedback"), gettext_lazy("When does each one hear what is shown and what is next?")
    ),
    "magnify": (
        gettext_lazy("Magnify recognition"), gettext_lazy("Who else sees what they showed, and how is it honored?")
    ),
    "explore": (
        gettext_lazy("Explore meaning making"), gettext_lazy("How do they say what it means to them?")
    ),
}  # fmt: skip
"""The name of each step, and the question it answers."""


def named_skills(catalogue: Catalogue, skills: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each skill by name, with its page."""
    return tuple((name_of(catalogue, each), address_of(each)) for each in skills)
