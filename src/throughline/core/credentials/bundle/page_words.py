"""The texts of a bundle's pages, in one language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageWords:
    """`made` holds {date}; `as_of` holds {date}; `steps` are the ways to check, in order, in sentences."""

    language: str
    title: str
    made: str
    what_is_here: str
    credentials: str
    evidence: str
    files: str
    whole_record: str
    transcript: str
    everything: str
    snapshots: str
    how_to_check: str
    check_lead: str
    steps: tuple[str, ...]
    as_of: str
    back: str
    issued_by: str
    issued_on: str
    valid_until: str
    level: str
    criteria: str
    shows: str
    endorsed: str
    employer: str
    role: str
    hours: str
    file_of: str
    nothing_yet: str
