"""How a vote closes by itself on the day after its last: what its decision says, and what is next."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, TypeAlias

from throughline.core.governing.ballots import Tally

After: TypeAlias = Literal["again", "other_draft", "redraft", "in_force", "others", "stands"]
"""What is next for a matter: vote again on the same draft; write another one; mend what keeps it from coming into force;
nothing, it is in force; the other bodies that decide; nothing, it stands as it is."""


def is_over(closes: date, on: date) -> bool:
    """Whether a vote's last day is behind us, so that it closes by itself."""
    return on > closes


def reasons_by_itself(came: Tally, closes: date, lacking: Sequence[str], withheld: str) -> str:
    """The reasons of a decision that nobody wrote: what the count was, whether the body was whole, and why what was
    carried is not in force, where it is not. lacking: what the body's seats lacked when it closed, in sentences."""
    found = [f"The vote closed by itself after its last day, {closes.isoformat()}.", _part(came)]
    if came.outcome != "no_quorum":
        found.append(f"For: {came.counts['for']}. Against: {came.counts['against']}.")
    whole = "Every seat that the charter asks for was filled or announced as vacant."
    found.append(f"When it closed: {' '.join(lacking)}" if lacking else whole)
    if withheld:
        found.append(f"It was carried, and is not in force: {withheld}")
    return " ".join(found)


def _part(came: Tally) -> str:
    said = f"{came.took_part} of {came.seats} seats took part; a quorum is {came.needed}."
    return said if came.quorate else f"{said} That is no quorum, so nothing is decided."


def what_is_next(
    outcome: str, *, published: bool, withheld: bool, recommends: bool, text_only: bool
) -> After:
    """What is next once a vote is decided. text_only: the draft changes no document, so that nothing has to come into
    force."""
    if outcome == "no_quorum":
        return "again"
    if outcome == "lost":
        return "other_draft"
    if withheld:
        return "redraft"
    if published:
        return "in_force"
    return "stands" if recommends or text_only else "others"
