"""How a state has tracking watched for: its own terms. How it is detected is the house's, the same for every state."""

from dataclasses import dataclass

from throughline.core.requirements.nodes import Cite


@dataclass(frozen=True, slots=True)
class Tracking:
    """answer_days: within how many days whoever owes it answers a finding. overseer: the organization of the body that
    answers for the whole state, and to which what nobody answered comes last. far_level: a pathway that asks for this
    level of the state's framework before entry counts as a long way. course_unit: amounts of this unit mark a course of
    the next level. year_month: the month in which a year of looks begins. groups: those that are watched; none named: every
    group, each of which shares a look's budget."""

    answer_days: int = 30
    overseer: str = ""
    far_level: int = 7
    course_unit: str = "college-credit"
    year_month: int = 8
    groups: tuple[str, ...] = ()
    cite: Cite | None = None
