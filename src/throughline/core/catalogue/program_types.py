"""The program types a state has declared, and how a school's offer is spread over them."""

from collections import Counter
from collections.abc import Mapping

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Rule

SPECTRUM = ("career", "college", "exploration")
"""Advanced standing in a career, in college, and broader exploration of both."""


def program_types(catalogue: Catalogue) -> tuple[Rule, ...]:
    """Every program type, state-designated or local: a rule of purpose `program`."""
    return tuple(rule for rule in catalogue.rules.values() if rule.purpose == "program")


def balance(school: str, catalogue: Catalogue) -> Mapping[str, int]:
    """How many of the program types a school offers stand on each part of the spectrum; a type may stand on several."""
    offered = (rule for rule in program_types(catalogue) if school in rule.offered_by)
    found = Counter(part for rule in offered for part in rule.advanced_standing)
    return {part: found[part] for part in SPECTRUM}
