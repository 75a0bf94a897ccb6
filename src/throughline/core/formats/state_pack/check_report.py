"""A report on states, for people and for programs."""

import json
from collections.abc import Iterator
from typing import Any

from throughline.core.formats.state_pack.check import Fault, PackReport, Report
from throughline.core.formats.state_pack.run_cases import CaseResult


def render_text(report: Report) -> str:
    """The report in lines: each state with what it holds, what was found at file and line, and its cases."""
    lines = [line for pack in report.packs for line in _pack(pack)]
    return "\n".join([*lines, _summary(report)]) + "\n"


def _pack(pack: PackReport) -> Iterator[str]:
    held = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in pack.counts.items())
    yield f"{pack.directory}: {held or 'could not be read'}"
    for fault in pack.faults:
        yield f"  {fault}"
    for notice in pack.notices:
        yield f"  note: {notice}"
    for case in pack.cases:
        yield f"  {'as expected' if case.as_expected else 'NOT as expected'}: {case.case.title}"
    yield ""


def _summary(report: Report) -> str:
    faults = sum(len(pack.faults) for pack in report.packs)
    cases = [case for pack in report.packs for case in pack.cases]
    expected = sum(case.as_expected for case in cases)
    said = f"{len(report.packs)} {'state' if len(report.packs) == 1 else 'states'} checked"
    ran = f"{expected} of {len(cases)} cases as expected"
    return f"{said}; {ran}; {'nothing to mend' if not faults else f'{faults} to mend'}."


def render_json(report: Report) -> str:
    """The same as JSON: `sound`, and for each pack its counts, faults, notices and cases."""
    body = {"sound": report.sound, "packs": [_pack_body(pack) for pack in report.packs]}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _pack_body(pack: PackReport) -> dict[str, Any]:
    return {
        "directory": pack.directory,
        "state": pack.state,
        "counts": dict(pack.counts),
        "faults": [_fault_body(each) for each in pack.faults],
        "notices": [_fault_body(each) for each in pack.notices],
        "cases": [_case_body(each) for each in pack.cases],
    }


def _fault_body(fault: Fault) -> dict[str, Any]:
    place = fault.place
    where = {"file": place.file, "line": place.line, "path": place.path}
    return where | {"check": fault.check, "sentence": fault.sentence, "fix": fault.fix}


def _case_body(result: CaseResult) -> dict[str, Any]:
    return {
        "title": result.case.title,
        "as_expected": result.as_expected,
        "expectations": [
            {
                "about": " ".join(each.expectation.target),
                "came_out": each.came_out,
                "differs": list(each.differs),
            }
            for each in result.results
        ],
    }
