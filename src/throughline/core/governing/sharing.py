"""How power is spread: how much one sector decides, and how much is decided together. Worked out from votes alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Cast:
    """One vote that counted in a decision. decision: which; sector: of the seat; won: it was on the side that prevailed."""

    decision: str
    sector: str
    won: bool


@dataclass(frozen=True, slots=True)
class Concentration:
    """shares: of all votes cast for or against, by sector. index: sum of their squares (Herfindahl-Hirschman), between
    1 over the number of sectors and 1, where one alone decides. prevailed: of each sector's votes, how many were on the
    side that prevailed. decisions: how many it rests on."""

    shares: Mapping[str, Fraction]
    index: Fraction
    prevailed: Mapping[str, Fraction]
    decisions: int


def concentration(votes: Iterable[Cast]) -> Concentration:
    """How concentrated deciding is by sector; all empty and 0 where nothing was decided."""
    cast = list(votes)
    by_sector = Counter(each.sector for each in cast)
    won = Counter(each.sector for each in cast if each.won)
    shares = {sector: Fraction(n, len(cast)) for sector, n in sorted(by_sector.items())}
    index = sum((share * share for share in shares.values()), Fraction(0))
    prevailed = {sector: Fraction(won[sector], n) for sector, n in sorted(by_sector.items())}
    return Concentration(shares, index, prevailed, len({each.decision for each in cast}))
