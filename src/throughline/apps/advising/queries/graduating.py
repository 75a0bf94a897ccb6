"""Where a learner stands on what every graduate of their district shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.documents import Edition
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.record import Record
from throughline.core.progress.standing import evaluate


@dataclass(frozen=True, slots=True)
class GraduateStanding:
    """A record against the graduate profile that holds for its learner. own: whose profile it is; None: the state's.
    edition: its text of when they began. outcome: the audit."""

    own: governance.OwnProfile | None
    edition: Edition
    outcome: Outcome

    @property
    def parts(self) -> tuple[Outcome, ...]:
        """How each part stands; those of a shared rule where the text is nothing else."""
        return self.outcome.children or (self.outcome,)


def graduate_standing(
    record: Record, places: Iterable[str], *, began: date | None, on: date
) -> GraduateStanding | None:
    """A record, already read with leave, against the profile of the places where its learner learns. None where the
    state has none. began: their first day, which chooses the text. No query."""
    found = governance.profile_for(places, began)
    if found is None:
        return None
    own, edition = found
    state = governance.state_profile()
    owner = own.rule if own is not None and own.rule is not None else state
    assert owner is not None, "whoever has a profile has a rule"
    book = frameworks.rules_for(began=began)
    return GraduateStanding(own, edition, evaluate(edition.root, record, book, on, f"rule:{owner.id}"))
