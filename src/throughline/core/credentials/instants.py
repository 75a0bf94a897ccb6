"""Times as credentials write them (XML Schema 1.1 `dateTime`)."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

_WRITTEN = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d)?", re.ASCII | re.IGNORECASE
)


def read_instant(text: Any) -> datetime:
    """The time a text names; finer than microseconds is cut off, and a time without zone is taken as UTC.

    Raises `ValueError` with a sentence.
    """
    found = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f"{str(text)[:40]!r} is no time like 2026-11-22T09:00:00Z.")
    *whole, fraction, zone = found.groups()
    year, month, day, hour, minute, second = map(int, whole)
    next_day = (hour, minute, second) == (24, 0, 0)
    micro = int((fraction or "0").ljust(6, "0")[:6])
    try:
        made = datetime(year, month, day, 0 if next_day else hour, minute, second, micro, tzinfo=_zone(zone))
        return made + timedelta(days=1) if next_day else made
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text[:40]!r} is no time: {error}.") from None


def write_instant(moment: datetime) -> str:
    """The time in UTC to the second, as this house writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _zone(text: str | None) -> timezone:
    if text is None or text in "zZ":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if minutes > 59:
        raise ValueError(f"a zone has no {minutes} minutes")
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
