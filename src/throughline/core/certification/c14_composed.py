"""C14: the body that votes sits as its charter asks: required sectors, learner and community seats filled."""

from throughline.core.governing.charters import Sitting
from throughline.core.governing.composition import unmet
from throughline.core.reasoning.findings import Finding


def c14(sitting: Sitting, language: str = "en") -> tuple[Finding, ...]:
    """A finding for everything in a sitting that its charter asks and is not so. Unlike the checks of a draft it looks at
    who votes, so it takes a sitting: on the day the vote opens, and again when it closes."""
    return tuple(
        Finding("C14", f"body:{sitting.body.id}", each.about or each.rule, each.sentence, each.fix)
        for each in unmet(sitting, language)
    )
