"""What is said of alignments in the reader's words: how two items stand to each other, and what speaks for a match."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.core.alignment.proposing import Proposal
from throughline.web import reading
from throughline.web.words import words

RELATIONS: dict[str, Promise] = {
    "exactMatchOf": gettext_lazy("Both mean the same"),
    "isPartOf": gettext_lazy("The left one is a part of the right one"),
    "isPartOf/turned": gettext_lazy("The right one is a part of the left one"),
    "isTranslationOf": gettext_lazy("The left one is a translation of the right one"),
    "replacedBy": gettext_lazy("The left one is replaced by the right one"),
    "replacedBy/turned": gettext_lazy("The right one is replaced by the left one"),
    "isRelatedTo": gettext_lazy("They are only related"),
}
"""How a reviewer may say that two items stand to each other; turned: with the right one named first."""
STATUSES: dict[str, Promise] = {
    "claimed": gettext_lazy("claimed"),
    "reviewed": gettext_lazy("reviewed"),
    "certified": gettext_lazy("certified"),
    "declined": gettext_lazy("declined"),
    "withdrawn": gettext_lazy("withdrawn"),
}
VERDICTS: dict[str, Promise] = {
    "covered": gettext_lazy("Covered"),
    "partly": gettext_lazy("Partly covered"),
    "cannot_tell": gettext_lazy("Cannot tell yet"),
    "not": gettext_lazy("Not covered"),
}
LITTLE = 0.2
"""What two items stand under fits less than this: it speaks against the match."""


@dataclass(frozen=True, slots=True)
class Explained:
    """What speaks for a match and what against it, a sentence each."""

    pro: tuple[str, ...]
    con: tuple[str, ...]


def status_words(status: str) -> str:
    """How an alignment stands, in a word."""
    return str(STATUSES.get(status, status))


def explained(proposal: Proposal) -> Explained:
    """A proposal's reasons in sentences."""
    return Explained(tuple(_for(proposal)), tuple(_against(proposal)))


def _for(given: Proposal) -> list[str]:
    found = [_("Both say: {words}.").format(words=", ".join(given.words))] if given.words else []
    if given.above is not None and given.above >= LITTLE:
        found.append(_("What they stand under is alike: {n} %.").format(n=_percent(given.above)))
    if given.below:
        found.append(_("What stands under them is alike: {n} %.").format(n=_percent(given.below)))
    if given.company is not None and given.company >= LITTLE:
        found.append(
            _("What stands around the left one leads to the same part: {n} %.").format(
                n=_percent(given.company)
            )
        )
    if given.near:
        found.append(_("Items beside them are matched already."))
    if given.same_code:
        found.append(_("Their codes end alike."))
    if given.same_level:
        found.append(_("They are for the same level."))
    return found


def _against(given: Proposal) -> list[str]:
    found = []
    if given.only_left:
        found.append(_("Only on the left: {words}.").format(words=", ".join(given.only_left)))
    if given.only_right:
        found.append(_("Only on the right: {words}.").format(words=", ".join(given.only_right)))
    if given.above is not None and given.above < LITTLE:
        found.append(_("What they stand under differs."))
    if given.near == 0:
        found.append(_("Items beside the left one are matched elsewhere."))
    if given.same_level is False:
        found.append(_("They are for different levels."))
    if given.other_language:
        found.append(_("They are in different languages, so their words tell little."))
    return found


def percent(share: float) -> int:
    """A share of one as a whole number of a hundred."""
    return _percent(share)


def _percent(share: float) -> int:
    return round(100 * share)


def body_words(body: str) -> str:
    """A governing body by its name; by its id where the state does not know it any more."""
    found = reading.catalogue().organizations.get(body)
    return words(found.title) if found else body.replace("-", " ")
