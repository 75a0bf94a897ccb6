"""The time zone of the house: in it days begin and end, for everyone."""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

NAME = os.environ.get("THROUGHLINE_TIME_ZONE", "America/New_York")


def today() -> date:
    """Which day it is, for commands that work on files alone; what runs with Django asks `timezone.localdate`."""
    return datetime.now(ZoneInfo(NAME)).date()
