"""A small adapter: TigerPath's requirement files (nested lists of course patterns) and transcripts."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.core.progress.degrees.asked import Asked
from tests.core.progress.made import fact
from throughline.core.progress.record import Fact
from throughline.core.requirements.nodes import Selector

LANGUAGES = frozenset(re.findall(
    "...", "ARABCSCHICLGCZEFREGERHEBHINITAJPNKORLANLATMOGPERPLSPORRUSSLASPASWATURTWIURD"
))  # fmt: skip
"""Departments that a pattern `LANG ...` names."""


def path_of(data: dict[str, Any], class_year: int) -> str:
    """How the peer names the root: kind, class year, code."""
    called = data["name"] if data["type"] == "Certificate" else data["code"]
    return f"{data['type']}//{class_year}//{called}"


def read(data: dict[str, Any], path: str, asked: Any = "ALL", shared: bool = False) -> Asked:
    """A requirement with all below it; paths are the names of nodes, as the peer writes them."""
    shared = bool(data.get("double_counting_allowed", shared))
    parts = tuple(
        read(part, f"{path}//{part.get('name') or f'{nth:03}'}", part.get("min_needed"), shared)
        for nth, part in enumerate(data.get("req_list") or ())
    )
    most = data.get("max_counted")
    need = data.get("num_courses") or asked
    if need == "ALL":
        need = sum(1 for part in parts if part.asks) if parts else len(data.get("course_list") or ())
    if "no_req" in data:
        need = 0
    return Asked(
        path,
        int(need or 0),
        99 if most is None else int(most),
        parts,
        _select(data),
        alone=not (shared or data.get("num_courses")),
    )


def _select(data: dict[str, Any]) -> Selector | None:
    if data.get("num_courses"):
        return Selector(kind="course", tags=(f"by:{data.get('completed_by_semester') or 8}",))
    if data.get("course_list"):
        return Selector(
            any_tags=_patterns(data["course_list"]), exclude=_patterns(data.get("excluded_course_list") or ())
        )
    areas = data.get("dist_req")
    if areas:
        return Selector(any_tags=tuple(f"area:{a}" for a in ([areas] if isinstance(areas, str) else areas)))
    return None


def _patterns(written: Sequence[Any]) -> tuple[str, ...]:
    """Names of courses, or their beginnings with one star: `COS 3**` is `COS 3*`; one course may have several names."""
    names = [name for each in written for name in str(each).split(":")[0].upper().split("/")]
    return tuple(dict.fromkeys(re.sub(r"\*+$", "*", " ".join(name.split())) for name in names))


def facts_of(semesters: Sequence[Sequence[Sequence[Any]]]) -> list[Fact]:
    """A transcript: each course with the patterns it fits, its areas, and the semesters by which it was done."""
    return [
        _course(name, areas, term, f"{term}.{nth}")
        for term, courses in enumerate(semesters, 1)
        for nth, (name, areas, *_) in enumerate(courses)
    ]


def _course(name: str, areas: str | None, term: int, key: str) -> Fact:
    tags = {f"by:{later}" for later in range(term, 9)}
    tags |= {f"area:{area.strip()}" for area in (areas or "").split(",") if area.strip()}
    for one in name.split("/"):
        department, number = re.sub(r"[\d ].*", "", one.strip()), re.sub(r"^[^\d ]* *", "", one.strip())
        starts = {number, *(f"{number[:n]}*" for n in range(len(number) + 1))}
        tags |= {f"{department} {start}" for start in starts}
        if department in LANGUAGES:
            tags |= {f"LANG {start}" for start in starts}
    return fact(f"course:{name.replace(' ', '-')}", key, tags=tags, when=date(2026, 1, term))
