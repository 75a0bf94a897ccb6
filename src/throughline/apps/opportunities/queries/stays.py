"""Reads: agreements about stays elsewhere, for the learner and for those who act for the home or the host."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import allowed, require
from throughline.apps.opportunities.exchange import changes_of, stood
from throughline.apps.opportunities.models import LearningAgreement, LearningAgreementVersion
from throughline.core import learning_agreement as core
from throughline.core.learning_agreement import Line, Party


@dataclass(frozen=True, slots=True)
class Step:
    """What a party did, in order. what: approved, answered, withdrew, recognized or refused."""

    number: int
    party: str
    what: str
    words: str
    instead: tuple[core.Change, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """An agreement as its parties read it. now: what is in force, beside what was before the stay; asked: the draft beside
    what is in force. mine: the parties for which the reader answers. recognized: what was given, by item, once it is;
    refused: the home's word where it will not keep it."""

    id: UUID
    learner: UUID
    learner_name: str
    home: str
    host: str
    kind: str
    program: str
    starts: date
    ends: date
    unit: str
    value: core.LearningAgreement
    now: tuple[Line, ...]
    asked: tuple[Line, ...]
    steps: tuple[Step, ...]
    mine: frozenset[str]
    recognized: Mapping[str, Decimal] | None
    refused: str

    @property
    def turn(self) -> Party | None:
        """Whose move it is."""
        return self.value.turn

    @property
    def my_turn(self) -> bool:
        """Whether the reader is asked now."""
        return self.turn in self.mine

    @property
    def state(self) -> str:
        """breach, recognized, came_back, asked, in_force or taken_back."""
        if self.refused:
            return "breach"
        if self.recognized is not None:
            return "recognized"
        if self.value.answered:
            return "came_back"
        return "asked" if self.value.draft else "in_force" if self.value.in_force else "taken_back"


def own_stays(actor: Actor) -> list[Shown]:
    """The learner's own, newest first. Three queries."""
    require(actor, "stay.ask", Subject(learner=actor.me), what="Your stays elsewhere")
    return _shown(actor, LearningAgreement.objects.filter(learner__in=ids_of([actor.me])))


def stays_at(actor: Actor) -> list[Shown]:
    """Those that concern an organization the reader acts for, as home or as host; whose turn is theirs first."""
    require(actor, "stays.read", what="Stays elsewhere")
    places = {role.organization for role in actor.roles if role.role != "learner"}
    found = _shown(actor, LearningAgreement.objects.filter(Q(home__in=places) | Q(host__in=places)))
    return sorted(found, key=lambda each: not each.my_turn)


def stay(actor: Actor, agreement: UUID) -> Shown:
    """One agreement, for its parties. Raises `Refused` for anybody else."""
    found = _shown(actor, LearningAgreement.objects.filter(id=agreement))
    if not found or not (found[0].mine or _may(actor, found[0])):
        raise Refused("A learning agreement", "there is none at this address for you.", "Look in your list.")
    return found[0]


def _may(actor: Actor, found: Shown) -> bool:
    return any(
        allowed(actor, "stay.read", Subject(learner=found.learner, organization=place)).allowed
        for place in (found.home, found.host)
    )


def _shown(actor: Actor, rows: QuerySet[LearningAgreement]) -> list[Shown]:
    versions = LearningAgreementVersion.objects.order_by("number").prefetch_related("steps")
    found = rows.select_related("learner").order_by("-begun_at")
    return [_one(actor, each) for each in found.prefetch_related(Prefetch("versions", versions))]


def _one(actor: Actor, row: LearningAgreement) -> Shown:
    versions = list(row.versions.all())
    value = stood(versions)
    steps = _steps(versions)
    given = next((s for v in versions for s in v.steps.all() if s.step == "recognized"), None)
    refused = next((s.words for s in reversed(steps) if s.what == "refused"), "")
    held, first, draft = value.in_force, value.first, value.draft
    since_first = held.changes if held else ()
    return Shown(
        row.id, row.learner_id, directory.shown(row.learner).name, row.home, row.host, row.kind, row.program,
        row.starts, row.ends, versions[-1].unit, value, core.lines(first.studied, since_first) if first else (),
        _asked(held, draft), steps, _parties(actor, row),
        {item: Decimal(n) for item, n in given.credits.items()} if given else None, refused,
    )  # fmt: skip


def _asked(held: core.Version | None, draft: core.Version | None) -> tuple[Line, ...]:
    if draft is None:
        return ()
    if held is None:
        return core.lines(draft.studied, ())
    return core.lines(held.studied, draft.changes[len(held.changes) :])


def _steps(versions: Iterable[LearningAgreementVersion]) -> tuple[Step, ...]:
    return tuple(
        step
        for version in versions
        for step in (
            Step(version.number, "learner", "asked", "", (), version.asked_at),
            *(
                Step(version.number, each.party, each.step, each.words, changes_of(each.instead), each.at)
                for each in sorted(version.steps.all(), key=lambda each: each.nth)
            ),
        )
    )


def _parties(actor: Actor, row: LearningAgreement) -> frozenset[str]:
    acting = {role.organization for role in actor.roles if role.role != "learner"}
    mine = {"learner"} if actor.is_me(row.learner_id) else set()
    return frozenset(mine | {party for party in ("home", "host") if getattr(row, party) in acting})
