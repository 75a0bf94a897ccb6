"""A document of the registry in one of the field's formats, and what that format has no place for."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.registry import own
from throughline.apps.registry.actions import key_of
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.apps.registry.queries.documents import document as standing
from throughline.apps.registry.queries.exporting import package as standing_package
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.formats.case import writing as case
from throughline.core.formats.ctdl import publishing
from throughline.core.formats.ctdl.frame import nodes_in
from throughline.core.formats.ctdl.graph import graph_of
from throughline.core.formats.ctdl.outlining import outlined
from throughline.core.formats.ctdl.places import Body
from throughline.core.formats.ctdl.reading import written_back
from throughline.core.formats.ctdl.turtle import turtle_of
from throughline.core.formats.ctdl.writing import pathway_graph
from throughline.core.formats.packages import Note, Package
from throughline.core.formats.spreadsheets import writing as spreadsheets

ExportFormat = Literal["case-1.1", "case-1.0", "ctdl", "ctdl-ttl", "csv", "xlsx"]
EXPORTS: Final[tuple[ExportFormat, ...]] = ("case-1.1", "case-1.0", "ctdl", "ctdl-ttl", "csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Exported:
    """A written document, piece by piece, and what was lost on the way (nothing: all of it is there)."""

    pieces: Iterable[bytes]
    losses: tuple[Note, ...]


def export(
    actor: Actor, named: str, format: ExportFormat, *, now: datetime, number: int | None = None
) -> Exported:
    """A document in a format. named: its key or identifier here, or the reference of one of the state's own (`pathway:p`).
    number: of its version, else the newest."""
    require(actor, "registry.read", what="An export")
    own.follow(now=now)
    ours = _nodes_of(named) if format in ("ctdl", "ctdl-ttl") else None
    if ours is not None:
        return _ctdl([ours], (), format)
    line = _line(named)
    package = standing_package(line.key, number or line.number)
    if package is None:
        raise Refused("An export", f"It has no version {number}.", f"It has versions 1 to {line.number}.")
    return _written(package, format, now)


def _line(named: str) -> DocumentLine:
    reference = named if ":" in named and "://" not in named else ""
    key = UUID(own.places().uuid(reference)) if reference else key_of(named.strip().removeprefix("ce-"))
    found = standing(key)
    if found is None:
        raise Refused(
            "An export",
            f"No document is called {named}.",
            "See `throughline registry list` for those that stand.",
        )
    return found


def _written(package: Package, format: ExportFormat, now: datetime) -> Exported:
    changed = now.isoformat(timespec="seconds")
    match format:
        case "case-1.1" | "case-1.0":
            return Exported(case.write(package, format, changed=changed), case.losses(package, format))
        case "csv":
            text = (each.encode() for each in spreadsheets.items_csv(package))
            return Exported(text, (*spreadsheets.losses(package), *_left_out(package)))
        case "xlsx":
            return Exported([spreadsheets.workbook(package)], spreadsheets.losses(package))
        case _:
            if package.document.format == "ctdl":
                return _ctdl([written_back((package,))], (), format)
            if package.document.kind != "framework":
                why = f"It is a {package.document.kind} that came as {package.document.format}; CTDL has no form for it."
                raise Refused("An export", why, "Export it as CASE or as a spreadsheet.")
            body, losses = outlined(package)
            return _ctdl([body], losses, format)


def _left_out(package: Package) -> Iterator[Note]:
    """What a sheet of items alone leaves out."""
    links = sum(1 for each in package.associations if not each.kind.lower().endswith("ischildof"))
    if links:
        yield Note(
            package.document.identifier, f"{links:,} associations have no column.", "Left out; see xlsx."
        )


def _ctdl(files: list[Body], notes: tuple[Note, ...], format: ExportFormat) -> Exported:
    if format == "ctdl":
        return Exported([json.dumps(each, ensure_ascii=False, indent=1).encode() for each in files], notes)
    nodes = [node for each in files for node in nodes_in(each) if isinstance(node, dict)]
    return Exported([turtle_of(graph_of(nodes))], notes)


def _nodes_of(named: str) -> Body | None:
    """The CTDL of a thing of the state's own; None where it is none that CTDL has a class for."""
    catalogue = frameworks.catalogue()
    reference = named if ":" in named else _reference(named)
    kind, _, name = reference.partition(":")
    if kind == "pathway" and name in catalogue.pathways:
        return pathway_graph(catalogue.pathways[name], catalogue, own.places())
    nodes = _own_nodes(kind, name, catalogue)
    return publishing.graph(nodes) if nodes else None


def _reference(named: str) -> str:
    try:
        return own.reference_of(UUID(named.strip().removeprefix("ce-")))
    except ValueError:
        return ""


def _own_nodes(kind: str, name: str, catalogue: Catalogue) -> list[Body]:
    places = own.places()
    if kind == "competency_framework" and name in catalogue.competency_frameworks:
        held = [each for each in catalogue.competencies.values() if each.framework == name]
        return publishing.framework_nodes(catalogue.competency_frameworks[name], held, places)
    if kind in ("framework", "qualification_framework") and name in catalogue.qualification_frameworks:
        return publishing.ladder_nodes(catalogue.qualification_frameworks[name], places)
    if kind == "credential" and name in catalogue.credentials:
        return publishing.credential_nodes(catalogue.credentials[name], catalogue, places)
    if kind == "agreement" and name in catalogue.agreements:
        return publishing.agreement_nodes(catalogue.agreements[name], catalogue, places)
    return []
