"""What a college asks before its courses counts itself: no course without credit stands before one with credit.

Help that is needed comes beside the course (a corequisite) or before it as a bridge, and counts toward the program.
"""

from collections.abc import Iterator
from decimal import Decimal

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Opportunity, Pathway, Stage
from throughline.core.catalogue.references import named
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.catalogue.structure import milestones_in
from throughline.core.reasoning.findings import Finding

CREDIT = "credit"
HELPS = frozenset({"corequisite", "bridge"})
COLLEGE = ("postsecondary", "entry")
"""The phases of a pathway in which a college's courses are asked for."""


def credit_of(course: Opportunity) -> Decimal:
    """The credits a course gives, of whatever kind."""
    return sum((n for unit, n in course.amounts.items() if CREDIT in unit), Decimal(0))


def without_credit(course: Opportunity, kept: Catalogue) -> bool:
    """Whether it is a college's course that gives no credit."""
    place = kept.organizations.get(course.provider)
    college = course.sector == "postsecondary" or (place is not None and place.sector == "postsecondary")
    return college and course.kind == "course" and credit_of(course) == 0


def counts_instead(course: Opportunity, kept: Catalogue) -> tuple[str, ...]:
    """Ids of courses that give the same and count, those of the same college and help beside the course first."""
    found = [
        each
        for each in kept.opportunities.values()
        if each.id != course.id and credit_of(each) > 0 and {*each.gives} & {*course.gives}
    ]
    found.sort(
        key=lambda each: (each.provider != course.provider, not HELPS & {each.kind, *each.tags}, each.id)
    )
    return tuple(each.id for each in found)


def no_credit_less_first(kept: Catalogue) -> tuple[Finding, ...]:
    """A finding for each course without credit that a college course or a college stage asks for first, and for each
    corequisite or bridge that counts for nothing."""
    idle = {each.id: each for each in kept.opportunities.values() if without_credit(each, kept)}
    only = _only_from(idle, kept)
    return (
        *(finding for each in kept.opportunities.values() for finding in _before_course(each, idle, only)),
        *(finding for each in kept.pathways.values() for finding in _before_stage(each, only, kept)),
        *(finding for each in kept.opportunities.values() for finding in _help(each)),
    )


def _only_from(idle: dict[str, Opportunity], kept: Catalogue) -> dict[str, str]:
    """What is to be had from courses without credit alone, each with one that gives it."""
    given = {what: each.id for each in idle.values() for what in (*each.gives, f"opportunity:{each.id}")}
    others = {what for each in kept.opportunities.values() if each.id not in idle for what in each.gives}
    return {what: course for what, course in given.items() if what not in others}


def _before_course(
    each: Opportunity, idle: dict[str, Opportunity], only: dict[str, str]
) -> Iterator[Finding]:
    if each.sector != "postsecondary" or each.id in idle:
        return
    for what in each.needs:
        if what in only:
            yield Finding(
                "", f"opportunity:{each.id}", "needs",
                f"'{each.id}' asks first for '{only[what]}', a course that gives no credit.", _FIX,
            )  # fmt: skip


_FIX = "Give the help beside the course, or as a bridge that counts, or give the course its credit."


def _before_stage(pathway: Pathway, only: dict[str, str], kept: Catalogue) -> Iterator[Finding]:
    book = RuleBook(kept)
    for stage in pathway.stages:
        if stage.phase in COLLEGE:
            for what in sorted(_asked(stage, book, kept) & only.keys()):
                yield Finding(
                    "", f"pathway:{pathway.id}", f"stages.{stage.id}",
                    f"Stage '{stage.id}' of '{pathway.id}' asks for '{what}', which only the course '{only[what]}' gives, "
                    "without credit.", _FIX,
                )  # fmt: skip


def _asked(stage: Stage, book: RuleBook, kept: Catalogue) -> set[str]:
    found = {ref for _, ref in named(stage.gate)}
    for name in milestones_in(stage.gate, book):
        if name in kept.milestones:
            found |= {ref for _, ref in named(kept.milestones[name].rule)}
    return found


def _help(each: Opportunity) -> Iterator[Finding]:
    if HELPS & {each.kind, *each.tags} and each.sector == "postsecondary" and not credit_of(each):
        sentence = f"'{each.id}' is called a corequisite or a bridge and counts for nothing."
        yield Finding("", f"opportunity:{each.id}", "amounts", sentence, "Give it credit toward the program.")
