"""A record, or a part of one, to take away: the signed file, and a transcript that carries it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format, number_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from throughline.apps.records.lines import ASSURANCE, Entry, RecordView
from throughline.core.credentials.transcript.drawing import draw
from throughline.core.credentials.transcript.facts import CourseRow, Row, Section, Transcript, Words
from throughline.web import reading
from throughline.web.components.record_parts import kind_title
from throughline.web.words import language, words

JSON = "application/vc+ld+json"


def file_answer(document: Mapping[str, Any], name: str) -> HttpResponse:
    """The signed record as a download."""
    answer = HttpResponse(json.dumps(document, ensure_ascii=False, indent=1), content_type=JSON)
    answer.headers["Content-Disposition"] = f'attachment; filename="{_named(name)}.json"'
    return answer


def pdf_answer(
    view: RecordView, document: Mapping[str, Any], *, url: str, now: datetime, courses: tuple[CourseRow, ...] = ()
) -> HttpResponse:  # fmt: skip
    """The transcript as a download, the signed record attached. url: where it can be checked."""
    record = json.dumps(document, ensure_ascii=False).encode()
    pdf = draw(
        transcript_of(view, str(document["id"]), url, now, courses), record, now.replace(microsecond=0)
    )
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_named(view.name)}.pdf"'
    return answer


def _named(name: str) -> str:
    return slugify(name) or "record"


def transcript_of(
    view: RecordView, number: str, url: str, now: datetime, courses: tuple[CourseRow, ...] = ()
) -> Transcript:
    """A view as it stands on paper: confirmed entries only, by kind; no score, no average, no rank."""
    state = reading.catalogue().state
    kinds: dict[str, list[Entry]] = {}
    for entry in view.entries.values():
        if not entry.withdrawn and ASSURANCE.index(entry.assurance) <= ASSURANCE.index("verified"):
            kinds.setdefault(entry.kind, []).append(entry)
    sections = tuple(Section(kind_title(kind), tuple(map(_row, held))) for kind, held in kinds.items())
    issuers = {row.issuer: None for section in sections for row in section.rows if row.issuer}
    return Transcript(
        _words(), view.name, number, words(state.title), date_format(now, "DATE_FORMAT"), url, sections,
        issuers=tuple(issuers), courses=courses, limits=limits() if courses else (),
    )  # fmt: skip


def _row(entry: Entry) -> Row:
    line = entry.lines[0]
    amounts = tuple(
        f"{number_format(n.normalize())} {words(reading.catalogue().state.tags.get(u)) or u}"
        for u, n in line.amounts
    )
    return Row(
        words(entry.title),
        words(line.place),
        date_format(entry.on, "DATE_FORMAT"),
        words(entry.level),
        amounts,
    )


def limits() -> tuple[str, ...]:
    """What a list of courses does not say, in sentences."""
    return (
        _("It holds no grades. What was shown stands above, with its level in words."),
        _("It holds no average of any kind, and none can be worked out from it."),
        _("It compares nobody with anybody."),
        _(
            "It names only courses that an equivalence certified by the state leads to. Another course may fit as well."
        ),
        _("It says what was shown, not how many hours anyone sat in a room."),
    )


def _words() -> Words:
    check = _(
        "Scan the code or open the address. You see at once whether this record is genuine and still holds. "
        "No account is needed."
    )
    return Words(
        language=language(), title=_("Learner record"), name=_("Name"), issued=_("Issued"), number=_("Record number"),
        kept_by=_("Kept by"), issuers=_("Issued by"), check=_("Check this record"), how_to_check=check,
        attached=_("The whole record is attached to this file as {file}. Anyone can check it without us."),
        qr=_("QR code that opens"), what=_("What was earned"), level=_("Level"), issuer=_("From"), date=_("Date"),
        levels=_("What the levels mean"), courses=_("Courses this corresponds to"),
        courses_limits=_("What this list does not say"), course=_("Course"), stands_on=_("Stands on"),
        decided=_("Decided by"), page=_("Page {page} of {pages}"),
    )  # fmt: skip
