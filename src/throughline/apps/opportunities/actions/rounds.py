"""Writes: a round is opened with its rule and its bound seed, learners rank, it is matched, and they answer."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.models import Round, RoundOpening, RoundRanking
from throughline.apps.opportunities.queries.standpoints import TOLD, rule_of, standpoints
from throughline.apps.trail import actions as trail
from throughline.core.matching.deferred import match
from throughline.core.matching.explaining import every_reason
from throughline.core.matching.lottery import commitment
from throughline.core.matching.ranking import Opening, Ranking, Reserve
from throughline.core.matching.round_file import Round as PublicRound
from throughline.core.matching.round_file import written

WHAT = "A round"
LONGEST = 2000
BARRIERS = {
    "far": ("it is farther than this round lets learners travel.", "Rank one that is nearer."),
    "licence": (
        "it asks for a licence that your record does not show yet.",
        "Show it first, or rank another.",
    ),
    "law": ("a law says from when on one may do this work.", "Say that it lets you, or rank another."),
}


@dataclass(frozen=True, slots=True)
class NewReserve:
    """Seats that a group comes first for. group: `region:id` or `told:words`, which learners count themselves in; then a
    law or published rule is cited."""

    group: str
    seats: int
    cite: str = ""


@dataclass(frozen=True, slots=True)
class NewOpening:
    """An opportunity in a round, as it is typed; the fields are those of `RoundOpening`."""

    opportunity: str
    seats: int
    shift: str = ""
    reserves: tuple[NewReserve, ...] = ()
    within_km: int | None = None
    holds: str = ""
    by_law: str = ""
    cite: str = ""

    @property
    def name(self) -> str:
        """Its name in the round."""
        return f"{self.opportunity}/{self.shift.strip()}" if self.shift.strip() else self.opportunity


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round, as it is typed; the fields are those of `Round`."""

    organization: str
    title: str
    words: str
    closes_on: date | None
    answer_by: date | None
    openings: tuple[NewOpening, ...]
    rule: str = ""


@transaction.atomic
def open_round(*, by: Actor, new: NewRound, now: datetime) -> UUID:
    """Open a round for ranking; what binds its seed enters the public log now. Gives its id.

    :raises Refused: it contradicts itself, or a group is told without a law or rule that is cited.
    """
    decision = require(by, "round.open", Subject(organization=new.organization), what=WHAT)
    directory.organization_id(new.organization)
    return _opened(by, new, None, decision, now)


def _opened(by: Actor, new: NewRound, after: Round | None, decision: Decision, now: datetime) -> UUID:
    closes_on, answer_by = _days(new, timezone.localdate(now))
    _check(new)
    seed = secrets.token_hex(32)
    made = Round.objects.create(
        organization=new.organization, title=new.title.strip()[:200], words=new.words.strip()[:LONGEST], rule=new.rule,
        closes_on=closes_on, answer_by=answer_by, seed=seed, commitment=commitment(seed), after=after,
        opened_by_id=by.me, opened_at=now,
    )  # fmt: skip
    RoundOpening.objects.bulk_create(
        RoundOpening(
            round=made, name=each.name, opportunity=each.opportunity, shift=each.shift.strip(), seats=each.seats,
            reserves=[asdict(reserve) for reserve in each.reserves], within_km=each.within_km, holds=each.holds,
            by_law=each.by_law.strip(), cite=each.cite.strip(),
        )
        for each in new.openings
    )  # fmt: skip
    trail.record(trail.Act(by.person, "opened a round", now, None, f"round:{made.id}", decision.authority))
    _log("bound", made, 1, made.commitment, now)
    return made.id


def _log(act: str, given: Round, number: int, digest: str, now: datetime) -> None:
    leaf = trail.Leaf(frameworks.home_state(), act, f"round:{given.id}", number, digest, "round")
    trail.enter([leaf], now=now)


def _days(new: NewRound, today: date) -> tuple[date, date]:
    if new.closes_on is None or new.closes_on < today:
        raise Refused(WHAT, "it has no day to come on which ranking closes.", "Give one.")
    if new.answer_by is None or new.answer_by <= new.closes_on:
        raise Refused(WHAT, "learners need days after that for their yes.", "Give a later day to answer by.")
    return new.closes_on, new.answer_by


def _check(new: NewRound) -> None:
    kept = frameworks.catalogue()
    if not new.title.strip() or not new.words.strip():
        raise Refused(WHAT, "it has no title or says nothing.", "Write both.")
    if new.rule and new.rule not in {each.id for each in kept.state.shortages}:
        raise Refused(WHAT, "its rule is none that the state published.", "Choose one of the list.")
    if not new.openings:
        raise Refused(WHAT, "it has no place to rank.", "Add at least one.")
    if len({each.name for each in new.openings}) < len(new.openings):
        raise Refused(WHAT, "one place stands in it twice.", "Name the shifts, or put the seats together.")
    for each in new.openings:
        _check_opening(each)


def _check_opening(new: NewOpening) -> None:
    kept = frameworks.catalogue()
    if new.opportunity not in kept.opportunities:
        raise Refused(
            WHAT, f"'{new.opportunity}' is nothing that can be learned here.", "Choose one of the list."
        )
    if new.seats < 1:
        raise Refused(WHAT, "a place in it has no seat.", "Say how many.")
    if new.by_law.strip() and not new.cite.strip():
        raise Refused(WHAT, "it names a law and not where it stands.", "Cite it, for example 29 CFR 570.33.")
    if sum(each.seats for each in new.reserves) > new.seats:
        raise Refused(WHAT, "more seats are kept for groups than there are.", "Keep fewer, or add seats.")
    for reserve in new.reserves:
        kind, _, name = reserve.group.partition(":")
        if (
            reserve.seats < 1
            or not name
            or (kind != "told" and (kind != "region" or name not in kept.regions))
        ):
            raise Refused(WHAT, "a group it keeps seats for is none.", "Choose a region, or write the group.")
        if kind == "told" and not reserve.cite.strip():
            raise Refused(
                WHAT,
                "it keeps seats for a group and cites no law or published rule.",
                "Cite what lets it do so.",
            )


@transaction.atomic
def rank(
    *, by: Actor, round_: UUID, wishes: Sequence[str], groups: Iterable[str] = (), confirmed: Iterable[str] = (),
    now: datetime,
) -> None:  # fmt: skip
    """Rank places, the dearest first; until the round closes it can be changed or taken back. No place can be ranked that
    the learner could not take."""
    decision = require(by, "round.rank", directory.subject_for(by, by.me), what=WHAT)
    found = _open(round_, now)
    openings = {each.name: each for each in found.openings.all()}
    said = frozenset(confirmed) & openings.keys()
    own = RoundRanking.objects.select_for_update().filter(round=found, learner__in=ids_of([by.me])).first()
    point = standpoints({by.me: said}, now=now)[by.me]
    for name in dict.fromkeys(wishes):
        if name not in openings:
            raise Refused(WHAT, "one of these places is not in it.", "Choose from its list.")
        if barrier := point.barrier(openings[name]):
            raise Refused("Ranking this place", *BARRIERS[barrier], {"barrier": barrier})
    told = point.counts_in(openings.values(), groups)
    kept = {
        "wishes": list(dict.fromkeys(wishes)), "confirmed": sorted(said), "changed_at": now,
        "groups": sorted(group for group in told if group.startswith(TOLD)),
    }  # fmt: skip
    if own is None:
        RoundRanking.objects.create(round=found, learner_id=by.me, code=secrets.token_hex(10), **kept)
    else:
        RoundRanking.objects.filter(id=own.id).update(**kept)
    trail.record(trail.Act(by.person, "ranked places", now, by.me, f"round:{found.id}", decision.authority))


@transaction.atomic
def take_back(*, by: Actor, round_: UUID, now: datetime) -> None:
    """The learner takes the whole ranking back; as if it had never been."""
    decision = require(by, "round.rank", directory.subject_for(by, by.me), what=WHAT)
    found = _open(round_, now)
    RoundRanking.objects.filter(round=found, learner__in=ids_of([by.me])).delete()
    trail.record(
        trail.Act(by.person, "took a ranking back", now, by.me, f"round:{found.id}", decision.authority)
    )


def _open(round_: UUID, now: datetime) -> Round:
    # A round is locked while somebody ranks, so that nobody ranks while it is matched.
    found = Round.objects.select_for_update().filter(id=round_).first()
    if found is None:
        raise Refused(WHAT, "there is none with this id.", "Look at the list of rounds.")
    if found.matched_at is not None or found.closes_on < timezone.localdate(now):
        raise Refused(WHAT, "its ranking is closed.", "See what came of it, or look for another round.")
    return found


def match_due(*, by: Actor, now: datetime) -> int:
    """Match every round whose last day of ranking is over; gives how many."""
    due = Round.objects.filter(matched_at=None, closes_on__lt=timezone.localdate(now)).values_list(
        "id", flat=True
    )
    return sum(match_round(by=by, round_=each, now=now) for each in list(due))


@transaction.atomic
def match_round(*, by: Actor, round_: UUID, now: datetime) -> bool:
    """Match a round that is closed: its seed and its public file are told, the file's digest enters the log. Gives whether
    it was still to be done."""
    decision = require(by, "round.match", what=WHAT)
    found = Round.objects.select_for_update().get(id=round_)
    if found.matched_at is not None or found.closes_on >= timezone.localdate(now):
        return False
    openings, rows = list(found.openings.all()), list(found.rankings.order_by("code"))
    given = PublicRound(
        str(found.id), tuple(map(_opening, openings)), _rankings(found, openings, rows, now), found.seed, found.commitment,
        _told(found),
    )  # fmt: skip
    result = match(given.openings, given.rankings, given.seed)
    reasons = every_reason(result)
    for row in rows:
        row.place, row.reasons = result.places[row.code], [asdict(each) for each in reasons[row.code]]
    RoundRanking.objects.bulk_update(rows, ["place", "reasons"], batch_size=500)
    found.file, found.matched_at = written(given, result.places), now
    found.digest = sha256(found.file.encode()).hexdigest()
    found.save(update_fields=["file", "digest", "matched_at"])
    trail.record_many(
        trail.Act(by.person, "gave out places", now, row.learner_id, f"round:{found.id}", decision.authority)
        for row in rows
    )
    _log("matched", found, 2, found.digest, now)
    return True


def _opening(row: RoundOpening) -> Opening:
    return Opening(row.name, row.seats, tuple(Reserve(each["group"], each["seats"]) for each in row.reserves))


def _rankings(
    found: Round, openings: Sequence[RoundOpening], rows: Sequence[RoundRanking], now: datetime
) -> tuple[Ranking, ...]:
    """What each learner ranks, with their turn at each; what they can no longer take is left out."""
    rule, known = rule_of(found), {each.name: each for each in openings}
    points = standpoints({row.learner_id: row.confirmed for row in rows}, now=now)
    rankings = []
    for row in rows:
        point = points[row.learner_id]
        wishes = [point.wish(known[name], rule) for name in row.wishes if not point.barrier(known[name])]
        rankings.append(Ranking(row.code, tuple(wishes), point.counts_in(openings, row.groups)))
    return tuple(rankings)


def _told(found: Round) -> Mapping[str, object]:
    return {
        "title": found.title,
        "by": found.organization,
        "rule": found.rule,
        "closed": found.closes_on.isoformat(),
    }


@transaction.atomic
def answer(*, by: Actor, round_: UUID, yes: bool, now: datetime) -> None:
    """The learner's yes makes the place theirs; a no gives it back, for a second round."""
    decision = require(by, "round.rank", directory.subject_for(by, by.me), what=WHAT)
    row = (
        RoundRanking.objects.select_for_update(of=("self",)).select_related("round")
        .filter(round_id=round_, learner__in=ids_of([by.me])).first()
    )  # fmt: skip
    if row is None or not row.place:
        raise Refused("An answer", "no place of this round waits for it.", "Look at your rounds.")
    if row.round.answer_by < timezone.localdate(now):
        raise Refused("An answer", "its last day is over.", "Look for a second round.")
    row.answer, row.answered_at = ("yes" if yes else "no"), now
    row.save(update_fields=["answer", "answered_at"])
    verb = "took a place" if yes else "gave a place back"
    trail.record(trail.Act(by.person, verb, now, by.me, f"round:{round_}", decision.authority))


@transaction.atomic
def open_again(
    *, by: Actor, round_: UUID, closes_on: date | None, answer_by: date | None, now: datetime
) -> UUID:
    """A second round for the seats that nobody took, once the days for answers are over. Whoever said yes keeps theirs."""
    found = Round.objects.select_for_update().filter(id=round_).first()
    if found is None:
        raise Refused(WHAT, "there is none with this id.", "Look at the list of rounds.")
    decision = require(by, "round.open", Subject(organization=found.organization), what=WHAT)
    if (
        found.matched_at is None
        or found.answer_by >= timezone.localdate(now)
        or Round.objects.filter(after=found).exists()
    ):
        raise Refused(
            WHAT, "its seats are not open for a second one.", "Wait until the days to answer are over."
        )
    openings = tuple(_left(found))
    new = NewRound(found.organization, found.title, found.words, closes_on, answer_by, openings, found.rule)
    if not openings:
        raise Refused(WHAT, "every seat was taken.", "There is nothing left to give.")
    return _opened(by, new, found, decision, now)


def _left(found: Round) -> Iterable[NewOpening]:
    said = found.rankings.filter(answer="yes").values_list("place").annotate(n=Count("id"))
    taken = dict(said)
    for row in found.openings.order_by("name"):
        left = row.seats - taken.get(row.name, 0)
        if left > 0:
            reserves = [
                NewReserve(each["group"], min(each["seats"], left), each["cite"]) for each in row.reserves
            ]
            yield NewOpening(
                row.opportunity,
                left,
                row.shift,
                tuple(_within(reserves, left)),
                row.within_km,
                row.holds,
                row.by_law,
                row.cite,
            )


def _within(reserves: Iterable[NewReserve], seats: int) -> Iterable[NewReserve]:
    for each in reserves:
        many = min(each.seats, seats)
        seats -= many
        if many:
            yield NewReserve(each.group, many, each.cite)
