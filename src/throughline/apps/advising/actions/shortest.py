"""A way that was worked out becomes the learner's plan and usual week, and goes back again: the learner's own acts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from throughline.apps.advising.actions.planning import WEEKDAYS, known_entry, own_version, save_plan, week_of
from throughline.apps.advising.models import PlanEntry, Week
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.trail import actions as trail
from throughline.core.progress.planning.week import Laid, laid, most_days

WHAT = "The plan"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What taking a way over did. version: of the plan as it stood before, to go back to. added: how many entries are
    new. left_out: activities of the first term that found no free day, with so many days."""

    version: int
    added: int
    left_out: tuple[tuple[str, int], ...]


@transaction.atomic
def take_over(
    *,
    by: Actor,
    steps: Sequence[str],
    first: Iterable[str],
    names: Mapping[str, str],
    why: str,
    now: datetime,
) -> TakenOver:
    """Puts the steps of a way (`opportunity:id`, `milestone:id`) on the learner's plan beside what is there, and the days
    of those that come first into the free days of the week. The plan as it stood is kept as a version before that.

    names: what to call a setting in the week (`school`, `college` ...). why: words beside that version.
    """
    decision = require(by, "plan.write", Subject(by.person, by.name), what=WHAT)
    wanted = list(dict.fromkeys(steps))
    if not wanted:
        raise Refused(WHAT, "there is no step to put into it.", "Ask for the shortest way first.")
    for each in wanted:
        known_entry(each)
    version = save_plan(by=by, now=now, why=why)
    held = set(_entries(by).values_list("what", flat=True))
    new = [each for each in wanted if each not in held]
    _add(by, new, now)
    week = _into_the_week(by, [each for each in first if each in wanted], names, now)
    trail.record(
        trail.Act(by.person, "took a way over", now, by.person, f"plan:{version}", decision.authority)
    )
    return TakenOver(version, len(new), week.left_out)


def _entries(by: Actor) -> QuerySet[PlanEntry]:
    return PlanEntry.objects.filter(learner__in=ids_of([by.me]), removed_at=None)


def _add(by: Actor, whats: Iterable[str], now: datetime) -> None:
    """Entries in the order of the steps: a plan shows them by when they were added."""
    PlanEntry.objects.bulk_create(
        PlanEntry(learner_id=by.me, what=each, added_at=now + timedelta(microseconds=nth))
        for nth, each in enumerate(whats)
    )


def _into_the_week(by: Actor, first: Sequence[str], names: Mapping[str, str], now: datetime) -> Laid:
    offers = frameworks.catalogue().opportunities
    weeks = [offers[name].week for each in first if (name := each.removeprefix("opportunity:")) in offers]
    wanted = {names.get(setting, setting): days for setting, days in most_days(weeks).items()}
    held = week_of(by.me)
    found = laid(held, wanted, WEEKDAYS)
    if dict(found.days) != held:
        Week.objects.update_or_create(
            learner_id=by.me, defaults={"days": dict(found.days), "updated_at": now}
        )
    return found


@transaction.atomic
def bring_back(*, by: Actor, version: int, now: datetime) -> None:
    """The learner makes an earlier version of their plan the plan again: its entries and its week. Goals and words stay."""
    decision = require(by, "plan.write", Subject(by.person, by.name), what=WHAT)
    body = own_version(by, version).body
    then = list(dict.fromkeys(body["entries"]))
    _entries(by).exclude(what__in=then).update(removed_at=now)
    held = set(_entries(by).values_list("what", flat=True))
    _add(by, [each for each in then if each not in held], now)
    if "week" in body:
        Week.objects.update_or_create(learner_id=by.me, defaults={"days": body["week"], "updated_at": now})
    trail.record(
        trail.Act(by.person, "brought a plan back", now, by.person, f"plan:{version}", decision.authority)
    )
