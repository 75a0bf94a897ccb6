"""Wages by area (Occupational Employment and Wage Statistics, as the Bureau of Labor Statistics and states give them),
and what a household needs to live on.

In the surveys' files `#` says that a wage is at or above the highest that is published, `*` and `**` that an estimate is
not available: neither is a number, and neither is zero.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from throughline.core.formats.labor.codes import SOC
from throughline.core.formats.labor.faults import Unreadable
from throughline.core.formats.labor.rows import ERROR, MEASURES, Figure, LivingWage, Wage
from throughline.core.formats.labor.tables import Reader, Table

FEDERAL = ("AREA", "OCC_CODE", "OCC_TITLE", "TOT_EMP", "H_MEDIAN", "A_MEDIAN")
STATE = ("Area code", "Area name", "SOC code", "Occupational title", "Employment", "50th Percentile")
LIVING = ("Hourly Wages", "FIPS Code", "Location")
FLAGS = {
    "#": "top",
    "*": "unavailable",
    "**": "unavailable",
    "***": "unavailable",
    "~": "small",
    "": "missing",
}
IN_FEDERAL = dict(
    zip(MEASURES, ("TOT_EMP", "H_MEAN", "H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90",
                   "A_MEAN", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90"), strict=True)
) | {ERROR: "EMP_PRSE"}  # fmt: skip
IN_STATE = {
    "employment": "Employment", "h_mean": "Average wage", "h_p25": "25th Percentile",
    "h_median": "50th Percentile", "h_p75": "75th Percentile", "a_mean": "Annual wage",
}  # fmt: skip
NATION = "US"
FIPS = (
    "AL:01 AK:02 AZ:04 AR:05 CA:06 CO:08 CT:09 DE:10 DC:11 FL:12 GA:13 HI:15 ID:16 IL:17 IN:18 IA:19 KS:20 KY:21 "
    "LA:22 ME:23 MD:24 MA:25 MI:26 MN:27 MS:28 MO:29 MT:30 NE:31 NV:32 NH:33 NJ:34 NM:35 NY:36 NC:37 ND:38 OH:39 "
    "OK:40 OR:41 PA:42 RI:44 SC:45 SD:46 TN:47 TX:48 UT:49 VT:50 VA:51 WA:53 WV:54 WI:55 WY:56 "
    "AS:60 GU:66 MP:69 PR:72 VI:78"
)
STATES = {pair[:2]: pair[3:] for pair in FIPS.split()}
"""The number of each state (FIPS 5-2) by its letters."""


def is_wages(table: Table) -> bool:
    """Whether this is a table of wages in one of the layouts that are read."""
    return table.has(*FEDERAL) or table.has(*STATE)


def read_wages(table: Table) -> tuple[Wage, ...]:
    """One row for each occupation and area. Raises `Unreadable`."""
    reader = Reader(table)
    found = tuple(_federal(reader) if table.has(*FEDERAL) else _state(reader))
    # A hybrid code stands once as a broad group and once as a detailed occupation.
    keys = Counter((row.area, row.code, row.group) for row in found)
    for (area, code, _), times in keys.items():
        if times > 1:
            reader.fault(
                0,
                "",
                f"{code} stands {times} times for area {area}.",
                "Bring one year, all industries together.",
            )
    if reader.faults:
        raise Unreadable(reader.faults)
    return found


def _federal(reader: Reader) -> Iterator[Wage]:
    table = reader.table
    title, group = _either(table, "AREA_TITLE", "AREA_NAME"), _either(table, "O_GROUP", "OCC_GROUP")
    extra = [name for name in ("PRIM_STATE", "AREA_TYPE", "I_GROUP") if table.has(name)]
    measures = {measure: column for measure, column in IN_FEDERAL.items() if table.has(column)}
    own = _numbers_of_states(reader, extra)
    for line, cells in reader.rows("AREA", title, "OCC_CODE", "OCC_TITLE", group, *measures.values(), *extra):
        area, named, code, occupation, level, *rest = cells
        more = dict(zip(extra, rest[len(measures) :], strict=True))
        if more.get("I_GROUP", "cross-industry") != "cross-industry":
            continue
        state = own.get(more.get("PRIM_STATE", ""), "")
        figures = _figures(reader, line, measures, rest)
        yield Wage(
            _area(area, more.get("AREA_TYPE", "")),
            named,
            state,
            _code(reader, line, "OCC_CODE", code),
            occupation,
            level,
            figures,
        )


def _either(table: Table, one: str, other: str) -> str:
    return one if table.has(one) else other


def _numbers_of_states(reader: Reader, extra: list[str]) -> Mapping[str, str]:
    """By the letters of a state its number: as the file itself says it of whole states, else as FIPS has it."""
    if not {"PRIM_STATE", "AREA_TYPE"} <= set(extra):
        return STATES
    rows = Reader(reader.table).rows("AREA", "PRIM_STATE", "AREA_TYPE")
    return STATES | {letters: _area(area, kind) for _, (area, letters, kind) in rows if kind == "2"}


def _state(reader: Reader) -> Iterator[Wage]:
    measures = {measure: column for measure, column in IN_STATE.items() if reader.table.has(column)}
    rows = list(reader.rows("Area code", "Area name", "SOC code", "Occupational title", *measures.values()))
    wholes = {area for _, cells in rows if len(area := _area(cells[0], "")) == 2}
    state = next(iter(wholes)) if len(wholes) == 1 else ""
    for line, (area, named, code, occupation, *rest) in rows:
        figures = _figures(reader, line, measures, rest)
        yield Wage(
            _area(area, ""), named, state, _code(reader, line, "SOC code", code), occupation, "", figures
        )


def _area(written: str, kind: str) -> str:
    """An area's code as the surveys write it today: `US`, two digits of a state, or those of a smaller area."""
    bare = written.strip().lstrip("0")
    if kind == "1" or (bare == "99" and not kind):
        return NATION
    return bare.zfill(2) if len(bare) <= 2 else bare


def _code(reader: Reader, line: int, column: str, code: str) -> str:
    if not SOC.fullmatch(code):
        reader.fault(line, column, f"'{code}' is no SOC code.", "Write it as in 29-1141.")
    return code


def _figures(reader: Reader, line: int, measures: Mapping[str, str], cells: list[str]) -> dict[str, Figure]:
    return {
        measure: figure_of(reader, line, column, written)
        for (measure, column), written in zip(measures.items(), cells, strict=False)
    }


def figure_of(reader: Reader, line: int, column: str, written: str) -> Figure:
    """A figure as it is written: a number with or without `$` and commas, or the mark that stands in place of one."""
    bare = written.strip()
    if bare in FLAGS:
        return Figure(None, FLAGS[bare])
    try:
        number = Decimal(bare.replace(",", "").removeprefix("$"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        reader.fault(
            line, column, f"'{written}' is no figure.", "A number, # (top-coded) or * (not available)."
        )
        return Figure(None, "missing")
    return Figure(number)


def read_living_wage(table: Table) -> tuple[LivingWage, ...]:
    """A row for each area and household: every column between the name of the measure and the area's code is one."""
    reader = Reader(table)
    ends = {_plain(each) for each in (*LIVING, "year")}
    households = [name for name in table.head if name and _plain(name) not in ends]
    found = []
    for line, (measure, area, named, *amounts) in reader.rows(*LIVING, *households):
        if not re.fullmatch(r"\d+", area):
            reader.fault(
                line, "FIPS Code", f"'{area}' is no area code.", "Two digits of a state, or five of a county."
            )
        for household, written in zip(households, amounts, strict=False):
            figure = figure_of(reader, line, household, written)
            if figure.value is not None and measure == "Living Wage":
                found.append(LivingWage(_county(area), named, " ".join(household.split()), figure.value))
    if reader.faults:
        raise Unreadable(reader.faults)
    return tuple(found)


def _county(code: str) -> str:
    return code.zfill(2) if len(code) <= 2 else code.zfill(5)


def _plain(name: str) -> str:
    return name.strip().lower()
