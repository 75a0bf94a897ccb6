"""The courses a record corresponds to, for those who ask for a transcript of courses.

It follows from certified equivalences alone. There is no grade, no average and no rank in it, and it says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from throughline.core.catalogue.documents import Equivalence
from throughline.core.catalogue.rulebook import RuleBook

LIMITS = ("no_grades", "no_average", "no_rank", "not_every_course", "not_hours")
"""What the list does not say; a face has a sentence for each."""


@dataclass(frozen=True, slots=True)
class CourseEquivalent:
    """A course, what in the record counts as it, and the certified decisions in between (none: it was taken itself)."""

    course: str
    stands_on: str
    chain: tuple[Equivalence, ...] = ()


def courses_of(book: RuleBook, held: Mapping[str, int | None]) -> tuple[CourseEquivalent, ...]:
    """The courses a record holds or has certified equivalents of, in order of name, each once.

    held: by reference (`milestone:m`, `competency:k`, `course:c`), the level reached, None where there are none.
    """
    found = (_course(name, book, held) for name in sorted(_courses(book, held)))
    return tuple(each for each in found if each is not None)


def _courses(book: RuleBook, held: Iterable[str]) -> set[str]:
    named = {ref for e in book.catalogue.equivalences.values() for ref in (e.has, e.counts_as)}
    return {ref for ref in (*named, *held) if ref.startswith("course:")}


def _course(name: str, book: RuleBook, held: Mapping[str, int | None]) -> CourseEquivalent | None:
    if name in held:
        return CourseEquivalent(name, name)
    for step in sorted(book.equivalents(name), key=lambda each: (len(each.chain), each.what)):
        if step.what in held:
            return CourseEquivalent(name, step.what, step.chain)
    return None
