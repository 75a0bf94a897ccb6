"""What may be said of a finding in public: sizes that point at nobody."""

from typing import TypedDict

from throughline.core.equity.looking import Outlier

STEP = 5
"""Shares are said in steps of so many of 100; none nearer to none or all than one step."""


class Size(TypedDict):
    """odds with its interval, pooled in part; share, others_share: of 100 of the group, and of others who started alike."""

    odds: float
    low: float
    high: float
    share: int
    others_share: int


def shown_size(found: Outlier) -> Size:
    """A finding's size as everyone reads it: two digits, shares in steps, no count of people."""
    return Size(
        odds=round(found.odds, 2), low=round(found.low, 2), high=round(found.high, 2),
        share=stepped(found.compared.share), others_share=stepped(found.compared.others_share),
    )  # fmt: skip


def stepped(share: float) -> int:
    """A share of 1 as so many of 100, in steps."""
    return min(100 - STEP, max(STEP, STEP * round(100 * share / STEP)))
