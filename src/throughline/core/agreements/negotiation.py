"""How organizations agree: drafts apart from what is in force, signed by every party, in force once all have signed.

Whoever would be bound by a draft, or is bound by what it would replace, signs it. A new draft stands in place of the last
one and is signed anew. A missing signature keeps in force what is in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from throughline.core.catalogue.documents import Agreement
from throughline.core.learning_agreement import NotNow

WITHOUT_REASON = frozenset({"id", "cite"})
"""Fields of an agreement for whose change no reason is asked."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The terms as one party would have them. by: that party. reasons: why, by the name of each field that changes.
    signed: when each party signed it."""

    number: int
    terms: Agreement
    by: str
    reasons: Mapping[str, str]
    at: datetime
    signed: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Objection:
    """That a party does not sign a draft, and what it would sign instead, in its own words."""

    party: str
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Negotiation:
    """A negotiation as it stands. in_force: the terms that it would replace; drafts: all, the newest last. objection: to
    the newest. closed: `in_force` once all signed, `withdrawn`, or empty."""

    drafts: tuple[Draft, ...]
    in_force: Agreement | None = None
    objection: Objection | None = None
    closed: str = ""

    @property
    def draft(self) -> Draft:
        """The newest draft."""
        return self.drafts[-1]

    @property
    def parties(self) -> tuple[str, ...]:
        """Whoever must sign: the parties of the newest draft, then those of what it would replace."""
        before = self.in_force.parties if self.in_force else ()
        return tuple(dict.fromkeys((*self.draft.terms.parties, *before)))

    @property
    def turn(self) -> tuple[str, ...]:
        """Whose move it is: of the party that wrote the draft where another objects, else of all who have not signed."""
        if self.closed:
            return ()
        if self.objection is not None:
            return (self.draft.by,)
        return tuple(each for each in self.parties if each not in self.draft.signed)


def redraft(now: Negotiation, draft: Draft) -> Negotiation:
    """The negotiation with a new draft. Raises `NotNow` where it is over, nothing would change, or a reason is missing."""
    _open(now)
    if draft.by not in now.parties:
        raise NotNow("A draft is written by a party.", "Ask one of them.")
    _worth_signing(now.draft.terms, draft)
    return replace(now, drafts=(*now.drafts, draft), objection=None)


def begun(draft: Draft, in_force: Agreement | None) -> Negotiation:
    """A negotiation with its first draft. Raises `NotNow` where there is only one party, nothing would change against what
    is in force, or a reason is missing."""
    if len(set(draft.terms.parties)) < 2:
        raise NotNow("An agreement has two parties at least.", "Choose with whom you would agree.")
    made = Negotiation((draft,), in_force)
    if draft.by not in made.parties:
        raise NotNow("A draft is written by a party.", "Name your organization among the parties.")
    if in_force is not None:
        _worth_signing(in_force, draft)
    return made


def changed_fields(before: Agreement, after: Agreement) -> tuple[str, ...]:
    """The names of the fields in which two texts of an agreement differ, in the order they are read."""
    return tuple(
        each.name for each in fields(Agreement) if getattr(before, each.name) != getattr(after, each.name)
    )


def sign(now: Negotiation, party: str, number: int, at: datetime) -> Negotiation:
    """One party signs the newest draft; with the last one it is in force. Raises `NotNow` where it is not theirs to sign."""
    draft = _asked(now, party, number)
    if party in draft.signed:
        raise NotNow("Your organization has signed this draft.", "Wait for the others.")
    if now.objection is not None:
        raise NotNow("A party objects to this draft.", "Read why, then write another draft.")
    draft = replace(draft, signed={**draft.signed, party: at})
    after = replace(now, drafts=(*now.drafts[:-1], draft))
    return after if after.turn else replace(after, closed="in_force")


def oppose(now: Negotiation, said: Objection) -> Negotiation:
    """A party does not sign the newest draft; what is in force stays. Raises `NotNow` as above, or where it says nothing."""
    draft = _asked(now, said.party, said.number)
    if said.party in draft.signed:
        raise NotNow("Your organization has signed this draft.", "Write another draft instead.")
    if not said.words.strip():
        raise NotNow("It does not say what you would sign.", "Write it; the other parties read it.")
    return replace(now, objection=said)


def withdraw(now: Negotiation, party: str) -> Negotiation:
    """The party that wrote the first draft takes it back; what is in force stays."""
    _open(now)
    if party != now.drafts[0].by:
        raise NotNow("Another party began this.", "Say what you would sign instead.")
    return replace(now, closed="withdrawn")


def _asked(now: Negotiation, party: str, number: int) -> Draft:
    _open(now)
    if now.draft.number != number:
        raise NotNow("There is a newer draft.", "Read the newest, then answer.")
    if party not in now.parties:
        raise NotNow("Your organization is no party to it.", "Look in your list.")
    return now.draft


def _open(now: Negotiation) -> None:
    if now.closed:
        raise NotNow("It is over.", "Begin anew with what is in force.")


def _worth_signing(before: Agreement, draft: Draft) -> None:
    changed = changed_fields(before, draft.terms)
    if not changed:
        raise NotNow("Nothing would change.", "Change something first.")
    asked = [each for each in changed if each not in WITHOUT_REASON]
    if asked and not any(draft.reasons.get(each, draft.reasons.get("", "")).strip() for each in asked):
        raise NotNow("It does not say why.", "Write the reason for the change; every party reads it.")
    if len(set(draft.terms.parties)) < 2:
        raise NotNow("An agreement has two parties at least.", "Choose with whom you would agree.")
