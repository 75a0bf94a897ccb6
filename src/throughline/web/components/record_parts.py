"""A record as pages draw it, in three layers: all of it on a page, one entry, one line. The learner's own pages and
what a reader outside sees are drawn from the same values by the same templates."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _

from throughline.apps.records.lines import Entry, Line, RecordView
from throughline.apps.records.queries import AwardOnReview, evidence
from throughline.core.catalogue.documents import Competency, Credential, Milestone
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.words import words

COMPACT = ("competency",)
"""Kinds of which a record has many: shown close together, each with its level."""
AT_FIRST = 25
"""How many entries of a kind the learner's own page shows before they ask for all."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Around what a record is drawn. at: the address that its entries' addresses begin with. mine: the learner's own
    page, where reasons and places stand as they are."""

    at: str
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one kind under their heading. compact: many and short. folded: how many more there are."""

    kind: str
    title: str
    entries: tuple[Entry, ...]
    compact: bool
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a long record is asked for. whole: the kind to be shown unfolded; words: what a title must hold."""

    whole: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The first layer: whose, what comes first, and everything else by kind. words: what was searched for. long: it
    has so many entries that a search is of use."""

    view: RecordView
    frame: Frame
    featured: tuple[Entry, ...]
    groups: tuple[Group, ...]
    verified: int
    places: int
    words: str = ""
    long: bool = False


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The second layer: what an entry says, what is asked for it, and what it rests on."""

    name: str
    frame: Frame
    entry: Entry
    summary: Text
    criteria: tuple[Text, ...]
    public: str
    lines: tuple[Line, ...]
    below: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LinePage:
    """The third layer: one line with its criteria, its evidence, and who stood behind it. award: a credential of the
    reader's own, which they can take with them. reviews: of marks on it, each with the name of who made it; on the
    learner's own page only."""

    name: str
    frame: Frame
    line: Line
    key: str
    award: bool
    summary: Text
    criteria: tuple[Text, ...]
    below: tuple[Line, ...]
    reviews: tuple[tuple[AwardOnReview, str], ...] = ()


def kind_title(kind: str) -> str:
    """What the entries of a kind are called together."""
    titles = {
        "credential": _("Credentials"),
        "milestone": _("Milestones"),
        "course": _("Courses"),
        "experience": _("Experience"),
        "assessment": _("Assessments"),
        "competency": _("Skills and knowledge"),
        "evidence": _("Pieces of work"),
    }
    return titles.get(kind) or kind.replace("_", " ").capitalize()


def snapshot(view: RecordView, frame: Frame) -> Snapshot:
    """The first layer of a record."""
    places = {line.place_id for line in view.lines.values() if line.place_id}
    verified = sum(1 for entry in view.entries.values() if entry.assurance != "said")
    featured = tuple(view.entries[ref] for ref in view.featured)
    groups = tuple(_group(kind, entries) for kind, entries in view.top().items())
    return Snapshot(view, frame, featured, groups, verified, len(places))


def own_snapshot(view: RecordView, frame: Frame, asked: Asked) -> Snapshot:
    """The same for the learner, folded where a kind has many entries; or only what a search finds."""
    whole = snapshot(view, frame)
    long = len(view.entries) > AT_FIRST
    if asked.words:
        wanted = asked.words.casefold()
        found = [e for e in view.entries.values() if wanted in words(e.title).casefold()]
        kinds = dict.fromkeys(each.kind for each in found)
        groups = tuple(_group(kind, tuple(e for e in found if e.kind == kind)) for kind in kinds)
        return replace(whole, featured=(), groups=groups, words=asked.words, long=long)
    folded = tuple(each if each.kind == asked.whole else _folded(each) for each in whole.groups)
    return replace(whole, groups=folded, long=long)


def _group(kind: str, entries: tuple[Entry, ...]) -> Group:
    return Group(kind, kind_title(kind), entries, kind in COMPACT)


def _folded(group: Group) -> Group:
    return replace(group, entries=group.entries[:AT_FIRST], folded=max(0, len(group.entries) - AT_FIRST))


def entry_page(view: RecordView, frame: Frame, kind: str, name: str) -> EntryPage:
    """The second layer; 404 where the view has no such entry."""
    entry = view.entries.get(f"{kind}:{name}")
    if entry is None:
        raise Http404("There is no such entry.")
    summary, criteria = _asked(entry.ref)
    return EntryPage(
        view.name, frame, entry, summary, criteria, _public(entry.ref), entry.lines, view.below(entry)
    )


def line_page(view: RecordView, frame: Frame, kind: str, key: str) -> LinePage:
    """The third layer; 404 where the view has no such line."""
    line = view.lines.get(f"{kind}:{key}")
    if line is None:
        raise Http404("There is no such line.")
    summary, criteria = _asked(line.ref)
    below = tuple(view.lines[under] for under in line.under if under in view.lines)
    return LinePage(view.name, frame, line, key, frame.mine and kind == "award", summary, criteria, below)


def file_answer(view: RecordView, digest: str) -> HttpResponse:
    """A file of a piece of work in the view, checked against its digest; 404 where the view has no such file."""
    found = next((file for line in view.lines.values() for file in line.files if file.digest == digest), None)
    if found is None:
        raise Http404("There is no such file.")
    handed = evidence.handed(found.digest, found.name, found.media_type)
    answer = FileResponse(
        handed.data, as_attachment=not handed.inline, filename=handed.name, content_type=handed.media_type
    )
    # Whatever somebody uploaded runs nothing here.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # It is sent piece by piece, and is an answer like any other but for that.
    return cast("HttpResponse", answer)


def _asked(ref: str) -> tuple[Text, tuple[Text, ...]]:
    """What a thing is and what is asked for it, from the state's own documents."""
    document = _document(ref)
    if isinstance(document, Competency):
        return document.statement, document.criteria
    if isinstance(document, Milestone):
        return document.summary, document.criteria
    if isinstance(document, Credential):
        return document.purpose, (document.outcomes,) if document.outcomes else ()
    return {}, ()


def _document(ref: str) -> Competency | Milestone | Credential | None:
    kind, _colon, name = ref.partition(":")
    house = reading.catalogue()
    if kind == "competency":
        return house.competencies.get(name)
    if kind == "milestone":
        return house.milestones.get(name)
    return house.credentials.get(name) if kind == "credential" else None


def _public(ref: str) -> str:
    """The kind of the public page about it; empty where there is none."""
    return ref.partition(":")[0] if _document(ref) is not None else ""


@dataclass(frozen=True, slots=True)
class ResumeLine:
    """One line of a résumé. href: where it can be checked; empty for the learner's own word."""

    entry: Entry
    line: Line
    href: str


@dataclass(frozen=True, slots=True)
class Resume:
    """A record as a résumé: short, newest first in each part, every verified line with a link to its proof."""

    name: str
    frame: Frame
    parts: tuple[tuple[str, tuple[ResumeLine, ...]], ...]


PARTS = (
    ("experience", ("experience", "placement", "hours")),
    ("credentials", ("credential", "milestone")),
    ("learning", ("course", "assessment")),
    ("skills", ("competency",)),
    ("work", ("evidence",)),
)
"""A résumé's parts in order, each with the kinds it takes."""


def resume(view: RecordView, frame: Frame) -> Resume:
    """A record as a résumé."""
    titles = {
        "experience": _("Experience"),
        "credentials": _("Credentials"),
        "learning": _("Courses and assessments"),
        "skills": _("Skills"),
        "work": _("Pieces of work"),
    }
    standing = [entry for entry in view.entries.values() if not entry.withdrawn]
    parts = (
        (titles[part], _resume_lines((e for e in standing if e.kind in kinds), frame))
        for part, kinds in PARTS
    )
    return Resume(view.name, frame, tuple((title, lines) for title, lines in parts if lines))


def _resume_lines(entries: Iterable[Entry], frame: Frame) -> tuple[ResumeLine, ...]:
    made = [
        ResumeLine(entry, entry.lines[0], f"{frame.at}{entry.kind}/{entry.name}/")
        for entry in sorted(entries, key=lambda each: (not each.featured, -each.on.toordinal()))
    ]
    return tuple(made)
