"""Writes: everyone's rows worked out from the records, brought up to the trail, and held against each other each night.

All writers of rows wait for each other part by part, and each part is a transaction of its own: cut off at any time, the
next run goes on where the last one was. Nothing here is the truth; it can be thrown away and worked out anew.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.directory.queries import UNREMARKABLE
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.population.models import Basis, LearnerRow, Night
from throughline.apps.population.rows import Place, Written, worked_out, write
from throughline.apps.population.rules import Rules, digest_of
from throughline.apps.records.queries import everyone
from throughline.apps.records.shapes import Shapes
from throughline.apps.trail import actions as trail
from throughline.apps.trail import queries as trail_queries
from throughline.apps.trail.queries import Cursor
from throughline.core.progress.population.running import Runner, with_numpy

AT_ONCE = 65_536
EVENTS_AT_ONCE = 20_000
VERB = "worked out everyone"
CUT_OFF = timedelta(minutes=5)
"""A run that has not moved for so long, by the clock of the database, was cut off; whoever looks next takes it up."""


def work_out(*, by: Actor, now: datetime, at_once: int = AT_ONCE, runner: Runner = with_numpy) -> Night:
    """Work out everyone from the records, and mend whatever rows are not what they should be; the night as it was kept.

    Goes on with a night that was cut off. Rows are first brought up to the trail, so that a row that differs then is a
    defect; it is counted, mended and told.
    """
    require(by, "night.prove", what="Working out everyone anew")
    while True:
        run = _Run(_begun(now), runner, at_once)
        while run.part(now):
            pass
        if not run.outdated:
            return _ended(by, run.night, now)


def bring_up(*, by: Actor, now: datetime, runner: Runner = with_numpy) -> int:
    """Bring the rows up to the trail and to the day; gives how many entries of the trail and learners there were to look at.

    Before the first night, after a publication that changes a rule, and where a night was cut off, it works out everyone.
    """
    require(by, "night.prove", what="Bringing everyone's rows up to date")
    if _takes_a_night(now):
        return work_out(by=by, now=now, runner=runner).learners
    if not Basis.objects.exists():
        return 0
    done = 0
    while many := _next_events(now, runner):
        done += many
    under_way = Night.objects.filter(ended_at=None).exists()
    return done if under_way else done + _due(now, runner)


def renew(learners: Iterable[UUID], *, now: datetime, runner: Runner = with_numpy) -> Written:
    """Work out these learners anew from all their facts, and write what changed."""
    with transaction.atomic():
        _wait()
        written = _renewed(list(learners), day_of_rows(now), runner)
        _counted(written)
        return written


def forget() -> None:
    """Throw all rows away. The next run works them out anew."""
    with transaction.atomic():
        _wait()
        LearnerRow.objects.all().delete()
        Basis.objects.all().delete()
        Night.objects.filter(ended_at=None).update(done=None)


# -- a night


class _Run:
    """A night under way: its rules and the shapes of facts met so far."""

    def __init__(self, night: Night, runner: Runner, at_once: int) -> None:
        self.night, self.at_once = night, at_once
        self.shapes = Shapes()
        self.rules = Rules(night.as_of, self.shapes.every, runner)
        self.runner, self.outdated = runner, False

    def part(self, now: datetime) -> bool:
        """The next part, in one transaction; whether there was one."""
        with transaction.atomic():
            _wait()
            found = Night.objects.filter(pk=self.night.pk).first()
            self.outdated = found is None or found.newest != frameworks.published().newest
            if found is None or self.outdated or found.ended_at is not None:
                return False
            self.night = found
            after = found.done or everyone.NOBODY
            last = everyone.last_of(after, self.at_once)
            if last is None:
                return False
            while self.night.compares and _next_events(now, self.runner):
                pass
            cursor = trail_queries.everything_before()
            fresh = worked_out(everyone.between(after, last, self.shapes), self.rules)
            written = write(fresh, Place(after, last), cursor, self.night.as_of, explained=_explained())
            self._count(written, last)
            return True

    def _count(self, written: Written, last: UUID) -> None:
        night = self.night
        night.done, night.moved_at, night.parts = last, Now(), night.parts + 1
        night.learners += written.learners
        night.added += written.added
        night.renewed += written.renewed
        night.removed += written.removed
        if night.compares:
            night.compared += written.compared
            night.differences += written.differences
        night.save()


@transaction.atomic
def _begun(now: datetime) -> Night:
    """The night that was cut off, where the rules are still those it began with; else a new one."""
    _wait()
    newest = frameworks.published().newest
    night = Night.objects.filter(ended_at=None).first()
    if night is not None and night.newest == newest:
        night.taken_up, night.moved_at = night.taken_up + 1, Now()
        night.save()
        return night
    Night.objects.filter(ended_at=None).delete()
    basis = Basis.objects.first()
    compares = basis is not None and not _rules_changed(basis, timezone.localdate(now))
    if basis is not None and compares:
        _due(now, with_numpy)
    return Night.objects.create(
        begun_at=now, moved_at=Now(), as_of=timezone.localdate(now), newest=newest, compares=compares,
        moment=trail_queries.everything_before().moment,
    )  # fmt: skip


@transaction.atomic
def _ended(by: Actor, night: Night, now: datetime) -> Night:
    _wait()
    night.refresh_from_db()
    if night.ended_at is not None:
        return night
    night.ended_at = night.moved_at = Now()
    night.rules = digest_of(night.as_of)
    night.save()
    night.refresh_from_db()
    basis = Basis.objects.first()
    begun = Cursor(night.moment, 0)
    at = begun if basis is None else max(begun, Cursor(basis.moment, basis.sequence))
    Basis.objects.update_or_create(one=True, defaults={
        "moment": at.moment, "sequence": at.sequence, "as_of": night.as_of, "rules": night.rules,
        "newest": night.newest, "learners": LearnerRow.objects.count(), "written_at": now,
    })  # fmt: skip
    data = {
        name: getattr(night, name) for name in ("learners", "compared", "differences", "added", "removed")
    }
    state = f"state:{frameworks.home_state()}"
    trail.record(trail.Act(by.person, VERB, now, target=state, authority="the house itself", data=data))
    return night


def _takes_a_night(now: datetime) -> bool:
    """Whether nothing less than everyone will do, and nobody is at it."""
    night = Night.objects.filter(ended_at=None).first()
    if night is not None:
        return night.moved_at < now - CUT_OFF
    basis = Basis.objects.first()
    return basis is None or _rules_changed(basis, timezone.localdate(now))


def _rules_changed(basis: Basis, today: date) -> bool:
    """Whether a row may read otherwise by what was published since, or by an edition of a rule that began. A publication
    that no rule rests on is noted."""
    newest = frameworks.published().newest
    if basis.newest == newest and frameworks.edition_day(basis.as_of) == frameworks.edition_day(today):
        return False
    if basis.rules != digest_of(today):
        return True
    Basis.objects.update(newest=newest)
    return False


def day_of_rows(now: datetime) -> date:
    """The latest day for which rows are written now."""
    days = [*Basis.objects.values_list("as_of", flat=True)]
    days += Night.objects.filter(ended_at=None).values_list("as_of", flat=True)
    return max(days, default=timezone.localdate(now))


# -- what changes


def _next_events(now: datetime, runner: Runner) -> int:
    """The learners whom the next events are about, worked out anew; how many events there were."""
    with transaction.atomic():
        _wait()
        basis = Basis.objects.select_for_update().get()
        before = trail_queries.everything_before()
        found = trail_queries.events_after(Cursor(basis.moment, basis.sequence), limit=EVENTS_AT_ONCE)
        about = {each.about for each in found if each.about is not None and each.verb not in UNREMARKABLE}
        written = Written()
        if about:
            written = _renewed(sorted(about), day_of_rows(now), runner)
        at = found[-1].at if found else max(before, Cursor(basis.moment, basis.sequence))
        Basis.objects.update(moment=at.moment, sequence=at.sequence, written_at=now)
        _counted(written)
        return len(found)


def _counted(written: Written) -> None:
    Basis.objects.update(learners=F("learners") + (written.added - written.removed))


def _due(now: datetime, runner: Runner) -> int:
    """The learners for whom a day alone may change something by now."""
    done, today = 0, timezone.localdate(now)
    while True:
        with transaction.atomic():
            _wait()
            due = LearnerRow.objects.filter(changes__lte=today).order_by("learner")
            learners = list(due.values_list("learner_id", flat=True)[:AT_ONCE])
            if not learners:
                Basis.objects.update(as_of=today, written_at=now)
                return done
            _counted(_renewed(learners, today, runner))
            done += len(learners)


def _renewed(learners: list[UUID], as_of: date, runner: Runner) -> Written:
    shapes = Shapes()
    cursor = trail_queries.everything_before()
    found = everyone.of_these(learners, shapes)
    fresh = worked_out(found, Rules(as_of, shapes.every, runner))
    these = [*learners, *found.people]
    return write(fresh, Place(these=these), cursor, as_of)


def _explained() -> list[UUID]:
    """About whom something happened that the rows need not hold yet. One query."""
    basis = Basis.objects.first()
    if basis is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT same.id FROM (SELECT DISTINCT about FROM trail_event WHERE (moment, sequence) > (%s, %s)"
            " AND about IS NOT NULL) AS found, LATERAL directory_same_person(found.about) AS same(id)",
            [basis.moment, basis.sequence],
        )
        return [row[0] for row in cursor if row[0] is not None]


def _wait() -> None:
    """Writers of rows wait for each other until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('population.rows'))")
