"""Writes of the house by itself: what no act opened, days that come, places that are free, promises that end.

Each may be run as often as one likes; a second run finds nothing to do.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import places
from throughline.apps.opportunities.actions.opening import open_what_follows
from throughline.apps.opportunities.models import Notice, OfferDeed, Places, Reached
from throughline.apps.opportunities.places import NEWEST, Doing
from throughline.apps.records.queries.record import learners_on, learners_with_facts
from throughline.apps.trail import actions as trail
from throughline.apps.trail import queries as trail_queries
from throughline.core.agreements.contradictions import among_all
from throughline.core.catalogue.agreements import owner, season
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.certification.onward import without_promise
from throughline.core.progress.guarantees import may_lapse, reminder_due

NAME = "offers"
PUBLISHED = ("published", "retired")
AT_ONCE = 200


@transaction.atomic
def catch_up(*, by: Actor, now: datetime) -> int:
    """Open what should be open and is not: for everybody the trail tells of since the last run, and for everybody where
    an agreement began or a version was published since. Gives how many offers were missing."""
    require(by, "offers.sweep", what="Catching up on offers")
    reached, _ = Reached.objects.select_for_update().get_or_create(
        name=NAME, defaults={"moment": 0, "sequence": 0, "on": date.min}
    )
    wide = _begun_since(reached.on, timezone.localdate(now))
    missing = 0
    while happened := trail_queries.events_after(
        trail_queries.Cursor(reached.moment, reached.sequence), limit=5000
    ):
        wide = wide or any(each.verb in PUBLISHED and each.about is None for each in happened)
        missing += _open({each.about for each in happened if each.about} if not wide else (), now)
        reached.moment, reached.sequence = happened[-1].at.moment, happened[-1].at.sequence
    if wide:
        missing += _open(learners_with_facts(), now)
    reached.on = timezone.localdate(now)
    reached.save(update_fields=["moment", "sequence", "on"])
    return missing


def _begun_since(last: date, today: date) -> bool:
    starts = (each.starts for each in frameworks.catalogue().agreements.values())
    return any(last < day <= today for day in starts if day)


def _open(learners: Iterable[UUID], now: datetime) -> int:
    wanted, done = sorted(learners), 0
    for nth in range(0, len(wanted), AT_ONCE):
        done += len(open_what_follows(wanted[nth : nth + AT_ONCE], now=now))
    return done


@transaction.atomic
def keep_days(*, by: Actor, now: datetime) -> dict[str, int]:
    """Remind learners of places that are held for them; let a place go whose published day went by after a reminder; give
    what is free to whoever's turn it is. How many of each."""
    require(by, "offers.sweep", what="Keeping the days of offers")
    places.lock(Places.objects.values_list("agreement", flat=True))
    terms = frameworks.catalogue().state.offers
    done = {"reminded": 0, "lapsed": 0, "placed": 0}
    for last in _held():
        sent = OfferDeed.objects.filter(offer=last.offer_id, deed="reminded").count()
        if last.answer_by and may_lapse(last.answer_by, timezone.localdate(now), sent):
            _do(last, "lapsed", "an offer's day went by", now)
            done["lapsed"] += 1
        elif last.answer_by and reminder_due(last.answer_by, timezone.localdate(now), terms.reminders, sent):
            _do(last, "reminded", "reminded of an offer", now)
            done["reminded"] += 1
    for name in Places.objects.values_list("agreement", flat=True):
        done["placed"] += places.fill(name, now)
    return done


def _held() -> list[OfferDeed]:
    rows = OfferDeed.objects.filter(
        nth=Subquery(NEWEST.values("nth")[:1]), state="held", answer_by__isnull=False
    )
    return list(rows.select_related("offer").order_by("offer_id"))


def _do(last: OfferDeed, deed: str, verb: str, now: datetime) -> None:
    places.write(last, deed, Doing(now))  # type: ignore[arg-type]  # one of two words
    trail.record(places.told(last.offer, verb, now))


@transaction.atomic
def watch(*, by: Actor, now: datetime) -> int:
    """Look whether every stage still leads to a promise in force, which agreements end soon or ended, and what speaks
    against one beside the others. Whoever mends it
    is told, and the learners on the pathway; a notice closes once it is mended. Gives how many are open."""
    require(by, "offers.sweep", what="Watching over promises")
    kept = frameworks.catalogue()
    today = timezone.localdate(now)
    found = {**_stages(kept, today), **_ends(kept, today), **_clashes(kept, today)}
    open_now = {(each.kind, each.about): each for each in Notice.objects.filter(mended_at=None)}
    for key in found.keys() - open_now.keys():
        _begin(key, *found[key], now)
    for key in open_now.keys() - found.keys():
        open_now[key].mended_at = now
        open_now[key].save(update_fields=["mended_at"])
    return len(found)


Told = dict[tuple[str, str], tuple[str, str, str]]
"""By kind and what it is about: who mends it, the sentence, the fix."""


def _stages(kept: Catalogue, today: date) -> Told:
    """Stages that can be completed without any promise that opens."""
    found: Told = {}
    for pathway in kept.pathways.values():
        for finding in without_promise(pathway, kept, today):
            stage = next(s for s in pathway.stages if finding.object_ref.endswith(f"#{s.id}"))
            mends = stage.owner or kept.state.offers.overseer
            found["stage", finding.object_ref] = (mends, finding.sentence, finding.fix)
    return found


def _ends(kept: Catalogue, today: date) -> Told:
    found: Told = {}
    for each in kept.agreements.values():
        ref, who = f"agreement:{each.id}", owner(each, kept)
        if season(each, today) == "ended":
            found["ended", ref] = (
                who,
                f"{ref} ended on {each.ends}: it opens to nobody new.",
                "Renew it, or withdraw it.",
            )
        elif each.ends and (each.ends - today).days <= kept.state.offers.ending_days:
            found["ending", ref] = (who, f"{ref} ends on {each.ends}.", "Renew it before that day.")
    return found


def _clashes(kept: Catalogue, today: date) -> Told:
    """Agreements against which something speaks beside the others."""
    found: Told = {}
    for each in among_all(kept, today):
        who = owner(kept.agreements[each.object_ref.partition(":")[2]], kept)
        _, sentence, fix = found.get(("clash", each.object_ref), (who, "", ""))
        found["clash", each.object_ref] = (who, f"{sentence} {each.sentence}".strip(), fix or each.fix)
    return found


def _begin(key: tuple[str, str], mends: str, sentence: str, fix: str, now: datetime) -> None:
    kind, about = key
    Notice.objects.create(kind=kind, about=about, owner=mends, sentence=sentence, fix=fix, since=now)
    told = {"owner": mends, "sentence": sentence}
    trail.record(trail.Act(None, f"a promise: {kind}", now, None, about, "every night the house looks", told))
    if kind == "stage":
        pathway = about.partition("#")[0]
        trail.record_many(
            trail.Act(None, "a promise is being mended", now, learner, pathway, "you are on this pathway")
            for learner in learners_on(pathway)
        )
