"""When a learner's way counts as paused, where on it that can be, and who is asked to call: a state's own terms."""

from dataclasses import dataclass, field
from typing import Literal

from throughline.core.requirements.nodes import Cite, Text

Side = Literal["", "foundation", "secondary", "postsecondary", "entry", "beyond"]


@dataclass(frozen=True, slots=True)
class Juncture:
    """Where learners may leave their way. after, before: the phases of the stages on both its sides; both empty: within a
    stage, or between two of one phase."""

    id: str
    title: Text
    after: Side = ""
    before: Side = ""


JUNCTURES = (
    Juncture(
        "into-secondary",
        {"en": "Between the foundation and high school", "es": "Entre la base y la secundaria superior"},
        "foundation",
        "secondary",
    ),
    Juncture(
        "into-college",
        {"en": "Between high school and what follows", "es": "Entre la secundaria y lo que sigue"},
        "secondary",
        "postsecondary",
    ),
    Juncture(
        "into-work",
        {
            "en": "Between college or training and work",
            "es": "Entre los estudios o la formación y el trabajo",
        },
        "postsecondary",
        "entry",
    ),
    Juncture("within", {"en": "Within a stage", "es": "Dentro de una etapa"}),
)


DEFINITION: Text = {
    "en": "A learner is on a clear and uninterrupted path when they have chosen a pathway and are on it, or have "
    "completed it, and since they first chose no stretch was longer than the state's days: none without a place "
    "to learn, none on a pause or choosing again, and none in which nothing was entered by anybody.",
    "es": "Una persona está en un camino claro y sin interrupción cuando eligió una ruta y está en ella, o la "
    "completó, y desde que eligió por primera vez ningún tramo fue más largo que los días del estado: ninguno sin "
    "un lugar donde aprender, ninguno en pausa o eligiendo de nuevo, y ninguno en que nadie anotó nada.",
}
"""What the headline counts where a state has no words of its own for it."""


@dataclass(frozen=True, slots=True)
class ClearPath:
    """What the state calls a clear and uninterrupted path, in its own words, with the version of these words."""

    version: int = 1
    definition: Text | None = None
    cite: Cite | None = None

    @property
    def said(self) -> Text:
        """The state's words, else those that every state begins with."""
        return self.definition or DEFINITION


@dataclass(frozen=True, slots=True)
class WaysOn:
    """After how many days without a next step somebody is asked to call.

    next_days: after a pause, after choosing again, or after a learner's last place ended. quiet_days: in which nobody
    entered anything. offer_days: after an offer's day went by without an answer. rest_days: for how long a learner's
    "not now" holds. desk: the organization that calls where nobody else is named. junctures: in the order they are
    shown; none: those in `JUNCTURES`.
    clear_path: what the headline of the state counts.
    """

    next_days: int = 45
    quiet_days: int = 120
    offer_days: int = 14
    rest_days: int = 90
    desk: str = ""
    junctures: tuple[Juncture, ...] = ()
    clear_path: ClearPath = field(default_factory=ClearPath)

    @property
    def places(self) -> tuple[Juncture, ...]:
        """The state's junctures, else those that every state begins with."""
        return self.junctures or JUNCTURES
