"""What an amendment does to those who learn, in words and numbers; numbers under ten stand as few for the public."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.apps.advising.impacts import Impact
from throughline.web import reading
from throughline.web.names import name_of

SMALLEST = 10
"""Fewer than this many learners are not counted out in public: somebody could be told from the number."""


def impact_words(impact: Impact | None, few: bool) -> tuple[str, ...]:
    """Sentences. few: the reader is the public, so small numbers are not given."""
    if impact is None:
        return (_("Nothing is drafted that would touch a learner's pathway."),)
    if not impact.versions:
        return (_("Nobody is on a pathway that this touches. It is for those who begin from then on."),)
    more = sum(impact.more.values())
    most = max(impact.more, default=0)
    found = [
        _(
            "{gain} would need fewer steps by it; {more} would need more (up to {steps}). On its pathways now: {pinned}. "
            "All of them stay on the version they are on; the new one is theirs only if they ask for it."
        ).format(
            gain=_many(impact.gain, few), more=_many(more, few), steps=most, pinned=_many(impact.pinned, few)
        )
    ]
    found += [
        _("{pathway}, version {number}: {learners}.").format(
            pathway=name_of(reading.catalogue(), each.pathway),
            number=each.number,
            learners=_many(each.learners, few),
        )
        for each in impact.versions
    ]
    return (*found, *((_("It would leave learners without a way on."),) if impact.lost else ()))


def _many(n: int, few: bool) -> str:
    if few and 0 < n < SMALLEST:
        return _("fewer than {n} learners").format(n=SMALLEST)
    return ngettext("{n} learner", "{n} learners", n).format(n=n)
