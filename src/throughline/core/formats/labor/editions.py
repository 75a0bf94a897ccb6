"""Which files are what, and the editions in them: the kind is told from the head lines, the label and date from what the
publisher writes, or from a file `edition.json` beside them."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any, cast, get_args

from throughline.core.formats.labor import classifications as known
from throughline.core.formats.labor.faults import Fault, Unreadable
from throughline.core.formats.labor.onet import part_of, read_onet
from throughline.core.formats.labor.projections import fullest, read_projections
from throughline.core.formats.labor.rows import Edition, Kind, LivingWage, Row, Terms, Wage
from throughline.core.formats.labor.tables import Table, tables_of, unpacked
from throughline.core.formats.labor.wages import is_wages, read_living_wage, read_wages

KINDS: tuple[Kind, ...] = get_args(Kind)
BESIDE = "edition.json"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
BLS = "U.S. Bureau of Labor Statistics"
NCES = "National Center for Education Statistics"
PUBLIC = "Public domain (work of the U.S. government)"
STANDARD: Mapping[Kind, Terms] = {
    "onet": Terms(
        "O*NET", None, "U.S. Department of Labor, Employment and Training Administration", "CC BY 4.0",
        "This page includes information from the {label} Database by the U.S. Department of Labor, Employment and Training "
        "Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA. This site has "
        "shortened and arranged some of this information. USDOL/ETA has not approved, endorsed, or tested these changes.",
        "https://www.onetcenter.org/database.html",
    ),
    "soc": Terms("SOC 2018", date(2018, 1, 1), BLS, PUBLIC, "", "https://www.bls.gov/soc/2018/"),
    "soc-2010": Terms("SOC 2010 to 2018", date(2018, 1, 1), BLS, PUBLIC, "", "https://www.bls.gov/soc/2018/"),
    "cip": Terms("CIP 2020", date(2020, 1, 1), NCES, PUBLIC, "", "https://nces.ed.gov/ipeds/cipcode/"),
    "crosswalk": Terms("CIP 2020 to SOC 2018", date(2020, 7, 1), f"{NCES} and {BLS}", PUBLIC, "",
                       "https://nces.ed.gov/ipeds/cipcode/"),
    "wages": Terms("OEWS", None, BLS, PUBLIC, "", "https://www.bls.gov/oes/"),
    "projections": Terms("Employment Projections", None, BLS, PUBLIC, "", "https://www.bls.gov/emp/"),
    "nem": Terms("National Employment Matrix codes", None, BLS, PUBLIC, "", "https://www.bls.gov/emp/"),
    "living-wage": Terms("Living wage", None),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What is in a file: the table that is read, which kind of edition it belongs to, and which part of it."""

    kind: Kind
    table: Table
    part: str = ""


def editions_of(
    files: Mapping[str, bytes], *, only: Kind | None = None, terms: Terms | None = None
) -> tuple[tuple[Edition, ...], tuple[str, ...]]:
    """The editions in these files (by name or path), and the names of files that hold none.

    only: nothing but this kind is wanted. terms: what is given here goes before `edition.json` and before what the
    publisher writes. Raises `Unreadable` with every fault; also where nothing of the kind is found.
    """
    given, data = (
        _given(files),
        {name: body for name, body in files.items() if PurePosixPath(name).name != BESIDE},
    )
    groups, left = _grouped(data, only)
    if not groups:
        raise Unreadable([_nothing(data, only)])
    read, faults = [], list[Fault]()
    for group in groups:
        try:
            read.append(_edition(group, data, _terms(given, group[0][1].kind, terms)))
        except Unreadable as error:
            faults += error.faults
    if faults:
        raise Unreadable(faults)
    return tuple(read), left


Group = list[tuple[str, Found]]


def _grouped(files: Mapping[str, bytes], only: Kind | None) -> tuple[list[Group], tuple[str, ...]]:
    """Files by edition: those of O*NET together, of each classification the fullest, of the rest each by itself."""
    found, left = list[tuple[str, Found]](), list[str]()
    for name in sorted(files):
        each = found_in(files[name], name) if _may_be(name) else None
        if each is not None and only in (None, each.kind):
            found.append((name, each))
        else:
            left.append(name)
    together: dict[str, Group] = {}
    for name, each in found:
        together.setdefault(each.kind if each.kind in ("onet", "soc") else f"{each.kind} {name}", []).append(
            (name, each)
        )
    if "soc" in together:
        ranked = sorted(together["soc"], key=lambda pair: -len(pair[1].table.rows))
        together["soc"], left = ranked[:1], [*left, *(name for name, _ in ranked[1:])]
    return list(together.values()), tuple(sorted(left))


def _may_be(name: str) -> bool:
    return bool(re.search(r"\.(csv|tsv|txt|xlsx)(\.gz)?$", name.lower()))


def found_in(data: bytes, name: str) -> Found | None:
    """What the file is, told from its head line; None where it is nothing that is read here."""
    tables = tables_of(data, name)
    if (projections := fullest(tables)) is not None:
        return Found("projections", projections)
    for table in tables:
        for kind, columns in _HEADS:
            if table.has(*columns):
                return Found(kind, table)
        if is_wages(table):
            return Found("wages", table)
        if part := part_of(table):
            return Found("onet", table, part)
    return None


_HEADS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("nem", known.NEM), ("soc-2010", known.SOC_2010), ("crosswalk", known.CROSSWALK), ("cip", known.CIP_ALL),
    ("living-wage", ("Hourly Wages", "FIPS Code")), ("soc", known.SOC_ALL), ("soc", known.SOC_DETAILED),
)  # fmt: skip


def _nothing(files: Mapping[str, bytes], only: Kind | None) -> Fault:
    wanted = f"of the kind «{only}»" if only else f"that is read here ({', '.join(KINDS)})"
    return Fault(
        next(iter(files), "the folder"),
        0,
        "",
        f"there is no table {wanted}.",
        "Give the publisher's own files.",
    )


def _edition(group: Group, files: Mapping[str, bytes], given: Terms) -> Edition:
    kind = group[0][1].kind
    rows, reference = _rows(kind, {each.part: each.table for _, each in group})
    notes = tuple(note for _, each in group for note in each.table.notes)
    terms = _settled(kind, given, _written(kind, group, files, rows))
    areas = {row.area: row.area_title for row in rows if isinstance(row, (Wage, LivingWage))}
    if areas:
        reference["areas"] = areas
    return Edition(kind, terms, _digest(group, files), rows, reference, tuple(sorted(areas)), notes)


def _rows(kind: Kind, tables: Mapping[str, Table]) -> tuple[tuple[Row, ...], dict[str, dict[str, str]]]:
    if kind == "onet":
        return read_onet(tables)
    table = tables[""]
    if kind == "projections":
        return read_projections(table)
    readers = {
        "soc": known.read_soc, "soc-2010": known.read_soc_2010, "cip": known.read_cip, "crosswalk": known.read_crosswalk,
        "nem": known.read_nem, "wages": read_wages, "living-wage": read_living_wage,
    }  # fmt: skip
    return cast("tuple[Row, ...]", readers[kind](table)), {}


def _digest(group: Group, files: Mapping[str, bytes]) -> str:
    """The same for the same content, whatever its files are called and however they are packed."""
    parts = sorted(
        f"{each.part}:{hashlib.sha256(unpacked(files[name], name)).hexdigest()}" for name, each in group
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


# -- label, date and terms


def _given(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for name, body in files.items():
        if PurePosixPath(name).name != BESIDE:
            continue
        try:
            said = json.loads(body)
        except ValueError as error:
            raise Unreadable(
                [Fault(name, getattr(error, "lineno", 0), "", f"it is no JSON ({error}).", "Mend it.")]
            ) from None
        if not isinstance(said, dict):
            raise Unreadable([Fault(name, 1, "", "it is no object.", 'Write {"label": ..., "period": ...}.')])
        found.update(said)
    return found


def _terms(given: Mapping[str, Any], kind: Kind, typed: Terms | None) -> Terms:
    own = given.get("editions", {}).get(kind, {})
    said = {each.name: {**given, **own}[each.name] for each in fields(Terms) if each.name in {**given, **own}}
    if isinstance(said.get("period"), str):
        said["period"] = day_of(said["period"], BESIDE)
    return _over(typed or Terms(), Terms(**said))


def day_of(written: str, where: str) -> date:
    """A date as year, year-month or year-month-day; its missing parts are the first."""
    try:
        return date.fromisoformat({4: f"{written}-01-01", 7: f"{written}-01"}.get(len(written), written))
    except ValueError:
        fault = Fault(where, 0, "period", f"'{written}' is no date.", "Write it as 2021-05.")
        raise Unreadable([fault]) from None


def _over(first: Terms, other: Terms) -> Terms:
    """The first one's words, and the other's where it has none."""
    return Terms(*(getattr(first, each.name) or getattr(other, each.name) for each in fields(Terms)))


def _settled(kind: Kind, given: Terms, written: Terms) -> Terms:
    # Where somebody names the publisher, the usual publisher's words about itself do not hold.
    standard = STANDARD[kind]
    usual = Terms(label=standard.label, period=standard.period) if given.publisher else standard
    found = _over(_over(given, written), usual)
    if found.period is None:
        raise Unreadable([
            Fault(found.label, 0, "period", "nothing says what time its figures are of.", "Say it: --period 2021-05.")
        ])  # fmt: skip
    return replace(found, attribution=found.attribution.replace("{label}", found.label))


def _written(kind: Kind, group: Group, files: Mapping[str, bytes], rows: tuple[Row, ...]) -> Terms:
    """What the publisher's own files say of label and time."""
    if kind == "onet":
        return _release(group, files)
    name, found = group[0]
    if kind == "projections":
        years = [each[-4:] for each in found.table.head if re.fullmatch(r"Employment, \d{4}", each)]
        return Terms(f"Employment Projections {years[0]}-{years[1]}", date(int(years[0]), 1, 1))
    if kind == "nem" and (day := re.search(r"As of (\d+)/(\d+)/(\d{4})", " ".join(found.table.above))):
        return Terms(period=date(int(day[3]), int(day[1]), int(day[2])))
    if kind in ("wages", "living-wage"):
        return _year(kind, name, found.table, rows)
    return Terms()


def _release(group: Group, files: Mapping[str, bytes]) -> Terms:
    folder = PurePosixPath(group[0][0]).parent
    said = next((body for name, body in files.items() if re.fullmatch(r"(?i)read_?me\.txt", PurePosixPath(name).name)
                 and PurePosixPath(name).parent == folder), b"").decode("utf-8", "replace")  # fmt: skip
    label = re.search(r"O\*NET \d+(\.\d+)*", said)
    month = re.search(rf"({'|'.join(MONTHS)}) (\d{{4}}) Release", said)
    period = date(int(month[2]), MONTHS.index(month[1]) + 1, 1) if month else None
    return Terms(label[0] if label else "", period)


def _year(kind: Kind, name: str, table: Table, rows: Iterable[Row]) -> Terms:
    """The year of wages: in the name of the survey's files (`May2021`, `M2015`), else in a column."""
    named = re.search(r"(?:May|M)_?(20\d\d)", PurePosixPath(name).name)
    column = next((n for n, each in enumerate(table.head) if each.lower() == "year"), None)
    years = {cells[column] for _, cells in table.rows if len(cells) > column} if column is not None else set()
    year = named[1] if named else years.pop() if len(years) == 1 else ""
    if not year.isdigit():
        return Terms()
    titles = list(dict.fromkeys(row.area_title for row in rows if isinstance(row, (Wage, LivingWage))))
    place = titles[0] if titles else ""
    time = f"May {year}" if kind == "wages" and named else year
    return Terms(f"{STANDARD[kind].label} {time}, {place}", date(int(year), 5 if named else 1, 1))
