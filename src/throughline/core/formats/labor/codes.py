"""Codes of occupations: SOC 2018 (`29-1141`), the hybrid codes of wage surveys (`29-2010`), and O*NET-SOC (`29-1141.03`).

SOC manual 2018: two digits of the major group, then minor, broad and detailed; a zero says that a group goes no deeper.
O*NET-SOC 2019: `.00` is the SOC occupation itself, other endings are specialties of it.
"""

import re
from typing import Literal

SOC = re.compile(r"\d\d-\d{4}")
ONET = re.compile(r"\d\d-\d{4}\.\d\d")
CIP = re.compile(r"\d\d(\.\d\d(\d\d)?)?")
NO_MATCH = "99-9999"
"""What the crosswalk of programs writes where a program leads to no one occupation: no code of an occupation."""
WHOLE = ".00"

Reach = Literal["exact", "group", "specialty"]


def soc_of(code: str) -> str:
    """The SOC code of an occupation, whichever of the two its own code is."""
    return code[:7]


def plain(code: str) -> str:
    """The shortest code that means the same: the SOC code for `.00`, else the code itself."""
    return code.removesuffix(WHOLE)


def onet_of(code: str) -> str:
    """The O*NET-SOC code that means the same."""
    return code if ONET.fullmatch(code) else f"{code}{WHOLE}"


def holds(group: str, code: str) -> bool:
    """Whether a SOC group (or a hybrid code that ends in zeros) holds a SOC code, itself left out."""
    return group != code and code.startswith(group.rstrip("0")) and group.endswith("0")


def reach(named: str, occupation: str) -> Reach | None:
    """How a code that somebody named speaks of an occupation: exactly, as a group it belongs to (its SOC occupation or
    a wider group), or as a specialty of it; None where it does not."""
    one, other = plain(named), plain(occupation)
    if one == other:
        return "exact"
    if one == soc_of(other) or holds(one, soc_of(other)):
        return "group"
    return "specialty" if soc_of(one) == other else None


def cip_written(code: str) -> str:
    """A CIP code out of what spreadsheets make of it: `="01"`, `1.0101`."""
    bare = code.strip().removeprefix("=").strip('"').strip()
    whole, point, part = bare.partition(".")
    return f"{whole.zfill(2)}{point}{part}"
