"""A piece of work as values: what is typed of a draft, a kept version, and what others said about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from throughline.apps.directory.actor import Refused
from throughline.core import ledger

TYPED = {
    "title": 200, "words": 20_000, "link": 1000, "hours": 10, "setting": 20, "organization": 150, "place": 200,
    "happened_on": 10, "until": 10,
}  # fmt: skip
"""The fields of a draft and the most letters each may have."""
LISTED = ("shows", "strengths")
MOST_PEOPLE, MOST_SHOWS, MOST_FILES = 12, 12, 20


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who was there, as the learner names them."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of a piece: its digest (SHA-256, hex), name, what is in it in words, size in bytes, type by its content.

    preview: digest of a small picture, or empty.
    """

    digest: str
    name: str
    words: str
    size: int
    media_type: str
    preview: str

    @property
    def picture(self) -> bool:
        """Whether a page can show it."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said about a version. assurance: said_by_link, email_checked, signed_in or works_for.

    number: of the version they read. organization, role: for which they spoke, as what.
    """

    id: UUID
    name: str
    tie: str
    tie_words: str
    words: str
    hours: Decimal | None
    assurance: str
    organization: str
    role: str
    number: int
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """A kept version of a piece of work, with all that was said about it, newest first.

    said_about: attestations of this version and of earlier ones. assurance: the strongest of them; `self` where nobody
    but the learner has spoken. versions: how many there are. content: digest over the version.
    """

    id: UUID
    learner: UUID
    number: int
    versions: int
    kind: str
    title: str
    words: str
    link: str
    hours: Decimal | None
    setting: str
    organization: str
    place: str
    happened_on: date
    until: date | None
    people: tuple[Named, ...]
    shows: tuple[str, ...]
    strengths: tuple[str, ...]
    files: tuple[File, ...]
    said_about: tuple[Said, ...]
    assurance: str
    content: str
    kept_at: datetime
    kept_by: str
    by_learner: bool
    set_aside: bool

    @property
    def confirmed_hours(self) -> Decimal:
        """The hours of this version that somebody other than the learner confirmed: the most that any one of them did."""
        return max(
            (
                s.hours
                for s in self.said_about
                if s.hours and s.number == self.number and s.assurance != "brought"
            ),
            default=Decimal(0),
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed of a piece and not kept yet. number: the version it would follow (0: none)."""

    id: UUID
    kind: str
    number: int
    typed: Mapping[str, str]
    people: tuple[Named, ...]
    shows: tuple[str, ...]
    strengths: tuple[str, ...]
    files: tuple[File, ...]
    touched_at: datetime
    set_aside: bool


def typed_from(given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """A draft with what was given now put into it; what was not given stays. `about:DIGEST`: words about a file."""
    draft = dict(before)
    for name, most in TYPED.items():
        if name in given:
            draft[name] = str(given[name]).strip()[:most]
    for name in LISTED:
        if name in given:
            draft[name] = list(dict.fromkeys(str(each) for each in given[name] if each))[:MOST_SHOWS]
    if "people" in given:
        draft["people"] = [
            {"name": str(n).strip()[:200], "role": str(r).strip()[:100]} for n, r in given["people"] if str(n).strip()
        ][:MOST_PEOPLE]  # fmt: skip
    for each in draft.get("files", ()):
        each["words"] = str(given.get(f"about:{each['digest']}", each["words"])).strip()[:500]
    return draft


@dataclass(frozen=True, slots=True)
class Answers:
    """A draft that says all it must: the values of a version to be kept."""

    title: str
    words: str
    link: str
    hours: Decimal | None
    setting: str
    organization: str
    place: str
    happened_on: date
    until: date | None
    people: list[dict[str, str]]
    shows: list[str]
    strengths: list[str]
    files: list[dict[str, Any]]

    def content(self, kind: str) -> str:
        """The digest over everything a reader of the version sees, files by their own digests."""
        return ledger.digest(
            {
                "kind": kind, "title": self.title, "words": self.words, "link": self.link, "setting": self.setting,
                "hours": "" if self.hours is None else str(self.hours), "organization": self.organization,
                "place": self.place, "happened_on": str(self.happened_on), "until": str(self.until or ""),
                "people": [[each["name"], each["role"]] for each in self.people], "shows": self.shows,
                "strengths": self.strengths, "files": [[f["digest"], f["name"], f["words"]] for f in self.files],
            }
        )  # fmt: skip


def answers_of(kind: str, draft: Mapping[str, Any], today: date, settings: Collection[str]) -> Answers:
    """The answers of a draft; `Refused` names the first that is missing or cannot be."""
    link, hours = _link(draft.get("link", "")), hours_of(draft.get("hours", ""))
    _check_work(kind, draft, link, hours)
    if str(draft.get("setting", "")) not in settings:
        raise Refused("Where it was", "nothing is chosen yet.", "Choose where you did it.")
    found = Answers(
        title=str(draft.get("title", "")), words=str(draft.get("words", "")), link=link, hours=hours,
        setting=str(draft.get("setting", "")), organization=str(draft.get("organization", "")),
        place=str(draft.get("place", "")), happened_on=day_of(draft.get("happened_on", ""), today),
        until=day_of(draft["until"], today) if draft.get("until") else None, people=list(draft.get("people", ())),
        shows=list(draft.get("shows", ())), strengths=list(draft.get("strengths", ())),
        files=list(draft.get("files", ())),
    )  # fmt: skip
    if found.until and found.until < found.happened_on:
        raise Refused("The days", "the last day is before the first.", "Change one of them.")
    return found


def _check_work(kind: str, draft: Mapping[str, Any], link: str, hours: Decimal | None) -> None:
    missing, why, fix = {
        "photo": (not draft.get("files"), "no photo is added yet.", "Add one, or choose another kind."),
        "file": (not draft.get("files"), "no file is added yet.", "Add one, or choose another kind."),
        "link": (not link, "the link is missing.", "Paste it, beginning with https://."),
        "text": (not draft.get("words"), "nothing is written yet.", "Write a few words."),
        "reflection": (not draft.get("words"), "nothing is written yet.", "Write a few words."),
        "hours": (hours is None, "the number of hours is missing.", "Write it in digits, such as 12.5."),
    }[kind]
    if not draft.get("title"):
        raise Refused("Your work", "it has no name yet.", "Give it a short name.")
    if missing:
        raise Refused("Your work", why, fix)


def day_of(typed: object, today: date) -> date:
    """A day as a form sends it; refuses none, one that is not understood, and one still to come."""
    try:
        found = date.fromisoformat(str(typed))
    except ValueError:
        raise Refused(
            "The day", "it is missing or was not understood.", "Pick one from the calendar."
        ) from None
    if found > today:
        raise Refused("The day", "it is still to come.", "Add your work once it is done.")
    return found


def hours_of(typed: object) -> Decimal | None:
    """Hours as they were typed, with a point or a comma; None where nothing is."""
    text = str(typed or "").strip().replace(",", ".")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 < found <= 20_000:
        raise Refused("The hours", f"'{text}' is no number of hours.", "Write it in digits, such as 12.5.")
    return found.quantize(Decimal("0.01"))


def _link(typed: object) -> str:
    text = str(typed or "").strip()
    if not text:
        return ""
    parts = urlsplit(text)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or "." not in parts.hostname
        or parts.username
    ):
        raise Refused(
            "The link", "it is not the address of a page.", "Paste it whole, beginning with https://."
        )
    return text
