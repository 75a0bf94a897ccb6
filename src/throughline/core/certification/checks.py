"""The checks a pathway version passes before it may be certified, in order.

Each is one function in one file: a pathway and the catalogue in, findings out; none means passed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.requirements.findings import Finding

CheckFunction: TypeAlias = Callable[[Pathway, Catalogue], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its id in the list of checks, what it makes sure of, and how."""

    id: str
    title: str
    function: CheckFunction


CHECKS: tuple[Check, ...] = ()
