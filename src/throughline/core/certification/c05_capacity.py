"""C05: places cover those who are expected with the state's margin, or a rule says how they are given where they are short.

Places are those a year of the agreements that a stage opens, kind by kind; who is expected is what the stage publishes.
"""

from throughline.core.catalogue.agreements import CHOSEN, enough, opened_by, shortage_of
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway, Stage
from throughline.core.reasoning.findings import Finding


def c05(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Each agreement with counted places that may be short for a stage, and with no published rule for that."""
    return tuple(
        finding
        for stage in pathway.stages
        for kind in CHOSEN
        if enough(stage, pathway, catalogue, kind) is not True
        for finding in _without_a_rule(stage, pathway, catalogue, kind)
    )


def _without_a_rule(stage: Stage, pathway: Pathway, catalogue: Catalogue, kind: str) -> tuple[Finding, ...]:
    expected = "a number nobody published" if stage.expected is None else f"{stage.expected} a year"
    return tuple(
        Finding(
            "C05", f"agreement:{each.id}", "shortage",
            f"agreement:{each.id} has {each.capacity} places a year, {expected} are expected to complete "
            f"pathway:{pathway.id}#{stage.id}, and no published rule says who gets a place.",
            "Name under `shortage` a rule the state publishes (lottery, order, or one of its own), or add places.",
        )
        for each in opened_by(stage, pathway, catalogue)
        if each.kind == kind and each.capacity is not None and shortage_of(each, catalogue) is None
    )  # fmt: skip
