"""Words for pieces of work: what they are, where they were done, who spoke and how sure one can be of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from throughline.apps.records.pieces import Draft, Piece, Said
from throughline.core.catalogue.catalogue import Catalogue
from throughline.web.names import name_of

Words = Mapping[str, "str | Promise"]

KINDS: Words = {
    "photo": gettext_lazy("A photo"), "file": gettext_lazy("A file, film or sound"), "link": gettext_lazy("A link"),
    "text": gettext_lazy("Something I write here"), "reflection": gettext_lazy("A thought about what I learned"),
    "hours": gettext_lazy("Hours I worked or helped"),
}  # fmt: skip
SETTINGS: Words = {
    "school": gettext_lazy("At school or college"), "work": gettext_lazy("At work"),
    "community": gettext_lazy("In the community: a club, a team, a place of worship"),
    "family": gettext_lazy("At home or with family"), "online": gettext_lazy("Online"),
}  # fmt: skip
SHORT_SETTINGS: Words = {
    "school": gettext_lazy("School"), "work": gettext_lazy("Work"), "community": gettext_lazy("Community"),
    "family": gettext_lazy("Family and home"), "online": gettext_lazy("Online"),
}  # fmt: skip
TIES: Words = {
    "family": gettext_lazy("Family"), "client": gettext_lazy("A client or customer"),
    "coach": gettext_lazy("A coach or club leader"), "mentor": gettext_lazy("A mentor"),
    "supervisor": gettext_lazy("A boss or supervisor"), "coworker": gettext_lazy("Somebody I worked with"),
    "neighbor": gettext_lazy("A neighbor"), "teacher": gettext_lazy("A teacher"), "other": gettext_lazy("Somebody else"),
}  # fmt: skip
TIES_SAID: Words = {
    "family": gettext_lazy("family"), "client": gettext_lazy("client"), "coach": gettext_lazy("coach or club leader"),
    "mentor": gettext_lazy("mentor"), "supervisor": gettext_lazy("supervisor"), "coworker": gettext_lazy("worked together"),
    "neighbor": gettext_lazy("neighbor"), "teacher": gettext_lazy("teacher"), "other": gettext_lazy("other"),
}  # fmt: skip
STRENGTHS: Words = {
    "aspirational": gettext_lazy("Holding on to hopes and plans"),
    "linguistic": gettext_lazy("Languages and telling stories"),
    "familial": gettext_lazy("Care, family and where I come from"), "social": gettext_lazy("Bringing people together"),
    "navigational": gettext_lazy("Finding a way through offices and systems"),
    "resistant": gettext_lazy("Standing up for what is right"),
}  # fmt: skip
ASSURANCE: Words = {
    "brought": gettext_lazy("Brought along by the learner, not checked here"),
    "self": gettext_lazy("Told by the learner"), "said_by_link": gettext_lazy("Confirmed by a link, not checked further"),
    "email_checked": gettext_lazy("Confirmed by a link, e-mail checked"),
    "signed_in": gettext_lazy("Confirmed by somebody signed in here"),
    "works_for": gettext_lazy("Confirmed for a recognized organization"),
    "official": gettext_lazy("Recorded by an assessor"),
}  # fmt: skip
SOURCES: Words = {
    "formal": gettext_lazy("From schools, colleges and other bodies"),
    "informal": gettext_lazy("Learned at work, online or by myself"),
    "community": gettext_lazy("Roles in the community"),
    "personal": gettext_lazy("From home and life"),
}  # fmt: skip
SOURCE_OF = {
    "school": "formal",
    "work": "informal",
    "online": "informal",
    "community": "community",
    "family": "personal",
}


@dataclass(frozen=True, slots=True)
class SaidShown:
    """One person's words, with who they are to the learner and how sure one can be of it."""

    said: Said
    tie: str
    assurance: str
    organization: str


@dataclass(frozen=True, slots=True)
class PieceShown:
    """A piece as a page shows it: for the learner, and beside what an assessor judges (`work/_evidence.html`).

    files_at: the address its files begin with. shows: names of competencies with their references.
    """

    piece: Piece
    kind: str
    setting: str
    place: str
    when: str
    assurance: str
    strengths: tuple[str, ...]
    shows: tuple[tuple[str, str], ...]
    said: tuple[SaidShown, ...]
    files_at: str


def piece_shown(piece: Piece, catalogue: Catalogue, files_at: str = "") -> PieceShown:
    """A piece in the reader's language. files_at: where its files are, where that is not the usual address."""
    organization = name_of(catalogue, f"organization:{piece.organization}") if piece.organization else ""
    return PieceShown(
        piece, str(KINDS[piece.kind]), str(SHORT_SETTINGS[piece.setting]), organization or piece.place,
        span(piece.happened_on, piece.until), str(ASSURANCE[piece.assurance]),
        tuple(str(STRENGTHS[each]) for each in piece.strengths),
        tuple((ref, name_of(catalogue, ref)) for ref in piece.shows),
        tuple(_said(each, catalogue) for each in piece.said_about),
        files_at or f"/evidence/{piece.id}/files/",
    )  # fmt: skip


def _said(said: Said, catalogue: Catalogue) -> SaidShown:
    tie = str(TIES_SAID[said.tie])
    if said.tie_words:
        tie = f"{said.tie_words} ({tie})"
    place = name_of(catalogue, f"organization:{said.organization}") if said.organization else ""
    return SaidShown(said, tie, str(ASSURANCE[said.assurance]), place)


def span(first: date, last: date | None) -> str:
    """One day or two, as the reader writes days."""
    if last is None or last == first:
        return date_format(first)
    return _("{first} to {last}").format(first=date_format(first), last=date_format(last))


def clock(days_left: int) -> str:
    """How long until an answer is due, in words."""
    if days_left < 0:
        return ngettext(
            "{n} day past the day it was due", "{n} days past the day it was due", -days_left
        ).format(n=-days_left)
    if days_left == 0:
        return _("due today")
    return ngettext("{n} day left", "{n} days left", days_left).format(n=days_left)


def in_order(words: Words) -> tuple[tuple[str, str], ...]:
    """Choices of a form: key and words."""
    return tuple((key, str(said)) for key, said in words.items())


def title_of(draft: Draft) -> str:
    """What a draft is called before it has a name."""
    return draft.typed.get("title") or str(KINDS[draft.kind])
