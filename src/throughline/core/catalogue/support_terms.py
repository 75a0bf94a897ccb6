"""After how many days a support counts as missing, and is told to the adult who can give it: a state's own terms."""

from dataclasses import dataclass

from throughline.core.requirements.nodes import Cite


@dataclass(frozen=True, slots=True)
class SupportTerms:
    """A state's days.

    contact_days: within which an adviser is in touch. meet_days: within which a mentor who was agreed is met. plan_days:
    before a term begins, from when on it is planned together. answer_days: within which work that was handed in is
    answered. promise_days: within which whoever was told names a day; then another adult is told. rest_days: for how
    long nothing is told again after somebody said that it is there, or not wanted. count_days: over which it is counted
    how well missing support is seen.
    """

    contact_days: int = 60
    meet_days: int = 30
    plan_days: int = 45
    answer_days: int = 15
    promise_days: int = 14
    rest_days: int = 60
    count_days: int = 365
    cite: Cite | None = None
