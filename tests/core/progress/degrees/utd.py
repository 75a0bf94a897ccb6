"""A small adapter: the degree files of UTD's planner: the core (hours by area, each hour used once) and the major."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from tests.core.progress.degrees.asked import Asked
from tests.core.progress.made import fact
from throughline.core.progress.record import Fact
from throughline.core.requirements.nodes import Choose, Selector, Total


def hours_of(course: str) -> int:
    """The second digit of a course's number; one that varies is told as no hours."""
    digit = course.split()[-1][1:2]
    return int(digit) if digit.isdigit() else 0


def facts_of(courses: Sequence[str]) -> list[Fact]:
    """A transcript; each course with its hours and the beginnings of its name."""
    return [_taken(name, f"{n:03}") for n, name in enumerate(dict.fromkeys(courses))]


def _taken(name: str, key: str) -> Fact:
    tags = {f"={name}", *(name[:length] + "*" for length in range(len(name) + 1))}
    return fact(_what(name), key, amounts={"cr": hours_of(name)}, tags=tags)


def hours_apart(courses: Sequence[str]) -> list[Fact]:
    """Each hour of each course as a fact of its own: so a course may be divided between areas."""
    return [
        fact(_what(name), f"{n:03}.{hour}")
        for n, name in enumerate(dict.fromkeys(courses))
        for hour in range(hours_of(name))
    ]


def _what(course: str) -> str:
    return f"course:{course.replace(' ', '-')}"


def core(text: str) -> Choose:
    """The areas of a core file, hours each, in one pool in which no hour serves twice."""
    lists = dict(re.findall(r"DEFINE %(\w+)% NameList\(([^)]*)\)", text))
    areas = re.findall(r'REQUIRE "[^"]*"\s+(\w+)\s+(\d+)\s+%(\w+)%', text)
    return Choose(
        id="core", of=tuple(_area(name, hours, lists[names]) for name, hours, names in areas), exclusive=True
    )


def names_in(text: str) -> frozenset[str]:
    """Every course that a core file names."""
    return frozenset(name for area in core(text).of if isinstance(area, Total) for name in area.select.what)


def _area(name: str, hours: str, names: str) -> Total:
    what = tuple(re.sub(r"^([A-Z]+)(\w+)$", r"course:\1-\2", each.strip()) for each in names.split(","))
    return Total(id=name, measure="count", unit="", min=Decimal(hours), select=Selector(what=what))


def major(data: dict[str, Any]) -> list[Asked]:
    """The requirements of the major, in the file's order."""
    return [_asked(each, f"{nth}") for nth, each in enumerate(data["requirements"]["major"])]


def _asked(data: dict[str, Any], name: str) -> Asked:
    return READ[data["matcher"]](data, name)


def _parts(data: dict[str, Any], name: str) -> tuple[Asked, ...]:
    return tuple(_asked(each, f"{name}.{nth}") for nth, each in enumerate(data["requirements"]))


def _and(data: dict[str, Any], name: str) -> Asked:
    parts = _parts(data, name)
    return Asked(name, sum(1 for part in parts if part.asks), of=parts)


def _or(data: dict[str, Any], name: str) -> Asked:
    return Asked(name, 1, of=_parts(data, name))


def _select(data: dict[str, Any], name: str) -> Asked:
    return Asked(name, data["required_count"], of=_parts(data, name))


def _course(data: dict[str, Any], name: str) -> Asked:
    return Asked(name, 1, select=Selector(what=(_what(data["course"]),)))


def _hours(data: dict[str, Any], name: str) -> Asked:
    names, starts = _named(data["requirements"])
    return _credits(name, data["required_hours"], names, starts)


def _named(requirements: Sequence[dict[str, Any]]) -> tuple[list[str], list[str]]:
    names, starts = list[str](), list[str]()
    for each in requirements:
        if "course" in each:
            names.append(each["course"])
        elif "prefix" in each:
            starts.append(each["prefix"])
        else:
            inside = _named(each["requirements"])
            names, starts = names + inside[0], starts + inside[1]
    return names, starts


def _credits(name: str, hours: int, names: Sequence[str], starts: Sequence[str]) -> Asked:
    """Hours from courses of these names or beginnings; the facts carry their name as a beginning too."""
    tags = tuple([f"={each}" for each in names] + [f"{start}*" for start in starts])
    return Asked(name, hours, select=Selector(any_tags=tags), measure="credits")


def _free(data: dict[str, Any], name: str) -> Asked:
    exclude = tuple(map(_what, data["excluded_courses"]))
    return Asked(
        name, data["required_hours"], select=Selector(kind="course", exclude=exclude), measure="credits"
    )


def _guided(data: dict[str, Any], name: str) -> Asked:
    names, _ = _named(data["also_fulfills"])
    tags = tuple([f"={each}" for each in names] + [f"{start}*" for start in [data["starts_with"]]])
    return Asked(name, data["required_count"], select=Selector(any_tags=tags))


def _psychology(data: dict[str, Any], name: str) -> Asked:
    return _credits(name, data["required_hours"], data["accepted_courses"], data["accepted_prefixes"])


READ: dict[str, Callable[[dict[str, Any], str], Asked]] = {
    "AndRequirement": _and,
    "OrRequirement": _or,
    "SelectRequirement": _select,
    "CourseRequirement": _course,
    "HoursRequirement": _hours,
    "FreeElectiveRequirement": _free,
    "CSGuidedElectiveRequirement": _guided,
    "PsychologyPrefixesOrCourses": _psychology,
}
