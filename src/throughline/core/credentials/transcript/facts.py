"""What stands on a transcript: plain values with every text in the reader's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One achievement. level: the word for the step reached; date: as the reader writes it; details: short lines."""

    title: str
    issuer: str
    date: str
    level: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A stage of the pathway, or what stands beside it, with its achievements. level: of the qualification framework,
    in words."""

    title: str
    rows: tuple[Row, ...]
    level: str = ""


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course that something in the record counts as, and why."""

    course: str
    stands_on: str
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The transcript's own texts in one language. `page` holds {page} and {pages}; `attached` names {file}."""

    language: str
    title: str
    name: str
    issued: str
    number: str
    kept_by: str
    issuers: str
    check: str
    how_to_check: str
    attached: str
    qr: str
    what: str
    level: str
    issuer: str
    date: str
    levels: str
    courses: str
    courses_limits: str
    course: str
    stands_on: str
    decided: str
    page: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript before it is drawn. number: the record's id. url: where it is checked, also drawn as a QR code.

    issuers: who issued what stands in it, by name. levels: each level word with what it means. limits: what the
    list of courses does not say, in sentences. colour: of the learner's line, `#rrggbb`.
    """

    words: Words
    name: str
    number: str
    kept_by: str
    issued: str
    url: str
    sections: tuple[Section, ...]
    pathway: str = ""
    issuers: tuple[str, ...] = ()
    levels: tuple[tuple[str, str], ...] = ()
    courses: tuple[CourseRow, ...] = ()
    limits: tuple[str, ...] = ()
    colour: str = "#1d5fa8"
