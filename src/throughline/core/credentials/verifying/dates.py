"""Whether a credential is in its window at the instant asked about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from throughline.core.credentials.verifying.answers import Step, said
from throughline.core.credentials.verifying.shape import instant

BEGINS, ENDS = ("validFrom", "issuanceDate"), ("validUntil", "expirationDate")


def window_of(
    document: Mapping[str, Any], claims: Mapping[str, Any] | None = None
) -> tuple[datetime | None, datetime | None]:
    """From when to when a credential is good; None where that is open. claims: of the token it came in.

    Where document and token name different times, the narrower window counts.
    """
    token = claims or {}
    begins = [*_named(document, BEGINS), *_seconds(token.get("nbf"))]
    ends = [*_named(document, ENDS), *_seconds(token.get("exp"))]
    return max(begins, default=None), min(ends, default=None)


def dates_step(window: tuple[datetime | None, datetime | None], as_of: datetime) -> Step:
    """Whether the instant lies in the window, the last instant included."""
    begins, ends = window
    if begins is not None and as_of < begins:
        return Step("dates", "no", said("not_yet_valid", begins=_written(begins)))
    if ends is not None and as_of > ends:
        return Step("dates", "no", said("expired", ends=_written(ends)))
    if ends is None:
        return Step("dates", "yes", said("no_end"))
    return Step("dates", "yes", said("in_window", ends=_written(ends)))


def _named(document: Mapping[str, Any], names: tuple[str, ...]) -> list[datetime]:
    return [when for name in names if (when := instant(document.get(name))) is not None]


def _seconds(value: Any) -> list[datetime]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return []
    try:
        return [datetime.fromtimestamp(value, UTC)]
    except (OverflowError, ValueError, OSError):
        return []


def _written(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
