"""The classifications that hold the rest together: SOC 2018, what SOC 2010 became, CIP 2020, and the CIP-SOC crosswalk."""

import re
from collections.abc import Iterator
from typing import TypeVar

from throughline.core.formats.labor.codes import CIP, NO_MATCH, SOC, cip_written
from throughline.core.formats.labor.faults import Unreadable
from throughline.core.formats.labor.rows import Group, Hybrid, Link, Program, Renamed
from throughline.core.formats.labor.tables import Reader, Table

SOC_ALL = ("code", "title", "Hierarchical_structure")
SOC_DETAILED = ("soc2018_code", "soc2018_title")
SOC_2010 = ("soc2010", "soc2010_title", "soc2018", "soc2018_title")
CIP_ALL = ("CIPCode", "CIPTitle", "CIPDefinition", "Action")
CROSSWALK = ("CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title")
NEM = ("O*NET-SOC Code", "NEM Code", "National Employment Matrix Occupational Title")
T = TypeVar("T")
LEVELS = ("major", "minor", "broad", "detailed")


def read_soc(table: Table) -> tuple[Group, ...]:
    """The groups of SOC 2018: all levels with their parents, or the detailed occupations alone."""
    reader = Reader(table)
    found = tuple(_groups(reader) if table.has(*SOC_ALL) else _detailed(reader))
    return _whole(reader, found)


def _groups(reader: Reader) -> Iterator[Group]:
    for line, (code, title, level, parent) in reader.rows(*SOC_ALL, "parent"):
        if level.lower() not in LEVELS:
            reader.fault(
                line, "Hierarchical_structure", f"'{level}' is no level.", "Major, Minor, Broad or Detailed."
            )
        _is_soc(reader, line, "code", code)
        yield Group(code, title, level.lower(), "" if parent == "NA" else parent)


def _detailed(reader: Reader) -> Iterator[Group]:
    for line, (code, title) in reader.rows(*SOC_DETAILED):
        _is_soc(reader, line, SOC_DETAILED[0], code)
        yield Group(code, title, "detailed")


def _is_soc(reader: Reader, line: int, column: str, code: str) -> None:
    if not SOC.fullmatch(code):
        reader.fault(line, column, f"'{code}' is no SOC code.", "Write it as in 29-1141.")


def read_soc_2010(table: Table) -> tuple[Renamed, ...]:
    """Which occupations of SOC 2018 those of SOC 2010 became."""
    reader = Reader(table)
    found = []
    for line, cells in reader.rows(*SOC_2010):
        _is_soc(reader, line, SOC_2010[0], cells[0])
        _is_soc(reader, line, SOC_2010[2], cells[2])
        found.append(Renamed(*cells))
    return _whole(reader, tuple(found))


def read_cip(table: Table) -> tuple[Program, ...]:
    """The programs of CIP 2020, families and groups among them."""
    reader = Reader(table)
    found = []
    for line, (written, title, definition, action) in reader.rows(*CIP_ALL):
        found.append(Program(_cip(reader, line, "CIPCode", written), _title(title), definition, action))
    return _whole(reader, tuple(found))


def _cip(reader: Reader, line: int, column: str, written: str) -> str:
    code = cip_written(written)
    if not CIP.fullmatch(code):
        reader.fault(line, column, f"'{written}' is no CIP code.", "Write it as in 51.3801.")
    return code


def _title(text: str) -> str:
    return text.strip().removesuffix(".")


def read_crosswalk(table: Table) -> tuple[Link, ...]:
    """Programs and the occupations they prepare for; a row that says «no match» has no occupation."""
    reader = Reader(table)
    found = []
    for line, (written, program, soc, title) in reader.rows(*CROSSWALK):
        if soc != NO_MATCH:
            _is_soc(reader, line, "SOC2018Code", soc)
        known = ("", "") if soc == NO_MATCH else (soc, title)
        found.append(Link(_cip(reader, line, "CIP2020Code", written), _title(program), *known))
    return _whole(reader, tuple(found))


def read_nem(table: Table) -> tuple[Hybrid, ...]:
    """Which code of the National Employment Matrix speaks for each O*NET occupation; none where it is a dash."""
    reader = Reader(table)
    found = []
    for line, (onet, nem, title) in reader.rows(*NEM):
        if re.fullmatch(r"[—–-]?", nem.strip()):
            continue
        _is_soc(reader, line, "NEM Code", nem)
        found.append(Hybrid(onet, nem, title))
    return _whole(reader, tuple(found))


def _whole(reader: Reader, found: T) -> T:
    if reader.faults:
        raise Unreadable(reader.faults)
    return found
