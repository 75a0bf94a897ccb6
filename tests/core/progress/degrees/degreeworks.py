"""A small adapter: DegreeWorks audits (`ruleArray`, `courseArray`, conditions on the program)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.core.requirements.nodes import Choose, Node, Selector, Total

IGNORED = frozenset({"Complete", "Incomplete", "Noncourse", "Block", "Blocktype"})


class NotRead(Exception):
    """What stands in the audit and cannot be read; says what and where."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an audit as a rule. parts: of a group of lines; node: what is asked, None where nothing is."""

    title: str
    node: Node | None
    parts: tuple["Line", ...] = ()


def lines(
    rules: Sequence[Mapping[str, Any]], program: Mapping[str, Any], under: str = ""
) -> tuple[Line, ...]:
    """The lines that ask for something."""
    return tuple(line for nth, each in enumerate(rules) for line in _line(each, program, f"{under}{nth}"))


def _line(rule: Mapping[str, Any], program: Mapping[str, Any], at: str) -> tuple[Line, ...]:
    kind = rule.get("ruleType")
    if kind == "Course":
        node = _course(rule["requirement"], at)
        return (Line(rule["label"], node),) if node is not None else ()
    if kind == "IfStmt":
        return lines(_branch(rule, program), program, f"{at}.")
    if kind == "Subset":
        parts = lines(rule["ruleArray"], program, f"{at}.")
        nodes = tuple(part.node for part in parts if part.node is not None)
        return (Line(rule["label"], Choose(id=at, of=nodes), parts),)
    if kind in IGNORED:
        return ()
    raise NotRead(f"line {at}: a rule of type {kind!r}")


def _course(asked: Mapping[str, Any], at: str) -> Node | None:
    """So many classes or credits from a list; a line that may be left out asks for nothing."""
    select = courses(asked["courseArray"])
    if "classesBegin" in asked:
        least, measure = asked["classesBegin"], "count"
        if "." in least:
            raise NotRead(f"line {at}: {least} classes")
    elif "creditsBegin" in asked:
        least, measure = asked["creditsBegin"], "credits"
    else:
        raise NotRead(f"line {at}: neither classes nor credits are asked")
    if any(Decimal(asked.get(key, 1)) == 0 for key in ("classesBegin", "creditsBegin")):
        return None
    unit = "cr" if measure == "credits" else ""
    return Total(id=at, measure="credits" if unit else "count", unit=unit, min=Decimal(least), select=select)


def _branch(rule: Mapping[str, Any], program: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """What the audit said; where it says nothing, what its condition says of this program."""
    asked, said = rule["requirement"], rule["booleanEvaluation"]
    if said not in ("True", "False", "Unknown"):
        raise NotRead(f"an answer {said!r}")
    holds = said == "True" if said != "Unknown" else condition(asked["leftCondition"], program)
    part = asked.get("ifPart" if holds else "elsePart") or {"ruleArray": []}
    branch: Sequence[Mapping[str, Any]] = part["ruleArray"]
    return branch


def courses(array: Sequence[Mapping[str, str]]) -> Selector:
    """Courses by discipline and number, a range of numbers, or all of a discipline."""
    tags, what = list[str](), list[str]()
    for each in array:
        number, end = each["number"], each.get("numberEnd")
        if number == "@":
            tags.append(each["discipline"])
        elif end:
            tags += [f"{each['discipline']}-{n}" for n in between(number, end)]
        else:
            what.append(f"course:{each['discipline']}-{number}")
    return Selector(any_tags=tuple(tags), what=tuple(what))


def between(first: str, last: str) -> list[str]:
    """The numbers of a range; letters at the end run through the alphabet."""
    if first.isdigit() and last.isdigit():
        return [str(n) for n in range(int(first), int(last) + 1)]
    return [first[:-1] + chr(letter) for letter in range(ord(first[-1]), ord(last[-1]) + 1)]


def condition(asked: Mapping[str, Any], program: Mapping[str, Any]) -> bool | None:
    """Whether a condition holds for a program; None where it asks for what the audit does not say."""
    if "relationalOperator" in asked:
        return _compared(asked["relationalOperator"], program)
    if "leftCondition" not in asked:
        raise NotRead(f"a condition of {', '.join(asked)}")
    left = condition(asked["leftCondition"], program)
    if "rightCondition" not in asked:
        return left
    if asked["connector"] not in ("AND", "OR"):
        raise NotRead(f"a connector {asked['connector']!r}")
    return _joined(asked["connector"], left, condition(asked["rightCondition"], program))


def _joined(connector: str, left: bool | None, right: bool | None) -> bool | None:
    decides = connector == "OR"
    if decides in (left, right):
        return decides
    return None if None in (left, right) else not decides


def _compared(asked: Mapping[str, str], program: Mapping[str, Any]) -> bool | None:
    held = {"MAJOR": "major", "CONC": "concentration", "PROGRAM": "program"}.get(asked["left"])
    if held is None:
        return None
    if asked["operator"] not in ("=", "<>"):
        raise NotRead(f"an operator {asked['operator']!r}")
    return ((program[held] or "NONE") == asked["right"]) is (asked["operator"] == "=")
