"""A document of the registry in one of the field's formats, and what that format has no place for."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, Literal
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
from throughline.core.formats import asn
from throughline.core.formats.case import writing as case
from throughline.core.formats.ctdl import publishing
from throughline.core.formats.ctdl.frame import nodes_in
from throughline.core.formats.ctdl.graph import graph_of
from throughline.core.formats.ctdl.outlining import outlined
from throughline.core.formats.ctdl.places import Body
from throughline.core.formats.ctdl.reading import graph_in, written_back
from throughline.core.formats.ctdl.turtle import turtle_of
from throughline.core.formats.ctdl.writing import pathway_graph
from throughline.core.formats.packages import Note, Package
from throughline.core.formats.spreadsheets import writing as spreadsheets

ExportFormat = Literal["case-1.1", "case-1.0", "ctdl", "ctdl-ttl", "asn", "csv", "xlsx"]
EXPORTS: Final[tuple[ExportFormat, ...]] = (
    "case-1.1", "case-1.0", "ctdl", "ctdl-ttl", "asn", "csv", "xlsx",
)  # fmt: skip
IN_CTDL: Final = frozenset(
    {"pathway", "competency_framework", "framework", "qualification_framework", "credential", "agreement"}
)
"""Kinds of the state's own things that CTDL has a class for."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A document, written piece by piece as it is walked; lost: gives what the format has no place for."""

    pieces: Iterable[bytes]
    lost: Callable[[], tuple[Note, ...]] = tuple

    @property
    def losses(self) -> tuple[Note, ...]:
        """What was lost on the way (nothing: all of it is there). Goes through the document once more."""
        return self.lost()


def export(
    actor: Actor, named: str, format: ExportFormat, *, now: datetime, number: int | None = None
) -> Exported:
    """A document in a format. named: its key or identifier here, or the reference of one of the state's own (`pathway:p`).
    number: of its version, else the newest."""
    require(actor, "registry.read", what="An export")
    own.follow(now=now)
    in_ctdl = format in ("ctdl", "ctdl-ttl")
    ours = _nodes_of(named) if in_ctdl and number is None else None
    if ours is not None:
        return _ctdl(ours, (), format)
    return exported(_line(named), format, number=number)


def exported(line: DocumentLine, format: ExportFormat, *, number: int | None = None) -> Exported:
    """A document that stands here in a format that it can be had in (`formats_of`); refused in any other."""
    number = number or line.number
    package = standing_package(line.key, number)
    if package is None:
        raise Refused("An export", f"It has no version {number}.", f"It has versions 1 to {line.number}.")
    line = replace(line, kind=package.document.kind, format=package.document.format)
    there = formats_of(line)
    if format not in there:
        why = f"It is a {line.kind} that came as {line.format}; there is no {format} of it."
        raise Refused("An export", why, f"Choose one of {', '.join(there)}.")
    if line.own and format in ("ctdl", "ctdl-ttl"):
        ours = _nodes_of(str(line.key)) if number == line.number else None
        if ours is None:
            raise Refused(
                "An export", "CTDL is made of what is in force.", "Take CASE for an earlier version."
            )
        return _ctdl(ours, (), format)
    return _written(package, format, line.changed_at)


def formats_of(line: DocumentLine) -> tuple[ExportFormat, ...]:
    """The formats that a document can be had in."""
    if line.own:
        in_ctdl = own.reference_of(line.key).partition(":")[0] in IN_CTDL
    else:
        in_ctdl = line.format == "ctdl" or line.kind == "framework"
    without = {*(() if in_ctdl else ("ctdl", "ctdl-ttl")), *(() if line.format == "asn" else ("asn",))}
    return tuple(each for each in EXPORTS if each not in without)


def as_it_came(package: Package) -> Iterable[bytes] | None:
    """A document as its file had it, where its format can be written back: CASE, CTDL (as JSON-LD) or ASN."""
    format = package.document.format
    if format.startswith("case-"):
        return case.as_it_came(package)
    if format not in ("ctdl", "asn"):
        return None
    return [_json(written_back((package,)) if format == "ctdl" else asn.written_back(package))]


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


def _written(package: Package, format: ExportFormat, at: datetime) -> Exported:
    changed = at.isoformat(timespec="seconds")
    match format:
        case "case-1.1" | "case-1.0":
            pieces: Iterable[bytes] = case.write(package, format, changed=changed)
            return Exported(pieces, partial(case.losses, package, format))
        case "csv":
            pieces = (each.encode() for each in spreadsheets.items_csv(package))
            return Exported(pieces, lambda: (*spreadsheets.losses(package), *_left_out(package)))
        case "xlsx":
            return Exported([spreadsheets.workbook(package)], partial(spreadsheets.losses, package))
        case "asn":
            return Exported([_json(asn.written_back(package))])
        case "ctdl-ttl" if package.document.format == "ctdl":
            return Exported([turtle_of(graph_in(package))])
        case _ if package.document.format == "ctdl":
            return _ctdl(written_back((package,)), (), format)
        case _:
            body, losses = outlined(package)
            return _ctdl(body, losses, format)


def _left_out(package: Package) -> Iterator[Note]:
    """What a sheet of items alone leaves out."""
    links = sum(1 for each in package.associations if not each.kind.lower().endswith("ischildof"))
    if links:
        yield Note(
            package.document.identifier, f"{links:,} associations have no column.", "Left out; see xlsx."
        )


def _ctdl(file: Body, notes: tuple[Note, ...], format: ExportFormat) -> Exported:
    if format == "ctdl":
        return Exported([_json(file)], lambda: notes)
    nodes = [node for node in nodes_in(file) if isinstance(node, dict)]
    return Exported([turtle_of(graph_of(nodes))], lambda: notes)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


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
