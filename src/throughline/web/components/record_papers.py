"""A record, or a part of one, to take away: the signed file, and a transcript that carries it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format, number_format
from django.utils.text import slugify

from throughline.apps.records.lines import ASSURANCE, Entry, RecordView
from throughline.core import ledger
from throughline.core.credentials.bundle.contents import Contents
from throughline.core.credentials.bundle.writing import write_bundle
from throughline.core.credentials.transcript.drawing import draw
from throughline.core.credentials.transcript.facts import CourseRow, Row, Section, Transcript
from throughline.core.credentials.transcript.legacy import LIMITS
from throughline.web import reading
from throughline.web.components.record_parts import kind_title
from throughline.web.components.record_words import bundle_words, course_limits, transcript_words
from throughline.web.words import language, told, words

JSON = "application/vc+ld+json"


def file_answer(document: Mapping[str, Any], name: str) -> HttpResponse:
    """The signed record as a download."""
    return file_as_it_is(written(document), name)


def written(document: Mapping[str, Any]) -> bytes:
    """A signed document as the bytes of a file."""
    return json.dumps(document, ensure_ascii=False).encode()


def file_as_it_is(content: bytes, name: str) -> HttpResponse:
    """The same where it is written out already."""
    answer = HttpResponse(content, content_type=JSON)
    answer.headers["Content-Disposition"] = f'attachment; filename="{_named(name)}.json"'
    return answer


def proof_answer(proof: Mapping[str, Any], name: str) -> HttpResponse:
    """What shows that credentials stand in the public log, as a download beside them."""
    body = json.dumps(proof, ensure_ascii=False, indent=1)
    answer = HttpResponse(body, content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_named(name)}-log-proof.json"'
    return answer


def proof_file_answer(proof: Mapping[str, Any], name: str) -> HttpResponse:
    """A proof file for the separate checker, as a download."""
    answer = HttpResponse(
        json.dumps(proof, ensure_ascii=False, separators=(",", ":")), content_type="application/json"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{_named(name)}-proof.json"'
    return answer


def pdf_answer(
    view: RecordView, document: Mapping[str, Any], *, url: str, now: datetime, courses: tuple[CourseRow, ...] = ()
) -> HttpResponse:  # fmt: skip
    """The transcript as a download, the signed record attached. url: where it can be checked."""
    return pdf_as_it_is(pdf_of(view, written(document), url=url, now=now, courses=courses), view.name)


def pdf_as_it_is(pdf: bytes, name: str) -> HttpResponse:
    """The same where it is drawn already."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_named(name)}.pdf"'
    return answer


def form_of(url: str, *, courses: bool) -> str:
    """In which form a transcript is drawn: its language, the address it names, whether it lists courses."""
    return f"pdf:{ledger.digest([language(), url, courses])}"


def pdf_of(
    view: RecordView, record: bytes, *, url: str, now: datetime, courses: tuple[CourseRow, ...] = ()
) -> bytes:  # fmt: skip
    """The transcript itself. record: the signed record as a file."""
    drawn = transcript_of(view, str(json.loads(record)["id"]), url, now, courses)
    return draw(drawn, record, now.replace(microsecond=0))


def bundle_answer(contents: Contents) -> HttpResponse:
    """Everything in one zip, as a download."""
    answer = HttpResponse(b"".join(write_bundle(contents, bundle_words())), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_named(contents.holder)}.zip"'
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
        transcript_words(), view.name, number, words(state.title), told(now), url, sections,
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
    said = course_limits()
    return tuple(said[limit] for limit in LIMITS)
