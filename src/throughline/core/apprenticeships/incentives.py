"""What a credit to an employer comes to, step by step, by the rule of a state.

Source of the first such rule here: Alabama's apprenticeship tax credit (1,250 dollars an apprentice, 500 more for one
in school, 7.5 million a year in all, at most four tax years); the numbers themselves are data of a state.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from throughline.core.catalogue.apprenticeships import Incentive

Why = Literal["whole", "none", "years", "rest", "cap"]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What is due. base, more: for all apprentices, and for those in school; asked: both; due: what is given. why: the
    whole of it; none where nobody is trained; the tax years are used up; the rest of the year's cap; the cap is reached."""

    apprentices: int
    in_school: int
    base: Decimal
    more: Decimal
    due: Decimal
    why: Why

    @property
    def asked(self) -> Decimal:
        """What it would be without cap and years."""
        return self.base + self.more


def reckon(
    rule: Incentive, *, apprentices: int, in_school: int, earlier_years: int, given: Decimal
) -> Reckoned:
    """What is due to an employer for one tax year.

    in_school: how many of the apprentices are. earlier_years: other tax years in which this employer had the credit.
    given: what all claims of the year that came before were given.

    :raises ValueError: more are in school than there are, or a number is below nothing.
    """
    if not 0 <= in_school <= apprentices or earlier_years < 0 or given < 0:
        raise ValueError(
            "Of the apprentices so many cannot be in school. Write how many there are, and of them how many are."
        )
    base, more = rule.amount * apprentices, rule.in_school * in_school
    due, why = _due(rule, base + more, earlier_years, max(rule.cap - given, Decimal(0)))
    return Reckoned(apprentices, in_school, base, more, due, why)


def _due(rule: Incentive, asked: Decimal, earlier_years: int, left: Decimal) -> tuple[Decimal, Why]:
    if asked == 0:
        return Decimal(0), "none"
    if earlier_years >= rule.most_years:
        return Decimal(0), "years"
    if asked <= left:
        return asked, "whole"
    if left == 0 or rule.short == "nothing":
        return Decimal(0), "cap"
    return left, "rest"
