"""The checks a pathway version passes before it may be certified, in order.

Each is one function in one file: a pathway and the catalogue in, findings out; none means passed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.certification.c01_shown import c01
from throughline.core.certification.c02_reachable import c02
from throughline.core.certification.c03_time_free import c03
from throughline.core.certification.c04_guaranteed import c04
from throughline.core.certification.c05_capacity import c05
from throughline.core.certification.c06_live_credentials import c06
from throughline.core.certification.c07_portability import c07
from throughline.core.certification.c08_universal import c08
from throughline.core.certification.c09_equal_rigor import c09
from throughline.core.certification.c10_work_based import c10
from throughline.core.certification.c11_stages import c11
from throughline.core.certification.c12_levels import c12
from throughline.core.certification.c15_open_entry import c15
from throughline.core.certification.c16_retakes import c16
from throughline.core.certification.c17_recognized import c17
from throughline.core.certification.c18_in_each_language import c18
from throughline.core.certification.c20_value_said import c20
from throughline.core.certification.c21_ground import c21
from throughline.core.certification.c22_holistic import c22
from throughline.core.certification.c24_legal_status import c24
from throughline.core.reasoning.findings import Finding

CheckFunction: TypeAlias = Callable[[Pathway, Catalogue], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its id in the list of checks, what it makes sure of, and how."""

    id: str
    title: str
    function: CheckFunction


CHECKS: tuple[Check, ...] = (
    Check(
        "C01",
        "Every milestone has a competency, criteria and two ways to show it, one a performance task",
        c01,
    ),
    Check("C02", "No circle among the requirements; every stage can be reached from an empty record", c02),
    Check("C03", "No age, grade, date, duration or hours without a law that is cited", c03),
    Check("C04", "Every minimal way of completing a stage opens an onward agreement", c04),
    Check("C05", "Places cover those expected with the margin, or a published rule says who gets one", c05),
    Check("C06", "No dead credential", c06),
    Check("C07", "Foundation milestones are shared; moves stay within the state's portability bound", c07),
    Check("C08", "The universal competencies and the personal success skills are included", c08),
    Check("C09", "Equal rigor within each stage", c09),
    Check("C10", "Work-based learning is present, with credit or credential", c10),
    Check(
        "C11", "A postsecondary stage before each destination, and a stage after entry to the profession", c11
    ),
    Check("C12", "Levels never fall; the first stage is secondary or earlier", c12),
    Check("C15", "No entry screen; it is settled how places are given when short", c15),
    Check("C16", "Retries without limit, after no more than the cooling time, of what is still open", c16),
    Check("C17", "In every region that offers it, somebody has signed that it is recognized", c17),
    Check("C18", "Every text a learner reads is there in each language, in plain words", c18),
    Check("C20", "Each credential says where it leads, and its worth with a source", c20),
    Check("C21", "It matters to the economy or the culture, and a record says so", c21),
    Check("C22", "A holistic strand is open", c22),
    Check("C24", "Every promise has a legal status and a remedy", c24),
)
"""In order of id, each with what it makes sure of."""

BESIDE: Mapping[str, str] = {
    "C19": "The sorting review is attached, and figures of access by group that point at nobody",
    "C23": "No version ever changes; from each a map leads to the newest; nobody is stranded",
}
"""Checks that look at more than the catalogue: at the packet of the decision, and at what is kept of every version."""
