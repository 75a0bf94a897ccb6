"""How much sooner a learner finishes what they go on to, by what of it is done already."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.core.catalogue.documents import Rule
from throughline.core.catalogue.rulebook import in_force
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import Total


@dataclass(frozen=True, slots=True)
class TimeSaved:
    """For one degree: credits that find a place in its map, of how many, and the months that is at its usual pace."""

    rule: str
    counted: Decimal
    needed: Decimal
    months: Decimal


def time_saved(rule: Rule, standing: Standing) -> TimeSaved:
    """What a record saves of a degree, by the degree's own map: a rule whose credit totals are its parts.

    Credits beyond what a part asks for, and credits that fit no part, save nothing. Raises `ValueError` where the
    rule does not say how many months it takes, or sums no credits.
    """
    root = in_force(rule, standing.program.rules.began).root
    parts = [each for each in standing.explain(root, f"rule:{rule.id}").walk() if _is_part(each)]
    needed = sum((each.needed for each in parts), Decimal(0))
    if rule.typical_months is None or not needed:
        raise ValueError(
            f"rule:{rule.id} is no map that time can be computed from. "
            "Write `typical_months`, and its parts as totals of credits."
        )
    counted = sum((min(each.done, each.needed) for each in parts), Decimal(0))
    return TimeSaved(f"rule:{rule.id}", counted, needed, rule.typical_months * counted / needed)


def _is_part(outcome: Outcome) -> bool:
    return isinstance(outcome.node, Total) and outcome.node.measure == "credits" and not outcome.node.advisory
