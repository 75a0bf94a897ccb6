"""What a state settles for apprenticeships: the parts of standards, the steps that lead there, the credits to employers.

All of it is data of the state, with its law.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from throughline.core.catalogue.documents import Phase
from throughline.core.requirements.nodes import Cite, Text


@dataclass(frozen=True, slots=True)
class StandardsPart:
    """One part that standards say in words. asks: the question it answers."""

    id: str
    title: Text
    asks: Text
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class StandardsRules:
    """What standards need before they are registered.

    least_hours: of work, where time counts; instruction_hours: of lessons a year, as advised; least_steps: of the wage.
    registered_by: the organization that registers; empty: whoever sponsors does it themselves.
    """

    parts: tuple[StandardsPart, ...]
    least_hours: Decimal
    instruction_hours: Decimal
    least_steps: int = 2
    registered_by: str = ""
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder. tag: the kind of opportunity that stands on it. phase: from which part of a pathway on.

    least_age: only where a law sets one, named by `cite`. gives: what is in the hand at its end.
    """

    id: str
    title: Text
    summary: Text
    tag: str
    phase: Phase
    gives: tuple[Text, ...] = ()
    least_age: int | None = None
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Incentive:
    """A credit to employers who train: dollars for each apprentice and more for one still in school, so much in all a
    year, for so many tax years.

    short: what the one gets whose claim passes what is left of the year: the rest of it, or nothing. Claims are taken in
    the order in which they came. signed_by: the organization that signs the certificate.
    """

    id: str
    title: Text
    amount: Decimal
    in_school: Decimal
    cap: Decimal
    most_years: int
    signed_by: str
    cite: Cite
    short: Literal["rest", "nothing"] = "rest"


@dataclass(frozen=True, slots=True)
class ApprenticeshipRules:
    """All that a state settles for apprenticeships."""

    standards: StandardsRules
    ladder: tuple[Rung, ...] = ()
    incentives: tuple[Incentive, ...] = field(default=())
