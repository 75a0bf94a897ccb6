"""Which column of a table is what: proposed from its headings, settled by a person, kept with the framework.

Targets are members of a CFItem by CASE's names, or one of: `smartLevel` (1.2.3), `parent` (code or identifier of the row
above), `sequenceNumber`, `level:1` … (the statement stands in the column of its level), `link:isPartOf` … (codes,
identifiers or addresses of what the row is linked to), and empty: kept with the row and written back.
Source of the headings: the OpenSALT layout and the spreadsheets that are sent to OpenSALT servers.
"""

import re
from collections.abc import Mapping as Table_
from dataclasses import dataclass
from typing import Literal

from throughline.core.formats.case.classes import ASSOCIATION_TYPES, CHILD_OF
from throughline.core.formats.spreadsheets.tables import Fault, Table

Hierarchy = Literal["parent", "smartLevel", "levels", "code", "none"]
_HEADINGS: Table_[str, str] = {
    "identifier": "identifier", "guid": "identifier", "uuid": "identifier", "caseidentifier": "identifier",
    "uri": "uri", "fullstatement": "fullStatement", "statement": "fullStatement", "standard": "fullStatement",
    "competency": "fullStatement", "competencystatement": "fullStatement", "text": "fullStatement",
    "standardtext": "fullStatement", "description": "fullStatement", "humancodingscheme": "humanCodingScheme",
    "code": "humanCodingScheme", "standardcode": "humanCodingScheme", "notation": "humanCodingScheme",
    "smartlevel": "smartLevel", "listenumeration": "listEnumeration", "listenuminsource": "listEnumeration",
    "abbreviatedstatement": "abbreviatedStatement", "label": "abbreviatedStatement",
    "shorttitle": "abbreviatedStatement", "title": "abbreviatedStatement", "conceptkeywords": "conceptKeywords",
    "keywords": "conceptKeywords", "notes": "notes", "language": "language", "educationlevel": "educationLevel",
    "educationallevel": "educationLevel", "grade": "educationLevel", "grades": "educationLevel",
    "gradelevel": "educationLevel", "cfitemtype": "CFItemType", "itemtype": "CFItemType", "type": "CFItemType",
    "statementtype": "CFItemType", "subject": "subject", "statusstartdate": "statusStartDate",
    "statusenddate": "statusEndDate", "lastchangedatetime": "lastChangeDateTime", "lastchange": "lastChangeDateTime",
    "parent": "parent", "parentcode": "parent", "parentid": "parent", "parentidentifier": "parent",
    "ischildof": "parent", "sequencenumber": "sequenceNumber", "sequence": "sequenceNumber", "order": "sequenceNumber",
}  # fmt: skip
_STATEMENTS = ("fullStatement", "abbreviatedStatement")
_LEVEL = re.compile(r"(?:level|l|tier)\s*(\d{1,2})", re.IGNORECASE)
TARGETS = frozenset(_HEADINGS.values())


@dataclass(frozen=True, slots=True)
class Mapping:
    """What each column is, by its heading, and what the tree is made of."""

    columns: Table_[str, str]
    hierarchy: Hierarchy = "none"

    def of(self, target: str) -> tuple[str, ...]:
        """The headings of the columns that are this, in their order."""
        return tuple(heading for heading, what in self.columns.items() if what == target)

    def levels(self) -> tuple[str, ...]:
        """The headings of the level columns, from the top."""
        named = [
            (int(what[6:]), heading) for heading, what in self.columns.items() if what.startswith("level:")
        ]
        return tuple(heading for _, heading in sorted(named))


def proposed(table: Table) -> Mapping:
    """What the headings say, for a person to settle. Of two columns for one thing the first is taken."""
    columns: dict[str, str] = {}
    for heading in table.headings:
        target = _target(heading)
        if target in columns.values() and not target.startswith("link:"):
            target = ""
        columns[heading] = target
    return Mapping(columns, _hierarchy(columns))


def faults(mapping: Mapping, table: Table) -> tuple[Fault, ...]:
    """Why a mapping does not fit its table; none where it does."""
    found = []
    for heading, target in mapping.columns.items():
        if heading not in table.headings:
            found.append(
                Fault(1, heading, "The table has no such column.", f"It has: {', '.join(table.headings)}.")
            )
        if not _is_target(target):
            found.append(
                Fault(1, heading, f"{target!r} is nothing that a column can be.", "Choose of the list.")
            )
    for target in TARGETS:
        if len(mapping.of(target)) > 1:
            why = f"Two columns are {target}: {', '.join(mapping.of(target))}."
            found.append(Fault(1, mapping.of(target)[1], why, "Choose one of them."))
    if not mapping.levels() and not any(mapping.of(each) for each in _STATEMENTS):
        found.append(Fault(1, "", "No column holds the statements.", "Say which column is fullStatement."))
    wanted = {"parent": "parent", "smartLevel": "smartLevel", "code": "humanCodingScheme"}.get(
        mapping.hierarchy
    )
    if wanted and not mapping.of(wanted):
        found.append(
            Fault(1, "", f"The tree is made of {wanted}, and no column is that.", "Choose a column for it.")
        )
    return tuple(found)


def _target(heading: str) -> str:
    letters = re.sub(r"[^a-z]", "", heading.lower())
    if found := _LEVEL.fullmatch(heading.strip()):
        return f"level:{int(found[1])}"
    for kind in ASSOCIATION_TYPES:
        if letters == kind.lower() and kind != CHILD_OF:
            return f"link:{kind}"
    return _HEADINGS.get(letters, "")


def _is_target(target: str) -> bool:
    if target.startswith("link:"):
        kind = target.removeprefix("link:")
        return kind in ASSOCIATION_TYPES or kind.startswith("ext:")
    return not target or target in TARGETS or re.fullmatch(r"level:\d{1,2}", target) is not None


def _hierarchy(columns: Table_[str, str]) -> Hierarchy:
    if any(each.startswith("level:") for each in columns.values()):
        return "levels"
    if "smartLevel" in columns.values():
        return "smartLevel"
    return "parent" if "parent" in columns.values() else "none"
