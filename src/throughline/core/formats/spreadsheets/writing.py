"""A package as a spreadsheet in the OpenSALT layout: a workbook of three sheets, or the items alone as CSV.

Columns of ours stand after those of the layout: what a spreadsheet brought along and CASE has no member for, and links
to what is elsewhere. `losses` tells what no column holds.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from throughline.core.formats.case.recasting import links_of, recorded
from throughline.core.formats.case.rows import joined, text
from throughline.core.formats.noting import Tally
from throughline.core.formats.packages import Item, Note, Package
from throughline.core.formats.spreadsheets import workbook_writing
from throughline.core.formats.spreadsheets.items import KEPT
from throughline.core.formats.spreadsheets.open_salt import (
    ASSOCIATION_COLUMNS,
    BESIDES,
    DOCUMENT_COLUMNS,
    ITEM_COLUMNS,
)
from throughline.core.formats.spreadsheets.tables import safe

_ITEM_BESIDES = ("uri", "subject", "statusStartDate", "statusEndDate")
_TOLD_OTHERWISE = frozenset(
    {"CFDocumentURI", "CFItemTypeURI", "caseVersion", "CFPackageURI", "licenseURI", "uri"}
)
_SPELLED = {
    "isChildOf": "Is Child Of", "isPeerOf": "Is Peer Of", "isPartOf": "Is Part Of", "exactMatchOf": "Exact Match Of",
    "precedes": "Precedes", "isRelatedTo": "Is Related To", "replacedBy": "Replaced By", "exemplar": "Exemplar",
    "hasSkillLevel": "Has Skill Level", "isTranslationOf": "Is Translation Of",
}  # fmt: skip


def workbook(package: Package) -> bytes:
    """The package as a workbook (XLSX)."""
    return workbook_writing.written(
        {
            "CF Doc": _document(package), "CF Item": _items(package), "CF Association": _associations(package),
        }
    )  # fmt: skip


def items_csv(package: Package) -> Iterator[str]:
    """The items as CSV, line by line, with the tree in `smartLevel`; no cell is taken for a formula."""
    for row in _items(package):
        line = io.StringIO()
        csv.writer(line).writerow([safe(each) for each in row])
        yield line.getvalue()


def losses(package: Package) -> tuple[Note, ...]:
    """What a workbook has no column for, and cells that Excel cuts off."""
    tally = Tally()
    columns = {*ITEM_COLUMNS, *_ITEM_BESIDES, "lastChangeDateTime"} | _TOLD_OTHERWISE
    for item in package.items:
        record = recorded(item, package.document.format)
        if not item.statement:
            tally.add(
                item.identifier,
                "It has no statement, and a sheet is read by its statements.",
                "Written without one.",
            )
        for name, value in record.items():
            if name not in columns and value and not (name == "extensions" and set(value) == {"throughline"}):
                tally.add(item.identifier, f"CFItem.{name} has no column.", "Left out.")
            if isinstance(value, str) and len(value) > workbook_writing.LONGEST:
                tally.add(
                    item.identifier,
                    f"CFItem.{name} is longer than a cell.",
                    f"Cut at {workbook_writing.LONGEST}.",
                )
    for each in package.associations:
        for name in recorded(each, package.document.format).keys() & {"extensions"}:
            tally.add(each.identifier, f"CFAssociation.{name} has no column.", "Left out.")
    for name in _package(package):
        if name not in ("CFDocument", "CFItems", "CFAssociations", "CFDefinitions"):
            tally.add(package.document.identifier, f"{name} has no sheet.", "Left out.")
    return tally.notes()


def _package(package: Package) -> Mapping[str, Any]:
    whole = recorded(package.document, package.document.format)
    return whole if "CFDocument" in whole else {"CFDocument": whole}


def _document(package: Package) -> Iterator[Sequence[str]]:
    record = _package(package)["CFDocument"]
    licence = _licence(package, record)
    known = {
        "lastChangeDate": text(record.get("lastChangeDateTime")), "licenseTitle": text(licence.get("title")),
        "licenseText": text(licence.get("licenseText")),
    }  # fmt: skip
    columns = (*DOCUMENT_COLUMNS, "uri", "frameworkType")
    yield columns
    yield [known.get(name, joined(record.get(name))) for name in columns]


def _licence(package: Package, record: Mapping[str, Any]) -> Mapping[str, Any]:
    link, definitions = record.get("licenseURI"), _package(package).get("CFDefinitions")
    all_of = definitions.get("CFLicenses") if isinstance(definitions, dict) else None
    wanted = link.get("identifier") if isinstance(link, dict) else None
    return next((each for each in all_of or () if each.get("identifier") == wanted), {})


def _items(package: Package) -> Iterator[Sequence[str]]:
    levels = _levels(package)
    kept = dict.fromkeys(name for each in package.items for name in _kept(package, each))
    columns = (*ITEM_COLUMNS, *_ITEM_BESIDES)
    extra = [name for name in kept if name not in columns]
    yield (*columns, *extra)
    for item in package.items:
        record = recorded(item, package.document.format)
        own = _kept(package, item)
        known = {"smartLevel": levels[item.identifier], "license": own.get("license", "")}
        known["CFItemType"] = item.kind
        yield [
            *(known[name] if name in known else joined(record.get(name)) for name in columns),
            *(own.get(name, "") for name in extra),
        ]


def _kept(package: Package, item: Item) -> Mapping[str, str]:
    extensions = recorded(item, package.document.format).get("extensions")
    ours = extensions.get("throughline") if isinstance(extensions, dict) else None
    kept = ours.get(KEPT) if isinstance(ours, dict) else None
    return {name: text(value) for name, value in kept.items()} if isinstance(kept, dict) else {}


def _levels(package: Package) -> dict[str, str]:
    """The smart level of each item: 1.2.3 is the third under the second under the first."""
    stands = {each.identifier: (each.parent, each.position) for each in package.items}
    found: dict[str, str] = {}
    for identifier in stands:
        path = [identifier]
        while path[-1] not in found and stands[path[-1]][0] in stands:
            path.append(stands[path[-1]][0])
        for each in reversed(path):
            if each not in found:
                parent, position = stands[each]
                above = found.get(parent, "")
                found[each] = f"{above}.{position + 1}" if above else str(position + 1)
    return found


def _associations(package: Package) -> Iterator[Sequence[str]]:
    codes = {each.identifier: each.code for each in package.items}
    groups = _groups(package)
    yield (*ASSOCIATION_COLUMNS, *BESIDES)
    for each in links_of(package):
        record = recorded(each, package.document.format)
        elsewhere = each.destination not in codes and each.destination != package.document.identifier
        yield (
            each.identifier, each.origin, codes.get(each.origin, ""), _SPELLED.get(each.kind, each.kind),
            codes.get(each.destination, ""), each.destination, each.group, groups.get(each.group, ""),
            "" if each.position is None else str(each.position), each.origin_uri if each.origin not in codes else "",
            each.destination_uri if elsewhere else "", each.destination_title if elsewhere else "",
            text(record.get("notes")),
        )  # fmt: skip


def _groups(package: Package) -> dict[str, str]:
    definitions = _package(package).get("CFDefinitions")
    found = definitions.get("CFAssociationGroupings") if isinstance(definitions, dict) else None
    return {
        text(each.get("identifier")): text(each.get("title"))
        for each in found or ()
        if isinstance(each, dict)
    }
