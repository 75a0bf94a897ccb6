"""C13: four sectors wrote it together, and everybody who commented got an answer before the vote."""

from collections.abc import Iterable, Iterator
from datetime import date

from throughline.core.governing.authorship import Part, Signature, authors_lacking
from throughline.core.governing.deadlines import has_run
from throughline.core.reasoning.findings import Finding


def c13(
    reference: str,
    parts: Iterable[Part],
    signatures: Iterable[Signature],
    window: tuple[date, date] | None,
    unanswered: int,
    on: date,
) -> tuple[Finding, ...]:
    """A finding for each stage or milestone that lacks an author of a sector that must sign it, where the window for comment
    has not run on that day, and where a comment has no answer. window: its first and last day. S001:831, S001:833."""
    return (*authors_lacking(parts, signatures), *_comment(reference, window, unanswered, on))


def _comment(
    reference: str, window: tuple[date, date] | None, unanswered: int, on: date
) -> Iterator[Finding]:
    if window is None or not has_run(window, on):
        sentence = f"The window for comment on {reference} has not run."
        yield Finding("C13", reference, "comment", sentence, "Let everybody comment before the vote.")
    if unanswered:
        sentence = f"{unanswered} of the comments on {reference} have no answer."
        yield Finding("C13", reference, "answers", sentence, "Answer each before the vote.")
