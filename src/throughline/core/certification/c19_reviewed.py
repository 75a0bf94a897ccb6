"""C19: the review whether it separates and sorts is attached, with what every detector found; so are figures of access by
group, and none of them could point at a person."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway, Region
from throughline.core.certification.draft_checks import DETECTORS
from throughline.core.reasoning.findings import Finding


@dataclass(frozen=True, slots=True)
class Review:
    """The sorting review of a packet. text: the written answer; detectors: the checks whose findings stand beside it."""

    text: str
    detectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people of a group live in a region where a pathway is offered, of how many in the state; None: hidden."""

    group: str
    within: int | None
    of: int | None


def access_of(pathway: Pathway, catalogue: Catalogue) -> tuple[Reach, ...]:
    """The figures of access for each group the state counts, by where the pathway is offered, from the census of its
    regions. Counts are hidden where fewer than the state's smallest group live on either side, but for none and for all."""
    places = (catalogue.organizations.get(each.removeprefix("organization:")) for each in pathway.offered_by)
    there = {each.region for each in places if each is not None and each.region}
    return tuple(
        _reach(group, there, tuple(catalogue.regions.values()), catalogue.state.smallest_group)
        for group in catalogue.state.groups
    )


def _reach(group: str, there: Collection[str], regions: Sequence[Region], smallest: int) -> Reach:
    every = sum(each.groups.get(group, 0) for each in regions)
    within = sum(each.groups.get(group, 0) for each in regions if each.id in there)
    hidden = not _safe(within, every, smallest)
    return Reach(group, None if hidden else within, every if every >= smallest else None)


def _safe(within: int, of: int, smallest: int) -> bool:
    return all(part == 0 or part >= smallest for part in (within, of - within))


def c19(
    reference: str, review: Review | None, access: Sequence[Reach], groups: Collection[str], smallest: int
) -> tuple[Finding, ...]:
    """A finding where the sorting review is not there, for each detector whose findings it was written without, for
    each group without a figure, and for each figure that could point at a person. groups: those the state counts.
    S001:208."""
    return tuple(
        Finding("C19", reference, where, sentence, fix)
        for where, sentence, fix in (
            *_review(reference, review),
            *_access(reference, access, groups, smallest),
        )
    )


def _review(reference: str, review: Review | None) -> Iterator[tuple[str, str, str]]:
    if review is None or not review.text.strip():
        sentence = f"No sorting review of {reference} is attached."
        yield "sorting", sentence, "Write whether it separates and sorts learners, and how you know."
        return
    for each in DETECTORS:
        if each not in review.detectors:
            sentence = f"The sorting review of {reference} was written without what {each} finds."
            yield "sorting", sentence, "Answer it anew: what every detector finds then stands beside it."


def _access(
    reference: str, access: Sequence[Reach], groups: Collection[str], smallest: int
) -> Iterator[tuple[str, str, str]]:
    given = {each.group: each for each in access}
    for group in groups:
        if group not in given:
            sentence = f"No figure of access to {reference} is attached for the group '{group}'."
            yield "access", sentence, "Attach how many of it live where the pathway is offered."
    for each in access:
        if each.within is not None and (each.of is None or not _safe(each.within, each.of, smallest)):
            sentence = (
                f"The figure of access to {reference} for the group '{each.group}' could point at a person."
            )
            yield "access", sentence, f"Hide it: fewer than {smallest} people are on one side of it."
