"""Imports: something is brought, looked at before anything is written, applied while it can be watched, and undone."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.interop import actions, queries, tasks
from throughline.apps.interop.actions import Brought
from throughline.apps.interop.bundling import write_bundle
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.requirements.errors import RuleReadError
from throughline.core.requirements.reading import read as read_rule
from throughline.web import reading
from throughline.web.components.rules import RuleLine, in_words
from throughline.web.pages import page, show, status, who
from throughline.web.public.registry.naming import format_words, kind_words

MOST_BYTES = 300_000_000
IN_MEMORY = 4 * 1024 * 1024
CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """The form to bring something, and what was brought before. waiting: how many refused files wait for somebody."""

    runs: tuple[queries.RunLine, ...]
    waiting: int
    address: str
    problem: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document of an import, with its kind and format in words."""

    part: queries.PartShown
    kind: str
    format: str


@dataclass(frozen=True, slots=True)
class EditedRule:
    """A rule of ours that was changed outside: what we published, what the file says now (None: it asks for nothing any
    more), and the difference in sentences."""

    file: str
    node: str
    exact: RuleLine | None
    derived: RuleLine | None
    difference: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import at whatever step it is. tables: files that wait for their columns, mapped: files that have them.
    working: it is being read or written right now."""

    run: queries.RunLine
    documents: tuple[Document, ...]
    more: int
    tables: tuple[queries.FileShown, ...]
    mapped: tuple[queries.FileShown, ...]
    edited: tuple[EditedRule, ...]
    refused: tuple[queries.Quarantined, ...]
    working: bool


@page("import.run")
def imports(request: HttpRequest) -> HttpResponse:
    """The form, and the list; what is brought is looked at next."""
    actor, problem = who(request), ""
    if request.method == "POST":
        try:
            run = _bring(request, actor)
            tasks.have_read(run)
            return redirect("import", key=run)
        except Refused as refused:
            problem = str(refused)
    shown = ImportsPage(
        tuple(queries.runs(actor)), queries.waiting_count(actor), request.POST.get("address", ""), problem
    )
    return show(request, "throughline/steward/imports.html", shown, status(problem))


def _bring(request: HttpRequest, actor: Actor) -> UUID:
    files, address = request.FILES.getlist("file"), request.POST.get("address", "").strip()
    organization = organization_of(actor)
    if sum(each.size or 0 for each in files) > MOST_BYTES:
        raise Refused(_("The file"), _("it is larger than 300 MB."), _("Bring it in parts."))
    if len(files) == 1:
        brought = Brought(name=files[0].name or "", data=files[0].file, organization=organization)
    elif files:
        folder = ((each.name or "", each.read()) for each in files)
        brought = Brought(name=_("{n} files").format(n=len(files)), folder=folder, organization=organization)
    elif address:
        brought = Brought(name=address, address=address, organization=organization)
    else:
        raise Refused(_("The file"), _("none was chosen."), _("Choose a file, or give an address."))
    return actions.look(by=actor, brought=brought, now=timezone.now(), at_once=False)


def organization_of(actor: Actor) -> str:
    """In whose name somebody imports: the body on which they sit; the house's own otherwise."""
    return min(actor.organizations("board_member"), default="")


@page("import.run")
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """One import: what it would change, how far it is, or what it changed."""
    actor = who(request)
    found = queries.run(actor, key)
    refused = tuple(queries.quarantined(actor, run=key)) if found.line.refused else ()
    shown = ImportPage(
        found.line, tuple(map(_document, found.parts)), found.more,
        tuple(each for each in found.files if each.unmapped), tuple(each for each in found.files if each.mapped),
        tuple(_edited(each.path, rule) for each in found.files for rule in each.edited), refused,
        found.line.state in ("looking", "waiting", "running"),
    )  # fmt: skip
    return show(request, "throughline/steward/import.html", shown)


def _document(part: queries.PartShown) -> Document:
    return Document(part, kind_words(part.kind), format_words(part.format))


def _edited(file: str, kept: dict[str, Any]) -> EditedRule:
    return EditedRule(
        file, kept["node"], _in_words(kept["exact"]), _in_words(kept["derived"]), tuple(kept["difference"])
    )


def _in_words(rule: Any) -> RuleLine | None:
    try:
        return in_words(read_rule(rule), RuleBook(reading.catalogue())) if rule is not None else None
    except RuleReadError:
        return RuleLine(_("This rule cannot be read."))


@page("import.run")
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """The yes after the look: a worker does the rest."""
    if request.method == "POST":
        actions.apply(by=who(request), run=key, now=timezone.now())
        tasks.apply_import.defer(run=str(key))
    return redirect("import", key=key)


@page("import.run")
def go_on(request: HttpRequest, key: UUID) -> HttpResponse:
    """Read it, or take in its next document, here and now, where no worker is at it."""
    if request.method == "POST":
        found = queries.run(who(request), key)
        act = actions.read_on if found.line.state == "looking" else actions.go_on
        act(run=key, now=timezone.now())
    return redirect("import", key=key)


@page("import.run")
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """What stood before stands again, as new versions."""
    if request.method == "POST":
        actions.undo(by=who(request), run=key, now=timezone.now())
        messages.success(
            request, _("It is undone. What stood before stands again, and every version can be read.")
        )
    return redirect("import", key=key)


@page("registry.read")
def bundle(request: HttpRequest) -> HttpResponse:
    """The whole registry as one signed file, for another house to take in."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (closed once it is sent)
    write_bundle(who(request), cast("Any", file), now=timezone.now())
    answer = StreamingHttpResponse(_sent(cast("Any", file)), content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="registry-bundle.zip"'
    answer.headers["Cache-Control"] = "public, max-age=300"
    return cast("HttpResponse", answer)


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        yield from iter(lambda: file.read(CHUNK), b"")
