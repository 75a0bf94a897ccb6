"""Why an offer stands in a plan: what would be missing without it, all else as it is."""

from collections.abc import Iterable, Iterator

from throughline.core.progress.planning.formula import FOLLOWS, Asked, Formula, Reached, holds, mentioned
from throughline.core.progress.planning.missing import Goalpost


def reasons(number: int, asked: Asked, done: Reached, posts: Iterable[Goalpost]) -> tuple[str, ...]:
    """References of what this offer of a plan is for: milestones and credentials; else the stages whose gates count it;
    else the needs of other offers (`needs:` and a number). Nothing where the plan would do without it."""
    without = done.offers - {number}

    def falls(part: Formula) -> bool:
        return number in mentioned(part)[0] and not holds(part, without, done.names)

    lost = {n.removeprefix(FOLLOWS) for n in done.names if falls(asked.names[n])}
    names = sorted(lost, key=lambda n: (n.partition(":")[0] != "milestone", n))
    gates = sorted(_gate(post) for post in posts if falls(post.part))
    return tuple(names) or tuple(gates) or tuple(_needed(number, asked, done))


def _gate(post: Goalpost) -> str:
    return f"pathway:{post.pathway.id}" + (f"#{post.stage.id}" if post.stage else "")


def _needed(number: int, asked: Asked, done: Reached) -> Iterator[str]:
    for other in done.order:
        if any(number in mentioned(part)[0] for part in asked.needs[other]):
            yield f"needs:{other}"
