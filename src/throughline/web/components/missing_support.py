"""What a missing support is called: to the learner, to the adult who can give it, and what giving it begins with."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from throughline.apps.advising import queries as advising
from throughline.web import reading
from throughline.web.names import address_of, name_of

Words = Mapping[str, object]
NEEDS: Words = {
    "talk": gettext_lazy("A talk"),
    "mentor": gettext_lazy("A first meeting with a mentor"),
    "plan": gettext_lazy("Time to plan the next term together"),
    "answer": gettext_lazy("An answer to work that was handed in"),
    "reach": gettext_lazy("A place to learn it nearby, or a way to get there"),
    "materials": gettext_lazy("Things to work with"),
    "language": gettext_lazy("Help with a language"),
    "other": gettext_lazy("Something else"),
}
"""The support itself: what can be asked for, and what is told."""
SEEN: Words = {
    "talk": gettext_lazy("No talk was written down for a while."),
    "mentor": gettext_lazy("A mentor was agreed, and no meeting was written down yet."),
    "plan": gettext_lazy("The next term begins soon, and it is not planned together yet."),
    "answer": gettext_lazy("Work waits for an answer longer than it should."),
    "reach": gettext_lazy("No place that offers what is next can be reached in time."),
}
"""Why the house told it: what of the support it saw."""
BEGIN: Words = {
    "talk": gettext_lazy("Name a day for a talk, or say that you talked."),
    "mentor": gettext_lazy("Name a day to meet, or say that you met."),
    "plan": gettext_lazy("Suggest something for the plan, or name a day to plan together."),
    "answer": gettext_lazy("Read the work that waits, or ask who judges it when they will."),
    "reach": gettext_lazy("Look for another place or a ride together, and name a day."),
    "materials": gettext_lazy("Find out what is needed, and name a day by which it is there."),
    "language": gettext_lazy("Find somebody who speaks it, and name a day."),
    "other": gettext_lazy("Ask what would help, and name a day."),
}
"""How giving it can begin."""
HAS_NOW: Words = {"talk": gettext_lazy("We talked"), "mentor": gettext_lazy("We met")}
"""What whoever gave it says; of all else, that the learner has it now."""
ENDED: Words = {
    "came": gettext_lazy("it is there now"),
    "there": gettext_lazy("it was there all along"),
    "unwanted": gettext_lazy("you did not want it"),
    "over": gettext_lazy("it no longer applies"),
}
"""How a missing support ended, to the learner."""


@dataclass(frozen=True, slots=True)
class MissingShown:
    """A missing support in words. seen: why the house told it; empty where a person named it. begin: what the one who
    was told can do; done: what they say when it is done. title, href: what it is about, if anything."""

    missing: advising.SupportMissing
    need: str
    seen: str
    begin: str
    done: str
    ended: str
    title: str
    href: str


def missing_shown(found: advising.SupportMissing) -> MissingShown:
    """A missing support as a page says it."""
    kept, kind = reading.catalogue(), found.kind
    return MissingShown(
        found, str(NEEDS[kind]), str(SEEN[kind]) if found.source == "seen" else "", str(BEGIN[kind]),
        str(HAS_NOW.get(kind, "")), str(ENDED[found.outcome]) if found.outcome else "",
        name_of(kept, found.about) if found.about else "", address_of(found.about) if found.about else "",
    )  # fmt: skip


def needs() -> tuple[tuple[str, str], ...]:
    """What can be asked for, in words."""
    return tuple((kind, str(words)) for kind, words in NEEDS.items())
