"""Why a number is what it is: an audit's outcome as nested sentences, with the evidence used and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.record import Fact, RuleException
from throughline.core.progress.waived import waiver_of
from throughline.core.requirements.nodes import Cite, Have
from throughline.core.requirements.words import sentence
from throughline.web.names import address_of, name_of, say
from throughline.web.words import language, words


@dataclass(frozen=True, slots=True)
class Used:
    """A fact that counts: what it is, when, where, and who stood behind it."""

    title: str
    when: date
    where: str
    by: tuple[str, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One node against the record, in words. mark: the word for its status, and the class of its sign."""

    text: str
    mark: str
    word: str
    done: Decimal
    needed: Decimal
    counted: bool
    href: str
    used: tuple[Used, ...]
    missing: str
    ways: tuple[tuple[str, str], ...]
    decided: tuple[str, ...]
    through: tuple[str, ...]
    until: date | None
    renew: bool
    law: Cite | None
    children: tuple["Reason", ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to put outcomes into words: the catalogue, the record's facts by id, and people's names."""

    catalogue: Catalogue
    facts: Mapping[str, Fact]
    exceptions: Mapping[str, RuleException]
    people: Mapping[str, str]

    def reason(self, outcome: Outcome) -> Reason:
        """The outcome and all below it, in the reader's language."""
        own = () if outcome.children else outcome.used
        return Reason(
            text=self.sentence(outcome),
            mark=mark_of(outcome),
            word=word_of(outcome),
            done=outcome.done,
            needed=outcome.needed,
            counted=outcome.needed > 1 and outcome.unit != "level",
            href=address_of(outcome.node.what) if isinstance(outcome.node, Have) else "",
            used=tuple(self._used(self.facts[name]) for name in own if name in self.facts),
            missing=self._missing(outcome),
            ways=tuple((name_of(self.catalogue, ref), address_of(ref)) for ref in _ways(outcome)),
            decided=tuple(self._decision(name) for name in outcome.exceptions if name in self.exceptions),
            through=tuple(
                name_of(self.catalogue, ref) for step in outcome.equivalences for ref in step.passes
            ),
            until=outcome.until,
            renew=outcome.renewal_due,
            law=outcome.node.cite if outcome.law else None,
            children=tuple(self.reason(child) for child in outcome.children),
        )

    def sentence(self, outcome: Outcome) -> str:
        """What the node asks, alone."""
        return sentence(outcome.node, say(self.catalogue), language())

    def _used(self, fact: Fact) -> Used:
        where = fact.organization or fact.context
        place = self.catalogue.organizations.get(where)
        return Used(
            title=name_of(self.catalogue, fact.what),
            when=fact.when,
            where=words(place.title) if place else name_of(self.catalogue, where) if where else "",
            by=tuple(
                self.people.get(v.person, "") or name_of(self.catalogue, v.role) for v in fact.validators
            ),
            until=fact.valid_until,
        )

    def _missing(self, outcome: Outcome) -> str:
        if outcome.satisfied or outcome.gap is None or outcome.children:
            return ""
        if outcome.needed <= 1:
            return _("Not shown yet.")
        if outcome.unit == "level":
            return (
                _("Level {n} is shown so far.").format(n=outcome.done)
                if outcome.done
                else _("Not shown yet.")
            )
        unit = name_of(self.catalogue, outcome.unit) if outcome.unit else ""
        return _("{n} {unit} more.").format(n=outcome.needed - outcome.done, unit=unit).replace("  ", " ")

    def _decision(self, name: str) -> str:
        found = self.exceptions[name]
        if waiver_of(name):
            said = _("A waiver of {who} switches this rule off from {first} to {last}: {reason}")
            holder = name_of(self.catalogue, found.signed_by)
            return said.format(who=holder, first=found.when, last=found.until, reason=found.reason)
        said = _("Decided by {who}, {when}: {reason}")
        who = self.people.get(found.signed_by, "") or name_of(self.catalogue, found.signed_by)
        return said.format(who=who, when=found.when, reason=found.reason)


def _ways(outcome: Outcome) -> tuple[str, ...]:
    if outcome.satisfied or outcome.gap is None or not isinstance(outcome.node, Have):
        return ()
    return tuple(ref for ref in outcome.gap.ways if ref != outcome.node.what)


def mark_of(outcome: Outcome) -> str:
    """The class of the status sign: met, waived, progress, open."""
    if outcome.status in ("met", "waived"):
        return outcome.status
    return "progress" if outcome.status == "cannot_tell" or _begun(outcome) else "open"


def _begun(outcome: Outcome) -> bool:
    return outcome.done > 0 or bool(outcome.facts)


def word_of(outcome: Outcome) -> str:
    """The status in a word."""
    begun = outcome.status == "not_met" and _begun(outcome)
    return _(_WORDS["in_progress" if begun else outcome.status])


# Only the one that is asked for is translated.
_WORDS = {
    "met": gettext_noop("shown"),
    "waived": gettext_noop("waived"),
    "cannot_tell": gettext_noop("being confirmed"),
    "in_progress": gettext_noop("in progress"),
    "not_met": gettext_noop("not yet"),
}
