"""What an amendment does to those who learn, in words and numbers; small groups are hidden, and what they would follow
from, whoever reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.apps.advising.impacts import Impact
from throughline.apps.advising.queries import governing as advising
from throughline.core.progress.population.impact_shown import CountsShown, ImpactShown
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.words import told
from throughline.web.words import words as in_words


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One line of the table: a region, and how many learners in words; `whole`: all regions together."""

    name: str
    learners: str
    gain: str
    more: str
    same: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """What is said of a draft. sentences: in order. rows: by region, the whole last; empty where there is
    one region at most. hides: whether any number is hidden. waits: a job still works it out."""

    sentences: tuple[str, ...]
    rows: tuple[RegionRow, ...] = ()
    hides: bool = False
    smallest: int = 0
    waits: bool = False


def impact_page(tried: advising.DraftTried | None) -> ImpactPage:
    """What is said of a draft that was tried, or is still to be."""
    if tried is None:
        return ImpactPage((_("Nothing is drafted that would touch a learner's pathway."),))
    if tried.impact is None:
        words = _("The draft is being tried on everyone's record. Load this page again in a minute or two.")
        return ImpactPage((words,), waits=True)
    if not tried.impact.versions:
        return ImpactPage(
            (_("Nobody is on a pathway that this touches. It is for those who begin from then on."),)
        )
    return _told(tried.impact, tried.found_at)


def _told(impact: Impact, found_at: datetime | None) -> ImpactPage:
    found, others = advising.impact_shown(impact)
    sentences = [_whole(found), *_steps(found), *_versions(impact), *map(_other, others)]
    if impact.lost:
        sentences.append(_("It would leave learners without a way on."))
    if impact.as_of:
        sentences.append(_when(impact, found_at))
    hides = found.hides or any(each.hides for _pathway, each in others)
    smallest = reading.catalogue().state.smallest_group
    return ImpactPage(tuple(sentences), _rows(found), hides, smallest)


def _whole(found: ImpactShown) -> str:
    return _(
        "{gain} would need fewer steps by it; {more} would need more. On its pathways now: {pinned}. "
        "All of them stay on the version they are on; the new one is theirs only if they ask for it."
    ).format(gain=_many(found.whole.gain), more=_many(found.whole.more), pinned=_many(found.whole.learners))


def _steps(found: ImpactShown) -> list[str]:
    return [
        ngettext(
            "{learners} would need {n} step more.", "{learners} would need {n} steps more.", steps
        ).format(learners=_many(many), n=steps)
        for steps, many in found.steps
        if many is not None
    ]  # fmt: skip


def _versions(impact: Impact) -> list[str]:
    kept = reading.catalogue()
    return [
        _("{pathway}, version {number}: {learners}.").format(
            pathway=name_of(kept, pathway), number=number, learners=_many(n)
        )
        for pathway, number, n in advising.versions_shown(impact)
    ]


def _other(told: tuple[str, CountsShown]) -> str:
    pathway, each = told
    return _(
        "Of everyone else in whose record something stands ({learners}), {gain} would be nearer to the end of "
        "{pathway}, and {more} further from it."
    ).format(
        learners=_many(each.learners), gain=_many(each.gain), more=_many(each.more),
        pathway=name_of(reading.catalogue(), pathway),
    )  # fmt: skip


def _when(impact: Impact, found_at: datetime | None) -> str:
    if found_at is None:
        return _("Worked out today from everyone's record.")
    return _("Worked out on {day} from everyone's record; it is tried again every day.").format(
        day=told(found_at, "DATETIME_FORMAT")
    )


def _rows(found: ImpactShown) -> tuple[RegionRow, ...]:
    if len(found.groups) < 2:
        return ()
    regions = reading.catalogue().regions
    rows = [
        _row(in_words(regions[name].title) if name in regions else _("In no region"), each)
        for name, each in found.groups
    ]
    return (*rows, _row(_("All together"), found.whole, whole=True))


def _row(name: str, each: CountsShown, *, whole: bool = False) -> RegionRow:
    return RegionRow(
        name, _number(each.learners), _number(each.gain), _number(each.more), _number(each.same), whole
    )


def _number(n: int | None) -> str:
    return _("hidden") if n is None else f"{n:,}"


def _many(n: int | None) -> str:
    if n is None:
        return _("a hidden number of learners")
    return ngettext("{n} learner", "{n} learners", n).format(n=f"{n:,}")
